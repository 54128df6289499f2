// One document through all stages.
#include <algorithm>
#include <cctype>
#include <map>

#include <fmt/format.h>

#include "extract/builder.hpp"
#include "extract/claims/claims.hpp"
#include "extract/claims/proposals.hpp"
#include "extract/claims/relation_scorer.hpp"
#include "extract/discourse/concept_chains.hpp"
#include "extract/discourse/discourse.hpp"
#include "extract/discourse/event_chains.hpp"
#include "extract/discourse/walks_of_life.hpp"
#include "extract/names/listed_names.hpp"
#include "extract/names/names.hpp"
#include "extract/names/national_names.hpp"
#include "extract/piece_merger.hpp"
#include "extract/pipeline.hpp"
#include "extract/readers/clean.hpp"
#include "extract/resolve/resolve.hpp"
#include "extract/rules/matcher.hpp"
#include "extract/rules/rules.hpp"
#include "extract/syntax/lexicon.hpp"
#include "extract/syntax/syntax.hpp"
#include "extract/text/hash.hpp"
#include "extract/text/lines.hpp"
#include "extract/text/pieces.hpp"
#include "extract/values/periods.hpp"
#include "extract/values/values.hpp"

namespace skein::extract {

struct Extractor::Parts {
  Parts(Models m, RuleSet r, RelationScorer s)
      : models(std::move(m)), rules(std::move(r)), matcher(rules), scorer(std::move(s)) {}
  Models models;
  RuleSet rules;
  Matcher matcher;
  RelationScorer scorer;
  std::vector<RuleText> schema;
  std::string fingerprint;
};

Extractor::Extractor(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Extractor::Extractor(Extractor&&) noexcept = default;
Extractor& Extractor::operator=(Extractor&&) noexcept = default;
Extractor::~Extractor() = default;

namespace {

// Raised when a stage changes what it finds, so that documents are read anew.
constexpr std::string_view stages_version = "6";

}  // namespace

Result<Extractor> Extractor::load(const Files& files) {
  const auto directory = files.models.empty() ? default_model_directory() : files.models;
  SKEIN_ASSIGN(auto models, Models::load(directory));
  SKEIN_ASSIGN(const auto scorer_checksum, ModelFile::stated_checksum(directory / "relations.bin"));
  SKEIN_ASSIGN(auto texts, read_rule_texts({default_rule_directory()}));
  auto schema = files.texts;
  if (!files.rules.empty()) {
    SKEIN_ASSIGN(const auto more, read_rule_texts(files.rules));
    schema.insert(schema.end(), more.begin(), more.end());
  }
  texts.insert(texts.end(), schema.begin(), schema.end());
  SKEIN_ASSIGN(auto rules, RuleSet::load(texts));
  SKEIN_ASSIGN(auto scorer, RelationScorer::open(directory / "relations.bin", rules, models));
  auto parts = std::make_unique<Parts>(std::move(models), std::move(rules), std::move(scorer));
  parts->schema = std::move(schema);
  parts->fingerprint = hex_hash(std::string(stages_version) + parts->models.fingerprint() +
                                fmt::format("{:016x}", scorer_checksum) + parts->rules.fingerprint());
  return Extractor(std::move(parts));
}

const std::string& Extractor::fingerprint() const { return parts_->fingerprint; }

const RuleSet& Extractor::rules() const { return parts_->rules; }

const std::vector<RuleText>& Extractor::schema() const { return parts_->schema; }

const std::map<std::string, graph::RelationTraits>& Extractor::relations() const {
  return parts_->rules.relations();
}

namespace {

// News that puts earlier news right says so at the start or at the end: "CORRECTED-", "(Corrects figure …)",
// "Correction:", "This article has been corrected".
bool is_correction(const Document& document) {
  const auto says = [](std::string_view part) {
    const auto text = ascii_lower(part);
    for (const std::string_view mark :
         {"corrected-", "corrected:", "correction:", "correction -", "(corrects ", "(corrected ",
          "corrects figure", "corrects headline", "corrects paragraph", "has been corrected", "was corrected",
          "corrected version", "an earlier version of this", "a previous version of this"})
      if (text.find(mark) != text.npos) return true;
    return false;
  };
  constexpr std::size_t looked_at = 400;
  const std::string_view text = document.text;
  return says(document.metadata.title) || says(text.substr(0, looked_at)) ||
         says(text.substr(text.size() - std::min(text.size(), looked_at)));
}

// Collects what a document says, with local entities numbered in the order of their first key.
class Assembly {
 public:
  Assembly(const Document& document, const Syntax& syntax, Discourse& discourse, const RuleSet& rules,
           const std::vector<Figure>& figures, const Models& models)
      : document_(document),
        syntax_(syntax),
        discourse_(discourse),
        rules_(rules),
        figures_(figures),
        models_(models),
        points_(document.text) {}

  Extraction make(const std::vector<Finding>& findings) {
    Extraction out;
    out.sentences = static_cast<std::uint32_t>(document_.sentences.size());
    out.correction = is_correction(document_);
    for (const auto& t : document_.tokens) out.words += t.tag == Upos::punct ? 0 : 1;
    entities(out);
    for (const auto& f : findings) claim(f, out);
    name_events_by_host(out);
    std::sort(out.claims.begin(), out.claims.end(), [](const Claim& a, const Claim& b) {
      return std::tie(a.sentence, a.relation, a.subject_span, a.object_span, a.rule) <
             std::tie(b.sentence, b.relation, b.subject_span, b.object_span, b.rule);
    });
    return out;
  }

 private:
  [[nodiscard]] graph::TextSpan visible(Span bytes) const {
    return {points_.at(bytes.begin), points_.at(bytes.end)};
  }

  // Names of places and people that lists know are what they are; others, what the text says they are.
  [[nodiscard]] bool certain(std::uint32_t d) const {
    const auto& draft = discourse_.drafts()[d];
    if (discourse_.told(d)) return true;
    const auto flags = listed_as(draft.core, models_);
    if (draft.type == EntityType::place) return rules_.is_place(draft.core) || (flags & listed_places) != 0;
    // Lists have nearly every word as somebody's surname; whom a text means it introduces by a full name or a
    // title.
    return draft.core.find(' ') != std::string::npos &&
           (flags & (lex::first_name | lex::surname | lex::famous)) != 0;
  }

  // "Harvard University" goes by "Harvard" in texts that never say both, but "Boston University" not by
  // "Boston".
  void add_known_short_forms(const Draft& draft, std::vector<std::string>& leans_on) const {
    constexpr std::string_view tail = " university";
    if (draft.type != EntityType::organization || !draft.core.ends_with(tail)) return;
    const auto stem = draft.core.substr(0, draft.core.size() - tail.size());
    if (!rules_.place_of(stem).empty() || (listed_as(stem, models_) & (listed_places | lex::demonym)) != 0)
      return;
    leans_on.push_back("n:" + stem);
  }

  // "Labour Party" in a text about New Zealand is that country's, and leans on the name that every such party
  // has.
  void say_country(const std::string& country, std::vector<std::string>& keys,
                   std::vector<std::string>& leans_on) const {
    for (auto& key : keys) {
      if (!key.starts_with("n:")) continue;
      const auto national = national_name(std::string_view(key).substr(2), country, rules_, models_);
      if (national.qualified.empty()) continue;
      key = "n:" + national.qualified;
      leans_on.push_back("n:" + national.bare);
    }
  }

  // A goalkeeper's full name is another key than a banker's. Both lean on the name itself.
  void say_field(std::uint32_t draft, std::vector<std::string>& keys,
                 std::vector<std::string>& leans_on) const {
    const auto fields = walks_of_life(discourse_, document_, rules_, draft);
    if (fields.empty()) return;
    std::vector<std::string> out;
    for (const auto& key : keys) {
      if (!key.starts_with("p:")) {
        out.push_back(key);
        continue;
      }
      for (const auto field : fields) out.push_back(full_name_key(key, field));
      leans_on.push_back(key);
    }
    keys = std::move(out);
  }

  // What a schema says of it. Of two drafts that are one, the one that says more counts.
  void describe(LocalEntity& e, const Draft& draft) const {
    if (auto labels = rules_.schema().labels(draft.kind);
        labels.size() > e.labels.size() && draft.type == e.type)
      e.labels = std::move(labels);
    if (e.canonical.empty()) e.canonical = draft.canonical;
  }

  void entities(Extraction& out) {
    const auto& drafts = discourse_.drafts();
    const auto country = main_country(document_, rules_);
    number_.assign(drafts.size(), no_index);
    // Drafts that share a key are one already here.
    std::map<std::string, std::uint32_t> by_key;
    for (std::uint32_t d = 0; d < drafts.size(); ++d) {
      const auto& draft = drafts[d];
      if (!draft.used || draft.names.empty() || draft.type == EntityType::none ||
          draft.type == EntityType::demonym)
        continue;
      auto [keys, leans_on] = resolution_keys(draft, document_.metadata.id, certain(d));
      add_known_short_forms(draft, leans_on);
      const bool known = !draft.canonical.empty();  // a schema names one thing
      if (draft.type == EntityType::organization && !known) say_country(country, keys, leans_on);
      if (draft.type == EntityType::person && !known) say_field(d, keys, leans_on);
      std::uint32_t at = no_index;
      for (const auto& k : keys)
        if (const auto it = by_key.find(k); it != by_key.end()) at = it->second;
      if (at == no_index) {
        at = static_cast<std::uint32_t>(out.entities.size());
        out.entities.emplace_back();
        out.entities.back().type = draft.type;
      }
      auto& e = out.entities[at];
      number_[d] = at;
      describe(e, draft);
      e.country = draft.type == EntityType::place && rules_.is_place(draft.core) &&
                  !rules_.list("continent").contains(draft.core);
      for (const auto& [name, count] : draft.names) {
        const auto it =
            std::find_if(e.names.begin(), e.names.end(), [&](const NameCount& n) { return n.name == name; });
        if (it == e.names.end())
          e.names.push_back({name, count});
        else
          it->count += count;
      }
      // People say "Norvik" and "Norvik Group" of what a text calls "Norvik Group Ltd." throughout.
      if (draft.type == EntityType::organization)
        for (const auto& [name, count] : draft.names)
          for (auto& shorter : without_legal_forms(name, rules_))
            if (std::none_of(e.names.begin(), e.names.end(),
                             [&](const NameCount& n) { return n.name == shorter; }))
              e.names.push_back({std::move(shorter), 0});
      for (const auto& k : keys) {
        by_key[k] = at;
        e.keys.push_back(k);
      }
      e.leans_on.insert(e.leans_on.end(), leans_on.begin(), leans_on.end());
      for (const auto s : draft.spans) e.mentions.push_back(visible(s));
    }
    for (auto& e : out.entities) {
      std::sort(e.names.begin(), e.names.end());
      std::sort(e.keys.begin(), e.keys.end());
      e.keys.erase(std::unique(e.keys.begin(), e.keys.end()), e.keys.end());
      settle_leaning(e);
      std::sort(e.mentions.begin(), e.mentions.end());
      e.mentions.erase(std::unique(e.mentions.begin(), e.mentions.end()), e.mentions.end());
    }
  }

  // The month that a claim is of, else that of the text: "2025-02"; empty when neither is known.
  [[nodiscard]] std::string month_of(const Claim& c) const {
    constexpr std::size_t year_and_month = 7;
    const auto& when =
        interval_of(c.when) && c.when.size() >= year_and_month ? c.when : document_.metadata.published;
    const auto month = when.substr(0, year_and_month);
    return month.size() == year_and_month && std::isdigit(static_cast<unsigned char>(month[5])) != 0
               ? month
               : std::string();
  }

  // Texts mean one summit when one host held it in one month.
  void name_events_by_host(Extraction& out) const {
    const auto& drafts = discourse_.drafts();
    for (const auto& c : out.claims) {
      if (c.relation != "HOSTED" || c.object_is_figure || c.polarity != graph::Polarity::affirmed ||
          c.modality != graph::Modality::asserted)
        continue;
      std::string host;
      for (const auto& k : out.entities[c.subject].keys)
        if (host.empty() && (is_full_name(k) || k.starts_with("n:") || k.starts_with("l:"))) host = k;
      if (host.empty()) continue;
      for (std::uint32_t d = 0; d < drafts.size(); ++d) {
        const auto& kind = drafts[d].kind_of_event;
        if (number_[d] != c.object || kind.empty() || !rules_.list("rare_event").contains(last_word(kind)))
          continue;
        const auto hosted = hosted_event_keys(kind, host, month_of(c));
        auto& e = out.entities[c.object];
        e.keys.insert(std::lower_bound(e.keys.begin(), e.keys.end(), hosted.key), hosted.key);
        e.keys.erase(std::unique(e.keys.begin(), e.keys.end()), e.keys.end());
        if (!hosted.leans_on.empty()) e.leans_on.push_back(hosted.leans_on);
        settle_leaning(e);
      }
    }
  }

  void claim(const Finding& f, Extraction& out) {
    const auto subject = number_[f.subject.entity];
    if (subject == no_index) return;
    const auto& subject_mention = document_.mentions[f.subject.mention];
    const auto& object_mention = document_.mentions[f.object.mention];
    Claim c;
    c.relation = f.relation;
    c.subject = subject;
    if (object_mention.kind == MentionKind::value) {
      c.object_is_figure = true;
      c.object = static_cast<std::uint32_t>(out.figures.size());
      out.figures.push_back(figures_[object_mention.cluster]);
    } else {
      c.object = f.object.entity == no_cluster ? no_index : number_[f.object.entity];
      if (c.object == no_index || c.object == subject) return;
    }
    const auto sentence = document_.tokens[f.trigger].sentence;
    c.sentence = visible(document_.sentences[sentence].span);
    c.subject_span = visible(subject_mention.span);
    c.object_span = visible(object_mention.span);
    c.words = fold_spaces(document_.form(f.trigger));
    c.rule = f.source;
    c.falling = f.rule != nullptr && f.rule->falling;
    const auto stance = stance_of(f, document_, syntax_, discourse_, rules_, figures_);
    c.polarity = stance.polarity;
    c.modality = stance.modality;
    c.attribution = stance.attribution;
    c.when = stance.when;
    if (const auto traits = rules_.relations().find(c.relation);
        traits != rules_.relations().end() && traits->second.per_period && c.object_is_figure) {
      // A figure of a period is of that period, whatever day stands beside it.
      c.when = period_of(document_, object_mention.tokens.first);
    }
    // The model has learned what is stated: that it does not see a plan or a denial stated says nothing of
    // these.
    const bool stated = c.polarity == graph::Polarity::affirmed && c.modality == graph::Modality::asserted;
    c.confidence = stated || f.rule == nullptr ? f.confidence : f.said_by_rule();
    out.claims.push_back(std::move(c));
  }

  const Document& document_;
  const Syntax& syntax_;
  Discourse& discourse_;
  const RuleSet& rules_;
  const std::vector<Figure>& figures_;
  const Models& models_;
  CodePoints points_;
  std::vector<std::uint32_t> number_;
};

}  // namespace

namespace {

// What a schema says a relation joins holds for whatever found it.
void drop_unjoined(std::vector<Finding>& findings, const Discourse& discourse, const Schema& schema) {
  if (schema.ends().empty()) return;
  std::erase_if(findings, [&](const Finding& f) {
    const auto& ends = schema.ends(f.relation);
    return !ends.empty() && std::none_of(ends.begin(), ends.end(), [&](const RelationEnds& e) {
      return discourse.fits(f.subject, e.subjects) && discourse.fits(f.object, e.objects);
    });
  });
}

// What relations speak of becomes a node; further mentions of it, and of what a text comes back to, are found
// only now.
void link_nominals(Drafts& drafts, std::vector<Finding>& findings) {
  for (const auto& f : findings) {
    drafts[f.subject.entity].used = true;
    if (f.object.entity != no_cluster) drafts[f.object.entity].used = true;
  }
  link_events(drafts);
  link_concepts(drafts);
  for (auto& f : findings) {
    f.subject.entity = drafts.now(f.subject.entity);
    if (f.object.entity != no_cluster) f.object.entity = drafts.now(f.object.entity);
  }
}

}  // namespace

Extraction Extractor::extract(Document& document, ProposalSource* more) const {
  if (document.text.size() <= longest_piece) return extract_piece(document, more);
  read_dateline(document);
  Extraction whole;
  PieceMerger merger(whole);
  std::uint32_t points = 0;
  for (std::size_t begin = 0; begin < document.text.size();) {
    const auto end = piece_end(document.text, begin);
    Document piece(document.text.substr(begin, end - begin));
    piece.metadata = document.metadata;
    merger.add(extract_piece(piece, more), points);
    for (auto i = begin; i < end; ++i)
      points += (static_cast<unsigned char>(document.text[i]) & 0xC0) != 0x80 ? 1 : 0;
    begin = end;
  }
  return whole;
}

Extraction Extractor::extract_piece(Document& document, ProposalSource* more) const {
  clean(document);
  read_dateline(document);
  read(document, parts_->models, &parts_->rules.schema());
  const auto figures = find_values(document);
  std::vector<PlacedProposal> placed;
  if (more != nullptr) placed = place_proposals(*more, document, parts_->rules);
  const Syntax syntax(document);
  Discourse discourse(document, syntax, parts_->rules, name_lists_of(parts_->models));
  auto findings = parts_->matcher.find(document, syntax, discourse);
  parts_->scorer.find(document, syntax, discourse, findings, parts_->rules);
  if (more != nullptr) add_proposals(*more, placed, document, syntax, discourse, parts_->rules, findings);
  drop_unjoined(findings, discourse, parts_->rules.schema());
  link_nominals(discourse.drafts(), findings);
  auto extraction =
      Assembly(document, syntax, discourse, parts_->rules, figures, parts_->models).make(findings);
  std::sort(document.mentions.begin(), document.mentions.end(),
            [](const Mention& a, const Mention& b) { return a.span < b.span; });
  return extraction;
}

}  // namespace skein::extract
