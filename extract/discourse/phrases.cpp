// Discourse, third part: from a phrase to the entities it speaks of.
#include <algorithm>

#include "extract/discourse/discourse.hpp"
#include "extract/discourse/noun_phrases.hpp"
#include "extract/names/names.hpp"
#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

bool has(const std::vector<EntityType>& wanted, EntityType type) {
  return std::find(wanted.begin(), wanted.end(), type) != wanted.end();
}

}  // namespace

EntityType Discourse::type_of(const Party& party) const {
  const auto& m = document_.mentions[party.mention];
  return m.kind == MentionKind::value || party.entity == no_cluster ? m.type : drafts_[party.entity].type;
}

bool Discourse::fits(const Party& party, const std::vector<EntityType>& wanted) const {
  const auto& m = document_.mentions[party.mention];
  if (m.kind == MentionKind::value || party.entity == no_cluster) return has(wanted, m.type);
  return fits(drafts_[party.entity], wanted);
}

bool Discourse::is_description(std::string_view noun) const {
  return rules_.is_description(noun) || rules_.schema().is_word(noun);
}

std::uint32_t Discourse::place_entity(std::string_view name) {
  const auto d = drafts_.for_key(ascii_lower(name));
  if (drafts_[d].names.empty()) {
    drafts_[d].names[std::string(name)] = 0;
    drafts_[d].type = EntityType::place;
  }
  return d;
}

std::optional<Party> Discourse::party(std::uint32_t mention) {
  const auto& m = document_.mentions[mention];
  Party party;
  party.mention = mention;
  if (m.kind == MentionKind::value) return party;
  if (m.type == EntityType::demonym) {
    const auto place = rules_.place_of(ascii_lower(document_.form(m)));
    if (place.empty()) return std::nullopt;
    party.entity = place_entity(place);
    return party;
  }
  if (m.cluster == no_cluster) return std::nullopt;
  party.entity = m.cluster;
  party.certainty = m.kind == MentionKind::name ? 1.0F : 0.8F;
  return party;
}

void Discourse::add_party(std::uint32_t mention, const std::vector<EntityType>& wanted,
                          std::vector<Party>& out) {
  const auto& m = document_.mentions[mention];
  Party party;
  party.mention = mention;
  if (m.kind == MentionKind::value) {
    if (!has(wanted, m.type)) return;
  } else if (m.type == EntityType::demonym) {
    if (!has(wanted, EntityType::place) && !has(wanted, EntityType::demonym)) return;
    const auto place = rules_.place_of(ascii_lower(document_.form(m)));
    if (place.empty()) return;
    party.entity = place_entity(place);
  } else {
    if (m.cluster == no_cluster || !fits(drafts_[m.cluster], wanted)) return;
    party.entity = m.cluster;
    party.certainty = m.kind == MentionKind::name ? 1.0F : 0.8F;
  }
  for (const auto& p : out)
    if (p.mention == mention || (p.entity != no_cluster && p.entity == party.entity)) return;
  out.push_back(party);
}

void Discourse::parties_of_mention(std::uint32_t mention, const std::vector<EntityType>& wanted,
                                   std::vector<Party>& out) {
  if (const auto* list = enumerations_.list_of(mention)) {
    for (const auto m : *list) add_party(m, wanted, out);
  } else {
    add_party(mention, wanted, out);
  }
}

std::uint32_t Discourse::list_end(std::uint32_t mention) const {
  const auto* list = enumerations_.list_of(mention);
  return document_.mentions[list == nullptr ? mention : list->back()].tokens.last;
}

