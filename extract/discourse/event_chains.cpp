#include "extract/discourse/event_chains.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "extract/discourse/noun_phrases.hpp"
#include "extract/names/names.hpp"
#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

// How a phrase brings up its event.
enum class Way : std::uint8_t { fresh, bare, definite };  // "another summit", "summit", "the summit"

struct EventMention {
  std::uint32_t token = 0;  // its head
  std::uint32_t sentence = 0;
  std::string head;                  // as in keys
  std::set<std::string> words;       // what tells it from others with that head: "climate", "economic"
  std::string short_name;            // the phrase without words that say nothing of the kind; see passing()
  std::optional<NounPhrase> phrase;  // none of a proper name
  Way way = Way::bare;
  bool general = false;   // "the gathering": any event
  bool anchored = false;  // it says whose event it is
  std::uint32_t draft = no_cluster;
};

struct Chain {
  std::vector<EventMention> mentions;
  std::string head;
  std::set<std::string> words;
  bool named = false;
  bool general = false;
};

class EventChains {
 public:
  explicit EventChains(Drafts& drafts)
      : drafts_(drafts),
        document_(drafts.document),
        syntax_(drafts.syntax),
        rules_(drafts.rules),
        event_noun_(rules_.list("event_noun")),
        happening_(rules_.list("happening_noun")),
        general_(rules_.list("general_event")) {}

  void link() {
    collect();
    for (auto& m : mentions_) place(std::move(m));
    for (auto& chain : chains_) settle(chain);
  }

 private:
  // Proper names and phrases, in the order of the text.
  void collect() {
    for (const auto& m : document_.mentions) {
      if (m.kind == MentionKind::value || m.cluster == no_cluster) continue;
      const auto& draft = drafts_[m.cluster];
      if (m.kind == MentionKind::nominal && draft.type != EntityType::event && draft.used)
        taken_.insert(m.head);  // "the takeover" as what somebody invests in
      if (draft.type != EntityType::event) continue;
      if (m.kind == MentionKind::nominal)
        made_[m.head] = m.cluster;
      else if (m.kind == MentionKind::name && draft.used)
        add_name(m);
    }
    for (std::uint32_t t = 0; t < document_.tokens.size(); ++t)
      if (is_event(t)) add_phrase(t);
    std::stable_sort(mentions_.begin(), mentions_.end(),
                     [](const EventMention& a, const EventMention& b) { return a.token < b.token; });
  }

  [[nodiscard]] bool is_event(std::uint32_t t) const {
    const auto& token = document_.tokens[t];
    if (token.tag != Upos::noun || token.form == Form::plural || taken_.contains(t)) return false;
    if (const auto m = drafts_.mention_at[t];
        m != no_cluster && document_.mentions[m].kind != MentionKind::nominal)
      return false;
    const auto lemma = document_.lemma(t);
    if (!event_noun_.contains(lemma) && !happening_.contains(lemma) && !general_.contains(lemma))
      return false;
    const auto relation = token.relation;
    return relation != Deprel::compound && relation != Deprel::nmod_unmarked && relation != Deprel::amod;
  }

  // "Oslo Climate Summit", "Congress of Vienna"
  void add_name(const Mention& m) {
    auto last = m.tokens.first;
    for (auto t = m.tokens.first; t < m.tokens.last && document_.lower(t) != "of"; ++t) last = t;
    EventMention found;
    found.token = last;
    found.sentence = document_.tokens[last].sentence;
    found.head = concept_key(document_.form(last));
    found.draft = m.cluster;
    mentions_.push_back(std::move(found));
  }

  // Words that say how an event was and not which it is: "a rare televised summit".
  [[nodiscard]] bool passing(std::uint32_t t) const {
    const auto& token = document_.tokens[t];
    const auto lower = document_.lower(t);
    return token.tag == Upos::num || token.tag == Upos::adv || token.tag == Upos::det ||
           token.tag == Upos::punct || token.form == Form::past_participle || token.form == Form::gerund ||
           token.form == Form::superlative || token.form == Form::comparative ||
           rules_.list("vague_adjective").contains(lower) || rules_.list("passing_adjective").contains(lower);
  }

  void add_phrase(std::uint32_t head) {
    auto phrase = noun_phrase(drafts_, head);
    if (!phrase || phrase->head != head) return;
    EventMention m;
    m.token = head;
    m.sentence = document_.tokens[head].sentence;
    m.head = concept_key(document_.form(head));
    m.general = general_.contains(document_.lemma(head));
    for (auto t = phrase->tokens.first; t < head;) {
      auto end = t + 1;  // "high-profile" may be one token or three
      while (end < head && !document_.tokens[end].space_before) ++end;
      const auto word = document_.slice({document_.tokens[t].begin, document_.tokens[end - 1].end});
      if (!passing(end - 1) && !rules_.list("passing_adjective").contains(ascii_lower(word))) {
        m.words.insert(concept_key(word));
        m.short_name += std::string(word) + " ";
      }
      t = end;
    }
    m.short_name += document_.form(head);
    for (const auto c : syntax_.children(head)) {
      const auto w = document_.lower(c);
      const auto relation = syntax_.relation(c);
      const bool name = drafts_.mention_at[c] != no_cluster &&
                        document_.mentions[drafts_.mention_at[c]].kind == MentionKind::name;
      if (w == "the" || w == "this" || w == "that")
        m.way = Way::definite;
      else if (w == "a" || w == "an" || w == "another" || w == "other" || w == "second" || w == "third" ||
               w == "each" || w == "every" || w == "any" || w == "no" || w == "new" || w == "next")
        m.way = Way::fresh;
      if (relation == Deprel::nmod_poss && name) {
        m.anchored = true;
        m.way = Way::definite;
      }
      if (relation == Deprel::nmod && name && c > head && syntax_.has_case(c, by_)) m.anchored = true;
    }
    if (const auto it = made_.find(head); it != made_.end()) m.draft = it->second;
    m.phrase = std::move(phrase);
    mentions_.push_back(std::move(m));
  }

