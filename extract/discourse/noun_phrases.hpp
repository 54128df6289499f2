// Phrases around common nouns, as names of concepts and events: "expanding its new AI data centres" speaks of
// "AI data centres".
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "extract/discourse/drafts.hpp"
#include "extract/document.hpp"

namespace skein::extract {

struct NounPhrase {
  TokenRange tokens;       // without articles, figures, possessors and words that say little
  std::uint32_t head = 0;  // its noun
  std::string name;        // as written, but for asides in parentheses
  std::string with_aside;  // as written with them; empty when there is none
  std::string key;         // see concept_key(); letters in an aside in the place of the words they stand for
};

// The phrase that a noun stands at the head of; none for a vague noun alone ("the plan") and for very long
// ones. Names of companies and people before the noun are no part of it.
std::optional<NounPhrase> noun_phrase(const Drafts& drafts, std::uint32_t head);

}  // namespace skein::extract