// True when the phrase has names as its examples, wanted or not:
// "rivals such as A and B", "startups, including A", "firms from A to B", "the likes of A".
bool Discourse::add_examples(std::uint32_t head, const std::vector<EntityType>& wanted,
                             std::vector<Party>& out) {
  const auto sentence = document_.tokens[head].sentence;
  const auto inside = [&](std::uint32_t t) {
    return t < document_.tokens.size() && document_.tokens[t].sentence == sentence;
  };
  for (std::uint32_t t = head + 1; t < head + 10 && inside(t); ++t) {
    const auto w = document_.lower(t);
    if (document_.tokens[t].tag == Upos::verb && w != "including" && w != "led") return false;
    std::uint32_t next = no_token;
    if (w == "including" || w == "like")
      next = t + 1;
    else if (w == "such" && inside(t + 1) && document_.lower(t + 1) == "as")
      next = t + 2;
    else if (w == "from" && t == head + 1 && rules_.list("organization_noun").contains(document_.lemma(head)))
      next = t + 1;
    else if (w == "of" && t == head + 1 && document_.lemma(head) == "like")
      next = t + 1;
    if (next == no_token) continue;
    for (auto k = next; k < next + 5 && inside(k); ++k) {
      if (document_.tokens[k].tag == Upos::verb) return false;
      const auto m = mention_at(k);
      if (m == no_cluster || document_.mentions[m].kind != MentionKind::name ||
          document_.mentions[m].type == EntityType::demonym)
        continue;
      const auto before = out.size();
      parties_of_mention(m, wanted, out);
      if (out.size() > before) {
        for (const auto c : syntax_.children(document_.mentions[m].head))
          if (syntax_.relation(c) == Deprel::conj) {
            if (mention_at(c) == no_cluster)
              add_examples(c, wanted, out);
            else
              parties_of_mention(mention_at(c), wanted, out);
          }
        return true;
      }
      return document_.mentions[m].type != EntityType::concept_;  // examples, but of another kind
    }
    return false;
  }
  return false;
}

// "artificial intelligence (AI) infrastructure": parsers take the words before the aside for the phrase.
std::uint32_t Discourse::behind_aside(std::uint32_t token) const {
  const auto& tokens = document_.tokens;
  const auto last = token + 4;  // "intelligence" "(" "AI" ")" "infrastructure"
  if (last >= tokens.size() || tokens[last].sentence != tokens[token].sentence ||
      document_.form(token + 1) != "(" || document_.form(token + 3) != ")" || tokens[last].tag != Upos::noun)
    return token;
  const auto m = mention_at(token), letters = mention_at(token + 2);
  const bool concept_aside = m != no_cluster && letters != no_cluster &&
                             document_.mentions[m].type == EntityType::concept_ &&
                             document_.mentions[m].cluster != no_cluster &&
                             document_.mentions[m].cluster == document_.mentions[letters].cluster;
  return concept_aside ? last : token;
}

