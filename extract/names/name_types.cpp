#include "extract/names/name_types.hpp"

#include <algorithm>
#include <cctype>

#include "extract/discourse/enumerations.hpp"
#include "extract/names/declared_types.hpp"
#include "extract/names/names.hpp"
#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

class NameTypes {
 public:
  NameTypes(Drafts& drafts, const NameLists& lists)
      : drafts_(drafts),
        lists_(lists),
        document_(drafts.document),
        rules_(drafts.rules),
        mention_at_(drafts.mention_at) {}

  void add_type_evidence();
  void add_place_evidence();
  void add_list_evidence();
  void doubt_places();
  void doubt_people();
  void decide_types();

 private:
  void doubt_full_names();
  [[nodiscard]] bool of_country(std::uint32_t draft) const;
  [[nodiscard]] bool before_organization(const Mention& mention) const;
  [[nodiscard]] bool owns_share(std::uint32_t percent) const;
  void votes_by_pronoun(const Mention& subject, std::map<EntityType, double>& votes) const;
  [[nodiscard]] bool speaks_of_somebody() const;
  [[nodiscard]] bool part_of_full_name(const std::string& word) const;
  [[nodiscard]] bool guessed(std::uint32_t draft, EntityType type) const;
  static bool has_full_name(const Draft& draft) {
    return std::any_of(draft.names.begin(), draft.names.end(), [](const auto& n) { return wordy(n.first); });
  }
  [[nodiscard]] bool has_first_name(const Draft& draft) const {
    return wordy(draft.core) && (!lists_.first_name || lists_.first_name(first_word(draft.core)));
  }

  Drafts& drafts_;
  const NameLists& lists_;
  Document& document_;
  const RuleSet& rules_;
  std::vector<std::uint32_t>& mention_at_;
};

