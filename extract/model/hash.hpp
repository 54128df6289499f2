// The hashes that features are known by. They are stored in model files: a change here makes every model useless.
#pragma once

#include <cstdint>
#include <string_view>

namespace skein::extract {

using Feature = std::uint64_t;

constexpr std::uint64_t mix(std::uint64_t h) {
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93ULL;
  h ^= h >> 32;
  return h;
}

constexpr std::uint64_t hash_text(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325ULL;  // FNV-1a: words are short
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return mix(h);
}

// A feature: the number of its template and the values that fill it.
template <typename... Values>
constexpr Feature feature(std::uint64_t id, Values... values) {
  std::uint64_t h = (id + 1) * 0x9e3779b97f4a7c15ULL;
  ((h = mix((h << 1 | h >> 63) ^ (static_cast<std::uint64_t>(values) * 0xff51afd7ed558ccdULL))), ...);
  return h;
}

}  // namespace skein::extract
