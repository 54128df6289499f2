#include "extract/syntax/syntax.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace skein::extract {

namespace {

constexpr int deepest = 8;  // clauses within clauses

bool is_clausal_object(Deprel r) { return r == Deprel::xcomp || r == Deprel::ccomp; }
bool is_adverbial(Deprel r) {
  return r == Deprel::advcl || r == Deprel::advcl_relcl || r == Deprel::parataxis;
}
bool is_relative(Deprel r) { return r == Deprel::acl_relcl; }

const std::array<std::string, 1> by = {"by"};
const std::array<std::string, 1> of = {"of"};

}  // namespace

Syntax::Syntax(const Document& document) : document_(document) {
  const auto n = document.tokens.size();
  first_child_.assign(n + 2, 0);
  for (const auto& t : document.tokens)
    if (t.head != no_token) ++first_child_[t.head + 2];
  for (std::size_t i = 2; i < n + 2; ++i) first_child_[i] += first_child_[i - 1];
  children_.resize(first_child_[n + 1]);
  for (std::uint32_t i = 0; i < n; ++i)
    if (const auto h = document.tokens[i].head; h != no_token) children_[first_child_[h + 1]++] = i;
}

bool Syntax::is_verb(std::uint32_t t) const {
  return document_.tokens[t].tag == Upos::verb || document_.tokens[t].tag == Upos::aux;
}

bool Syntax::is_noun(std::uint32_t t) const {
  const auto tag = document_.tokens[t].tag;
  return tag == Upos::noun || tag == Upos::propn;
}

bool Syntax::passive(std::uint32_t verb) const {
  for (const auto c : children(verb))
    if (relation(c) == Deprel::nsubj_pass || relation(c) == Deprel::aux_pass) return true;
  // A participle after a noun: "chips made by Norvik".
  if (document_.tokens[verb].form != Form::past_participle) return false;
  return relation(verb) == Deprel::acl || (!agents(verb).empty() && surface_subjects(verb, deepest).empty());
}

bool Syntax::has_case(std::uint32_t token, std::span<const std::string> prepositions) const {
  for (const auto c : children(token)) {
    if (relation(c) != Deprel::case_ && relation(c) != Deprel::mark) continue;
    for (const auto& p : prepositions)
      if (document_.lower(c) == p) return true;
  }
  return false;
}

Tokens Syntax::agents(std::uint32_t verb) const {
  Tokens out;
  for (const auto c : children(verb))
    if (relation(c) == Deprel::obl_agent ||
        ((relation(c) == Deprel::obl || relation(c) == Deprel::nmod) && has_case(c, by)))
      out.push_back(c);
  return out;
}

std::uint32_t Syntax::antecedent(std::uint32_t pronoun) const {
  const auto w = document_.lower(pronoun);
  if (w != "which" && w != "that" && w != "who" && w != "whom" && w != "whose" && w != "where")
    return no_token;
  for (auto t = head(pronoun); t != no_token; t = head(t)) {
    if (is_relative(relation(t)) || relation(t) == Deprel::acl || relation(t) == Deprel::advcl_relcl)
      return head(t);
    if (!is_verb(t) && relation(t) != Deprel::conj && relation(t) != Deprel::nmod &&
        relation(t) != Deprel::obl && relation(t) != Deprel::xcomp && relation(t) != Deprel::ccomp)
      break;
  }
  // Not parsed as a relative clause: what stands before the comma.
  if (w == "that" || pronoun == 0) return no_token;
  auto before = pronoun - 1;
  if (document_.form(before) == "," && before > 0) --before;
  if (document_.tokens[before].sentence != document_.tokens[pronoun].sentence || !is_noun(before))
    return no_token;
  // The head of the name or phrase that ends there.
  while (head(before) != no_token && head(before) < pronoun && before - head(before) <= 4 &&
         head(before) < before && (relation(before) == Deprel::flat || relation(before) == Deprel::compound))
    before = head(before);
  return before;
}

