#include "graph/formats/rdf/statements.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "graph/formats/content.hpp"
#include "graph/formats/evidence_text.hpp"
#include "graph/formats/names.hpp"
#include "graph/json/evidence_json.hpp"
#include "graph/json/schema_json.hpp"
#include "graph/json/value_text.hpp"
#include "storage/bytes.hpp"

namespace skein::graph::formats::rdf {

namespace {

Object iri(std::string text) {
  Object object;
  object.iri = std::move(text);
  return object;
}

Object literal(const Value& value) {
  Object object;
  if (const List* items = list_items(value)) {
    object.kind = Object::Kind::list;
    for (const Value& item : *items) object.items.push_back(literal_of(item));
  } else {
    object.kind = Object::Kind::literal;
    object.literal = literal_of(value);
  }
  return object;
}

std::string hashed(std::string_view content) { return fmt::format("{:016x}", storage::checksum(content)); }

class Emitter {
 public:
  Emitter(const Transaction& transaction, const Subgraph& part, std::string_view base, Reification how,
          StatementSink& sink)
      : transaction_(transaction),
        catalog_(transaction.catalog()),
        part_(part),
        base_(base),
        how_(how),
        sink_(sink),
        texts_(transaction) {}

  Result<void> run() {
    SKEIN_ASSIGN(names_, ContentNames::of(transaction_, part_.context));
    SKEIN_TRY(own_iris());
    SKEIN_TRY(head());
    SKEIN_TRY(for_each_node(transaction_, part_, [&](NodeId node) { return write_node(node); }));
    SKEIN_TRY(documents());
    SKEIN_TRY(relationships());
    return sink_.finish();
  }

 private:
  Result<void> say(std::string_view subject, std::string_view predicate, const Object& object) {
    return sink_.statement(subject, predicate, object, {});
  }
  Result<void> type(std::string_view subject, std::string class_iri) {
    return say(subject, rdf + "type", iri(std::move(class_iri)));
  }

  // A node that came from RDF keeps its IRI. Two that claim the same one would become one node.
  Result<void> own_iris() {
    const auto key = catalog_.key("iri");
    if (!key) return {};
    std::unordered_set<std::string> taken;
    Subgraph everything;
    everything.context = part_.context;
    return for_each_node(transaction_, everything, [&](NodeId node) -> Result<void> {
      SKEIN_ASSIGN(const Value value, transaction_.property(node, *key));
      if (!value.is<std::string>() || !is_iri(value.as_string()) || value.as_string().starts_with(base_))
        return {};
      if (taken.insert(value.as_string()).second) iris_.emplace(node, value.as_string());
      return {};
    });
  }

  std::string node_iri(NodeId node) const {
    if (const auto own = iris_.find(node); own != iris_.end()) return own->second;
    return base_ + "node/" + encode_name(names_.node(node));
  }

  Result<void> head() {
    const std::pair<const char*, std::string> prefixes[] = {
        {"rdf", std::string(rdf)},
        {"rdfs", std::string(rdfs)},
        {"xsd", std::string(xsd)},
        {"prov", std::string(prov)},
        {"dcterms", std::string(dcterms)},
        {"skein", std::string(skein)},
        {"node", base_ + "node/"},
        {"label", base_ + "label/"},
        {"key", base_ + "key/"},
        {"type", base_ + "type/"},
        {"relationship", base_ + "relationship/"},
        {"evidence", base_ + "evidence/"},
        {"document", base_ + "document/"},
    };
    for (const auto& [name, space] : prefixes) SKEIN_TRY(sink_.prefix(name, space));
    SKEIN_TRY(type(base_ + "dataset", skein + "Dataset"));
    if (part_.everything) SKEIN_TRY(schema());
    SKEIN_TRY(say(base_ + "key/name", rdfs + "subPropertyOf", iri(rdfs + "label")));
    // Claims that sources deny, plan or guess are triples too: readers can tell by their predicates.
    std::unordered_set<TypeId> used;
    if (!part_.everything) {
      for (const auto& r : part_.relationships) used.insert(r.type);
    }
    std::vector<std::string> denied;
    for (const TypeId id : catalog_.types()) {
      if (catalog_.asserted(id)) continue;
      if (part_.everything ? catalog_.relationship_count(id) > 0 : used.contains(id))
        denied.push_back(base_ + "type/" + encode_name(catalog_.name(id)));
    }
    std::sort(denied.begin(), denied.end());
    for (const auto& predicate : denied) SKEIN_TRY(say(predicate, skein + "asserted", literal(Value(false))));
    return {};
  }

