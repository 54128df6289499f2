// The colours of types, the same in pictures and in files for other programs.
#pragma once

#include <string_view>

namespace skein::graph::formats {

// "#ffe3c2": a pastel, or a deep colour for dark grounds. Every type has one, by its name alone.
std::string_view type_color(std::string_view type, bool dark = false);

struct Rgb {
  unsigned red, green, blue;  // 0..255
};
Rgb rgb_of(std::string_view color);  // of "#rrggbb", lower case

}  // namespace skein::graph::formats
