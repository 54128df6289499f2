// Discourse, second part: nominals ("the company", "the e-commerce giant") and pronouns. An anaphor goes to
// the entity of a fitting type that is most salient where it stands: subjects count more than objects, and
// every sentence in between costs (after Lappin and Leass 1994, with fewer factors).
#include <algorithm>
#include <array>
#include <cmath>

#include "extract/discourse/discourse.hpp"
#include "extract/names/names.hpp"
#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

const std::vector<EntityType> people = {EntityType::person};
const std::vector<EntityType> organizations = {EntityType::organization};
const std::vector<EntityType> things = {EntityType::organization, EntityType::product, EntityType::place};
const std::vector<EntityType> groups = {EntityType::organization, EntityType::person};
const std::vector<EntityType> places = {EntityType::place};

}  // namespace

namespace {

// "the bank": Larkin Bank, Bank of Norland or Fjordbank.
bool is_named_so(std::string_view name, std::string_view noun) {
  if (name.size() <= noun.size()) return false;
  const auto words = split_words(name);
  return name.ends_with(noun) || std::find(words.begin(), words.end(), noun) != words.end();
}

}  // namespace

// By any of its full names: "the trust" is the Ashdown Hospitals Trust.
bool Discourse::called_so(std::uint32_t draft, std::string_view noun) const {
  const auto& d = drafts_[draft];
  return is_named_so(d.core, noun) || std::any_of(d.names.begin(), d.names.end(), [&](const auto& n) {
           return is_named_so(ascii_lower(n.first), noun);
         });
}

double Discourse::weight(const Mention& m) const {
  const auto head = m.head == no_token ? m.tokens.last - 1 : m.head;
  const auto r = document_.tokens[head].relation;
  double w = 0.7;
  if (r == Deprel::nsubj || r == Deprel::nsubj_pass || r == Deprel::nsubj_outer)
    w = 2;
  else if (r == Deprel::obj)
    w = 1.1;
  else if (r == Deprel::nmod_poss)
    w = 1.3;
  else if (r == Deprel::root || r == Deprel::appos || r == Deprel::conj)
    w = 1;
  if (document_.sentences[document_.tokens[head].sentence].headline) w += 0.3;
  // "Norvik's shares fell" is about Norvik, and so is a sentence that starts with its name.
  if (r == Deprel::nmod_poss && document_.tokens[head].head != no_token) {
    const auto owned = document_.tokens[document_.tokens[head].head].relation;
    if (owned == Deprel::nsubj || owned == Deprel::nsubj_pass) w = 1.8;
  }
  if (document_.tokens[m.tokens.first].sentence_start) w = std::max(w, 1.8);
  return m.kind == MentionKind::name ? w : 0.8 * w;
}

