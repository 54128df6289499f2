// What holds of a graph as a whole, as JSON objects, both ways: exports carry them and imports take them
// back.
//
//   {"kind":"index","name":"people","label":"Person","properties":["name"]}
//   {"kind":"constraint","name":"born","type":"type","relationship_type":"BORN","properties":["on"],"value_type":"DATE"}
//                       types: "unique", "key", "exists", "type"
//   {"kind":"text_index","name":"words","labels":["Person"],"properties":["name"]}   or "sentences":true
//   {"kind":"relation_type","name":"CEO_OF","one_subject":true}                      see conflicts.hpp
#pragma once

#include <simdjson.h>

#include <string>
#include <vector>

#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::graph {

// Indexes and constraints, by kind and name.
std::vector<std::string> rules_json(const Transaction& transaction);
// Traits of the relations that have relationships, by name.
Result<std::vector<std::string>> traits_json(const Transaction& transaction);

// Whether "kind" is one of the above.
bool is_schema_kind(std::string_view kind);
// Makes what the object says; the same index or constraint that is there already is left as it is. Says
// whether the graph got a rule that nodes written later must obey. Errors: invalid_argument; constraint when
// another one has that name, or what is in the graph does not obey.
Result<bool> load_schema_json(Transaction& transaction, simdjson::dom::object object);

}  // namespace skein::graph
