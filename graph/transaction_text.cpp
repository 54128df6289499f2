// Text indexes: kept with every write, in the same batch.
#include <algorithm>
#include <array>

#include "graph/documents.hpp"
#include "graph/merge.hpp"
#include "graph/text/postings.hpp"
#include "graph/text/sentence_record.hpp"
#include "graph/transaction.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

using keys::CatalogKind;
using keys::CounterKind;

namespace {

using Postings = std::map<std::string, text::Posting>;

// Postings of one index, as the transaction sees them.
class StoredPostings final : public text::PostingSource {
 public:
  StoredPostings(const Overlay& overlay, IndexId index) : overlay_(overlay), index_(index) {}

  Result<text::TextSize> size() const override {
    text::TextSize out;
    for (const auto& [kind, to] : {std::pair(CounterKind::text_entries, &out.entries),
                                   std::pair(CounterKind::text_words, &out.words)}) {
      SKEIN_ASSIGN(const auto bytes, overlay_.get(keys::counter(kind, index_.value)));
      if (!bytes) continue;
      SKEIN_ASSIGN(*to, decode_counter_value(*bytes));
    }
    return out;
  }

  Result<void> each_posting(const std::string& term, const Visit& visit) const override {
    if (term.empty()) return {};
    const auto cursor = overlay_.scan_prefix(keys::text_term(index_, term));
    for (; cursor->valid(); cursor->next()) {
      const auto key = keys::decode_text(cursor->key());
      const auto posting = text::decode_posting(cursor->value());
      if (!key || !posting) return Error{ErrorCode::corruption, "text index: record of a wrong form"};
      visit(key->entry, *posting);
    }
    return cursor->status();
  }

  // From term to term: the postings between are leapt over.
  Result<void> each_term(const std::string& prefix,
                         const std::function<bool(const std::string&)>& visit) const override {
    const auto cursor = overlay_.scan_prefix(keys::text_terms(index_, prefix));
    while (cursor->valid()) {
      const auto key = keys::decode_text(cursor->key());
      if (!key) return Error{ErrorCode::corruption, "text index: record of a wrong form"};
      const std::string term(key->term);
      if (term.empty()) {  // records of entries come before all terms
        cursor->seek(keys::text_terms(index_, "\x01"));
        continue;
      }
      if (!visit(term)) return {};
      auto next = keys::text_term(index_, term);
      next.back() = '\x01';
      cursor->seek(next);
    }
    return cursor->status();
  }

 private:
  const Overlay& overlay_;
  IndexId index_;
};

// The values of a node that the index is over, texts alone.
std::vector<std::string> texts_of(const TextIndexInfo& index, const NodeRow* row) {
  std::vector<std::string> out;
  if (row == nullptr || index.sentences) return out;
  const auto has = [&](LabelId label) {
    return std::binary_search(row->labels.begin(), row->labels.end(), label);
  };
  if (!index.labels.empty() && std::none_of(index.labels.begin(), index.labels.end(), has)) return out;
  for (const auto key : index.keys) {
    const auto* value = find_property(row->properties, key);
    if (value == nullptr) continue;
    if (value->is<std::string>()) out.push_back(value->as_string());
    if (!value->is<ListPtr>()) continue;
    for (const Value& item : value->as_list())
      if (item.is<std::string>()) out.push_back(item.as_string());
  }
  return out;
}

std::int64_t length_of(const Postings& postings) {
  return postings.empty() ? 0 : static_cast<std::int64_t>(postings.begin()->second.length);
}

}  // namespace

Postings GraphTransaction::text_postings_of(const TextIndexInfo& index, const NodeRow* row) {
  const auto texts = texts_of(index, row);
  return texts.empty() ? Postings() : text::postings_of(texts);
}

