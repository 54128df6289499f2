#include "graph/formats/palette.hpp"

#include <array>
#include <cstdint>

namespace skein::graph::formats {

namespace {

// Pastels that stay apart from one another, darker ones for the dark theme. Types that news are full of have
// a colour of their own, so that it is the same in every picture; all others get one by their name.
struct Fill {
  std::string_view type, light, dark;
};
constexpr std::array<Fill, 14> known{{
    {"Person", "#ffe3c2", "#7a4b12"},
    {"Organization", "#cfe4fb", "#1f4e7a"},
    {"Product", "#d3efd4", "#23602a"},
    {"Place", "#e6dcd3", "#5c4a3d"},
    {"Money", "#fff3b0", "#6b5b00"},
    {"Percent", "#fbe9c6", "#6e5313"},
    {"Number", "#f0efd0", "#5b5a2a"},
    {"Date", "#e8d9f3", "#553070"},
    {"Period", "#e8d9f3", "#553070"},
    {"Concept", "#d4eef0", "#1f5e63"},
    {"Event", "#fbd5dc", "#7a2638"},
    {"Work", "#dfe3f8", "#343f7a"},
    {"Document", "#eceff3", "#3b424d"},
    {"Demonym", "#efe2cf", "#5e4a2c"},
}};
constexpr std::array<std::array<std::string_view, 2>, 6> others{{
    {"#d8f0e2", "#235c40"},
    {"#fbdcc8", "#7a3a17"},
    {"#e4d8fa", "#47307a"},
    {"#d5e9e9", "#285454"},
    {"#f7d9ec", "#6e2857"},
    {"#e5edc6", "#4d5a16"},
}};

}  // namespace

std::string_view type_color(std::string_view type, bool dark) {
  for (const Fill& fill : known) {
    if (fill.type == type) return dark ? fill.dark : fill.light;
  }
  std::uint32_t hash = 2166136261u;  // FNV-1a
  for (const char c : type) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return others[hash % others.size()][dark ? 1 : 0];
}

Rgb rgb_of(std::string_view color) {
  const auto nibble = [&](std::size_t at) {
    const char c = color[at];
    return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
  };
  return {nibble(1) * 16 + nibble(2), nibble(3) * 16 + nibble(4), nibble(5) * 16 + nibble(6)};
}

}  // namespace skein::graph::formats
