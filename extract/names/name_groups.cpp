#include "extract/names/name_groups.hpp"

#include <algorithm>

#include "extract/names/names.hpp"
#include "extract/names/state_abbreviations.hpp"
#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

class NameGroups {
 public:
  explicit NameGroups(Drafts& drafts)
      : drafts_(drafts), document_(drafts.document), rules_(drafts.rules), mention_at_(drafts.mention_at) {}

  void group_names();
  void add_repeated_names();

 private:
  [[nodiscard]] bool behind_in(std::uint32_t token) const;
  [[nodiscard]] bool behind_town(const Mention& mention) const;
  [[nodiscard]] std::string titled_name(TokenRange range) const;
  [[nodiscard]] std::unordered_map<std::string, EntityType> short_names() const;

  Drafts& drafts_;
  Document& document_;
  const RuleSet& rules_;
  std::vector<std::uint32_t>& mention_at_;
};

// "in Helvia": where only a place stands.
bool NameGroups::behind_in(std::uint32_t token) const {
  return token > 0 && document_.lower(token - 1) == "in" &&
         document_.tokens[token - 1].sentence == document_.tokens[token].sentence;
}

// "Austin, TX": is there a comma before it, and a place before that?
bool NameGroups::behind_town(const Mention& m) const {
  const auto t = m.tokens.first;
  if (m.tokens.size() != 1 || t < 2 || document_.form(t - 1) != ",") return false;
  const auto before = mention_at_[t - 2];
  return before != no_cluster && document_.mentions[before].kind == MentionKind::name &&
         document_.mentions[before].type == EntityType::place &&
         document_.tokens[t - 2].sentence == document_.tokens[t].sentence;
}

void NameGroups::group_names() {
  for (std::uint32_t i = 0; i < document_.mentions.size(); ++i) {
    auto& m = document_.mentions[i];
    if (m.kind != MentionKind::name || m.type == EntityType::demonym) continue;
    const auto* listed = m.listed == not_listed ? nullptr : &rules_.schema().listed()[m.listed];
    const auto written = drafts_.text_of(m.tokens);
    const auto text = listed != nullptr              ? listed->name
                      : m.type == EntityType::person ? without_title(written, rules_)
                                                     : written;
    const auto place = rules_.place_of(ascii_lower(text));
    const auto state = listed == nullptr && behind_town(m) ? state_of_abbreviation(text) : std::string_view();
    std::string key;
    if (!state.empty()) {
      key = ascii_lower(state);
      m.type = EntityType::place;
    } else if (!place.empty() && m.type != EntityType::person &&
               (rules_.is_place(ascii_lower(text)) || m.type == EntityType::place ||
                (m.type == EntityType::organization && is_initials(text)))) {
      key = ascii_lower(place);
      m.type = EntityType::place;
    } else {
      key = listed != nullptr && m.type == EntityType::concept_ ? concept_key(text) : core_name(text, rules_);
    }
    if (key.empty()) continue;
    const auto d = drafts_.for_key(key);
    m.cluster = d;
    auto& draft = drafts_[d];
    ++draft.names[listed != nullptr ? written : text];
    if (listed != nullptr) {
      draft.names.try_emplace(listed->name, 0);
      draft.canonical = listed->name;
      if (listed->type != EntityType::none) {
        constexpr double beyond_doubt = 100;
        draft.votes[base_of(listed->type)] += beyond_doubt;
        if (listed->type != base_of(listed->type)) draft.kind_votes[listed->type] += beyond_doubt;
        draft.spans.push_back(m.span);
        draft.used = true;
        continue;
      }
    }
    if (!state.empty()) {
      draft.names.try_emplace(std::string(state), 0);
      draft.votes[EntityType::place] += 3;
    }
    if (m.type == EntityType::person)
      if (auto titled = titled_name(m.tokens); !titled.empty()) draft.names.try_emplace(std::move(titled), 0);
    if (m.type == EntityType::place && !place.empty()) draft.names.try_emplace(std::string(place), 0);
    draft.spans.push_back(m.span);
    draft.used = true;
    if (m.said != EntityType::none) {
      constexpr double in_so_many_words = 4;  // as a type's own words beside the name, see declared_types.cpp
      draft.votes[base_of(m.said)] += in_so_many_words;
      if (m.said != base_of(m.said)) draft.kind_votes[m.said] += in_so_many_words;
    }
    double vote = 0.3 + m.score;
    if (has_legal_form(text, rules_)) draft.votes[EntityType::organization] += 3;
    // "Corvid Energy", "Tyne Power": the last word says what it is.
    if (const auto last = last_word(key);
        wordy(key) && text[0] >= 'A' && text[0] <= 'Z' && m.type != EntityType::product &&
        !(m.type == EntityType::place && (rules_.is_place(key) || behind_in(m.tokens.first))) &&
        (rules_.list("name_tail").contains(last) || rules_.list("organization_noun").contains(last)))
      draft.votes[EntityType::organization] += 1.5;
    // "Banco Altas", "SV Holmstadt": the first one does.
    if (wordy(key) && rules_.list("name_front").contains(first_word(key)))
      draft.votes[EntityType::organization] += 1.5;
    draft.votes[m.type] += vote;
    draft.model_votes[m.type] += vote;
  }
}