void GraphTransaction::replace_postings(IndexId index, std::string_view entry, const Postings& before,
                                        const Postings& after) {
  for (const auto& one : before)
    if (!after.contains(one.first)) overlay_.erase(keys::text_posting(index, one.first, entry));
  for (const auto& [term, posting] : after) {
    const auto known = before.find(term);
    if (known == before.end() || known->second != posting)
      overlay_.put(keys::text_posting(index, term, entry), text::encode(posting));
  }
  const auto entries = static_cast<std::int64_t>(!after.empty()) - static_cast<std::int64_t>(!before.empty());
  if (entries != 0) count(CounterKind::text_entries, index.value, entries);
  if (const auto words = length_of(after) - length_of(before); words != 0)
    count(CounterKind::text_words, index.value, words);
}

void GraphTransaction::change_texts(NodeId node, const NodeRow* before, const NodeRow* after) {
  for (const auto& [id, index] : catalog_->text_indexes) {
    if (index.sentences) continue;
    const auto old_texts = texts_of(index, before), new_texts = texts_of(index, after);
    if (old_texts == new_texts) continue;
    replace_postings(id, keys::text_node(node), text::postings_of(old_texts), text::postings_of(new_texts));
  }
}

// --- sentences
// -----------------------------------------------------------------------------------------------

// Many pieces of evidence stand in one sentence, so each has a record of its own: how many there are, and its
// postings' terms. These are kept because the document may have another text by the time its evidence goes.
std::string encode_sentence(const SentenceRecord& record) {
  std::string out(1, '\x01');
  storage::put_varint(out, record.pieces);
  storage::put_varint(out, record.words);
  storage::put_varint(out, record.terms.size());
  for (const auto& term : record.terms) storage::put_string(out, term);
  return out;
}

std::optional<SentenceRecord> decode_sentence(std::string_view bytes) {
  storage::ByteReader in(bytes);
  SentenceRecord record;
  if (in.take_u8() != 1) return std::nullopt;
  record.pieces = in.take_varint();
  record.words = in.take_varint32();
  for (auto n = in.take_count(); n > 0 && in.ok(); --n) record.terms.emplace_back(in.take_string());
  if (!in.done()) return std::nullopt;
  return record;
}

Result<std::string> GraphTransaction::sentence_text(DocumentId document, TextSpan span) {
  if (sentence_source_.first != document) {
    SKEIN_ASSIGN(auto bytes, overlay_.get(keys::document_text(document)));
    sentence_source_ = {document, IndexedText(bytes ? std::move(*bytes) : std::string())};
  }
  return std::string(sentence_source_.second.code_points(span));
}

Result<void> GraphTransaction::count_in(const TextIndexInfo& index, DocumentId document, TextSpan span,
                                        std::int64_t pieces) {
  const auto entry = keys::text_sentence(document, span.begin, span.end);
  const auto key = keys::text_entry(index.id, entry);
  SKEIN_ASSIGN(const auto bytes, overlay_.get(key));
  SentenceRecord record;
  if (bytes) {
    auto known = decode_sentence(*bytes);
    if (!known) return Error{ErrorCode::corruption, "text index: record of a wrong form"};
    record = std::move(*known);
  }
  if (record.pieces == 0 && pieces < 0) return {};  // verify tells of an index that lacks a sentence
  if (record.pieces == 0) {
    SKEIN_ASSIGN(const auto words, sentence_text(document, span));
    const auto postings = text::postings_of(std::array{words});
    for (const auto& one : postings) record.terms.push_back(one.first);
    record.words = static_cast<std::uint32_t>(length_of(postings));
    replace_postings(index.id, entry, {}, postings);
  }
  record.pieces += static_cast<std::uint64_t>(pieces);
  if (record.pieces != 0) {
    overlay_.put(key, encode_sentence(record));
    return {};
  }
  overlay_.erase(key);
  for (const auto& term : record.terms) overlay_.erase(keys::text_posting(index.id, term, entry));
  if (!record.terms.empty()) count(CounterKind::text_entries, index.id.value, -1);
  if (record.words != 0)
    count(CounterKind::text_words, index.id.value, -static_cast<std::int64_t>(record.words));
  return {};
}

Result<void> GraphTransaction::count_sentence(DocumentId document, TextSpan span, std::int64_t pieces) {
  for (const auto& [id, index] : catalog_->text_indexes)
    if (index.sentences) SKEIN_TRY(count_in(index, document, span, pieces));
  return {};
}

// --- making and dropping
// ---------------------------------------------------------------------------------------

