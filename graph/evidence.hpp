// Documents and evidence: what a relationship rests on. Evidence is only ever added, and taken away again with its
// document; support and confidence of a relationship are recomputed from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/ids.hpp"
#include "storage/value.hpp"

namespace skein::graph {

struct DocumentRecord {
  DocumentId id;          // given by the store
  std::string key;        // its identity: the URL, or else the path as given
  std::string title;
  std::string url;
  std::string source;     // who published it, where the text says so
  std::optional<Date> published;
  std::string text;       // exactly as read, UTF-8
  std::string hash;       // of the text, hexadecimal
  NodeId node;            // its (:Document) node; 0 when it has none
};

// [begin, end) in Unicode code points of the document's text.
struct TextSpan {
  std::uint32_t begin = 0, end = 0;
  auto operator<=>(const TextSpan&) const = default;
};

enum class Polarity : std::uint8_t { affirmed, denied };
enum class Modality : std::uint8_t { asserted, planned, possible };

struct Evidence {
  DocumentId document;
  TextSpan sentence;              // where the sentence stands
  TextSpan subject, object;       // the mentions at both ends (start and end node of the relationship)
  std::string predicate_text;     // the words that say it, for people
  Polarity polarity = Polarity::affirmed;
  Modality modality = Modality::asserted;
  std::string attribution;        // "analysts", "according to X"; empty: the document itself
  double confidence = 1.0;        // 0..1
  std::string rule;               // the rule or model that found it
  std::optional<Date> published;  // when the document appeared
  std::int64_t recorded = 0;      // reserved for AS OF; 0 unless stated
  std::optional<Date> valid_from, valid_to;  // where the text gives a time
  bool operator==(const Evidence&) const = default;
};

}  // namespace skein::graph
