// Literals and parameters: openCypher 9 grammar, "Literal", "Parameter". A number token takes every character
// that could have been meant as part of it; the tree builder says what is wrong with it
// (InvalidNumberLiteral, overflow).
#pragma once

#include "dsl/grammar/lexical.hpp"

namespace skein::dsl::grammar {

struct expression;

// NumberLiteral: 0x1F, 0o17, 12, 1.5, .5, 1e9, 1.5E-7. `1..3` is 1 and 3 with the range dots between them.
struct exponent : seq<one<'e', 'E'>, opt<one<'+', '-'>>, plus<digit>> {};
struct radix_number : seq<one<'0'>, one<'x', 'X', 'o'>> {};
struct decimal_number : sor<seq<plus<digit>, opt<one<'.'>, plus<digit>>, opt<exponent>>,
                            seq<one<'.'>, plus<digit>, opt<exponent>>> {};
struct number : seq<sor<radix_number, decimal_number>, star<name_character>> {};

// StringLiteral: 'it''s' is two strings; quotes are escaped with a backslash.
template <char Quote>
struct string_body : star<sor<seq<one<'\\'>, any>, not_one<Quote, '\\'>>> {};
struct single_quote_end : one<'\''> {};
struct double_quote_end : one<'"'> {};
struct string_literal : sor<seq<one<'\''>, string_body<'\''>, must<single_quote_end>>,
                            seq<one<'"'>, string_body<'"'>, must<double_quote_end>>> {};

struct true_literal : kw_true {};
struct false_literal : kw_false {};
struct null_literal : kw_null {};

// Parameter: $name, $0, $`any name`
struct parameter_name : sor<plain_name, plus<digit>, quoted_name> {};
struct parameter : if_must<one<'$'>, parameter_name> {};

// MapLiteral: {key: expression, ...}
struct map_colon : seq<one<':'>, not_at<one<':'>>> {};
struct map_entry : spaced<name, must<map_colon>, must<expression>> {};
struct map_end : one<'}'> {};
struct map_body : seq<gap, opt<comma_list<map_entry>>, gap, must<map_end>> {};
struct map_literal : seq<one<'{'>, map_body> {};

// Names of types (ISO/IEC 39075, 18.9 "value type"): INTEGER, LIST<STRING NOT NULL>, INTEGER | FLOAT. Read again, and
// told apart, by graph::ValueType.
struct value_type;
struct type_end : one<'>'> {};
struct type_elements : seq<one<'<'>, gap, must<value_type>, gap, must<type_end>> {};
struct time_zone : sor<kw_timezone, seq<kw_time, gap, kw_zone>> {};
struct type_words
    : sor<seq<sor<kw_timestamp, kw_time>, gap, sor<kw_with, kw_without>, gap, time_zone>,
          seq<sor<kw_local, kw_zoned>, gap, sor<kw_datetime, kw_time>>, seq<kw_signed, gap, kw_integer>,
          seq<opt<kw_any, gap>, kw_property, gap, kw_value>,
          seq<kw_any, gap, sor<type_elements, kw_value, kw_node, kw_vertex, kw_relationship, kw_edge, kw_map>>,
          seq<sor<kw_list, kw_array>, gap, type_elements>, kw_nothing, kw_null, kw_boolean, kw_bool, kw_varchar,
          kw_string, kw_integer, kw_int, kw_float, kw_date, kw_duration, kw_point, kw_node, kw_vertex, kw_relationship,
          kw_edge, kw_map, kw_paths, kw_path, kw_any> {};
struct type_not_null : sor<seq<kw_not, gap, kw_null>, seq<one<'!'>, not_at<one<'='>>>> {};
struct type_part : seq<type_words, opt<gap, type_not_null>, star<gap, sor<kw_list, kw_array>, opt<gap, type_not_null>>> {};
struct value_type : seq<type_part, star<gap, one<'|'>, gap, must<type_part>>> {};

}  // namespace skein::dsl::grammar