Result<void> GraphTransaction::fill_text(const TextIndexInfo& index) {
  if (index.sentences) {
    std::vector<std::pair<DocumentId, TextSpan>>
        sentences;  // all of them: nothing is written while the scan is open
    const auto cursor = overlay_.scan_prefix(keys::evidence_prefix());
    for (; cursor->valid(); cursor->next()) {
      SKEIN_ASSIGN(const auto one, decode_evidence(cursor->value()));
      sentences.emplace_back(one.document, one.sentence);
    }
    SKEIN_TRY(cursor->status());
    std::sort(sentences.begin(), sentences.end());  // a document's text is read once
    for (const auto& [document, span] : sentences) SKEIN_TRY(count_in(index, document, span, 1));
    return {};
  }
  std::vector<NodeId> nodes;
  SKEIN_ASSIGN(const auto scan, scan_nodes());
  for (;;) {
    SKEIN_TRY(scan->next(nodes, 1024));
    if (nodes.empty()) return {};
    for (const auto node : nodes) {
      SKEIN_ASSIGN(const auto found, row(node));
      replace_postings(index.id, keys::text_node(node), {}, text_postings_of(index, &found));
    }
  }
}

Result<IndexId> GraphTransaction::create_text_index(TextIndexInfo index) {
  SKEIN_TRY(check_writable());
  for (const auto kind : {CatalogKind::index, CatalogKind::text_index}) {
    SKEIN_ASSIGN(const auto taken, overlay_.get(keys::catalog_name(kind, index.name)));
    if (taken) return Error{ErrorCode::constraint, "there is an index " + index.name + " already"};
  }
  if (index.keys.empty() != index.sentences)
    return Error{ErrorCode::invalid_argument, "a text index needs a property key"};
  index.id = IndexId(reserve_name(CatalogKind::text_index));
  std::sort(index.labels.begin(), index.labels.end());
  own_catalog().text_indexes.emplace(index.id, index);
  SKEIN_TRY(fill_text(index));
  overlay_.put(encode(keys::CatalogKey{CatalogKind::text_index, index.id.value}),
               encode_text_index_entry(index));
  overlay_.put(keys::catalog_name(CatalogKind::text_index, index.name), encode_counter(index.id.value));
  overlay_.add_to_counter(keys::meta("indexes"), 1);
  note_catalog_change();
  return index.id;
}

Result<void> GraphTransaction::drop_text_index(std::string_view name) {
  SKEIN_TRY(check_writable());
  for (const auto& [found, index] : catalog_->text_indexes) {
    if (index.name != name) continue;
    const auto id = found;
    const auto cursor = overlay_.scan_prefix(keys::text_prefix(id));
    std::vector<std::string> entries;
    for (; cursor->valid(); cursor->next()) entries.emplace_back(cursor->key());
    SKEIN_TRY(cursor->status());
    for (auto& entry : entries) overlay_.erase(std::move(entry));
    SKEIN_ASSIGN(const auto size, StoredPostings(overlay_, id).size());
    if (size.entries != 0)
      count(CounterKind::text_entries, id.value, -static_cast<std::int64_t>(size.entries));
    if (size.words != 0) count(CounterKind::text_words, id.value, -static_cast<std::int64_t>(size.words));
    overlay_.erase(encode(keys::CatalogKey{CatalogKind::text_index, id.value}));
    overlay_.erase(keys::catalog_name(CatalogKind::text_index, name));
    own_catalog().text_indexes.erase(id);
    overlay_.add_to_counter(keys::meta("indexes"), 1);
    note_catalog_change();
    return {};
  }
  return Error{ErrorCode::not_found, "there is no text index " + std::string(name)};
}

std::unique_ptr<text::PostingSource> GraphTransaction::text_postings(IndexId index) const {
  return std::make_unique<StoredPostings>(overlay_, index);
}

std::vector<TextIndexInfo> GraphTransaction::text_indexes() const {
  std::vector<TextIndexInfo> out;
  for (const auto& [id, index] : catalog_->text_indexes) out.push_back(index);
  return out;
}

}  // namespace skein::graph
