// Pictures in the terminal itself: kitty's graphics protocol
// (https://sw.kovidgoyal.net/kitty/graphics-protocol/) or sixel (DEC STD 070, by libsixel).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "storage/result.hpp"

namespace skein::cli {

enum class ImageProtocol { none, kitty, sixel };

// Asks the terminal behind the two descriptors: kitty's query, and then for its device attributes, which
// every terminal tells, so that there is an answer to wait for. None when it takes longer than `patience`.
// What a person types meanwhile is lost.
ImageProtocol ask_for_images(int in, int out, std::chrono::milliseconds patience = std::chrono::seconds(1));
// The same of an answer that was read.
ImageProtocol images_in_answer(std::string_view answer);

// Shows a PNG file below the cursor, shrunk to the terminal's width where it is wider.
Result<void> show_image(ImageProtocol protocol, const std::string& png_file, int out);

// The bytes that show it, for kitty. `columns`: scale to so many; 0: as large as it is.
std::string kitty_image(std::string_view png, std::size_t columns);

}  // namespace skein::cli
