// Rules that look ahead without matching anything, by way of the bracket table in the parse state.
#pragma once

#include <tao/pegtl/contrib/analyze_traits.hpp>

#include "dsl/grammar/pattern.hpp"
#include "dsl/syntax/brackets.hpp"

namespace skein::dsl::grammar {

// At a `(` whose partner is followed by `-[...]-`, `--(`, `<-[...]-` or `<--(`.
struct relationship_after_bracket {
  using rule_t = relationship_after_bracket;
  template <apply_mode, rewind_mode, template <typename...> class, template <typename...> class,
            typename Input, typename State>
  static bool match(Input& in, State& state) {
    return state.brackets.relationship_follows(in.byte());
  }
};

// A path begins here, and not an expression in parentheses: decided without reading either.
struct node_head : seq<one<'('>, gap, opt<variable, gap>, sor<one<')', ':', '{', '$'>, kw_where, kw_is>> {};
struct path_ahead : seq<relationship_after_bracket, at<node_head>> {};

// At a `|` that is not the one which ends the condition of a comprehension.
struct label_bar_ahead {
  using rule_t = label_bar_ahead;
  template <apply_mode, rewind_mode, template <typename...> class, template <typename...> class,
            typename Input, typename State>
  static bool match(Input& in, State& state) {
    return !state.brackets.is_comprehension_bar(in.byte());
  }
};

}  // namespace skein::dsl::grammar

namespace tao::pegtl {

template <typename Name>
struct analyze_traits<Name, skein::dsl::grammar::relationship_after_bracket> : analyze_opt_traits<> {};
template <typename Name>
struct analyze_traits<Name, skein::dsl::grammar::label_bar_ahead> : analyze_opt_traits<> {};

}  // namespace tao::pegtl
