// What is said when a commit point does not match. The build fails while a `must` rule has no message here.
// A message that begins with "expected" is followed by what was found; others stand as they are. `detail` is
// the TCK's word where it has one other than UnexpectedSyntax.
#pragma once

#include "dsl/grammar/statement.hpp"

namespace skein::dsl::grammar {

template <typename Rule>
inline constexpr const char* expected = nullptr;
template <typename Rule>
inline constexpr const char* detail = "UnexpectedSyntax";
template <typename Rule>
inline constexpr const char* hint = nullptr;
// Constructs that skein knows of and does not have.
template <typename Rule>
inline constexpr bool is_unsupported = false;

#define SKEIN_EXPECT(rule, words) \
  template <>                     \
  inline constexpr const char* expected<rule> = words

// lexical, literals
SKEIN_EXPECT(block_comment_rest, "expected '*/' to end the comment");
SKEIN_EXPECT(backtick_end, "expected '`' to end the quoted name");
SKEIN_EXPECT(single_quote_end, "expected ' to end the string");
SKEIN_EXPECT(double_quote_end, "expected \" to end the string");
SKEIN_EXPECT(parameter_name, "expected the parameter's name after '$'");
SKEIN_EXPECT(map_colon, "expected ':' after the key in the map");
SKEIN_EXPECT(map_entry, "expected another 'key: value' after ','");
SKEIN_EXPECT(map_end, "expected a key or '}' to close the map");
SKEIN_EXPECT(name, "expected a name");

// patterns
SKEIN_EXPECT(label_or, "expected a label expression");
SKEIN_EXPECT(label_and, "expected a label or type after '|'");
SKEIN_EXPECT(label_not, "expected a label or type");
SKEIN_EXPECT(label_term, "expected a label or type after '!'");
SKEIN_EXPECT(label_name, "expected a label");
SKEIN_EXPECT(label_colon, "expected ':' and a label");
SKEIN_EXPECT(label_group_end, "expected ')' to close the label expression");
SKEIN_EXPECT(no_dynamic_label, "labels and types computed from an expression are not offered");
SKEIN_EXPECT(node_end, "expected ')' to close the node");
SKEIN_EXPECT(range_sound, "expected a number of steps that is written out and not negative");
SKEIN_EXPECT(dots_without_star, "expected '*' before the range of a variable-length relationship");
SKEIN_EXPECT(relationship_detail_end, "expected ']' to close the relationship");
SKEIN_EXPECT(second_dash, "expected '-' to end the relationship");
SKEIN_EXPECT(next_node, "expected a node after the relationship");
SKEIN_EXPECT(path_group_end, "expected ')' to close the path");
SKEIN_EXPECT(path_chain, "expected a path such as (a)-[*]-(b)");
SKEIN_EXPECT(shortest_end, "expected ')' to close the shortest path");
SKEIN_EXPECT(shortest_how_many, "expected the number of paths after SHORTEST, such as SHORTEST 1");
SKEIN_EXPECT(quantifier_end, "expected '}' to close the quantifier");
SKEIN_EXPECT(path_pattern, "expected a pattern such as (a)-[:TYPE]->(b)");
SKEIN_EXPECT(pattern, "expected a pattern such as (a)-[:TYPE]->(b)");

// expressions
SKEIN_EXPECT(expression, "expected an expression");
SKEIN_EXPECT(postfix, "expected an expression after the sign");
SKEIN_EXPECT(unary, "expected an expression after '^'");
SKEIN_EXPECT(power, "expected an expression after the operator");
SKEIN_EXPECT(product, "expected an expression after the operator");
SKEIN_EXPECT(sum, "expected an expression after the operator");
SKEIN_EXPECT(predicate, "expected an expression after the comparison");
SKEIN_EXPECT(comparison, "expected an expression after NOT");
SKEIN_EXPECT(logical_not, "expected an expression after AND");
SKEIN_EXPECT(logical_and, "expected an expression after XOR");
SKEIN_EXPECT(logical_xor, "expected an expression after OR");
SKEIN_EXPECT(no_bang_equals, "'!=' is not an operator of Cypher");
SKEIN_EXPECT(no_double_equals, "'==' is not an operator of Cypher");
SKEIN_EXPECT(no_equals_greater, "'=>' is not an operator of Cypher");
SKEIN_EXPECT(no_equals_less, "'=<' is not an operator of Cypher");
SKEIN_EXPECT(starts_with, "expected WITH after STARTS");
SKEIN_EXPECT(ends_with, "expected WITH after ENDS");
SKEIN_EXPECT(value_type, "expected a type such as INTEGER, STRING or LIST<FLOAT>");
SKEIN_EXPECT(expression_type, "expected a type such as INTEGER, STRING or LIST<FLOAT>");
SKEIN_EXPECT(type_part, "expected another type after '|'");
SKEIN_EXPECT(type_end, "expected '>' to close the type");
SKEIN_EXPECT(trim_source, "expected FROM and the text to trim");
SKEIN_EXPECT(is_null, "expected NULL or NOT NULL after IS");
SKEIN_EXPECT(case_first, "expected WHEN in the CASE");
SKEIN_EXPECT(case_test, "expected an expression after WHEN");
SKEIN_EXPECT(case_then, "expected THEN after the condition of WHEN");
SKEIN_EXPECT(case_end, "expected WHEN, ELSE or END in the CASE");
SKEIN_EXPECT(subquery_begin, "expected '{' to begin the subquery");
SKEIN_EXPECT(subquery_end, "expected '}' to close the subquery");
SKEIN_EXPECT(call_end, "expected ')' to close the arguments");
SKEIN_EXPECT(reduce_comma, "expected ',' after the start value of reduce");
SKEIN_EXPECT(reduce_variable, "expected the variable of reduce");
SKEIN_EXPECT(reduce_in, "expected IN and a list");
SKEIN_EXPECT(reduce_bar, "expected '|' and the expression of reduce");
SKEIN_EXPECT(list_end, "expected ',' or ']' to close the list");
SKEIN_EXPECT(comprehension_bar, "expected '|' and what to collect for each path");
SKEIN_EXPECT(projected_item, "expected .key, .*, key: value or a variable");
SKEIN_EXPECT(projected_key, "expected a property key or '*' after '.'");
SKEIN_EXPECT(projection_end, "expected .key, .*, key: value, a variable or '}' to close the map projection");
SKEIN_EXPECT(parenthesis_end, "expected ')' to close the parenthesis");
SKEIN_EXPECT(property_key, "expected a property key");
SKEIN_EXPECT(subscript_end, "expected ']' to close the subscript");
SKEIN_EXPECT(expression_label_or, "expected a label after ':'");
SKEIN_EXPECT(expression_label_and, "expected a label after '|'");

// clauses
SKEIN_EXPECT(hint_kind, "expected INDEX, SCAN or JOIN after USING");
SKEIN_EXPECT(match_word, "expected MATCH after OPTIONAL");
SKEIN_EXPECT(variable, "expected a variable");
SKEIN_EXPECT(as_word, "expected AS and a variable");
SKEIN_EXPECT(alias, "expected a variable after AS");
SKEIN_EXPECT(commit_word, "expected COMMIT after PERIODIC");
SKEIN_EXPECT(from_word, "expected FROM and the address of the file");
SKEIN_EXPECT(terminator, "expected the field terminator, a string");
SKEIN_EXPECT(projection_items, "expected an expression or '*'");
SKEIN_EXPECT(projection_item, "expected an expression after ','");
SKEIN_EXPECT(by_word, "expected BY after ORDER");
SKEIN_EXPECT(sort_item, "expected an expression to sort by");
SKEIN_EXPECT(no_create_unique, "CREATE UNIQUE is no longer part of Cypher");
SKEIN_EXPECT(set_item, "expected what to set, such as n.key = value or n:Label");
SKEIN_EXPECT(set_operation, "expected '=', '+=' or ':' and a label");
SKEIN_EXPECT(set_label, "expected a label");
SKEIN_EXPECT(set_clause, "expected SET after ON CREATE or ON MATCH");
SKEIN_EXPECT(remove_item, "expected what to remove, such as n.key or n:Label");
SKEIN_EXPECT(delete_word, "expected DELETE after DETACH");
SKEIN_EXPECT(foreach_begin, "expected '(' after FOREACH");
SKEIN_EXPECT(foreach_in, "expected IN and a list");
SKEIN_EXPECT(foreach_bar, "expected '|' and the updates of FOREACH");
SKEIN_EXPECT(updating_clause, "expected CREATE, MERGE, SET, REMOVE, DELETE or FOREACH");
SKEIN_EXPECT(foreach_end, "expected another update or ')' to close FOREACH");
SKEIN_EXPECT(yield_items, "expected the fields to take after YIELD");
SKEIN_EXPECT(yield_item, "expected a field of the procedure after ','");
SKEIN_EXPECT(procedure_name, "expected the name of a procedure, or '{' and a subquery");
SKEIN_EXPECT(on_error_kind, "expected FAIL, CONTINUE, BREAK or RETRY after ON ERROR");
SKEIN_EXPECT(then_kind, "expected FAIL, CONTINUE or BREAK after THEN");
SKEIN_EXPECT(status_word, "expected STATUS after REPORT");
SKEIN_EXPECT(transactions_word, "expected TRANSACTIONS after IN");
SKEIN_EXPECT(batch_size, "expected the number of rows");
SKEIN_EXPECT(rows_word, "expected ROWS");
SKEIN_EXPECT(copied, "expected GRAPH, or '(' and a query");
SKEIN_EXPECT(copied_query, "expected a query in the brackets");
SKEIN_EXPECT(copied_end, "expected ')' to close the query");
SKEIN_EXPECT(to_word, "expected TO and the name of a file");
SKEIN_EXPECT(copied_file, "expected the name of a file, a string");
SKEIN_EXPECT(copy_option, "expected an option such as FORMAT csv");
SKEIN_EXPECT(copy_options_end, "expected ')' to close the options");
SKEIN_EXPECT(query, "expected a query in the subquery");
SKEIN_EXPECT(no_use_clause, "USE is not offered: a skein database holds one graph");
SKEIN_EXPECT(single_query, "expected a query after UNION");

// statements
SKEIN_EXPECT(schema_colon, "expected ':' and a label or type");
SKEIN_EXPECT(schema_label, "expected a label or type");
SKEIN_EXPECT(schema_target, "expected (n:Label) or ()-[r:TYPE]-()");
SKEIN_EXPECT(schema_dot, "expected '.' and a property key");
SKEIN_EXPECT(schema_key, "expected a property such as n.key");
SKEIN_EXPECT(schema_keys, "expected the properties in parentheses, such as (n.key)");
SKEIN_EXPECT(plain_keys, "expected the property keys in parentheses");
SKEIN_EXPECT(old_target, "expected :Label(key)");
SKEIN_EXPECT(not_word_after_if, "expected NOT EXISTS after IF");
SKEIN_EXPECT(exists_word_after_not, "expected EXISTS");
SKEIN_EXPECT(no_other_index, "VECTOR and LOOKUP indexes are not offered");
SKEIN_EXPECT(for_word, "expected FOR and what is indexed, such as FOR (n:Label)");
SKEIN_EXPECT(on_word, "expected ON and the properties, such as ON (n.key)");
SKEIN_EXPECT(no_text_on_relationships, "full-text indexes over relationships are not offered");
SKEIN_EXPECT(text_target, "expected what is indexed, such as (n:Label)");
SKEIN_EXPECT(each_word, "expected EACH and the properties, such as ON EACH [n.key]");
SKEIN_EXPECT(text_keys_begin, "expected the properties in brackets, such as [n.key]");
SKEIN_EXPECT(text_keys_end, "expected ']' to close the properties");
SKEIN_EXPECT(dropped_name, "expected the name of what is to be dropped");
SKEIN_EXPECT(constraint_target, "expected FOR and what is constrained, such as FOR (n:Label)");
SKEIN_EXPECT(assert_word, "expected ASSERT and what the constraint says");
SKEIN_EXPECT(require_word, "expected REQUIRE and a condition, such as REQUIRE n.key IS UNIQUE");
SKEIN_EXPECT(constraint_subject, "expected a property such as n.key");
SKEIN_EXPECT(is_word, "expected IS UNIQUE, IS NOT NULL, IS NODE KEY or IS :: TYPE");
SKEIN_EXPECT(constraint_kind, "expected UNIQUE, NOT NULL, NODE KEY or :: TYPE");
SKEIN_EXPECT(no_administration, "databases, users, roles and privileges are not offered");
SKEIN_EXPECT(no_server, "there is no server whose transactions and settings could be shown");
SKEIN_EXPECT(show_kind, "expected INDEXES, CONSTRAINTS, PROCEDURES or FUNCTIONS");
SKEIN_EXPECT(statement, "expected a statement, such as MATCH ... RETURN ...");
SKEIN_EXPECT(end_of_statement, "expected a clause, an operator or the end of the statement");
#undef SKEIN_EXPECT

#define SKEIN_DETAIL(rule, word) \
  template <>                    \
  inline constexpr const char* detail<rule> = word
SKEIN_DETAIL(range_sound, "InvalidRelationshipPattern");
SKEIN_DETAIL(dots_without_star, "InvalidRelationshipPattern");
#undef SKEIN_DETAIL

#define SKEIN_HINT(rule, words) \
  template <>                   \
  inline constexpr const char* hint<rule> = words
SKEIN_HINT(no_bang_equals, "write a <> b");
SKEIN_HINT(no_double_equals, "write a = b");
SKEIN_HINT(no_equals_greater, "write a >= b");
SKEIN_HINT(no_equals_less, "write a <= b");
SKEIN_HINT(no_create_unique, "write MERGE");
SKEIN_HINT(no_dynamic_label, "write the label out, or filter with $label IN labels(n)");
SKEIN_HINT(no_administration,
           "a skein database is a folder: choose it with --db, and its users with the folder's permissions");
SKEIN_HINT(no_server, "Ctrl-C ends a statement, --timeout limits it; settings are options: skein query --help");
SKEIN_HINT(no_use_clause, "choose the database with --db");
SKEIN_HINT(no_other_index, "write CREATE INDEX name FOR (n:Label) ON (n.key)");
SKEIN_HINT(no_text_on_relationships, "index the nodes: FOR (n:Label) ON EACH [n.key]");
#undef SKEIN_HINT

#define SKEIN_UNSUPPORTED(rule) \
  template <>                   \
  inline constexpr bool is_unsupported<rule> = true
SKEIN_UNSUPPORTED(no_administration);
SKEIN_UNSUPPORTED(no_dynamic_label);
SKEIN_UNSUPPORTED(no_server);
SKEIN_UNSUPPORTED(no_use_clause);
SKEIN_UNSUPPORTED(no_other_index);
SKEIN_UNSUPPORTED(no_text_on_relationships);
#undef SKEIN_UNSUPPORTED

}  // namespace skein::dsl::grammar
