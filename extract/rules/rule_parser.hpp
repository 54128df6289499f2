// Between the file that reads .rules files and the one that parses them.
#pragma once

#include <map>
#include <string>

#include "extract/rules/rules.hpp"
#include "storage/result.hpp"

namespace skein::extract {

// The lists of names that a text says stand in files of their own, as it writes their paths, and where
// ("mine.rules:3:12") it first does.
Result<std::map<std::string, std::string>> files_named_in(const RuleText& text);

}  // namespace skein::extract