// What stands beside a name tells what it is.
void NameTypes::add_type_evidence() {
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
    // "the brewer Tom Dale", "Tom Dale, a brewer": such a noun says less of what somebody with a first name
    // is.
    const bool first_name =
        m.type == EntityType::person && lists_.first_name && has_first_name(drafts_[m.cluster]);
    const auto organization_or_person = [&](std::uint32_t t) {
      return first_name && known(rules_.list("trade_noun"), t) ? EntityType::person
                                                               : EntityType::organization;
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
      // "Ann Lee of Norvik": a company's person more often than a company's company.
      if (document_.lower(next) == "of" && inside(next + 1) && m.tokens.size() > 1 && m.tokens.size() < 4 &&
          m.type == EntityType::organization && mention_at_[next + 1] != no_cluster) {
        const auto last = document_.lower(next - 1);
        const auto& behind = document_.mentions[mention_at_[next + 1]];
        if (behind.kind == MentionKind::name && behind.type == EntityType::organization &&
            !rules_.list("name_tail").contains(last) && !organization_noun.contains(last))
          votes[EntityType::person] += 1;
      }
      // "Norvik, whose shares fell"
      for (std::uint32_t k = next + 2; document_.form(next) == "," && inside(next + 1) &&
                                       document_.lower(next + 1) == "whose" && k < next + 6 && inside(k);
           ++k)
        if (known(owned, k)) {
          votes[EntityType::organization] += 1.5;
          break;
        }
      const bool possessive = document_.lower(next) == "'s" || document_.lower(next) == "’s" ||
                              document_.lower(next) == "'" || document_.lower(next) == "’";
      for (std::uint32_t k = next + 1; possessive && k < next + 5 && inside(k); ++k)
        if (known(owned, k)) {
          votes[EntityType::organization] += 1.5;
          break;
        }
      // "Ming Lo, 51, …": only people are of an age; "who" is hardly ever said of a company.
      if (document_.form(next) == "," && inside(next + 2)) {
        const auto age = document_.form(next + 1);
        if (age.size() == 2 && std::isdigit(static_cast<unsigned char>(age[0])) != 0 &&
            std::isdigit(static_cast<unsigned char>(age[1])) != 0 && document_.form(next + 2) == "," &&
            m.tokens.size() > 1)
          votes[EntityType::person] += 4;
        if (document_.lower(next + 1) == "who" && m.tokens.size() > 1) votes[EntityType::person] += 1.2;
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
            votes[organization_or_person(k)] += 1.5;
          break;
        }
    }
    if (m.tokens.first > 0 && inside(m.tokens.first - 1)) {
      auto before = m.tokens.first - 1;
      if (known(organization_noun, before) || rules_.list("club_noun").contains(document_.lower(before)))
        votes[organization_or_person(before)] += document_.tokens[before].form == Form::plural ? 1.0 : 1.5;
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
          drafts_.place_word(beside - 1) &&
          (m.type == EntityType::work || m.type == EntityType::misc || m.type == EntityType::product))
        votes[EntityType::organization] += 1.5;
      else if ((document_.lower(beside) == "'s" || document_.lower(beside) == "’s") && beside > 0 &&
               drafts_.place_word(beside - 1) && m.type == EntityType::person &&
               !has_first_name(drafts_[m.cluster]))
        votes[EntityType::organization] += m.tokens.size() == 1 ? 1.0 : 1.5;
      if ((document_.lower(beside) == "of" || document_.lower(beside) == "in") && beside > 0 &&
          (known(rules_.list("share_noun"), beside - 1) || known(rules_.list("stake_noun"), beside - 1)))
        votes[EntityType::organization] += 1.5;
      if (document_.lower(beside) == "of" && beside > 0 && known(rules_.list("place_governor"), beside - 1) &&
          m.tokens.size() == 1)
        votes[EntityType::place] += 1.5;
      // "owns 74 per cent of Norvik", "agreed to buy 60% of Norvik"
      if (document_.lower(beside) == "of" && beside > 1 && m.type == EntityType::person &&
          owns_share(beside - 1))
        votes[EntityType::organization] += 1.5;
      // "sales of Norvik": people have none.
      if (document_.lower(beside) == "of" && beside > 0 && m.type == EntityType::person &&
          known(owned, beside - 1))
        votes[EntityType::organization] += 1.2;
      // "the chief executive of Norvik"
      if (document_.lower(beside) == "of" && beside > 0 && known(rules_.list("company_office"), beside - 1))
        votes[EntityType::organization] += 1.2;
    }
    // "her brother Lars Moen", "the late shipping magnate Lars Moen"
    if (m.type == EntityType::person || m.type == EntityType::organization)
      for (auto k = m.tokens.first; k > 0 && k + 5 > m.tokens.first && inside(k - 1); --k) {
        const bool kin = rules_.list("kin_noun").contains(document_.lemma(k - 1)) && k == m.tokens.first;
        if (kin || (document_.lower(k - 1) == "late" && k > 1 && document_.lower(k - 2) == "the")) {
          votes[EntityType::person] += 2;
          break;
        }
        if (document_.tokens[k - 1].tag != Upos::noun && document_.tokens[k - 1].tag != Upos::adj) break;
      }
    // "Founded in 2009 by Ann Lee, Norvik …"
    if (const auto first = document_.sentences[sentence].tokens.first;
        first < m.tokens.first && m.tokens.first - first < 14 && document_.form(m.tokens.first - 1) == "," &&
        known(rules_.list("founding_verb"), first) && document_.tokens[first].tag == Upos::verb)
      votes[EntityType::organization] += 1.5;
    // Only organisations employ, post profits or are headquartered.
    if (m.head != no_token && drafts_.syntax.relation(m.head) == Deprel::nsubj &&
        drafts_.syntax.head(m.head) != no_token) {
      const auto verb = document_.lemma(drafts_.syntax.head(m.head));
      if (rules_.list("organization_verb").contains(verb)) votes[EntityType::organization] += 0.7;
      // "Norvik made a profit"
      for (const auto o : drafts_.syntax.objects(drafts_.syntax.head(m.head)))
        if (known(rules_.list("result_noun"), o)) {
          votes[EntityType::organization] += 1;
          break;
        }
      votes_by_pronoun(m, votes);
    }
    if (m.head != no_token && drafts_.syntax.relation(m.head) == Deprel::obj &&
        drafts_.syntax.head(m.head) != no_token) {
      const auto verb = document_.lemma(drafts_.syntax.head(m.head));
      if (rules_.list("organization_object_verb").contains(verb)) votes[EntityType::organization] += 0.7;
      if (rules_.list("product_object_verb").contains(verb) && m.type == EntityType::person &&
          m.tokens.size() == 1)
        votes[EntityType::product] += 1.4;
    }
    // "developed zPad", "zPad is developed by Norvik": companies are founded, and only things are developed;
    // "to develop AI", "to develop AI models" name no product.
    const auto end = m.tokens.last - 1;
    if (m.type != EntityType::concept_ && m.type != EntityType::event && m.head != no_token &&
        document_.form(end) != document_.lower(end) && !is_initials(drafts_.text_of(m.tokens)) &&
        (drafts_.syntax.relation(m.head) == Deprel::obj ||
         drafts_.syntax.relation(m.head) == Deprel::nsubj_pass) &&
        drafts_.syntax.head(m.head) != no_token &&
        rules_.list("developing_verb").contains(document_.lemma(drafts_.syntax.head(m.head))))
      votes[EntityType::product] += 2.5;
  }
}

