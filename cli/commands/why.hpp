// What is said about an entity, or what connects two: `skein why` and the shell's :why.
#pragma once

#include "cli/commands/commands.hpp"
#include "cli/facts.hpp"
#include "cli/output/output.hpp"

namespace skein::cli {

// The card of `arguments.name`, of each thing that has the name. With a second name first why the two are one
// thing or not, then the facts that connect them. Errors: not_found with names that are near.
Result<void> write_why(graph::Transaction& transaction, const WhyArguments& arguments, FactsOptions options,
                       Output& out);

}  // namespace skein::cli
