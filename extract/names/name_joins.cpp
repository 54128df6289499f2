#include "extract/names/name_joins.hpp"

#include <algorithm>

#include "extract/names/names.hpp"
#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

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

class NameJoins {
 public:
  explicit NameJoins(Drafts& drafts)
      : drafts_(drafts), document_(drafts.document), rules_(drafts.rules), mention_at_(drafts.mention_at) {}

  void join_fuller_names();
  void join_short_names(const Listed& known_place);
  void join_reversed_acronyms();
  void join_acronyms();
  void join_last_words_and_initials(const Listed& known_place);

 private:
  void add_concept(TokenRange range, std::uint32_t head, std::uint32_t draft);
  void add_letters(const std::string& letters, std::uint32_t from, std::uint32_t draft);
  [[nodiscard]] bool is_town(std::uint32_t draft, const Listed& known_place) const;
  [[nodiscard]] bool behind_place_preposition(std::uint32_t draft) const;
  [[nodiscard]] bool shortens_organization(std::uint32_t short_form, std::uint32_t full, bool town) const;
  [[nodiscard]] EntityType said(std::uint32_t draft) const;
  [[nodiscard]] bool introduced(std::uint32_t full, std::uint32_t short_form) const;
  [[nodiscard]] std::uint32_t introduced_alone(const std::vector<std::uint32_t>& full,
                                               std::uint32_t short_form) const;

  Drafts& drafts_;
  Document& document_;
  const RuleSet& rules_;
  std::vector<std::uint32_t>& mention_at_;
};

