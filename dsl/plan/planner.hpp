// Bound statement -> logical plan.
#pragma once

#include "dsl/plan/plan.hpp"
#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::dsl::plan {

struct PlannerOptions {
  bool rewrites = true;  // off: the plain plan, for differential tests
};

// Plans a query (bound.statement must hold an ast::Query). Counts and indexes of `catalog` decide where patterns
// start and how they go on. Takes parts of the statement's tree (property maps of patterns) into expressions of its
// own, so the statement cannot be planned again. Errors: unsupported.
Result<std::unique_ptr<Plan>> plan_query(BoundStatement bound, const ProcedureRegistry& procedures,
                                         const graph::CatalogView& catalog, PlannerOptions options = {});

}  // namespace skein::dsl::plan
