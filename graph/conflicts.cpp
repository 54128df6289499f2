#include "graph/conflicts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "graph/figures.hpp"

namespace skein::graph {

namespace {

constexpr char settings_space = 'p';
constexpr std::string_view traits_prefix = "relation ";

constexpr int same_report = 45;  // days between two reports on one period that they do not name
constexpr int same_state = 120;  // days after which something that changes may have changed

constexpr std::array<std::pair<std::string_view, bool RelationTraits::*>, 6> trait_words = {
    {{"one_subject", &RelationTraits::one_subject},
     {"one_object", &RelationTraits::one_object},
     {"once", &RelationTraits::once},
     {"per_period", &RelationTraits::per_period},
     {"per_day", &RelationTraits::per_day},
     {"symmetric", &RelationTraits::symmetric}}};

// One document's saying so.
struct Statement {
  std::uint64_t document = 0;
  bool correction = false;
  std::optional<Date> published, from, to;
};

struct Side {
  RelationshipId relationship;
  NodeId value;
  std::optional<GivenFigure> figure;
  std::string name;
  std::vector<Statement> statements;

  [[nodiscard]] bool says(std::uint64_t document) const {
    return std::any_of(statements.begin(), statements.end(),
                       [&](const Statement& s) { return s.document == document; });
  }
};

long apart(const Date& a, const Date& b) { return std::abs(static_cast<long>(a.days - b.days)); }

// Do two statements speak of the same time, as far as this relation asks for it?
bool same_time(const RelationTraits& traits, const Statement& a, const Statement& b) {
  if (traits.once) return true;
  const bool both_published = a.published && b.published;
  const bool spans = a.from && a.to && b.from && b.to;
  if (traits.per_period) {
    if (spans) return a.from == b.from && a.to == b.to;
    if (a.from.has_value() != b.from.has_value())
      return both_published && apart(*a.published, *b.published) <= 10;
    return both_published && apart(*a.published, *b.published) <= same_report;
  }
  if (traits.per_day) {
    const auto day = [](const Statement& s) { return s.from && s.from == s.to ? s.from : s.published; };
    const auto x = day(a), y = day(b);
    return !x || !y || apart(*x, *y) <= 1;
  }
  if (spans) return *a.from <= *b.to && *b.from <= *a.to;
  return !both_published || apart(*a.published, *b.published) <= same_state;
}

// The later of two statements may be there to put the earlier one right.
bool corrected(const Statement& a, const Statement& b) {
  if (a.correction == b.correction) return false;
  const auto& correcting = a.correction ? a : b;
  const auto& other = a.correction ? b : a;
  return !correcting.published || !other.published || *other.published <= *correcting.published;
}

bool values_disagree(const RelationTraits& traits, const Side& a, const Side& b, bool explicit_period) {
  if (a.figure && b.figure) return disagree(*a.figure, *b.figure, traits.once || explicit_period);
  if (a.figure || b.figure) return false;
  // Dates that are given less or more exactly: "2003", "2003-05".
  const bool date = !a.name.empty() && !b.name.empty() && a.name[0] >= '0' && a.name[0] <= '9';
  return !date || (!a.name.starts_with(b.name) && !b.name.starts_with(a.name));
}

bool conflict(const RelationTraits& traits, const Side& a, const Side& b) {
  for (const auto& s : a.statements)
    if (b.says(s.document)) return false;
  for (const auto& s : a.statements)
    for (const auto& t : b.statements) {
      if (!same_time(traits, s, t) || corrected(s, t)) continue;
      if (values_disagree(traits, a, b, traits.per_period && s.from && t.from)) return true;
    }
  return false;
}

class Finder {
 public:
  explicit Finder(const Transaction& transaction)
      : transaction_(transaction), catalog_(transaction.catalog()) {}

  Result<std::vector<Conflict>> run() {
    // What disagrees are statements of documents.
    if (catalog_.counts().evidence == 0) return std::move(out_);
    SKEIN_ASSIGN(traits_, relation_traits(transaction_));
    name_ = catalog_.key("name");
    amount_ = catalog_.key("amount");
    currency_ = catalog_.key("currency");
    unit_ = catalog_.key("unit");
    bound_ = catalog_.key("bound");
    country_ = catalog_.key("country");
    unnamed_ = catalog_.key("unnamed");
    correction_ = catalog_.key("correction");
    for (const auto type : catalog_.types())
      if (catalog_.asserted(type)) SKEIN_TRY(look_at(type));
    return std::move(out_);
  }