Tokens Syntax::surface_subjects(std::uint32_t verb, int depth) const {
  Tokens out;
  for (const auto c : children(verb)) {
    const auto r = relation(c);
    if (r != Deprel::nsubj && r != Deprel::nsubj_pass && r != Deprel::nsubj_outer) continue;
    const auto named = antecedent(c);
    out.push_back(named == no_token ? c : named);
  }
  if (!out.empty() || depth >= deepest) return out;
  const auto up = head(verb);
  if (up == no_token) return out;
  const auto r = relation(verb);
  if (r == Deprel::conj) return surface_subjects(up, depth + 1);
  if (is_clausal_object(r) || is_adverbial(r)) {
    if (is_clausal_object(r) && is_verb(up)) {
      // "urges the bank to sell": the object of the upper verb does it.
      for (const auto c : children(up))
        if ((relation(c) == Deprel::obj || relation(c) == Deprel::iobj) && c < verb && !passive(up))
          return {c};
    }
    return is_verb(up) || !is_noun(up) ? surface_subjects(up, depth + 1) : surface_subjects(up, depth + 1);
  }
  if (is_relative(r)) return {up};
  if (r == Deprel::acl) {
    bool infinitive = false;
    for (const auto c : children(verb))
      infinitive = infinitive || (relation(c) == Deprel::mark && document_.lower(c) == "to");
    if (!infinitive) return {up};
    // "its plan to sell", "announced plans to sell": whoever has the plan.
    auto owners = possessors(up);
    if (!owners.empty()) return owners;
    if (const auto governor = head(up); governor != no_token) return surface_subjects(governor, depth + 1);
  }
  return out;
}

Tokens Syntax::subjects(std::uint32_t verb, int depth) const {
  if (is_noun(verb)) {
    auto owners = possessors(verb);
    // "X is the maker of …": the subject of the copula.
    for (const auto c : children(verb))
      if (relation(c) == Deprel::nsubj || relation(c) == Deprel::nsubj_outer) {
        const auto named = antecedent(c);
        owners.push_back(named == no_token ? c : named);
      }
    for (const auto a : agents(verb)) owners.push_back(a);
    return owners;
  }
  if (passive(verb)) return agents(verb);
  return surface_subjects(verb, depth);
}

Tokens Syntax::objects(std::uint32_t verb, int depth) const {
  Tokens out;
  if (passive(verb)) {
    for (const auto c : children(verb))
      if (relation(c) == Deprel::nsubj_pass || relation(c) == Deprel::nsubj) {
        const auto named = antecedent(c);
        out.push_back(named == no_token ? c : named);
      }
    if (out.empty() && head(verb) != no_token) {
      if (relation(verb) == Deprel::acl || is_relative(relation(verb)))
        out.push_back(head(verb));
      else if (relation(verb) == Deprel::conj && depth < deepest)
        return passive(head(verb)) ? objects(head(verb), depth + 1) : surface_subjects(head(verb), depth + 1);
    }
  }
  for (const auto c : children(verb)) {
    const auto r = relation(c);
    if (r == Deprel::obj || r == Deprel::iobj) {
      const auto named = antecedent(c);
      out.push_back(named == no_token ? c : named);
    }
    // What the parser takes for a clause and is a phrase: "pledged billions".
    if (r == Deprel::ccomp && is_noun(c) && surface_subjects(c, deepest).empty()) out.push_back(c);
    if (r == Deprel::obl_unmarked && c > verb && document_.tokens[c].tag == Upos::num) out.push_back(c);
  }
  if (out.empty() && depth == 0) {
    // "train, develop and host models": the object stands with a later verb.
    for (const auto c : children(verb))
      if (relation(c) == Deprel::conj && is_verb(c) && c > verb)
        for (const auto k : children(c))
          if (relation(k) == Deprel::obj) out.push_back(k);
    // "a model Norvik built": a relative clause without its pronoun.
    if (out.empty() && is_relative(relation(verb)) && head(verb) != no_token) {
      bool own_subject = false;
      for (const auto c : children(verb))
        own_subject = own_subject || (relation(c) == Deprel::nsubj && antecedent(c) == no_token);
      if (own_subject) out.push_back(head(verb));
    }
  }
  return out;
}