std::uint32_t Discourse::resolve(const Mention& anaphor, const std::vector<EntityType>& types,
                                 bool possessive, std::string_view noun) const {
  const auto sentence = document_.tokens[anaphor.tokens.first].sentence;
  const auto governor = document_.tokens[anaphor.head].head;
  std::vector<double> salience(drafts_.size(), 0);
  std::vector<bool> barred(drafts_.size(), false);
  for (const auto& m : document_.mentions) {
    if (m.kind == MentionKind::value || m.cluster == no_cluster || m.span.begin >= anaphor.span.begin)
      continue;
    if (drafts_[m.cluster].unnamed || mention_at(m.tokens.first) == no_cluster) continue;
    if (!fits(drafts_[m.cluster], types)) continue;
    const auto there = document_.tokens[m.tokens.first].sentence;
    const auto distance = static_cast<double>(sentence - there);
    if (distance > 12 && (m.kind != MentionKind::name || possessive || noun.empty())) continue;
    // "Norvik and Larkin took part": "the company" behind it is neither.
    const auto index = static_cast<std::uint32_t>(&m - document_.mentions.data());
    const bool one_of_many = enumerations_.list_of(index) != nullptr;
    salience[m.cluster] += weight(m) * std::pow(0.45, distance) * (there == sentence ? 1.3 : 1.0) *
                           (one_of_many && types != groups ? 0.5 : 1.0);
    // "it" is not the other argument of its own verb.
    if (!possessive && there == sentence && governor != no_token && m.head != no_token &&
        document_.tokens[m.head].head == governor && document_.tokens[m.head].relation != Deprel::nmod_poss)
      barred[m.cluster] = true;
  }
  // A particular noun goes to what the text has called so, and not to what it has called otherwise.
  static constexpr std::array<std::string_view, 9> general = {"company",    "firm",         "group",
                                                              "business",   "organization", "organisation",
                                                              "enterprise", "corporation",  "giant"};
  const bool particular = !noun.empty() && std::find(general.begin(), general.end(), noun) == general.end();
  std::size_t most_mentions = 0;
  for (const auto& d : drafts_) most_mentions = std::max(most_mentions, fits(d, types) ? d.spans.size() : 0);
  for (std::uint32_t d = 0; d < drafts_.size(); ++d) {
    if (salience[d] <= 0) continue;
    if (!noun.empty() && drafts_[d].spans.size() == most_mentions)
      salience[d] += 0.4;  // what the text is about
    if (!particular || d >= described_.size()) continue;
    if (described_[d].contains(std::string(noun)) || called_so(d, noun))
      salience[d] = 5 * salience[d] + 0.5;
    else if (!described_[d].empty())
      salience[d] *= 0.5;
  }
  std::uint32_t best = no_cluster;
  for (std::uint32_t d = 0; d < drafts_.size(); ++d)
    if (!barred[d] && salience[d] > 0.02 && (best == no_cluster || salience[d] > salience[best])) best = d;
  return best;
}

