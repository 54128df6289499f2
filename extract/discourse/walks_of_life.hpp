// What a text says people are: two who share a full name are told apart where one text calls its bearer a
// goalkeeper and the other a banker. Only fields that few people leave are kept apart; a text that names two
// of them for one person ties them together.
#pragma once

#include <string_view>
#include <vector>

#include "extract/discourse/discourse.hpp"

namespace skein::extract {

// The fields that the nouns beside a person's names belong to, sorted: "sport", "arts", "public" (business,
// politics, law). By the word lists sport_occupation, arts_occupation and public_occupation; empty when the
// text says nothing.
std::vector<std::string_view> walks_of_life(const Discourse& discourse, const Document& document,
                                            const RuleSet& rules, std::uint32_t draft);

}  // namespace skein::extract
