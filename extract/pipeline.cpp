#include "extract/pipeline.hpp"

#include <cstdlib>
#include <system_error>

#include "extract/lemmatizer.hpp"
#include "extract/name_finder.hpp"
#include "extract/parser.hpp"
#include "extract/tagger.hpp"
#include "extract/tokens.hpp"
#include "extract/words.hpp"

namespace skein::extract {

struct Models::Parts {
  Lexicon lexicon;
  Lemmatizer lemmatizer;
  Tagger tagger;
  NameFinder names;
  Parser parser;
};

Models::Models(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Models::Models(Models&&) noexcept = default;
Models& Models::operator=(Models&&) noexcept = default;
Models::~Models() = default;

Result<Models> Models::load(const std::filesystem::path& directory) {
  SKEIN_ASSIGN(Lexicon lexicon, Lexicon::open(directory / "lexicon.bin"));
  SKEIN_ASSIGN(Lemmatizer lemmatizer, Lemmatizer::open(directory / "lemmas.bin"));
  SKEIN_ASSIGN(Tagger tagger, Tagger::open(directory / "tagger.bin"));
  SKEIN_ASSIGN(NameFinder names, NameFinder::open(directory / "names.bin"));
  SKEIN_ASSIGN(Parser parser, Parser::open(directory / "parser.bin"));
  return Models(std::make_unique<Parts>(
      Parts{std::move(lexicon), std::move(lemmatizer), std::move(tagger), std::move(names), std::move(parser)}));
}

std::filesystem::path default_model_directory() {
  if (const char* data = std::getenv("SKEIN_DATA"); data != nullptr && *data != 0)
    return std::filesystem::path(data) / "models";
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path() / "share" / "skein" / "models";
}

void read(Document& document, const Models& models) {
  const Models::Parts& parts = models.parts();
  tokenize(document);
  const auto words = word_traits(document, parts.lexicon);
  parts.tagger.tag(document, words);
  parts.lemmatizer.lemmatize(document, parts.lexicon);
  parts.names.find(document, words, parts.lexicon);
  parts.parser.parse(document, words);
}

}  // namespace skein::extract
