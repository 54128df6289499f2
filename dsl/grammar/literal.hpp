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

}  // namespace skein::dsl::grammar
