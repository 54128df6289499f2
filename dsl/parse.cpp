// The one translation unit that knows PEGTL for the query language.
#include "dsl/parse.hpp"

#include <fmt/format.h>

#include "dsl/grammar/kinds.hpp"
#include "dsl/grammar/messages.hpp"
#include "dsl/syntax/brackets.hpp"
#include "dsl/syntax/build.hpp"
#include "dsl/syntax/found.hpp"

namespace skein::dsl {
namespace {

namespace peg = tao::pegtl;

// Brackets, subqueries and CASE within each other; keeps a megabyte of `(` off the stack.
constexpr int max_nesting = 100;

struct State {
  const syntax::Brackets& brackets;
  syntax::Tree tree = {};
  int nesting = 0;
  std::size_t failed_at = 0;  // where the rule began that failed last
};

struct Failure {
  std::size_t at;
  const char* expected;
  const char* detail;
  const char* hint;
  bool unsupported;
};

template <typename Rule>
inline constexpr bool nests = false;
template <>
inline constexpr bool nests<grammar::expression> = true;
template <>
inline constexpr bool nests<grammar::label_group> = true;
template <>
inline constexpr bool nests<grammar::path_group> = true;
template <>
inline constexpr bool nests<grammar::query> = true;
template <>
inline constexpr bool nests<grammar::foreach_clause> = true;

// Builds the tree while the grammar is matched. Whatever a failed or rewound attempt left behind is cut off:
// entries are never empty, so everything that ends past the input's position belongs to such an attempt.
template <typename Rule>
struct Control : peg::normal<Rule> {
  template <peg::apply_mode A, peg::rewind_mode M, template <typename...> class Action,
            template <typename...> class Ctl, typename Input>
  static bool match(Input& in, State& state) {
    const std::size_t begin = in.byte();
    const std::size_t mark = state.tree.size();
    if constexpr (nests<Rule>) {
      if (++state.nesting > max_nesting) throw Failure{begin, nullptr, "UnexpectedSyntax", nullptr, false};
    }
    const bool matched = peg::internal::match_no_control<Rule, A, M, Action, Ctl>(in, state);
    if constexpr (nests<Rule>) --state.nesting;
    auto& tree = state.tree;
    if (!matched) {
      tree.resize(mark);
      state.failed_at = begin;
      return false;
    }
    const std::size_t end = in.byte();
    while (tree.size() > mark && tree.back().end > end) tree.pop_back();
    if constexpr (grammar::kind_of<Rule> != syntax::Kind::none) {
      if constexpr (grammar::is_folded<Rule>) {
        if (tree.size() > mark && tree.back().size == tree.size() - mark) return true;
      }
      tree.push_back({grammar::kind_of<Rule>, static_cast<std::uint32_t>(begin),
                      static_cast<std::uint32_t>(end), static_cast<std::uint32_t>(tree.size() - mark + 1)});
    }
    return true;
  }

  template <typename Input>
  [[noreturn]] static void raise(const Input&, State& state) {
    static_assert(grammar::expected<Rule> != nullptr,
                  "a commit point without a message: see grammar/messages.hpp");
    throw Failure{state.failed_at, grammar::expected<Rule>, grammar::detail<Rule>, grammar::hint<Rule>,
                  grammar::is_unsupported<Rule>};
  }
};

Error syntax_error(std::size_t begin, std::size_t end, std::string message, std::string detail) {
  return Error{.code = ErrorCode::invalid_query,
               .message = std::move(message),
               .error_class = "SyntaxError",
               .detail = std::move(detail),
               .phase = "compile time",
               .begin = begin,
               .end = end};
}

Error explain_failure(const Failure& failure, std::string_view text) {
  const auto found = syntax::found_at(text, failure.at);
  if (failure.expected == nullptr)
    return syntax_error(found.begin, found.end, fmt::format("nested more than {} levels deep", max_nesting),
                        failure.detail);
  std::string message = failure.expected;
  const bool is_expectation = message.starts_with("expected");
  if (is_expectation) message += ", found " + found.words;
  Error error = syntax_error(found.begin, found.end, std::move(message), failure.detail);
  if (failure.unsupported) error.code = ErrorCode::unsupported;
  if (failure.hint != nullptr)
    error.hint = failure.hint;
  else if (failure.expected == grammar::expected<grammar::map_colon> && found.words == "'}'")
    error.hint = "a parameter is written $name";
  else if (is_expectation)
    error.hint =
        syntax::word_hint(found.word, failure.expected == grammar::expected<grammar::end_of_statement>);
  return error;
}

Error explain_unterminated(std::string_view text, std::size_t at) {
  const char c = text[at];
  const std::string_view what = c == '`' ? "quoted name" : c == '/' ? "comment" : "string";
  const std::string_view end = c == '/' ? "*/" : text.substr(at, 1);
  return syntax_error(at, at + 1, fmt::format("the {} that begins here has no closing {}", what, end),
                      "UnexpectedSyntax");
}

}  // namespace

Result<ast::Statement> parse(std::string_view text) {
  if (text.size() > UINT32_MAX / 2)
    return Error{.code = ErrorCode::limit,
                 .message = fmt::format("a statement of {} bytes is too long", text.size())};
  const syntax::Brackets brackets(text);
  if (brackets.unterminated() != std::string_view::npos)
    return explain_unterminated(text, brackets.unterminated());
  State state{brackets};
  try {
    peg::memory_input<peg::tracking_mode::lazy> in(text.data(), text.size(), "");
    peg::parse<grammar::text, peg::nothing, Control>(in, state);
  } catch (const Failure& failure) {
    return explain_failure(failure, text);
  }
  return syntax::build_statement(state.tree, text);
}

std::size_t statement_end(std::string_view text) { return syntax::Brackets(text).first_semicolon_end(); }

}  // namespace skein::dsl
