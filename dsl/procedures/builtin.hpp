// What dsl and graph can offer by themselves.
#pragma once

#include "dsl/procedures.hpp"

namespace skein::dsl::procedures {

void add_catalog(ProcedureRegistry& registry);     // db.labels(), db.relationshipTypes(), db.propertyKeys()
void add_evidence(ProcedureRegistry& registry);    // evidence(r)
void add_algorithms(ProcedureRegistry& registry);  // algo.pagerank, algo.components

}  // namespace skein::dsl::procedures
