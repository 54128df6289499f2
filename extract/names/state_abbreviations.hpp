// The short forms of states and provinces that stand behind a town's name: "Austin, TX", "Tampa, Fla."
#pragma once

#include <string_view>

namespace skein::extract {

// The name of the state or province, by the two-letter codes of the United States and Canadian postal
// services (in capitals) and the abbreviations of American newspapers (with or without their full stops);
// empty for others.
std::string_view state_of_abbreviation(std::string_view text);

}  // namespace skein::extract