// Does the text give the full name first and the short one only after it? Headlines do not count.
bool NameJoins::introduced(std::uint32_t full, std::uint32_t short_form) const {
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

// Of several who share a short name, it means the one whom the text has introduced by then; no_cluster: there
// is none, or more than one.
std::uint32_t NameJoins::introduced_alone(const std::vector<std::uint32_t>& full,
                                          std::uint32_t short_form) const {
  if (full.size() == 1) return full.front();
  std::uint32_t match = no_cluster;
  for (const auto f : full) {
    if (!introduced(f, short_form)) continue;
    if (match != no_cluster && match != f) return no_cluster;
    match = f;
  }
  return match;
}

// "from Boston": does some mention that the model took for a place stand behind a preposition as places do?
bool NameJoins::behind_place_preposition(std::uint32_t draft) const {
  return std::any_of(document_.mentions.begin(), document_.mentions.end(), [&](const Mention& m) {
    if (m.kind != MentionKind::name || m.cluster != draft || m.type != EntityType::place ||
        m.tokens.first == 0 || document_.tokens[m.tokens.first].sentence_start)
      return false;
    const auto w = document_.lower(m.tokens.first - 1);
    return w == "in" || w == "from" || w == "to" || w == "near" || w == "around" || w == "outside" ||
           w == "across";
  });
}

// "New York" beside "New York University": the town and not the short form.
bool NameJoins::is_town(std::uint32_t draft, const Listed& known_place) const {
  return known_place && known_place(drafts_[draft].core) && behind_place_preposition(draft);
}

// May the one be the first words of the other, an organisation?
bool NameJoins::shortens_organization(std::uint32_t s, std::uint32_t f, bool town) const {
  const auto& core = drafts_[s].core;
  const auto& full = drafts_[f].core;
  if (!full.starts_with(core + " ") || rules_.is_place(core) || town || in_place_phrase(drafts_, s))
    return false;
  // "British" is no short form of "British Army".
  if (!rules_.place_of(core).empty()) return false;
  // "Kobe" beside "Kobe Airport", where a company's name would have "Foods" behind it.
  const auto rest = split_words(std::string_view(full).substr(core.size() + 1));
  const bool company =
      std::any_of(rest.begin(), rest.end(),
                  [&](const std::string& w) { return rules_.list("name_tail").contains(w); }) ||
      std::any_of(drafts_[f].names.begin(), drafts_[f].names.end(),
                  [&](const auto& n) { return has_legal_form(n.first, rules_); });
  return company || said(s) != EntityType::place;
}

// What the model took most mentions for.
EntityType NameJoins::said(std::uint32_t draft) const {
  const auto& votes = drafts_[draft].model_votes;
  if (votes.empty()) return EntityType::none;
  return std::max_element(votes.begin(), votes.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

// "John D. McLean" and "John McLean", "F. A. Wendt" and "Frederick August Wendt": the fuller form of a
// person's name in the same text. Not "Paul Desse" and "Paul Desse Jr.".
void NameJoins::join_fuller_names() {
  const auto fits = [](const std::string& a, const std::string& b) {
    if (a == b) return true;
    const auto bare = [](std::string w) {
      std::erase(w, '.');
      return w;
    };
    const auto x = bare(a), y = bare(b);
    return x == y || (x.size() == 1 && y.starts_with(x)) || (y.size() == 1 && x.starts_with(y));
  };
  const auto generation = [](const std::string& w) {
    return w == "jr" || w == "sr" || w.find_first_not_of("iv") == std::string::npos;
  };
  // Is every word of the shorter name, in order, a word of the fuller one or its initial? First and last must
  // agree.
  const auto fuller = [&](const std::vector<std::string>& full, const std::vector<std::string>& name) {
    if (full.size() < name.size() || name.size() < 2 || full.back() != name.back() ||
        generation(name.back()) || !fits(full.front(), name.front()))
      return false;
    std::size_t at = 0;
    for (const auto& w : name) {
      while (at < full.size() && !fits(full[at], w)) ++at;
      if (at++ >= full.size()) return false;
    }
    return true;
  };
  for (std::uint32_t s = 0; s < drafts_.size(); ++s) {
    if (drafts_[s].names.empty() || !drafts_[s].canonical.empty() ||
        drafts_[s].leading_type() != EntityType::person)
      continue;
    const auto name = split_words(drafts_[s].core);
    std::uint32_t match = no_cluster;
    int matches = 0;
    for (std::uint32_t f = 0; f < drafts_.size(); ++f) {
      if (f == s || drafts_[f].names.empty() || drafts_[f].leading_type() != EntityType::person) continue;
      const auto full = split_words(drafts_[f].core);
      if (full == name || !fuller(full, name) || (full.size() == name.size() && full > name)) continue;
      match = f;
      ++matches;
    }
    if (matches == 1) drafts_.join(match, s);
  }
}

// "San Remo Eagles … Eagles": a team goes by its last words, behind a town's name; and "OPIC" by the initials
// of the one name of the text that has them.
void NameJoins::join_last_words_and_initials(const Listed& known_place) {
  for (std::uint32_t s = 0; s < drafts_.size(); ++s) {
    if (drafts_[s].names.empty() || !drafts_[s].canonical.empty() || wordy(drafts_[s].core)) continue;
    const std::string core = drafts_[s].core;
    const bool letters = std::any_of(drafts_[s].names.begin(), drafts_[s].names.end(), [](const auto& n) {
      return n.first.size() >= 3 && is_initials(n.first);
    });
    const auto type = drafts_[s].leading_type();
    if (type == EntityType::place || (type == EntityType::person && !letters)) continue;
    std::uint32_t match = no_cluster;
    int matches = 0;
    for (std::uint32_t f = 0; f < drafts_.size(); ++f) {
      if (f == s || drafts_[f].names.empty() || !wordy(drafts_[f].core)) continue;
      const auto of = drafts_[f].leading_type();
      const auto& full = drafts_[f].core;
      bool same = false;
      if (letters)
        same = of != EntityType::person &&
               std::any_of(drafts_[s].names.begin(), drafts_[s].names.end(), [&](const auto& n) {
                 return n.first.size() >= 3 && is_acronym_of(n.first, full);
               });
      else if (of == EntityType::organization && full.ends_with(" " + core))
        // "Torvik Rovers" and "Rovers": of a plural there is one in a text.
        same = core.size() > 3 && !rules_.list("organization_noun").contains(core) &&
               !rules_.list("name_tail").contains(core) && !rules_.is_place(core) &&
               (core.ends_with("s") || type != EntityType::organization || !known_place ||
                known_place(full.substr(0, full.size() - core.size() - 1)) || introduced(f, s));
      if (!same) continue;
      match = f;
      ++matches;
    }
    if (matches == 1) drafts_.join(match, s);
  }
}

// A surname after a full name, the first words of a company's full name. Ambiguous ones stay alone.
void NameJoins::join_short_names(const Listed& known_place) {
  const auto& tails = rules_.list("name_tail");
  for (std::uint32_t s = 0; s < drafts_.size(); ++s) {
    const std::string core = drafts_[s].core;
    if (core.empty() || drafts_[s].names.empty() || !drafts_[s].canonical.empty()) continue;
    // Whom it may mean: people by their surname, organisations by their first words.
    std::vector<std::uint32_t> people, organizations;
    const bool town = is_town(s, known_place);
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
        people.push_back(f);
      }
      if ((organizational || top(f) == EntityType::organization) && top(f) != EntityType::place &&
          shortens_organization(s, f, town)) {
        const auto rest = split_words(std::string_view(full).substr(core.size() + 1));
        const bool known = std::all_of(rest.begin(), rest.end(), [&](const std::string& w) {
          return tails.contains(w) || rules_.list("organization_noun").contains(w);
        });
        const bool legal = std::any_of(drafts_[f].names.begin(), drafts_[f].names.end(),
                                       [&](const auto& n) { return has_legal_form(n.first, rules_); });
        if (known || ((legal || organizational || top(f) == EntityType::organization) && rest.size() <= 2 &&
                      introduced(f, s))) {
          organizations.push_back(f);
        }
      }
    }
    for (const auto f : people) drafts_[f].votes[EntityType::person] += top(f) == EntityType::person ? 0 : 2;
    for (const auto f : organizations) drafts_[f].votes[EntityType::organization] += 3;
    // "Ann Norvik", "Ole Norvik", "Norvik Foods … Norvik's revenue": what stands beside the short name tells
    // which kind.
    if (!people.empty() && !organizations.empty()) {
      const auto told = [&](EntityType type) {
        const auto all = drafts_[s].votes.find(type);
        const auto model = drafts_[s].model_votes.find(type);
        return (all == drafts_[s].votes.end() ? 0 : all->second) -
               (model == drafts_[s].model_votes.end() ? 0 : model->second);
      };
      const auto person = told(EntityType::person), organization = told(EntityType::organization);
      if (organization > person + 0.5)
        people.clear();
      else if (person > organization + 0.5)
        organizations.clear();
    }
    people.insert(people.end(), organizations.begin(), organizations.end());
    if (const auto match = introduced_alone(people, s); match != no_cluster) drafts_.join(match, s);
  }
}

// "Artificial General Intelligence (AGI)", "…, or AGI,": the short form stands for the long one from here on.
// Uses of the letters, from a token on, that no name model saw.
void NameJoins::add_letters(const std::string& letters, std::uint32_t from, std::uint32_t draft) {
  for (std::uint32_t t = from; t < document_.tokens.size(); ++t) {
    if (document_.form(t) != letters || mention_at_[t] != no_cluster) continue;
    Mention m;
    m.tokens = {t, t + 1};
    m.span = {document_.tokens[t].begin, document_.tokens[t].end};
    m.type = EntityType::concept_;
    m.score = 0.7F;
    m.head = t;
    m.cluster = draft;
    drafts_[draft].spans.push_back(m.span);
    ++drafts_[draft].names[letters];
    drafts_.add_mention(m);
  }
  const auto core = core_name(letters, rules_);
  if (!drafts_.by_key.contains(core)) {
    drafts_[draft].more_cores.push_back(core);
    drafts_.by_key[core] = draft;
  }
}

// "OPIC (Overseas Private Investment Corporation)": the letters stand before.
void NameJoins::join_reversed_acronyms() {
  const auto& tokens = document_.tokens;
  for (std::uint32_t t = 0; t + 3 < tokens.size(); ++t) {
    if (document_.form(t + 1) != "(") continue;
    const auto m = mention_at_[t];
    const bool named = m != no_cluster && document_.mentions[m].kind == MentionKind::name &&
                       document_.mentions[m].cluster != no_cluster &&
                       document_.mentions[m].tokens.size() == 1;
    if (!named && m != no_cluster) continue;
    auto close = t + 2;
    while (close < tokens.size() && close < t + 12 && document_.form(close) != ")") ++close;
    if (close >= tokens.size() || document_.form(close) != ")") continue;
    const auto words = mention_at_[close - 1];
    if (words == no_cluster || document_.mentions[words].kind != MentionKind::name ||
        document_.mentions[words].cluster == no_cluster || document_.mentions[words].tokens.last != close ||
        !is_acronym_of(document_.form(t), drafts_.text_of({t + 2, close})))
      continue;
    const auto cluster = document_.mentions[words].cluster;
    if (named)
      drafts_.join(cluster, document_.mentions[m].cluster);
    else
      add_letters(std::string(document_.form(t)), t, cluster);
  }
}

// A mention of an idea by its name, up to its head, where no mention begins yet.
void NameJoins::add_concept(TokenRange range, std::uint32_t head, std::uint32_t draft) {
  if (mention_at_[range.first] != no_cluster) return;
  Mention m;
  m.tokens = range;
  m.span = {document_.tokens[range.first].begin, document_.tokens[head].end};
  m.type = EntityType::concept_;
  m.kind = MentionKind::name;
  m.score = 0.8F;
  m.head = head;
  m.cluster = draft;
  drafts_.add_mention(m);
}

void NameJoins::join_acronyms() {
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
        add_concept(range, last, d);
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
      add_concept({t, t + 1}, t, d);
      add_letters(letters, t + 1, d);
      break;
    }
  }
}

}  // namespace

void join_names(Drafts& drafts, const Listed& known_place) {
  NameJoins joins(drafts);
  joins.join_fuller_names();
  joins.join_short_names(known_place);
  joins.join_reversed_acronyms();
  joins.join_acronyms();
  joins.join_last_words_and_initials(known_place);
}

}  // namespace skein::extract
