#include "dsl/plan/rules/rules.hpp"

namespace skein::dsl::plan::rules {

void apply_all(Plan& plan, const graph::CatalogView& catalog, bool eager) {
  intersect_neighbours(plan);
  group_while_expanding(plan, catalog);
  unused_relationships(plan);
  distinct_ends(plan);
  kept_counts(plan);
  fold_aggregates(plan, eager);
  top_k(plan);
}

}  // namespace skein::dsl::plan::rules
