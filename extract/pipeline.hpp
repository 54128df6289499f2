// The reading half of extraction: from text to tokens, tags, names and dependencies.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "extract/document.hpp"
#include "extract/rules/schema.hpp"
#include "extract/syntax/lexicon.hpp"
#include "storage/result.hpp"

namespace skein::extract {

// The trained models, memory-mapped. Immutable once loaded: any number of threads may read with one Models.
class Models {
 public:
  // Loads the model files in `directory`. A missing, damaged or newer file is an error that names it.
  static Result<Models> load(const std::filesystem::path& directory);

  Models(Models&&) noexcept;
  Models& operator=(Models&&) noexcept;
  ~Models();

  // Changes with the content of any model file.
  [[nodiscard]] const std::string& fingerprint() const;

  struct Parts;
  [[nodiscard]] const Parts& parts() const { return *parts_; }

 private:
  explicit Models(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Where the models are: $SKEIN_DATA/models, or else <directory of the program>/../share/skein/models.
std::filesystem::path default_model_directory();

// What the name lists know of a name (bits of lex::, see lexicon.hpp), 0 for nothing. In lower case, one
// space between words.
std::uint32_t listed_as(std::string_view name, const Models& models);
const Lexicon& lexicon_of(const Models& models);
// The flags of names of places.
inline constexpr std::uint32_t listed_places = lex::city | lex::small_city | lex::country | lex::region;

// Fills tokens, sentences, lemmas, name mentions, heads and relations of a document that has its text (and
// its dropped ranges). Whatever an earlier call left in these is replaced. Names that a schema lists are
// found beside those that the model finds, and are one node of the tree like these. `correct_names`, if any,
// may change what names the document has before it is parsed.
void read(Document& document, const Models& models, const Schema* schema = nullptr,
          const std::function<void(Document&)>& correct_names = {});

}  // namespace skein::extract