void Discourse::parties(std::uint32_t token, const std::vector<EntityType>& wanted, std::vector<Party>& out,
                        int depth) {
  if (depth > 4) return;
  token = behind_aside(token);
  const auto m = mention_at(token);
  const auto before = out.size();
  if (m != no_cluster) {
    parties_of_mention(m, wanted, out);
    const auto& mention = document_.mentions[m];
    // A description as a mention of its own may have the name beside it.
    if (out.size() == before && mention.kind == MentionKind::nominal)
      for (const auto c : syntax_.children(token))
        if ((syntax_.relation(c) == Deprel::appos || syntax_.relation(c) == Deprel::flat) &&
            mention_at(c) != no_cluster)
          parties_of_mention(mention_at(c), wanted, out);
    if (out.size() == before && mention.kind == MentionKind::name && mention.head != token)
      parties(mention.head, wanted, out, depth + 1);
  } else if (syntax_.is_noun(token) || document_.tokens[token].tag == Upos::adj ||
             document_.tokens[token].tag == Upos::sym || document_.tokens[token].tag == Upos::num) {
    bool exemplified = false;
    for (const auto c : syntax_.children(token)) {
      const auto r = syntax_.relation(c);
      const auto cm = mention_at(c);
      if (cm == no_cluster || document_.mentions[cm].kind == MentionKind::pronoun) continue;
      const bool beside = r == Deprel::appos || r == Deprel::flat || (r == Deprel::nmod_desc && c > token);
      if (beside && c > token) parties_of_mention(cm, wanted, out);
      // "the Tessera model", "the Norvik group": the noun says what kind of thing the name is.
      const auto& mention = document_.mentions[cm];
      if (c < token && mention.tokens.last == token &&
          (r == Deprel::compound || r == Deprel::nmod_desc || r == Deprel::nmod_unmarked ||
           r == Deprel::amod)) {
        const bool product = mention.type == EntityType::product &&
                             rules_.list("product_noun").contains(document_.lemma(token));
        const bool company = mention.type == EntityType::organization &&
                             rules_.list("organization_noun").contains(document_.lemma(token)) &&
                             mention.kind == MentionKind::name;
        if (product || company) {
          parties_of_mention(cm, wanted, out);
          exemplified = true;  // the name says it all, wanted or not
        }
      }
      if (c < token && r == Deprel::nummod && mention.kind == MentionKind::value && has(wanted, mention.type))
        add_party(cm, wanted, out);
    }
    // "Dahl, a former banker who …": the noun is said of the name before it.
    if (out.size() == before && syntax_.relation(token) == Deprel::appos && syntax_.head(token) != no_token &&
        mention_at(syntax_.head(token)) != no_cluster &&
        document_.mentions[mention_at(syntax_.head(token))].kind == MentionKind::name)
      parties_of_mention(mention_at(syntax_.head(token)), wanted, out);
    // "e-commerce giant Norvik" when the parser makes nothing of it: the name right behind a noun for its
    // kind.
    if (out.size() == before && token + 1 < document_.tokens.size() &&
        document_.tokens[token + 1].sentence == document_.tokens[token].sentence &&
        mention_at(token + 1) != no_cluster) {
      const auto& next = document_.mentions[mention_at(token + 1)];
      const auto lemma = document_.lemma(token);
      if (next.kind == MentionKind::name &&
          (rules_.list("organization_noun").contains(lemma) || rules_.list("person_noun").contains(lemma) ||
           rules_.list("person_title").contains(lemma)))
        parties_of_mention(mention_at(token + 1), wanted, out);
    }
    if (out.size() == before && !exemplified) exemplified = add_examples(token, wanted, out);
    if (out.size() == before && !exemplified && document_.tokens[token].tag == Upos::noun) {
      const bool event = rules_.list("event_noun").contains(document_.lemma(token));
      const auto type = event ? EntityType::event : EntityType::concept_;
      const auto kind = called(token);
      if (has(wanted, type) || (base_of(kind) == type && rules_.schema().fits(type, kind, wanted)))
        if (const auto made = make_concept(token, type); made != no_cluster) add_party(made, wanted, out);
    }
  }
  for (const auto c : syntax_.children(token))
    if (syntax_.relation(c) == Deprel::conj && c > token && c - token <= 9)
      parties(c, wanted, out, depth + 1);
}

std::uint32_t Discourse::make_concept(std::uint32_t head, EntityType type) {
  if (const auto it = concept_at_.find(head); it != concept_at_.end()) return it->second;
  const auto phrase = noun_phrase(drafts_, head);
  if (!phrase) return no_cluster;
  const auto d = drafts_.for_key(phrase->key);
  auto& draft = drafts_[d];
  if (draft.names.empty()) {
    draft.type = type;
    if (const auto kind = called(phrase->head); base_of(kind) == type) draft.kind = kind;
  }
  ++draft.names[phrase->name];
  if (!phrase->with_aside.empty()) draft.names.try_emplace(phrase->with_aside, 0);
  Mention m;
  m.tokens = phrase->tokens;
  m.span = {document_.tokens[m.tokens.first].begin, document_.tokens[m.tokens.last - 1].end};
  m.type = draft.type;
  m.kind = MentionKind::nominal;
  m.score = 0.6F;
  m.head = phrase->head;
  m.cluster = d;
  draft.spans.push_back(m.span);
  const auto index = static_cast<std::uint32_t>(document_.mentions.size());
  document_.mentions.push_back(m);
  concept_at_[head] = concept_at_[phrase->head] = index;
  return index;
}

}  // namespace skein::extract
