#include "extract/train/gold_mentions.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

bool overlap(Span a, Span b) { return a.begin < b.end && b.begin < a.end; }

bool has(std::uint32_t types, EntityType t) { return (types >> static_cast<unsigned>(t) & 1) != 0; }

EntityType first_of(std::uint32_t types) {
  for (unsigned t = 1; t < 32; ++t)
    if ((types >> t & 1) != 0) return static_cast<EntityType>(t);
  return EntityType::none;
}

// "http://www.wikidata.org/entity/Q42" and "wikidata.org/entity/Q42" name one thing.
std::string entity_of(const std::string& uri) { return uri.substr(uri.rfind('/') + 1); }

// The tokens that lie in a span, wholly or in part.
TokenRange tokens_in(const Document& d, Span span) {
  const auto first = std::partition_point(d.tokens.begin(), d.tokens.end(),
                                          [&](const Token& t) { return t.end <= span.begin; });
  const auto last =
      std::partition_point(first, d.tokens.end(), [&](const Token& t) { return t.begin < span.end; });
  return {static_cast<std::uint32_t>(first - d.tokens.begin()),
          static_cast<std::uint32_t>(last - d.tokens.begin())};
}

// The mention that stands for a marked one: the same words, or else some of them.
std::uint32_t mention_for(const Document& d, const GoldMention& gold) {
  std::uint32_t best = no_cluster, most = 0;
  for (std::uint32_t m = 0; m < d.mentions.size(); ++m) {
    const auto& mention = d.mentions[m];
    if (mention.kind == MentionKind::value || !overlap(mention.span, gold.span)) continue;
    if (mention.span == gold.span) return m;
    // A description may hold a name ("the bank's founder Ann Lee"); a pronoun is no part of anything.
    if (mention.kind != gold.kind) continue;
    const auto shared =
        std::min(mention.span.end, gold.span.end) - std::max(mention.span.begin, gold.span.begin);
    if (shared > most) most = shared, best = m;
  }
  return best;
}

}  // namespace

MentionKind kind_of_end(std::string_view text) {
  static const std::set<std::string> pronouns = {
      "he",    "she",   "it",    "they",    "i",       "we",     "him",  "her", "them",
      "me",    "his",   "its",   "who",     "my",      "whom",   "that", "our", "us",
      "their", "which", "whose", "himself", "herself", "itself", "where"};
  if (pronouns.contains(ascii_lower(text))) return MentionKind::pronoun;
  const bool article = text.starts_with("the ") || text.starts_with("The ");
  const bool lower = std::none_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80) != 0;
  });
  return article || lower ? MentionKind::nominal : MentionKind::name;
}

std::vector<GoldMention> gold_mentions(const FactText& text, std::span<const LearnedRelation> relations) {
  std::map<Span, GoldMention> by_span;
  const auto add = [&](Span span, const std::string& uri, std::uint32_t types) {
    if (has(types, EntityType::date) || span.size() == 0) return;
    auto [it, fresh] = by_span.try_emplace(span);
    auto& m = it->second;
    if (fresh) {
      m.span = span;
      m.kind = kind_of_end(std::string_view(text.text).substr(span.begin, span.size()));
      m.types = types;
    }
    if ((m.types & types) != 0) m.types &= types;
    if (m.entity.empty() && !uri.empty()) m.entity = entity_of(uri);
  };
  for (const auto& f : text.facts) {
    const auto r = std::find_if(relations.begin(), relations.end(),
                                [&](const LearnedRelation& l) { return l.relation() == f.relation; });
    if (r == relations.end()) continue;
    add(f.subject, f.subject_uri, r->subject_types);
    add(f.object, f.object_uri, r->object_types);
  }
  std::vector<GoldMention> out;
  for (auto& [span, m] : by_span) {
    if (!out.empty() && overlap(out.back().span, span)) {
      if (span.size() > out.back().span.size()) out.back() = std::move(m);
      continue;
    }
    out.push_back(std::move(m));
  }
  return out;
}

void mark_gold_names(Document& document, const std::vector<GoldMention>& gold) {
  for (const auto& g : gold) {
    if (g.kind != MentionKind::name) continue;
    Mention m;
    m.tokens = tokens_in(document, g.span);
    if (m.tokens.size() == 0) continue;
    m.span = {document.tokens[m.tokens.first].begin, document.tokens[m.tokens.last - 1].end};
    m.type = first_of(g.types);
    m.score = 1;
    std::erase_if(document.mentions, [&](const Mention& found) {
      if (!overlap(found.span, m.span)) return false;
      if (has(g.types, found.type)) m.type = found.type;
      return true;
    });
    document.mentions.push_back(m);
  }
  std::sort(document.mentions.begin(), document.mentions.end(),
            [](const Mention& a, const Mention& b) { return a.span < b.span; });
}

void mark_gold_entities(Document& document, Discourse& discourse, const std::vector<GoldMention>& gold,
                        bool only) {
  auto& drafts = discourse.drafts();
  std::vector<std::uint32_t> at;
  std::map<std::string, std::uint32_t> entities;  // -> draft
  for (const auto& g : gold) {
    auto m = mention_for(document, g);
    if (m == no_cluster) {
      Mention mention;
      mention.tokens = tokens_in(document, g.span);
      if (mention.tokens.size() == 0) {
        at.push_back(no_cluster);
        continue;
      }
      mention.span = {document.tokens[mention.tokens.first].begin,
                      document.tokens[mention.tokens.last - 1].end};
      mention.kind = g.kind;
      mention.type = first_of(g.types);
      mention.head = mention.tokens.last - 1;
      m = static_cast<std::uint32_t>(document.mentions.size());
      drafts.add_mention(mention);
    }
    at.push_back(m);
  }
  // What an entity is called is its draft, rather than what stands for it.
  for (const auto kind : {MentionKind::name, MentionKind::nominal, MentionKind::pronoun})
    for (std::size_t i = 0; i < gold.size(); ++i) {
      if (at[i] == no_cluster || gold[i].kind != kind || gold[i].entity.empty()) continue;
      const auto& m = document.mentions[at[i]];
      if (m.cluster != no_cluster && m.type != EntityType::demonym)
        entities.try_emplace(gold[i].entity, m.cluster);
    }
  std::set<std::uint32_t> marked;
  for (std::size_t i = 0; i < gold.size(); ++i) {
    if (at[i] == no_cluster) continue;
    marked.insert(at[i]);
    auto& m = document.mentions[at[i]];
    if (m.type == EntityType::demonym) continue;
    const auto& g = gold[i];
    if (!g.entity.empty()) {
      if (const auto known = entities.find(g.entity); known != entities.end())
        m.cluster = known->second;
      else
        m.cluster = entities[g.entity] = drafts.for_key("\x01marked " + g.entity);
    } else if (m.cluster == no_cluster) {
      m.cluster = drafts.for_key("\x01marked " + std::string(document.form(m)));
    }
    auto& draft = drafts[m.cluster];
    if (!has(g.types, draft.type)) draft.type = first_of(g.types);
    m.type = draft.type;
  }
  if (!only) return;
  for (std::uint32_t i = 0; i < document.mentions.size(); ++i) {
    auto& m = document.mentions[i];
    if (m.kind == MentionKind::value || marked.contains(i)) continue;
    m.cluster = no_cluster;
    m.type = EntityType::none;
  }
}

}  // namespace skein::extract
