// Statements: openCypher 9 grammar, "Statement"; indexes, constraints, SHOW, EXPLAIN, PROFILE and
// transactions are beyond it.
#pragma once

#include "dsl/grammar/clause.hpp"

namespace skein::dsl::grammar {

// --- what an index or a constraint is about: (n:Label), ()-[r:TYPE]-()
struct schema_name : name {};
struct schema_label : name {};
struct schema_colon : one<':'> {};
struct node_target : spaced<one<'('>, variable, must<schema_colon>, must<schema_label>, must<node_end>> {};
struct relationship_target : spaced<one<'('>, one<')'>, opt<one<'<'>>, one<'-'>, one<'['>, must<variable>,
                                    must<schema_colon>, must<schema_label>, must<relationship_detail_end>,
                                    must<second_dash>, opt<one<'>'>>, one<'('>, must<node_end>> {};
struct schema_target : sor<relationship_target, node_target> {};
struct schema_dot : one<'.'> {};
struct schema_key : spaced<variable, must<schema_dot>, must<property_key>> {};
struct schema_keys
    : seq<one<'('>, gap, must<schema_key>, star<gap, one<','>, gap, must<schema_key>>, gap, must<call_end>> {
};
struct plain_keys : seq<one<'('>, gap, must<property_key>, star<gap, one<','>, gap, must<property_key>>, gap,
                        must<call_end>> {};
struct old_target : seq<schema_colon, gap, must<schema_label>, gap, must<plain_keys>> {};  // :Label(key)
struct exists_word_after_not : kw_exists {};
struct not_word_after_if : kw_not {};
struct if_not_exists : seq<kw_if, gap, must<not_word_after_if>, gap, must<exists_word_after_not>> {};
struct if_exists : seq<kw_if, gap, must<exists_word_after_not>> {};
struct given_name : seq<not_at<sor<kw_for, kw_on, kw_if>>, schema_name> {};
struct ignored_options : seq<kw_options, gap, map_literal> {};

// --- CREATE INDEX, DROP INDEX
struct no_other_index : failure {};
struct other_index : if_must<at<sor<kw_vector, kw_lookup>, gap, kw_index>, no_other_index> {};
struct for_word : kw_for {};
struct on_word : kw_on {};
struct old_index : seq<kw_on, gap, must<old_target>> {};
struct new_index : seq<must<for_word>, gap, must<schema_target>, gap, must<on_word>, gap, must<schema_keys>,
                       opt<gap, ignored_options>> {};
struct create_index
    : seq<kw_create, gap,
          sor<other_index, seq<opt<sor<kw_btree, kw_range, kw_text, kw_point>, gap>, kw_index>>, gap,
          sor<old_index, seq<opt<given_name, gap>, opt<if_not_exists, gap>, new_index>>> {};
// --- CREATE FULLTEXT INDEX
struct no_text_on_relationships : failure {};
struct text_labels : seq<must<schema_label>, star<gap, one<'|'>, gap, must<schema_label>>> {};
struct text_nodes : spaced<one<'('>, variable, must<schema_colon>, text_labels, must<node_end>> {};
struct text_target : sor<if_must<at<one<'('>, gap, one<')'>>, no_text_on_relationships>, text_nodes> {};
struct each_word : kw_each {};
struct text_keys_begin : one<'['> {};
struct text_keys_end : one<']'> {};
struct text_keys : seq<must<text_keys_begin>, gap, must<schema_key>, star<gap, one<','>, gap, must<schema_key>>, gap,
                       must<text_keys_end>> {};
struct create_text_index
    : seq<kw_create, gap, kw_fulltext, gap, kw_index, gap, opt<given_name, gap>, opt<if_not_exists, gap>, must<for_word>,
          gap, must<text_target>, gap, must<on_word>, gap, must<each_word>, gap, text_keys, opt<gap, ignored_options>> {};

struct dropped_name : schema_name {};
struct drop_index
    : seq<kw_drop, gap, kw_index, gap, sor<old_index, seq<must<dropped_name>, opt<gap, if_exists>>>> {};

// --- CREATE CONSTRAINT, DROP CONSTRAINT
struct constraint_target : seq<sor<kw_for, kw_on>, gap, must<schema_target>> {};
struct old_constraint_target : seq<kw_on, gap, must<schema_target>> {};
struct require_word : sor<kw_require, kw_assert> {};
struct old_exists : seq<kw_exists, gap, schema_keys> {};
struct is_word : kw_is {};
struct constraint_unique : seq<opt<sor<kw_node, kw_relationship>, gap>, kw_unique> {};
struct constraint_not_null : seq<kw_not, gap, kw_null> {};
struct constraint_key : seq<opt<sor<kw_node, kw_relationship>, gap>, kw_key> {};
struct constraint_typed : seq<sor<string<':', ':'>, kw_typed>, gap, must<value_type>> {};
struct constraint_kind : sor<constraint_unique, constraint_not_null, constraint_key, constraint_typed> {};
struct constraint_subject : sor<schema_keys, schema_key> {};
struct constraint_rule
    : sor<old_exists, seq<must<constraint_subject>, gap, must<is_word>, gap, must<constraint_kind>>> {};
struct create_constraint
    : seq<kw_create, gap, kw_constraint, gap, opt<given_name, gap>, opt<if_not_exists, gap>,
          must<constraint_target>, gap, must<require_word>, gap, constraint_rule, opt<gap, ignored_options>> {
};
struct assert_word : kw_assert {};
struct drop_constraint
    : seq<kw_drop, gap, kw_constraint, gap,
          sor<seq<old_constraint_target, gap, must<assert_word>, gap, constraint_rule>,
              seq<must<dropped_name>, opt<gap, if_exists>>>> {};

// --- SHOW
struct show_indexes : sor<kw_indexes, kw_index> {};
struct show_constraints : sor<kw_constraints, kw_constraint> {};
struct show_procedures : sor<kw_procedures, kw_procedure> {};
struct show_functions : sor<kw_functions, kw_function> {};
struct show_kind : sor<show_indexes, show_constraints, show_procedures, show_functions> {};
struct show_constraint_words
    : seq<opt<sor<kw_node, kw_relationship, kw_rel>, gap>,
          sor<seq<kw_property, gap, sor<kw_existence, kw_exist, kw_type, kw_uniqueness>>, kw_uniqueness, kw_unique,
              kw_key, kw_existence, kw_exist, kw_exists>> {};
struct show_filter : sor<kw_fulltext, kw_range, kw_text, kw_point, kw_lookup, kw_vector, kw_btree, show_constraint_words> {};
struct show_yield : seq<kw_yield, gap, must<yield_items>, opt<gap, order_by>, opt<gap, skip>, opt<gap, limit>,
                        opt<gap, where>> {};
struct show : seq<kw_show, gap, opt<sor<kw_all, show_filter>, gap>, must<show_kind>,
                  opt<gap, sor<show_yield, where>>, opt<gap, return_clause>> {};

// --- COPY GRAPH TO 'file' (FORMAT turtle), COPY (MATCH ... RETURN ...) TO 'file'
struct copied_graph : kw_graph {};
struct copied_query : query {};
struct copied_end : one<')'> {};
struct copied : sor<copied_graph, seq<one<'('>, gap, must<copied_query>, gap, must<copied_end>>> {};
struct to_word : kw_to {};
struct copied_file : string_literal {};
struct copy_option_name : plain_name {};
struct copy_option_word : seq<plus<name_character>, star<one<'.'>, plus<name_character>>> {};
struct copy_option_value : sor<string_literal, copy_option_word> {};
struct copy_option : seq<copy_option_name, opt<gap, copy_option_value>> {};
struct copy_options_end : one<')'> {};
struct copy_options : seq<one<'('>, gap, must<copy_option>, star<gap, one<','>, gap, must<copy_option>>, gap,
                          must<copy_options_end>> {};
struct copy : seq<kw_copy, gap, must<copied>, gap, must<to_word>, gap, must<copied_file>, opt<gap, copy_options>> {};

// --- transactions
struct begin_transaction : seq<kw_begin, opt<gap, kw_transaction>> {};
struct commit_transaction : seq<kw_commit, opt<gap, kw_transaction>> {};
struct rollback_transaction : seq<kw_rollback, opt<gap, kw_transaction>> {};

// --- what a server's administrator would write
struct no_administration : failure {};
struct administered : sor<kw_databases, kw_database, kw_users, kw_user, kw_roles, kw_role, kw_alias,
                          kw_privileges, kw_privilege> {};
struct administration : if_must<at<sor<seq<sor<kw_create, kw_drop, kw_alter, kw_show>, gap,
                                           opt<sor<kw_current, kw_home, kw_default, kw_supported>, gap>, administered, gap,
                                           sor<name_start, eof, one<';'>>>,
                                       seq<sor<kw_grant, kw_deny, kw_revoke>, gap, name_start>>>,
                                no_administration> {};

struct no_server : failure {};
struct server : if_must<at<sor<seq<kw_show, gap, sor<kw_transactions, kw_transaction, kw_settings, kw_setting, kw_servers, kw_server>>,
                               seq<kw_terminate, gap, sor<kw_transactions, kw_transaction>>>>,
                        no_server> {};

// CYPHER 5, CYPHER planner=cost: taken and passed over, as is the browser's :auto.
struct number_of_version : seq<plus<digit>, opt<one<'.'>, plus<digit>>, word_end> {};
struct cypher_option : seq<plain_name, gap, one<'='>, gap, name> {};
struct preface : seq<opt<one<':'>, kw_auto, gap>,
                     opt<kw_cypher, gap, opt<number_of_version, gap>, star<cypher_option, gap>>> {};

struct explain_flag : kw_explain {};
struct profile_flag : kw_profile {};
struct statement : seq<preface, opt<sor<explain_flag, profile_flag>, gap>,
                       sor<administration, server, create_text_index, create_index, create_constraint, drop_index, drop_constraint, show,
                           begin_transaction, commit_transaction, rollback_transaction, copy, query>> {};
struct end_of_statement : eof {};
struct text : seq<gap, must<statement>, gap, opt<one<';'>>, gap, must<end_of_statement>> {};

}  // namespace skein::dsl::grammar
