#include "extract/lexicon.hpp"

#include <algorithm>

namespace skein::extract {

Result<Lexicon> Lexicon::open(const std::filesystem::path& path) {
  SKEIN_ASSIGN(ModelFile file, ModelFile::open(path, "lexicon"));
  Lexicon lexicon(std::move(file));
  SKEIN_ASSIGN(lexicon.slots_, lexicon.file_.section<Entry>("slots"));
  const bool ends = std::any_of(lexicon.slots_.begin(), lexicon.slots_.end(),
                                [](const Entry& e) { return e.flags == 0 && e.cluster == 0; });
  if (!ends)
    return Error{.code = ErrorCode::corruption, .message = "model file " + path.string() + ": no empty slot"};
  return lexicon;
}

}  // namespace skein::extract
