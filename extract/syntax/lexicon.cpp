#include "extract/syntax/lexicon.hpp"

#include <algorithm>

namespace skein::extract {

Result<Lexicon> Lexicon::open(const std::filesystem::path& path) {
  SKEIN_ASSIGN(ModelFile file, ModelFile::open(path, "lexicon"));
  Lexicon lexicon(std::move(file));
  SKEIN_ASSIGN(lexicon.kinds_, lexicon.file_.section<std::uint32_t>("kinds"));
  SKEIN_ASSIGN(lexicon.slots_, lexicon.file_.section<Slot>("slots"));
  const auto unusable = [&](std::string_view what) {
    return Error{.code = ErrorCode::corruption,
                 .message = "model file " + path.string() + ": " + std::string(what)};
  };
  const auto& slots = lexicon.slots_;
  if (std::none_of(slots.begin(), slots.end(), [](const Slot& s) { return s.empty(); }))
    return unusable("no empty slot");
  if (std::any_of(slots.begin(), slots.end(), [&](const Slot& s) { return s.kind >= lexicon.kinds_.size(); }))
    return unusable("a slot's flags lie outside");
  return lexicon;
}

}  // namespace skein::extract
