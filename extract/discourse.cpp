// Discourse, first part: names. See coreference.cpp for pronouns and phrases.cpp for phrases.
#include "extract/discourse.hpp"

#include <algorithm>
#include <cctype>

#include "extract/lines.hpp"
#include "extract/names.hpp"

namespace skein::extract {

namespace {

bool organization_like(EntityType t) { return t == EntityType::organization || t == EntityType::misc || t == EntityType::product; }

bool wordy(std::string_view s) { return s.find(' ') != s.npos; }

std::string last_word(const std::string& s) { return s.substr(s.rfind(' ') == s.npos ? 0 : s.rfind(' ') + 1); }
std::string first_word(const std::string& s) { return s.substr(0, s.find(' ')); }

}  // namespace

Discourse::Discourse(Document& document, const Syntax& syntax, const RuleSet& rules)
    : document_(document), syntax_(syntax), rules_(rules), mention_at_(document.tokens.size(), no_cluster) {
  adjust_names();
  add_governments();
  group_names();
  join_short_names();
  join_acronyms();
  decide_types();
  find_lists();
  add_nominals_and_pronouns();
}

std::string Discourse::text_of(TokenRange range) const {
  return fold_spaces(document_.slice({document_.tokens[range.first].begin, document_.tokens[range.last - 1].end}));
}

// Name spans as the text side wants them: without titles before and possessives behind, and not empty.
void Discourse::adjust_names() {
  auto& mentions = document_.mentions;
  for (auto& m : mentions) {
    if (m.kind != MentionKind::name) continue;
    const auto& titles = rules_.list("person_title");
    while (m.tokens.size() > 1 && m.type == EntityType::person && titles.contains(document_.lower(m.tokens.first))) ++m.tokens.first;
    while (m.tokens.size() > 1 && (document_.lower(m.tokens.last - 1) == "'s" || document_.lower(m.tokens.last - 1) == "’s")) --m.tokens.last;
    m.span = {document_.tokens[m.tokens.first].begin, document_.tokens[m.tokens.last - 1].end};
    if (m.head == no_token || m.head < m.tokens.first || m.head >= m.tokens.last) m.head = m.tokens.last - 1;
  }
  std::erase_if(mentions, [&](const Mention& m) {
    const auto text = document_.slice(m.span);
    return m.kind == MentionKind::name && std::none_of(text.begin(), text.end(), [](char c) { return std::isalpha(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0xC3; });
  });
  for (std::uint32_t i = 0; i < mentions.size(); ++i)
    for (auto t = mentions[i].tokens.first; t < mentions[i].tokens.last; ++t) mention_at_[t] = i;
}

void Discourse::add_mention(const Mention& mention) {
  const auto index = static_cast<std::uint32_t>(document_.mentions.size());
  document_.mentions.push_back(mention);
  list_of_.resize(document_.mentions.size(), no_cluster);
  for (auto t = mention.tokens.first; t < mention.tokens.last; ++t)
    if (mention_at_[t] == no_cluster || document_.mentions[mention_at_[t]].kind != MentionKind::name) mention_at_[t] = index;
}

// "the Chinese government", "U.S. regulators": an organisation that is named by a place and what governs it.
void Discourse::add_governments() {
  const auto& nouns = rules_.list("government_noun");
  for (std::uint32_t t = 1; t < document_.tokens.size(); ++t) {
    if (mention_at_[t] != no_cluster || document_.tokens[t].sentence != document_.tokens[t - 1].sentence) continue;
    if (!nouns.contains(document_.lower(t)) || rules_.place_of(document_.lower(t - 1)).empty()) continue;
    const auto before = mention_at_[t - 1];
    if (before != no_cluster && document_.mentions[before].tokens.size() > 1) continue;
    Mention m;
    m.tokens = {t - 1, t + 1};
    m.span = {document_.tokens[t - 1].begin, document_.tokens[t].end};
    m.type = EntityType::organization;
    m.kind = MentionKind::name;
    m.score = 0.9F;
    m.head = t;
    if (before != no_cluster) document_.mentions[before].kind = MentionKind::nominal;  // the place is part of it now
    for (auto k = m.tokens.first; k < m.tokens.last; ++k) mention_at_[k] = no_cluster;
    add_mention(m);
  }
}

std::uint32_t Discourse::draft_for(const std::string& key) {
  const auto [it, fresh] = by_key_.try_emplace(key, static_cast<std::uint32_t>(drafts_.size()));
  if (fresh) {
    drafts_.emplace_back();
    drafts_.back().core = key;
  }
  return it->second;
}

void Discourse::group_names() {
  for (std::uint32_t i = 0; i < document_.mentions.size(); ++i) {
    auto& m = document_.mentions[i];
    if (m.kind != MentionKind::name || m.type == EntityType::demonym) continue;
    auto text = text_of(m.tokens);
    if (m.type == EntityType::person) text = without_title(text, rules_);
    const auto place = rules_.place_of(ascii_lower(text));
    std::string key;
    if (!place.empty() && m.type != EntityType::person && m.type != EntityType::organization && (rules_.is_place(ascii_lower(text)) || m.type == EntityType::place)) {
      key = ascii_lower(place);
      m.type = EntityType::place;
    } else {
      key = core_name(text, rules_);
    }
    if (key.empty()) continue;
    const auto d = draft_for(key);
    m.cluster = d;
    auto& draft = drafts_[d];
    ++draft.names[text];
    draft.spans.push_back(m.span);
    draft.used = true;
    double vote = 0.3 + m.score;
    if (has_legal_form(text, rules_)) draft.votes[EntityType::organization] += 3;
    draft.votes[m.type] += vote;
  }
}

void Discourse::join(std::uint32_t into, std::uint32_t from) {
  if (into == from) return;
  auto& a = drafts_[into];
  auto& b = drafts_[from];
  for (const auto& [name, count] : b.names) a.names[name] += count;
  for (const auto& [type, vote] : b.votes) a.votes[type] += vote;
  a.spans.insert(a.spans.end(), b.spans.begin(), b.spans.end());
  a.more_cores.push_back(b.core);
  a.more_cores.insert(a.more_cores.end(), b.more_cores.begin(), b.more_cores.end());
  a.used = a.used || b.used;
  const std::string core = b.core;
  b = Draft{};
  for (auto& [key, index] : by_key_)
    if (index == from) index = into;
  for (auto& m : document_.mentions)
    if (m.kind != MentionKind::value && m.cluster == from) m.cluster = into;
}

// A surname after a full name, the first words of a company's full name. Ambiguous ones stay alone.
void Discourse::join_short_names() {
  const auto& tails = rules_.list("name_tail");
  for (std::uint32_t s = 0; s < drafts_.size(); ++s) {
    const std::string core = drafts_[s].core;
    if (core.empty() || drafts_[s].names.empty()) continue;
    std::uint32_t match = no_cluster;
    bool ambiguous = false;
    const auto propose = [&](std::uint32_t full) {
      if (match != no_cluster && match != full) ambiguous = true;
      match = full;
    };
    const auto top = [&](std::uint32_t d) {
      const auto& v = drafts_[d].votes;
      return v.empty() ? EntityType::none
                       : std::max_element(v.begin(), v.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
    };
    for (std::uint32_t f = 0; f < drafts_.size(); ++f) {
      if (f == s || drafts_[f].names.empty() || !wordy(drafts_[f].core)) continue;
      const auto& full = drafts_[f].core;
      if (!wordy(core) && top(f) == EntityType::person && top(s) != EntityType::place && core.size() > 1 && (last_word(full) == core || first_word(full) == core)) propose(f);
      if (organization_like(top(f)) && top(f) != EntityType::product && organization_like(top(s)) && full.starts_with(core + " ")) {
        const auto tail = full.substr(core.size() + 1);
        bool legal = std::any_of(drafts_[f].names.begin(), drafts_[f].names.end(), [&](const auto& n) { return has_legal_form(n.first, rules_); });
        bool known = true;
        for (const auto& w : split_words(tail)) known = known && tails.contains(w);
        if (known || (legal && !wordy(tail))) propose(f);
      }
    }
    if (match != no_cluster && !ambiguous) join(match, s);
  }
}

// "Artificial General Intelligence (AGI)", "…, or AGI,": the short form stands for the long one from here on.
void Discourse::join_acronyms() {
  const auto& tokens = document_.tokens;
  for (std::uint32_t t = 2; t < tokens.size(); ++t) {
    const auto form = document_.form(t);
    if (form.size() < 2 || form[0] < 'A' || form[0] > 'Z') continue;
    std::uint32_t last = no_token;  // the long form's last token
    if (document_.form(t - 1) == "(") last = t - 2;
    else if (document_.lower(t - 1) == "or" && document_.form(t - 2) == "," && t >= 3) last = t - 3;
    if (last == no_token || tokens[last].sentence != tokens[t].sentence) continue;
    for (std::uint32_t n = 2; n <= 7 && n <= last + 1; ++n) {
      const TokenRange range{last + 1 - n, last + 1};
      if (tokens[range.first].sentence != tokens[t].sentence) break;
      const auto words = text_of(range);
      if (!is_acronym_of(form, words)) continue;
      const std::string letters(form);
      const bool proper = std::all_of(words.begin(), words.end(), [](char) { return true; }) && words[0] >= 'A' && words[0] <= 'Z';
      const auto long_mention = mention_at_[last];
      std::uint32_t d;
      if (long_mention != no_cluster && document_.mentions[long_mention].kind == MentionKind::name && document_.mentions[long_mention].cluster != no_cluster &&
          document_.mentions[long_mention].tokens.first >= range.first) {
        d = document_.mentions[long_mention].cluster;
      } else {
        d = draft_for(concept_key(words));
        auto& draft = drafts_[d];
        ++draft.names[words];
        draft.votes[EntityType::concept_] += proper ? 1.0 : 3.0;
        draft.spans.push_back({tokens[range.first].begin, tokens[last].end});
        draft.used = true;
        if (mention_at_[range.first] == no_cluster) {
          Mention m;
          m.tokens = range;
          m.span = {tokens[range.first].begin, tokens[last].end};
          m.type = EntityType::concept_;
          m.kind = MentionKind::name;
          m.score = 0.8F;
          m.head = last;
          m.cluster = d;
          add_mention(m);
        }
      }
      if (const auto it = by_key_.find(core_name(letters, rules_)); it != by_key_.end()) {
        join(d, it->second);
      } else {
        ++drafts_[d].names[letters];
        drafts_[d].more_cores.push_back(core_name(letters, rules_));
        by_key_[core_name(letters, rules_)] = d;
        drafts_[d].spans.push_back({tokens[t].begin, tokens[t].end});
      }
      if (mention_at_[t] == no_cluster) {
        Mention m;
        m.tokens = {t, t + 1};
        m.span = {tokens[t].begin, tokens[t].end};
        m.type = EntityType::concept_;
        m.kind = MentionKind::name;
        m.score = 0.8F;
        m.head = t;
        m.cluster = d;
        add_mention(m);
      }
      // Later uses of the letters which no name model saw.
      for (std::uint32_t k = t + 1; k < tokens.size(); ++k)
        if (document_.form(k) == letters && mention_at_[k] == no_cluster) {
          Mention m;
          m.tokens = {k, k + 1};
          m.span = {tokens[k].begin, tokens[k].end};
          m.type = EntityType::concept_;
          m.kind = MentionKind::name;
          m.score = 0.7F;
          m.head = k;
          m.cluster = d;
          drafts_[d].spans.push_back(m.span);
          ++drafts_[d].names[letters];
          add_mention(m);
        }
      break;
    }
  }
}

// What stands beside a name tells what it is; then the votes decide for all mentions alike.
void Discourse::decide_types() {
  const auto& organization_noun = rules_.list("organization_noun");
  const auto& owned = rules_.list("owned_by_organization");
  const auto& product_noun = rules_.list("product_noun");
  const auto& person_title = rules_.list("person_title");
  for (const auto& m : document_.mentions) {
    if (m.kind != MentionKind::name || m.cluster == no_cluster) continue;
    auto& votes = drafts_[m.cluster].votes;
    const auto sentence = document_.tokens[m.tokens.first].sentence;
    const auto inside = [&](std::uint32_t t) { return t < document_.tokens.size() && document_.tokens[t].sentence == sentence; };
    const auto next = m.tokens.last;
    if (inside(next)) {
      if (product_noun.contains(document_.lemma(next)) || product_noun.contains(document_.lower(next))) votes[EntityType::product] += 1;
      const bool possessive = document_.lower(next) == "'s" || document_.lower(next) == "’s";
      for (std::uint32_t k = next + 1; possessive && k < next + 5 && inside(k); ++k)
        if (owned.contains(document_.lemma(k)) || owned.contains(document_.lower(k))) {
          votes[EntityType::organization] += 1.2;
          break;
        }
    }
    if (m.tokens.first > 0 && inside(m.tokens.first - 1)) {
      const auto before = m.tokens.first - 1;
      if (organization_noun.contains(document_.lemma(before)) && document_.tokens[before].form != Form::plural) votes[EntityType::organization] += 1.5;
      if (person_title.contains(document_.lower(before)) && document_.tokens[before].tag != Upos::verb) votes[EntityType::person] += 1.5;
    }
  }
  for (auto& d : drafts_) {
    if (d.votes.empty()) continue;
    // Ties go to the type that comes first: person, organisation, place …
    d.type = std::max_element(d.votes.begin(), d.votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
  }
  for (auto& m : document_.mentions)
    if (m.kind == MentionKind::name && m.cluster != no_cluster) m.type = drafts_[m.cluster].type;
}

// Lists of names: "A, B and C", "A as well as B", "from A to B".
void Discourse::find_lists() {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < document_.mentions.size(); ++i)
    if (document_.mentions[i].kind == MentionKind::name && document_.mentions[i].cluster != no_cluster) order.push_back(i);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return document_.mentions[a].span < document_.mentions[b].span; });
  list_of_.assign(document_.mentions.size(), no_cluster);
  std::vector<std::uint32_t> run;
  bool joined = false;
  const auto flush = [&] {
    if (run.size() > 1 && joined) {
      for (const auto m : run) list_of_[m] = static_cast<std::uint32_t>(lists_.size());
      lists_.push_back(run);
    }
    run.clear();
    joined = false;
  };
  for (const auto i : order) {
    const auto& m = document_.mentions[i];
    bool follows = false, conjunction = false;
    if (!run.empty()) {
      const auto& previous = document_.mentions[run.back()];
      const auto from = previous.tokens.last, to = m.tokens.first;
      follows = to > from && to - from <= 4 && document_.tokens[from].sentence == document_.tokens[to].sentence && previous.type == m.type;
      bool comma = false;
      for (auto t = from; follows && t < to; ++t) {
        const auto w = document_.lower(t);
        if (w == ",") comma = true;
        else if (w == "and" || w == "or" || w == "&" || w == "as" || w == "well") conjunction = true;
        else if (w == "to" && to == from + 1 && run.size() == 1 && previous.tokens.first > 0 && document_.lower(previous.tokens.first - 1) == "from") conjunction = true;
        else if (w != ";") follows = false;
      }
      if (follows && comma && !conjunction && m.type == EntityType::place) follows = false;
    }
    // After the conjunction a list is over, but for a comma ("A and B, C") that starts something else.
    if (!follows || (joined && !conjunction)) flush();
    run.push_back(i);
    joined = joined || (follows && conjunction);
  }
  flush();
}

}  // namespace skein::extract