 private:
  Result<void> look_at(TypeId type) {
    const std::string relation(catalog_.name(type));
    const auto known = traits_.find(relation);
    const RelationTraits traits = known == traits_.end() ? RelationTraits{} : known->second;
    const bool one_object = traits.one_object || traits.once;
    const auto denied = catalog_.type(relation + "_DENIED");
    std::vector<RelationshipId> of_subject;  // they come subject by subject
    std::map<NodeId, std::vector<RelationshipId>> by_object;
    std::vector<Conflict> denials;
    const auto subject_done = [&]() -> Result<void> {
      if (of_subject.size() > 1)
        SKEIN_TRY(compare(traits, type, of_subject.front().from, of_subject, !one_object));
      if (denied) SKEIN_TRY(find_denials(type, *denied, of_subject, denials));
      of_subject.clear();
      return {};
    };
    Result<void> status;
    SKEIN_TRY(transaction_.scan_relationships(type, [&](const RelationshipId& r) {
      if (!of_subject.empty() && of_subject.front().from != r.from) status = subject_done();
      of_subject.push_back(r);
      if (status.ok() && traits.one_subject) status = add_derived(r, by_object);
      return status.ok();
    }));
    SKEIN_TRY(std::move(status));
    SKEIN_TRY(subject_done());
    for (const auto& [object, all] : by_object)
      if (all.size() > 1) SKEIN_TRY(compare(traits, type, object, all, false));
    out_.insert(out_.end(), denials.begin(), denials.end());
    return {};
  }

  Result<void> add_derived(const RelationshipId& r,
                           std::map<NodeId, std::vector<RelationshipId>>& by_object) const {
    SKEIN_ASSIGN(const auto origin, transaction_.origin(r));
    if (origin == Origin::derived) by_object[r.to].push_back(r);
    return {};
  }

  // What one document asserts and another denies.
  Result<void> find_denials(TypeId type, TypeId denied, const std::vector<RelationshipId>& asserted,
                            std::vector<Conflict>& found_denials) {
    for (const auto& r : asserted) {
      std::vector<RelationshipId> there;
      SKEIN_TRY(transaction_.between(r.from, r.to, denied, there));
      if (there.empty()) continue;
      SKEIN_ASSIGN(const auto a, side(r, r.to));
      SKEIN_ASSIGN(const auto b, side(there.front(), r.to));
      if (!a || !b) continue;
      RelationTraits state;
      state.one_object = true;
      bool found = false, one_document = false;
      for (const auto& s : a->statements) {
        one_document = one_document || b->says(s.document);
        for (const auto& t : b->statements) found = found || (same_time(state, s, t) && !corrected(s, t));
      }
      if (found && !one_document) found_denials.push_back({r.from, type, {r, there.front()}});
    }
    return {};
  }

  Result<std::optional<Side>> side(const RelationshipId& r, NodeId value) {
    SKEIN_ASSIGN(const auto origin, transaction_.origin(r));
    if (origin != Origin::derived) return std::optional<Side>();
    if (unnamed_) {  // whom a text does not name may well be the one that others name
      SKEIN_ASSIGN(const auto unnamed, transaction_.property(value, *unnamed_));
      if (!unnamed.is_null()) return std::optional<Side>();
    }
    Side out;
    out.relationship = r;
    out.value = value;
    SKEIN_ASSIGN(out.name, text(value, name_));
    if (amount_) {
      SKEIN_ASSIGN(const auto amount, transaction_.property(value, *amount_));
      if (amount.is_number()) {
        GivenFigure figure;
        figure.amount = amount.number();
        figure.spelled = out.name;
        SKEIN_ASSIGN(figure.bound, text(value, bound_));
        SKEIN_ASSIGN(const auto labels, transaction_.labels(value));
        for (const auto l : labels) figure.unit += std::string(catalog_.name(l)) + '/';
        for (const auto& key : {currency_, unit_}) {
          SKEIN_ASSIGN(const auto unit, text(value, key));
          figure.unit += unit + '/';
        }
        out.figure = std::move(figure);
      }
    }
    SKEIN_ASSIGN(const auto evidence, transaction_.evidence(r));
    for (const auto& e : evidence) {
      Statement s;
      s.document = e.document.value;
      s.published = e.published;
      s.from = e.valid_from;
      s.to = e.valid_to ? e.valid_to : e.valid_from;
      SKEIN_ASSIGN(s.correction, is_correction(e.document));
      out.statements.push_back(s);
    }
    return std::optional(std::move(out));
  }

  Result<std::string> text(NodeId node, const std::optional<KeyId>& key) const {
    if (!key) return std::string();
    SKEIN_ASSIGN(const auto value, transaction_.property(node, *key));
    return value.is<std::string>() ? value.as_string() : std::string();
  }

  Result<bool> is_correction(DocumentId id) {
    if (!correction_) return false;
    if (const auto it = corrections_.find(id.value); it != corrections_.end()) return it->second;
    SKEIN_ASSIGN(const auto document, transaction_.document_info(id));
    bool correction = false;
    if (document.node != NodeId{}) {
      SKEIN_ASSIGN(const auto value, transaction_.property(document.node, *correction_));
      correction = value.is<bool>() && value.as<bool>();
    }
    return corrections_[id.value] = correction;
  }

