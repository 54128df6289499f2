// CREATE, MERGE, SET, REMOVE, DELETE, FOREACH. Each takes in all its rows before it changes anything, so no clause
// sees its own effects or those of a later one (openCypher 9, "Updating").
#include <algorithm>
#include <set>

#include "dsl/exec/changes.hpp"
#include "dsl/exec/expression_nodes.hpp"
#include "dsl/exec/operators.hpp"
#include "dsl/plan/expressions.hpp"
#include "dsl/value/errors.hpp"

namespace skein::dsl::exec {

namespace {

class Create final : public Blocking {
 public:
  Create(Runtime& shared, const plan::Create& op, OperatorPtr input)
      : Blocking(shared, std::move(input)), maker_(op.elements, shared) {}

 protected:
  Result<Batch> run() override {
    SKEIN_ASSIGN(Batch rows, drain(*input_));
    SKEIN_TRY(maker_.make(rows));
    return rows;
  }

 private:
  ElementMaker maker_;
};

class SetItems final : public Blocking {
 public:
  SetItems(Runtime& shared, const plan::SetItems& op, OperatorPtr input)
      : Blocking(shared, std::move(input)), setter_(op.items, shared) {}

 protected:
  Result<Batch> run() override {
    SKEIN_ASSIGN(Batch rows, drain(*input_));
    SKEIN_TRY(setter_.apply(rows));
    return rows;
  }

 private:
  Setter setter_;
};

// Row after row, since a row finds what an earlier one made.
class Merge final : public Blocking {
 public:
  Merge(Runtime& shared, const plan::Merge& op, OperatorPtr input, OperatorPtr search,
        std::unique_ptr<ArgumentSource> source)
      : Blocking(shared, std::move(input)), op_(op), search_(std::move(search)), source_(std::move(source)),
        maker_(op.elements, shared), on_create_(op.on_create, shared), on_match_(op.on_match, shared) {}

 protected:
  Result<Batch> run() override {
    SKEIN_ASSIGN(const Batch rows, drain(*input_));
    std::vector<Batch> results;
    for (std::size_t i = 0; i < rows.size; ++i) {
      Batch one = rows_of(rows, Indices{static_cast<RowIndex>(i)});
      SKEIN_TRY(check_keys(one));
      source_->batch = one;
      search_->rewind();
      SKEIN_ASSIGN(Batch found, drain(*search_));
      if (found.size > 0) {
        SKEIN_TRY(on_match_.apply(found));
        results.push_back(std::move(found));
      } else {
        SKEIN_TRY(maker_.make(one));
        SKEIN_TRY(on_create_.apply(one));
        results.push_back(std::move(one));
      }
    }
    return concatenate(results);
  }

 private:
  Result<void> check_keys(const Batch& row) const {
    for (const auto& [key, symbol] : op_.keys)
      if (row[symbol].is_null(0))
        return runtime_error("SemanticError", "MergeReadOwnWrites",
                             "MERGE cannot look for the property " + key + " with the value null");
    return {};
  }

  const plan::Merge& op_;
  OperatorPtr search_;
  std::unique_ptr<ArgumentSource> source_;
  ElementMaker maker_;
  Setter on_create_, on_match_;
};

class RemoveItems final : public Blocking {
 public:
  RemoveItems(Runtime& shared, const plan::RemoveItems& op, OperatorPtr input)
      : Blocking(shared, std::move(input)), op_(op) {
    for (const auto& item : op.clause->items) {
      if (const auto* property = std::get_if<ast::RemoveProperty>(&item)) {
        const auto& target = plan::unparenthesized(*property->target).node;
        if (const auto* computed = std::get_if<ast::Subscript>(&target)) {
          targets_.push_back(compile(*computed->of, shared));
          keys_.emplace_back();
          computed_keys_.push_back(compile(*computed->index, shared));
          continue;
        }
        targets_.push_back(compile(*std::get<ast::Property>(target).of, shared));
        keys_.push_back(std::get<ast::Property>(target).key);
      } else {
        targets_.push_back(make_column(std::get<ast::RemoveLabels>(item).variable.symbol));
        keys_.emplace_back();
      }
      computed_keys_.push_back(nullptr);
    }
  }