  Result<void> schema() {
    SKEIN_ASSIGN(const auto traits, traits_json(transaction_));
    for (const auto& rule : rules_json(transaction_))
      SKEIN_TRY(say(base_ + "dataset", skein + "schema", literal(Value(rule))));
    for (const auto& trait : traits)
      SKEIN_TRY(say(base_ + "dataset", skein + "schema", literal(Value(trait))));
    return {};
  }

  Result<void> properties(std::string_view subject, const NamedProperties& all, bool own_iri) {
    for (const auto& [key, value] : all) {
      if (own_iri && key == "iri") continue;
      SKEIN_TRY(say(subject, base_ + "key/" + encode_name(key), literal(value)));
    }
    return {};
  }

  Result<void> write_node(NodeId node) {
    SKEIN_ASSIGN(const auto labels, label_names(transaction_, node));
    SKEIN_ASSIGN(const auto all, named_properties(transaction_, node));
    SKEIN_ASSIGN(const auto origin, transaction_.origin(node));
    const std::string subject = node_iri(node);
    if (labels.empty()) SKEIN_TRY(type(subject, skein + "Node"));
    for (const auto label : labels) SKEIN_TRY(type(subject, base_ + "label/" + encode_name(label)));
    if (origin == Origin::derived) SKEIN_TRY(say(subject, skein + "derived", literal(Value(true))));
    return properties(subject, all, iris_.contains(node));
  }

  std::string document_iri(std::string_view key) const { return base_ + "document/" + hashed(key); }

  Result<void> document(const DocumentRecord& d) {
    const std::string subject = document_iri(d.key);
    SKEIN_TRY(type(subject, skein + "Document"));
    SKEIN_TRY(type(subject, prov + "Entity"));
    SKEIN_TRY(say(subject, skein + "key", literal(Value(d.key))));
    const auto text = [&](std::string predicate, const std::string& value) -> Result<void> {
      return value.empty() ? Result<void>() : say(subject, predicate, literal(Value(value)));
    };
    SKEIN_TRY(text(dcterms + "title", d.title));
    SKEIN_TRY(text(skein + "url", d.url));
    SKEIN_TRY(text(dcterms + "publisher", d.source));
    if (d.published) SKEIN_TRY(say(subject, dcterms + "issued", literal(Value(*d.published))));
    SKEIN_TRY(text(skein + "hash", d.hash));
    if (d.node != NodeId{}) SKEIN_TRY(say(subject, skein + "node", iri(node_iri(d.node))));
    return text(skein + "text", d.text);
  }

  // Of a part, only the documents that it quotes, when they are quoted.
  Result<void> documents() {
    if (!part_.everything) return {};
    SKEIN_ASSIGN(const auto all, transaction_.documents());
    for (const DocumentId id : all) {
      SKEIN_ASSIGN(const auto record, transaction_.document(id));
      SKEIN_TRY(document(record));
    }
    return {};
  }

