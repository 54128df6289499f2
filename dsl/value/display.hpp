// Values as text for people: tables, messages, toString().
#pragma once

#include <string>

#include "graph/graph.hpp"
#include "storage/value.hpp"

namespace skein::dsl {

// As cypher-shell prints a value: strings quoted, (:Person {name: "A"}), [:KNOWS {since: 1}],
// (:A)-[:KNOWS]->(:B), {a: [1, 2.0]}, 2015-07-21. Without a transaction nodes and relationships show their ids.
std::string display_text(const Value& value, const graph::Transaction* transaction = nullptr);
void append_display_text(std::string& out, const Value& value, const graph::Transaction* transaction);

// The text of a value without quotes: what toString() gives for booleans, numbers, strings, temporal values and
// points, and `display_text` for all others.
std::string plain_text(const Value& value);

// 1.0, 0.1, 1.0E10, 1.0E-7, NaN, Infinity: the shortest text that reads back as the same float, in the form of
// Neo4j (Java's Double.toString): plain digits from 1e-3 up to 1e7, an exponent outside.
void append_float(std::string& out, double value);

}  // namespace skein::dsl
