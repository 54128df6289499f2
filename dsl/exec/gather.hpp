// A scan and what follows it row by row, on all cores.
//
// The nodes of the scan are cut into batches. Workers with operators and expressions of their own take batch
// after batch, whichever is next; what they make goes on in the order of the scan, so rows come as they would
// from one core. The first batches are worked out by the caller's thread alone: a statement that stops early,
// or looks at little, starts no threads.
#pragma once

#include "dsl/exec/operator.hpp"

namespace skein::dsl::exec {

// Can `top` be the upper end of such a part? It must stand over the statement's own Argument.
bool can_gather(const plan::Node& top, const Runtime& runtime);
OperatorPtr make_gather(Runtime& runtime, const plan::Node& top, ArgumentSource& source);

}  // namespace skein::dsl::exec
