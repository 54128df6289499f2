#include "graph/verify/verifier.hpp"

#include <set>

#include "graph/merge.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

Result<void> Verifier::documents() {
  SKEIN_TRY(each(keys::document_prefix(), [&](std::string_view key, std::string_view value) {
    const auto id = keys::decode_document(key);
    if (!id) return find("a document's key is of a wrong form");
    const auto document = decode_document(*id, value);
    if (!document) return find("document " + std::to_string(id->value) + " cannot be read");
    documents_[*id].key = document->key;
    if (document->node.value != 0 && !has_node(document->node))
      find("document " + document->key + " names " + name(document->node) + ", which does not exist");
  }));
  for (auto& [id, document] : documents_) {
    SKEIN_ASSIGN(const auto text, snapshot_.get(keys::document_text(id)));
    SKEIN_ASSIGN(const auto found, snapshot_.get(keys::document_key(document.key)));
    if (!text)
      find("the text of document " + document.key + " is missing");
    else
      document.code_points = static_cast<std::size_t>(
          std::count_if(text->begin(), text->end(), [](char c) { return (c & 0xc0) != 0x80; }));
    if (!found || *found != encode_counter(id.value))
      find("document " + document.key + " is not found by its key");
  }
  std::uint64_t texts = 0, names = 0;
  SKEIN_TRY(each("t", [&](std::string_view, std::string_view) { ++texts; }));
  SKEIN_TRY(each(keys::document_key_prefix(), [&](std::string_view, std::string_view) { ++names; }));
  if (texts > documents_.size())
    find(std::to_string(texts - documents_.size()) + " texts without a document");
  if (names > documents_.size())
    find(std::to_string(names - documents_.size()) + " document keys without a document");
  report_.documents = documents_.size();
  if (kept_documents_ != documents_.size())
    find("the count of documents is kept as " + std::to_string(kept_documents_) + " and is " +
         std::to_string(documents_.size()));
  return {};
}

Result<void> Verifier::evidence() {
  std::set<std::pair<DocumentId, RelationshipId>> support;
  std::optional<RelationshipId> last;
  bool last_exists = false;
  Result<void> failed;
  SKEIN_TRY(each(keys::evidence_prefix(), [&](std::string_view key, std::string_view value) {
    const auto parsed = keys::decode_evidence(key);
    const auto one = decode_evidence(value);
    if (!parsed || !one) return find("a piece of evidence cannot be read: " + storage::printable(key));
    ++report_.evidence;
    const auto& r = parsed->relationship;
    if (last != r) {
      last = r;
      const auto there = transaction_.exists(r);
      last_exists = there.ok() && *there;
      if (!last_exists) find("evidence for " + name(r) + ", which does not exist");
    }
    support.emplace(one->document, r);
    const auto document = documents_.find(one->document);
    if (document == documents_.end())
      return find("evidence for " + name(r) + " is of document " + std::to_string(one->document.value) +
                  ", which does not exist");
    for (const auto& [span, what] : {std::pair(one->sentence, "sentence"), std::pair(one->subject, "subject"),
                                     std::pair(one->object, "object")})
      if (span.begin > span.end || span.end > document->second.code_points)
        find("evidence for " + name(r) + ": the span of its " + what + ", " + std::to_string(span.begin) +
             " to " + std::to_string(span.end) + ", leaves document " + document->second.key);
    ++sentences_[{one->document, one->sentence}];
    if (one->sentence.begin == one->sentence.end) find("evidence for " + name(r) + " has no sentence");
    if (place_of(*one, document->second.key) != parsed->place)
      find("evidence for " + name(r) + " stands under a key that is not its own");
  }));
  std::uint64_t kept = 0;
  SKEIN_TRY(each(keys::support_prefix(), [&](std::string_view key, std::string_view) {
    const auto one = keys::decode_support(key);
    ++kept;
    if (!one || support.count({one->document, one->relationship}) == 0)
      find("a document is said to give evidence that it does not give: " + storage::printable(key));
  }));
  if (kept < support.size()) find("evidence is not found by its document");
  if (kept_evidence_ != report_.evidence)
    find("the count of evidence is kept as " + std::to_string(kept_evidence_) + " and is " +
         std::to_string(report_.evidence));
  return {};
}

}  // namespace skein::graph
