#include "graph/import/import_rdf.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "graph/formats/rdf/vocabulary.hpp"

namespace skein::graph {

namespace {

namespace rdf = formats::rdf;
using rdf::operator+;
using Term = RdfStatements::Term;
using Statement = RdfStatements::Statement;

constexpr std::uint32_t no_node = 0xffffffff;

class RdfLoader {
 public:
  RdfLoader(ImportRun& run, const RdfStatements& statements)
      : run_(run), loader_(run.loader()), in_(statements), all_(statements.all()) {}

  Result<void> load() {
    find_words();
    index_subjects();
    find_roles();
    SKEIN_TRY(add_schema());
    SKEIN_TRY(add_nodes());
    SKEIN_TRY(add_documents());
    return add_relationships();
  }

 private:
  enum class Role : std::uint8_t { resource, relationship, evidence, document, cell, vocabulary };
  enum class Space : std::uint8_t { label, key, type };

  void find_words() {
    type_ = in_.find(rdf::rdf + "type");
    first_ = in_.find(rdf::rdf + "first");
    rest_ = in_.find(rdf::rdf + "rest");
    nil_ = in_.find(rdf::rdf + "nil");
    derived_ = in_.find(rdf::skein + "derived");
    base_ = rdf::default_base;
    const Term dataset = in_.find(rdf::skein + "Dataset");
    for (const Statement& s : all_) {
      if (dataset == RdfStatements::none || s.predicate != type_ || s.object != dataset) continue;
      const std::string_view text = in_.text(s.subject);
      if (text.ends_with("dataset")) base_ = text.substr(0, text.size() - 7);
    }
  }

  // Statements by subject, in the order in which they were read.
  void index_subjects() {
    begins_.assign(in_.terms() + 1, 0);
    for (const Statement& s : all_) ++begins_[s.subject + 1];
    for (std::size_t t = 1; t < begins_.size(); ++t) begins_[t] += begins_[t - 1];
    by_subject_.resize(all_.size());
    std::vector<std::uint32_t> at(begins_.begin(), begins_.end() - 1);
    for (std::uint32_t i = 0; i < all_.size(); ++i) by_subject_[at[all_[i].subject]++] = i;
  }
  template <typename Visit>
  void about(Term subject, Visit visit) const {
    for (auto i = begins_[subject]; i < begins_[subject + 1]; ++i) visit(all_[by_subject_[i]]);
  }
  [[nodiscard]] Term object(Term subject, Term predicate) const {
    Term found = RdfStatements::none;
    if (predicate != RdfStatements::none) {
      about(subject, [&](const Statement& s) {
        if (s.predicate == predicate && found == RdfStatements::none) found = s.object;
      });
    }
    return found;
  }
  [[nodiscard]] Term object(Term subject, const std::string& predicate) const {
    return object(subject, in_.find(predicate));
  }

  void find_roles() {
    roles_.assign(in_.terms(), Role::resource);
    const std::map<Term, Role> classes{{in_.find(rdf::skein + "Relationship"), Role::relationship},
                                       {in_.find(rdf::rdf + "Statement"), Role::relationship},
                                       {in_.find(rdf::skein + "Evidence"), Role::evidence},
                                       {in_.find(rdf::skein + "Document"), Role::document},
                                       {in_.find(rdf::skein + "Dataset"), Role::vocabulary}};
    for (const Statement& s : all_) {
      if (s.predicate == type_ && type_ != RdfStatements::none) {
        const auto known = RdfStatements::is_literal(s.object) ? classes.end() : classes.find(s.object);
        if (known != classes.end() && s.object != RdfStatements::none) roles_[s.subject] = known->second;
      } else if ((s.predicate == first_ || s.predicate == rest_) && in_.is_blank(s.subject)) {
        roles_[s.subject] = Role::cell;
      }
      const std::string_view subject = in_.text(s.subject);
      if (subject.starts_with(base_) && (subject.substr(base_.size()).starts_with("key/") ||
                                         subject.substr(base_.size()).starts_with("type/")))
        roles_[s.subject] = Role::vocabulary;
    }
    if (nil_ != RdfStatements::none) roles_[nil_] = Role::cell;
    const Term subject = in_.find(rdf::rdf + "subject");
    const Term predicate = in_.find(rdf::rdf + "predicate"), object_word = in_.find(rdf::rdf + "object");
    for (Term t = 1; t < in_.terms(); ++t) {
      if (roles_[t] != Role::relationship || subject == RdfStatements::none) continue;
      const Term s = object(t, subject), p = object(t, predicate), o = object(t, object_word);
      if (s != RdfStatements::none && p != RdfStatements::none && o != RdfStatements::none)
        reifiers_[{s, p, o}].push_back(t);
    }
    asserted_word_ = in_.find(rdf::skein + "asserted");
  }

