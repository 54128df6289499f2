#include <algorithm>
#include <cassert>

#include "graph/documents.hpp"
#include "graph/merge.hpp"
#include "graph/transaction.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

using keys::CounterKind;

namespace {
Error no_document(DocumentId id) {
  return Error{ErrorCode::not_found, "document " + std::to_string(id.value) + " does not exist"};
}
}  // namespace

Result<DocumentId> GraphTransaction::put_document(const DocumentRecord& document) {
  SKEIN_TRY(check_writable());
  SKEIN_ASSIGN(const auto known, find_document(document.key));
  DocumentId id;
  if (known) {
    id = *known;
  } else {
    id = DocumentId(state_.next_document.fetch_add(1));
    overlay_.raise(keys::meta("next-document"), id.value + 1);
    overlay_.put(keys::document_key(document.key), encode_counter(id.value));
    count(CounterKind::documents, 0, 1);
  }
  overlay_.put(keys::document(id), encode_document(document));
  overlay_.put(keys::document_text(id), document.text);
  sentence_source_ = {};
  return id;
}

Result<std::optional<DocumentId>> GraphTransaction::find_document(std::string_view key) const {
  SKEIN_ASSIGN(const auto bytes, overlay_.get(keys::document_key(key)));
  if (!bytes) return std::optional<DocumentId>();
  SKEIN_ASSIGN(const auto id, decode_counter_value(*bytes));
  return std::optional(DocumentId(id));
}

Result<DocumentRecord> GraphTransaction::document_info(DocumentId id) const {
  SKEIN_ASSIGN(const auto bytes, overlay_.get(keys::document(id)));
  if (!bytes) return no_document(id);
  return decode_document(id, *bytes);
}

Result<DocumentRecord> GraphTransaction::document(DocumentId id) const {
  SKEIN_ASSIGN(auto found, document_info(id));
  SKEIN_ASSIGN(auto text, overlay_.get(keys::document_text(id)));
  if (!text) return Error{ErrorCode::corruption, "document " + found.key + ": its text is missing"};
  found.text = std::move(*text);
  return found;
}

Result<std::vector<DocumentId>> GraphTransaction::documents() const {
  std::vector<DocumentId> out;
  const auto cursor = overlay_.scan_prefix(keys::document_key_prefix());
  for (; cursor->valid(); cursor->next()) {
    SKEIN_ASSIGN(const auto id, decode_counter_value(cursor->value()));
    out.emplace_back(id);
  }
  SKEIN_TRY(cursor->status());
  return out;
}

Result<void> GraphTransaction::delete_document(DocumentId id) {
  SKEIN_TRY(check_writable());
  SKEIN_ASSIGN(const auto found, document_info(id));
  overlay_.erase(keys::document(id));
  overlay_.erase(keys::document_text(id));
  overlay_.erase(keys::document_key(found.key));
  count(CounterKind::documents, 0, -1);
  return {};
}

Result<void> GraphTransaction::add_evidence(const RelationshipId& relationship, const Evidence& evidence) {
  SKEIN_TRY(check_writable());
  SKEIN_ASSIGN(const bool there, adjacency_.exists(relationship));
  if (!there) return Error{ErrorCode::not_found, "evidence for a relationship that does not exist"};
  SKEIN_ASSIGN(const auto document, document_info(evidence.document));
  auto key = encode(keys::EvidenceKey{relationship, place_of(evidence, document.key)});
  SKEIN_ASSIGN(const auto known, overlay_.get(key));
  if (known) return {};
  overlay_.put(std::move(key), encode_evidence(evidence));
  overlay_.put(encode(keys::SupportKey{evidence.document, relationship}), {});
  count(CounterKind::evidence, 0, 1);
  return count_sentence(evidence.document, evidence.sentence, 1);
}

