// The grammar of .rules files, and what is said where a file leaves it. For rule_parser.cpp alone.
#pragma once

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/parse_tree.hpp>

namespace skein::extract {

namespace grammar {

namespace pegtl = tao::pegtl;
using pegtl::at, pegtl::digit, pegtl::eof, pegtl::eol, pegtl::eolf, pegtl::identifier, pegtl::list,
    pegtl::must, pegtl::not_at, pegtl::not_one, pegtl::one, pegtl::opt, pegtl::plus, pegtl::seq, pegtl::sor,
    pegtl::star, pegtl::string, pegtl::until, pegtl::blank;

struct comment : seq<one<'#'>, until<eolf>> {};
struct gap : star<sor<pegtl::space, comment>> {};
struct inline_gap : star<blank> {};
template <typename Word>
struct keyword : seq<Word, not_at<pegtl::identifier_other>> {};

struct quoted_text : star<not_one<'"', '\n'>> {};
struct quoted : seq<one<'"'>, quoted_text, one<'"'>> {};
struct name : identifier {};

// A word of a list: anything but the marks of the language.
struct bare_word : plus<not_one<' ', '\t', '\r', '\n', '{', '}', '"', '#'>> {};
struct list_end : one<'}'> {};
struct list_body : seq<one<'{'>, gap, star<sor<quoted, bare_word>, gap>, must<list_end>> {};
struct word_item;
struct items_end : one<'}'> {};
struct inline_items : seq<one<'{'>, inline_gap, plus<word_item, inline_gap>, must<items_end>> {};
struct phrase : seq<keyword<string<'p', 'h', 'r', 'a', 's', 'e'>>, gap, must<name>, gap, must<inline_items>> {
};
struct word_list : seq<keyword<string<'w', 'o', 'r', 'd', 's'>>, gap, must<name>, gap, must<list_body>> {};
struct place : seq<keyword<string<'p', 'l', 'a', 'c', 'e'>>, gap, must<quoted>, gap, must<list_body>> {};

// What a relation or a rule joins: (Person Organization, Drug).
struct types : list<name, plus<blank>> {};
struct ends_comma : one<','> {};
struct ends_end : one<')'> {};
struct ends : seq<one<'('>, inline_gap, must<types>, inline_gap, must<ends_comma>, inline_gap, must<types>,
                  inline_gap, must<ends_end>> {};
struct relation : seq<keyword<string<'r', 'e', 'l', 'a', 't', 'i', 'o', 'n'>>, gap, must<name>, inline_gap,
                      sor<seq<ends, opt<gap, list_body>>, seq<gap, must<list_body>>>> {};

// What a domain has: types of things, names, and other names for them.
struct type_colon : one<':'> {};
struct type_declaration : seq<keyword<string<'t', 'y', 'p', 'e'>>, gap, must<name>, gap, must<type_colon>,
                              gap, must<name>, opt<gap, list_body>> {};
struct names_file : seq<keyword<string<'f', 'r', 'o', 'm'>>, gap, must<quoted>> {};
struct names_source : sor<names_file, list_body> {};
struct names : seq<keyword<string<'n', 'a', 'm', 'e', 's'>>, gap, must<name>, gap, must<names_source>> {};
struct alias
    : seq<keyword<string<'a', 'l', 'i', 'a', 's'>>, gap, opt<name, gap>, must<quoted>, gap, must<list_body>> {
};

// Tests: word|word/TAG, @list, @list/TAG, /TAG. `'s`, commas and the like are words.
struct word_char : not_one<' ', '\t', '\r', '\n', '|', '/', '?', '*', '+', '(', ')', '[', ']', '>', '<', '@',
                           '#', '{', '}', ':', '"', '$', '~'> {};
struct test_word : plus<word_char> {};
struct test_list : seq<one<'@'>, name> {};
struct test_tag : seq<one<'/'>, plus<pegtl::alpha>> {};
struct test_words : list<sor<test_list, quoted, test_word>, one<'|'>> {};
struct test_any : one<'*'> {};
struct token_test : sor<seq<test_words, star<test_tag>>, plus<test_tag>, test_any> {};
struct slot_end : not_at<sor<word_char, one<'|', '/'>>> {};
// A slot may ask for the words it stands on: B:chip|engine.
struct slot_words : opt<one<':'>, token_test> {};
struct slot_a : seq<one<'A'>, slot_words, slot_end> {};
struct slot_b : seq<one<'B'>, slot_words, slot_end> {};

struct arc_node;
struct nested_end : one<')'> {};
struct nested : seq<one<'('>, inline_gap, arc_node, inline_gap, must<nested_end>> {};
struct edge_label : list<identifier, one<'|'>> {};
struct edge_optional : one<'?'> {};
struct edge_absent : one<'!'> {};
struct edge_target : sor<nested, slot_a, slot_b, token_test> {};
struct edge : seq<one<'>'>, edge_label, opt<sor<edge_optional, edge_absent>>, inline_gap, must<edge_target>> {
};
struct arc_node : seq<sor<slot_a, slot_b, token_test>, star<inline_gap, edge>> {};

struct wide_gap : string<'.', '.', '.', '.'> {};
struct long_gap : string<'.', '.', '.'> {};
struct short_gap : string<'.', '.'> {};
struct start : one<'^'> {};
struct aside : one<'~'> {};
struct implied : seq<one<'<'>, one<'A', 'B'>, one<'>'>> {};
struct possessive : seq<string<'\'', 's'>, slot_end> {};
struct repeat : one<'?', '*', '+'> {};
struct group_end : one<']'> {};
struct group : seq<one<'['>, inline_gap, plus<word_item, inline_gap>, must<group_end>> {};
struct tested : seq<token_test, opt<repeat>> {};
struct phrase_use : seq<one<'$'>, name> {};
struct alternative : plus<word_item, inline_gap> {};
struct choice_end : one<')'> {};
struct choice
    : seq<one<'('>, inline_gap, list<alternative, string<'|', '|'>, blank>, inline_gap, must<choice_end>> {};
struct word_item : sor<wide_gap, long_gap, short_gap, start, aside, implied, seq<possessive, not_at<repeat>>,
                       group, choice, phrase_use, slot_a, slot_b, tested> {};

struct line_end : seq<inline_gap, sor<eolf, at<comment>, at<one<'}'>>>> {};
struct arcs_line : seq<keyword<string<'a', 'r', 'c', 's'>>, inline_gap, must<arc_node>, must<line_end>> {};
struct word_items : plus<word_item, inline_gap> {};
struct words_line
    : seq<keyword<string<'w', 'o', 'r', 'd', 's'>>, inline_gap, must<word_items>, must<line_end>> {};
// role chief executive officer? unless deputy|former
struct role_with : seq<keyword<string<'w', 'i', 't', 'h'>>, inline_gap, must<token_test>> {};
struct role_unless : seq<keyword<string<'u', 'n', 'l', 'e', 's', 's'>>, inline_gap, must<token_test>> {};
struct role_noun : plus<not_at<sor<role_with, role_unless>>, word_item, inline_gap> {};
struct role_line : seq<keyword<string<'r', 'o', 'l', 'e'>>, inline_gap, must<role_noun>,
                       opt<role_with, inline_gap>, opt<role_unless, inline_gap>, must<line_end>> {};
struct number : seq<plus<digit>, opt<one<'.'>, plus<digit>>> {};
struct confidence_line
    : seq<keyword<string<'c', 'o', 'n', 'f', 'i', 'd', 'e', 'n', 'c', 'e'>>, inline_gap, must<number>> {};
struct flag : sor<string<'f', 'a', 'l', 'l', 'i', 'n', 'g'>, string<'p', 'l', 'e', 'd', 'g', 'e'>,
                  string<'p', 'l', 'a', 'n', 'n', 'e', 'd'>, string<'p', 'o', 's', 's', 'i', 'b', 'l', 'e'>,
                  string<'d', 'e', 'n', 'i', 'e', 'd'>> {};
struct flag_line : keyword<flag> {};
struct example_not : keyword<string<'n', 'o', 't'>> {};
struct example_line : seq<keyword<string<'e', 'x', 'a', 'm', 'p', 'l', 'e'>>, inline_gap, opt<example_not>,
                          inline_gap, must<quoted>, inline_gap, must<quoted>, inline_gap, must<quoted>> {};
struct signature : seq<name, inline_gap, opt<ends>> {};
struct body_end : one<'}'> {};
struct rule_body
    : seq<one<'{'>, gap,
          star<sor<arcs_line, words_line, role_line, confidence_line, flag_line, example_line>, gap>,
          must<body_end>> {};
struct rule_definition
    : seq<keyword<string<'r', 'u', 'l', 'e'>>, gap, must<signature>, gap, must<rule_body>> {};
struct file
    : seq<gap,
          star<sor<word_list, place, phrase, type_declaration, names, alias, relation, rule_definition>, gap>,
          must<eof>> {};

template <typename R>
using select = pegtl::parse_tree::selector<
    R,
    pegtl::parse_tree::store_content::on<quoted_text, name, bare_word, test_word, test_tag, edge_label,
                                         edge_optional, edge_absent, repeat, number, flag, example_not,
                                         implied>,
    pegtl::parse_tree::remove_content::on<
        word_list, place, relation, ends, type_declaration, names, names_file, alias, test_list, token_test,
        test_any, slot_a, slot_b, nested, edge, arc_node, wide_gap, long_gap, short_gap, start, aside,
        possessive, group, phrase_use, alternative, choice, phrase, inline_items, tested, arcs_line,
        words_line, role_line, role_noun, role_with, role_unless, confidence_line, flag_line, example_line,
        types, signature, rule_definition>>;
using Node = pegtl::parse_tree::node;

// What stands where a file is not as it should be. The build fails while a commit point has no words here.
template <typename Rule>
inline constexpr const char* wanted = nullptr;
#define SKEIN_WANTED(rule, words) \
  template <>                     \
  inline constexpr const char* wanted<rule> = words
SKEIN_WANTED(name, "a name of letters, digits and '_'");
SKEIN_WANTED(quoted, "text in double quotes");
SKEIN_WANTED(list_body, "a list in braces: { word \"two words\" }");
SKEIN_WANTED(list_end, "a word, words in double quotes, or '}' to end the list");
SKEIN_WANTED(inline_items, "a pattern in braces: { the? word|word }");
SKEIN_WANTED(items_end, "'}' on the same line to end the phrase");
SKEIN_WANTED(types, "a type such as Person or Organization, or one that a `type` line declares");
SKEIN_WANTED(ends_comma, "',' between the types of the subject and those of the object");
SKEIN_WANTED(ends_end, "')' after the types of the object");
SKEIN_WANTED(type_colon, "':' and the type above it: type Drug : Product { drug medicine }");
SKEIN_WANTED(names_source, "names in braces, or from \"FILE\"");
SKEIN_WANTED(nested_end, "')' to close the part of the tree");
SKEIN_WANTED(edge_target, "A, B, a word, @list, /tag, * or ( ... ) at the end of the edge");
SKEIN_WANTED(group_end, "']' to close the optional part");
SKEIN_WANTED(choice_end, "'||' and another choice, or ')'");
SKEIN_WANTED(arc_node, "a tree that begins with A, B, a word, @list, /tag or *");
SKEIN_WANTED(token_test, "words, @list or /tag");
SKEIN_WANTED(role_noun, "the words of a role: chief executive officer?");
SKEIN_WANTED(word_items, "a sequence of A, B, words, @list, /tag, $phrase, gaps, [ ... ] or ( ... || ... )");
SKEIN_WANTED(line_end, "the end of the line");
SKEIN_WANTED(number, "a number such as 0.8");
SKEIN_WANTED(signature, "the relation that the rule finds");
SKEIN_WANTED(rule_body, "the rule's lines in braces");
SKEIN_WANTED(body_end,
             "arcs, words, role, confidence, example, falling, pledge, planned, possible, denied, or '}'");
SKEIN_WANTED(pegtl::eof, "words, place, phrase, type, names, alias, relation or rule");
#undef SKEIN_WANTED

struct Wanted {
  template <typename Rule>
  static constexpr const char* message = wanted<Rule>;
  template <typename>
  static constexpr bool raise_on_failure = false;
};
template <typename Rule>
using Control = pegtl::must_if<Wanted>::control<Rule>;

}  // namespace grammar

}  // namespace skein::extract
