#include "extract/discourse/concept_chains.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "extract/discourse/noun_phrases.hpp"
#include "extract/names/names.hpp"

namespace skein::extract {

namespace {

struct Phrases {
  std::vector<NounPhrase> all;
  std::uint32_t draft = no_cluster;  // what a relation speaks of by this phrase
};

class ConceptChains {
 public:
  explicit ConceptChains(Drafts& drafts)
      : drafts_(drafts), document_(drafts.document), rules_(drafts.rules) {}

  void link() {
    collect();
    for (auto& [head, keys] : by_head_) join_nested(keys);
    for (const auto& [head, keys] : by_head_) add_mentions(keys);
    link_fields();
    add_origins();
  }

 private:
  using Keys = std::map<std::string, Phrases>;  // key of a phrase -> where it stands

  // All phrases with a head that some concept of a relation has.
  void collect() {
    std::map<std::uint32_t, std::uint32_t> made;  // head -> draft
    for (const auto& m : document_.mentions)
      if (m.kind == MentionKind::nominal && m.cluster != no_cluster && m.head != no_token &&
          drafts_[m.cluster].used && drafts_[m.cluster].type == EntityType::concept_) {
        made[m.head] = m.cluster;
        by_head_[last_word(drafts_[m.cluster].core)];
      }
    if (by_head_.empty()) return;
    for (std::uint32_t t = 0; t < document_.tokens.size(); ++t) {
      if (document_.tokens[t].tag != Upos::noun || is_name(t)) continue;
      const auto keys = by_head_.find(concept_key(document_.form(t)));
      if (keys == by_head_.end()) continue;
      const auto relation = document_.tokens[t].relation;
      if (relation == Deprel::compound || relation == Deprel::nmod_unmarked) continue;
      auto phrase = noun_phrase(drafts_, t);
      if (!phrase || phrase->head != t) continue;
      if (const auto it = made.find(t); it != made.end() && drafts_[it->second].core != phrase->key) continue;
      auto& phrases = keys->second[phrase->key];
      if (const auto it = made.find(t); it != made.end()) phrases.draft = it->second;
      phrases.all.push_back(std::move(*phrase));
    }
  }

  [[nodiscard]] bool is_name(std::uint32_t t) const {
    const auto m = drafts_.mention_at[t];
    return m != no_cluster && document_.mentions[m].kind == MentionKind::name;
  }

  // "cloud computing" within a longer concept is none.
  [[nodiscard]] bool is_proper(std::uint32_t t) const {
    return is_name(t) && document_.mentions[drafts_.mention_at[t]].type != EntityType::concept_;
  }

  // "AI data centers" and "data center". One word alone tells too little ("mine"); an adjective, a figure, a
  // place or a nationality before a phrase may well say which ones.
  [[nodiscard]] bool narrower(const NounPhrase& phrase, const std::string& of) const {
    if (!wordy(of) || !phrase.key.ends_with(" " + of)) return false;
    const auto more = split_words(std::string_view(phrase.key).substr(0, phrase.key.size() - of.size() - 1));
    const auto first = phrase.tokens.first;
    for (auto t = first; t < first + more.size() && t < phrase.head; ++t)
      if (document_.tokens[t].tag != Upos::noun && document_.tokens[t].tag != Upos::propn &&
          phrase.with_aside.empty())
        return false;
    return std::all_of(more.begin(), more.end(), [&](const std::string& w) {
      return rules_.place_of(w).empty() && !rules_.is_place(w) && w.find_first_of("0123456789") == w.npos;
    });
  }

  void join_nested(Keys& keys) {
    for (auto& [key, phrases] : keys) {
      if (!wordy(key)) continue;
      // The phrases that end with this one must all be nested in one another.
      std::vector<const std::string*> longer;
      bool nested = true;
      for (const auto& [other, where] : keys)
        if (other != key && other.ends_with(" " + key)) {
          nested = nested && narrower(where.all.front(), key);
          longer.push_back(&other);
        }
      if (longer.empty() || !nested) continue;
      std::sort(longer.begin(), longer.end(),
                [](const auto* a, const auto* b) { return a->size() < b->size(); });
      for (std::size_t i = 1; i < longer.size(); ++i)
        nested = nested && longer[i]->ends_with(" " + *longer[i - 1]);
      if (!nested) continue;
      std::uint32_t into = phrases.draft;
      for (const auto* other : longer)
        if (into == no_cluster) into = keys.at(*other).draft;
      if (into == no_cluster) continue;
      into = drafts_.now(into);
      add(key, phrases, into);
      for (const auto* other : longer) add(*other, keys.at(*other), into);
    }
  }

  void add(const std::string& key, Phrases& phrases, std::uint32_t into) {
    if (phrases.draft != no_cluster) {
      drafts_.join(into, drafts_.now(phrases.draft));
    } else {
      drafts_[into].more_cores.push_back(key);
      drafts_.by_key.try_emplace(key, into);
    }
    phrases.draft = into;
  }

