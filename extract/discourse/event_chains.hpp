// Events that a text has no proper name for, as chains of mentions: "a climate summit in Oslo … the televised
// summit … the gathering". After the strict passes of Lee et al. 2013, "Deterministic coreference resolution
// based on entity-centric, precision-ranked rules": equal heads, the later mention definite and with no word
// that the chain lacks.
#pragma once

#include "extract/discourse/drafts.hpp"

namespace skein::extract {

// To be called once relations have been found. Drafts of one event are joined, further mentions of an event
// become its mentions and names, and an event that no relation speaks of becomes a draft of its own when the
// text gives it a description and comes back to it, or says whose it is.
void link_events(Drafts& drafts);

}  // namespace skein::extract
