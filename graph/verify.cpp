#include "graph/verify.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "graph/adjacency_block.hpp"
#include "graph/column_codec.hpp"
#include "graph/documents.hpp"
#include "graph/merge.hpp"
#include "graph/node_chunk.hpp"
#include "graph/text/postings.hpp"
#include "graph/text/sentence_record.hpp"
#include "graph/transaction.hpp"
#include "storage/bytes.hpp"
#include "storage/index_value.hpp"

namespace skein::graph {

namespace {

using keys::CounterKind;
using keys::SetKind;
using keys::Side;

class Verifier {
 public:
  Verifier(GraphTransaction& transaction, std::size_t most_findings, const QueryContext* context)
      : transaction_(transaction),
        snapshot_(transaction.overlay().base()),
        most_(most_findings),
        context_(context),
        rules_(transaction.catalog().rules()) {}

  Result<VerifyReport> run() {
    SKEIN_TRY(nodes());
    SKEIN_TRY(relationships());
    SKEIN_TRY(sets());
    SKEIN_TRY(counters());
    SKEIN_TRY(indexes());
    SKEIN_TRY(documents());
    SKEIN_TRY(evidence());
    SKEIN_TRY(texts());
    SKEIN_TRY(foreign());
    return std::move(report_);
  }

 private:
  void find(std::string finding) {
    if (report_.findings.size() < most_)
      report_.findings.push_back(std::move(finding));
    else
      report_.cut = true;
  }
  static std::string name(NodeId node) { return "node " + std::to_string(node.value); }
  std::string name(const RelationshipId& r) const {
    return "relationship (" + std::to_string(r.from.value) +
           ")-[:" + std::string(transaction_.catalog().name(r.type)) + " " + std::to_string(r.ordinal) +
           "]->(" + std::to_string(r.to.value) + ")";
  }

  // Walks the records of a prefix; visit(key, value).
  template <typename Visit>
  Result<void> each(const std::string& prefix, Visit visit) {
    const auto cursor = snapshot_.scan(prefix, storage::prefix_end(prefix));
    for (; cursor->valid(); cursor->next()) {
      if (context_ && report_.records % 1024 == 0) SKEIN_TRY(context_->check());
      ++report_.records;
      visit(cursor->key(), cursor->value());
    }
    return cursor->status();
  }

  void check_keys(const Properties& properties, const std::string& of) {
    for (const auto& [key, value] : properties)
      if (key != origin_key && transaction_.catalog().name(key).empty())
        find(of + " has a property of key " + std::to_string(key.value) + ", which the catalog lacks");
  }

  Result<void> nodes() {
    return transaction_.visit_all_rows([&](NodeId node, const NodeRow* row) -> Result<void> {
      if (context_ && report_.nodes % 1024 == 0) SKEIN_TRY(context_->check());
      ++report_.nodes;
      if (!row) {
        find(name(node) + ": its record cannot be read");
        return {};
      }
      expected_sets_[{SetKind::all, 0}].push_back(node);
      for (const auto label : row->labels) {
        expected_sets_[{SetKind::label, label.value}].push_back(node);
        if (transaction_.catalog().name(label).empty())
          find(name(node) + " has label " + std::to_string(label.value) + ", which the catalog lacks");
      }
      if (!std::is_sorted(row->labels.begin(), row->labels.end()))
        find(name(node) + ": its labels are out of order");
      check_keys(row->properties, name(node));
      for (const auto& index : transaction_.catalog().text_indexes())
        if (!index.sentences)
          expect_postings(index.id, keys::text_node(node), GraphTransaction::text_postings_of(index, row));
      for (const auto& rule : rules_)
        for (const auto& value : GraphTransaction::entry_values(rule, row))
          SKEIN_TRY(check_entry(rule, value, node));
      if (auto obeyed = transaction_.check_demands(node, *row); !obeyed) find(obeyed.error().message);
      return {};
    });
  }

