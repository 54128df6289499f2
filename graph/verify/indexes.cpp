#include "graph/verify/verifier.hpp"

#include <set>

#include "graph/documents.hpp"
#include "graph/index_entry.hpp"
#include "graph/text/postings.hpp"
#include "graph/text/sentence_record.hpp"
#include "storage/bytes.hpp"
#include "storage/index_value.hpp"

namespace skein::graph {

namespace {

std::uint64_t mix(std::string_view key, std::string_view value) {
  return storage::checksum(key) * 0x9e3779b97f4a7c15ULL ^ storage::checksum(value);
}

}  // namespace

template <typename Element>
Result<void> Verifier::check_entry_of(const SchemaRule& rule, const std::string& value,
                                      const Element& element) {
  ++expected_entries_[rule.id];
  SKEIN_ASSIGN(const auto entry, snapshot_.get(entry_key(rule, value, element)));
  if (!entry)
    find("index " + rule.name + " lacks its entry for " + name(element));
  else if (rule.is_unique() && *entry != entry_record(element))
    find("index " + rule.name + " has another where " + name(element) + " should be");
  return {};
}

Result<void> Verifier::check_entry(const SchemaRule& rule, const std::string& value, NodeId node) {
  return check_entry_of(rule, value, node);
}
Result<void> Verifier::check_entry(const SchemaRule& rule, const std::string& value,
                                   const RelationshipId& relationship) {
  return check_entry_of(rule, value, relationship);
}

// Relationships with a rule about their type; the others' properties are not read.
Result<void> Verifier::relationship_rules() {
  std::set<TypeId> types;
  for (const auto& rule : rules_)
    if (rule.type) types.insert(*rule.type);
  for (const TypeId type : types) {
    std::vector<RelationshipId> all;
    SKEIN_TRY(transaction_.scan_relationships(type, [&](const RelationshipId& relationship) {
      all.push_back(relationship);
      return true;
    }));
    for (const auto& relationship : all) {
      SKEIN_ASSIGN(const auto row, transaction_.properties(relationship));
      for (const auto& rule : rules_)
        for (const auto& value : GraphTransaction::entry_values(rule, relationship, &row))
          SKEIN_TRY(check_entry(rule, value, relationship));
      if (auto obeyed = transaction_.check_demands(relationship, row); !obeyed) find(obeyed.error().message);
    }
  }
  return {};
}

Result<void> Verifier::indexes() {
  SKEIN_TRY(relationship_rules());
  std::map<IndexId, std::uint64_t> found;
  SKEIN_TRY(each("x", [&](std::string_view key, std::string_view) {
    ++report_.index_entries;
    storage::ByteReader in(key);
    in.take_u8();
    ++found[IndexId(in.take_u32())];
  }));
  for (const auto& rule : rules_) {
    if (!rule.has_entries()) continue;
    const auto extra = found[rule.id], wanted = expected_entries_[rule.id];
    if (extra > wanted)
      find("index " + rule.name + " has " + std::to_string(extra - wanted) +
           " entries that nothing asks for");
    found.erase(rule.id);
  }
  for (const auto& [id, count] : found)
    find(std::to_string(count) + " entries of index " + std::to_string(id.value) +
         ", which the catalog lacks");
  return {};
}

void Verifier::expect_postings(IndexId index, std::string_view entry,
                               const std::map<std::string, text::Posting>& postings) {
  auto& expected = expected_texts_[index];
  if (postings.empty()) return;
  ++expected.entries;
  expected.words += postings.begin()->second.length;
  for (const auto& [term, posting] : postings) {
    ++expected.postings;
    expected.sum += mix(keys::text_posting(index, term, entry), text::encode(posting));
  }
}

Result<void> Verifier::texts() {
  const auto indexes = transaction_.catalog().text_indexes();
  for (const auto& index : indexes) {
    expected_texts_[index.id];
    if (!index.sentences) continue;
    std::pair<DocumentId, IndexedText> source;
    for (const auto& [place, pieces] : sentences_) {
      if (context_) SKEIN_TRY(context_->check());
      if (source.first != place.first) {
        SKEIN_ASSIGN(auto text, snapshot_.get(keys::document_text(place.first)));
        source = {place.first, IndexedText(text ? std::move(*text) : std::string())};
      }
      const auto entry = keys::text_sentence(place.first, place.second.begin, place.second.end);
      const auto postings =
          text::postings_of(std::vector{std::string(source.second.code_points(place.second))});
      expect_postings(index.id, entry, postings);
      SentenceRecord record{pieces, 0, {}};
      for (const auto& one : postings) record.terms.push_back(one.first);
      if (!postings.empty()) record.words = postings.begin()->second.length;
      ++expected_texts_[index.id].postings;
      expected_texts_[index.id].sum += mix(keys::text_entry(index.id, entry), encode_sentence(record));
    }
  }
  std::map<IndexId, Texts> found;
  SKEIN_TRY(each("f", [&](std::string_view key, std::string_view value) {
    ++report_.index_entries;
    const auto parsed = keys::decode_text(key);
    if (!parsed) return find("a key of a text index is of a wrong form: " + storage::printable(key));
    if (!parsed->term.empty() && !text::decode_posting(value))
      find("a record of a text index cannot be read: " + storage::printable(key));
    auto& texts = found[parsed->index];
    ++texts.postings;
    texts.sum += mix(key, value);
  }));
  for (const auto& index : indexes) {
    const auto& expected = expected_texts_[index.id];
    const auto& there = found[index.id];
    if (expected.postings != there.postings)
      find("the text index " + index.name + " has " + std::to_string(there.postings) +
           " records where its texts ask for " + std::to_string(expected.postings));
    else if (expected.sum != there.sum)
      find("the text index " + index.name + " says something else than its texts");
    const auto& kept = kept_texts_[index.id];
    if (kept.entries != expected.entries || kept.words != expected.words)
      find("the text index " + index.name + " counts " + std::to_string(kept.words) + " words in " +
           std::to_string(kept.entries) + " texts, and there are " + std::to_string(expected.words) + " in " +
           std::to_string(expected.entries));
    found.erase(index.id);
    kept_texts_.erase(index.id);
  }
  for (const auto& [id, texts] : found)
    find(std::to_string(texts.postings) + " records of text index " + std::to_string(id.value) +
         ", which the catalog lacks");
  for (const auto& [id, texts] : kept_texts_)
    find("counts of text index " + std::to_string(id.value) + ", which the catalog lacks");
  return {};
}

}  // namespace skein::graph
