// Discourse, first part: who is named, and as what. See coreference.cpp for pronouns and phrases.cpp for
// phrases.
#include "extract/discourse/discourse.hpp"

#include "extract/names/name_groups.hpp"
#include "extract/names/name_joins.hpp"
#include "extract/names/name_spans.hpp"

namespace skein::extract {

Discourse::Discourse(Document& document, const Syntax& syntax, const RuleSet& rules, const NameLists& lists)
    : document_(document), syntax_(syntax), rules_(rules), drafts_(document, syntax, rules) {
  find_name_spans(drafts_);
  group_names(drafts_);
  collect_type_votes(drafts_, lists);
  join_names(drafts_, lists.place);
  decide_types(drafts_, lists);
  enumerations_ = Enumerations(drafts_);
  collect_descriptions();
  add_nominals_and_pronouns();
}

// The nouns that the text gives an entity ("the drugmaker Helvia", "Helvia, a drugmaker", "Larkin Bank"), so
// that "the drugmaker" finds it later.
void Discourse::collect_descriptions() {
  described_.assign(drafts_.size(), {});
  const auto& nouns = rules_.list("organization_noun");
  for (const auto& m : document_.mentions) {
    if (m.kind != MentionKind::name || m.cluster == no_cluster ||
        drafts_[m.cluster].type != EntityType::organization)
      continue;
    auto& into = described_[m.cluster];
    const auto sentence = document_.tokens[m.tokens.first].sentence;
    for (auto t = m.tokens.first; t < m.tokens.last; ++t)
      if (nouns.contains(document_.lower(t))) into.insert(std::string(document_.lower(t)));
    if (m.tokens.first > 0 && document_.tokens[m.tokens.first - 1].sentence == sentence &&
        nouns.contains(document_.lemma(m.tokens.first - 1)))
      into.insert(std::string(document_.lemma(m.tokens.first - 1)));
    if (m.tokens.last < document_.tokens.size() && document_.form(m.tokens.last) == ",")
      for (auto t = m.tokens.last + 1;
           t < m.tokens.last + 8 && t < document_.tokens.size() && document_.tokens[t].sentence == sentence;
           ++t) {
        if (document_.tokens[t].tag == Upos::verb || document_.form(t) == ",") break;
        if (nouns.contains(document_.lemma(t))) into.insert(std::string(document_.lemma(t)));
      }
  }
}

}  // namespace skein::extract
