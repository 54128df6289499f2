// Reaching into values: a.key, a[i], a[i..j], x IN list, and the string predicates.
#pragma once

#include <string_view>

#include "dsl/value/compare.hpp"
#include "graph/graph.hpp"
#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::dsl {

// a.key for maps, nodes, relationships, temporal values (components) and points. Null when the key is absent, and of
// null. `transaction` may be null where no node or relationship can come. Errors: TypeError InvalidArgumentType.
Result<Value> property(const Value& of, std::string_view key, const graph::Transaction* transaction);

// list[integer] (negative: from the end; outside: null), map[string], node[string], relationship[string].
Result<Value> subscript(const Value& of, const Value& index, const graph::Transaction* transaction);

// list[from..to], `to` exclusive, negative from the end, cut to the list. A null pointer is an open end; a null
// value makes the result null. Strings are not sliced (openCypher has substring).
Result<Value> slice(const Value& of, const Value* from, const Value* to);

// x IN list, three-valued.
Result<Truth> in(const Value& item, const Value& list);

// STARTS WITH, ENDS WITH, CONTAINS: unknown unless both are strings.
Truth starts_with(const Value& text, const Value& prefix);
Truth ends_with(const Value& text, const Value& suffix);
Truth contains(const Value& text, const Value& part);

// text =~ pattern: the whole text matches. See regex.hpp for the syntax.
Result<Truth> regex_match(const Value& text, const Value& pattern);

// The operand of NOT, AND, OR, XOR, WHERE as a truth value. Errors: TypeError InvalidArgumentType for other kinds.
Result<Truth> truth_of(const Value& value);

}  // namespace skein::dsl
