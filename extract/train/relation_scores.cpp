#include "extract/train/relation_scores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "extract/builder.hpp"
#include "extract/text/lines.hpp"
#include "extract/train/fact_data.hpp"
#include "extract/train/fact_reading.hpp"
#include "extract/train/gold_mentions.hpp"

namespace skein::extract {

namespace {

struct Count {
  std::size_t right = 0, found = 0, stated = 0;
  [[nodiscard]] double precision() const {
    return found == 0 ? 0 : static_cast<double>(right) / static_cast<double>(found);
  }
  [[nodiscard]] double recall() const {
    return stated == 0 ? 0 : static_cast<double>(right) / static_cast<double>(stated);
  }
  [[nodiscard]] double f1() const {
    return found + stated == 0 ? 0 : 2 * static_cast<double>(right) / static_cast<double>(found + stated);
  }
};

std::string row(const std::string& name, const Count& c) {
  return fmt::format("  {:24} precision {:.3f} recall {:.3f} F1 {:.3f} ({} stated)\n", name, c.precision(),
                     c.recall(), c.f1(), c.stated);
}

// What stands at the weaker end of a fact: a name, a description, or a pronoun.
std::string kind_of(const FactText& text, Span subject, Span object) {
  const auto at = [&](MentionKind kind) {
    const auto is = [&](Span s) {
      return kind_of_end(std::string_view(text.text).substr(s.begin, s.size())) == kind;
    };
    return is(subject) || is(object);
  };
  return at(MentionKind::pronoun) ? "a pronoun" : at(MentionKind::nominal) ? "a description" : "names";
}

// What a claim of one relation says of another one, as KnowledgeNet understands it.
std::vector<std::string> said_by(const Claim& c) {
  if (c.polarity == graph::Polarity::denied || c.modality != graph::Modality::asserted) return {};
  if (c.relation == "CEO_OF") return {"CEO_OF", "EMPLOYED_BY"};
  if (c.relation == "CHAIR_OF" || c.relation == "LEADS") return {"EMPLOYED_BY"};
  return {c.relation};
}

struct Guess {
  Span subject, object;
  double confidence = 0;
  auto operator<=>(const Guess&) const = default;
};

struct Tally {
  std::map<std::string, Count> by_relation, by_kind;
  Count all;
  std::array<std::size_t, 10> claims{}, right{};
  std::array<double, 10> confidence{};

