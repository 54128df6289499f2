#include "dsl/exec/labels.hpp"

#include <algorithm>

#include "dsl/value/errors.hpp"

namespace skein::dsl::exec {

using namespace ast;

namespace {

bool type_fits(const LabelExpr& expr, std::string_view name) {
  if (const auto* n = std::get_if<LabelName>(&expr.node)) return n->name == name;
  if (const auto* n = std::get_if<LabelNot>(&expr.node)) return !type_fits(*n->operand, name);
  if (const auto* n = std::get_if<LabelAnd>(&expr.node))
    return std::all_of(n->operands.begin(), n->operands.end(),
                       [&](const auto& o) { return type_fits(*o, name); });
  if (const auto* n = std::get_if<LabelOr>(&expr.node))
    return std::any_of(n->operands.begin(), n->operands.end(),
                       [&](const auto& o) { return type_fits(*o, name); });
  return true;  // %
}

bool names_only(const LabelExpr& expr) {
  if (std::holds_alternative<LabelName>(expr.node)) return true;
  const auto* any = std::get_if<LabelOr>(&expr.node);
  return any && std::all_of(any->operands.begin(), any->operands.end(),
                            [](const auto& o) { return names_only(*o); });
}

}  // namespace

Result<void> LabelTest::nodes(std::span<const NodeId> nodes, std::span<const std::uint8_t> nulls,
                              std::vector<std::uint8_t>& is) {
  is.assign(nodes.size(), 0);
  const auto* name = std::get_if<LabelName>(&expr_.node);
  if (name) {
    const auto label = runtime_.transaction.catalog().label(name->name);
    if (!label) return {};
    if (const auto* set = runtime_.cached.label(*label, nodes.size(), runtime_.changes)) {
      for (std::size_t i = 0; i < nodes.size(); ++i)
        is[i] = set->has(static_cast<graph::CachedNode>(nodes[i].value)) ? 1 : 0;
      for (std::size_t i = 0; i < nulls.size(); ++i)
        if (nulls[i]) is[i] = 0;
      return {};
    }
    if (have_set_ && set_changes_ != runtime_.changes) {
      have_set_ = false;
      asked_ = 0;
    }
    asked_ += nodes.size();
    if (!have_set_ && asked_ > 4096 && asked_ * 4 > runtime_.transaction.catalog().node_count(*label))
      SKEIN_TRY(load_set(*label));
    if (have_set_) {
      for (std::size_t i = 0; i < nodes.size(); ++i)
        is[i] = (nulls.empty() || !nulls[i]) && nodes[i].value < set_.size() && set_[nodes[i].value];
      return {};
    }
    if (nulls.empty() && !runtime_.deleted) return runtime_.transaction.label_column(nodes, *label, is);
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!nulls.empty() && nulls[i]) continue;
    SKEIN_ASSIGN(const bool fit, node(nodes[i]));
    is[i] = fit;
  }
  return {};
}

Result<bool> LabelTest::load_set(LabelId label) {
  SKEIN_ASSIGN(auto scan, runtime_.transaction.scan_label(label));
  set_.clear();
  std::vector<NodeId> some;
  while (true) {
    SKEIN_TRY(scan->next(some, 4096));
    if (some.empty()) break;
    for (const NodeId node : some) {
      if (node.value >= (1ull << 32)) return false;  // ids too sparse for a bitmap
      if (node.value >= set_.size()) set_.resize(std::max<std::size_t>(node.value + 1, set_.size() * 2));
      set_[node.value] = true;
    }
  }
  have_set_ = true;
  set_changes_ = runtime_.changes;
  return true;
}

Result<bool> LabelTest::node(NodeId node) { return fits(expr_, node); }

Result<bool> LabelTest::fits(const LabelExpr& expr, NodeId node) {
  if (const auto* n = std::get_if<LabelName>(&expr.node)) {
    const auto label = runtime_.transaction.catalog().label(n->name);
    if (!label) return false;
    auto has = runtime_.transaction.has_label(node, *label);
    if (!has.ok()) return entity_error(has.error());
    return has;
  }
  if (const auto* n = std::get_if<LabelNot>(&expr.node)) {
    SKEIN_ASSIGN(const bool inner, fits(*n->operand, node));
    return !inner;
  }
  if (const auto* n = std::get_if<LabelAnd>(&expr.node)) {
    for (const auto& operand : n->operands) {
      SKEIN_ASSIGN(const bool inner, fits(*operand, node));
      if (!inner) return false;
    }
    return true;
  }
  if (const auto* n = std::get_if<LabelOr>(&expr.node)) {
    for (const auto& operand : n->operands) {
      SKEIN_ASSIGN(const bool inner, fits(*operand, node));
      if (inner) return true;
    }
    return false;
  }
  SKEIN_ASSIGN(const auto labels, runtime_.transaction.labels(node));
  return !labels.empty();
}