  // One number for all postings of an index: what it has and lacks makes two of them differ.
  static std::uint64_t mix(std::string_view key, std::string_view value) {
    return storage::checksum(key) * 0x9e3779b97f4a7c15ULL ^ storage::checksum(value);
  }
  void expect_postings(IndexId index, std::string_view entry,
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

  bool has_node(NodeId node) {
    const auto& all = expected_sets_[{SetKind::all, 0}];
    return std::binary_search(all.begin(), all.end(), node);
  }

  // Both sides are folded into one number each: what one side has and the other lacks makes them differ. Only
  // then are the relationships held against each other one by one.
  static std::uint64_t mix(const RelationshipId& r) {
    std::uint64_t h = r.from.value * 0x9e3779b97f4a7c15ULL;
    h = (h ^ h >> 31) + r.to.value * 0xbf58476d1ce4e5b9ULL;
    h = (h ^ h >> 29) + (std::uint64_t{r.type.value} << 32 | r.ordinal) * 0x94d049bb133111ebULL;
    return (h ^ h >> 32) * 0xd6e8feb86659fd93ULL;
  }

  template <typename Visit>
  Result<void> side(Side which, Visit visit) {
    std::optional<std::pair<NodeId, TypeId>> open;             // the section whose parts are read
    std::map<std::pair<NodeId, TypeId>, std::uint64_t> split;  // degree told by the head
    std::optional<std::pair<NodeId, std::uint32_t>> last;
    const auto relationship = [&](NodeId node, TypeId type, NodeId other, std::uint32_t ordinal) {
      return which == Side::out ? RelationshipId{node, other, type, ordinal}
                                : RelationshipId{other, node, type, ordinal};
    };
    const auto body = [&](NodeId node, TypeId type, std::string_view bytes, std::uint64_t count) {
      const auto result = visit_body(node, bytes, count, [&](NodeId other, std::uint32_t ordinal) {
        const auto r = relationship(node, type, other, ordinal);
        if (last && *last >= std::pair(other, ordinal)) find(name(r) + " stands out of order");
        last = std::pair(other, ordinal);
        visit(r);
        return true;
      });
      if (!result) find(name(node) + ": an adjacency block cannot be read");
    };
    const auto columns = [&](NodeId node, std::string_view bytes, std::uint64_t count) {
      RecordReader in(bytes);
      std::vector<Value> values;
      while (!in.at_end()) {
        const KeyId key(static_cast<std::uint32_t>(in.varint()));
        const auto column = in.counted();
        values.clear();
        if (!in.ok() || !decode_column(column, count, values).ok()) {
          find(name(node) + ": a column of relationship properties cannot be read");
          return;
        }
        if (key != origin_key && transaction_.catalog().name(key).empty())
          find(name(node) + ": its relationships have a property of key " + std::to_string(key.value) +
               ", which the catalog lacks");
      }
    };
    std::map<std::string, std::uint64_t>
        part_counts;  // parts of the node at hand, by the key of their columns
    SKEIN_TRY(each(keys::head_prefix(which), [&](std::string_view key, std::string_view value) {
      if (const auto node = keys::decode_head(key)) {
        part_counts.clear();
        if (!has_node(*node)) find(name(*node) + " does not exist, and has relationships");
        HeadReader head(value);
        for (Section section; head.next(section);) {
          if (transaction_.catalog().name(section.type).empty())
            find(name(*node) + " has relationships of type " + std::to_string(section.type.value) +
                 ", which the catalog lacks");
          if (section.degree == 0) find(name(*node) + " keeps an empty list of relationships");
          if (which == Side::out && section.degree != 0)
            expected_sets_[{SetKind::sources, section.type.value}].push_back(*node);
          if (section.split) {
            split[{*node, section.type}] = section.degree;
            continue;
          }
          last.reset();
          body(*node, section.type, section.body, section.degree);
          if (const auto inline_columns = columns_of(section.body, section.degree))
            columns(*node, *inline_columns, section.degree);
          else
            find(name(*node) + ": an adjacency block cannot be read");
        }
        if (!head.ok()) find(name(*node) + ": its adjacency head cannot be read");
        return;
      }
      const auto part = keys::decode_part(key);
      if (!part) return find("a key of the adjacency is of a wrong form: " + storage::printable(key));
      const auto section = std::pair(part->node, part->type);
      if (part->properties) {
        auto of = *part;
        of.properties = false;
        const auto bytes = decode_part_columns(value);
        const auto count = part_counts.find(encode(of));
        if (!bytes || count == part_counts.end())
          find(name(part->node) + ": properties of a part of its relationships that is not there");
        else
          columns(part->node, *bytes, count->second);
        return;
      }
      if (open != section) {
        last.reset();
        open = section;
      }
      const auto view = decode_part_record(value);
      if (!view) return find(name(part->node) + ": a part of its relationships cannot be read");
      part_counts[std::string(key)] = view->count;
      body(part->node, part->type, view->body, view->count);
      if (last && last->first > part->fence)
        find(name(part->node) + ": a relationship stands beyond its part's fence");
      const auto told = split.find(section);
      if (told == split.end())
        return find(name(part->node) + ": a part of relationships that its head does not know");
      told->second -= view->count;  // what is left must be zero in the end
    }));
    for (const auto& [section, left] : split)
      if (left != 0)
        find(name(section.first) + ": the degree kept for a large list is not the length of its parts");
    return {};
  }

  Result<void> relationships() {
    std::uint64_t out_sum = 0, in_sum = 0, out_count = 0, in_count = 0;
    SKEIN_TRY(side(Side::out, [&](const RelationshipId& r) {
      out_sum += mix(r);
      ++out_count;
      ++type_counts_[r.type];
      if (!has_node(r.to)) find(name(r) + " leads to a node that does not exist");
    }));
    SKEIN_TRY(side(Side::in, [&](const RelationshipId& r) {
      in_sum += mix(r);
      ++in_count;
      if (!has_node(r.from)) find(name(r) + " comes from a node that does not exist");
    }));
    report_.relationships = out_count;
    if (out_sum == in_sum && out_count == in_count) return {};
    std::set<RelationshipId> out;
    SKEIN_TRY(side_again(Side::out, [&](const RelationshipId& r) { out.insert(r); }));
    SKEIN_TRY(side_again(Side::in, [&](const RelationshipId& r) {
      if (out.erase(r) == 0) find(name(r) + " is known at its end and not at its start");
    }));
    for (const auto& r : out) find(name(r) + " is known at its start and not at its end");
    return {};
  }
  template <typename Visit>
  Result<void> side_again(Side which, Visit visit) {
    const auto so_far = report_;
    const auto sets_so_far = expected_sets_;
    SKEIN_TRY(side(which, visit));
    report_ = so_far;
    expected_sets_ = sets_so_far;
    return {};
  }

  Result<void> sets() {
    std::map<std::pair<SetKind, std::uint32_t>, std::vector<NodeId>> found;
    SKEIN_TRY(each("s", [&](std::string_view key, std::string_view value) {
      const auto set = keys::decode_set(key);
      const auto chunk = decode_node_chunk(value);
      if (!set || !chunk) return find("a set of nodes cannot be read: " + storage::printable(key));
      if (chunk->empty()) find("an empty set of nodes is kept: " + storage::printable(key));
      chunk->append_to(found[{set->kind, set->id}], set->chunk << keys::set_chunk_bits);
    }));
    for (const auto& [set, nodes] : found) expected_sets_[set];
    for (const auto& [set, expected] : expected_sets_) {
      const auto& nodes = found[set];
      if (nodes == expected) continue;
      const auto what =
          set.first == SetKind::all ? std::string("the set of all nodes")
          : set.first == SetKind::label
              ? "the set of label " + std::string(transaction_.catalog().name(LabelId(set.second)))
              : "the set of sources of type " + std::string(transaction_.catalog().name(TypeId(set.second)));
      std::vector<NodeId> differing;
      std::set_symmetric_difference(nodes.begin(), nodes.end(), expected.begin(), expected.end(),
                                    std::back_inserter(differing));
      find(what + " is wrong about " + name(differing.empty() ? NodeId() : differing.front()));
    }
    return {};
  }

  Result<void> counters() {
    std::map<std::pair<CounterKind, std::uint32_t>, std::uint64_t> expected;
    for (const auto& [set, nodes] : expected_sets_) {
      if (set.first == SetKind::all && !nodes.empty()) expected[{CounterKind::nodes, 0}] = nodes.size();
      if (set.first == SetKind::label && !nodes.empty())
        expected[{CounterKind::label, set.second}] = nodes.size();
    }
    for (const auto& [type, count] : type_counts_) {
      expected[{CounterKind::type, type.value}] = count;
      expected[{CounterKind::relationships, 0}] += count;
    }
    SKEIN_TRY(each(keys::counter_prefix(), [&](std::string_view key, std::string_view value) {
      const auto counter = keys::decode_counter(key);
      const auto count = decode_counter_value(value);
      if (!counter || !count) return find("a counter cannot be read: " + storage::printable(key));
      if (counter->kind == CounterKind::documents) kept_documents_ = *count;
      if (counter->kind == CounterKind::evidence) kept_evidence_ = *count;
      if (counter->kind == CounterKind::text_entries) kept_texts_[IndexId(counter->id)].entries = *count;
      if (counter->kind == CounterKind::text_words) kept_texts_[IndexId(counter->id)].words = *count;
      if (counter->kind != CounterKind::nodes && counter->kind != CounterKind::label &&
          counter->kind != CounterKind::relationships && counter->kind != CounterKind::type)
        return;
      const auto it = expected.find({counter->kind, counter->id});
      if (it == expected.end() || it->second != *count)
        find(counter_name(counter->kind, counter->id) + " is kept as " + std::to_string(*count) + " and is " +
             std::to_string(it == expected.end() ? 0 : it->second));
      if (it != expected.end()) expected.erase(it);
    }));
    for (const auto& [counter, count] : expected)
      find(counter_name(counter.first, counter.second) + " is not kept and is " + std::to_string(count));
    return {};
  }
  std::string counter_name(CounterKind kind, std::uint32_t id) const {
    switch (kind) {
      case CounterKind::nodes:
        return "the count of nodes";
      case CounterKind::label:
        return "the count of label " + std::string(transaction_.catalog().name(LabelId(id)));
      case CounterKind::relationships:
        return "the count of relationships";
      case CounterKind::type:
        return "the count of type " + std::string(transaction_.catalog().name(TypeId(id)));
      case CounterKind::documents:
        return "the count of documents";
      default:
        return "the count of evidence";
    }
  }

  static std::string entry_key(const SchemaRule& rule, std::string_view value, NodeId node) {
    return keys::index_entry(rule.id, value, rule.is_unique() ? std::nullopt : std::optional(node));
  }
  static std::string entry_key(const SchemaRule& rule, std::string_view value,
                               const RelationshipId& relationship) {
    return rule.is_unique() ? keys::index_entry(rule.id, value, std::nullopt)
                            : keys::index_entry(rule.id, value, relationship);
  }
  static std::string entry_record(NodeId node) { return encode_counter(node.value); }
  static std::string entry_record(const RelationshipId& relationship) {
    return keys::index_relationship(relationship);
  }

  template <typename Element>
  Result<void> check_entry(const SchemaRule& rule, const std::string& value, const Element& element) {
    ++expected_entries_[rule.id];
    SKEIN_ASSIGN(const auto entry, snapshot_.get(entry_key(rule, value, element)));
    if (!entry)
      find("index " + rule.name + " lacks its entry for " + name(element));
    else if (rule.is_unique() && *entry != entry_record(element))
      find("index " + rule.name + " has another where " + name(element) + " should be");
    return {};
  }

  // Relationships with a rule about their type; the others' properties are not read.
  Result<void> relationship_rules() {
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
        if (auto obeyed = transaction_.check_demands(relationship, row); !obeyed)
          find(obeyed.error().message);
      }
    }
    return {};
  }

