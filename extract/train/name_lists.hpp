// The open word and name lists, as (lower-case words, flags).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "storage/result.hpp"

namespace skein::extract {

// Words and phrases ("new york") with their lex:: flags, sorted.
using FlaggedPhrases = std::map<std::string, std::uint32_t>;

// From gazetteers/ and lemmas/ of the data directory.
Result<FlaggedPhrases> read_name_lists(const std::filesystem::path& data);

}  // namespace skein::extract
