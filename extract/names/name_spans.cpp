#include "extract/names/name_spans.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <tuple>

#include "extract/names/declared_types.hpp"
#include "extract/text/lines.hpp"
#include "extract/values/calendar.hpp"
#include "extract/values/value_scanner.hpp"

namespace skein::extract {

namespace {

bool is_magnitude(std::string_view word) {
  return word == "million" || word == "billion" || word == "trillion" || word == "thousand" ||
         word == "crore" || word == "lakh";
}

// A small letter, a capital, then small letters: "zPad".
bool brand_word(std::string_view form) {
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  return form.size() >= 4 && small(form[0]) && form[1] >= 'A' && form[1] <= 'Z' &&
         std::all_of(form.begin() + 2, form.end(), small);
}

class NameSpans {
 public:
  explicit NameSpans(Drafts& drafts)
      : drafts_(drafts), document_(drafts.document), rules_(drafts.rules), mention_at_(drafts.mention_at) {}

  void adjust_names();
  void add_unseen_names();
  void add_coordinated_names();
  void add_governments();

 private:
  [[nodiscard]] bool no_name(const Mention& mention) const;
  [[nodiscard]] bool is_kind_noun(std::uint32_t token) const;
  bool extend_over_hyphens(TokenRange& range) const;
  void extend_over_adjective(Mention& mention) const;
  void extend_over_tail(Mention& mention) const;
  void extend_as_elsewhere() const;
  [[nodiscard]] TokenRange office_within(TokenRange range) const;

