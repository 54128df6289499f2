// The scanner behind values.hpp: reads one figure at one place of a text.
#pragma once

#include <optional>
#include <string_view>

#include "extract/extraction.hpp"

namespace skein::extract {

struct ScannedFigure {
  Figure figure;
  std::size_t begin = 0, end = 0;  // bytes; without words of approximation before it
};

// The figure that starts at `at`, which is the start of a word, a digit or a currency sign. `published` (ISO
// 8601, may be empty) gives relative dates their anchor.
std::optional<ScannedFigure> scan_figure(std::string_view text, std::size_t at, std::string_view published);

}  // namespace skein::extract
