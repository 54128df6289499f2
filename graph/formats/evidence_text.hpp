// Evidence with its words: the sentence and the mentions cut out of the document's text.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "graph/evidence.hpp"
#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

// A span of code points as bytes of its text.
struct ByteSpan {
  std::size_t begin = 0, end = 0;
};

// A piece of evidence in words. `subject` and `object` are bytes of `sentence`, empty where they lie outside
// it.
struct Quotation {
  Evidence evidence;
  std::string document;  // the document's key
  std::string title, source;
  std::string sentence;
  ByteSpan subject, object;
};

// For programs that know only text: "Ann runs Acme. — News, 2025-02-24"; several with a line break between.
std::string quotation_line(const Quotation& quotation);
std::string quotation_lines(const std::vector<Quotation>& all);

// Reads documents once and keeps the last ones. Must end before its transaction.
class EvidenceTexts {
 public:
  explicit EvidenceTexts(const Transaction& transaction);
  ~EvidenceTexts();
  [[nodiscard]] bool any() const { return any_; }  // has the graph evidence at all?
  // In the order of Transaction::evidence().
  Result<std::vector<Quotation>> quotations(const RelationshipId& relationship);
  // For people: a sentence once, however often it mentions the ends. Of several readings of one sentence the
  // one whose mentions are longest, since names say more than pronouns; then the first.
  Result<std::vector<Quotation>> sentences(const RelationshipId& relationship);
  // The same as a JSON array (json/evidence_json.hpp), empty when there is no evidence.
  Result<std::string> json(const RelationshipId& relationship);

 private:
  struct Text;
  Result<const Text*> text(DocumentId id);
  const Transaction& transaction_;
  bool any_;  // a graph without evidence need not be asked for it
  std::map<DocumentId, std::unique_ptr<Text>> texts_;
};

}  // namespace skein::graph::formats
