// What dsl and graph can offer by themselves.
#pragma once

#include "dsl/procedures.hpp"

namespace skein::dsl::procedures {

void add_catalog(ProcedureRegistry& registry);   // db.labels(), db.relationshipTypes(), db.propertyKeys()
void add_schema(ProcedureRegistry& registry);    // db.schema.*, dbms.components()
void add_listings(ProcedureRegistry& registry);  // what SHOW lists; db.indexes(), dbms.procedures(), ...
void add_evidence(ProcedureRegistry& registry);  // evidence(r)
void add_own(
    ProcedureRegistry& registry);  // skein.sources, skein.resolve, skein.neighbourhood, skein.conflicts
void add_search(ProcedureRegistry& registry);      // skein.search, db.index.fulltext.*
void add_algorithms(ProcedureRegistry& registry);  // algo.pagerank, algo.communities, ...: a number a node
void add_similarity(ProcedureRegistry& registry);  // algo.similarity
void add_paths(ProcedureRegistry& registry);       // algo.shortest_path, algo.shortest_paths

}  // namespace skein::dsl::procedures