  // The name behind an IRI: ours decoded, of others what stands last.
  [[nodiscard]] std::string name_of(Term term, Space space) const {
    const std::string_view text = in_.text(term);
    const std::string_view folder = space == Space::label ? "label/" : space == Space::key ? "key/" : "type/";
    if (text.starts_with(base_) && text.substr(base_.size()).starts_with(folder)) {
      if (auto name = rdf::decode_name(text.substr(base_.size() + folder.size())); name && !name->empty())
        return *name;
    }
    const auto cut = text.find_last_of("#/:");
    const std::string_view last = cut == std::string_view::npos ? text : text.substr(cut + 1);
    const auto name = rdf::decode_name(last);
    return name && !name->empty() ? *name : std::string(text);
  }

  Result<void> add_schema() {
    const Term word = in_.find(rdf::skein + "schema");
    if (word == RdfStatements::none) return {};
    for (const Statement& s : all_) {
      if (s.predicate != word || roles_[s.subject] != Role::vocabulary ||
          !RdfStatements::is_literal(s.object))
        continue;
      const Value json = in_.value(s.object);
      auto added = json.is<std::string>()
                       ? loader_.add_schema(json.as_string())
                       : Result<void>(Error{ErrorCode::invalid_argument, "skein:schema wants a string"});
      if (!added) SKEIN_TRY(run_.reject(std::string(in_.text(s.subject)), 0, std::move(added).error()));
    }
    return {};
  }

  // --- nodes ---

  Result<void> add_nodes() {
    run_.stage("nodes");
    nodes_.assign(in_.terms(), no_node);
    for (const Statement& s : all_) {
      if (roles_[s.subject] != Role::resource) continue;
      SKEIN_TRY(add_node(s.subject));
      if (s.predicate == type_ || RdfStatements::is_literal(s.object) || roles_[s.object] != Role::resource)
        continue;
      SKEIN_TRY(add_node(s.object));
    }
    // What only lists name.
    for (const Statement& s : all_) {
      if (s.predicate == first_ && first_ != RdfStatements::none && roles_[s.subject] == Role::cell &&
          !RdfStatements::is_literal(s.object) && roles_[s.object] == Role::resource)
        SKEIN_TRY(add_node(s.object));
    }
    return {};
  }

  Result<void> add_node(Term term) {
    if (nodes_[term] != no_node) return {};
    NodeRow row;
    SKEIN_TRY(fill(term, &row, row.properties, row.origin));
    const std::string_view text = in_.text(term);
    if (!in_.is_blank(term) && !(text.starts_with(base_) && text.substr(base_.size()).starts_with("node/"))) {
      SKEIN_ASSIGN(const auto key, loader_.key("iri"));
      std::erase_if(row.properties, [&](const auto& one) { return one.first == key; });
      row.properties.emplace_back(key, Value(text));
    }
    SKEIN_ASSIGN(nodes_[term], loader_.add_node(std::move(row)));
    return run_.row(0);
  }

  // The properties of a node, and its labels, or those of a relationship (`row` is null).
  Result<void> fill(Term term, NodeRow* row, Properties& properties, Origin& origin) {
    std::map<Term, List> values;
    std::vector<Term> order;
    Result<void> status;
    about(term, [&](const Statement& s) {
      if (!status) return;
      if (s.predicate == derived_) {
        origin = Origin::derived;
        return;
      }
      if (s.predicate == type_) {
        if (row == nullptr || RdfStatements::is_literal(s.object)) return;
        if (in_.text(s.object) == rdf::skein + "Node") return;
        auto label = loader_.label(name_of(s.object, Space::label));
        if (label) {
          row->labels.push_back(*label);
        } else {
          status = std::move(label).error();
        }
        return;
      }
      if (in_.text(s.predicate).starts_with(rdf::skein)) return;
      std::optional<Value> value;
      if (RdfStatements::is_literal(s.object)) {
        value = in_.value(s.object);
      } else {
        value = list(s.object);
      }
      if (!value || value->is_null()) return;
      auto& there = values[s.predicate];
      if (there.empty()) order.push_back(s.predicate);
      there.push_back(std::move(*value));
    });
    SKEIN_TRY(std::move(status));
    for (const Term predicate : order) {
      SKEIN_ASSIGN(const auto key, loader_.key(name_of(predicate, Space::key)));
      auto& found = values[predicate];
      // Two predicates of one local name: their values become one list.
      const auto same = std::find_if(properties.begin(), properties.end(),
                                     [&](const auto& one) { return one.first == key; });
      if (same != properties.end()) {
        List joined = same->second.kind() == Value::Kind::list ? same->second.as_list() : List{same->second};
        joined.insert(joined.end(), found.begin(), found.end());
        same->second = Value(std::move(joined));
      } else {
        properties.emplace_back(key, found.size() == 1 ? std::move(found.front()) : Value(std::move(found)));
      }
    }
    return {};
  }