  void add(const FactText& text, const std::string& relation, std::set<Guess> guesses, Span passage) {
    std::vector<MarkedFact> left;
    for (const auto& f : text.facts)
      if (f.relation == relation && f.subject.begin >= passage.begin && f.subject.end <= passage.end)
        left.push_back(f);
    const auto count = [&](auto use, const std::string& kind) {
      use(by_relation[relation]);
      use(by_kind[kind]);
      use(all);
    };
    for (const auto& f : left) count([](Count& c) { ++c.stated; }, kind_of(text, f.subject, f.object));
    for (const auto& g : guesses) {
      const auto hit = std::find_if(left.begin(), left.end(), [&](const MarkedFact& f) {
        const auto meet = [](Span a, Span b) { return a.begin < b.end && b.begin < a.end; };
        return (meet(f.subject, g.subject) && meet(f.object, g.object));
      });
      const bool good = hit != left.end();
      const auto kind = good ? kind_of(text, hit->subject, hit->object) : kind_of(text, g.subject, g.object);
      count([&](Count& c) { ++c.found, c.right += good ? 1 : 0; }, kind);
      if (good) left.erase(hit);
      const auto decile = std::min<std::size_t>(9, static_cast<std::size_t>(g.confidence * 10));
      ++claims[decile];
      right[decile] += good ? 1 : 0;
      confidence[decile] += g.confidence;
    }
  }
};

// Of a share in n trials, at 95 % (Wilson 1927).
std::pair<double, double> wilson_interval(double share, double n) {
  constexpr double z = 1.96;
  const double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  return {middle - half, middle + half};
}

// With the ends of facts given: how much is lost because mentions are not found or not resolved.
Result<std::string> with_gold_mentions(const std::vector<FactText>& texts,
                                       const std::filesystem::path& directory) {
  SKEIN_ASSIGN(const auto models, Models::load(directory));
  SKEIN_ASSIGN(const auto rules, RuleSet::load({default_rule_directory()}));
  SKEIN_ASSIGN(const auto scorer, RelationScorer::open(directory / "relations.bin", rules, models));
  const Matcher matcher(rules);
  std::string table;
  for (const auto& [source, label] :
       {std::pair{MentionSource::gold_too, "the ends of its facts given, beside what is found"},
        std::pair{MentionSource::gold_only, "the ends of its facts given, and no other mentions"}}) {
    std::map<std::string, Count> by_kind;
    Count all;
    for (const auto& text : texts)
      FactReading(text, models, rules, matcher, scorer, source).judge([&](const JudgedRelation& judged) {
        for (const auto& f : judged.found) {
          const auto [s, o] =
              f.right ? std::pair{f.fact.subject, f.fact.object} : std::pair{f.subject, f.object};
          for (auto* c : {&by_kind[kind_of(text, s, o)], &all})
            ++c->found, c->right += f.right ? 1 : 0, c->stated += f.right ? 1 : 0;
        }
        for (const auto& f : judged.missed)
          for (auto* c : {&by_kind[kind_of(text, f.subject, f.object)], &all}) ++c->stated;
      });
    table += fmt::format("KnowledgeNet fold 3, {}:\n", label);
    for (const auto& [kind, c] : by_kind) table += row("at an end: " + kind, c);
    table += row("all", all);
  }
  return table;
}

}  // namespace

Result<std::string> relation_scores(const std::filesystem::path& data, const std::filesystem::path& models) {
  Extractor::Files files;
  files.models = models;
  SKEIN_ASSIGN(const auto extractor, Extractor::load(files));
  SKEIN_ASSIGN(const auto texts, read_knowledge_net_facts(data / "knowledge-net" / "fold3.jsonl"));
  Tally tally;
  for (const auto& text : texts) {
    Document document(text.text);
    document.metadata.id = "measured";
    const auto extraction = extractor.extract(document);
    std::vector<std::uint32_t> at;  // bytes of code points
    for (std::uint32_t i = 0; i < text.text.size(); ++i)
      if ((static_cast<unsigned char>(text.text[i]) & 0xC0) != 0x80) at.push_back(i);
    at.push_back(static_cast<std::uint32_t>(text.text.size()));
    const auto bytes = [&](graph::TextSpan s) { return Span{at[s.begin], at[s.end]}; };
    for (const auto& p : text.passages)
      for (const auto& relation : p.relations) {
        std::map<std::pair<Span, Span>, double> best;
        for (const auto& c : extraction.claims) {
          const auto said = said_by(c);
          if (std::find(said.begin(), said.end(), relation) == said.end()) continue;
          auto subject = bytes(c.subject_span), object = bytes(c.object_span);
          if (subject.begin < p.span.begin || subject.begin >= p.span.end || object.begin < p.span.begin ||
              object.begin >= p.span.end)
            continue;
          auto& known = best[{subject, object}];
          known = std::max(known, c.confidence);
          if (relation == "SPOUSE") best[{object, subject}] = known;
        }
        std::set<Guess> guesses;
        for (const auto& [ends, confidence] : best) guesses.insert({ends.first, ends.second, confidence});
        tally.add(text, relation, std::move(guesses), p.span);
      }
  }
  std::string table = "KnowledgeNet fold 3, pairs of mentions:\n";
  const auto line = [&](const std::string& name, const Count& c) { table += row(name, c); };
  for (const auto& [name, c] : tally.by_relation) line(name, c);
  for (const auto& [name, c] : tally.by_kind) line("at an end: " + name, c);
  line("all", tally.all);
  table += "claims by confidence: mean confidence, share that is right with its 95 % interval\n";
  for (std::size_t d = 0; d < tally.claims.size(); ++d) {
    if (tally.claims[d] == 0) continue;
    const auto n = static_cast<double>(tally.claims[d]);
    const auto share = static_cast<double>(tally.right[d]) / n;
    const auto [low, high] = wilson_interval(share, n);
    table += fmt::format("  {:.1f}-{:.1f}: {:.3f}, {:.3f} ({:.3f} to {:.3f}) of {}\n",
                         0.1 * static_cast<double>(d), 0.1 * static_cast<double>(d + 1),
                         tally.confidence[d] / n, share, low, high, tally.claims[d]);
  }
  SKEIN_ASSIGN(const auto gold, with_gold_mentions(texts, models));
  return table + gold;
}

}  // namespace skein::extract
