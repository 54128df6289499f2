// Characters, blanks, comments, keywords and names: openCypher 9 grammar, "whitespace", "SymbolicName",
// "ReservedWord". Rules only; no rule here makes a tree node but `name` and `variable`.
#pragma once

#include <tao/pegtl.hpp>

namespace skein::dsl::grammar {

using namespace tao::pegtl;  // NOLINT: a grammar reads as a grammar

// --- blanks (openCypher "whitespace")
// clang-format off
struct unicode_blank : utf8::ranges<U'\u00A0', U'\u00A0', U'\u1680', U'\u1680', U'\u180E', U'\u180E', U'\u2000', U'\u200A',
                                    U'\u2028', U'\u2029', U'\u202F', U'\u202F', U'\u205F', U'\u205F', U'\u3000', U'\u3000'> {};
// clang-format on
struct blank_character : sor<ranges<'\t', '\r', '\x1C', ' '>, seq<at<range<'\xC2', '\xE3'>>, unicode_blank>> {
};
struct line_comment : seq<string<'/', '/'>, until<eolf>> {};
struct block_comment_end : string<'*', '/'> {};
struct block_comment_rest : until<block_comment_end> {};
struct block_comment : if_must<string<'/', '*'>, block_comment_rest> {};
struct gap : star<sor<plus<blank_character>, line_comment, block_comment>> {};

// --- names (openCypher "SymbolicName", "UnescapedSymbolicName", "EscapedSymbolicName")
// --------------------------- Letters and ideographs beyond ASCII: everything that is not a space, a symbol,
// punctuation or private use.
// clang-format off
struct letter : utf8::ranges<U'\u00AA', U'\u00AA', U'\u00B5', U'\u00B5', U'\u00BA', U'\u00BA', U'\u00C0', U'\u00D6',
                             U'\u00D8', U'\u00F6', U'\u00F8', U'\u02C1', U'\u0370', U'\u167F', U'\u1681', U'\u180A',
                             U'\u180F', U'\u1FFF', U'\u203F', U'\u2040', U'\u2054', U'\u2054', U'\u2070', U'\u2079',
                             U'\u207F', U'\u2089', U'\u2090', U'\u209C', U'\u2102', U'\u218F', U'\u2C00', U'\u2DFF',
                             U'\u3005', U'\u3007', U'\u3021', U'\u302F', U'\u3031', U'\uD7FF', U'\uF900', U'\uFDFF',
                             U'\uFE33', U'\uFE34', U'\uFE4D', U'\uFE4F', U'\uFE70', U'\uFEFE', U'\uFF10', U'\uFF19',
                             U'\uFF21', U'\uFF3A', U'\uFF3F', U'\uFF3F', U'\uFF41', U'\uFF5A', U'\uFF66', U'\uFFDC',
                             U'\U00010000', U'\U0001CFFF', U'\U0001D400', U'\U0001EFFF', U'\U00020000', U'\U0003FFFF'> {};
struct letter_mark : utf8::ranges<U'\u00B7', U'\u00B7', U'\u0300', U'\u036F', U'\u20D0', U'\u20FF',
                                  U'\u20A0', U'\u20CF', U'\u00A2', U'\u00A5'> {};
// clang-format on
struct name_start : sor<ranges<'a', 'z', 'A', 'Z', '_', '_'>, seq<at<range<'\xC2', '\xF4'>>, letter>> {};
struct name_character : sor<ranges<'a', 'z', 'A', 'Z', '0', '9', '_', '_', '$', '$'>,
                            seq<at<range<'\xC2', '\xF4'>>, sor<letter, letter_mark>>> {};
struct plain_name : seq<name_start, star<name_character>> {};
struct backtick_end : one<'`'> {};
struct quoted_name : seq<one<'`'>, star<sor<string<'`', '`'>, not_one<'`'>>>, must<backtick_end>> {};

// --- keywords (openCypher "ReservedWord", case-insensitive)
struct word_end
    : not_at<sor<ranges<'a', 'z', 'A', 'Z', '0', '9', '_', '_'>, seq<at<range<'\xC2', '\xF4'>>, letter>>> {};
template <typename Letters>
struct keyword : seq<Letters, word_end> {};

#define SKEIN_KEYWORD(word) \
  struct kw_##word : keyword<TAO_PEGTL_ISTRING(#word)> {}
SKEIN_KEYWORD(alias);
SKEIN_KEYWORD(all);
SKEIN_KEYWORD(allshortestpaths);
SKEIN_KEYWORD(alter);
SKEIN_KEYWORD(and);
SKEIN_KEYWORD(any);
SKEIN_KEYWORD(array);
SKEIN_KEYWORD(as);
SKEIN_KEYWORD(asc);
SKEIN_KEYWORD(ascending);
SKEIN_KEYWORD(assert);
SKEIN_KEYWORD(auto);
SKEIN_KEYWORD(begin);
SKEIN_KEYWORD(bindings);
SKEIN_KEYWORD(bool);
SKEIN_KEYWORD(boolean);
SKEIN_KEYWORD(both);
SKEIN_KEYWORD(break);
SKEIN_KEYWORD(btree);
SKEIN_KEYWORD(by);
SKEIN_KEYWORD(call);
SKEIN_KEYWORD(case);
SKEIN_KEYWORD(collect);
SKEIN_KEYWORD(commit);
SKEIN_KEYWORD(concurrent);
SKEIN_KEYWORD(constraint);
SKEIN_KEYWORD(constraints);
SKEIN_KEYWORD(contains);
SKEIN_KEYWORD(continue);
SKEIN_KEYWORD(count);
SKEIN_KEYWORD(copy);
SKEIN_KEYWORD(create);
SKEIN_KEYWORD(csv);
SKEIN_KEYWORD(current);
SKEIN_KEYWORD(cypher);
SKEIN_KEYWORD(database);
SKEIN_KEYWORD(databases);
SKEIN_KEYWORD(date);
SKEIN_KEYWORD(datetime);
SKEIN_KEYWORD(default);
SKEIN_KEYWORD(delete);
SKEIN_KEYWORD(deny);
SKEIN_KEYWORD(desc);
SKEIN_KEYWORD(descending);
SKEIN_KEYWORD(detach);
SKEIN_KEYWORD(different);
SKEIN_KEYWORD(distinct);
SKEIN_KEYWORD(drop);
SKEIN_KEYWORD(duration);
SKEIN_KEYWORD(each);
SKEIN_KEYWORD(edge);
SKEIN_KEYWORD(edges);
SKEIN_KEYWORD(else);
SKEIN_KEYWORD(end);
SKEIN_KEYWORD(ends);
SKEIN_KEYWORD(error);
SKEIN_KEYWORD(exist);
SKEIN_KEYWORD(existence);
SKEIN_KEYWORD(exists);
SKEIN_KEYWORD(explain);
SKEIN_KEYWORD(extract);
SKEIN_KEYWORD(fail);
SKEIN_KEYWORD(false);
SKEIN_KEYWORD(fieldterminator);
SKEIN_KEYWORD(filter);
SKEIN_KEYWORD(finish);
SKEIN_KEYWORD(float);
SKEIN_KEYWORD(for);
SKEIN_KEYWORD(foreach);
SKEIN_KEYWORD(from);
SKEIN_KEYWORD(fulltext);
SKEIN_KEYWORD(function);
SKEIN_KEYWORD(functions);
SKEIN_KEYWORD(grant);
SKEIN_KEYWORD(graph);
SKEIN_KEYWORD(group);
SKEIN_KEYWORD(groups);
SKEIN_KEYWORD(headers);
SKEIN_KEYWORD(home);
SKEIN_KEYWORD(if);
SKEIN_KEYWORD(in);
SKEIN_KEYWORD(index);
SKEIN_KEYWORD(indexes);
SKEIN_KEYWORD(insert);
SKEIN_KEYWORD(int);
SKEIN_KEYWORD(integer);
SKEIN_KEYWORD(is);
SKEIN_KEYWORD(join);
SKEIN_KEYWORD(key);
SKEIN_KEYWORD(leading);
SKEIN_KEYWORD(limit);
SKEIN_KEYWORD(list);
SKEIN_KEYWORD(load);
SKEIN_KEYWORD(local);
SKEIN_KEYWORD(lookup);
SKEIN_KEYWORD(map);
SKEIN_KEYWORD(match);
SKEIN_KEYWORD(merge);
SKEIN_KEYWORD(nfc);
SKEIN_KEYWORD(nfd);
SKEIN_KEYWORD(nfkc);
SKEIN_KEYWORD(nfkd);
SKEIN_KEYWORD(node);
SKEIN_KEYWORD(nodetach);
SKEIN_KEYWORD(none);
SKEIN_KEYWORD(normalized);
SKEIN_KEYWORD(not );
SKEIN_KEYWORD(nothing);
SKEIN_KEYWORD(null);
SKEIN_KEYWORD(of);
SKEIN_KEYWORD(offset);
SKEIN_KEYWORD(on);
SKEIN_KEYWORD(optional);
SKEIN_KEYWORD(options);
SKEIN_KEYWORD(or);
SKEIN_KEYWORD(order);
SKEIN_KEYWORD(path);
SKEIN_KEYWORD(paths);
SKEIN_KEYWORD(periodic);
SKEIN_KEYWORD(point);
SKEIN_KEYWORD(privilege);
SKEIN_KEYWORD(privileges);
SKEIN_KEYWORD(procedure);
SKEIN_KEYWORD(procedures);
SKEIN_KEYWORD(profile);
SKEIN_KEYWORD(property);
SKEIN_KEYWORD(range);
SKEIN_KEYWORD(reduce);
SKEIN_KEYWORD(rel);
SKEIN_KEYWORD(relationship);
SKEIN_KEYWORD(relationships);
SKEIN_KEYWORD(remove);
SKEIN_KEYWORD(report);
SKEIN_KEYWORD(require);
SKEIN_KEYWORD(retry);
SKEIN_KEYWORD(return );
SKEIN_KEYWORD(revoke);
SKEIN_KEYWORD(role);
SKEIN_KEYWORD(roles);
SKEIN_KEYWORD(rollback);
SKEIN_KEYWORD(row);
SKEIN_KEYWORD(rows);
SKEIN_KEYWORD(scan);
SKEIN_KEYWORD(sec);
SKEIN_KEYWORD(second);
SKEIN_KEYWORD(seconds);
SKEIN_KEYWORD(seek);
SKEIN_KEYWORD(server);
SKEIN_KEYWORD(servers);
SKEIN_KEYWORD(set);
SKEIN_KEYWORD(setting);
SKEIN_KEYWORD(settings);
SKEIN_KEYWORD(shortest);
SKEIN_KEYWORD(shortestpath);
SKEIN_KEYWORD(show);
SKEIN_KEYWORD(signed);
SKEIN_KEYWORD(single);
SKEIN_KEYWORD(skip);
SKEIN_KEYWORD(starts);
SKEIN_KEYWORD(status);
SKEIN_KEYWORD(string);
SKEIN_KEYWORD(supported);
SKEIN_KEYWORD(terminate);
SKEIN_KEYWORD(text);
SKEIN_KEYWORD(then);
SKEIN_KEYWORD(time);
SKEIN_KEYWORD(timestamp);
SKEIN_KEYWORD(timezone);
SKEIN_KEYWORD(to);
SKEIN_KEYWORD(trailing);
SKEIN_KEYWORD(transaction);
SKEIN_KEYWORD(transactions);
SKEIN_KEYWORD(trim);
SKEIN_KEYWORD(true);
SKEIN_KEYWORD(type);
SKEIN_KEYWORD(typed);
SKEIN_KEYWORD(union);
SKEIN_KEYWORD(unique);
SKEIN_KEYWORD(uniqueness);
SKEIN_KEYWORD(unwind);
SKEIN_KEYWORD(use);
SKEIN_KEYWORD(user);
SKEIN_KEYWORD(users);
SKEIN_KEYWORD(using);
SKEIN_KEYWORD(value);
SKEIN_KEYWORD(varchar);
SKEIN_KEYWORD(vector);
SKEIN_KEYWORD(vertex);
SKEIN_KEYWORD(when);
SKEIN_KEYWORD(where);
SKEIN_KEYWORD(with);
SKEIN_KEYWORD(without);
SKEIN_KEYWORD(xor);
SKEIN_KEYWORD(yield);
SKEIN_KEYWORD(zone);
SKEIN_KEYWORD(zoned);
#undef SKEIN_KEYWORD

// Only the words that would make a query ambiguous are refused as variables; `backticks` lift even that.
// Labels, types, property keys and function namespaces may be any word (openCypher "SchemaName").
struct reserved_word
    : sor<kw_and, kw_as, kw_case, kw_contains, kw_create, kw_delete, kw_detach, kw_distinct, kw_else,
          kw_false, kw_in, kw_is, kw_match, kw_merge, kw_not, kw_null, kw_or, kw_remove, kw_return, kw_set,
          kw_starts, kw_then, kw_true, kw_union, kw_unwind, kw_when, kw_where, kw_with, kw_xor> {};

struct name : sor<plain_name, quoted_name> {};                                  // SchemaName
struct variable : sor<seq<not_at<reserved_word>, plain_name>, quoted_name> {};  // Variable

// --- shapes
// ---------------------------------------------------------------------------------------------------- Rules
// one after the other with blanks allowed between them.
template <typename R, typename... Rs>
struct spaced : seq<R, seq<gap, Rs>...> {};
// R , R , R
template <typename R>
struct comma_list : seq<R, star<gap, one<','>, gap, must<R>>> {};

}  // namespace skein::dsl::grammar