  // The literals of a list; nothing when it is none, or holds resources.
  [[nodiscard]] std::optional<Value> list(Term head) const {
    if (roles_[head] != Role::cell) return std::nullopt;
    List items;
    for (Term cell = head; cell != nil_; cell = object(cell, rest_)) {
      const Term item = object(cell, first_);
      if (item == RdfStatements::none || !RdfStatements::is_literal(item)) return std::nullopt;
      items.push_back(in_.value(item));
      if (items.size() > all_.size()) return std::nullopt;  // a list that bites its tail
    }
    return Value(std::move(items));
  }

  // --- documents and evidence ---

  [[nodiscard]] std::string text(Term subject, const std::string& predicate) const {
    const Term found = object(subject, predicate);
    return found != RdfStatements::none && RdfStatements::is_literal(found) &&
                   in_.value(found).is<std::string>()
               ? in_.value(found).as_string()
               : std::string();
  }
  template <typename T>
  [[nodiscard]] std::optional<T> value(Term subject, const std::string& predicate) const {
    const Term found = object(subject, predicate);
    if (found == RdfStatements::none || !RdfStatements::is_literal(found)) return std::nullopt;
    const auto* value = in_.value(found).get_if<T>();
    return value == nullptr ? std::nullopt : std::optional<T>(*value);
  }
  [[nodiscard]] std::uint32_t offset(Term subject, const char* predicate) const {
    const auto found = value<std::int64_t>(subject, rdf::skein + predicate).value_or(0);
    return found < 0 || found > 0xffffffffLL ? 0 : static_cast<std::uint32_t>(found);
  }

  Result<void> add_documents() {
    for (Term t = 1; t < in_.terms(); ++t) {
      if (roles_[t] != Role::document) continue;
      DocumentRecord d;
      d.key = text(t, rdf::skein + "key");
      if (d.key.empty()) d.key = in_.text(t);
      d.title = text(t, rdf::dcterms + "title");
      d.url = text(t, rdf::skein + "url");
      d.source = text(t, rdf::dcterms + "publisher");
      d.published = value<Date>(t, rdf::dcterms + "issued");
      d.hash = text(t, rdf::skein + "hash");
      d.text = text(t, rdf::skein + "text");
      const Term node = object(t, rdf::skein + "node");
      std::optional<std::uint32_t> number;
      if (node != RdfStatements::none && !RdfStatements::is_literal(node) && nodes_[node] != no_node)
        number = nodes_[node];
      documents_[t] = d.key;
      SKEIN_TRY(loader_.add_document(std::move(d), number));
    }
    return {};
  }

  Result<Evidence> evidence(Term t) {
    Evidence e;
    const Term source = object(t, rdf::prov + "wasQuotedFrom");
    const auto document = documents_.find(source);
    if (document == documents_.end())
      return Error{ErrorCode::not_found,
                   "the evidence " + std::string(in_.text(t)) + " is quoted from no skein:Document"};
    SKEIN_ASSIGN(e.document, loader_.document(document->second));
    e.sentence = {offset(t, "begin"), offset(t, "end")};
    e.subject = {offset(t, "subjectBegin"), offset(t, "subjectEnd")};
    e.object = {offset(t, "objectBegin"), offset(t, "objectEnd")};
    e.predicate_text = text(t, rdf::skein + "words");
    e.confidence = value<double>(t, rdf::skein + "confidence").value_or(1.0);
    if (text(t, rdf::skein + "polarity") == "denied") e.polarity = Polarity::denied;
    const std::string modality = text(t, rdf::skein + "modality");
    if (modality == "planned") e.modality = Modality::planned;
    if (modality == "possible") e.modality = Modality::possible;
    e.attribution = text(t, rdf::skein + "attribution");
    e.rule = text(t, rdf::skein + "rule");
    e.published = value<Date>(t, rdf::skein + "published");
    e.recorded = value<std::int64_t>(t, rdf::skein + "recorded").value_or(0);
    e.valid_from = value<Date>(t, rdf::skein + "validFrom");
    e.valid_to = value<Date>(t, rdf::skein + "validTo");
    return e;
  }

