#include "extract/text/pieces.hpp"

namespace skein::extract {

std::size_t piece_end(std::string_view text, std::size_t begin) {
  if (text.size() - begin <= longest_piece) return text.size();
  const auto window = text.substr(begin, longest_piece);
  for (const std::string_view mark : {"\n", ". ", " "})
    if (const auto at = window.rfind(mark); at != window.npos && at > longest_piece / 2)
      return begin + at + mark.size();
  auto end = begin + longest_piece;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return end;
}

}  // namespace skein::extract
