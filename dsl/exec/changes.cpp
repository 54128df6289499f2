#include "dsl/exec/changes.hpp"

#include <algorithm>
#include <unordered_set>

#include "dsl/exec/expression_nodes.hpp"
#include "dsl/plan/expressions.hpp"
#include "dsl/value/errors.hpp"

namespace skein::dsl::exec {

namespace {

// A store's refusal in the language's terms.
Error change_error(Error error) {
  if (!error.error_class.empty()) return error;
  if (error.code == ErrorCode::not_found) return not_found_error(std::move(error.message));
  if (error.code == ErrorCode::constraint) {
    error.error_class = "ConstraintVerificationFailed";
    error.phase = "runtime";
  }
  if (error.code == ErrorCode::invalid_argument) {
    error.error_class = "TypeError";
    error.detail = "InvalidPropertyType";
    error.phase = "runtime";
  }
  return error;
}

Result<void> change(Result<void> result) {
  if (!result.ok()) return change_error(result.error());
  return result;
}

}  // namespace

Result<Batch> drain(Operator& input) {
  std::vector<Batch> batches;
  Share held(input.memory(), "gathering rows");
  while (true) {
    Batch in;
    SKEIN_ASSIGN(const bool more, input.next(in));
    if (!more) break;
    SKEIN_TRY(held.add(in));
    batches.push_back(std::move(in));
  }
  if (batches.size() == 1) return std::move(batches.front());
  return concatenate(batches);
}

Result<void> check_storable(const Value& value, std::string_view key) {
  const auto fails = [&](const Value& found) {
    return type_error("InvalidPropertyType",
                      "property " + std::string(key) + " cannot be set to " + shown(found) +
                          ": properties are booleans, numbers, strings, points, temporal values, and lists of these");
  };
  const auto plain = [](const Value& v) {
    return !v.is<MapPtr>() && !v.is<NodeId>() && !v.is<RelationshipId>() && !v.is<PathPtr>();
  };
  if (!plain(value)) return fails(value);
  if (value.is<ListPtr>())
    for (const Value& item : value.as_list())
      if (!plain(item) || item.is<ListPtr>() || item.is_null()) return fails(value);
  return {};
}

Result<std::string> property_key(const Value& value) {
  if (const auto* text = value.get_if<std::string>()) return *text;
  return type_error("MapElementAccessByNonString", "a property is named by a string, not by " + shown(value));
}

// --- making ------------------------------------------------------------------------------------------------------

ElementMaker::ElementMaker(const std::vector<plan::NewElement>& elements, Runtime& runtime)
    : elements_(elements), runtime_(runtime) {
  for (const plan::NewElement& element : elements) {
    const auto* expr = std::visit([](const auto& e) { return e.properties; }, element);
    properties_.push_back(expr ? compile(*expr, runtime) : nullptr);
  }
}

Result<void> ElementMaker::make(Batch& rows) {
  if (rows.size == 0) return {};
  for (std::size_t i = 0; i < elements_.size(); ++i) {
    if (const auto* node = std::get_if<plan::NewNode>(&elements_[i])) {
      SKEIN_TRY(make_nodes(*node, properties_[i].get(), rows));
    } else {
      SKEIN_TRY(make_relationships(std::get<plan::NewRelationship>(elements_[i]), properties_[i].get(), rows));
    }
  }
  return {};
}

Result<graph::Properties> ElementMaker::properties_of(const Value& value) {
  graph::Properties properties;
  if (value.is_null()) return properties;
  if (!value.is<MapPtr>()) return type_error("InvalidArgumentType", "properties are given as a map, not as " + shown(value));
  for (const auto& [key, item] : value.as_map()) {
    if (item.is_null()) continue;
    SKEIN_TRY(check_storable(item, key));
    SKEIN_ASSIGN(const KeyId id, runtime_.transaction.make_key(key));
    properties.emplace_back(id, item);
  }
  std::sort(properties.begin(), properties.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return properties;
}

Result<void> ElementMaker::make_nodes(const plan::NewNode& element, Expression* properties, Batch& rows) {
  std::vector<LabelId> labels;
  for (const std::string& name : element.labels) {
    SKEIN_ASSIGN(const LabelId id, runtime_.transaction.make_label(name));
    labels.push_back(id);
  }
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  Column maps;
  if (properties) {
    SKEIN_ASSIGN(maps, properties->evaluate(rows));
  }
  std::vector<NodeId> made(rows.size);
  for (std::size_t i = 0; i < rows.size; ++i) {
    if (i % 1024 == 0) {
      SKEIN_TRY(runtime_.query.check());
      SKEIN_TRY(runtime_.pending());
    }
    SKEIN_ASSIGN(const auto values, properties_of(maps.value(i)));
    auto node = runtime_.transaction.create_node(labels, values);
    if (!node.ok()) return change_error(node.error());
    made[i] = *node;
    runtime_.counters.properties_set += static_cast<std::int64_t>(values.size());
  }
  SKEIN_TRY(runtime_.pending());
  runtime_.counters.nodes_created += static_cast<std::int64_t>(rows.size);
  runtime_.counters.labels_added += static_cast<std::int64_t>(rows.size * labels.size());
  ++runtime_.changes;
  rows.set(element.symbol, Column::of(std::move(made)));
  return {};
}

Result<void> ElementMaker::make_relationships(const plan::NewRelationship& element, Expression* properties,
                                              Batch& rows) {
  SKEIN_ASSIGN(const TypeId type, runtime_.transaction.make_type(element.type));
  Column maps;
  if (properties) {
    SKEIN_ASSIGN(maps, properties->evaluate(rows));
  }
  std::vector<RelationshipId> made(rows.size);
  for (std::size_t i = 0; i < rows.size; ++i) {
    if (i % 1024 == 0) {
      SKEIN_TRY(runtime_.query.check());
      SKEIN_TRY(runtime_.pending());
    }
    SKEIN_ASSIGN(const auto values, properties_of(maps.value(i)));
    const Value from = rows[element.from].value(i), to = rows[element.to].value(i);
    if (!from.is<NodeId>() || !to.is<NodeId>())
      return not_found_error("a relationship of type " + element.type + " cannot be made: one of its nodes is missing");
    auto relationship = runtime_.transaction.create_relationship(from.as<NodeId>(), type, to.as<NodeId>(), values);
    if (!relationship.ok()) return change_error(relationship.error());
    made[i] = *relationship;
    runtime_.counters.properties_set += static_cast<std::int64_t>(values.size());
  }
  SKEIN_TRY(runtime_.pending());
  runtime_.counters.relationships_created += static_cast<std::int64_t>(rows.size);
  ++runtime_.changes;
  rows.set(element.symbol, Column::of(std::move(made)));
  return {};
}

// --- setting -----------------------------------------------------------------------------------------------------

Setter::Setter(const std::vector<const ast::SetItem*>& items, Runtime& runtime) : runtime_(runtime) {
  for (const ast::SetItem* ast : items) {
    Item item{ast, nullptr, nullptr, {}, nullptr};
    if (const auto* one = std::get_if<ast::SetProperty>(ast)) {
      const auto& target = plan::unparenthesized(*one->target).node;
      if (const auto* computed = std::get_if<ast::Subscript>(&target)) {
        item.target = compile(*computed->of, runtime);
        item.computed_key = compile(*computed->index, runtime);
      } else {
        item.target = compile(*std::get<ast::Property>(target).of, runtime);
        item.key = std::get<ast::Property>(target).key;
      }
      item.value = compile(*one->value, runtime);
      item.reads = plan::reads_graph(*one->value);
    } else if (const auto* all = std::get_if<ast::SetAllProperties>(ast)) {
      item.target = make_column(all->variable.symbol);
      item.value = compile(*all->value, runtime);
      item.reads = true;
    } else {
      item.target = make_column(std::get<ast::SetLabels>(*ast).variable.symbol);
    }
    items_.push_back(std::move(item));
  }
}

Result<bool> Setter::must_go_row_by_row(const Batch& rows) {
  if (rows.size < 2) return false;
  for (const Item& item : items_) {
    if (!item.reads) continue;
    SKEIN_ASSIGN(const Column targets, item.target->evaluate(rows));
    std::unordered_set<Value, ValueHash, ValueEquivalent> seen;
    for (std::size_t i = 0; i < rows.size; ++i)
      if (!targets.is_null(i) && !seen.insert(targets.value(i)).second) return true;
  }
  return false;
}

Result<void> Setter::apply(const Batch& rows) {
  if (rows.size == 0) return {};
  SKEIN_ASSIGN(const bool row_by_row, must_go_row_by_row(rows));
  if (!row_by_row) {
    for (const Item& item : items_) SKEIN_TRY(apply_item(item, rows));
    return {};
  }
  for (std::size_t i = 0; i < rows.size; ++i) {
    const Batch one = rows_of(rows, Indices{static_cast<RowIndex>(i)});
    for (const Item& item : items_) SKEIN_TRY(apply_item(item, one));
  }
  return {};
}

Result<void> Setter::apply_item(const Item& item, const Batch& rows) {
  SKEIN_ASSIGN(const Column targets, item.target->evaluate(rows));
  ++runtime_.changes;
  if (const auto* labels = std::get_if<ast::SetLabels>(item.ast)) {
    std::vector<LabelId> ids;
    for (const std::string& name : labels->labels) {
      SKEIN_ASSIGN(const LabelId id, runtime_.transaction.make_label(name));
      ids.push_back(id);
    }
    for (std::size_t i = 0; i < rows.size; ++i) {
      const Value target = targets.value(i);
      if (target.is_null()) continue;
      if (!target.is<NodeId>()) return type_error("InvalidArgumentType", "labels belong to nodes, not to " + shown(target));
      for (const LabelId id : ids) {
        auto added = runtime_.transaction.add_label(target.as<NodeId>(), id);
        if (!added.ok()) return change_error(added.error());
        runtime_.counters.labels_added += *added;
      }
    }
    return {};
  }
  SKEIN_ASSIGN(const Column values, item.value->evaluate(rows));
  Column computed_keys;
  if (item.computed_key) {
    SKEIN_ASSIGN(computed_keys, item.computed_key->evaluate(rows));
  }
  const auto* all = std::get_if<ast::SetAllProperties>(item.ast);
  for (std::size_t i = 0; i < rows.size; ++i) {
    const Value target = targets.value(i);
    if (target.is_null()) continue;
    if (!target.is<NodeId>() && !target.is<RelationshipId>())
      return type_error("InvalidArgumentType", "properties are set on nodes and relationships, not on " + shown(target));
    if (all) {
      SKEIN_TRY(set_all(target, values.value(i), all->merge));
    } else if (item.computed_key) {
      SKEIN_ASSIGN(const std::string key, property_key(computed_keys.value(i)));
      SKEIN_TRY(set_one(target, key, values.value(i)));
    } else {
      SKEIN_TRY(set_one(target, item.key, values.value(i)));
    }
    if (i % 1024 == 0) SKEIN_TRY(runtime_.query.check());
  }
  return runtime_.pending();
}

Result<void> Setter::set_one(const Value& target, std::string_view key, const Value& value) {
  SKEIN_TRY(check_storable(value, key));
  if (value.is_null()) {
    // A key that nobody has used need not be made for being absent.
    const auto known = runtime_.transaction.catalog().key(key);
    if (!known) return {};
  }
  SKEIN_ASSIGN(const KeyId id, runtime_.transaction.make_key(key));
  ++runtime_.counters.properties_set;
  if (const auto* node = target.get_if<NodeId>()) return change(runtime_.transaction.set_property(*node, id, value));
  return change(runtime_.transaction.set_property(target.as<RelationshipId>(), id, value));
}

Result<void> Setter::set_all(const Value& target, const Value& source, bool merge) {
  const auto read = [&](const Value& of) -> Result<graph::Properties> {
    auto properties = of.is<NodeId>() ? runtime_.transaction.properties(of.as<NodeId>())
                                      : runtime_.transaction.properties(of.as<RelationshipId>());
    if (!properties.ok()) return change_error(properties.error());
    return properties;
  };
  Map wanted;
  if (source.is<MapPtr>()) {
    wanted = source.as_map();
  } else if (source.is<NodeId>() || source.is<RelationshipId>()) {
    SKEIN_ASSIGN(const auto properties, read(source));
    for (const auto& [key, value] : properties)
      wanted.insert_or_assign(std::string(runtime_.transaction.catalog().name(key)), value);
  } else if (!source.is_null()) {
    return type_error("InvalidArgumentType", "properties are given as a map, not as " + shown(source));
  } else if (merge) {
    return {};
  }
  if (!merge) {
    SKEIN_ASSIGN(const auto present, read(target));
    for (const auto& [key, value] : present) {
      const std::string name(runtime_.transaction.catalog().name(key));
      if (!wanted.contains(name)) SKEIN_TRY(set_one(target, name, Value()));
    }
  }
  for (const auto& [key, value] : wanted) SKEIN_TRY(set_one(target, key, value));
  return {};
}

}  // namespace skein::dsl::exec