// "President Ana Ruiz", "Chilean President Ana Ruiz": the name as it is written with its title; empty
// without.
std::string NameGroups::titled_name(TokenRange range) const {
  const auto& tokens = document_.tokens;
  const auto before = [&](std::uint32_t t) {
    return t > 0 && tokens[t - 1].sentence == tokens[t].sentence && document_.form(t - 1)[0] >= 'A' &&
           document_.form(t - 1)[0] <= 'Z';
  };
  auto first = range.first;
  while (before(first) && rules_.list("honorific").contains(document_.lower(first - 1))) --first;
  if (first == range.first) return {};
  if (before(first) && drafts_.place_word(first - 1)) --first;
  return drafts_.text_of({first, range.last});
}

// The first word of a company's name and the last of a person's, by themselves: "Cobalt wants …".
std::unordered_map<std::string, EntityType> NameGroups::short_names() const {
  std::unordered_map<std::string, EntityType> out;
  for (const auto& draft : drafts_) {
    if (!wordy(draft.core) || draft.votes.empty()) continue;
    const auto type = draft.leading_type();
    if (type != EntityType::person && type != EntityType::organization) continue;
    const auto word = type == EntityType::person ? last_word(draft.core) : first_word(draft.core);
    if (word.size() < 4 || word == "the" || !rules_.place_of(word).empty() ||
        rules_.list("organization_noun").contains(word) || rules_.list("vague_adjective").contains(word))
      continue;
    out.try_emplace(word, type);
  }
  return out;
}

// Words that were a name elsewhere in this document, or are the short form of one, and that no model saw
// here.
void NameGroups::add_repeated_names() {
  const auto& tokens = document_.tokens;
  const auto shorts = short_names();
  for (std::uint32_t t = 0; t < tokens.size(); ++t) {
    const auto form = document_.form(t);
    if (mention_at_[t] != no_cluster || form.size() < 3 || form[0] < 'A' || form[0] > 'Z') continue;
    const std::string key(document_.lower(t));
    auto it = drafts_.by_key.find(key);
    if (it == drafts_.by_key.end()) {
      const auto short_form = shorts.find(key);
      if (short_form == shorts.end() || tokens[t].tag != Upos::propn) continue;
      const auto fresh = drafts_.for_key(key);
      drafts_[fresh].names[std::string(form)];
      drafts_[fresh].votes[short_form->second] += 0.8;
      drafts_[fresh].used = true;
      it = drafts_.by_key.find(key);
    }
    auto& draft = drafts_[it->second];
    if (!draft.names.contains(std::string(form))) continue;
    const auto capital_beside = [&](std::uint32_t k) {
      return k < tokens.size() && tokens[k].sentence == tokens[t].sentence && tokens[k].tag == Upos::propn &&
             mention_at_[k] == no_cluster;
    };
    if ((t > 0 && capital_beside(t - 1)) || capital_beside(t + 1)) continue;  // part of some longer name
    Mention m;
    m.tokens = {t, t + 1};
    m.span = {tokens[t].begin, tokens[t].end};
    m.type = draft.votes.empty() ? EntityType::misc : draft.votes.begin()->first;
    m.score = 0.5F;
    m.head = t;
    m.cluster = it->second;
    ++draft.names[std::string(form)];
    draft.spans.push_back(m.span);
    drafts_.add_mention(m);
  }
}

}  // namespace

void group_names(Drafts& drafts) {
  NameGroups groups(drafts);
  groups.group_names();
  groups.add_repeated_names();
}

}  // namespace skein::extract