  [[nodiscard]] bool agrees(const Chain& chain, const EventMention& m) const {
    if (m.general && m.words.empty()) {
      // "the gathering": what the text spoke of just before.
      constexpr std::uint32_t far = 2;
      return m.sentence - chain.mentions.back().sentence <= far;
    }
    return chain.head == m.head && (chain.named ? m.words.empty()
                                                : std::includes(chain.words.begin(), chain.words.end(),
                                                                m.words.begin(), m.words.end()));
  }

  void place(EventMention m) {
    if (m.draft != no_cluster)  // the same phrase as before, or the same name
      for (auto& chain : chains_)
        if (std::any_of(chain.mentions.begin(), chain.mentions.end(),
                        [&](const EventMention& other) { return other.draft == m.draft; })) {
          chain.mentions.push_back(std::move(m));
          return;
        }
    if (m.phrase && m.way != Way::fresh && (m.way == Way::definite || !m.general)) {
      Chain* found = nullptr;
      int many = 0;
      for (auto& chain : chains_)
        if (agrees(chain, m)) {
          found = &chain;
          ++many;
        }
      if (many == 1) {
        found->mentions.push_back(std::move(m));
        return;
      }
      if (many > 1) return;  // nobody can say which
    }
    if (m.general && m.draft == no_cluster) return;
    Chain chain;
    chain.head = m.head;
    chain.words = m.words;
    chain.named = !m.phrase;
    chain.general = m.general;
    chain.mentions.push_back(std::move(m));
    chains_.push_back(std::move(chain));
  }

  // An event that no relation speaks of: what the text describes and comes back to, or says whose it is.
  [[nodiscard]] bool prominent(const Chain& chain) const {
    if (chain.words.empty() || chain.general) return false;
    std::set<std::uint32_t> sentences;
    bool definite = false, anchored = false;
    for (const auto& m : chain.mentions) {
      sentences.insert(m.sentence);
      definite = definite || m.way == Way::definite;
      anchored = anchored || m.anchored;
    }
    return anchored || (sentences.size() > 1 && definite);
  }

  void settle(Chain& chain) {
    std::uint32_t into = no_cluster;
    for (const auto& m : chain.mentions)
      if (m.draft != no_cluster && drafts_[m.draft].used && into == no_cluster) into = m.draft;
    if (into == no_cluster) {
      if (!prominent(chain)) return;
      into = drafts_.for_key(chain.mentions.front().phrase->key);
      auto& draft = drafts_[into];
      if (draft.used && draft.type != EntityType::event) return;  // a concept by that name
      draft.type = EntityType::event;
      draft.used = true;
    }
    for (const auto& m : chain.mentions) {
      if (m.draft != no_cluster && m.draft != into && !drafts_[m.draft].names.empty()) {
        if (chain.named) drafts_[m.draft].names.clear();  // a description is no name of what has one
        drafts_.join(into, m.draft);
      }
      if (m.phrase) add(m, chain, drafts_[into]);
    }
    if (!chain.named && !chain.general) {
      auto& kind = drafts_[into].kind_of_event;
      kind.clear();
      for (const auto& w : chain.words) kind += w + " ";
      kind += chain.head;
    }
    // It goes by what tells it from others, however often the text says no more than "the summit".
    if (!chain.named && !chain.words.empty())
      for (auto& [name, count] : drafts_[into].names)
        if (!wordy(name)) count = 0;
  }

  void add(const EventMention& m, const Chain& chain, Draft& draft) const {
    const Span span{document_.tokens[m.phrase->tokens.first].begin,
                    document_.tokens[m.phrase->tokens.last - 1].end};
    if (m.draft == no_cluster) draft.spans.push_back(span);
    if (chain.named || m.general) return;
    if (m.draft == no_cluster) ++draft.names[m.phrase->name];
    // People say "the summit" of what a text calls "a televised climate summit" throughout.
    draft.names.try_emplace(m.short_name, 0);
    const bool only = std::none_of(chains_.begin(), chains_.end(), [&](const Chain& other) {
      return &other != &chain && other.head == chain.head;
    });
    if (only) draft.names.try_emplace(std::string(document_.form(m.token)), 0);
  }

  Drafts& drafts_;
  const Document& document_;
  const Syntax& syntax_;
  const RuleSet& rules_;
  const WordSet& event_noun_;
  const WordSet& happening_;
  const WordSet& general_;
  const std::vector<std::string> by_ = {"by"};
  std::map<std::uint32_t, std::uint32_t> made_;  // head of a phrase that a relation speaks of -> draft
  std::set<std::uint32_t> taken_;
  std::vector<EventMention> mentions_;
  std::vector<Chain> chains_;
};

}  // namespace

void link_events(Drafts& drafts) { EventChains(drafts).link(); }

}  // namespace skein::extract
