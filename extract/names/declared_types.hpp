// The types that a schema declares. A text says of which of them a thing is as it says what other things are:
// "the tanker Aurora", "Curaxil, a migraine drug", "drugs such as A and B".
#pragma once

#include "extract/discourse/drafts.hpp"

namespace skein::extract {

// Adds the votes of the words beside names: for the declared type, and for the built-in one above it.
void vote_for_declared_types(Drafts& drafts);
// Settles Draft::kind. To be called when the built-in types are decided.
void decide_declared_types(Drafts& drafts);
// "Aurora is a tanker": the declared type that the subject headed by `token` is said to be of; none where
// nothing is, or that it is not.
EntityType declared_predicate(const Drafts& drafts, std::uint32_t token);

}  // namespace skein::extract
