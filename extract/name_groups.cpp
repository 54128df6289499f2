#include "extract/name_groups.hpp"

#include <algorithm>

#include "extract/lines.hpp"
#include "extract/names.hpp"
#include "extract/state_abbreviations.hpp"

namespace skein::extract {

namespace {

bool wordy(std::string_view s) { return s.find(' ') != s.npos; }

// "Artificial General Intelligence" names an idea; "International Energy Agency" does not, nor does
// "Institute of Technology": the noun before the first preposition says what it is.
bool is_abstract(std::string_view words) {
  std::string last;
  for (const auto& word : split_words(words)) {
    auto w = ascii_lower(word);
    if (!last.empty() && (w == "of" || w == "for" || w == "on" || w == "in" || w == "to" || w == "against"))
      break;
    last = std::move(w);
  }
  for (const std::string_view organization :
       {"organization", "organisation",  "administration", "commission", "association", "foundation",
        "federation",   "corporation",   "institution",    "union",      "station",     "department",
        "government",   "parliament",    "settlement",     "university", "authority",   "community",
        "city",         "confederation", "convention",     "delegation", "mission",     "division",
        "alliance",     "conference"})
    if (last == organization) return false;
  for (const std::string_view suffix :
       {"ence", "ance", "tion", "sion", "ity", "ment", "ism", "ing", "ics", "logy", "ness", "product", "tax",
        "rate", "model", "models", "index", "disease", "syndrome"})
    if (last.ends_with(suffix)) return true;
  return false;
}

std::string last_word(const std::string& s) {
  return s.substr(s.rfind(' ') == s.npos ? 0 : s.rfind(' ') + 1);
}
std::string first_word(const std::string& s) { return s.substr(0, s.find(' ')); }

// "USA", "U.K."
bool is_initials(std::string_view text) {
  return text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ.") == std::string_view::npos;
}

class NameGroups {
 public:
  explicit NameGroups(Drafts& drafts)
      : drafts_(drafts), document_(drafts.document), rules_(drafts.rules), mention_at_(drafts.mention_at) {}

  void group_names();
  void add_repeated_names();
  void join_short_names(const KnownPlace& known_place);
  void join_acronyms();