void Discourse::add_nominals_and_pronouns() {
  const auto& organization_noun = rules_.list("organization_noun");
  const auto& person_noun = rules_.list("person_noun");
  const auto& place_noun = rules_.list("place_noun");
  // The declared types that something in the text is of: "the tanker" is then a tanker.
  std::map<EntityType, std::vector<EntityType>> kinds;
  for (const auto& d : drafts_)
    if (d.kind != EntityType::none)
      for (const auto& declared : rules_.schema().types())
        if (rules_.schema().is(d.kind, declared.type)) kinds[declared.type] = {declared.type};
  std::vector<Mention> unresolved;
  for (std::uint32_t t = 0; t < document_.tokens.size(); ++t) {
    if (mention_at(t) != no_cluster) continue;
    const auto& token = document_.tokens[t];
    const auto w = document_.lower(t);
    const std::vector<EntityType>* types = nullptr;
    Mention m;
    m.tokens = {t, t + 1};
    m.head = t;
    bool possessive = false;
    if (token.tag == Upos::pron || token.tag == Upos::det) {
      m.kind = MentionKind::pronoun;
      if (w == "he" || w == "she" || w == "him" || w == "his" || w == "her" || w == "hers" ||
          w == "himself" || w == "herself")
        types = &people;
      else if ((w == "it" || w == "itself") && token.relation != Deprel::expl)
        types = &things;
      else if (w == "its")
        types = &things;
      else if (w == "they" || w == "them" || w == "their")
        types = &groups;
      const bool first_person = w == "i" || w == "me" || w == "my" || w == "mine" || w == "myself";
      if (first_person) {
        m.span = {token.begin, token.end};
        m.type = EntityType::person;
        m.score = 0.7F;
        m.cluster = speaker(t);
        if (m.cluster != no_cluster)
          drafts_.add_mention(m);
        else
          unresolved.push_back(m);
        continue;
      }
      possessive = token.relation == Deprel::nmod_poss || token.form == Form::possessive || w == "its" ||
                   w == "their" || w == "his";
      m.score = 0.7F;
    } else if (token.tag == Upos::noun && token.form != Form::plural) {
      const auto lemma = document_.lemma(t);
      if (const auto kind = kinds.empty() ? kinds.end() : kinds.find(called(t)); kind != kinds.end())
        types = &kind->second;
      else if (organization_noun.contains(lemma))
        types = &organizations;
      else if (person_noun.contains(lemma))
        types = &people;
      else if (place_noun.contains(lemma))
        types = &places;
      if (types == nullptr) continue;
      m.kind = MentionKind::nominal;
      m.score = 0.7F;
      const auto group = syntax_.noun_group(t);
      // Definite ones only, and not those that a name stands beside ("the carmaker Norvik").
      bool definite = false, named = false;
      std::uint32_t first = group.first;
      for (const auto c : syntax_.children(t)) {
        const auto r = syntax_.relation(c);
        const auto cw = document_.lower(c);
        if (r == Deprel::det && (cw == "the" || cw == "this" || cw == "that")) {
          definite = true;
          first = std::min(first, c);
        }
        if ((r == Deprel::appos || r == Deprel::flat) && mention_at(c) != no_cluster) named = true;
        if (r == Deprel::nmod_poss) named = true;  // "its rival", "the group's bank": somebody else
      }
      if (t + 1 < document_.tokens.size() && mention_at(t + 1) != no_cluster &&
          document_.tokens[t + 1].sentence == token.sentence &&
          document_.mentions[mention_at(t + 1)].kind == MentionKind::name)
        named = true;
      for (auto k = group.first; k < t; ++k)
        if (mention_at(k) != no_cluster && document_.mentions[mention_at(k)].kind == MentionKind::name &&
            document_.mentions[mention_at(k)].type != EntityType::concept_ &&
            document_.mentions[mention_at(k)].type != EntityType::demonym &&
            document_.mentions[mention_at(k)].type != EntityType::place)
          named = true;
      // "the signalling business": a part of somebody.
      const auto what = document_.lemma(t);
      if ((what == "business" || what == "unit" || what == "division" || what == "arm") && group.first < t)
        continue;
      if (!definite || named || is_predicate(t)) continue;
      if (syntax_.relation(t) == Deprel::compound || syntax_.relation(t) == Deprel::nmod_unmarked) continue;
      m.tokens.first = first;
    }
    if (types == nullptr) continue;
    m.span = {document_.tokens[m.tokens.first].begin, document_.tokens[m.tokens.last - 1].end};
    m.type = types->front();
    const auto beside = t > 1 && document_.form(t - 1) == "," ? t - 2 : t - 1;  // "Norvik, itself a part of"
    if ((w == "himself" || w == "herself" || w == "itself") && t > 0 && mention_at(beside) != no_cluster &&
        document_.mentions[mention_at(beside)].kind != MentionKind::value &&
        document_.mentions[mention_at(beside)].cluster != no_cluster)
      m.cluster = document_.mentions[mention_at(beside)].cluster;
    else if (possessive && (m.cluster = joined_owner(t, *types)) != no_cluster)
      m.score = 0.8F;
    else if (m.kind == MentionKind::pronoun && (m.cluster = foreshadowed(t, *types)) != no_cluster)
      m.score = 0.8F;
    else
      m.cluster = resolve(m, *types, possessive,
                          m.kind == MentionKind::nominal ? document_.lemma(t) : std::string_view());
    if (m.cluster == no_cluster) {
      if (types == &people || (types == &things && m.kind == MentionKind::pronoun)) unresolved.push_back(m);
      continue;
    }
    m.type = drafts_[m.cluster].type;
    drafts_.add_mention(m);
  }
  add_unnamed(unresolved);
  add_relatives();
}

// "Ann Lee is the founder and the chief executive of …": a noun that says what somebody is stands for nobody.
bool Discourse::is_predicate(std::uint32_t noun) const {
  if (syntax_.relation(noun) == Deprel::conj && syntax_.head(noun) != no_token &&
      syntax_.is_noun(syntax_.head(noun)))
    noun = syntax_.head(noun);
  const auto children = syntax_.children(noun);
  return std::any_of(children.begin(), children.end(),
                     [&](std::uint32_t c) { return syntax_.relation(c) == Deprel::cop; });
}

