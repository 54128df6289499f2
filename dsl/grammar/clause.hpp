// Clauses: openCypher 9 grammar, "Clause" and what stands beneath it. Each commits at its first word.
#pragma once

#include "dsl/grammar/expression.hpp"

namespace skein::dsl::grammar {

// --- reading (openCypher "ReadingClause")
// -------------------------------------------------------------------------- Planner hints are read and have
// no effect: USING INDEX n:L(k), USING SCAN n:L, USING JOIN ON n.
struct hint_index : spaced<kw_index, opt<kw_seek>, must<variable>, must<label_colon>, must<label_name>,
                           one<'('>, comma_list<property_key>, must<call_end>> {};
struct hint_scan : spaced<kw_scan, must<variable>, must<label_colon>, must<label_name>> {};
struct hint_join : spaced<kw_join, kw_on, must<variable>, star<gap, one<','>, gap, must<variable>>> {};
struct hint_kind : sor<hint_index, hint_scan, hint_join> {};
struct planner_hint
    : seq<kw_using, opt<gap, sor<kw_range, kw_text, kw_btree, kw_point>>, gap, must<hint_kind>> {};
struct where : seq<kw_where, gap, must<expression>> {};
struct optional_flag : kw_optional {};
struct match_word : kw_match {};
struct match_start : sor<seq<optional_flag, gap, must<match_word>>, match_word> {};
// GQL's match mode for what MATCH does anyway: no relationship twice.
struct match_mode : seq<kw_different, gap, sor<kw_relationships, kw_relationship, kw_edges, kw_edge>,
                        opt<gap, kw_bindings>> {};
struct match_clause
    : seq<match_start, gap, opt<match_mode, gap>, must<pattern>, star<gap, planner_hint>, opt<gap, where>> {};

struct as_word : kw_as {};
struct alias : variable {};
struct unwind_clause : seq<kw_unwind, gap, must<expression>, gap, must<as_word>, gap, must<alias>> {};

struct commit_word : kw_commit {};
struct periodic_commit : seq<kw_using, gap, kw_periodic, gap, must<commit_word>, opt<gap, number>> {};

struct with_headers : seq<kw_with, gap, kw_headers> {};
struct from_word : kw_from {};
struct terminator : string_literal {};
struct field_terminator : seq<kw_fieldterminator, gap, must<terminator>> {};
struct load_csv_clause
    : seq<opt<periodic_commit, gap>, kw_load, gap, kw_csv, gap, opt<with_headers, gap>, must<from_word>, gap,
          must<expression>, gap, must<as_word>, gap, must<alias>, opt<gap, field_terminator>> {};

// --- projecting (openCypher "With", "Return", "ProjectionBody")
struct projection_star : one<'*'> {};
struct projection_item : seq<expression, opt<gap, kw_as, gap, must<alias>>> {};
struct projection_items : sor<seq<projection_star, star<gap, one<','>, gap, must<projection_item>>>,
                              comma_list<projection_item>> {};
struct sort_descending : sor<kw_descending, kw_desc> {};
struct sort_ascending : sor<kw_ascending, kw_asc> {};
struct sort_item : seq<expression, opt<gap, sor<sort_descending, sort_ascending>>> {};
struct by_word : kw_by {};
struct order_by
    : seq<kw_order, gap, must<by_word>, gap, must<sort_item>, star<gap, one<','>, gap, must<sort_item>>> {};
struct skip : seq<sor<kw_skip, kw_offset>, gap, must<expression>> {};
struct limit : seq<kw_limit, gap, must<expression>> {};
struct projection_body : seq<opt<distinct_flag, gap>, must<projection_items>, opt<gap, order_by>,
                             opt<gap, skip>, opt<gap, limit>> {};
struct with_clause : seq<kw_with, gap, projection_body, opt<gap, where>> {};
struct return_clause : seq<kw_return, gap, projection_body> {};

// --- updating (openCypher "UpdatingClause")
struct no_create_unique : failure {};
// INSERT is GQL's word for it.
struct create_clause : seq<sor<kw_create, seq<kw_insert, at<gap, one<'('>>>>, gap,
                           opt<if_must<at<kw_unique, gap, one<'('>>, no_create_unique>>, must<pattern>> {};

struct set_equals : one<'='> {};
struct set_plus_equals : string<'+', '='> {};
struct set_double_equals : if_must<at<string<'=', '='>>, no_double_equals> {};
struct set_assignment : seq<set_equals, gap, must<expression>> {};
struct set_addition : seq<set_plus_equals, gap, must<expression>> {};
struct set_target : seq<sor<parenthesized, variable_expression>, star<gap, sor<property_lookup, subscript>>> {
};
struct set_label : sor<label_name, if_must<label_dynamic, no_dynamic_label>> {};
struct label_list
    : seq<label_colon, gap, must<set_label>, star<gap, sor<one<'&'>, label_colon>, gap, must<set_label>>> {};
struct set_operation : sor<set_addition, set_double_equals, set_assignment, label_list> {};
struct set_item : seq<set_target, gap, must<set_operation>> {};
struct set_clause : seq<kw_set, gap, must<set_item>, star<gap, one<','>, gap, must<set_item>>> {};

struct on_create : seq<kw_on, gap, kw_create, gap, must<set_clause>> {};
struct on_match : seq<kw_on, gap, kw_match, gap, must<set_clause>> {};
struct merge_clause : seq<kw_merge, gap, must<path_pattern>, star<gap, sor<on_create, on_match>>> {};

struct remove_item : seq<set_target, opt<gap, label_list>> {};
struct remove_clause : seq<kw_remove, gap, must<remove_item>, star<gap, one<','>, gap, must<remove_item>>> {};

struct detach_flag : kw_detach {};
struct delete_word : kw_delete {};
struct delete_start
    : sor<seq<detach_flag, gap, must<delete_word>>, seq<kw_nodetach, gap, must<delete_word>>, delete_word> {};
struct delete_clause : seq<delete_start, gap, must<expression>, star<gap, one<','>, gap, must<expression>>> {
};

struct updating_clause;
struct foreach_begin : one<'('> {};
struct foreach_bar : one<'|'> {};
struct foreach_end : one<')'> {};
struct foreach_in : in_list {};
struct foreach_clause
    : seq<kw_foreach, gap, must<foreach_begin>, gap, must<variable>, gap, must<foreach_in>, gap,
          must<foreach_bar>, gap, must<updating_clause>, star<gap, updating_clause>, gap, must<foreach_end>> {
};
struct updating_clause
    : sor<create_clause, merge_clause, set_clause, remove_clause, delete_clause, foreach_clause> {};

// --- calling (openCypher "InQueryCall", "StandaloneCall"; subqueries are beyond it)
struct yield_star : one<'*'> {};
struct yield_none : one<'-'> {};
struct yield_field : name {};
struct yield_item : seq<yield_field, opt<gap, kw_as, gap, must<alias>>> {};
struct yield_items : sor<yield_star, yield_none, comma_list<yield_item>> {};
struct yield : seq<kw_yield, gap, must<yield_items>, opt<gap, where>> {};
struct procedure_name : seq<name, star<gap, one<'.'>, gap, must<name>>> {};
struct arguments : seq<one<'('>, gap, opt<comma_list<expression>, gap>, must<call_end>> {};
struct call_start : seq<opt<seq<optional_flag, gap>>, kw_call> {};
struct call_procedure : seq<call_start, gap, must<procedure_name>, opt<gap, arguments>, opt<gap, yield>> {};

struct import_star : one<'*'> {};
struct import_list : seq<one<'('>, gap, opt<sor<import_star, comma_list<variable>>, gap>, must<call_end>> {};
struct transactions_word : sor<kw_transactions, kw_transaction> {};
struct rows_word : sor<kw_rows, kw_row> {};
struct batch_size : sor<number, parameter> {};
// A statement that meets another's changes is tried again anyway, so RETRY only says what comes after.
struct retry_words : seq<kw_retry, opt<gap, kw_for, gap, number, gap, sor<kw_seconds, kw_second, kw_sec>>> {};
struct on_error_fail : kw_fail {};
struct on_error_continue : kw_continue {};
struct on_error_break : kw_break {};
struct on_error_kind : sor<on_error_fail, on_error_continue, on_error_break> {};
struct then_kind : on_error_kind {};
struct on_error : seq<kw_on, gap, kw_error, gap,
                      sor<seq<retry_words, opt<gap, kw_then, gap, must<then_kind>>>, must<on_error_kind>>> {};
struct status_word : kw_status {};
struct report_status : seq<kw_report, gap, must<status_word>, gap, must<as_word>, gap, must<alias>> {};
struct in_transactions
    : seq<kw_in, gap, opt<opt<sor<number, parameter>, gap>, kw_concurrent, gap>, must<transactions_word>,
          star<gap, sor<seq<kw_of, gap, must<batch_size>, gap, must<rows_word>>, on_error, report_status>>> {
};
struct subquery_begin : one<'{'> {};
struct call_subquery : seq<call_start, gap, sor<subquery_begin, seq<import_list, gap, must<subquery_begin>>>,
                           gap, must<query>, gap, must<subquery_end>, opt<gap, in_transactions>> {};

struct finish_clause : kw_finish {};

// --- queries (openCypher "RegularQuery", "SingleQuery", "Union")
struct no_use_clause : failure {};
struct use_clause : if_must<at<kw_use, gap, name_start>, no_use_clause> {};
// OPTIONAL CALL stands before MATCH, which commits at OPTIONAL.
struct optional_call : seq<at<kw_optional, gap, kw_call>, sor<call_subquery, call_procedure>> {};
struct clause : sor<optional_call, match_clause, unwind_clause, with_clause, return_clause, updating_clause,
                    call_subquery, call_procedure, load_csv_clause, finish_clause, use_clause> {};
struct single_query : seq<clause, star<gap, clause>> {};
struct union_all_flag : kw_all {};
struct union_query : seq<kw_union, gap, opt<sor<union_all_flag, kw_distinct>, gap>, must<single_query>> {};
struct query : seq<single_query, star<gap, union_query>> {};

struct clause_start : sor<kw_match, seq<kw_optional, gap, sor<kw_match, kw_call>>, kw_unwind, kw_with,
                          kw_return, kw_create, kw_merge, kw_set, kw_remove, kw_delete, kw_detach,
                          seq<kw_call, gap, sor<one<'{', '('>, name_start>>, seq<kw_foreach, gap, one<'('>>,
                          seq<kw_load, gap, kw_csv>, kw_finish> {};

}  // namespace skein::dsl::grammar
