#include "graph/search.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "graph/documents.hpp"
#include "graph/names.hpp"
#include "graph/text/search.hpp"
#include "storage/keys.hpp"

namespace skein::graph {

namespace keys = storage::keys;

namespace {

std::optional<TextIndexInfo> index_named(const Transaction& transaction, std::string_view name) {
  for (auto& index : transaction.catalog().text_indexes())
    if (index.name == name) return std::move(index);
  return std::nullopt;
}

// --- without an index: everything is read

Result<std::unique_ptr<text::PostingSource>> read_names(const Transaction& transaction,
                                                        const QueryContext* context) {
  // In the order of the naming keys, as an index over them has it.
  std::map<NodeId, std::vector<std::string>> names;
  SKEIN_TRY(for_each_name(
      transaction, [&](NodeId node, std::string_view name, bool) { names[node].emplace_back(name); },
      context));
  auto out = std::make_unique<text::MemoryPostings>();
  for (const auto& [node, values] : names) out->add(keys::text_node(node), values);
  return std::unique_ptr<text::PostingSource>(std::move(out));
}

Result<std::unique_ptr<text::PostingSource>> read_sentences(const Transaction& transaction,
                                                            const QueryContext* context) {
  auto out = std::make_unique<text::MemoryPostings>();
  SKEIN_ASSIGN(const auto documents, transaction.documents());
  for (const auto id : documents) {
    if (context) SKEIN_TRY(context->check());
    SKEIN_ASSIGN(const auto relationships, transaction.supported_by(id));
    std::set<TextSpan> sentences;
    for (const auto& relationship : relationships) {
      SKEIN_ASSIGN(const auto evidence, transaction.evidence(relationship));
      for (const auto& one : evidence)
        if (one.document == id) sentences.insert(one.sentence);
    }
    if (sentences.empty()) continue;
    SKEIN_ASSIGN(const auto document, transaction.document(id));
    for (const auto& sentence : sentences)
      out->add(keys::text_sentence(id, sentence.begin, sentence.end),
               std::vector{std::string(code_points(document.text, sentence))});
  }
  return std::unique_ptr<text::PostingSource>(std::move(out));
}

Result<std::vector<text::Hit>> hits_of(const Transaction& transaction, std::string_view index_name,
                                       const std::vector<text::QueryPart>& query, std::size_t most,
                                       const QueryContext* context) {
  std::unique_ptr<text::PostingSource> source;
  if (const auto index = index_named(transaction, index_name)) {
    source = transaction.text_postings(index->id);
  } else if (index_name == names_index) {
    SKEIN_ASSIGN(source, read_names(transaction, context));
  } else {
    SKEIN_ASSIGN(source, read_sentences(transaction, context));
  }
  return text::search(*source, query, most, context);
}

Error broken() { return Error{ErrorCode::corruption, "text index: an entry of a wrong form"}; }

// The first name that a node has.
Result<std::string> name_of(const Transaction& transaction, NodeId node) {
  for (const auto name : naming_keys) {
    const auto key = transaction.catalog().key(name);
    if (!key) continue;
    SKEIN_ASSIGN(const auto value, transaction.property(node, *key));
    if (value.is<std::string>()) return value.as_string();
    if (value.is<ListPtr>() && !value.as_list().empty() && value.as_list()[0].is<std::string>())
      return value.as_list()[0].as_string();
  }
  return std::string();
}

Result<Found> node_found(const Transaction& transaction, const text::Hit& hit) {
  const auto node = keys::decode_text_node(hit.entry);
  if (!node) return broken();
  Found found;
  found.score = hit.score;
  found.node = *node;
  SKEIN_ASSIGN(found.text, name_of(transaction, *node));
  return found;
}

Result<Found> sentence_found(const Transaction& transaction, const text::Hit& hit) {
  const auto place = keys::decode_text_sentence(hit.entry);
  if (!place) return broken();
  Found found;
  found.score = hit.score;
  found.document = place->document;
  found.sentence = {place->begin, place->end};
  SKEIN_ASSIGN(const auto document, transaction.document(place->document));
  found.text = code_points(document.text, found.sentence);
  SKEIN_ASSIGN(const auto relationships, transaction.supported_by(place->document));
  for (const auto& relationship : relationships) {
    SKEIN_ASSIGN(const auto evidence, transaction.evidence(relationship));
    if (std::any_of(evidence.begin(), evidence.end(), [&](const Evidence& one) {
          return one.document == found.document && one.sentence == found.sentence;
        }))
      found.relationships.push_back(relationship);
  }
  return found;
}

}  // namespace

Result<void> make_search_indexes(Transaction& transaction) {
  if (!index_named(transaction, names_index)) {
    TextIndexInfo names;
    names.name = names_index;
    for (const auto key : naming_keys) {
      SKEIN_ASSIGN(const auto id, transaction.make_key(key));
      names.keys.push_back(id);
    }
    SKEIN_TRY(transaction.create_text_index(std::move(names)));
  }
  if (!index_named(transaction, sentences_index)) {
    TextIndexInfo sentences;
    sentences.name = sentences_index;
    sentences.sentences = true;
    SKEIN_TRY(transaction.create_text_index(std::move(sentences)));
  }
  return {};
}

Result<std::vector<Found>> search_index(const Transaction& transaction, const TextIndexInfo& index,
                                        std::string_view query, std::size_t most,
                                        const QueryContext* context) {
  SKEIN_ASSIGN(const auto parts, text::parse_query(query));
  const auto source = transaction.text_postings(index.id);
  SKEIN_ASSIGN(const auto hits, text::search(*source, parts, most, context));
  std::vector<Found> out;
  for (const auto& hit : hits) {
    auto found = index.sentences ? sentence_found(transaction, hit) : node_found(transaction, hit);
    if (!found.ok()) return std::move(found).error();
    out.push_back(std::move(*found));
  }
  return out;
}

Result<std::vector<Found>> search(const Transaction& transaction, std::string_view query, std::size_t most,
                                  const QueryContext* context) {
  SKEIN_ASSIGN(const auto parts, text::parse_query(query));
  std::vector<Found> out;
  SKEIN_ASSIGN(const auto names, hits_of(transaction, names_index, parts, most, context));
  for (const auto& hit : names) {
    SKEIN_ASSIGN(auto found, node_found(transaction, hit));
    out.push_back(std::move(found));
  }
  // Sentences that score the same come in the order of their documents' keys, which does not depend on when
  // the documents came in; so all of them are needed that score as much as the last.
  SKEIN_ASSIGN(auto sentences, hits_of(transaction, sentences_index, parts,
                                       std::numeric_limits<std::size_t>::max(), context));
  if (sentences.size() > most) {
    const double least = sentences[most - 1].score;
    std::erase_if(sentences, [&](const text::Hit& hit) { return hit.score < least; });
  }
  std::map<DocumentId, std::string> document_keys;
  std::vector<std::pair<std::string, text::Hit>> keyed;
  for (auto& hit : sentences) {
    const auto place = keys::decode_text_sentence(hit.entry);
    if (!place) return broken();
    auto& key = document_keys[place->document];
    if (key.empty()) {
      SKEIN_ASSIGN(const auto document, transaction.document_info(place->document));
      key = document.key;
    }
    keyed.emplace_back(key, std::move(hit));
  }
  std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) {
    if (a.second.score != b.second.score) return a.second.score > b.second.score;
    return a.first != b.first ? a.first < b.first : a.second.entry < b.second.entry;
  });
  if (keyed.size() > most) keyed.resize(most);
  for (const auto& one : keyed) {
    SKEIN_ASSIGN(auto found, sentence_found(transaction, one.second));
    out.push_back(std::move(found));
  }
  std::stable_sort(out.begin(), out.end(), [](const Found& a, const Found& b) { return a.score > b.score; });
  if (out.size() > most) out.resize(most);
  return out;
}

}  // namespace skein::graph
