// Discourse, first part: names. See coreference.cpp for pronouns and phrases.cpp for phrases.
#include "extract/discourse.hpp"

#include <algorithm>
#include <cctype>
#include <tuple>

#include "extract/calendar.hpp"
#include "extract/lines.hpp"
#include "extract/names.hpp"
#include "extract/value_scanner.hpp"

namespace skein::extract {

namespace {

bool wordy(std::string_view s) { return s.find(' ') != s.npos; }

// "Artificial General Intelligence" names an idea; "International Energy Agency" does not.
bool is_abstract(std::string_view words) {
  const auto last = ascii_lower(words.substr(words.rfind(' ') + 1));
  for (const std::string_view organization :
       {"organization", "organisation", "administration", "commission", "association", "foundation",
        "federation", "corporation", "institution", "union", "station", "department", "government",
        "parliament", "settlement", "university", "authority", "community", "city"})
    if (last == organization) return false;
  for (const std::string_view suffix :
       {"ence", "ance", "tion", "sion", "ity", "ment", "ism", "ing", "ics", "logy", "ness", "product", "tax",
        "rate", "model", "models", "index", "disease", "syndrome"})
    if (last.ends_with(suffix)) return true;
  return false;
}

bool is_magnitude(std::string_view word) {
  return word == "million" || word == "billion" || word == "trillion" || word == "thousand" ||
         word == "crore" || word == "lakh";
}

std::string last_word(const std::string& s) {
  return s.substr(s.rfind(' ') == s.npos ? 0 : s.rfind(' ') + 1);
}
std::string first_word(const std::string& s) { return s.substr(0, s.find(' ')); }

}  // namespace

Discourse::Discourse(Document& document, const Syntax& syntax, const RuleSet& rules, KnownPlace known_place)
    : document_(document),
      syntax_(syntax),
      rules_(rules),
      known_place_(std::move(known_place)),
      mention_at_(document.tokens.size(), no_cluster) {
  adjust_names();
  add_unseen_names();
  add_coordinated_names();
  add_governments();
  group_names();
  add_repeated_names();
  add_type_evidence();
  add_list_evidence();
  doubt_places();
  join_short_names();
  join_acronyms();
  decide_types();
  find_lists();
  collect_descriptions();
  add_nominals_and_pronouns();
}

std::string Discourse::text_of(TokenRange range) const {
  return fold_spaces(
      document_.slice({document_.tokens[range.first].begin, document_.tokens[range.last - 1].end}));
}

// "Norsk-Atlantic": a hyphen without spaces and another capital belong to the name.
bool Discourse::extend_over_hyphens(TokenRange& range) const {
  const auto& tokens = document_.tokens;
  const auto hyphen = [&](std::uint32_t t) {
    return document_.form(t) == "-" && !tokens[t].space_before &&
           tokens[t].sentence == tokens[range.first].sentence;
  };
  const auto capital = [&](std::uint32_t t) {
    const char c = document_.form(t)[0];
    return c >= 'A' && c <= 'Z' && tokens[t].sentence == tokens[range.first].sentence;
  };
  const auto before = range;
  while (range.last + 1 < tokens.size() && hyphen(range.last) && !tokens[range.last + 1].space_before &&
         capital(range.last + 1))
    range.last += 2;
  while (range.first >= 2 && hyphen(range.first - 1) && !tokens[range.first].space_before &&
         capital(range.first - 2))
    range.first -= 2;
  return range != before;
}

// What a name model takes for a name now and then: figures, pronouns, descriptions ("The company").
bool Discourse::no_name(const Mention& m) const {
  const auto text = document_.slice(m.span);
  if (std::none_of(text.begin(), text.end(), [](char c) {
        return std::isalpha(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0xC3;
      }))
    return true;
  if (const auto figure = scan_figure(document_.text, m.span.begin, {});
      figure && figure->end >= m.span.end && figure->figure.type != EntityType::rank)
    return true;
  auto first = m.tokens.first;
  while (first + 1 < m.tokens.last && document_.tokens[first].tag == Upos::det) ++first;
  if (m.tokens.last - first != 1) return false;
  const auto tag = document_.tokens[first].tag;
  if (tag == Upos::pron || tag == Upos::det || tag == Upos::adp || tag == Upos::cconj || tag == Upos::sconj ||
      tag == Upos::aux || tag == Upos::num)
    return true;
  const auto lemma = document_.lemma(first);
  if (first > m.tokens.first && tag == Upos::noun) return true;  // "The Board"
  const bool described = rules_.list("organization_noun").contains(lemma) ||
                         rules_.list("person_noun").contains(lemma) ||
                         rules_.list("place_noun").contains(lemma);
  const auto lower = document_.lower(first);
  return (described && (first > m.tokens.first || document_.form(first) == lower)) || lower == "its" ||
         lower == "their" || lower == "his" || lower == "our" || lower == "we" || lower == "they";
}

// Name spans as the text side wants them: without titles before and possessives behind, and not empty.
void Discourse::adjust_names() {
  auto& mentions = document_.mentions;
  std::vector<std::pair<TokenRange, EntityType>> split;  // what was cut off from names
  for (auto& m : mentions) {
    if (m.kind != MentionKind::name) continue;
    const auto& titles = rules_.list("person_title");
    while (m.tokens.size() > 1 && m.type == EntityType::person &&
           titles.contains(document_.lower(m.tokens.first)))
      ++m.tokens.first;
    while (m.tokens.size() > 1 && document_.tokens[m.tokens.last - 1].tag == Upos::punct &&
           document_.form(m.tokens.last - 1) != ")")
      --m.tokens.last;
    // "In February Norvik said": the month is not part of the name.
    while (m.tokens.size() > 1 &&
           (month_number(document_.form(m.tokens.first)) != 0 ||
            weekday_number(document_.form(m.tokens.first)) >= 0) &&
           m.type != EntityType::event)
      ++m.tokens.first;
    // "Rival Norvik said": what it is to others is not part of the name.
    if (m.tokens.size() > 1 && document_.tokens[m.tokens.first].sentence_start &&
        rules_.list("description_noun").contains(document_.lower(m.tokens.first)) &&
        document_.form(m.tokens.first + 1) != document_.lower(m.tokens.first + 1))
      ++m.tokens.first;
    // "fined Norvik 500 million rupees", "fined Norvik A$5 million": the figure and its currency belong to
    // the sum.
    while (m.tokens.size() > 1 && m.tokens.last < document_.tokens.size() &&
           document_.tokens[m.tokens.last - 1].tag == Upos::num &&
           is_magnitude(document_.lower(m.tokens.last)))
      --m.tokens.last;
    while (m.tokens.size() > 1 && document_.form(m.tokens.last - 1).back() == '$') --m.tokens.last;
    // "Norvik Foods CEO Ann Lee": a company, an office and a person.
    if (m.type == EntityType::person)
      for (auto t = m.tokens.first + 1; t + 1 < m.tokens.last; ++t)
        if (rules_.list("office_word").contains(document_.lower(t))) {
          split.push_back({{m.tokens.first, t}, EntityType::organization});
          m.tokens.first = t + 1;
          m.head = no_token;
        }
    if (extend_over_hyphens(m.tokens)) m.head = no_token;
    // "Taiwan's Yunji": a place and what is there.
    for (auto t = m.tokens.first + 1; t + 1 < m.tokens.last; ++t)
      if ((document_.lower(t) == "'s" || document_.lower(t) == "’s") && t - m.tokens.first <= 2 &&
          place_word(t - 1)) {
        split.push_back({{m.tokens.first, t}, EntityType::place});
        m.tokens.first = t + 1;
        m.head = no_token;
      }
    // "Norvik Corp. AI": a company's name ends with its legal form.
    for (auto t = m.tokens.first + 1; t + 1 < m.tokens.last; ++t) {
      auto w = std::string(document_.lower(t));
      const bool stopped = w.ends_with('.');
      if (stopped) w.pop_back();
      const bool more = document_.form(t + 1) == "," || document_.form(t + 1) == "&" ||
                        rules_.list("legal_form").contains(document_.lower(t + 1));
      if (stopped && !more && rules_.list("legal_form").contains(w)) {
        m.tokens.last = t + 1;
        m.type = EntityType::organization;
        m.head = no_token;
      }
    }
    while (m.tokens.size() > 1 &&
           (document_.lower(m.tokens.last - 1) == "'s" || document_.lower(m.tokens.last - 1) == "’s"))
      --m.tokens.last;
    m.span = {document_.tokens[m.tokens.first].begin, document_.tokens[m.tokens.last - 1].end};
    if (m.head == no_token || m.head < m.tokens.first || m.head >= m.tokens.last) m.head = m.tokens.last - 1;
  }
  for (const auto& [range, type] : split) {
    Mention part;
    part.tokens = range;
    part.span = {document_.tokens[range.first].begin, document_.tokens[range.last - 1].end};
    part.type = type;
    part.score = 0.8F;
    part.head = range.last - 1;
    mentions.push_back(part);
  }
  std::erase_if(mentions, [&](const Mention& m) { return m.kind == MentionKind::name && no_name(m); });
  std::sort(mentions.begin(), mentions.end(), [](const Mention& a, const Mention& b) {
    return std::tuple(a.span.begin, b.span.end) < std::tuple(b.span.begin, a.span.end);
  });
  // "Larkin" and "Bank" side by side are one name that was cut in two.
  for (std::size_t i = 0; i + 1 < mentions.size(); ++i) {
    auto& a = mentions[i];
    const auto& b = mentions[i + 1];
    if (a.kind != MentionKind::name || b.kind != MentionKind::name || a.tokens.last != b.tokens.first ||
        b.tokens.size() != 1)
      continue;
    const auto w = document_.lower(b.tokens.first);
    const char initial = document_.form(b.tokens.first)[0];
    if (initial < 'A' || initial > 'Z' ||
        document_.tokens[b.tokens.first].sentence != document_.tokens[a.tokens.first].sentence)
      continue;
    if (!rules_.list("organization_noun").contains(w) && !rules_.list("name_tail").contains(w) &&
        !rules_.list("legal_form").contains(w))
      continue;
    a.tokens.last = b.tokens.last;
    a.span.end = b.span.end;
    a.head = a.tokens.last - 1;
    a.type = EntityType::organization;
  }
  // What an extended name now covers is no name of its own.
  std::uint32_t covered = 0;
  std::erase_if(mentions, [&](const Mention& m) {
    if (m.kind != MentionKind::name) return false;
    if (m.span.begin < covered) return true;
    covered = m.span.end;
    return false;
  });
  for (std::uint32_t i = 0; i < mentions.size(); ++i)
    for (auto t = mentions[i].tokens.first; t < mentions[i].tokens.last; ++t) mention_at_[t] = i;
}

void Discourse::add_mention(const Mention& mention) {
  const auto index = static_cast<std::uint32_t>(document_.mentions.size());
  document_.mentions.push_back(mention);
  list_of_.resize(document_.mentions.size(), no_cluster);
  for (auto t = mention.tokens.first; t < mention.tokens.last; ++t)
    if (mention_at_[t] == no_cluster || document_.mentions[mention_at_[t]].kind != MentionKind::name)
      mention_at_[t] = index;
}

// A word that stands for a place by itself: "Chinese", "US", and not "us" or "polish".
bool Discourse::place_word(std::uint32_t token) const {
  const auto form = document_.form(token);
  if (form.empty() || form[0] < 'A' || form[0] > 'Z') return false;
  if (document_.lower(token) == "us" && form != "US") return false;
  return !rules_.place_of(document_.lower(token)).empty();
}

void Discourse::add_name(TokenRange tokens, EntityType type, float score) {
  Mention m;
  m.tokens = tokens;
  m.span = {document_.tokens[tokens.first].begin, document_.tokens[tokens.last - 1].end};
  m.type = type;
  m.score = score;
  m.head = tokens.last - 1;
  add_mention(m);
}

namespace {

// A small letter, a capital, then small letters: "zPad".
bool brand_word(std::string_view form) {
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  return form.size() >= 4 && small(form[0]) && form[1] >= 'A' && form[1] <= 'Z' &&
         std::all_of(form.begin() + 2, form.end(), small);
}

}  // namespace

// Names that no model saw, where the words beside them leave no doubt: "the watchdog Finwatch"; and demonyms.
void Discourse::add_unseen_names() {
  const auto& tokens = document_.tokens;
  const auto capital = [&](std::uint32_t t) {
    const auto form = document_.form(t);
    return form.size() > 1 && form[0] >= 'A' && form[0] <= 'Z' && mention_at_[t] == no_cluster;
  };
  for (std::uint32_t t = 0; t < tokens.size(); ++t) {
    if (mention_at_[t] != no_cluster) continue;
    if (place_word(t) &&
        (tokens[t].tag == Upos::adj || tokens[t].tag == Upos::propn || tokens[t].tag == Upos::noun)) {
      add_name({t, t + 1}, rules_.is_place(document_.lower(t)) ? EntityType::place : EntityType::demonym,
               0.8F);
      continue;
    }
    // "a Norvik model": what stands before such a noun is the product's own name.
    if (t > 0 && !tokens[t].sentence_start && t + 1 < tokens.size() && capital(t) &&
        tokens[t].tag == Upos::propn && !document_.sentences[tokens[t].sentence].headline &&
        document_.form(t) != document_.lower(t) &&
        document_.form(t).find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string_view::npos &&
        (mention_at_[t - 1] == no_cluster ||
         document_.mentions[mention_at_[t - 1]].kind != MentionKind::name) &&
        tokens[t - 1].tag != Upos::propn && rules_.list("model_noun").contains(document_.lemma(t + 1))) {
      add_name({t, t + 1}, EntityType::product, 0.6F);
      continue;
    }
    // "zPad", "iNote": nothing but a name is written so, and it is a thing's more often than a maker's.
    if (brand_word(document_.form(t)) && (tokens[t].tag == Upos::noun || tokens[t].tag == Upos::propn)) {
      add_name({t, t + 1}, EntityType::product, 0.6F);
      continue;
    }
    // "Chief Executive Liv Tangen", "analyst Jarle Moen": two capitalised words behind what only people are.
    if (t > 0 && !tokens[t].sentence_start && capital(t) && tokens[t].tag == Upos::propn &&
        t + 1 < tokens.size() && tokens[t + 1].sentence == tokens[t].sentence && capital(t + 1) &&
        tokens[t + 1].tag == Upos::propn && !document_.sentences[tokens[t].sentence].headline &&
        !rules_.list("person_title").contains(document_.lower(t)) &&
        !rules_.list("organization_noun").contains(document_.lower(t + 1)) &&
        (rules_.list("person_title").contains(document_.lower(t - 1)) ||
         rules_.list("job_noun").contains(document_.lower(t - 1)))) {
      auto last = t + 2;
      while (last < tokens.size() && last < t + 4 && tokens[last].sentence == tokens[t].sentence &&
             capital(last) && tokens[last].tag == Upos::propn)
        ++last;
      add_name({t, last}, EntityType::person, 0.7F);
      continue;
    }
    // "the watchdog Finwatch", "Oslo-based Norvik"
    const auto introduces = [&](std::uint32_t before) {
      return rules_.list("organization_noun").contains(document_.lemma(before)) ||
             (document_.lower(before) == "based" && before > 0 && document_.form(before - 1) == "-");
    };
    if (t == 0 || tokens[t].sentence_start || !capital(t) || !introduces(t - 1) ||
        document_.sentences[tokens[t].sentence].headline)
      continue;
    if (rules_.list("person_title").contains(document_.lower(t))) continue;
    auto last = t + 1;
    while (last < tokens.size() && tokens[last].sentence == tokens[t].sentence && capital(last)) ++last;
    TokenRange range{t, last};
    extend_over_hyphens(range);
    last = range.last;
    add_name({t, last}, EntityType::organization, 0.6F);
  }
}

// "Norvik, Larkin and Sund": the last of a list whose others are names is one, too.
void Discourse::add_coordinated_names() {
  const auto& tokens = document_.tokens;
  for (std::uint32_t t = 3; t < tokens.size(); ++t) {
    const auto form = document_.form(t);
    if (mention_at_[t] != no_cluster || tokens[t].tag != Upos::propn || form.size() < 3 || form[0] < 'A' ||
        form[0] > 'Z')
      continue;
    if (document_.lower(t - 1) != "and" || document_.form(t - 2) != "," || mention_at_[t - 3] == no_cluster)
      continue;
    const auto before = document_.mentions[mention_at_[t - 3]];
    if (before.kind != MentionKind::name || tokens[t - 3].sentence != tokens[t].sentence) continue;
    if (before.type != EntityType::organization && before.type != EntityType::person &&
        before.type != EntityType::product && before.type != EntityType::place)
      continue;
    auto last = t + 1;
    while (last < tokens.size() && tokens[last].sentence == tokens[t].sentence &&
           tokens[last].tag == Upos::propn && mention_at_[last] == no_cluster)
      ++last;
    add_name({t, last}, before.type, 0.5F);
  }
}

// "the Chinese government", "U.S. regulators": an organisation that is named by a place and what governs it.
void Discourse::add_governments() {
  const auto& nouns = rules_.list("government_noun");
  for (std::uint32_t t = 1; t < document_.tokens.size(); ++t) {
    if (mention_at_[t] != no_cluster || document_.tokens[t].sentence != document_.tokens[t - 1].sentence)
      continue;
    if (!nouns.contains(document_.lower(t)) || !place_word(t - 1)) continue;
    const auto before = mention_at_[t - 1];
    if (before != no_cluster && document_.mentions[before].tokens.size() > 1) continue;
    Mention m;
    m.tokens = {t - 1, t + 1};
    m.span = {document_.tokens[t - 1].begin, document_.tokens[t].end};
    m.type = EntityType::organization;
    m.kind = MentionKind::name;
    m.score = 0.9F;
    m.head = t;
    if (before != no_cluster)
      document_.mentions[before].kind = MentionKind::nominal;  // the place is part of it now
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

// "in Helvia": where only a place stands.
bool Discourse::behind_in(std::uint32_t token) const {
  return token > 0 && document_.lower(token - 1) == "in" &&
         document_.tokens[token - 1].sentence == document_.tokens[token].sentence;
}

void Discourse::group_names() {
  for (std::uint32_t i = 0; i < document_.mentions.size(); ++i) {
    auto& m = document_.mentions[i];
    if (m.kind != MentionKind::name || m.type == EntityType::demonym) continue;
    auto text = text_of(m.tokens);
    if (m.type == EntityType::person) text = without_title(text, rules_);
    const auto place = rules_.place_of(ascii_lower(text));
    std::string key;
    if (!place.empty() && m.type != EntityType::person && m.type != EntityType::organization &&
        (rules_.is_place(ascii_lower(text)) || m.type == EntityType::place)) {
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
std::string Discourse::titled_name(TokenRange range) const {
  const auto& tokens = document_.tokens;
  const auto before = [&](std::uint32_t t) {
    return t > 0 && tokens[t - 1].sentence == tokens[t].sentence && document_.form(t - 1)[0] >= 'A' &&
           document_.form(t - 1)[0] <= 'Z';
  };
  auto first = range.first;
  while (before(first) && rules_.list("honorific").contains(document_.lower(first - 1))) --first;
  if (first == range.first) return {};
  if (before(first) && place_word(first - 1)) --first;
  return text_of({first, range.last});
}

// The first word of a company's name and the last of a person's, by themselves: "Cobalt wants …".
std::unordered_map<std::string, EntityType> Discourse::short_names() const {
  std::unordered_map<std::string, EntityType> out;
  for (const auto& draft : drafts_) {
    if (!wordy(draft.core) || draft.votes.empty()) continue;
    const auto type =
        std::max_element(draft.votes.begin(), draft.votes.end(), [](const auto& a, const auto& b) {
          return a.second < b.second;
        })->first;
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
void Discourse::add_repeated_names() {
  const auto& tokens = document_.tokens;
  const auto shorts = short_names();
  for (std::uint32_t t = 0; t < tokens.size(); ++t) {
    const auto form = document_.form(t);
    if (mention_at_[t] != no_cluster || form.size() < 3 || form[0] < 'A' || form[0] > 'Z') continue;
    const std::string key(document_.lower(t));
    auto it = by_key_.find(key);
    if (it == by_key_.end()) {
      const auto short_form = shorts.find(key);
      if (short_form == shorts.end() || tokens[t].tag != Upos::propn) continue;
      const auto fresh = draft_for(key);
      drafts_[fresh].names[std::string(form)];
      drafts_[fresh].votes[short_form->second] += 0.8;
      drafts_[fresh].used = true;
      it = by_key_.find(key);
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
    add_mention(m);
  }
}

void Discourse::join(std::uint32_t into, std::uint32_t from) {
  if (into == from) return;
  auto& a = drafts_[into];
  auto& b = drafts_[from];
  for (const auto& [name, count] : b.names) a.names[name] += count;
  for (const auto& [type, vote] : b.votes) a.votes[type] += vote;
  for (const auto& [type, vote] : b.model_votes) a.model_votes[type] += vote;
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

// Does the text give the full name first and the short one only after it? Headlines do not count.
bool Discourse::introduced(std::uint32_t full, std::uint32_t short_form) const {
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

// A surname after a full name, the first words of a company's full name. Ambiguous ones stay alone.
void Discourse::join_short_names() {
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
    const auto top = [&](std::uint32_t d) {
      const auto& v = drafts_[d].votes;
      return v.empty() ? EntityType::none
                       : std::max_element(v.begin(), v.end(), [](const auto& a, const auto& b) {
                           return a.second < b.second;
                         })->first;
    };
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
          (top(s) == EntityType::place && (rules_.is_place(core) || in_place_phrase(s))) ||
          (top(s) == EntityType::organization && drafts_[s].votes.at(EntityType::organization) > 2);
      if ((!wordy(core) || full.ends_with(" " + core)) && personal && !organizational && !other_thing &&
          core.size() > 1 &&
          (last_word(full) == core || first_word(full) == core || full.ends_with(" " + core))) {
        propose(f);
        drafts_[f].votes[EntityType::person] += top(f) == EntityType::person ? 0 : 2;
      }
      if ((organizational || top(f) == EntityType::organization) && top(f) != EntityType::place &&
          full.starts_with(core + " ") && !rules_.is_place(core) && !in_place_phrase(s)) {
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
    if (document_.form(t - 1) == "(")
      last = t - 2;
    else if (document_.lower(t - 1) == "or" && document_.form(t - 2) == "," && t >= 3)
      last = t - 3;
    if (last == no_token || tokens[last].sentence != tokens[t].sentence) continue;
    for (std::uint32_t n = 2; n <= 7 && n <= last + 1; ++n) {
      const TokenRange range{last + 1 - n, last + 1};
      if (tokens[range.first].sentence != tokens[t].sentence) break;
      const auto words = text_of(range);
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
      if (is_abstract(words)) drafts_[d].votes[EntityType::concept_] += 6;
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

// Does some mention stand where only a place stands: "in Helvia"?
bool Discourse::in_place_phrase(std::uint32_t draft) const {
  for (const auto& m : document_.mentions)
    if (m.kind == MentionKind::name && m.cluster == draft && m.type == EntityType::place &&
        m.tokens.first > 0) {
      const auto before = document_.lower(m.tokens.first - 1);
      // "in Helvia", and not "invested in Norvik", "a stake in Norvik".
      const auto governor = m.tokens.first > 1 ? document_.lemma(m.tokens.first - 2) : std::string_view();
      if (before == "near" || (before == "in" && !rules_.list("share_noun").contains(governor) &&
                               !rules_.list("in_verb").contains(governor)))
        return true;
      // "Skarnes, Norway"
      const auto next = m.tokens.last;
      if (next + 1 < document_.tokens.size() && document_.form(next) == "," && place_word(next + 1) &&
          rules_.is_place(document_.lower(next + 1)))
        return true;
    }
  return false;
}

// What a model alone takes for a place, while no list has it and it stands nowhere as a place does, is an
// organisation: news names companies without a word of explanation far more often than villages.
void Discourse::doubt_places() {
  if (!known_place_) return;
  for (auto& d : drafts_) {
    const auto place = d.votes.find(EntityType::place);
    if (place == d.votes.end() || !guessed(d, EntityType::place) || known_place_(d.core)) continue;
    const auto said = d.model_votes.find(EntityType::place);
    d.votes[EntityType::organization] += place->second;
    d.votes.erase(EntityType::place);
    if (said == d.model_votes.end()) continue;
    d.model_votes[EntityType::organization] += said->second;
    d.model_votes.erase(EntityType::place);
  }
}

bool Discourse::told(std::uint32_t draft) const {
  const auto& d = drafts_[draft];
  if (d.type == EntityType::place && in_place_phrase(draft)) return true;
  const auto all = d.votes.find(d.type), model = d.model_votes.find(d.type);
  return all != d.votes.end() && all->second - (model == d.model_votes.end() ? 0 : model->second) >= 1;
}

// What stands beside a name tells what it is.
void Discourse::add_type_evidence() {
  const auto& organization_noun = rules_.list("organization_noun");
  const auto& owned = rules_.list("owned_by_organization");
  const auto& product_noun = rules_.list("product_noun");
  const auto& person_title = rules_.list("person_title");
  const auto& job = rules_.list("job_noun");
  const auto& person_noun = rules_.list("person_noun");
  for (const auto& m : document_.mentions) {
    if (m.kind != MentionKind::name || m.cluster == no_cluster) continue;
    auto& votes = drafts_[m.cluster].votes;
    const auto sentence = document_.tokens[m.tokens.first].sentence;
    const auto inside = [&](std::uint32_t t) {
      return t < document_.tokens.size() && document_.tokens[t].sentence == sentence;
    };
    const auto known = [&](const WordSet& set, std::uint32_t t) {
      return set.contains(document_.lemma(t)) || set.contains(document_.lower(t));
    };
    const auto next = m.tokens.last;
    if (inside(next)) {
      const bool one_between = inside(next + 1) && document_.tokens[next].tag == Upos::noun &&
                               known(rules_.list("model_noun"), next + 1);
      if (known(rules_.list("model_noun"), next) || one_between)
        votes[EntityType::product] += 1.8;
      else if (known(product_noun, next))
        votes[EntityType::product] += 0.8;
      if (document_.lower(next) == "shares" || document_.lower(next) == "stock")
        votes[EntityType::organization] += 1;
      // "Norvik, whose shares fell"
      for (std::uint32_t k = next + 2; document_.form(next) == "," && inside(next + 1) &&
                                       document_.lower(next + 1) == "whose" && k < next + 6 && inside(k);
           ++k)
        if (known(owned, k)) {
          votes[EntityType::organization] += 1.2;
          break;
        }
      const bool possessive = document_.lower(next) == "'s" || document_.lower(next) == "’s" ||
                              document_.lower(next) == "'" || document_.lower(next) == "’";
      for (std::uint32_t k = next + 1; possessive && k < next + 5 && inside(k); ++k)
        if (known(owned, k)) {
          votes[EntityType::organization] += 1.2;
          break;
        }
      // "Ming Lo, an analyst at …", "Norvik, a Norwegian shipbuilder, …"
      if (document_.form(next) == ",")
        for (std::uint32_t k = next + 1; k < next + 7 && inside(k); ++k) {
          const auto tag = document_.tokens[k].tag;
          if (tag == Upos::verb || tag == Upos::aux || tag == Upos::pron || tag == Upos::adp ||
              tag == Upos::punct || mention_at_[k] == m.cluster)
            break;
          if (tag != Upos::noun) continue;
          if (inside(k + 1) && document_.tokens[k + 1].tag == Upos::noun) continue;  // not yet the last noun
          if (known(job, k) || known(person_noun, k) || known(person_title, k))
            votes[EntityType::person] += 2;
          else if (known(product_noun, k))
            votes[EntityType::product] += 2;
          else if (known(organization_noun, k) && document_.lower(next + 1) != "its")
            votes[EntityType::organization] += 1.5;
          break;
        }
    }
    if (m.tokens.first > 0 && inside(m.tokens.first - 1)) {
      auto before = m.tokens.first - 1;
      if (known(organization_noun, before))
        votes[EntityType::organization] += document_.tokens[before].form == Form::plural ? 1.0 : 1.5;
      if (document_.form(before) == "," && before > 0 && inside(before - 1) &&
          known(product_noun, before - 1))
        votes[EntityType::product] += 2;
      if (document_.form(before) == "," && before > 0 && inside(before - 1) &&
          document_.tokens[before - 1].tag != Upos::verb)
        --before;  // "its founder, Ming Lo"
      if (known(person_title, before) && document_.tokens[before].tag != Upos::verb &&
          !document_.tokens[before].sentence_start)
        votes[EntityType::person] += 1.5;
      const auto beside = m.tokens.first - 1;
      // "Germany's Allgemeine": what a country has is no work or event, but for a company now and then a
      // person.
      if ((document_.lower(beside) == "'s" || document_.lower(beside) == "’s") && beside > 0 &&
          place_word(beside - 1) &&
          (m.type == EntityType::work || m.type == EntityType::misc || m.type == EntityType::product))
        votes[EntityType::organization] += 1.5;
      else if ((document_.lower(beside) == "'s" || document_.lower(beside) == "’s") && beside > 0 &&
               place_word(beside - 1) && m.type == EntityType::person && m.tokens.size() == 1)
        votes[EntityType::organization] += 1;
      if ((document_.lower(beside) == "of" || document_.lower(beside) == "in") && beside > 0 &&
          known(rules_.list("share_noun"), beside - 1))
        votes[EntityType::organization] += 1.5;
      // "the chief executive of Norvik"
      if (document_.lower(beside) == "of" && beside > 0 && known(rules_.list("company_office"), beside - 1))
        votes[EntityType::organization] += 1.2;
    }
    // "Founded in 2009 by Ann Lee, Norvik …"
    if (const auto first = document_.sentences[sentence].tokens.first;
        first < m.tokens.first && m.tokens.first - first < 14 && document_.form(m.tokens.first - 1) == "," &&
        known(rules_.list("founding_verb"), first) && document_.tokens[first].tag == Upos::verb)
      votes[EntityType::organization] += 1.5;
    // Only organisations employ, post profits or are headquartered.
    if (m.head != no_token && syntax_.relation(m.head) == Deprel::nsubj && syntax_.head(m.head) != no_token) {
      const auto verb = document_.lemma(syntax_.head(m.head));
      if (rules_.list("organization_verb").contains(verb)) votes[EntityType::organization] += 0.7;
      votes_by_pronoun(m, votes);
    }
    if (m.head != no_token && syntax_.relation(m.head) == Deprel::obj && syntax_.head(m.head) != no_token) {
      const auto verb = document_.lemma(syntax_.head(m.head));
      if (rules_.list("organization_object_verb").contains(verb)) votes[EntityType::organization] += 0.7;
      if (rules_.list("product_object_verb").contains(verb) && m.type == EntityType::person &&
          m.tokens.size() == 1)
        votes[EntityType::product] += 1.4;
    }
  }
}

// "Norvik said that it …", "Lee said that she …": a pronoun behind a subject tells what it is, when nobody
// else is named between the two.
void Discourse::votes_by_pronoun(const Mention& subject, std::map<EntityType, double>& votes) const {
  const auto sentence = document_.tokens[subject.tokens.first].sentence;
  for (auto t = subject.tokens.last; t < document_.tokens.size() && document_.tokens[t].sentence == sentence;
       ++t) {
    if (const auto m = mention_at_[t]; m != no_cluster && document_.mentions[m].kind == MentionKind::name &&
                                       document_.mentions[m].cluster != subject.cluster)
      return;
    const auto w = document_.lower(t);
    if (w == "it" || w == "its" || w == "itself") {
      votes[EntityType::organization] += w == "it" ? 0.4 : 0.8;  // "it" may stand for nothing
      return;
    }
    if (w == "he" || w == "she" || w == "his" || w == "her" || w == "him" || w == "himself" ||
        w == "herself") {
      votes[EntityType::person] += 0.8;
      return;
    }
  }
}

// Names in one list are of one kind, above all in a list of examples: "start-ups such as A and B".
void Discourse::add_list_evidence() {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < document_.mentions.size(); ++i)
    if (document_.mentions[i].kind == MentionKind::name && document_.mentions[i].cluster != no_cluster)
      order.push_back(i);
  std::sort(order.begin(), order.end(),
            [&](auto a, auto b) { return document_.mentions[a].span < document_.mentions[b].span; });
  const auto separates = [&](std::uint32_t from, std::uint32_t to) {
    if (to <= from || to - from > 3 || document_.tokens[from].sentence != document_.tokens[to].sentence)
      return false;
    for (auto t = from; t < to; ++t)
      if (const auto w = document_.lower(t); w != "," && w != "and" && w != "or" && w != "&") return false;
    return true;
  };
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i + 1;
    while (end < order.size() && separates(document_.mentions[order[end - 1]].tokens.last,
                                           document_.mentions[order[end]].tokens.first))
      ++end;
    const auto first = document_.mentions[order[i]].tokens.first;
    const auto sentence = document_.tokens[first].sentence;
    // The noun that the examples are of.
    for (auto t = first; t > 0 && first - t < 4 && document_.tokens[t - 1].sentence == sentence; --t) {
      const auto w = document_.lower(t - 1);
      const bool marker =
          w == "including" || w == "like" || (w == "as" && t > 1 && document_.lower(t - 2) == "such");
      if (!marker) continue;
      for (auto k = t - 1; k > 0 && t - k < 5 && document_.tokens[k - 1].sentence == sentence; --k)
        if (document_.tokens[k - 1].tag == Upos::noun) {
          if (rules_.list("organization_noun").contains(document_.lemma(k - 1)))
            for (auto m = i; m < end; ++m)
              drafts_[document_.mentions[order[m]].cluster].votes[EntityType::organization] += 1.5;
          break;
        }
      break;
    }
    i = end;
  }
}

// Is it a type that a text would show? Whom it speaks of it introduces by a full name or a title, and a place
// by a preposition. A single word that only a model takes for one may be anything.
bool Discourse::guessed(const Draft& draft, EntityType type) const {
  const auto index = static_cast<std::uint32_t>(&draft - drafts_.data());
  if (type == EntityType::person)
    return std::none_of(draft.names.begin(), draft.names.end(), [](const auto& n) { return wordy(n.first); });
  return type == EntityType::place && !rules_.is_place(draft.core) && !in_place_phrase(index);
}

// The votes decide for all mentions of a name alike.
void Discourse::decide_types() {
  for (auto& d : drafts_) {
    if (d.votes.empty()) continue;
    // A model says of every mention what it said of the first; the words beside a name weigh the same however
    // often it is mentioned.
    double said = 0;
    for (const auto& [type, vote] : d.model_votes) said += vote;
    constexpr double most_said = 3.6;     // three sure mentions
    constexpr double most_guessed = 1.3;  // one
    for (auto& [type, vote] : d.model_votes) {
      const auto most = guessed(d, type) ? most_guessed : most_said;
      if (said <= most) continue;
      d.votes[type] -= vote * (1 - most / said);
      vote *= most / said;
    }
    // Ties go to the type that comes first: person, organisation, place …
    d.type = std::max_element(d.votes.begin(), d.votes.end(), [](const auto& a, const auto& b) {
               return a.second < b.second;
             })->first;
  }
  for (auto& m : document_.mentions)
    if (m.kind == MentionKind::name && m.cluster != no_cluster) m.type = drafts_[m.cluster].type;
  // "the Norvik model": so it is written, too.
  for (const auto& m : document_.mentions) {
    const auto next = m.tokens.last;
    if (m.kind != MentionKind::name || m.cluster == no_cluster || m.type != EntityType::product ||
        next >= document_.tokens.size() ||
        document_.tokens[next].sentence != document_.tokens[m.tokens.first].sentence)
      continue;
    if (document_.tokens[next].form != Form::plural &&
        rules_.list("model_noun").contains(document_.lower(next)))
      drafts_[m.cluster].names.try_emplace(text_of({m.tokens.first, next + 1}), 0);
  }
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

// Lists of names: "A, B and C", "A as well as B", "from A to B".
void Discourse::find_lists() {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < document_.mentions.size(); ++i)
    if (document_.mentions[i].kind == MentionKind::name && document_.mentions[i].cluster != no_cluster)
      order.push_back(i);
  std::sort(order.begin(), order.end(),
            [&](auto a, auto b) { return document_.mentions[a].span < document_.mentions[b].span; });
  list_of_.assign(document_.mentions.size(), no_cluster);
  std::vector<std::uint32_t> run;
  bool joined = false, any_described = false;
  const auto flush = [&] {
    if (run.size() > 1 && joined) {
      if (any_described) described_lists_.insert(static_cast<std::uint32_t>(lists_.size()));
      for (const auto m : run) list_of_[m] = static_cast<std::uint32_t>(lists_.size());
      lists_.push_back(run);
    }
    run.clear();
    joined = any_described = false;
  };
  for (const auto i : order) {
    const auto& m = document_.mentions[i];
    const auto behind = m.tokens.last;
    if (m.type == EntityType::place && !run.empty() &&
        document_.mentions[run.back()].type != EntityType::place && behind < document_.tokens.size() &&
        (document_.lower(behind) == "'s" || document_.lower(behind) == "’s"))
      continue;  // "Norvik and Japan's Mirai"
    bool follows = false, conjunction = false, described = false;
    if (!run.empty()) {
      const auto& previous = document_.mentions[run.back()];
      const auto from = previous.tokens.last, to = m.tokens.first;
      follows = to > from && to - from <= 7 &&
                document_.tokens[from].sentence == document_.tokens[to].sentence && previous.type == m.type;
      bool comma = false;
      for (auto t = from; follows && t < to; ++t) {
        const auto w = document_.lower(t);
        const auto tag = document_.tokens[t].tag;
        if (w == ",")
          comma = true;
        else if (w == "and" || w == "or" || w == "&" || w == "as" || w == "well")
          conjunction = true;
        else if (w == "to" && to == from + 1 && run.size() == 1 && previous.tokens.first > 0 &&
                 document_.lower(previous.tokens.first - 1) == "from")
          conjunction = true;
        // "and Japan's Mirai", "and the British operator SkyGrid"
        else if (conjunction &&
                 (tag == Upos::det || tag == Upos::adj || w == "'s" || w == "’s" || place_word(t) ||
                  rules_.list("organization_noun").contains(document_.lemma(t))))
          described = true;
        else if (w != ";")
          follows = false;
      }
      if (described && comma) follows = false;
      if (follows && comma && !conjunction && m.type == EntityType::place) follows = false;
    }
    // After the conjunction a list is over, but for a comma ("A and B, C") that starts something else.
    if (!follows || (joined && !conjunction)) flush();
    run.push_back(i);
    joined = joined || (follows && conjunction);
    any_described = any_described || (follows && described);
  }
  flush();
}

}  // namespace skein::extract