Result<Value> LabelTest::value(const Value& value) {
  if (value.is_null()) return Value();
  if (const auto* id = value.get_if<NodeId>()) {
    SKEIN_ASSIGN(const bool fit, node(*id));
    return Value(fit);
  }
  if (const auto* relationship = value.get_if<RelationshipId>())
    return Value(type_fits(expr_, runtime_.transaction.catalog().name(relationship->type)));
  return type_error("InvalidArgumentType",
                    "labels can be asked of a node or relationship, not of " + shown(value));
}

Column NameColumns::types(const Column& relationships, std::size_t rows) {
  if (!relationships.is_set() || relationships.is_constant() ||
      relationships.kind() != Column::Kind::relationship)
    return {};
  if (!type_names_ || changes_ != runtime_.changes) {
    const auto& catalog = runtime_.transaction.catalog();
    std::vector<Value> names(1);  // the first is null
    for (const TypeId type : catalog.types()) {
      names.resize(std::max<std::size_t>(names.size(), type.value + std::size_t{2}));
      names[type.value + std::size_t{1}] = Value(catalog.name(type));
    }
    type_names_ = std::make_shared<const Vector>(Vector{std::move(names), {}, true});
    changes_ = runtime_.changes;
  }
  auto index = std::make_shared<Indices>(rows);
  const View<RelationshipId> view(relationships);
  for (std::size_t i = 0; i < rows; ++i) (*index)[i] = view.is_null(i) ? 0 : view[i].type.value + 1;
  return Column(type_names_).with_index(std::move(index));
}

Column NameColumns::labels(const Column& nodes, std::size_t rows) {
  if (!nodes.is_set() || nodes.is_constant() || nodes.kind() != Column::Kind::node || runtime_.deleted)
    return {};
  asked_ += rows;
  // A node read by hand costs as much as some hundred in the sets of all labels.
  if (asked_ < 256 || asked_ * 256 < runtime_.transaction.catalog().node_count() || !find_label_lists())
    return {};
  auto index = std::make_shared<Indices>(rows);
  const View<NodeId> view(nodes);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::uint64_t id = view[i].value;
    (*index)[i] = view.is_null(i) ? 0 : id < list_of_.size() ? list_of_[id] : 1;
  }
  return Column(label_lists_).with_index(std::move(index));
}

// Label by label, each list seen so far goes on to one with that label for the nodes that have it.
bool NameColumns::find_label_lists() {
  if (label_lists_ && changes_ == runtime_.changes) return true;
  constexpr std::uint64_t at_once = std::uint64_t{1} << 40;
  const auto& catalog = runtime_.transaction.catalog();
  std::vector<List> lists(2);  // the first stands for null, the second is empty
  list_of_.clear();
  for (const LabelId label : catalog.labels()) {
    const auto* set = runtime_.cached.label(label, at_once, runtime_.changes);
    if (!set) return false;
    if (list_of_.size() < set->end()) list_of_.resize(set->end(), 1);
    std::vector<RowIndex> next(lists.size(), 0);
    set->for_each([&](graph::CachedNode node) {
      RowIndex& at = list_of_[node];
      if (next[at] == 0) {
        next[at] = static_cast<RowIndex>(lists.size());
        List longer = lists[at];
        longer.emplace_back(catalog.name(label));
        lists.push_back(std::move(longer));
      }
      at = next[at];
    });
  }
  std::vector<Value> values(1);
  for (std::size_t i = 1; i < lists.size(); ++i) values.emplace_back(std::move(lists[i]));
  label_lists_ = std::make_shared<const Vector>(Vector{std::move(values), {}, true});
  changes_ = runtime_.changes;
  return true;
}

std::optional<std::vector<TypeId>> type_ids(const LabelExpr* types, const graph::CatalogView& catalog) {
  if (!types) return std::nullopt;
  std::vector<TypeId> ids;
  if (names_only(*types)) {
    const auto add = [&](const auto& self, const LabelExpr& expr) -> void {
      if (const auto* name = std::get_if<LabelName>(&expr.node)) {
        if (const auto id = catalog.type(name->name)) ids.push_back(*id);
      } else {
        for (const auto& operand : std::get<LabelOr>(expr.node).operands) self(self, *operand);
      }
    };
    add(add, *types);
  } else {
    for (const TypeId id : catalog.types())
      if (catalog.asserted(id) && type_fits(*types, catalog.name(id))) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace skein::dsl::exec
