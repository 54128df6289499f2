// Concepts that a text calls by more than one phrase: "AI data centres" and "data centres" where it speaks of
// no others, "Chinese tractors" of a make of tractors, "the cloud business" of cloud computing.
#pragma once

#include "extract/discourse/drafts.hpp"

namespace skein::extract {

// To be called once relations have been found. Drafts of one concept are joined, further mentions of a
// concept become its mentions and names, and a field of work that the text comes back to becomes a draft of
// its own.
void link_concepts(Drafts& drafts);

}  // namespace skein::extract
