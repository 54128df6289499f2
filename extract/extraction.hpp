// What one document says, apart from all others: its local entities, figures and claims. This is what the
// derived half of a graph is made of; it is stored beside the document, so that forgetting and re-resolving
// never read text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/document.hpp"
#include "graph/evidence.hpp"
#include "storage/result.hpp"

namespace skein::extract {

struct NameCount {
  std::string name;         // as written, white space folded
  std::uint32_t count = 0;  // how many mentions say it so
  auto operator<=>(const NameCount&) const = default;
};

struct LocalEntity {
  EntityType type = EntityType::none;
  std::vector<NameCount> names;   // sorted by name, never empty
  std::vector<std::string> keys;  // of resolution, sorted: entities that share one are the same (resolve.hpp)
  std::vector<std::string> leans_on;      // keys that tell less: short forms, doubts about the type
  std::vector<graph::TextSpan> mentions;  // of its names; code points, sorted
  bool country = false;                   // a place that is known for a country
  std::vector<std::string> labels;  // of the type that a schema declares and of those above it, its own first
  std::string canonical;            // the name that a schema gives it
  bool operator==(const LocalEntity&) const = default;
};

// An amount with its unit. `name` is how people write it ("$53 billion", "8 %", "#7", "2025").
// Sorts what the entity leans on, and takes out what it has as a key.
void settle_leaning(LocalEntity& entity);

struct Figure {
  EntityType type = EntityType::number;
  double amount = 0;
  std::string unit;  // ISO 4217 currency of money; the counted thing of a number
  std::string name;
  std::string also;   // the same sum in another currency, as written beside it: "380 billion yuan"
  std::string bound;  // "over", "under", "about", or empty
  bool operator==(const Figure&) const = default;
};

inline constexpr std::uint32_t no_index = 0xffffffffu;

struct Claim {
  std::string relation;              // "CEO_OF"
  std::uint32_t subject = no_index;  // index of a local entity
  std::uint32_t object = no_index;   // index of a local entity, or of a figure when `object_is_figure`
  bool object_is_figure = false;
  graph::TextSpan sentence, subject_span, object_span;  // code points
  std::string words;                                    // the words that say it
  graph::Polarity polarity = graph::Polarity::affirmed;
  graph::Modality modality = graph::Modality::asserted;
  std::string attribution;
  std::string rule;
  std::string when;  // its time, normalised where possible: "2025", "2025-02-24" (see periods.hpp)
  double confidence = 1;
  bool falling = false;  // of a change: downwards
  bool operator==(const Claim&) const = default;
};

struct Extraction {
  std::vector<LocalEntity> entities;
  std::vector<Figure> figures;
  std::vector<Claim> claims;
  std::uint32_t sentences = 0;
  std::uint32_t words = 0;
  bool correction = false;  // it says that it puts right what was said before
  bool operator==(const Extraction&) const = default;
};

// The stored form: a version byte, then fields in order. decode() refuses short, long and newer records.
std::string encode(const Extraction& extraction);
Result<Extraction> decode_extraction(std::string_view bytes);

}  // namespace skein::extract