 protected:
  Result<Batch> run() override {
    SKEIN_ASSIGN(Batch rows, drain(*input_));
    if (rows.size == 0) return rows;
    for (std::size_t k = 0; k < targets_.size(); ++k) {
      SKEIN_ASSIGN(const Column targets, targets_[k]->evaluate(rows));
      Column computed;
      if (computed_keys_[k]) {
        SKEIN_ASSIGN(computed, computed_keys_[k]->evaluate(rows));
      }
      for (std::size_t i = 0; i < rows.size; ++i) {
        if (computed_keys_[k] && !targets.is_null(i)) {
          SKEIN_ASSIGN(keys_[k], property_key(computed.value(i)));
        }
        auto removed = remove(targets.value(i), k);
        if (!removed.ok()) return entity_error(removed.error());
      }
    }
    ++runtime_.changes;
    return rows;
  }

 private:
  Result<void> remove(const Value& target, std::size_t k) {
    if (target.is_null()) return {};
    const auto* node = target.get_if<NodeId>();
    const auto* relationship = target.get_if<RelationshipId>();
    if (const auto* labels = std::get_if<ast::RemoveLabels>(&op_.clause->items[k])) {
      if (!node) return type_error("InvalidArgumentType", "labels belong to nodes, not to " + shown(target));
      for (const std::string& name : labels->labels) {
        const auto id = runtime_.transaction.catalog().label(name);
        if (!id) continue;
        SKEIN_ASSIGN(const bool there, runtime_.transaction.remove_label(*node, *id));
        runtime_.counters.labels_removed += there;
      }
      return {};
    }
    if (!node && !relationship)
      return type_error("InvalidArgumentType", "properties are removed from nodes and relationships, not from " + shown(target));
    const auto key = runtime_.transaction.catalog().key(keys_[k]);
    if (!key) return {};
    ++runtime_.counters.properties_set;
    if (node) return runtime_.transaction.set_property(*node, *key, Value());
    return runtime_.transaction.set_property(*relationship, *key, Value());
  }

  const plan::RemoveItems& op_;
  std::vector<ExpressionPtr> targets_, computed_keys_;  // n[key]: null for n.key and labels
  std::vector<std::string> keys_;
};

// Everything to be deleted is gathered from all rows first: relationships go before the nodes they hang on.
class Delete final : public Blocking {
 public:
  Delete(Runtime& shared, const plan::Delete& op, OperatorPtr input) : Blocking(shared, std::move(input)), op_(op) {
    for (const auto* item : op.items) items_.push_back(compile(*item, shared));
  }

 protected:
  Result<Batch> run() override {
    SKEIN_ASSIGN(Batch rows, drain(*input_));
    if (rows.size == 0) return rows;
    std::set<NodeId> nodes;
    std::set<RelationshipId> relationships;
    for (const ExpressionPtr& item : items_) {
      SKEIN_ASSIGN(const Column column, item->evaluate(rows));
      for (std::size_t i = 0; i < rows.size; ++i) SKEIN_TRY(gather(column.value(i), nodes, relationships));
    }
    graph::Transaction& graph = runtime_.transaction;
    if (op_.detach) {
      const auto types = graph.catalog().types();
      std::vector<graph::Neighbour> found;
      for (const NodeId node : nodes) {
        SKEIN_ASSIGN(const bool there, graph.exists(node));
        if (!there || types.empty()) continue;
        found.clear();
        SKEIN_TRY(graph.expand(node, graph::Direction::both, types, found));
        for (const auto& neighbour : found) relationships.insert(neighbour.relationship);
      }
    }
    runtime_.deleted = true;
    ++runtime_.changes;
    for (const RelationshipId& relationship : relationships) {
      SKEIN_ASSIGN(const bool there, graph.exists(relationship));
      if (!there) continue;
      SKEIN_TRY(graph.delete_relationship(relationship));
      ++runtime_.counters.relationships_deleted;
    }
    for (const NodeId node : nodes) {
      SKEIN_ASSIGN(const bool there, graph.exists(node));
      if (!there) continue;
      if (auto gone = graph.delete_node(node); !gone.ok()) {
        if (gone.error().code != ErrorCode::constraint) return gone.error();
        Error error = runtime_error("ConstraintVerificationFailed", "DeleteConnectedNode",
                                    "a node that still has relationships cannot be deleted");
        error.code = ErrorCode::constraint;
        error.hint = "DETACH DELETE deletes its relationships as well";
        return error;
      }
      ++runtime_.counters.nodes_deleted;
    }
    return rows;
  }