Result<std::vector<Evidence>> GraphTransaction::evidence(const RelationshipId& relationship) const {
  std::vector<Evidence> out;
  const auto cursor = overlay_.scan_prefix(keys::evidence_prefix(relationship));
  for (; cursor->valid(); cursor->next()) {
    SKEIN_ASSIGN(auto one, decode_evidence(cursor->value()));
    out.push_back(std::move(one));
  }
  SKEIN_TRY(cursor->status());
  return out;
}

Result<void> GraphTransaction::erase_evidence(const RelationshipId& relationship) {
  const auto cursor = overlay_.scan_prefix(keys::evidence_prefix(relationship));
  for (; cursor->valid(); cursor->next()) {
    SKEIN_ASSIGN(const auto one, decode_evidence(cursor->value()));
    overlay_.erase(encode(keys::SupportKey{one.document, relationship}));
    overlay_.erase(std::string(cursor->key()));
    count(CounterKind::evidence, 0, -1);
    SKEIN_TRY(count_sentence(one.document, one.sentence, -1));
  }
  return cursor->status();
}

Result<std::vector<RelationshipId>> GraphTransaction::supported_by(DocumentId document) const {
  std::vector<RelationshipId> out;
  const auto cursor = overlay_.scan_prefix(keys::support_prefix(document));
  for (; cursor->valid(); cursor->next()) {
    const auto key = keys::decode_support(cursor->key());
    if (!key) return Error{ErrorCode::corruption, "evidence: key of a wrong form"};
    out.push_back(key->relationship);
  }
  SKEIN_TRY(cursor->status());
  std::sort(out.begin(), out.end());
  return out;
}

Result<std::vector<RelationshipId>> GraphTransaction::remove_evidence(DocumentId document) {
  SKEIN_TRY(check_writable());
  SKEIN_ASSIGN(auto relationships, supported_by(document));
  if (relationships.empty()) return relationships;
  SKEIN_ASSIGN(const auto info, document_info(document));
  const auto hash = storage::checksum(info.key);
  for (const auto& relationship : relationships) {
    const auto cursor = overlay_.scan_prefix(keys::evidence_prefix(relationship, hash));
    for (; cursor->valid(); cursor->next()) {
      SKEIN_ASSIGN(const auto one, decode_evidence(cursor->value()));
      if (one.document != document) continue;  // two keys with one hash
      overlay_.erase(std::string(cursor->key()));
      count(CounterKind::evidence, 0, -1);
      SKEIN_TRY(count_sentence(document, one.sentence, -1));
    }
    SKEIN_TRY(cursor->status());
    overlay_.erase(encode(keys::SupportKey{document, relationship}));
  }
  return relationships;
}

// --- opaque records ------------------------------------------------------------------------------------------

namespace {
Result<void> check_space(char space) {
  if (keys::record_spaces.find(space) != std::string_view::npos) return {};
  return Error{ErrorCode::invalid_argument, std::string("'") + space + "' is no space of records; wanted one of " +
                                                std::string(keys::record_spaces)};
}
}  // namespace

Result<std::optional<std::string>> GraphTransaction::get_record(char space, std::string_view key) const {
  return overlay_.get(keys::record(space, key));
}

Result<void> GraphTransaction::put_record(char space, std::string_view key, std::string value) {
  SKEIN_TRY(check_writable());
  SKEIN_TRY(check_space(space));
  overlay_.put(keys::record(space, key), std::move(value));
  return {};
}

Result<void> GraphTransaction::erase_record(char space, std::string_view key) {
  SKEIN_TRY(check_writable());
  SKEIN_TRY(check_space(space));
  overlay_.erase(keys::record(space, key));
  return {};
}

Result<void> GraphTransaction::scan_records(
    char space, std::string_view prefix,
    const std::function<bool(std::string_view key, std::string_view value)>& visit) const {
  const auto cursor = overlay_.scan_prefix(keys::record(space, prefix));
  for (; cursor->valid(); cursor->next())
    if (!visit(cursor->key().substr(2), cursor->value())) return {};
  return cursor->status();
}

}  // namespace skein::graph
