#include "extract/pipeline.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <system_error>

#include "extract/model/model_file.hpp"
#include "extract/names/name_finder.hpp"
#include "extract/syntax/lemmatizer.hpp"
#include "extract/syntax/parser.hpp"
#include "extract/syntax/tagger.hpp"
#include "extract/text/tokens.hpp"
#include "extract/text/words.hpp"

namespace skein::extract {

struct Models::Parts {
  Lexicon lexicon;
  Lemmatizer lemmatizer;
  Tagger tagger;
  NameFinder names;
  Parser parser;
  std::string fingerprint;
};

Models::Models(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Models::Models(Models&&) noexcept = default;
Models& Models::operator=(Models&&) noexcept = default;
Models::~Models() = default;

const std::string& Models::fingerprint() const { return parts_->fingerprint; }

Result<Models> Models::load(const std::filesystem::path& directory) {
  std::string fingerprint;
  const auto file = [&](const char* name) -> Result<std::filesystem::path> {
    auto path = directory / name;
    if (std::filesystem::exists(path)) {
      SKEIN_ASSIGN(const auto checksum, ModelFile::stated_checksum(path));
      fingerprint += fmt::format("{:016x}", checksum);
    }
    return path;  // an absent one is told by its own open()
  };
  SKEIN_ASSIGN(const auto lexicon_file, file("lexicon.bin"));
  SKEIN_ASSIGN(const auto lemma_file, file("lemmas.bin"));
  SKEIN_ASSIGN(const auto tagger_file, file("tagger.bin"));
  SKEIN_ASSIGN(const auto name_file, file("names.bin"));
  SKEIN_ASSIGN(const auto parser_file, file("parser.bin"));
  SKEIN_ASSIGN(Lexicon lexicon, Lexicon::open(lexicon_file));
  SKEIN_ASSIGN(Lemmatizer lemmatizer, Lemmatizer::open(lemma_file));
  SKEIN_ASSIGN(Tagger tagger, Tagger::open(tagger_file));
  SKEIN_ASSIGN(NameFinder names, NameFinder::open(name_file));
  SKEIN_ASSIGN(Parser parser, Parser::open(parser_file));
  return Models(std::make_unique<Parts>(Parts{std::move(lexicon), std::move(lemmatizer), std::move(tagger),
                                              std::move(names), std::move(parser), std::move(fingerprint)}));
}

std::filesystem::path default_model_directory() {
  if (const char* data = std::getenv("SKEIN_DATA"); data != nullptr && *data != 0)
    return std::filesystem::path(data) / "models";
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path() / "share" / "skein" / "models";
}

std::uint32_t listed_as(std::string_view name, const Models& models) {
  std::uint64_t h = 0;
  for (std::size_t from = 0; from < name.size();) {
    const auto space = std::min(name.find(' ', from), name.size());
    const auto word = hash_text(name.substr(from, space - from));
    h = from == 0 ? word : phrase_hash(h, word);
    from = space + 1;
  }
  return models.parts().lexicon.find(h).flags;
}

const Lexicon& lexicon_of(const Models& models) { return models.parts().lexicon; }

void read(Document& document, const Models& models, const Schema* schema,
          const std::function<void(Document&)>& correct_names) {
  const Models::Parts& parts = models.parts();
  tokenize(document);
  const auto words = word_traits(document, parts.lexicon);
  parts.tagger.tag(document, words);
  parts.lemmatizer.lemmatize(document, parts.lexicon);
  parts.names.find(document, words, parts.lexicon);
  if (schema != nullptr) schema->mark(document);
  if (correct_names) correct_names(document);
  parts.parser.parse(document, words);
}

}  // namespace skein::extract