  // Every place where a concept stands is a mention of it, and every way to write it a name.
  void add_mentions(const Keys& keys) {
    for (const auto& [key, phrases] : keys) {
      if (phrases.draft == no_cluster) continue;
      const auto into = drafts_.now(phrases.draft);
      for (const auto& p : phrases.all) {
        add(p.tokens, p.name, 1, into);
        if (!p.with_aside.empty()) drafts_[into].names.try_emplace(p.with_aside, 0);
      }
    }
  }

  // Nothing where the draft has that mention already.
  void add(TokenRange tokens, const std::string& name, std::uint32_t count, std::uint32_t into) {
    auto& draft = drafts_[into];
    const Span span{document_.tokens[tokens.first].begin, document_.tokens[tokens.last - 1].end};
    if (std::find(draft.spans.begin(), draft.spans.end(), span) != draft.spans.end()) return;
    draft.spans.push_back(span);
    draft.names[name] += count;
  }

  // "cloud computing" wherever it stands, "the cloud business" where the text has it beside that.
  void link_fields() {
    const auto& fields = rules_.list("field_noun");
    std::map<std::string, std::vector<TokenRange>> found;  // key -> "cloud computing"
    for (std::uint32_t t = 1; t < document_.tokens.size(); ++t) {
      if (!fields.contains(document_.lower(t)) || document_.tokens[t].sentence_start || is_proper(t) ||
          is_proper(t - 1) || !document_.tokens[t].space_before)
        continue;
      const auto tag = document_.tokens[t - 1].tag;
      if ((tag != Upos::noun && tag != Upos::adj) ||
          rules_.list("vague_adjective").contains(document_.lower(t - 1)) ||
          document_.tokens[t - 1].form == Form::plural)
        continue;
      found[concept_key(drafts_.text_of({t - 1, t + 1}))].push_back({t - 1, t + 1});
    }
    for (auto& [key, places] : found) {
      const auto field = document_.lower(places.front().last - 1);
      const auto kind = std::string(document_.lower(places.front().first));
      auto short_forms = rules_.list("unsaid_field").contains(field) && only_field_of(found, key)
                             ? branches_of(kind)
                             : std::vector<TokenRange>();
      settle_field(key, places, short_forms);
    }
  }

  [[nodiscard]] static bool only_field_of(const std::map<std::string, std::vector<TokenRange>>& found,
                                          const std::string& key) {
    const auto first = first_word(key) + " ";
    return std::count_if(found.begin(), found.end(),
                         [&](const auto& other) { return other.first.starts_with(first); }) == 1;
  }

  // "cloud" in "the cloud business"
  [[nodiscard]] std::vector<TokenRange> branches_of(const std::string& kind) const {
    std::vector<TokenRange> out;
    for (std::uint32_t t = 0; t + 1 < document_.tokens.size(); ++t)
      if (document_.lower(t) == kind && !is_proper(t) && !document_.tokens[t + 1].sentence_start &&
          rules_.list("branch_noun").contains(document_.lemma(t + 1)))
        out.push_back({t, t + 1});
    return out;
  }

  void settle_field(const std::string& key, const std::vector<TokenRange>& places,
                    const std::vector<TokenRange>& short_forms) {
    auto it = drafts_.by_key.find(key);
    const bool known = it != drafts_.by_key.end() && drafts_[it->second].used;
    std::set<std::uint32_t> sentences;
    for (const auto& ranges : {places, short_forms})
      for (const auto& r : ranges) sentences.insert(document_.tokens[r.first].sentence);
    if (!known && sentences.size() < 2) return;
    const auto d = drafts_.for_key(key);
    auto& draft = drafts_[d];
    if (!draft.names.empty() && draft.type != EntityType::concept_) return;
    draft.type = EntityType::concept_;
    draft.used = true;
    for (const auto& r : places) add(r, drafts_.text_of(r), 1, d);
    for (const auto& r : short_forms) add(r, drafts_.text_of(r), 0, d);
  }

  // "Norwegian Tesseras": a nationality right before a product's name in the plural is where they are sold or
  // made.
  void add_origins() {
    for (const auto& m : document_.mentions) {
      if (m.kind != MentionKind::name || m.cluster == no_cluster || m.tokens.first == 0 ||
          document_.tokens[m.tokens.first].sentence_start ||
          document_.tokens[m.tokens.last - 1].form != Form::plural)
        continue;
      auto& draft = drafts_[m.cluster];
      const auto before = m.tokens.first - 1;
      if (draft.type != EntityType::product || !draft.used || !drafts_.place_word(before) ||
          document_.tokens[before].tag != Upos::adj)
        continue;
      draft.names.try_emplace(drafts_.text_of({before, m.tokens.last}), 0);
    }
  }

  Drafts& drafts_;
  const Document& document_;
  const RuleSet& rules_;
  std::map<std::string, Keys> by_head_;
};

}  // namespace

void link_concepts(Drafts& drafts) { ConceptChains(drafts).link(); }

}  // namespace skein::extract
