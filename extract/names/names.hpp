// Names as strings: legal forms, titles, acronyms, and the keys under which equal names meet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/document.hpp"
#include "extract/rules/rules.hpp"

namespace skein::extract {

std::vector<std::string> split_words(std::string_view text);
// Of several words?
bool wordy(std::string_view text);
std::string first_word(std::string_view text);
std::string last_word(std::string_view text);
// "USA", "U.K.": capitals and full stops alone.
bool is_initials(std::string_view text);

// "Norvik Group Holding Ltd." -> "norvik": lower case, no article, no legal form, no ".com", no
// punctuation. A name that is nothing but a legal form stays whole.
std::string core_name(std::string_view name, const RuleSet& rules);
// The name without the legal forms at its end, one after another: "Norvik Holding" and "Norvik" of "Norvik
// Holding Ltd."; none when it has none.
std::vector<std::string> without_legal_forms(std::string_view name, const RuleSet& rules);
bool has_legal_form(std::string_view name, const RuleSet& rules);
// "Mr. Ravi Das" -> "Ravi Das".
std::string without_title(std::string_view name, const RuleSet& rules);
// "data centres" -> "data center": lower case, singular, one spelling, no article.
std::string concept_key(std::string_view name);
// Do these letters stand for these words? "AGI", "Artificial General Intelligence".
bool is_acronym_of(std::string_view letters, std::string_view words);

}  // namespace skein::extract
