#include "extract/discourse/drafts.hpp"

#include <algorithm>

#include "extract/text/lines.hpp"

namespace skein::extract {

EntityType Draft::leading_type() const {
  if (votes.empty()) return EntityType::none;
  return std::max_element(votes.begin(), votes.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

std::uint32_t Drafts::for_key(const std::string& key) {
  const auto [it, fresh] = by_key.try_emplace(key, static_cast<std::uint32_t>(all_.size()));
  if (fresh) {
    all_.emplace_back();
    all_.back().core = key;
  }
  return it->second;
}

void Drafts::join(std::uint32_t into, std::uint32_t from) {
  if (into == from) return;
  joined_[from] = into;
  auto& a = all_[into];
  auto& b = all_[from];
  for (const auto& [name, count] : b.names) a.names[name] += count;
  for (const auto& [type, vote] : b.votes) a.votes[type] += vote;
  for (const auto& [type, vote] : b.model_votes) a.model_votes[type] += vote;
  a.spans.insert(a.spans.end(), b.spans.begin(), b.spans.end());
  a.more_cores.push_back(b.core);
  a.more_cores.insert(a.more_cores.end(), b.more_cores.begin(), b.more_cores.end());
  for (const auto& [kind, vote] : b.kind_votes) a.kind_votes[kind] += vote;
  if (a.canonical.empty()) a.canonical = b.canonical;
  a.used = a.used || b.used;
  b = Draft{};
  for (auto& [key, index] : by_key)
    if (index == from) index = into;
  for (auto& m : document.mentions)
    if (m.kind != MentionKind::value && m.cluster == from) m.cluster = into;
}

std::uint32_t Drafts::now(std::uint32_t draft) const {
  for (auto it = joined_.find(draft); it != joined_.end(); it = joined_.find(draft)) draft = it->second;
  return draft;
}

void Drafts::add_mention(const Mention& mention) {
  const auto index = static_cast<std::uint32_t>(document.mentions.size());
  document.mentions.push_back(mention);
  for (auto t = mention.tokens.first; t < mention.tokens.last; ++t)
    if (mention_at[t] == no_cluster || document.mentions[mention_at[t]].kind != MentionKind::name)
      mention_at[t] = index;
}

void Drafts::add_name(TokenRange tokens, EntityType type, float score) {
  Mention m;
  m.tokens = tokens;
  m.span = {document.tokens[tokens.first].begin, document.tokens[tokens.last - 1].end};
  m.type = type;
  m.score = score;
  m.head = tokens.last - 1;
  add_mention(m);
}

void Drafts::cover_tokens() {
  const auto& mentions = document.mentions;
  for (std::uint32_t i = 0; i < mentions.size(); ++i)
    for (auto t = mentions[i].tokens.first; t < mentions[i].tokens.last; ++t) mention_at[t] = i;
}

std::string Drafts::text_of(TokenRange range) const {
  return fold_spaces(
      document.slice({document.tokens[range.first].begin, document.tokens[range.last - 1].end}));
}

bool Drafts::place_word(std::uint32_t token) const {
  const auto form = document.form(token);
  if (form.empty() || form[0] < 'A' || form[0] > 'Z') return false;
  if (document.lower(token) == "us" && form != "US") return false;
  return !rules.place_of(document.lower(token)).empty();
}

}  // namespace skein::extract
