// Expressions: openCypher 9 grammar, "Expression" down to "Atom". One rule a level of precedence, each a list
// of the next level's rule, so that nothing is ever parsed twice: where two atoms begin alike a look at the
// bracket table (syntax/brackets.hpp) decides, and then there is no way back.
#pragma once

#include "dsl/grammar/lookahead.hpp"
#include "dsl/grammar/pattern.hpp"

namespace skein::dsl::grammar {

struct query;
struct clause_start;

// --- atoms
// CaseExpression
struct case_subject : seq<not_at<kw_when>, expression> {};
struct case_then : kw_then {};
// Beyond openCypher 9: WHEN 'a', 'b', WHEN < 10, WHEN IS NULL, WHEN STARTS WITH 'x'
struct when_operator;
struct case_test : sor<when_operator, expression> {};
struct case_when : seq<kw_when, gap, must<case_test>, star<gap, one<','>, gap, must<case_test>>, gap,
                       must<case_then>, gap, must<expression>> {};
struct case_first : case_when {};
struct case_else : seq<kw_else, gap, must<expression>> {};
struct case_end : kw_end {};
struct case_expression : seq<kw_case, gap, opt<case_subject, gap>, must<case_first>, star<gap, case_when>,
                             gap, opt<case_else, gap>, must<case_end>> {};

// EXISTS { ... }, COUNT { ... }, COLLECT { ... }: a query, or a pattern with WHERE.
struct exists_word : kw_exists {};
struct count_word : kw_count {};
struct collect_word : kw_collect {};
struct subquery_end : one<'}'> {};
struct subquery_pattern : seq<must<pattern>, opt<gap, element_where>> {};
struct subquery_body : sor<seq<at<clause_start>, query>, subquery_pattern> {};
struct subquery : seq<sor<exists_word, count_word, collect_word>, gap, one<'{'>, gap, subquery_body, gap,
                      must<subquery_end>> {};

// Quantifier (all, any, none, single) and reduce
struct quantifier_all : kw_all {};
struct quantifier_any : kw_any {};
struct quantifier_none : kw_none {};
struct quantifier_single : kw_single {};
struct call_end : one<')'> {};
struct in_list : seq<kw_in, gap, must<expression>> {};
struct quantifier : seq<sor<quantifier_all, quantifier_any, quantifier_none, quantifier_single>, gap,
                        one<'('>, gap, variable, gap, in_list, gap, opt<element_where, gap>, must<call_end>> {
};
struct reduce_comma : one<','> {};
struct reduce_bar : one<'|'> {};
struct reduce_variable : variable {};
struct reduce_in : in_list {};
struct reduce : seq<kw_reduce, gap, one<'('>, gap, variable, gap, one<'='>, gap, must<expression>, gap,
                    must<reduce_comma>, gap, must<reduce_variable>, gap, must<reduce_in>, gap,
                    must<reduce_bar>, gap, must<expression>, gap, must<call_end>> {};

// extract(x IN xs | ...) and filter(x IN xs WHERE ...), list comprehensions as they were written before.
struct old_bar : seq<one<'|'>, gap, must<expression>> {};
struct old_comprehension : seq<sor<kw_extract, kw_filter>, gap, one<'('>, gap, variable, gap, in_list, gap,
                               opt<element_where, gap>, opt<old_bar, gap>, must<call_end>> {};

// FunctionInvocation, COUNT(*)
struct count_star : spaced<kw_count, one<'('>, one<'*'>, one<')'>> {};
struct function_name
    : seq<not_at<seq<reserved_word, gap, not_at<one<'.'>>>>, name, star<gap, one<'.'>, gap, name>> {};
struct distinct_flag : kw_distinct {};
struct trim_from : seq<kw_from, gap, must<expression>> {};  // trim('x' FROM text)
struct function_call : seq<function_name, gap, one<'('>, gap, opt<distinct_flag, gap>,
                           opt<comma_list<expression>, gap>, opt<trim_from, gap>, must<call_end>> {};
// trim(BOTH 'x' FROM text), trim(LEADING FROM text): ISO/IEC 39075, 20.24 "trim function"
struct trim_both : kw_both {};
struct trim_leading : kw_leading {};
struct trim_trailing : kw_trailing {};
struct trim_source : trim_from {};
struct trim_call : seq<kw_trim, gap, one<'('>, gap, sor<trim_both, trim_leading, trim_trailing>,
                       not_at<gap, one<')', ',', '.', '[', '+', '|'>>, gap, opt<not_at<kw_from>, expression, gap>,
                       must<trim_source>, gap, must<call_end>> {};

// ListLiteral and ListComprehension begin alike: `[x IN xs WHERE ... | ...]` is read as a list whose first
// item is `x IN xs`; the tree builder tells them apart. PatternComprehension
struct list_where : seq<kw_where, gap, must<expression>> {};
struct list_bar : seq<one<'|'>, gap, must<expression>> {};
struct list_end : one<']'> {};
struct list_literal
    : seq<one<'['>, gap, opt<comma_list<expression>, gap, opt<list_where, gap>, opt<list_bar, gap>>,
          must<list_end>> {};
struct comprehension_bar : one<'|'> {};
struct comprehension_start : seq<one<'['>, gap, opt<variable, gap, one<'='>, gap>, path_ahead> {};
struct pattern_comprehension
    : seq<at<comprehension_start>, one<'['>, gap, opt<path_variable, gap, one<'='>, gap>, path_chain, gap,
          opt<list_where, gap>, must<comprehension_bar>, gap, must<expression>, gap, must<list_end>> {};

// Patterns as expressions (RelationshipsPattern)
struct pattern_predicate : seq<path_ahead, path_chain> {};
struct shortest_path_expression : seq<at<sor<all_shortest, one_shortest>, gap, one<'('>>, shortest_path> {};

// n {.name, .*, key: expression, variable}: beyond openCypher 9
struct projected_all : one<'*'> {};
struct projected_key : sor<projected_all, name> {};
struct projected_property : seq<one<'.'>, gap, must<projected_key>> {};
struct projected_entry : seq<name, gap, map_colon, gap, must<expression>> {};
struct projected_variable : variable {};
struct projection_end : one<'}'> {};
struct projected_item : sor<projected_property, projected_entry, projected_variable> {};
struct map_projection
    : seq<variable, gap, one<'{'>, gap, opt<comma_list<projected_item>, gap>, must<projection_end>> {};

struct parenthesis_end : one<')'> {};
struct parenthesized : seq<one<'('>, gap, must<expression>, gap, must<parenthesis_end>> {};

struct variable_expression : variable {};
struct atom : sor<number, string_literal, parameter, pattern_predicate, parenthesized, pattern_comprehension,
                  list_literal, map_literal, true_literal, false_literal, null_literal, case_expression,
                  subquery, quantifier, reduce, old_comprehension, shortest_path_expression, count_star,
                  trim_call, function_call, map_projection, variable_expression> {};

// --- what may follow an atom (openCypher "NonArithmeticOperatorExpression")
struct property_key : name {};
struct property_lookup : seq<one<'.'>, not_at<one<'.'>>, gap, must<property_key>> {};
struct slice_dots : string<'.', '.'> {};
struct subscript_end : one<']'> {};
struct subscript_body : sor<seq<slice_dots, gap, opt<expression, gap>>,
                            seq<must<expression>, gap, opt<slice_dots, gap, opt<expression, gap>>>> {};
struct subscript : seq<one<'['>, gap, subscript_body, must<subscript_end>> {};
// In `[n IN ns WHERE n:A | n.name]` the bar ends the label: the bracket table knows which bar it is.
struct expression_label_and : seq<label_not, star<gap, label_joint, gap, must<label_not>>> {};
struct expression_label_or
    : seq<expression_label_and,
          star<gap, label_bar_ahead, one<'|'>, gap, opt<one<':'>>, gap, must<expression_label_and>>> {};
struct label_predicate : seq<label_colon, gap, must<expression_label_or>> {};
struct postfix : seq<atom, star<gap, sor<property_lookup, subscript, label_predicate>>> {};

// --- operators, the tightest first
// UnaryAddOrSubtractExpression; signs and NOTs are loops, so that a long row of them needs no stack.
struct sign_plus : one<'+'> {};
struct sign_minus : one<'-'> {};
struct signed_operand : seq<plus<sor<sign_plus, sign_minus>, gap>, must<postfix>> {};
struct unary : sor<signed_operand, postfix> {};

// PowerOfExpression
struct op_power : one<'^'> {};
struct power : seq<unary, star<gap, op_power, gap, must<unary>>> {};

// MultiplyDivideModuloExpression
struct op_multiply : one<'*'> {};
struct op_divide : one<'/'> {};
struct op_modulo : one<'%'> {};
struct product : seq<power, star<gap, sor<op_multiply, op_divide, op_modulo>, gap, must<power>>> {};

// AddOrSubtractExpression
struct op_add : sor<one<'+'>, string<'|', '|'>> {};  // GQL joins strings and lists with ||
struct op_subtract : one<'-'> {};
struct sum : seq<product, star<gap, sor<op_add, op_subtract>, gap, must<product>>> {};

// StringPredicateExpression, ListPredicateExpression, NullPredicateExpression
struct starts_with : kw_with {};
struct ends_with : kw_with {};
struct op_starts_with : seq<kw_starts, gap, must<starts_with>> {};
struct op_ends_with : seq<kw_ends, gap, must<ends_with>> {};
struct op_contains : kw_contains {};
struct op_in : kw_in {};
struct op_regex : string<'=', '~'> {};
struct is_null : kw_null {};
// x IS :: INTEGER, x IS NOT TYPED STRING, x :: FLOAT (ISO/IEC 39075, 19.6 "value type predicate")
struct type_not : kw_not {};
struct expression_type : seq<type_part, star<gap, label_bar_ahead, one<'|'>, not_at<one<'|'>>, gap, must<type_part>>> {};
struct op_typed : seq<sor<seq<kw_is, gap, opt<type_not, gap>, sor<string<':', ':'>, kw_typed>>, string<':', ':'>>, gap,
                      must<expression_type>> {};
// x IS NFKC NORMALIZED (19.7 "normalized predicate")
struct normal_form : sor<kw_nfc, kw_nfd, kw_nfkc, kw_nfkd> {};
struct op_normalized : seq<kw_is, gap, opt<type_not, gap>, opt<normal_form, gap>, kw_normalized> {};
struct op_is_not_null : seq<kw_is, gap, kw_not, gap, must<is_null>> {};
struct op_is_null : seq<kw_is, gap, must<is_null>> {};
struct predicate
    : seq<sum,
          star<gap,
               sor<op_typed, op_normalized, op_is_not_null, op_is_null,
                   seq<sor<op_starts_with, op_ends_with, op_contains, op_in, op_regex>, gap, must<sum>>>>> {};

// ComparisonExpression
struct op_le : string<'<', '='> {};
struct op_ge : string<'>', '='> {};
struct op_ne : string<'<', '>'> {};
struct op_eq : seq<one<'='>, not_at<one<'~'>>> {};
struct op_lt : one<'<'> {};
struct op_gt : one<'>'> {};
struct no_bang_equals : failure {};
struct no_double_equals : failure {};
struct no_equals_greater : failure {};
struct no_equals_less : failure {};
struct foreign_comparison
    : sor<if_must<at<string<'!', '='>>, no_bang_equals>, if_must<at<string<'=', '='>>, no_double_equals>,
          if_must<at<string<'=', '>'>>, no_equals_greater>, if_must<at<string<'=', '<'>>, no_equals_less>> {};
struct comparison
    : seq<predicate, star<gap, sor<foreign_comparison, op_le, op_ge, op_ne, op_eq, op_lt, op_gt>, gap,
                          must<predicate>>> {};

struct when_operator
    : sor<seq<sor<foreign_comparison, op_le, op_ge, op_ne, op_eq, op_lt, op_gt>, gap, must<predicate>>,
          op_typed, op_normalized, op_is_not_null, op_is_null,
          seq<sor<op_starts_with, op_ends_with, op_contains, op_in, op_regex>, gap, must<sum>>> {};

// NotExpression, AndExpression, XorExpression, OrExpression
struct not_word : kw_not {};
struct negation : seq<plus<not_word, gap>, must<comparison>> {};
struct logical_not : sor<negation, comparison> {};
struct logical_and : seq<logical_not, star<gap, kw_and, gap, must<logical_not>>> {};
struct logical_xor : seq<logical_and, star<gap, kw_xor, gap, must<logical_and>>> {};
struct logical_or : seq<logical_xor, star<gap, kw_or, gap, must<logical_xor>>> {};
struct expression : logical_or {};

}  // namespace skein::dsl::grammar
