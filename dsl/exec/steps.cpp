#include "dsl/exec/steps.hpp"

#include "dsl/value/compare.hpp"

namespace skein::dsl::exec {

std::optional<NodeId> node_at(const Column& column, std::size_t row) {
  if (!column.is_set() || column.is_null(row)) return std::nullopt;
  if (column.kind() == Column::Kind::node) return column.data<NodeId>()[column.position(row)];
  Value scratch;
  const auto* node = column.value(row, scratch).get_if<NodeId>();
  return node ? std::optional(*node) : std::nullopt;
}

std::vector<Column> columns_of(const Batch& in, const std::vector<ast::Symbol>& symbols) {
  std::vector<Column> columns;
  for (const ast::Symbol symbol : symbols)
    if (in[symbol].is_set()) columns.push_back(in[symbol]);
  return columns;
}

bool occurs(const RelationshipId& relationship, const std::vector<Column>& columns, std::size_t row) {
  for (const Column& column : columns) {
    if (column.is_null(row)) continue;
    if (column.kind() == Column::Kind::relationship) {
      if (column.data<RelationshipId>()[column.position(row)] == relationship) return true;
      continue;
    }
    Value scratch;
    const Value& value = column.value(row, scratch);
    if (const auto* one = value.get_if<RelationshipId>(); one && *one == relationship) return true;
    if (value.is<ListPtr>())
      for (const Value& item : value.as_list())
        if (const auto* one = item.get_if<RelationshipId>(); one && *one == relationship) return true;
  }
  return false;
}

std::span<const Neighbours::Walk> Neighbours::in_memory(std::uint64_t work) const {
  if (changes_ != runtime_.changes) {
    in_memory_.clear();
    changes_ = runtime_.changes;
  }
  if (!in_memory_.empty() || none()) return in_memory_;
  for (const auto side : {graph::Direction::out, graph::Direction::in}) {
    if (direction_ != graph::Direction::both && direction_ != side) continue;
    const bool skip_loops = direction_ == graph::Direction::both && side == graph::Direction::in;
    for (std::size_t i = 0; i < (ids_ ? ids_->size() : 1); ++i) {
      const auto type = ids_ ? std::optional((*ids_)[i]) : std::nullopt;
      const auto& csr = runtime_.cached.adjacency(side, type, work, runtime_.changes);
      if (!csr) {
        in_memory_.clear();
        return {};
      }
      in_memory_.push_back({csr, skip_loops && csr->any_loops()});
    }
  }
  return in_memory_;
}

Result<void> Neighbours::of(NodeId node, std::vector<graph::Neighbour>& out) const {
  if (none()) return {};
  if (const auto walks = in_memory(1); !walks.empty()) {
    const auto here = static_cast<graph::CachedNode>(node.value);
    for (const Walk& walk : walks) {
      const auto range = walk.csr->range(here);
      for (auto at = range.begin; at < range.end; ++at) {
        const auto other = walk.csr->others()[at];
        if (walk.skip_loops && other == here) continue;
        out.push_back({walk.csr->relationship(here, at), NodeId(other)});
      }
    }
    return {};
  }
  auto found = runtime_.transaction.expand(node, direction_, ids(), out);
  if (!found.ok() && found.error().code == ErrorCode::not_found) return {};
  return found;
}

Result<void> Neighbours::of_each(std::span<const NodeId> nodes, std::vector<std::size_t>& offsets,
                                 std::vector<graph::Neighbour>& out) const {
  if (!none()) return runtime_.transaction.expand_many(nodes, direction_, ids(), offsets, out);
  out.clear();
  offsets.assign(nodes.size() + 1, 0);
  return {};
}

RelationshipTests::RelationshipTests(const std::vector<plan::PropertyTest>& tests, Runtime& runtime)
    : runtime_(runtime) {
  for (const auto& test : tests) tests_.emplace_back(test.key, compile(*test.value, runtime));
}

Result<void> RelationshipTests::start_batch(const Batch& in) {
  values_.clear();
  for (const auto& test : tests_) {
    SKEIN_ASSIGN(Column column, test.second->evaluate(in));
    values_.push_back(std::move(column));
  }
  return {};
}

Result<bool> RelationshipTests::passes(const RelationshipId& relationship, std::size_t row) const {
  Value scratch;
  for (std::size_t i = 0; i < tests_.size(); ++i) {
    const auto key = runtime_.transaction.catalog().key(tests_[i].first);
    if (!key) return false;
    SKEIN_ASSIGN(const Value value, runtime_.transaction.property(relationship, *key));
    if (equals(value, values_[i].value(row, scratch)) != Truth::yes) return false;
  }
  return true;
}

}  // namespace skein::dsl::exec
