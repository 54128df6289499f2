#include "extract/text/hash.hpp"

#include <fmt/format.h>
#include <xxhash.h>

namespace skein::extract {

std::string hex_hash(std::string_view bytes) {
  const auto h = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", h.high64, h.low64);
}

}  // namespace skein::extract
