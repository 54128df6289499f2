// One pattern of a rule at one place of a document. For matcher.cpp alone, which knows where to try which.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "extract/discourse/discourse.hpp"
#include "extract/document.hpp"
#include "extract/rules/rules.hpp"
#include "extract/syntax/syntax.hpp"

namespace skein::extract {

// What a pattern has found so far: its two ends, the tokens that it looked at (from the first to behind the
// last), and the word that carries the claim.
struct Bindings {
  std::vector<Party> subject, object;
  std::uint32_t low = no_token, high = 0;
  std::uint32_t trigger = no_token;

  void touch(std::uint32_t first, std::uint32_t last) {
    low = std::min(low, first);
    high = std::max(high, last);
  }
};

// What every pattern of a rule is held against. Must not outlive what it names.
struct PatternContext {
  const RuleSet& rules;
  const Document& document;
  const RuleWords& words;
  const Syntax& syntax;
  Discourse& discourse;
  const Rule& rule;

  [[nodiscard]] const std::vector<EntityType>& types_of(Slot slot) const {
    return slot == Slot::subject ? rule.subject_types : rule.object_types;
  }
  [[nodiscard]] bool is_possessive_mark(std::uint32_t token) const {
    const auto form = document.form(token);
    return form == "'s" || form == "’s" || form == "'" || form == "’";
  }
};

// Whether a pattern over dependency arcs holds with its first node on the token. What failed may leave traces
// in `bindings`.
bool match_arcs(const PatternContext& context, const ArcNode& node, std::uint32_t token, Bindings& bindings);

// Whether a pattern over the words in their order holds from the token on, within its sentence. Gives up
// after some thousand steps, as if nothing were there.
bool match_words(const PatternContext& context, const std::vector<WordItem>& items, TokenRange sentence,
                 std::uint32_t token, Bindings& bindings);

// Whether a role stands on the token and the words say whose it is and of what.
bool match_role(const PatternContext& context, const RolePattern& role, TokenRange sentence,
                std::uint32_t token, Bindings& bindings);

}  // namespace skein::extract