  Result<void> indexes() {
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

  struct Document {
    std::size_t code_points = 0;
    std::string key;
  };

  Result<void> documents() {
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

  Result<void> evidence() {
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
      for (const auto& [span, what] : {std::pair(one->sentence, "sentence"),
                                       std::pair(one->subject, "subject"), std::pair(one->object, "object")})
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

  Result<void> texts() {
    const auto indexes = transaction_.catalog().text_indexes();
    for (const auto& index : indexes) {
      expected_texts_[index.id];
      if (!index.sentences) continue;
      std::pair<DocumentId, std::string> source;
      for (const auto& [place, pieces] : sentences_) {
        if (context_) SKEIN_TRY(context_->check());
        if (source.first != place.first) {
          SKEIN_ASSIGN(auto text, snapshot_.get(keys::document_text(place.first)));
          source = {place.first, text ? std::move(*text) : std::string()};
        }
        const auto entry = keys::text_sentence(place.first, place.second.begin, place.second.end);
        const auto postings =
            text::postings_of(std::vector{std::string(code_points(source.second, place.second))});
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
             std::to_string(kept.entries) + " texts, and there are " + std::to_string(expected.words) +
             " in " + std::to_string(expected.entries));
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

  // Keys of no known kind.
  Result<void> foreign() {
    static constexpr std::string_view known = "CEcdefikmnorstxz";
    for (unsigned byte = 1; byte < 256; ++byte) {
      const auto letter = static_cast<char>(byte);
      if (known.find(letter) != std::string_view::npos) continue;
      const auto cursor = snapshot_.scan(std::string(1, letter), storage::prefix_end(std::string(1, letter)));
      if (cursor->valid()) find("a key of no known kind: " + storage::printable(cursor->key()));
      SKEIN_TRY(cursor->status());
    }
    return {};
  }

  GraphTransaction& transaction_;
  const storage::Snapshot& snapshot_;
  std::size_t most_;
  const QueryContext* context_;
  VerifyReport report_;
  std::map<std::pair<SetKind, std::uint32_t>, std::vector<NodeId>> expected_sets_;
  std::map<TypeId, std::uint64_t> type_counts_;
  std::vector<SchemaRule> rules_;
  std::map<IndexId, std::uint64_t> expected_entries_;
  std::map<DocumentId, Document> documents_;
  struct Texts {
    std::uint64_t postings = 0, entries = 0, words = 0, sum = 0;
  };
  std::map<IndexId, Texts> expected_texts_, kept_texts_;
  std::map<std::pair<DocumentId, TextSpan>, std::uint64_t> sentences_;  // pieces of evidence in each
  std::uint64_t kept_documents_ = 0, kept_evidence_ = 0;
};

}  // namespace

Result<VerifyReport> verify(Graph& graph, std::size_t most_findings, const QueryContext* context) {
  SKEIN_ASSIGN(const auto transaction, graph.begin(storage::Access::read));
  return Verifier(static_cast<GraphTransaction&>(*transaction), most_findings, context).run();
}

}  // namespace skein::graph
