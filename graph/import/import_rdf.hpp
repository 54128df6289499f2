// RDF as a property graph: what skein wrote (formats/rdf/vocabulary.hpp) comes back as it was. Of other data,
// resources become nodes with the property `iri`, rdf:type a label, literals properties (several values a
// list), other triples relationships, each named by what stands behind the last `#`, `/` or `:` of the IRI; a
// named graph becomes a relationship's property `graph`. Language tags are left out.
#pragma once

#include "graph/import/rdf_statements.hpp"

namespace skein::graph {

// Makes nodes, relationships and documents of all that was read. Keeps everything in memory.
Result<void> load_rdf(ImportRun& run, const RdfStatements& statements);

}  // namespace skein::graph