  Result<void> relationships() {
    RelationshipNames names(transaction_, names_);
    RelationshipId last;
    return for_each_relationship(transaction_, part_, [&](const RelationshipId& r) -> Result<void> {
      SKEIN_ASSIGN(const std::string name, names.next(r));
      SKEIN_ASSIGN(const auto all, named_properties(transaction_, r));
      SKEIN_ASSIGN(const auto origin, transaction_.origin(r));
      SKEIN_ASSIGN(const auto quotations, texts_.quotations(r));
      const bool twin = r.from == last.from && r.to == last.to && r.type == last.type;
      last = r;
      const std::string from = node_iri(r.from), to = node_iri(r.to);
      const std::string predicate = base_ + "type/" + encode_name(catalog_.name(r.type));
      const bool bare = all.empty() && origin == Origin::written && quotations.empty() && !twin;
      const std::string subject = base_ + "relationship/" + encode_name(name);
      SKEIN_TRY(sink_.statement(from, predicate, iri(to),
                                bare || how_ != Reification::named_graph ? std::string_view() : subject));
      if (bare) return {};
      if (how_ == Reification::triple_term) SKEIN_TRY(sink_.reifies(subject, from, predicate, to));
      SKEIN_TRY(type(subject, skein + "Relationship"));
      if (how_ == Reification::statement) {
        SKEIN_TRY(type(subject, rdf + "Statement"));
        SKEIN_TRY(say(subject, rdf + "subject", iri(from)));
        SKEIN_TRY(say(subject, rdf + "predicate", iri(predicate)));
        SKEIN_TRY(say(subject, rdf + "object", iri(to)));
      }
      if (origin == Origin::derived) SKEIN_TRY(say(subject, skein + "derived", literal(Value(true))));
      SKEIN_TRY(properties(subject, all, false));
      std::vector<std::string> pieces;
      for (const Quotation& q : quotations) {
        std::string content = name;
        append_evidence_json(content, q.evidence, q.document, {});
        pieces.push_back(base_ + "evidence/" + hashed(content));
        SKEIN_TRY(say(subject, prov + "wasDerivedFrom", iri(pieces.back())));
      }
      for (std::size_t i = 0; i < pieces.size(); ++i) SKEIN_TRY(evidence(pieces[i], quotations[i]));
      return {};
    });
  }

  Result<void> evidence(const std::string& subject, const Quotation& q) {
    const Evidence& e = q.evidence;
    const std::string source = document_iri(q.document);
    if (!part_.everything && quoted_.insert(source).second) {
      SKEIN_ASSIGN(const auto record, transaction_.document_info(e.document));
      SKEIN_TRY(document(record));
    }
    SKEIN_TRY(type(subject, skein + "Evidence"));
    SKEIN_TRY(type(subject, prov + "Entity"));
    SKEIN_TRY(say(subject, prov + "wasQuotedFrom", iri(source)));
    SKEIN_TRY(say(subject, prov + "value", literal(Value(q.sentence))));
    const auto number = [&](const char* predicate, std::uint32_t n) {
      return say(subject, skein + predicate, literal(Value(static_cast<std::int64_t>(n))));
    };
    const auto text = [&](const char* predicate, const std::string& value) -> Result<void> {
      return value.empty() ? Result<void>() : say(subject, skein + predicate, literal(Value(value)));
    };
    const auto date = [&](const char* predicate, const std::optional<Date>& value) -> Result<void> {
      return value ? say(subject, skein + predicate, literal(Value(*value))) : Result<void>();
    };
    SKEIN_TRY(number("begin", e.sentence.begin));
    SKEIN_TRY(number("end", e.sentence.end));
    SKEIN_TRY(number("subjectBegin", e.subject.begin));
    SKEIN_TRY(number("subjectEnd", e.subject.end));
    SKEIN_TRY(number("objectBegin", e.object.begin));
    SKEIN_TRY(number("objectEnd", e.object.end));
    SKEIN_TRY(text("words", e.predicate_text));
    SKEIN_TRY(say(subject, skein + "confidence", literal(Value(e.confidence))));
    if (e.polarity == Polarity::denied) SKEIN_TRY(text("polarity", "denied"));
    if (e.modality != Modality::asserted)
      SKEIN_TRY(text("modality", e.modality == Modality::planned ? "planned" : "possible"));
    SKEIN_TRY(text("attribution", e.attribution));
    SKEIN_TRY(text("rule", e.rule));
    SKEIN_TRY(date("published", e.published));
    if (e.recorded != 0) SKEIN_TRY(say(subject, skein + "recorded", literal(Value(e.recorded))));
    SKEIN_TRY(date("validFrom", e.valid_from));
    return date("validTo", e.valid_to);
  }

  const Transaction& transaction_;
  const CatalogView& catalog_;
  const Subgraph& part_;
  std::string base_;
  Reification how_;
  StatementSink& sink_;
  EvidenceTexts texts_;
  ContentNames names_;
  std::unordered_map<NodeId, std::string> iris_;
  std::unordered_set<std::string> quoted_;
};

}  // namespace

Result<void> emit_statements(const Transaction& transaction, const Subgraph& part, std::string_view base,
                             Reification how, StatementSink& sink) {
  return Emitter(transaction, part, base, how, sink).run();
}

}  // namespace skein::graph::formats::rdf
