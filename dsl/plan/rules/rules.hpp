// The rewrites of a finished plan, in the order in which they are applied. Each is one file and leaves the rows as
// they were. (Where patterns start and index lookups are decided while the plan is made.)
#pragma once

#include "dsl/plan/plan.hpp"
#include "graph/graph.hpp"

namespace skein::dsl::plan::rules {

void intersect_neighbours(Plan& plan);  // a hop to a node that other hops lead to as well: all of them at once
void group_while_expanding(Plan& plan, const graph::CatalogView& catalog);  // rows that differ no more get a weight
void unused_relationships(Plan& plan);  // relationships nobody looks at are not carried along
void distinct_ends(Plan& plan);         // walks of which only the ends count; after unused_relationships
void kept_counts(Plan& plan);           // counts of whole labels and types, which the store keeps
void fold_aggregates(Plan& plan, bool eager);  // counts and sums over trees of hops, node by node
void top_k(Plan& plan);                 // Limit over Sort: the sort keeps only what the limit lets through

void apply_all(Plan& plan, const graph::CatalogView& catalog, bool eager);

}  // namespace skein::dsl::plan::rules
