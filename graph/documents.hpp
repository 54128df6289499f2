// Records of documents and evidence: encode and decode, nothing else.
//   document: version:1 flags:1 (1: published) [days] key title url source hash node, texts with their
//   lengths evidence: version:1 flags:1 (1 published, 2 valid_from, 4 valid_to) document, spans (begin,
//   length), polarity:1
//             modality:1 confidence:8 recorded, predicate text, attribution, rule, the dates that are there
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/evidence.hpp"
#include "storage/keys.hpp"
#include "storage/result.hpp"

namespace skein::graph {

std::string encode_document(const DocumentRecord& document);  // without id and text
Result<DocumentRecord> decode_document(DocumentId id, std::string_view bytes);
std::string encode_evidence(const Evidence& evidence);
Result<Evidence> decode_evidence(std::string_view bytes);

// Code points [begin, end) of a UTF-8 text; what lies beyond its end is left out.
std::string_view code_points(std::string_view text, TextSpan span);

// A text from which many pieces are taken: each costs its own length, not the way to it.
class IndexedText {
 public:
  IndexedText() = default;
  explicit IndexedText(std::string text);
  // As code_points(); lives as long as this.
  [[nodiscard]] std::string_view code_points(TextSpan span) const;

 private:
  std::string text_;
  std::vector<std::size_t> offsets_;  // in bytes, of every 256th code point
};

// Where this piece stands among a relationship's evidence: it does not depend on document ids.
storage::keys::EvidencePlace place_of(const Evidence& evidence, std::string_view document_key);

}  // namespace skein::graph