// "I" within a quotation is who says it.
std::uint32_t Discourse::speaker(std::uint32_t token) const {
  const auto& says = rules_.list("say_verb");
  const auto person_of = [&](std::uint32_t verb) {
    for (const auto s : syntax_.subjects(verb)) {
      const auto m = mention_at(s);
      if (m == no_cluster || document_.mentions[m].cluster == no_cluster) continue;
      const auto cluster = document_.mentions[m].cluster;
      if (drafts_[cluster].type == EntityType::person && !drafts_[cluster].unnamed) return cluster;
    }
    return no_cluster;
  };
  int steps = 0;
  for (auto t = token; t != no_token && steps < 12; t = syntax_.head(t), ++steps) {
    if (steps > 0 && says.contains(document_.lemma(t)) && syntax_.relation(token) != Deprel::nsubj)
      if (const auto found = person_of(t); found != no_cluster) return found;
    if (const auto up = syntax_.head(t);
        up != no_token && says.contains(document_.lemma(up)) &&
        (syntax_.relation(t) == Deprel::ccomp || syntax_.relation(t) == Deprel::parataxis))
      if (const auto found = person_of(up); found != no_cluster) return found;
    for (const auto c : syntax_.children(t))
      if (syntax_.relation(c) == Deprel::parataxis && says.contains(document_.lemma(c)))
        if (const auto found = person_of(c); found != no_cluster) return found;
  }
  return no_cluster;
}

// Whom or what a text speaks of and never names. Equal pronouns mean the same one.
void Discourse::add_unnamed(const std::vector<Mention>& unresolved) {
  for (auto m : unresolved) {
    const auto w = document_.lower(m.tokens.first);
    std::string key = "it";
    if (m.kind == MentionKind::nominal)
      key = document_.lemma(m.head);
    else if (w == "he" || w == "him" || w == "his" || w == "himself")
      key = "he";
    else if (w == "she" || w == "her" || w == "hers" || w == "herself")
      key = "she";
    else if (w == "i" || w == "me" || w == "my" || w == "mine" || w == "myself")
      key = "i";
    const auto d = drafts_.for_key("\x01unnamed " + key);
    auto& draft = drafts_[d];
    if (!draft.unnamed) {
      draft.unnamed = true;
      draft.type = m.type;
      draft.names[m.type == EntityType::person ? "unnamed person" : "unnamed organization"] = 0;
    }
    draft.spans.push_back(m.span);
    m.cluster = d;
    drafts_.add_mention(m);
  }
  described_.resize(drafts_.size());
}

// The mention whose description a noun is: the noun's own; the subject of which it is said ("Ann Lee is a
// swimmer and coach who …"); the name it stands beside ("Ann Lee, a swimmer who …", "the carmaker Norvik").
std::uint32_t Discourse::said_of(std::uint32_t noun) const {
  constexpr int most_steps = 5;
  auto t = noun;
  for (int steps = 0; t != no_token && steps < most_steps; ++steps) {
    if (const auto m = mention_at(t); m != no_cluster && document_.mentions[m].kind != MentionKind::value &&
                                      document_.mentions[m].cluster != no_cluster &&
                                      document_.mentions[m].type != EntityType::concept_)
      return m;
    if (!syntax_.is_noun(t) && document_.tokens[t].tag != Upos::adj) return no_cluster;
    std::uint32_t subject = no_token;
    bool copula = false;
    for (const auto c : syntax_.children(t)) {
      const auto r = syntax_.relation(c);
      if (r == Deprel::nsubj && c < t) subject = c;
      copula = copula || r == Deprel::cop;
      if ((r == Deprel::appos || r == Deprel::flat) && mention_at(c) != no_cluster &&
          document_.mentions[mention_at(c)].kind == MentionKind::name)
        return mention_at(c);
    }
    if (copula && subject != no_token) {
      const auto antecedent = syntax_.antecedent(subject);
      t = antecedent == no_token || antecedent >= subject ? subject : antecedent;
    } else if (syntax_.relation(t) == Deprel::conj || syntax_.relation(t) == Deprel::appos) {
      t = syntax_.head(t);
    } else {
      return no_cluster;
    }
  }
  return no_cluster;
}

