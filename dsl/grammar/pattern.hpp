// Patterns: openCypher 9 grammar, "Pattern", "PatternElement", "NodePattern", "RelationshipPattern"; label
// expressions, WHERE inside an element and the path selectors are beyond openCypher 9.
#pragma once

#include "dsl/grammar/literal.hpp"

namespace skein::dsl::grammar {

// --- label expressions: A, A:B, A&B, A|B, A|:B, !A, %, (A|B)&C
struct label_or;
struct label_name : name {};
struct label_wildcard : one<'%'> {};
struct label_group_end : one<')'> {};
struct label_dynamic : one<'$'> {};
struct label_group : seq<one<'('>, gap, must<label_or>, gap, must<label_group_end>> {};
struct no_dynamic_label : failure {};
struct label_term : sor<label_name, label_wildcard, label_group, if_must<label_dynamic, no_dynamic_label>> {};
struct label_bang : one<'!'> {};
struct label_negation : seq<plus<label_bang, gap>, must<label_term>> {};
struct label_not : sor<label_negation, label_term> {};
struct label_joint : sor<one<'&'>, seq<one<':'>, not_at<one<':'>>>> {};
struct label_and : seq<label_not, star<gap, label_joint, gap, must<label_not>>> {};
struct label_or : seq<label_and, star<gap, one<'|'>, gap, opt<one<':'>>, gap, must<label_and>>> {};
struct label_colon : seq<one<':'>, not_at<one<':'>>> {};
struct labels : seq<sor<label_colon, kw_is>, gap, must<label_or>> {};  // (n:A), and GQL's (n IS A)

// --- nodes
struct properties : sor<map_literal, parameter> {};
struct element_where : seq<kw_where, gap, must<expression>> {};
struct node_end : one<')'> {};
struct node_pattern : seq<one<'('>, gap, opt<variable, gap>, opt<labels, gap>, opt<properties, gap>,
                          opt<element_where, gap>, must<node_end>> {};

// --- relationships
// ----------------------------------------------------------------------------------------------- The dashes
// and arrow heads of Unicode that openCypher allows beside `-`, `<`, `>`.
// clang-format off
struct dash : sor<one<'-'>, utf8::one<U'\u00AD', U'\u2010', U'\u2011', U'\u2012', U'\u2013', U'\u2014', U'\u2015', U'\u2212',
                                      U'\uFE58', U'\uFE63', U'\uFF0D'>> {};
struct arrow_left : sor<one<'<'>, utf8::one<U'\u27E8', U'\u3008', U'\uFE64', U'\uFF1C'>> {};
struct arrow_right : sor<one<'>'>, utf8::one<U'\u27E9', U'\u3009', U'\uFE65', U'\uFF1E'>> {};
// clang-format on
// RangeLiteral: *, *2, *1..3, *..3, *1..
struct range_bound : seq<digit, star<name_character>> {};
struct range_dots : string<'.', '.'> {};
struct range_wrong : one<'-', '$'> {};  // *-2, *$n: a message of its own
struct range_sound : not_at<range_wrong> {};
struct variable_length : seq<one<'*'>, gap, must<range_sound>, opt<range_bound, gap>,
                             opt<range_dots, gap, must<range_sound>, opt<range_bound>>> {};
struct dots_without_star : not_at<range_dots> {};
struct relationship_detail_end : one<']'> {};
struct relationship_detail : seq<one<'['>, gap, opt<variable, gap>, opt<labels, gap>,
                                 opt<variable_length, gap>, must<dots_without_star>, opt<properties, gap>,
                                 opt<element_where, gap>, must<relationship_detail_end>> {};
struct second_dash : dash {};
struct relationship_pattern : seq<opt<arrow_left, gap>, dash, gap, opt<relationship_detail, gap>,
                                  must<second_dash>, opt<gap, arrow_right>> {};

// --- paths
struct next_node : node_pattern {};  // the message differs: there must be one
// GQL's quantified relationship: -[:T]->+(b) is -[:T*1..]->(b).
struct quantifier_plus : one<'+'> {};
struct quantifier_comma : one<','> {};
struct quantifier_end : one<'}'> {};
struct path_quantifier : sor<quantifier_plus, one<'*'>,
                             seq<one<'{'>, gap, opt<range_bound, gap>,
                                 opt<quantifier_comma, gap, opt<range_bound, gap>>, must<quantifier_end>>> {};
struct path_step : seq<relationship_pattern, opt<gap, path_quantifier>, gap, must<next_node>> {};
// GQL's quantified paths, (a) ((x)-[r]->(y) WHERE ...){1,3} (b). Without a quantifier the brackets only group. Which
// parts may follow one another is the tree builder's to say.
struct path_chain;
struct path_group_end : one<')'> {};
struct path_group : seq<one<'('>, gap, at<one<'('>>, must<path_chain>, gap, opt<element_where, gap>,
                        must<path_group_end>, opt<gap, path_quantifier>> {};
struct path_part : sor<path_group, node_pattern> {};
struct path_chain : seq<path_part, star<gap, sor<path_step, path_part>>> {};

struct all_shortest : kw_allshortestpaths {};
struct one_shortest : kw_shortestpath {};
struct shortest_begin : one<'('> {};
struct shortest_end : one<')'> {};
struct shortest_path : seq<sor<all_shortest, one_shortest>, gap, shortest_begin, gap, must<path_chain>, gap,
                           must<shortest_end>> {};

struct path_variable : variable {};
// GQL's path selectors: ALL, ANY [k], ANY SHORTEST, ALL SHORTEST, SHORTEST k, SHORTEST [k] GROUPS, each perhaps with
// PATH or PATHS after it.
struct path_words : seq<gap, sor<kw_paths, kw_path>> {};
struct selector_count : seq<digit, star<name_character>> {};
struct counted : sor<selector_count, parameter> {};
struct shortest_groups_words : seq<kw_shortest, opt<gap, counted>, opt<path_words>, gap, sor<kw_groups, kw_group>> {};
struct all_shortest_words : seq<kw_all, gap, kw_shortest, opt<path_words>> {};
struct shortest_how_many : counted {};
struct one_shortest_words
    : sor<seq<kw_any, gap, kw_shortest, opt<path_words>>,
          seq<kw_shortest, at<gap, sor<digit, one<'(', '$'>, kw_path, kw_paths>>, gap, must<shortest_how_many>, opt<path_words>>,
          seq<kw_any, opt<gap, counted>, opt<path_words>, at<gap, one<'('>>>> {};
struct all_paths_words : seq<kw_all, opt<path_words>, at<gap, one<'('>>> {};
struct shortest_words
    : sor<shortest_groups_words, all_shortest_words, one_shortest_words, all_paths_words> {};
struct prefixed_path : seq<shortest_words, gap, must<path_chain>> {};
struct path_pattern
    : seq<opt<path_variable, gap, one<'='>, gap>, sor<shortest_path, prefixed_path, path_chain>> {};
struct pattern : comma_list<path_pattern> {};

}  // namespace skein::dsl::grammar
