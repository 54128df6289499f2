#include "extract/piece_merger.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace skein::extract {

namespace {

// A text of many megabytes that says one thing again and again is one source for it; its first sentences
// that say so are evidence enough.
constexpr std::uint32_t most_repeats = 64;

std::string claim_key(const Claim& c, const Extraction& piece) {
  auto key = fmt::format("{}\n{}\n{}\n{}\n{}\n", c.relation, c.subject, static_cast<int>(c.polarity),
                         static_cast<int>(c.modality), c.when);
  if (!c.object_is_figure) return key + std::to_string(c.object);
  const auto& f = piece.figures[c.object];
  return key + fmt::format("{}\n{}\n{}\n{}", static_cast<int>(f.type), f.amount, f.unit, f.name);
}

}  // namespace

void PieceMerger::add(Extraction piece, std::uint32_t shift) {
  const auto moved = [&](graph::TextSpan s) { return graph::TextSpan{s.begin + shift, s.end + shift}; };
  std::vector<std::uint32_t> number;
  for (auto& e : piece.entities) number.push_back(entity(e, shift));
  std::vector<std::uint32_t> figure(piece.figures.size(), no_index);
  for (auto& c : piece.claims) {
    c.subject = number[c.subject];
    if (!c.object_is_figure) c.object = number[c.object];
    if ((!c.object_is_figure && c.subject == c.object) || ++said_[claim_key(c, piece)] > most_repeats)
      continue;
    if (c.object_is_figure) {
      auto& at = figure[c.object];
      if (at == no_index) {
        at = static_cast<std::uint32_t>(into_.figures.size());
        into_.figures.push_back(piece.figures[c.object]);
      }
      c.object = at;
    }
    c.sentence = moved(c.sentence);
    c.subject_span = moved(c.subject_span);
    c.object_span = moved(c.object_span);
    into_.claims.push_back(std::move(c));
  }
  into_.sentences += piece.sentences;
  into_.correction = into_.correction || piece.correction;
  into_.words += piece.words;
}

std::uint32_t PieceMerger::entity(LocalEntity& e, std::uint32_t shift) {
  for (auto& m : e.mentions) m = {m.begin + shift, m.end + shift};
  std::uint32_t at = no_index;
  for (const auto* keys : {&e.leans_on, &e.keys})
    for (const auto& k : *keys)
      if (const auto it = by_key_.find(k); it != by_key_.end()) at = it->second;
  if (at == no_index) {
    at = static_cast<std::uint32_t>(into_.entities.size());
    into_.entities.emplace_back();
    into_.entities.back().type = e.type;
  }
  auto& known = into_.entities[at];
  known.country = known.country || e.country;
  if (e.labels.size() > known.labels.size() && e.type == known.type) known.labels = e.labels;
  if (known.canonical.empty()) known.canonical = e.canonical;
  for (auto& n : e.names) {
    const auto it = std::lower_bound(known.names.begin(), known.names.end(), n,
                                     [](const NameCount& a, const NameCount& b) { return a.name < b.name; });
    if (it != known.names.end() && it->name == n.name)
      it->count += n.count;
    else
      known.names.insert(it, n);
  }
  for (const auto& k : e.keys) {
    by_key_.emplace(k, at);
    if (const auto it = std::lower_bound(known.keys.begin(), known.keys.end(), k);
        it == known.keys.end() || *it != k)
      known.keys.insert(it, k);
  }
  // A short form that one piece explains and another does not is a short form in both.
  for (const auto& k : e.leans_on) by_key_.emplace(k, at);
  known.leans_on.insert(known.leans_on.end(), e.leans_on.begin(), e.leans_on.end());
  if (std::any_of(known.keys.begin(), known.keys.end(), [&](const std::string& k) {
        return std::find(known.leans_on.begin(), known.leans_on.end(), k) == known.leans_on.end();
      }))
    std::erase_if(known.keys, [&](const std::string& k) {
      return std::find(known.leans_on.begin(), known.leans_on.end(), k) != known.leans_on.end();
    });
  settle_leaning(known);
  known.mentions.insert(known.mentions.end(), e.mentions.begin(), e.mentions.end());
  return at;
}

}  // namespace skein::extract