bool Discourse::stands_for_place(std::uint32_t mention) const {
  if (mention == no_cluster) return false;
  const auto& m = document_.mentions[mention];
  if (m.kind == MentionKind::value || m.cluster == no_cluster) return false;
  const auto type = drafts_[m.cluster].type;
  return type == EntityType::place || type == EntityType::organization;
}

// "studied at the academy of music under Ann Lee in 1999, where": the place or institution named last.
std::uint32_t Discourse::place_before(std::uint32_t token) const {
  constexpr std::uint32_t farthest = 14;
  const auto sentence = document_.tokens[token].sentence;
  for (auto t = token; t > 0 && token - t < farthest && document_.tokens[t - 1].sentence == sentence; --t) {
    const auto m = mention_at(t - 1);
    if (m != no_cluster && document_.mentions[m].kind == MentionKind::name &&
        document_.mentions[m].type != EntityType::demonym && stands_for_place(m))
      return m;
  }
  return no_cluster;
}

// "George Lee and his wife": a possessive between a conjunction and a description is the member's before it.
std::uint32_t Discourse::joined_owner(std::uint32_t pronoun, const std::vector<EntityType>& types) const {
  const auto& tokens = document_.tokens;
  if (pronoun < 2 || tokens[pronoun - 2].sentence != tokens[pronoun].sentence) return no_cluster;
  const auto w = document_.lower(pronoun - 1);
  if (w != "and" && w != "with") return no_cluster;
  const auto m = mention_at(pronoun - 2);
  if (m == no_cluster || document_.mentions[m].kind == MentionKind::value) return no_cluster;
  const auto cluster = document_.mentions[m].cluster;
  return cluster != no_cluster && fits(drafts_[cluster], types) ? cluster : no_cluster;
}

// Relative pronouns stand for what they are said of. Rules see through them; only those who ask for the
// mentions of a sentence find them.
void Discourse::add_relatives() {
  for (std::uint32_t t = 0; t < document_.tokens.size(); ++t) {
    const auto w = document_.lower(t);
    if (mention_at(t) != no_cluster ||
        (w != "who" && w != "which" && w != "whom" && w != "whose" && w != "where" && w != "that"))
      continue;
    const auto antecedent = syntax_.antecedent(t);
    const bool behind = antecedent != no_token && antecedent < t;
    auto m = behind ? said_of(antecedent) : no_cluster;
    // "the head of Norvik, which": parsers hang it on the wrong noun now and then.
    if (w == "which" && m != no_cluster && document_.mentions[m].type == EntityType::person) m = no_cluster;
    if (m == no_cluster && behind) {  // "the carmaker Norvik, which": what stands right before it
      auto before = t - 1;
      if (document_.form(before) == "," && before > 0) --before;
      m = mention_at(before);
    }
    if (w == "where" && !stands_for_place(m)) m = place_before(t);
    if (m == no_cluster || document_.mentions[m].kind == MentionKind::value) continue;
    const auto& named = document_.mentions[m];
    const auto cluster = named.cluster;
    if (cluster == no_cluster || named.type == EntityType::demonym) continue;
    const auto type = drafts_[cluster].type;
    if (w == "who" || w == "whom" ? type != EntityType::person && type != EntityType::organization
        : w == "where"            ? type != EntityType::place && type != EntityType::organization
                                  : w == "which" && type == EntityType::person)
      continue;
    Mention mention;
    mention.tokens = {t, t + 1};
    mention.span = {document_.tokens[t].begin, document_.tokens[t].end};
    mention.head = t;
    mention.kind = MentionKind::pronoun;
    mention.score = 0.8F;
    mention.cluster = cluster;
    mention.type = type;
    document_.mentions.push_back(mention);
  }
}