  // --- relationships ---

  Result<void> add_relationships() {
    run_.stage("relationships");
    for (const Statement& s : all_) {
      if (nodes_[s.subject] == no_node || s.predicate == type_ || s.predicate == derived_ ||
          RdfStatements::is_literal(s.object) || roles_[s.subject] != Role::resource)
        continue;
      if (roles_[s.object] == Role::cell) {
        SKEIN_TRY(add_listed(s));
        continue;
      }
      if (nodes_[s.object] == no_node) continue;
      if (s.graph != RdfStatements::none && roles_[s.graph] == Role::relationship) {
        SKEIN_TRY(add(s, s.graph));
        continue;
      }
      const auto reified = reifiers_.find({s.subject, s.predicate, s.object});
      if (reified == reifiers_.end()) {
        SKEIN_TRY(add(s, RdfStatements::none));
        continue;
      }
      for (const Term reifier : reified->second) SKEIN_TRY(add(s, reifier));
      reified->second.clear();  // said again, it is still the same
    }
    return {};
  }

  // A list of resources: a relationship to each.
  Result<void> add_listed(const Statement& s) {
    if (list(s.object)) return {};
    std::size_t steps = 0;
    for (Term cell = s.object;
         cell != nil_ && cell != RdfStatements::none && !RdfStatements::is_literal(cell);
         cell = object(cell, rest_)) {
      const Term item = object(cell, first_);
      if (item != RdfStatements::none && !RdfStatements::is_literal(item) && nodes_[item] != no_node)
        SKEIN_TRY(add({s.subject, s.predicate, item, s.graph}, RdfStatements::none));
      if (++steps > all_.size()) return {};
    }
    return {};
  }

  // `about_it` is the IRI under which more is said of it, or none.
  Result<void> add(const Statement& s, Term about_it) {
    Properties row;
    Origin origin = Origin::written;
    std::vector<Evidence> pieces;
    if (about_it != RdfStatements::none) {
      SKEIN_TRY(fill(about_it, nullptr, row, origin));
      const Term from = in_.find(rdf::prov + "wasDerivedFrom");
      Result<void> status;
      about(about_it, [&](const Statement& one) {
        if (!status || one.predicate != from || from == RdfStatements::none ||
            RdfStatements::is_literal(one.object) || roles_[one.object] != Role::evidence)
          return;
        auto piece = evidence(one.object);
        if (piece) {
          pieces.push_back(std::move(*piece));
        } else {
          status = run_.reject(std::string(in_.text(about_it)), 0, piece.error().message);
        }
      });
      SKEIN_TRY(std::move(status));
    } else if (s.graph != RdfStatements::none) {
      SKEIN_ASSIGN(const auto key, loader_.key("graph"));
      row.emplace_back(key, Value(in_.text(s.graph)));
    }
    bool asserted = true;
    if (asserted_word_ != RdfStatements::none) {
      const Term flag = object(s.predicate, asserted_word_);
      asserted = flag == RdfStatements::none || !RdfStatements::is_literal(flag) ||
                 !in_.value(flag).is<bool>() || in_.value(flag).as_bool();
    }
    SKEIN_ASSIGN(const auto type, loader_.type(name_of(s.predicate, Space::type), asserted));
    SKEIN_TRY(loader_.add_relationship(nodes_[s.subject], type, nodes_[s.object], std::move(row), origin,
                                       std::move(pieces)));
    return run_.row(0);
  }

  ImportRun& run_;
  BulkLoader& loader_;
  const RdfStatements& in_;
  const std::vector<Statement>& all_;
  std::string base_;
  Term type_ = 0, first_ = 0, rest_ = 0, nil_ = 0, derived_ = 0, asserted_word_ = 0;
  std::vector<std::uint32_t> begins_, by_subject_;
  std::vector<Role> roles_;           // by term
  std::vector<std::uint32_t> nodes_;  // by term
  std::map<std::tuple<Term, Term, Term>, std::vector<Term>> reifiers_;
  std::map<Term, std::string> documents_;  // their keys
};

}  // namespace

Result<void> load_rdf(ImportRun& run, const RdfStatements& statements) {
  return RdfLoader(run, statements).load();
}

}  // namespace skein::graph
