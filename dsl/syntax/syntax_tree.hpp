// The parse tree as the grammar leaves it: a flat list of nodes in post-order (children before their parent),
// each knowing how many entries it spans. No allocation a node, nothing of PEGTL; the builder reads it
// through `Node`.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace skein::dsl::syntax {

// clang-format off
// One for each rule of grammar/ that makes a node; grammar/kinds.hpp has the mapping.
enum class Kind : std::uint8_t {
  none,
  // names and literals
  name, variable, number, string, true_literal, false_literal, null_literal, parameter, map_literal, map_entry,
  // patterns
  label_name, label_wildcard, label_bang, label_not, label_and, label_or, element_where, node_pattern, arrow_left,
  arrow_right, range_bound, range_dots, variable_length, relationship, quantifier_plus, path_quantifier, path_group, path_chain, all_shortest, one_shortest,
  shortest_groups, selector_count, shortest_path, path_variable, path_pattern, pattern,
  // expressions
  case_subject, when_operator, case_when, case_else, case_expression, exists_word, count_word, collect_word, subquery, quantifier_all,
  quantifier_any, quantifier_none, quantifier_single, quantifier, reduce, old_comprehension, count_star, function_name, distinct_flag,
  function_call, trim_call, trim_both, trim_leading, trim_trailing, trim_from, list_where, list_bar, list_literal, pattern_comprehension, pattern_predicate, projected_all,
  projected_property, projected_entry, projected_variable, map_projection, parenthesized, variable_expression,
  property_key, property_lookup, slice_dots, subscript, label_predicate, postfix, sign_plus, sign_minus, signed_operand,
  op_power, power, op_multiply, op_divide, op_modulo, product, op_add, op_subtract, sum, op_starts_with, op_ends_with,
  op_contains, op_in, op_regex, op_is_null, op_is_not_null, type_not, value_type, op_typed, normal_form, op_normalized, predicate, op_eq, op_ne, op_lt, op_le, op_gt, op_ge,
  comparison, not_word, negation, logical_and, logical_xor, logical_or,
  // clauses
  where, optional_flag, match_clause, alias, unwind_clause, periodic_commit, with_headers, field_terminator,
  load_csv_clause, projection_star, projection_item, sort_descending, sort_item, order_by, skip, limit, projection_body,
  with_clause, return_clause, create_clause, set_assignment, set_addition, set_target, label_list, set_item, set_clause,
  on_create, on_match, merge_clause, remove_item, remove_clause, detach_flag, delete_clause, foreach_clause, yield_star,
  yield_item, yield_field, yield, procedure_name, arguments, call_procedure, import_star, import_list, batch_size, on_error_fail, on_error_continue, on_error_break,
  report_status, in_transactions, call_subquery, finish_clause, single_query, union_all_flag, union_query, query,
  // statements
  schema_label, schema_keys, plain_keys, relationship_target, if_not_exists, if_exists, given_name, dropped_name,
  create_index, drop_index, old_exists, constraint_unique, constraint_not_null, constraint_key, create_constraint,
  drop_constraint, show_indexes, show_constraints, show_procedures, show_functions, create_text_index, show_filter, show_yield, show,
  copied_graph, copied_query, copied_file, copy_option_name, copy_option_value, copy,
  begin_transaction, commit_transaction, rollback_transaction, explain_flag, profile_flag, statement,
};
// clang-format on

struct Entry {
  Kind kind;
  std::uint32_t begin, end;  // bytes of the text
  std::uint32_t size;        // entries in this subtree, itself included
};

using Tree = std::vector<Entry>;

// A look at one entry. Valid as long as tree and text.
class Node {
 public:
  Node(const Tree& tree, std::string_view text, std::size_t index)
      : tree_(&tree), text_(text), index_(index) {}

  [[nodiscard]] Kind kind() const { return entry().kind; }
  [[nodiscard]] bool is(Kind kind) const { return entry().kind == kind; }
  [[nodiscard]] std::uint32_t begin() const { return entry().begin; }
  [[nodiscard]] std::uint32_t end() const { return entry().end; }
  [[nodiscard]] std::string_view text() const { return text_.substr(begin(), end() - begin()); }
  [[nodiscard]] std::vector<Node> children() const {
    std::vector<Node> out;
    for (std::size_t at = index_; at > index_ + 1 - entry().size;) {
      out.emplace_back(*tree_, text_, at - 1);
      at -= (*tree_)[at - 1].size;
    }
    return {out.rbegin(), out.rend()};
  }

 private:
  [[nodiscard]] const Entry& entry() const { return (*tree_)[index_]; }

  const Tree* tree_;
  std::string_view text_;
  std::size_t index_;
};

}  // namespace skein::dsl::syntax