// "Torhaven's Norvik Bank", "Torhaven operator Norvik": does an organisation stand behind it as behind a place?
bool NameTypes::before_organization(const Mention& m) const {
  const auto next = m.tokens.last;
  if (next + 1 >= document_.tokens.size() ||
      document_.tokens[next + 1].sentence != document_.tokens[next].sentence ||
      document_.tokens[next].sentence != document_.tokens[m.tokens.first].sentence)
    return false;
  const auto w = document_.lower(next);
  if (w != "'s" && w != "’s" && !rules_.list("organization_noun").contains(document_.lemma(next)))
    return false;
  const auto behind = mention_at_[next + 1];
  return behind != no_cluster && document_.mentions[behind].kind == MentionKind::name &&
         document_.mentions[behind].type == EntityType::organization &&
         document_.mentions[behind].cluster != m.cluster;
}

// "in Illinois", "Oak Park, Illinois": what lists know for a place, where a place stands.
void NameTypes::add_place_evidence() {
  if (!lists_.place) return;
  for (const auto& m : document_.mentions) {
    const auto t = m.tokens.first;
    if (m.kind != MentionKind::name || m.cluster == no_cluster || m.type == EntityType::place || t < 2 ||
        document_.tokens[t - 2].sentence != document_.tokens[t].sentence)
      continue;
    auto& d = drafts_[m.cluster];
    const auto before = mention_at_[t - 2];
    const bool behind_place = document_.form(t - 1) == "," && before != no_cluster &&
                              document_.mentions[before].kind == MentionKind::name &&
                              document_.mentions[before].type == EntityType::place;
    const auto governor = document_.lemma(t - 2);
    const bool behind_in = document_.lower(t - 1) == "in" && !rules_.list("share_noun").contains(governor) &&
                           !rules_.list("stake_noun").contains(governor) &&
                           !rules_.list("in_verb").contains(governor);
    if ((behind_place || behind_in || before_organization(m)) && lists_.place(d.core))
      d.votes[EntityType::place] += 1.5;
  }
}

// "owns 74 per cent", "agreed to buy 60%"
bool NameTypes::owns_share(std::uint32_t percent) const {
  const auto w = document_.lower(percent);
  if (w != "%" && w != "percent" && w != "cent") return false;
  const auto first = document_.sentences[document_.tokens[percent].sentence].tokens.first;
  for (auto t = percent; t > first && percent - t < 8; --t) {
    const auto lemma = document_.lemma(t - 1);
    if (lemma == "own" || lemma == "hold" || lemma == "buy" || lemma == "acquire" || lemma == "control" ||
        lemma == "sell")
      return true;
  }
  return false;
}

