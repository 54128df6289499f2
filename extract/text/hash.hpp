// Content hashes: XXH3, 128 bits, as 32 hexadecimal digits.
#pragma once

#include <string>
#include <string_view>

namespace skein::extract {

std::string hex_hash(std::string_view bytes);

}  // namespace skein::extract
