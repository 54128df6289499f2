// Warnings about names that no data has: MATCH (n:Persn) is no error, it only never finds anything.
#pragma once

#include <string>
#include <vector>

#include "dsl/bind.hpp"
#include "graph/graph.hpp"

namespace skein::dsl {

// One sentence for each label and relationship type that a pattern or condition asks for and no node or
// relationship has, with the name that was probably meant; for property keys only when a known one is near.
// Names which the statement itself writes are not warned of.
std::vector<std::string> unknown_names(const BoundStatement& statement, const graph::CatalogView& catalog);

}  // namespace skein::dsl