// "Norvik said that it …", "Lee said that she …": a pronoun behind a subject tells what it is, when nobody
// else is named between the two.
void NameTypes::votes_by_pronoun(const Mention& subject, std::map<EntityType, double>& votes) const {
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
    if (w == "they" || w == "their") {
      votes[EntityType::organization] += 0.6;
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
void NameTypes::add_list_evidence() {
  for (const auto& row : rows_of_names(drafts_)) {
    const auto noun = noun_of_row(drafts_, row);
    if (noun == no_token || noun + 1 == document_.mentions[row.front()].tokens.first ||
        !rules_.list("organization_noun").contains(document_.lemma(noun)))
      continue;
    for (const auto m : row) drafts_[document_.mentions[m].cluster].votes[EntityType::organization] += 1.5;
  }
}

// Is it a type that a text would show? Whom it speaks of it introduces by a full name or a title, and a place
// by a preposition. A single word that only a model takes for one may be anything.
bool NameTypes::guessed(std::uint32_t draft, EntityType type) const {
  const auto& d = drafts_[draft];
  if (type == EntityType::person) {
    if (std::none_of(d.names.begin(), d.names.end(), [](const auto& n) { return wordy(n.first); }))
      return true;
    const auto words = split_words(d.core);
    return lists_.person &&
           std::none_of(words.begin(), words.end(), [&](const auto& w) { return lists_.person(w); });
  }
  return type == EntityType::place && !rules_.is_place(d.core) && !in_place_phrase(drafts_, draft);
}

// What a model alone takes for a place, while no list has it and it stands nowhere as a place does, is an
// organisation: news names companies without a word of explanation far more often than villages.
void NameTypes::doubt_places() {
  if (!lists_.place) return;
  for (std::uint32_t i = 0; i < drafts_.size(); ++i) {
    auto& d = drafts_[i];
    const auto place = d.votes.find(EntityType::place);
    if (place == d.votes.end() || !d.canonical.empty() || !guessed(i, EntityType::place) ||
        lists_.place(d.core))
      continue;
    if (std::any_of(d.kind_votes.begin(), d.kind_votes.end(),
                    [](const auto& vote) { return base_of(vote.first) == EntityType::place; }))
      continue;
    const auto said = d.model_votes.find(EntityType::place);
    d.votes[EntityType::organization] += place->second;
    d.votes.erase(EntityType::place);
    if (said == d.model_votes.end()) continue;
    d.model_votes[EntityType::organization] += said->second;
    d.model_votes.erase(EntityType::place);
  }
}

// A name of several words that no list has as people's: one that ends as companies' do ("Tasvik Grid"), or
// one that a country has ("Spain's Banco Tarifa").
void NameTypes::doubt_full_names() {
  if (!lists_.person) return;
  for (std::uint32_t i = 0; i < drafts_.size(); ++i) {
    auto& d = drafts_[i];
    const auto words = split_words(d.core);
    const auto person = d.votes.find(EntityType::person);
    if (person == d.votes.end() || words.size() < 2 || !d.canonical.empty() || lists_.person(words.front()))
      continue;
    const bool company = std::any_of(d.names.begin(), d.names.end(), [&](const auto& n) {
      const auto all = split_words(n.first);
      return all.size() > 1 && rules_.list("name_tail").contains(ascii_lower(all.back()));
    });
    if (!company && (lists_.person(words.back()) || !of_country(i))) continue;
    d.votes[EntityType::organization] += person->second;
    d.votes.erase(person);
    if (const auto said = d.model_votes.find(EntityType::person); said != d.model_votes.end()) {
      d.model_votes[EntityType::organization] += said->second;
      d.model_votes.erase(EntityType::person);
    }
  }
}

// "Spain's Banco Tarifa"
bool NameTypes::of_country(std::uint32_t draft) const {
  return std::any_of(document_.mentions.begin(), document_.mentions.end(), [&](const Mention& m) {
    if (m.kind != MentionKind::name || m.cluster != draft || m.tokens.first < 2) return false;
    const auto mark = document_.lower(m.tokens.first - 1);
    return (mark == "'s" || mark == "’s") && drafts_.place_word(m.tokens.first - 2);
  });
}

// Likewise a person of one name that no list has, whom no title, no pronoun and no full name shows to be one.
void NameTypes::doubt_people() {
  doubt_full_names();
  if (!lists_.person || speaks_of_somebody()) return;
  constexpr double sure_mention = 1.2;  // of at most 1.3: a model that is nearly certain is believed
  for (std::uint32_t i = 0; i < drafts_.size(); ++i) {
    auto& d = drafts_[i];
    const auto person = d.votes.find(EntityType::person), said = d.model_votes.find(EntityType::person);
    if (person == d.votes.end() || said == d.model_votes.end() || person->second - said->second > 0.3 ||
        !d.canonical.empty() || said->second > sure_mention * static_cast<double>(d.spans.size()) ||
        has_full_name(d) || lists_.person(d.core) || part_of_full_name(d.core))
      continue;
    if (std::any_of(d.kind_votes.begin(), d.kind_votes.end(),
                    [](const auto& vote) { return base_of(vote.first) == EntityType::person; }))
      continue;
    d.votes[EntityType::organization] += person->second;
    d.model_votes[EntityType::organization] += said->second;
    d.votes.erase(person);
    d.model_votes.erase(said);
  }
}

// Does the text say "he" or "she", and name nobody in full whom it could mean?
bool NameTypes::speaks_of_somebody() const {
  for (const auto& d : drafts_)
    if (wordy(d.core) && d.leading_type() == EntityType::person) return false;
  for (std::uint32_t t = 0; t < document_.tokens.size(); ++t)
    if (document_.tokens[t].tag == Upos::pron)
      if (const auto w = document_.lower(t);
          w == "he" || w == "she" || w == "his" || w == "her" || w == "him")
        return true;
  return false;
}

// Does some name of several words in this text begin or end with the word?
bool NameTypes::part_of_full_name(const std::string& word) const {
  return std::any_of(drafts_.begin(), drafts_.end(), [&](const Draft& d) {
    return d.core.starts_with(word + " ") || d.core.ends_with(" " + word);
  });
}

// The votes decide for all mentions of a name alike.
void NameTypes::decide_types() {
  for (std::uint32_t i = 0; i < drafts_.size(); ++i) {
    auto& d = drafts_[i];
    if (d.votes.empty()) continue;
    // A model says of every mention what it said of the first; the words beside a name weigh the same however
    // often it is mentioned.
    double said = 0;
    for (const auto& [type, vote] : d.model_votes) said += vote;
    constexpr double most_said = 3.6;     // three sure mentions
    constexpr double most_guessed = 1.3;  // one
    for (auto& [type, vote] : d.model_votes) {
      const auto most = guessed(i, type) ? most_guessed : most_said;
      if (said <= most) continue;
      d.votes[type] -= vote * (1 - most / said);
      vote *= most / said;
    }
    // Ties go to the type that comes first: person, organisation, place …
    d.type = d.leading_type();
    // A model takes a country now and then for its government or its team.
    if (d.type == EntityType::organization && d.canonical.empty() && rules_.is_place(d.core))
      d.type = EntityType::place;
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
      drafts_[m.cluster].names.try_emplace(drafts_.text_of({m.tokens.first, next + 1}), 0);
  }
}

}  // namespace

void collect_type_votes(Drafts& drafts, const NameLists& lists) {
  NameTypes types(drafts, lists);
  types.add_type_evidence();
  types.add_place_evidence();
  types.add_list_evidence();
  vote_for_declared_types(drafts);
  types.doubt_places();
  types.doubt_people();
}

void decide_types(Drafts& drafts, const NameLists& lists) {
  NameTypes(drafts, lists).decide_types();
  decide_declared_types(drafts);
}

bool type_is_told(const Drafts& drafts, std::uint32_t draft) {
  const auto& d = drafts[draft];
  if (d.type == EntityType::place && in_place_phrase(drafts, draft)) return true;
  const auto all = d.votes.find(d.type), model = d.model_votes.find(d.type);
  return all != d.votes.end() && all->second - (model == d.model_votes.end() ? 0 : model->second) >= 1;
}

bool in_place_phrase(const Drafts& drafts, std::uint32_t draft) {
  const auto& document = drafts.document;
  for (const auto& m : document.mentions)
    if (m.kind == MentionKind::name && m.cluster == draft && m.type == EntityType::place &&
        m.tokens.first > 0) {
      const auto before = document.lower(m.tokens.first - 1);
      // "in Helvia", and not "invested in Norvik", "a stake in Norvik".
      const auto governor = m.tokens.first > 1 ? document.lemma(m.tokens.first - 2) : std::string_view();
      if (before == "near" || (before == "in" && !drafts.rules.list("share_noun").contains(governor) &&
                               !drafts.rules.list("stake_noun").contains(governor) &&
                               !drafts.rules.list("in_verb").contains(governor)))
        return true;
      // "Skarnes, Norway"
      const auto next = m.tokens.last;
      if (next + 1 < document.tokens.size() && document.form(next) == "," && drafts.place_word(next + 1) &&
          drafts.rules.is_place(document.lower(next + 1)))
        return true;
    }
  return false;
}

}  // namespace skein::extract