 private:
  [[nodiscard]] bool behind_in(std::uint32_t token) const;
  [[nodiscard]] bool behind_town(const Mention& mention) const;
  [[nodiscard]] std::string titled_name(TokenRange range) const;
  [[nodiscard]] std::unordered_map<std::string, EntityType> short_names() const;
  [[nodiscard]] bool behind_place_preposition(std::uint32_t draft) const;
  [[nodiscard]] bool introduced(std::uint32_t full, std::uint32_t short_form) const;

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
    auto text = drafts_.text_of(m.tokens);
    if (m.type == EntityType::person) text = without_title(text, rules_);
    const auto place = rules_.place_of(ascii_lower(text));
    const auto state = behind_town(m) ? state_of_abbreviation(text) : std::string_view();
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
      key = core_name(text, rules_);
    }
    if (key.empty()) continue;
    const auto d = drafts_.for_key(key);
    m.cluster = d;
    auto& draft = drafts_[d];
    ++draft.names[text];
    if (!state.empty()) {
      draft.names.try_emplace(std::string(state), 0);
      draft.votes[EntityType::place] += 3;
    }
    if (m.type == EntityType::person)
      if (auto titled = titled_name(m.tokens); !titled.empty()) draft.names.try_emplace(std::move(titled), 0);
    if (m.type == EntityType::place && !place.empty()) draft.names.try_emplace(std::string(place), 0);
    draft.spans.push_back(m.span);
    draft.used = true;
    double vote = 0.3 + m.score;
    if (has_legal_form(text, rules_)) draft.votes[EntityType::organization] += 3;
    // "Corvid Energy", "Tyne Power": the last word says what it is.
    if (const auto last = last_word(key);
        wordy(key) && text[0] >= 'A' && text[0] <= 'Z' && m.type != EntityType::product &&
        !(m.type == EntityType::place && (rules_.is_place(key) || behind_in(m.tokens.first))) &&
        (rules_.list("name_tail").contains(last) || rules_.list("organization_noun").contains(last)))
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

// Does the text give the full name first and the short one only after it? Headlines do not count.
bool NameGroups::introduced(std::uint32_t full, std::uint32_t short_form) const {
  std::uint32_t first_full = ~0u, first_short = ~0u;
  for (const auto& m : document_.mentions) {
    if (m.kind != MentionKind::name || (m.cluster != full && m.cluster != short_form)) continue;
    const auto sentence = document_.tokens[m.tokens.first].sentence;
    if (document_.sentences[sentence].headline || sentence == 0) continue;
    auto& first = m.cluster == full ? first_full : first_short;
    first = std::min(first, m.span.begin);
  }
  if (first_full == ~0u)  // the full name stands in the first sentence alone
    return !drafts_[full].spans.empty();
  return first_full < first_short;
}

// "from Boston": does some mention that the model took for a place stand behind a preposition as places do?
bool NameGroups::behind_place_preposition(std::uint32_t draft) const {
  return std::any_of(document_.mentions.begin(), document_.mentions.end(), [&](const Mention& m) {
    if (m.kind != MentionKind::name || m.cluster != draft || m.type != EntityType::place ||
        m.tokens.first == 0 || document_.tokens[m.tokens.first].sentence_start)
      return false;
    const auto w = document_.lower(m.tokens.first - 1);
    return w == "in" || w == "from" || w == "to" || w == "near" || w == "around" || w == "outside" ||
           w == "across";
  });
}

// A surname after a full name, the first words of a company's full name. Ambiguous ones stay alone.
void NameGroups::join_short_names(const KnownPlace& known_place) {
  const auto& tails = rules_.list("name_tail");
  for (std::uint32_t s = 0; s < drafts_.size(); ++s) {
    const std::string core = drafts_[s].core;
    if (core.empty() || drafts_[s].names.empty()) continue;
    std::uint32_t match = no_cluster;
    bool ambiguous = false;
    // Of two who share the name, it means the one whom the text has introduced by then.
    const auto propose = [&](std::uint32_t full) {
      if (match == full) return;
      if (match != no_cluster) {
        const bool earlier = introduced(match, s), later = introduced(full, s);
        ambiguous = ambiguous || earlier == later;
        if (earlier) return;
      }
      match = full;
    };
    // "New York" beside "New York University": the town and not the short form.
    const bool town = known_place && known_place(core) && behind_place_preposition(s);
    const auto top = [&](std::uint32_t d) { return drafts_[d].leading_type(); };
    for (std::uint32_t f = 0; f < drafts_.size(); ++f) {
      if (f == s || drafts_[f].names.empty() || !wordy(drafts_[f].core)) continue;
      const auto& full = drafts_[f].core;
      const auto of_full = split_words(full);
      const bool organizational =
          std::any_of(of_full.begin(), of_full.end(),
                      [&](const std::string& w) {
                        return tails.contains(w) || rules_.list("organization_noun").contains(w);
                      }) ||
          std::any_of(drafts_[f].names.begin(), drafts_[f].names.end(),
                      [&](const auto& n) { return has_legal_form(n.first, rules_); });
      const bool personal =
          top(f) == EntityType::person || (top(s) == EntityType::person && top(f) != EntityType::place &&
                                           of_full.size() <= 3 && !organizational && last_word(full) == core);
      const bool other_thing =
          (top(s) == EntityType::place && (rules_.is_place(core) || in_place_phrase(drafts_, s))) ||
          (top(s) == EntityType::organization && drafts_[s].votes.at(EntityType::organization) > 2);
      if ((!wordy(core) || full.ends_with(" " + core)) && personal && !organizational && !other_thing &&
          core.size() > 1 &&
          (last_word(full) == core || first_word(full) == core || full.ends_with(" " + core))) {
        propose(f);
        drafts_[f].votes[EntityType::person] += top(f) == EntityType::person ? 0 : 2;
      }
      if ((organizational || top(f) == EntityType::organization) && top(f) != EntityType::place &&
          full.starts_with(core + " ") && !rules_.is_place(core) && !town && !in_place_phrase(drafts_, s)) {
        const auto rest = split_words(std::string_view(full).substr(core.size() + 1));
        const bool known = std::all_of(rest.begin(), rest.end(), [&](const std::string& w) {
          return tails.contains(w) || rules_.list("organization_noun").contains(w);
        });
        const bool legal = std::any_of(drafts_[f].names.begin(), drafts_[f].names.end(),
                                       [&](const auto& n) { return has_legal_form(n.first, rules_); });
        if (known || ((legal || organizational || top(f) == EntityType::organization) && rest.size() <= 2 &&
                      introduced(f, s))) {
          propose(f);
          drafts_[f].votes[EntityType::organization] += 3;
        }
      }
    }
    if (match != no_cluster && !ambiguous) drafts_.join(match, s);
  }
}

// "Artificial General Intelligence (AGI)", "…, or AGI,": the short form stands for the long one from here on.
void NameGroups::join_acronyms() {
  const auto& tokens = document_.tokens;
  for (std::uint32_t t = 2; t < tokens.size(); ++t) {
    const auto form = document_.form(t);
    if (form.size() < 2 || form[0] < 'A' || form[0] > 'Z') continue;
    std::uint32_t last = no_token;  // the long form's last token
    if (document_.form(t - 1) == "(")
      last = t - 2;
    else if (document_.lower(t - 1) == "or" && document_.form(t - 2) == "," && t >= 3)
      last = t - 3;
    if (last == no_token || tokens[last].sentence != tokens[t].sentence) continue;
    for (std::uint32_t n = 2; n <= 7 && n <= last + 1; ++n) {
      const TokenRange range{last + 1 - n, last + 1};
      if (tokens[range.first].sentence != tokens[t].sentence) break;
      const auto words = drafts_.text_of(range);
      if (!is_acronym_of(form, words)) continue;
      const std::string letters(form);
      const bool proper = words[0] >= 'A' && words[0] <= 'Z';
      const auto long_mention = mention_at_[last];
      std::uint32_t d;
      if (long_mention != no_cluster && document_.mentions[long_mention].kind == MentionKind::name &&
          document_.mentions[long_mention].cluster != no_cluster &&
          document_.mentions[long_mention].tokens.first >= range.first) {
        d = document_.mentions[long_mention].cluster;
      } else {
        d = drafts_.for_key(concept_key(words));
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
          drafts_.add_mention(m);
        }
      }
      if (is_abstract(words)) drafts_[d].votes[EntityType::concept_] += 6;
      if (const auto it = drafts_.by_key.find(core_name(letters, rules_)); it != drafts_.by_key.end()) {
        drafts_.join(d, it->second);
      } else {
        ++drafts_[d].names[letters];
        drafts_[d].more_cores.push_back(core_name(letters, rules_));
        drafts_.by_key[core_name(letters, rules_)] = d;
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
        drafts_.add_mention(m);
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
          drafts_.add_mention(m);
        }
      break;
    }
  }
}

}  // namespace

void group_names(Drafts& drafts) {
  NameGroups groups(drafts);
  groups.group_names();
  groups.add_repeated_names();
}

void join_names(Drafts& drafts, const KnownPlace& known_place) {
  NameGroups groups(drafts);
  groups.join_short_names(known_place);
  groups.join_acronyms();
}

}  // namespace skein::extract