  // A country and a town, a town and its quarter: two places that may both be right.
  Result<bool> contained(NodeId a, NodeId b) const {
    if (country_) {
      SKEIN_ASSIGN(const auto x, transaction_.property(a, *country_));
      SKEIN_ASSIGN(const auto y, transaction_.property(b, *country_));
      if (x.is_null() != y.is_null()) return true;
    }
    const auto located = catalog_.type("LOCATED_IN");
    if (!located) return false;
    std::vector<RelationshipId> there;
    SKEIN_TRY(transaction_.between(a, b, *located, there));
    SKEIN_TRY(transaction_.between(b, a, *located, there));
    return !there.empty();
  }

  // Of two people in one office, one who follows the other.
  Result<bool> succession(NodeId a, NodeId b) const {
    for (const std::string_view name : {"REPLACES", "REPLACES_PLANNED"}) {
      const auto type = catalog_.type(name);
      if (!type) continue;
      std::vector<RelationshipId> there;
      SKEIN_TRY(transaction_.between(a, b, *type, there));
      SKEIN_TRY(transaction_.between(b, a, *type, there));
      if (!there.empty()) return true;
    }
    return false;
  }

  Result<void> compare(const RelationTraits& traits, TypeId type, NodeId subject,
                       const std::vector<RelationshipId>& all, bool figures_only) {
    std::vector<Side> sides;
    for (const auto& r : all) {
      SKEIN_ASSIGN(auto found, side(r, r.from == subject ? r.to : r.from));
      if (found && (found->figure || !figures_only)) sides.push_back(std::move(*found));
    }
    std::set<RelationshipId> involved;
    for (std::size_t i = 0; i < sides.size(); ++i)
      for (std::size_t k = i + 1; k < sides.size(); ++k) {
        const auto &a = sides[i], &b = sides[k];
        if (!conflict(traits, a, b)) continue;
        if (!a.figure) {
          SKEIN_ASSIGN(const bool both_right, contained(a.value, b.value));
          if (both_right) continue;
          SKEIN_ASSIGN(const bool follows, succession(a.value, b.value));
          if (follows) continue;
        }
        involved.insert({a.relationship, b.relationship});
      }
    if (involved.empty()) return {};
    out_.push_back({subject, type, {involved.begin(), involved.end()}});
    return {};
  }

  const Transaction& transaction_;
  const CatalogView& catalog_;
  std::map<std::string, RelationTraits> traits_;
  std::optional<KeyId> name_, amount_, currency_, unit_, bound_, country_, correction_, unnamed_;
  std::map<std::uint64_t, bool> corrections_;
  std::vector<Conflict> out_;
};

}  // namespace

Result<void> put_relation_traits(Transaction& transaction, std::string_view relation,
                                 const RelationTraits& traits) {
  std::string text;
  for (const auto& [word, member] : trait_words)
    if (traits.*member) text += std::string(word) + ' ';
  if (!traits.inverse.empty()) text += "inverse=" + traits.inverse;
  const auto key = std::string(traits_prefix) + std::string(relation);
  SKEIN_ASSIGN(const auto before, transaction.get_record(settings_space, key));
  if (before && *before == text) return {};
  return transaction.put_record(settings_space, key, std::move(text));
}

Result<void> erase_relation_traits(Transaction& transaction, std::string_view relation) {
  return transaction.erase_record(settings_space, std::string(traits_prefix) + std::string(relation));
}

Result<std::map<std::string, RelationTraits>> relation_traits(const Transaction& transaction) {
  std::map<std::string, RelationTraits> out;
  SKEIN_TRY(transaction.scan_records(settings_space, traits_prefix,
                                     [&](std::string_view key, std::string_view value) {
                                       auto& traits = out[std::string(key.substr(traits_prefix.size()))];
                                       for (std::size_t from = 0; from < value.size();) {
                                         const auto end = std::min(value.find(' ', from), value.size());
                                         const auto word = value.substr(from, end - from);
                                         for (const auto& [name, member] : trait_words)
                                           if (word == name) traits.*member = true;
                                         if (word.starts_with("inverse=")) traits.inverse = word.substr(8);
                                         from = end + 1;
                                       }
                                       return true;
                                     }));
  return out;
}

Result<std::string> value_text(const Transaction& transaction, const Conflict& conflict,
                               const RelationshipId& claim) {
  const auto key = transaction.catalog().key("name");
  std::string text;
  if (key) {
    SKEIN_ASSIGN(const auto value, transaction.property(conflict.value_of(claim), *key));
    if (value.is<std::string>()) text = value.as_string();
  }
  return transaction.catalog().asserted(claim.type) ? text : "not " + text;
}

Result<std::vector<Conflict>> conflicts(const Transaction& transaction) { return Finder(transaction).run(); }

}  // namespace skein::graph