Tokens Syntax::possessors(std::uint32_t noun) const {
  Tokens out;
  for (const auto c : children(noun)) {
    if (relation(c) == Deprel::nmod_poss) {
      const auto named = antecedent(c);
      out.push_back(named == no_token ? c : named);
    } else if (relation(c) == Deprel::nmod && has_case(c, of)) {
      out.push_back(c);
    }
  }
  return out;
}

Tokens Syntax::prepositional(std::uint32_t token, std::span<const std::string> prepositions) const {
  Tokens out;
  // "380 billion yuan ($53 billion) in AI": what follows may hang on the sum in another currency.
  const auto is_second_sum = [&](std::uint32_t c) {
    return relation(c) == Deprel::appos &&
           (document_.tokens[c].tag == Upos::sym || document_.tokens[c].tag == Upos::num);
  };
  const auto collect = [&](std::uint32_t from, std::uint32_t after) {
    for (const auto c : children(from)) {
      const auto r = relation(c);
      if ((r == Deprel::obl || r == Deprel::nmod || r == Deprel::obl_agent || r == Deprel::advcl ||
           r == Deprel::acl || r == Deprel::ccomp || r == Deprel::xcomp) &&
          c >= after && has_case(c, prepositions) && std::find(out.begin(), out.end(), c) == out.end())
        out.push_back(c);
    }
  };
  collect(token, 0);
  if (is_verb(token)) {
    for (const auto o : objects(token)) {
      if (o <= token) continue;
      collect(o, 0);
      // One level further: "$53 billion in AI" with "in" on the last number.
      for (const auto c : children(o))
        if (relation(c) == Deprel::nmod || relation(c) == Deprel::obl || is_second_sum(c)) collect(c, 0);
    }
    for (const auto c : children(token))
      if (relation(c) == Deprel::obl || is_second_sum(c)) collect(c, 0);
  } else if (const auto up = head(token); up != no_token && is_verb(up)) {
    collect(up, token);
    for (const auto from : {token, up})
      for (const auto c : children(from))
        if (is_second_sum(c) && c > token) collect(c, 0);
  } else {
    for (const auto c : children(token))
      if (relation(c) == Deprel::nmod) collect(c, 0);
  }
  return out;
}

TokenRange Syntax::noun_group(std::uint32_t noun) const {
  TokenRange range{noun, noun + 1};
  for (const auto c : children(noun)) {
    const auto r = relation(c);
    if (c >= noun || noun - c > 12) continue;
    if (r != Deprel::amod && r != Deprel::compound && r != Deprel::nmod_desc && r != Deprel::nummod &&
        r != Deprel::flat && r != Deprel::nmod_unmarked)
      continue;
    auto first = c;
    for (const auto k : children(c))
      if (k < first && (relation(k) == Deprel::compound || relation(k) == Deprel::amod ||
                        relation(k) == Deprel::advmod || relation(k) == Deprel::conj ||
                        relation(k) == Deprel::flat || relation(k) == Deprel::nmod_unmarked))
        first = k;
    range.first = std::min(range.first, first);
  }
  return range;
}

std::uint32_t Syntax::clause_head(std::uint32_t token) const {
  for (int steps = 0; steps < 32 && token != no_token; ++steps) {
    const auto r = relation(token);
    if (document_.tokens[token].tag == Upos::verb || r == Deprel::root || r == Deprel::ccomp ||
        r == Deprel::advcl || is_relative(r) || r == Deprel::parataxis)
      return token;
    if (head(token) == no_token) return token;
    token = head(token);
  }
  return token;
}

}  // namespace skein::extract
