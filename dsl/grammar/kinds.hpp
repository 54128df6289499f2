// Which rules make a node of the parse tree. A folded one makes none when it has a single child: most levels
// of an expression have nothing to say.
#pragma once

#include "dsl/grammar/statement.hpp"
#include "dsl/syntax/syntax_tree.hpp"

namespace skein::dsl::grammar {

template <typename Rule>
inline constexpr syntax::Kind kind_of = syntax::Kind::none;
template <typename Rule>
inline constexpr bool is_folded = false;

#define SKEIN_NODE(rule, kind) \
  template <>                  \
  inline constexpr syntax::Kind kind_of<rule> = syntax::Kind::kind
#define SKEIN_FOLDED_NODE(rule, kind) \
  SKEIN_NODE(rule, kind);             \
  template <>                         \
  inline constexpr bool is_folded<rule> = true

SKEIN_NODE(name, name);
SKEIN_NODE(variable, variable);
SKEIN_NODE(reduce_variable, variable);
SKEIN_NODE(number, number);
SKEIN_NODE(batch_size, batch_size);
SKEIN_NODE(string_literal, string);
SKEIN_NODE(terminator, string);
SKEIN_NODE(true_literal, true_literal);
SKEIN_NODE(false_literal, false_literal);
SKEIN_NODE(null_literal, null_literal);
SKEIN_NODE(parameter, parameter);
SKEIN_NODE(map_literal, map_literal);
SKEIN_NODE(map_entry, map_entry);
SKEIN_NODE(label_name, label_name);
SKEIN_NODE(set_label, label_name);
SKEIN_NODE(label_wildcard, label_wildcard);
SKEIN_NODE(label_bang, label_bang);
SKEIN_NODE(label_negation, label_not);
SKEIN_FOLDED_NODE(label_and, label_and);
SKEIN_FOLDED_NODE(expression_label_and, label_and);
SKEIN_FOLDED_NODE(label_or, label_or);
SKEIN_FOLDED_NODE(expression_label_or, label_or);
SKEIN_NODE(element_where, element_where);
SKEIN_NODE(node_pattern, node_pattern);
SKEIN_NODE(next_node, node_pattern);
SKEIN_NODE(arrow_left, arrow_left);
SKEIN_NODE(arrow_right, arrow_right);
SKEIN_NODE(range_bound, range_bound);
SKEIN_NODE(range_dots, range_dots);
SKEIN_NODE(variable_length, variable_length);
SKEIN_NODE(relationship_pattern, relationship);
SKEIN_NODE(quantifier_plus, quantifier_plus);
SKEIN_NODE(quantifier_comma, range_dots);
SKEIN_NODE(path_quantifier, path_quantifier);
SKEIN_NODE(path_chain, path_chain);
SKEIN_NODE(all_shortest, all_shortest);
SKEIN_NODE(all_shortest_words, all_shortest);
SKEIN_NODE(one_shortest_words, one_shortest);
SKEIN_NODE(one_shortest, one_shortest);
SKEIN_NODE(shortest_path, shortest_path);
SKEIN_NODE(path_variable, path_variable);
SKEIN_NODE(path_pattern, path_pattern);
SKEIN_NODE(pattern, pattern);
SKEIN_NODE(case_subject, case_subject);
SKEIN_NODE(case_when, case_when);
SKEIN_NODE(case_first, case_when);
SKEIN_NODE(case_else, case_else);
SKEIN_NODE(case_expression, case_expression);
SKEIN_NODE(exists_word, exists_word);
SKEIN_NODE(count_word, count_word);
SKEIN_NODE(collect_word, collect_word);
SKEIN_NODE(subquery, subquery);
SKEIN_NODE(quantifier_all, quantifier_all);
SKEIN_NODE(quantifier_any, quantifier_any);
SKEIN_NODE(quantifier_none, quantifier_none);
SKEIN_NODE(quantifier_single, quantifier_single);
SKEIN_NODE(quantifier, quantifier);
SKEIN_NODE(reduce, reduce);
SKEIN_NODE(old_bar, list_bar);
SKEIN_NODE(old_comprehension, old_comprehension);
SKEIN_NODE(count_star, count_star);
SKEIN_NODE(function_name, function_name);
SKEIN_NODE(distinct_flag, distinct_flag);
SKEIN_NODE(function_call, function_call);
SKEIN_NODE(list_where, list_where);
SKEIN_NODE(list_bar, list_bar);
SKEIN_NODE(list_literal, list_literal);
SKEIN_NODE(pattern_comprehension, pattern_comprehension);
SKEIN_NODE(pattern_predicate, pattern_predicate);
SKEIN_NODE(projected_all, projected_all);
SKEIN_NODE(projected_property, projected_property);
SKEIN_NODE(projected_entry, projected_entry);
SKEIN_NODE(projected_variable, projected_variable);
SKEIN_NODE(map_projection, map_projection);
SKEIN_NODE(parenthesized, parenthesized);
SKEIN_NODE(variable_expression, variable_expression);
SKEIN_NODE(property_key, property_key);
SKEIN_NODE(property_lookup, property_lookup);
SKEIN_NODE(slice_dots, slice_dots);
SKEIN_NODE(subscript, subscript);
SKEIN_NODE(label_predicate, label_predicate);
SKEIN_FOLDED_NODE(postfix, postfix);
SKEIN_NODE(sign_plus, sign_plus);
SKEIN_NODE(sign_minus, sign_minus);
SKEIN_NODE(signed_operand, signed_operand);
SKEIN_NODE(op_power, op_power);
SKEIN_FOLDED_NODE(power, power);
SKEIN_NODE(op_multiply, op_multiply);
SKEIN_NODE(op_divide, op_divide);
SKEIN_NODE(op_modulo, op_modulo);
SKEIN_FOLDED_NODE(product, product);
SKEIN_NODE(op_add, op_add);
SKEIN_NODE(op_subtract, op_subtract);
SKEIN_FOLDED_NODE(sum, sum);
SKEIN_NODE(op_starts_with, op_starts_with);
SKEIN_NODE(op_ends_with, op_ends_with);
SKEIN_NODE(op_contains, op_contains);
SKEIN_NODE(op_in, op_in);
SKEIN_NODE(op_regex, op_regex);
SKEIN_NODE(op_is_null, op_is_null);
SKEIN_NODE(op_is_not_null, op_is_not_null);
SKEIN_FOLDED_NODE(predicate, predicate);
SKEIN_NODE(op_eq, op_eq);
SKEIN_NODE(op_ne, op_ne);
SKEIN_NODE(op_lt, op_lt);
SKEIN_NODE(op_le, op_le);
SKEIN_NODE(op_gt, op_gt);
SKEIN_NODE(op_ge, op_ge);
SKEIN_FOLDED_NODE(comparison, comparison);
SKEIN_NODE(not_word, not_word);
SKEIN_NODE(negation, negation);
SKEIN_FOLDED_NODE(logical_and, logical_and);
SKEIN_FOLDED_NODE(logical_xor, logical_xor);
SKEIN_FOLDED_NODE(expression, logical_or);
SKEIN_NODE(where, where);
SKEIN_NODE(optional_flag, optional_flag);
SKEIN_NODE(match_clause, match_clause);
SKEIN_NODE(alias, alias);
SKEIN_NODE(unwind_clause, unwind_clause);
SKEIN_NODE(periodic_commit, periodic_commit);
SKEIN_NODE(with_headers, with_headers);
SKEIN_NODE(field_terminator, field_terminator);
SKEIN_NODE(load_csv_clause, load_csv_clause);
SKEIN_NODE(projection_star, projection_star);
SKEIN_NODE(projection_item, projection_item);
SKEIN_NODE(sort_descending, sort_descending);
SKEIN_NODE(sort_item, sort_item);
SKEIN_NODE(order_by, order_by);
SKEIN_NODE(skip, skip);
SKEIN_NODE(limit, limit);
SKEIN_NODE(projection_body, projection_body);
SKEIN_NODE(with_clause, with_clause);
SKEIN_NODE(return_clause, return_clause);
SKEIN_NODE(create_clause, create_clause);
SKEIN_NODE(set_assignment, set_assignment);
SKEIN_NODE(set_addition, set_addition);
SKEIN_NODE(set_target, set_target);
SKEIN_NODE(label_list, label_list);
SKEIN_NODE(set_item, set_item);
SKEIN_NODE(set_clause, set_clause);
SKEIN_NODE(on_create, on_create);
SKEIN_NODE(on_match, on_match);
SKEIN_NODE(merge_clause, merge_clause);
SKEIN_NODE(remove_item, remove_item);
SKEIN_NODE(remove_clause, remove_clause);
SKEIN_NODE(detach_flag, detach_flag);
SKEIN_NODE(delete_clause, delete_clause);
SKEIN_NODE(foreach_clause, foreach_clause);
SKEIN_NODE(yield_star, yield_star);
SKEIN_NODE(yield_item, yield_item);
SKEIN_NODE(yield_field, yield_field);
SKEIN_NODE(yield, yield);
SKEIN_NODE(procedure_name, procedure_name);
SKEIN_NODE(arguments, arguments);
SKEIN_NODE(call_procedure, call_procedure);
SKEIN_NODE(import_star, import_star);
SKEIN_NODE(import_list, import_list);
SKEIN_NODE(in_transactions, in_transactions);
SKEIN_NODE(call_subquery, call_subquery);
SKEIN_NODE(single_query, single_query);
SKEIN_NODE(union_all_flag, union_all_flag);
SKEIN_NODE(union_query, union_query);
SKEIN_NODE(query, query);
SKEIN_NODE(schema_label, schema_label);
SKEIN_NODE(schema_keys, schema_keys);
SKEIN_NODE(plain_keys, plain_keys);
SKEIN_NODE(relationship_target, relationship_target);
SKEIN_NODE(if_not_exists, if_not_exists);
SKEIN_NODE(if_exists, if_exists);
SKEIN_NODE(given_name, given_name);
SKEIN_NODE(dropped_name, dropped_name);
SKEIN_NODE(create_index, create_index);
SKEIN_NODE(drop_index, drop_index);
SKEIN_NODE(old_exists, old_exists);
SKEIN_NODE(constraint_unique, constraint_unique);
SKEIN_NODE(constraint_not_null, constraint_not_null);
SKEIN_NODE(constraint_key, constraint_key);
SKEIN_NODE(constraint_type, constraint_type);
SKEIN_NODE(create_constraint, create_constraint);
SKEIN_NODE(drop_constraint, drop_constraint);
SKEIN_NODE(show_indexes, show_indexes);
SKEIN_NODE(show_constraints, show_constraints);
SKEIN_NODE(show_procedures, show_procedures);
SKEIN_NODE(show_functions, show_functions);
SKEIN_NODE(create_text_index, create_text_index);
SKEIN_NODE(show_filter, show_filter);
SKEIN_NODE(show_yield, show_yield);
SKEIN_NODE(show, show);
SKEIN_NODE(begin_transaction, begin_transaction);
SKEIN_NODE(commit_transaction, commit_transaction);
SKEIN_NODE(rollback_transaction, rollback_transaction);
SKEIN_NODE(explain_flag, explain_flag);
SKEIN_NODE(profile_flag, profile_flag);
SKEIN_NODE(statement, statement);

#undef SKEIN_FOLDED_NODE
#undef SKEIN_NODE

}  // namespace skein::dsl::grammar
