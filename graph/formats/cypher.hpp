// A script of openCypher statements that makes the graph again, in skein, Neo4j and others: an index, nodes
// in batches (one UNWIND for nodes of the same labels), relationships in batches, and at the end what held
// them together is taken away. Values are literals and calls of the temporal and spatial functions.
#pragma once

#include <ostream>
#include <string>

#include "graph/formats/subgraph.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

// Evidence becomes a property `evidence` of a relationship, a list of texts, unless it has one of that name.
// Type names tell what is not asserted.
Result<void> write_cypher(const Transaction& transaction, const Subgraph& part, std::ostream& out);

void append_cypher_name(std::string& out, std::string_view name);  // `odd name`
void append_cypher_literal(std::string& out, const Value& value);

}  // namespace skein::graph::formats
