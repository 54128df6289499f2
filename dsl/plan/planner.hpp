// Bound statement -> logical plan.
#pragma once

#include "dsl/plan/plan.hpp"
#include "dsl/plan/planning.hpp"
#include "dsl/plan/statistics.hpp"
#include "storage/result.hpp"

namespace skein::dsl::plan {

// Plans a query (bound.statement must hold an ast::Query). Counts, samples and indexes decide where patterns
// start and how they go on. Takes parts of the statement's tree (property maps of patterns) into expressions of its
// own, so the statement cannot be planned again. Errors: unsupported.
Result<std::unique_ptr<Plan>> plan_query(BoundStatement bound, const ProcedureRegistry& procedures,
                                         Statistics& statistics, const Planning& planning = {});

}  // namespace skein::dsl::plan
