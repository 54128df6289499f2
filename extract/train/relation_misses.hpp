// Models of relations that never saw a part of the texts, for relation_misses() in train.hpp.
#pragma once

#include <cstdint>
#include <filesystem>

namespace skein::extract {

// A text of number n is unseen by the model of part n % relation_parts.
inline constexpr std::uint32_t relation_parts = 5;
std::filesystem::path relation_part_file(const std::filesystem::path& models, std::uint32_t part);

}  // namespace skein::extract
