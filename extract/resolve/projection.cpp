#include "extract/resolve/projection.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "extract/names/names.hpp"
#include "extract/resolve/resolve.hpp"
#include "extract/text/hash.hpp"
#include "extract/text/lines.hpp"
#include "extract/values/periods.hpp"
#include "extract/values/values.hpp"
#include "storage/bytes.hpp"

namespace skein::extract {

namespace {

namespace s = storage;

constexpr std::uint8_t version = 1;
constexpr char state_space = 'd';
constexpr char cluster_space = 'g';

std::string uid(std::string_view kind, std::string_view content) {
  return std::string(kind) + ":" + hex_hash(content).substr(0, 16);
}

std::string encode(const DocumentState& state) {
  std::string out;
  s::put_u8(out, version);
  s::put_string(out, state.fingerprint);
  s::put_string(out, state.hash);
  s::put_varint(out, state.id.value);
  s::put_varint(out, state.node.value);
  s::put_string(out, encode(state.extraction));
  return out;
}

Result<DocumentState> decode_state(std::string_view bytes) {
  s::ByteReader in(bytes);
  if (in.take_u8() > version)
    return Error{ErrorCode::newer_format, "a document's state record was written by a later skein"};
  DocumentState state;
  state.fingerprint = std::string(in.take_string());
  state.hash = std::string(in.take_string());
  state.id = DocumentId(in.take_varint());
  state.node = NodeId(in.take_varint());
  const auto rest = in.take_string();
  if (!in.done()) return Error{ErrorCode::corruption, "a document's state record is damaged"};
  SKEIN_ASSIGN(state.extraction, decode_extraction(rest));
  return state;
}

std::string figure_name(const Figure& figure) {
  if (figure.type != EntityType::number || figure.unit.empty()) return figure.name;
  return figure.name + " " + figure.unit;
}

bool is_change(std::string_view relation) {
  return relation.ends_with("_CHANGE") || relation == "HAS_GROWTH" || relation == "HAS_PROFIT";
}

// The same figure about the same subject and relation is one node.
std::string figure_identity(const std::string& representative, const std::string& type, const Claim& claim,
                            const Figure& figure) {
  const double sign = claim.falling && is_change(claim.relation) ? -1 : 1;
  return fmt::format("{}\n{}\n{}\n{}\n{:.12g}\n{}", representative, type, name(figure.type), figure.name,
                     sign * figure.amount, figure.unit);
}

double rounded(double v) { return std::round(v * 1e4) / 1e4; }

}  // namespace

std::string claim_type(const Claim& claim) {
  if (claim.polarity == graph::Polarity::denied) return claim.relation + "_DENIED";
  if (claim.modality == graph::Modality::planned) return claim.relation + "_PLANNED";
  if (claim.modality == graph::Modality::possible) return claim.relation + "_POSSIBLE";
  return claim.relation;
}

Result<void> Projection::load_catalog() {
  if (ready_) return {};
  const std::array<std::pair<KeyId*, std::string_view>, 21> names = {{{&keys_.name, "name"},
                                                                      {&keys_.aliases, "aliases"},
                                                                      {&keys_.uid, "uid"},
                                                                      {&keys_.amount, "amount"},
                                                                      {&keys_.currency, "currency"},
                                                                      {&keys_.unit, "unit"},
                                                                      {&keys_.support, "support"},
                                                                      {&keys_.confidence, "confidence"},
                                                                      {&keys_.first_seen, "first_seen"},
                                                                      {&keys_.last_seen, "last_seen"},
                                                                      {&keys_.count, "count"},
                                                                      {&keys_.key, "key"},
                                                                      {&keys_.title, "title"},
                                                                      {&keys_.url, "url"},
                                                                      {&keys_.published, "published"},
                                                                      {&keys_.source, "source"},
                                                                      {&keys_.hash, "hash"},
                                                                      {&keys_.bound, "bound"},
                                                                      {&keys_.country, "country"},
                                                                      {&keys_.unnamed, "unnamed"},
                                                                      {&keys_.correction, "correction"}}};
  for (const auto& [id, text] : names) {
    SKEIN_ASSIGN(*id, transaction_.make_key(text));
  }
  SKEIN_ASSIGN(mentions_, transaction_.make_type("MENTIONS"));
  ready_ = true;
  return {};
}

Result<std::optional<DocumentState>> Projection::state(std::string_view document_key) const {
  SKEIN_ASSIGN(const auto bytes, transaction_.get_record(state_space, document_key));
  if (!bytes) return std::optional<DocumentState>();
  SKEIN_ASSIGN(auto found, decode_state(*bytes));
  return std::optional(std::move(found));
}

Result<void> Projection::put_state(const std::string& key, const DocumentState& state) {
  return transaction_.put_record(state_space, key, encode(state));
}

Result<void> Projection::put(const graph::DocumentRecord& document, std::string fingerprint,
                             Extraction extraction) {
  SKEIN_TRY(load_catalog());
  SKEIN_ASSIGN(const auto before, state(document.key));
  NodeId node{};
  if (before) {
    if (!fresh_.contains(document.key)) SKEIN_TRY(unproject(*before));
    SKEIN_TRY(blocks_.apply(before->extraction, document.key, -1));
    node = before->node;
  }
  SKEIN_ASSIGN(node, document_node(document, node, extraction.correction));
  auto record = document;
  record.node = node;
  SKEIN_ASSIGN(const auto id, transaction_.put_document(record));
  hashes_[id.value] = document.hash;
  SKEIN_TRY(blocks_.apply(extraction, document.key, 1));
  DocumentState now{std::move(fingerprint), document.hash, id, node, std::move(extraction)};
  SKEIN_TRY(put_state(document.key, now));
  fresh_.insert_or_assign(document.key, std::move(now));
  return {};
}

Result<bool> Projection::remove(std::string_view document_key) {
  SKEIN_TRY(load_catalog());
  SKEIN_ASSIGN(const auto before, state(document_key));
  if (!before) return false;
  const std::string key(document_key);
  if (fresh_.erase(key) == 0) SKEIN_TRY(unproject(*before));
  SKEIN_TRY(blocks_.apply(before->extraction, key, -1));
  SKEIN_TRY(transaction_.delete_document(before->id));
  SKEIN_TRY(delete_derived_node(before->node));
  SKEIN_TRY(transaction_.erase_record(state_space, key));
  return true;
}

Result<void> Projection::finish() {
  SKEIN_TRY(load_catalog());
  SKEIN_TRY(settle_components());
  for (const auto& [key, state] : fresh_) SKEIN_TRY(project(state));
  SKEIN_TRY(settle_relationships());
  SKEIN_TRY(settle_figures());
  SKEIN_TRY(drop_dead_clusters());
  return blocks_.flush();
}

Result<void> Projection::settle_components() {
  SKEIN_TRY(blocks_.settle_links());
  std::map<std::string, std::vector<std::string>> clusters;
  std::set<std::string> seen, again;
  for (const auto& key : blocks_.touched()) {
    if (seen.contains(key)) continue;
    SKEIN_ASSIGN(const auto components, blocks_.components(key));
    if (components.empty()) {
      SKEIN_ASSIGN(Block* const block, blocks_.get(key));
      if (!block->representative.empty()) dead_.insert(block->representative);
      block->representative.clear();
      continue;
    }
    for (const auto& component : components) {
      const auto& smallest = component.front();
      for (const auto& k : component) {
        seen.insert(k);
        SKEIN_ASSIGN(const Block* const block, blocks_.get(k));
        if (block->representative == smallest) continue;
        if (!block->representative.empty()) dead_.insert(block->representative);
        SKEIN_ASSIGN(const auto documents, blocks_.documents(k));
        again.insert(documents.begin(), documents.end());
      }
      clusters[smallest] = component;
    }
  }
  // What was said under the old representatives goes first, and comes again under the new ones.
  for (const auto& key : again) {
    if (fresh_.contains(key)) continue;
    SKEIN_ASSIGN(auto found, state(key));
    if (!found)
      return Error{ErrorCode::corruption, fmt::format("document {}: its extraction record is missing", key)};
    SKEIN_TRY(unproject(*found));
    fresh_.emplace(key, std::move(*found));
  }
  for (const auto& [smallest, component] : clusters)
    for (const auto& k : component) {
      SKEIN_ASSIGN(Block* const block, blocks_.get(k));
      block->representative = smallest;
    }
  for (const auto& [smallest, component] : clusters) SKEIN_TRY(write_cluster(smallest, component));
  return {};
}

Result<void> Projection::decide(const DecisionRecord& record) {
  SKEIN_TRY(load_catalog());
  SKEIN_TRY(put_decision(transaction_, record));
  blocks_.touch(record.key);
  blocks_.touch(record.other);
  return {};
}

Result<bool> Projection::undo_decision(const std::string& key, const std::string& other) {
  SKEIN_TRY(load_catalog());
  SKEIN_ASSIGN(const bool there, erase_decision(transaction_, key, other));
  blocks_.touch(key);
  blocks_.touch(other);
  return there;
}

Result<std::string> Projection::representative(const Extraction& extraction, std::uint32_t entity) {
  SKEIN_ASSIGN(const Block* const block, blocks_.get(extraction.entities[entity].keys.front()));
  return block->representative;
}

Result<NodeId> Projection::cluster_node(const std::string& rep) const {
  return node_of_cluster(transaction_, rep);
}

namespace {

struct ClusterRecord {
  NodeId node{};
  std::vector<std::string> labels;  // those that say of which type it is; none in records of earlier versions
};

Result<ClusterRecord> cluster_record(const graph::Transaction& transaction, const std::string& rep) {
  SKEIN_ASSIGN(const auto bytes, transaction.get_record(cluster_space, "n" + rep));
  ClusterRecord record;
  if (!bytes) return record;
  s::ByteReader in(*bytes);
  record.node = NodeId(in.take_varint());
  while (in.ok() && !in.done()) record.labels.emplace_back(in.take_string());
  if (!in.ok()) return Error{ErrorCode::corruption, fmt::format("the cluster record of {} is damaged", rep)};
  return record;
}

// The labels of the declared type that most entities are of, or of one below it when some are; none that
// belong to another type than the cluster's.
std::vector<std::string> declared_labels(const std::map<std::string, std::uint32_t>& counts,
                                         EntityType type) {
  const std::string own(name(type));
  std::string best;
  std::uint32_t most = 0;
  for (const auto& [joined, count] : counts)
    if (joined.ends_with(" " + own) && count > most) {
      most = count;
      best = joined;
    }
  const auto top = best;
  most = 0;
  for (const auto& [joined, count] : counts)
    if (!top.empty() && joined.ends_with(" " + top) && count > most) {
      most = count;
      best = joined;
    }
  auto labels = split_words(best);
  if (!labels.empty()) labels.pop_back();  // the type itself
  return labels;
}

}  // namespace

Result<NodeId> node_of_cluster(const graph::Transaction& transaction, const std::string& rep) {
  SKEIN_ASSIGN(const auto record, cluster_record(transaction, rep));
  return record.node;
}

Result<void> Projection::write_cluster(const std::string& rep, const std::vector<std::string>& component) {
  std::map<EntityType, std::uint32_t> types, doubted_types;
  std::map<std::string, std::uint32_t> counts, declared, canonical;
  bool country = false;
  std::set<std::string> foreign;  // short forms of names of this cluster that are not its own
  for (const auto& k : component) {
    SKEIN_ASSIGN(const Block* const block, blocks_.get(k));
    country = country || block->countries > 0;
    for (const auto& [key, count] : block->leans_on) {
      if (!is_short_form(key, k) || std::binary_search(component.begin(), component.end(), key)) continue;
      SKEIN_ASSIGN(const Block* const other, blocks_.get(key));
      if (other->entities > 0) foreign.insert(key);
    }
    const bool doubted = std::any_of(block->leans_on.begin(), block->leans_on.end(),
                                     [&](const auto& leant) { return !is_short_form(leant.first, k); });
    for (const auto& [type, count] : block->types) (doubted ? doubted_types : types)[type] += count;
    for (const auto& [text, count] : block->names) counts[text] += count;
    for (const auto& [labels, count] : block->labels) declared[labels] += count;
    for (const auto& [text, count] : block->canonical) canonical[text] += count;
  }
  // What some texts only guess others know.
  if (types.empty()) types.swap(doubted_types);
  EntityType type = EntityType::concept_;
  std::uint32_t most = 0;
  for (const auto& [t, count] : types)
    if (count > most) {
      most = count;
      type = t;
    }
  // A person cut a name off that no document gives as anything's first one: it is no thing of its own.
  if (types.empty()) {
    dead_.insert(rep);
    nameless_.insert(rep);
    return {};
  }
  std::vector<NameCount> names, own;
  for (const auto& [text, count] : counts) {
    names.push_back({text, count});
    // A short form that means something else elsewhere is no name to go by.
    const auto low = ascii_lower(text);
    if (std::none_of(foreign.begin(), foreign.end(), [&](const auto& k) { return k.substr(2) == low; }))
      own.push_back({text, count});
  }
  const auto given = std::max_element(canonical.begin(), canonical.end(),
                                      [](const auto& a, const auto& b) { return a.second < b.second; });
  const auto chosen =
      given != canonical.end() ? given->first : canonical_name(type, own.empty() ? names : own, rep);
  List aliases;
  for (const auto& n : names)
    if (n.name != chosen) aliases.emplace_back(n.name);

  auto labels = declared_labels(declared, type);
  labels.emplace_back(name(type));
  SKEIN_ASSIGN(const auto node, labelled_node(rep, labels));
  SKEIN_TRY(transaction_.set_property(node, keys_.name, Value(chosen)));
  SKEIN_TRY(transaction_.set_property(node, keys_.country, country ? Value(true) : Value()));
  SKEIN_TRY(transaction_.set_property(node, keys_.unnamed, rep.starts_with("u@") ? Value(true) : Value()));
  SKEIN_TRY(
      transaction_.set_property(node, keys_.aliases, aliases.empty() ? Value() : Value(std::move(aliases))));
  return transaction_.set_property(node, keys_.uid, Value(uid("e", rep)));
}

// The node of a cluster with just these of the labels that say of which type it is; what else people have
// labelled it stays.
Result<NodeId> Projection::labelled_node(const std::string& rep, const std::vector<std::string>& labels) {
  SKEIN_ASSIGN(const auto before, cluster_record(transaction_, rep));
  std::vector<LabelId> wanted;
  for (const auto& text : labels) {
    SKEIN_ASSIGN(const auto label, transaction_.make_label(text));
    wanted.push_back(label);
  }
  auto node = before.node;
  if (node == NodeId{}) {
    SKEIN_ASSIGN(node, transaction_.create_node(wanted, {}, graph::Origin::derived));
  } else {
    SKEIN_ASSIGN(const auto there, transaction_.labels(node));
    for (const auto old : there) {
      const auto text = transaction_.catalog().name(old);
      bool ours = std::find(before.labels.begin(), before.labels.end(), text) != before.labels.end();
      for (int t = 0; t <= static_cast<int>(EntityType::rank); ++t)
        ours = ours || name(static_cast<EntityType>(t)) == text;
      if (ours && std::find(wanted.begin(), wanted.end(), old) == wanted.end())
        SKEIN_TRY(transaction_.remove_label(node, old));
    }
    for (const auto label : wanted)
      if (std::find(there.begin(), there.end(), label) == there.end())
        SKEIN_TRY(transaction_.add_label(node, label));
  }
  std::string record;
  s::put_varint(record, node.value);
  for (const auto& text : labels) s::put_string(record, text);
  SKEIN_TRY(transaction_.put_record(cluster_space, "n" + rep, std::move(record)));
  return node;
}

Result<void> Projection::delete_derived_node(NodeId node) {
  if (node == NodeId{}) return {};
  if (auto deleted = transaction_.delete_node(node); !deleted.ok()) {
    // Relationships that people made keep their end alive.
    if (deleted.error().code == ErrorCode::constraint) return {};
    return std::move(deleted).error();
  }
  return {};
}

Result<void> Projection::drop_dead_clusters() {
  for (const auto& rep : dead_) {
    SKEIN_ASSIGN(const Block* const block, blocks_.get(rep));
    if (block->entities > 0 && block->representative == rep && !nameless_.contains(rep)) continue;
    SKEIN_ASSIGN(const auto node, cluster_node(rep));
    SKEIN_TRY(delete_derived_node(node));
    SKEIN_TRY(transaction_.erase_record(cluster_space, "n" + rep));
  }
  return {};
}

Result<NodeId> Projection::document_node(const graph::DocumentRecord& document, NodeId node,
                                         bool correction) {
  if (node == NodeId{}) {
    SKEIN_ASSIGN(const auto label, transaction_.make_label("Document"));
    SKEIN_ASSIGN(node, transaction_.create_node(std::array{label}, {}, graph::Origin::derived));
  }
  const auto text = [](const std::string& t) { return t.empty() ? Value() : Value(t); };
  SKEIN_TRY(transaction_.set_property(node, keys_.key, Value(document.key)));
  SKEIN_TRY(transaction_.set_property(node, keys_.name,
                                      Value(document.title.empty() ? document.key : document.title)));
  SKEIN_TRY(transaction_.set_property(node, keys_.title, text(document.title)));
  SKEIN_TRY(transaction_.set_property(node, keys_.url, text(document.url)));
  SKEIN_TRY(transaction_.set_property(node, keys_.source, text(document.source)));
  SKEIN_TRY(transaction_.set_property(node, keys_.published,
                                      document.published ? Value(*document.published) : Value()));
  SKEIN_TRY(transaction_.set_property(node, keys_.hash, Value(document.hash)));
  SKEIN_TRY(transaction_.set_property(node, keys_.correction, correction ? Value(true) : Value()));
  SKEIN_TRY(transaction_.set_property(node, keys_.uid, Value(uid("d", document.key))));
  return node;
}

Result<Projection::FigureState*> Projection::figure_state(const std::string& identity) {
  if (const auto it = figures_.find(identity); it != figures_.end()) return &it->second;
  SKEIN_ASSIGN(const auto bytes, transaction_.get_record(cluster_space, "v" + identity));
  FigureState found;
  if (bytes) {
    s::ByteReader in(*bytes);
    found.node = NodeId(in.take_varint());
    found.claims = in.take_varint32();
    for (auto n = in.take_count(2); n > 0 && in.ok(); --n) {
      std::string spelling(in.take_string());
      found.also[std::move(spelling)] = in.take_varint32();
    }
    for (auto n = in.done() ? 0 : in.take_count(2); n > 0 && in.ok(); --n) {
      std::string bound(in.take_string());
      found.bounds[std::move(bound)] = in.take_varint32();
    }
    if (!in.done()) return Error{ErrorCode::corruption, "a figure's record is damaged"};
  }
  return &figures_.emplace(identity, std::move(found)).first->second;
}

Result<void> Projection::unproject(const DocumentState& state) {
  SKEIN_ASSIGN(const auto relationships, transaction_.remove_evidence(state.id));
  touched_.insert(relationships.begin(), relationships.end());
  std::vector<graph::Neighbour> mentioned;
  SKEIN_TRY(transaction_.expand(state.node, graph::Direction::out, std::array{mentions_}, mentioned));
  for (const auto& m : mentioned) SKEIN_TRY(transaction_.delete_relationship(m.relationship));
  for (const auto& claim : state.extraction.claims) {
    if (!claim.object_is_figure) continue;
    const auto& figure = state.extraction.figures[claim.object];
    SKEIN_ASSIGN(const auto rep, representative(state.extraction, claim.subject));
    SKEIN_ASSIGN(FigureState* const found,
                 figure_state(figure_identity(rep, claim_type(claim), claim, figure)));
    if (found->claims > 0) --found->claims;
    if (!figure.also.empty() && --found->also[figure.also] == 0) found->also.erase(figure.also);
    if (--found->bounds[figure.bound] == 0) found->bounds.erase(figure.bound);
    found->changed = true;
  }
  return {};
}

Result<void> Projection::project(const DocumentState& state) {
  const auto& x = state.extraction;
  std::vector<NodeId> nodes;
  std::map<NodeId, std::int64_t> mentioned;
  for (std::uint32_t e = 0; e < x.entities.size(); ++e) {
    SKEIN_ASSIGN(const auto rep, representative(x, e));
    SKEIN_ASSIGN(const auto node, cluster_node(rep));
    nodes.push_back(node);
    mentioned[node] += static_cast<std::int64_t>(x.entities[e].mentions.size());
  }
  for (const auto& [node, count] : mentioned) {
    graph::Properties properties = {{keys_.count, Value(count)}};
    SKEIN_TRY(
        transaction_.create_relationship(state.node, mentions_, node, properties, graph::Origin::derived));
  }
  SKEIN_ASSIGN(const auto info, transaction_.document_info(state.id));
  for (const auto& claim : x.claims) {
    const auto type_name = claim_type(claim);
    NodeId object{};
    if (claim.object_is_figure) {
      const auto& figure = x.figures[claim.object];
      SKEIN_ASSIGN(const auto rep, representative(x, claim.subject));
      const auto identity = figure_identity(rep, type_name, claim, figure);
      SKEIN_ASSIGN(FigureState* const found, figure_state(identity));
      ++found->claims;
      if (!figure.also.empty()) ++found->also[figure.also];
      ++found->bounds[figure.bound];
      found->changed = true;
      if (found->node == NodeId{}) {
        SKEIN_ASSIGN(const auto label, transaction_.make_label(name(figure.type)));
        const bool down = claim.falling && is_change(claim.relation);
        SKEIN_ASSIGN(found->node, transaction_.create_node(std::array{label}, {}, graph::Origin::derived));
        const auto node = found->node;
        const bool dated = figure.type == EntityType::date || figure.type == EntityType::period;
        SKEIN_TRY(
            transaction_.set_property(node, keys_.name, Value((down ? "-" : "") + figure_name(figure))));
        SKEIN_TRY(transaction_.set_property(node, keys_.uid, Value(uid("v", identity))));
        if (!dated)
          SKEIN_TRY(
              transaction_.set_property(node, keys_.amount, Value(down ? -figure.amount : figure.amount)));
        if (figure.type == EntityType::money)
          SKEIN_TRY(transaction_.set_property(node, keys_.currency, Value(figure.unit)));
        else if (!figure.unit.empty() && figure.type == EntityType::number)
          SKEIN_TRY(transaction_.set_property(node, keys_.unit, Value(figure.unit)));
      }
      object = found->node;
    } else {
      object = nodes[claim.object];
    }
    const auto subject = nodes[claim.subject];
    if (subject == object) continue;
    const bool asserted =
        claim.polarity == graph::Polarity::affirmed && claim.modality == graph::Modality::asserted;
    SKEIN_ASSIGN(const auto type, transaction_.make_type(type_name, asserted));
    std::vector<RelationshipId> there;
    SKEIN_TRY(transaction_.between(subject, object, type, there));
    RelationshipId relationship;
    if (there.empty()) {
      SKEIN_ASSIGN(relationship,
                   transaction_.create_relationship(subject, type, object, {}, graph::Origin::derived));
    } else {
      relationship = there.front();
    }
    graph::Evidence evidence;
    evidence.document = state.id;
    evidence.sentence = claim.sentence;
    evidence.subject = claim.subject_span;
    evidence.object = claim.object_span;
    evidence.predicate_text = claim.words;
    evidence.polarity = claim.polarity;
    evidence.modality = claim.modality;
    evidence.attribution = claim.attribution;
    evidence.confidence = rounded(claim.confidence);
    evidence.rule = claim.rule;
    evidence.published = info.published;
    if (const auto interval = interval_of(claim.when)) {
      evidence.valid_from = Date{interval->first};
      if (interval->second != interval->first) evidence.valid_to = Date{interval->second};
    }
    SKEIN_TRY(transaction_.add_evidence(relationship, evidence));
    touched_.insert(relationship);
  }
  return {};
}

Result<std::string> Projection::content_hash(DocumentId id) {
  if (const auto it = hashes_.find(id.value); it != hashes_.end()) return it->second;
  SKEIN_ASSIGN(const auto info, transaction_.document_info(id));
  hashes_[id.value] = info.hash;
  return info.hash;
}

// support: documents with different content; confidence: that at least one of them is right, each by its best
// claim.
Result<void> Projection::settle_relationships() {
  for (const auto& relationship : touched_) {
    SKEIN_ASSIGN(const bool there, transaction_.exists(relationship));
    if (!there) continue;
    SKEIN_ASSIGN(const auto evidence, transaction_.evidence(relationship));
    if (evidence.empty()) {
      SKEIN_TRY(transaction_.delete_relationship(relationship));
      continue;
    }
    std::map<std::string, double> by_content;
    std::optional<Date> first, last;
    for (const auto& e : evidence) {
      SKEIN_ASSIGN(const auto hash, content_hash(e.document));
      auto& best = by_content[hash];
      best = std::max(best, e.confidence);
      if (!e.published) continue;
      first = first ? std::min(*first, *e.published) : *e.published;
      last = last ? std::max(*last, *e.published) : *e.published;
    }
    double doubt = 1;
    for (const auto& [hash, confidence] : by_content) doubt *= 1 - confidence;
    SKEIN_TRY(transaction_.set_property(relationship, keys_.support,
                                        Value(static_cast<std::int64_t>(by_content.size()))));
    SKEIN_TRY(
        transaction_.set_property(relationship, keys_.confidence, Value(rounded(std::min(0.99, 1 - doubt)))));
    SKEIN_TRY(transaction_.set_property(relationship, keys_.first_seen, first ? Value(*first) : Value()));
    SKEIN_TRY(transaction_.set_property(relationship, keys_.last_seen, last ? Value(*last) : Value()));
  }
  return {};
}

Result<void> Projection::settle_figures() {
  for (auto& [identity, figure] : figures_) {
    if (!figure.changed) continue;
    if (figure.claims == 0) {
      SKEIN_TRY(delete_derived_node(figure.node));
      SKEIN_TRY(transaction_.erase_record(cluster_space, "v" + identity));
      continue;
    }
    List aliases;
    std::string record;
    s::put_varint(record, figure.node.value);
    s::put_varint(record, figure.claims);
    s::put_varint(record, figure.also.size());
    for (const auto& [spelling, count] : figure.also) {
      s::put_string(record, spelling);
      s::put_varint(record, count);
      aliases.emplace_back(spelling);
    }
    s::put_varint(record, figure.bounds.size());
    for (const auto& [bound, count] : figure.bounds) {
      s::put_string(record, bound);
      s::put_varint(record, count);
    }
    SKEIN_TRY(transaction_.put_record(cluster_space, "v" + identity, std::move(record)));
    // A hedge that all claims share: once somebody gives the figure flatly, it is flat.
    const bool hedged = figure.bounds.size() == 1 && !figure.bounds.begin()->first.empty();
    SKEIN_TRY(transaction_.set_property(figure.node, keys_.bound,
                                        hedged ? Value(figure.bounds.begin()->first) : Value()));
    SKEIN_TRY(transaction_.set_property(figure.node, keys_.aliases,
                                        aliases.empty() ? Value() : Value(std::move(aliases))));
  }
  return {};
}

}  // namespace skein::extract
