// Patterns over dependency arcs.
#include <algorithm>

#include "extract/rules/pattern.hpp"

namespace skein::extract {

namespace {

class ArcRun {
 public:
  explicit ArcRun(const PatternContext& context)
      : context_(context), document_(context.document), syntax_(context.syntax) {}

  bool match(const ArcNode& node, std::uint32_t token, Bindings& bindings) {
    if (node.slot == Slot::none) {
      if (!node.test.matches(document_, context_.words, token)) return false;
      if (bindings.trigger == no_token) bindings.trigger = token;
    } else if (!node.test.matches(document_, context_.words, token) || !bind(node.slot, {token}, bindings)) {
      return false;
    }
    bindings.touch(token, token + 1);
    for (const auto& edge : node.edges) {
      const auto candidates = follow(edge, token);
      bool found = false;
      if (edge.to->slot != Slot::none && edge.to->edges.empty() && edge.to->test.any_word()) {
        found = bind(edge.to->slot, candidates, bindings);
      } else {
        for (const auto c : candidates) {
          auto attempt = bindings;
          if (!match(*edge.to, c, attempt)) continue;
          if (edge.absent) return false;
          bindings = std::move(attempt);
          found = true;
          break;
        }
      }
      if (edge.absent ? found : !found && !edge.optional) return false;
    }
    return true;
  }

 private:
  bool bind(Slot slot, const Tokens& tokens, Bindings& bindings) {
    auto& parties = slot == Slot::subject ? bindings.subject : bindings.object;
    const auto before = parties.size();
    for (const auto t : tokens) {
      context_.discourse.parties(t, context_.types_of(slot), parties);
      if (parties.size() > before) bindings.touch(t, t + 1);
    }
    return parties.size() > before;
  }

  Tokens follow(const ArcNode::Edge& edge, std::uint32_t token) const {
    Tokens out;
    for (const auto& label : edge.labels) follow(label, token, out);
    if (!edge.prepositions.empty())
      for (const auto t : syntax_.prepositional(token, edge.prepositions)) out.push_back(t);
    return out;
  }

  void follow(std::string_view label, std::uint32_t token, Tokens& out) const {
    const auto append = [&](const Tokens& more) { out.insert(out.end(), more.begin(), more.end()); };
    if (label == "subj") return append(syntax_.subjects(token));
    if (label == "obj") return append(syntax_.objects(token));
    if (label == "poss") return append(syntax_.possessors(token));
    if (label == "is") {  // what a predicate noun is said of
      for (const auto c : syntax_.children(token))
        if (syntax_.relation(c) == Deprel::nsubj || syntax_.relation(c) == Deprel::nsubj_outer)
          out.push_back(c);
      return;
    }
    if (label == "any") return below(token, 0, out);
    if (label == "head") {
      if (syntax_.head(token) != no_token) out.push_back(syntax_.head(token));
      return;
    }
    for (const auto c : syntax_.children(token)) {
      const auto r = syntax_.relation(c);
      const bool modifier = r == Deprel::compound || r == Deprel::amod || r == Deprel::nmod_desc ||
                            r == Deprel::nmod_unmarked || r == Deprel::flat || r == Deprel::nummod;
      const bool complement = r == Deprel::xcomp || r == Deprel::ccomp;
      const bool clause = r == Deprel::acl || r == Deprel::acl_relcl || r == Deprel::advcl;
      if ((label == "mod" && modifier) || (label == "comp" && complement) || (label == "acl" && clause) ||
          (label == "appos" && r == Deprel::appos))
        out.push_back(c);
    }
    if (label == "appos" && syntax_.relation(token) == Deprel::appos && syntax_.head(token) != no_token)
      out.push_back(syntax_.head(token));
    if (label == "comp")
      for (const auto o : syntax_.objects(token))
        for (const auto c : syntax_.children(o))
          if (syntax_.relation(c) == Deprel::acl) out.push_back(c);
  }

  [[nodiscard]] bool is_figure(std::uint32_t t) const {
    return document_.tokens[t].tag == Upos::sym || document_.tokens[t].tag == Upos::num;
  }

  void below(std::uint32_t token, int depth, Tokens& out) const {
    if (depth > 4) return;
    for (const auto c : syntax_.children(token)) {
      const auto r = syntax_.relation(c);
      if (r == Deprel::acl_relcl || r == Deprel::advcl || r == Deprel::ccomp ||
          ((r == Deprel::parataxis || r == Deprel::punct) && !is_figure(c)))
        continue;
      if (r == Deprel::conj && syntax_.is_verb(c)) continue;
      out.push_back(c);
      below(c, depth + 1, out);
    }
  }

  const PatternContext& context_;
  const Document& document_;
  const Syntax& syntax_;
};

}  // namespace

bool match_arcs(const PatternContext& context, const ArcNode& node, std::uint32_t token, Bindings& bindings) {
  return ArcRun(context).match(node, token, bindings);
}

}  // namespace skein::extract