  Drafts& drafts_;
  Document& document_;
  const RuleSet& rules_;
  std::vector<std::uint32_t>& mention_at_;
};

// "Norsk-Atlantic": a hyphen without spaces and another capital belong to the name.
bool NameSpans::extend_over_hyphens(TokenRange& range) const {
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

// The words of an office between others of a name; empty without.
TokenRange NameSpans::office_within(TokenRange range) const {
  const auto& words = rules_.list("office_word");
  for (auto t = range.first + 1; t + 1 < range.last; ++t) {
    if (!words.contains(document_.lower(t))) continue;
    auto last = t + 1;
    while (last + 1 < range.last && words.contains(document_.lower(last))) ++last;
    return {t, last};
  }
  return {range.first, range.first};
}

// "Great Plains Financial", of which a model saw the last words: a capital that the text gives an adjective
// before an organisation's name, where it gives none to what it merely calls it.
void NameSpans::extend_over_adjective(Mention& m) const {
  const auto t = m.tokens.first;
  if (m.type != EntityType::organization || t == 0) return;
  const auto before = t - 1;
  const auto& token = document_.tokens[before];
  const auto form = document_.form(before);
  if (token.sentence != document_.tokens[t].sentence || token.sentence_start || token.tag != Upos::adj ||
      document_.sentences[token.sentence].headline || mention_at_[before] != no_cluster || form.size() < 3 ||
      form[0] < 'A' || form[0] > 'Z' || form[1] < 'a' || drafts_.place_word(before) ||
      form.find('-') != std::string_view::npos)
    return;
  --m.tokens.first;
}

// "Great Moor Financial … Great Moor said": the first word of a longer name that a model left out of a
// shorter one.
void NameSpans::extend_as_elsewhere() const {
  std::set<std::pair<std::string_view, std::string_view>> beginnings;
  for (const auto& m : document_.mentions)
    if (m.kind == MentionKind::name && m.tokens.size() > 2 && m.type == EntityType::organization)
      beginnings.emplace(document_.form(m.tokens.first), document_.form(m.tokens.first + 1));
  if (beginnings.empty()) return;
  for (auto& m : document_.mentions) {
    const auto t = m.tokens.first;
    if (m.kind != MentionKind::name || m.listed != not_listed || t == 0 ||
        document_.tokens[t - 1].sentence != document_.tokens[t].sentence ||
        !beginnings.contains({document_.form(t - 1), document_.form(t)}))
      continue;
    --m.tokens.first;
    m.span.begin = document_.tokens[m.tokens.first].begin;
  }
}

// "Larkin Foods", of which a model saw the first word: a capital noun behind a name that ends companies'
// names.
void NameSpans::extend_over_tail(Mention& m) const {
  const auto t = m.tokens.last;
  if ((m.type != EntityType::organization && m.type != EntityType::person && m.type != EntityType::product) ||
      t >= document_.tokens.size() || mention_at_[t] != no_cluster)
    return;
  const auto& token = document_.tokens[t];
  const char initial = document_.form(t)[0];
  if (token.sentence != document_.tokens[t - 1].sentence || document_.sentences[token.sentence].headline ||
      (token.tag != Upos::propn && token.tag != Upos::noun) || initial < 'A' || initial > 'Z' ||
      document_.form(t - 1) == "'s" || document_.form(t - 1) == "’s")
    return;
  const auto w = document_.lower(t);
  if (!rules_.list("name_tail").contains(w) && !rules_.list("organization_noun").contains(w)) return;
  ++m.tokens.last;
  m.type = EntityType::organization;
  m.head = no_token;
}

// What a name model takes for a name now and then: figures, pronouns, descriptions ("The company").
bool NameSpans::no_name(const Mention& m) const {
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

// "rivals", "banks": a noun that says what the names behind it are.
bool NameSpans::is_kind_noun(std::uint32_t token) const {
  const auto lemma = document_.lemma(token), lower = document_.lower(token);
  for (const auto* list : {"organization_noun", "description_noun", "person_noun", "job_noun"})
    if (rules_.list(list).contains(lemma) || rules_.list(list).contains(lower)) return true;
  return false;
}

// Name spans as the text side wants them: without titles before and possessives behind, and not empty.
void NameSpans::adjust_names() {
  auto& mentions = document_.mentions;
  std::vector<std::pair<TokenRange, EntityType>> split;  // what was cut off from names
  for (auto& m : mentions) {
    if (m.kind != MentionKind::name || m.listed != not_listed) continue;
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
    // "Norvik Foods Vice President Ann Lee": a company, an office and a person.
    if (m.type == EntityType::person)
      if (const auto office = office_within(m.tokens); office.size() > 0) {
        const bool place = office.first - m.tokens.first == 1 && drafts_.place_word(m.tokens.first);
        split.push_back(
            {{m.tokens.first, office.first}, place ? EntityType::place : EntityType::organization});
        m.tokens.first = office.last;
        m.head = no_token;
      }
    if (extend_over_hyphens(m.tokens)) m.head = no_token;
    extend_over_adjective(m);
    extend_over_tail(m);
    // "Taiwan's Yunji": a place and what is there.
    for (auto t = m.tokens.first + 1; t + 1 < m.tokens.last; ++t)
      if ((document_.lower(t) == "'s" || document_.lower(t) == "’s") && t - m.tokens.first <= 2 &&
          drafts_.place_word(t - 1)) {
        split.push_back({{m.tokens.first, t}, EntityType::place});
        m.tokens.first = t + 1;
        m.head = no_token;
      }
    // "market leaders Norvik and Larkin": a plural before a name says that there are two.
    if (m.tokens.first > 0 && document_.tokens[m.tokens.first - 1].form == Form::plural &&
        is_kind_noun(m.tokens.first - 1))
      for (auto t = m.tokens.first + 1; t + 1 < m.tokens.last; ++t)
        if (document_.lower(t) == "and") {
          split.push_back({{m.tokens.first, t}, m.type});
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
  extend_as_elsewhere();
  for (const auto& [range, type] : split) {
    Mention part;
    part.tokens = range;
    part.span = {document_.tokens[range.first].begin, document_.tokens[range.last - 1].end};
    part.type = type;
    part.score = 0.8F;
    part.head = range.last - 1;
    mentions.push_back(part);
  }
  for (auto& m : mentions)
    if (m.listed != not_listed && (m.head < m.tokens.first || m.head >= m.tokens.last))
      m.head = m.tokens.last - 1;
  std::erase_if(mentions, [&](const Mention& m) {
    return m.kind == MentionKind::name && m.listed == not_listed && no_name(m);
  });
  std::sort(mentions.begin(), mentions.end(), [](const Mention& a, const Mention& b) {
    return std::tuple(a.span.begin, b.span.end) < std::tuple(b.span.begin, a.span.end);
  });
  // "Larkin" and "Bank" side by side are one name that was cut in two.
  for (std::size_t i = 0; i + 1 < mentions.size(); ++i) {
    auto& a = mentions[i];
    const auto& b = mentions[i + 1];
    if (a.kind != MentionKind::name || b.kind != MentionKind::name || a.tokens.last != b.tokens.first ||
        a.listed != not_listed || b.listed != not_listed || b.tokens.size() != 1)
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
  drafts_.cover_tokens();
}

// Names that no model saw, where the words beside them leave no doubt: "the watchdog Finwatch"; and demonyms.
void NameSpans::add_unseen_names() {
  const auto& tokens = document_.tokens;
  const auto capital = [&](std::uint32_t t) {
    const auto form = document_.form(t);
    return form.size() > 1 && form[0] >= 'A' && form[0] <= 'Z' && mention_at_[t] == no_cluster;
  };
  for (std::uint32_t t = 0; t < tokens.size(); ++t) {
    if (mention_at_[t] != no_cluster) continue;
    if (drafts_.place_word(t) &&
        (tokens[t].tag == Upos::adj || tokens[t].tag == Upos::propn || tokens[t].tag == Upos::noun)) {
      drafts_.add_name({t, t + 1},
                       rules_.is_place(document_.lower(t)) ? EntityType::place : EntityType::demonym, 0.8F);
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
      drafts_.add_name({t, t + 1}, EntityType::product, 0.6F);
      continue;
    }
    // "zPad", "iNote": nothing but a name is written so, and it is a thing's more often than a maker's.
    if (brand_word(document_.form(t)) && (tokens[t].tag == Upos::noun || tokens[t].tag == Upos::propn)) {
      drafts_.add_name({t, t + 1}, EntityType::product, 0.6F);
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
      drafts_.add_name({t, last}, EntityType::person, 0.7F);
      continue;
    }
    // "The Aurora is a tanker"
    if (capital(t) && (!tokens[t].sentence_start || tokens[t].tag == Upos::propn)) {
      if (const auto kind = declared_predicate(drafts_, t); kind != EntityType::none) {
        drafts_.add_name({t, t + 1}, base_of(kind), 0.6F);
        continue;
      }
    }
    // "the tanker Aurora", of a declared type
    if (t > 0 && !tokens[t].sentence_start && capital(t) &&
        !document_.sentences[tokens[t].sentence].headline && tokens[t].tag == Upos::propn &&
        tokens[t - 1].tag == Upos::noun) {
      if (const auto kind = rules_.schema().called(document_, t - 1); kind != EntityType::none) {
        auto last = t + 1;
        while (last < tokens.size() && tokens[last].sentence == tokens[t].sentence && capital(last)) ++last;
        drafts_.add_name({t, last}, base_of(kind), 0.6F);
        continue;
      }
    }
    // "the watchdog Finwatch", "Oslo-based Norvik"
    const auto introduces = [&](std::uint32_t before) {
      return rules_.list("organization_noun").contains(document_.lemma(before)) ||
             rules_.list("club_noun").contains(document_.lower(before)) ||
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
    drafts_.add_name({t, last}, EntityType::organization, 0.6F);
  }
}

// "Norvik, Larkin and Sund": the last of a list whose others are names is one, too.
void NameSpans::add_coordinated_names() {
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
    drafts_.add_name({t, last}, before.type, 0.5F);
  }
}

// "the Chinese government", "U.S. regulators": an organisation that is named by a place and what governs it.
void NameSpans::add_governments() {
  const auto& nouns = rules_.list("government_noun");
  for (std::uint32_t t = 1; t < document_.tokens.size(); ++t) {
    if (mention_at_[t] != no_cluster || document_.tokens[t].sentence != document_.tokens[t - 1].sentence)
      continue;
    if (!nouns.contains(document_.lower(t)) || !drafts_.place_word(t - 1)) continue;
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
    drafts_.add_mention(m);
  }
}

}  // namespace

void find_name_spans(Drafts& drafts) {
  NameSpans spans(drafts);
  spans.adjust_names();
  spans.add_unseen_names();
  spans.add_coordinated_names();
  spans.add_governments();
}

}  // namespace skein::extract