 private:
  static Result<void> gather(const Value& value, std::set<NodeId>& nodes, std::set<RelationshipId>& relationships) {
    if (value.is_null()) return {};
    if (const auto* node = value.get_if<NodeId>()) {
      nodes.insert(*node);
    } else if (const auto* relationship = value.get_if<RelationshipId>()) {
      relationships.insert(*relationship);
    } else if (value.is<PathPtr>()) {
      nodes.insert(value.as_path().nodes.begin(), value.as_path().nodes.end());
      relationships.insert(value.as_path().relationships.begin(), value.as_path().relationships.end());
    } else {
      return type_error("InvalidArgumentType", "DELETE takes nodes, relationships and paths, not " + shown(value));
    }
    return {};
  }

  const plan::Delete& op_;
  std::vector<ExpressionPtr> items_;
};

class Foreach final : public Blocking {
 public:
  Foreach(Runtime& shared, const plan::Foreach& op, OperatorPtr input, OperatorPtr updates,
          std::unique_ptr<ArgumentSource> source)
      : Blocking(shared, std::move(input)), op_(op), list_(compile(*op.list, shared)), updates_(std::move(updates)),
        source_(std::move(source)) {}

 protected:
  Result<Batch> run() override {
    SKEIN_ASSIGN(Batch rows, drain(*input_));
    if (rows.size == 0) return rows;
    SKEIN_ASSIGN(const Column lists, list_->evaluate(rows));
    Indices repeated;
    std::vector<Value> elements;
    for (std::size_t i = 0; i < rows.size; ++i) {
      const Value list = lists.value(i);
      if (list.is_null()) continue;
      if (!list.is<ListPtr>()) return type_error("InvalidArgumentType", "FOREACH needs a list, found " + shown(list));
      for (const Value& element : list.as_list()) {
        repeated.push_back(static_cast<RowIndex>(i));
        elements.push_back(element);
      }
    }
    if (elements.empty()) return rows;
    source_->batch = rows_of(rows, std::move(repeated));
    source_->batch.set(op_.symbol, Column::of(std::move(elements)));
    updates_->rewind();
    SKEIN_TRY(drain(*updates_));
    return rows;
  }

 private:
  const plan::Foreach& op_;
  ExpressionPtr list_;
  OperatorPtr updates_;
  std::unique_ptr<ArgumentSource> source_;
};

}  // namespace

OperatorPtr make_create(Runtime& runtime, const plan::Create& op, OperatorPtr input) {
  return std::make_unique<Create>(runtime, op, std::move(input));
}
OperatorPtr make_merge(Runtime& runtime, const plan::Merge& op, OperatorPtr input, OperatorPtr search,
                       std::unique_ptr<ArgumentSource> source) {
  return std::make_unique<Merge>(runtime, op, std::move(input), std::move(search), std::move(source));
}
OperatorPtr make_set_items(Runtime& runtime, const plan::SetItems& op, OperatorPtr input) {
  return std::make_unique<SetItems>(runtime, op, std::move(input));
}
OperatorPtr make_remove_items(Runtime& runtime, const plan::RemoveItems& op, OperatorPtr input) {
  return std::make_unique<RemoveItems>(runtime, op, std::move(input));
}
OperatorPtr make_delete(Runtime& runtime, const plan::Delete& op, OperatorPtr input) {
  return std::make_unique<Delete>(runtime, op, std::move(input));
}
OperatorPtr make_foreach(Runtime& runtime, const plan::Foreach& op, OperatorPtr input, OperatorPtr updates,
                         std::unique_ptr<ArgumentSource> source) {
  return std::make_unique<Foreach>(runtime, op, std::move(input), std::move(updates), std::move(source));
}

}  // namespace skein::dsl::exec