// "Despite its losses, Norvik …": a pronoun in an opening clause means the subject that comes.
std::uint32_t Discourse::foreshadowed(std::uint32_t pronoun, const std::vector<EntityType>& types) const {
  const auto& tokens = document_.tokens;
  const auto range = document_.sentences[tokens[pronoun].sentence].tokens;
  const auto opening = tokens[range.first].tag;
  if (opening != Upos::sconj && opening != Upos::adp) return no_cluster;
  for (auto t = range.first; t < pronoun; ++t)  // somebody was named already, or the clause is over
    if (document_.form(t) == "," ||
        (mention_at(t) != no_cluster && document_.mentions[mention_at(t)].kind != MentionKind::value &&
         document_.mentions[mention_at(t)].cluster != no_cluster &&
         fits(drafts_[document_.mentions[mention_at(t)].cluster], types)))
      return no_cluster;
  auto comma = pronoun;
  while (comma < range.last && document_.form(comma) != ",") ++comma;
  if (comma + 1 >= range.last) return no_cluster;
  const auto m = mention_at(comma + 1);
  if (m == no_cluster || document_.mentions[m].kind != MentionKind::name) return no_cluster;
  const auto cluster = document_.mentions[m].cluster;
  return cluster != no_cluster && fits(drafts_[cluster], types) ? cluster : no_cluster;
}

// "Chairman Ann Lee said Norvik would cut jobs": the one thing of these types that the sentence has as a
// subject behind the token.
std::uint32_t Discourse::only_subject(std::uint32_t token, const std::vector<EntityType>& wanted) const {
  std::uint32_t found = no_cluster;
  for (const auto& m : document_.mentions) {
    if (m.kind != MentionKind::name || m.cluster == no_cluster || m.tokens.first < token ||
        document_.tokens[m.tokens.first].sentence != document_.tokens[token].sentence ||
        !fits(drafts_[m.cluster], wanted) || m.head == no_token)
      continue;
    const auto r = document_.tokens[m.head].relation;
    if (r != Deprel::nsubj && r != Deprel::nsubj_pass) continue;
    if (found != no_cluster && found != m.cluster) return no_cluster;
    found = m.cluster;
  }
  return found;
}

std::uint32_t Discourse::imply(std::uint32_t token, const std::vector<EntityType>& wanted,
                               std::string_view kind) {
  Mention m;
  m.tokens = {token, token + 1};
  m.span = {document_.tokens[token].begin, document_.tokens[token].end};
  m.head = token;
  m.kind = MentionKind::pronoun;
  m.score = 0.5F;
  m.cluster = resolve(m, wanted, true, kind.empty() ? "company" : kind);
  if (!kind.empty()) {
    const auto d = m.cluster;
    if (d == no_cluster ||
        ((d >= described_.size() || !described_[d].contains(std::string(kind))) && !called_so(d, kind)))
      return no_cluster;
  } else if (const auto subject = only_subject(token, wanted);
             subject != no_cluster &&
             (m.cluster == no_cluster || drafts_[subject].spans.size() >= drafts_[m.cluster].spans.size()))
    m.cluster = subject;
  if (m.cluster == no_cluster) return no_cluster;
  // "Prime Minister Ann Lee" is no head of the town that was named last.
  if (drafts_[m.cluster].type == EntityType::place && !rules_.is_place(drafts_[m.cluster].core))
    return no_cluster;
  m.type = drafts_[m.cluster].type;
  const auto index = static_cast<std::uint32_t>(document_.mentions.size());
  document_.mentions.push_back(m);
  return index;
}

}  // namespace skein::extract
