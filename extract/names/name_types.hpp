// Of which type the names of a document are. The name model and the words that stand beside a name vote; all
// mentions of a name are of one type.
#pragma once

#include "extract/discourse/drafts.hpp"
#include "extract/names/listed_names.hpp"

namespace skein::extract {

// Adds the votes of the words beside names, and takes back those for places and people that only a model has
// heard of.
void collect_type_votes(Drafts& drafts, const NameLists& lists);

// The votes decide. To be called when no more names are joined.
void decide_types(Drafts& drafts, const NameLists& lists);

// Do words of the text say that it is of its type, and not a model alone: "in Helvia", "Mr Doe"?
bool type_is_told(const Drafts& drafts, std::uint32_t draft);

// Does some mention stand where only a place stands: "in Helvia"?
bool in_place_phrase(const Drafts& drafts, std::uint32_t draft);

}  // namespace skein::extract
