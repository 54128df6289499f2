#include "dsl/exec/group_keys.hpp"

#include <algorithm>

#include "dsl/exec/expression_nodes.hpp"
#include "dsl/plan/expressions.hpp"
#include "dsl/plan/uses.hpp"

namespace skein::dsl::exec {

namespace {

constexpr std::uint64_t densest_node = 1ull << 26;

// Would the same row give another value the next time?
bool may_vary(const ast::Expr& expr) {
  if (const auto* call = std::get_if<ast::FunctionCall>(&expr.node)) {
    const FunctionInfo* function = find_function(call->name);
    if (!function || function->name == "rand" || function->name == "randomUUID") return true;
  }
  bool found = false;
  plan::for_each_child(expr, [&](const ast::Expr& child) { found = found || may_vary(child); });
  return found;
}

}  // namespace

GroupKeys::GroupKeys(const std::vector<plan::Assignment>& keys, Runtime& runtime) : pairs_(keys.size()) {
  for (const plan::Assignment& item : keys) {
    Key key;
    key.value = compile(*item.value, runtime);
    plan::Symbols symbols;
    plan::reads(runtime.plan, *item.value, symbols);
    const bool plain = std::holds_alternative<ast::Variable>(plan::unparenthesized(*item.value).node);
    if (symbols.size() == 1 && !plain && !may_vary(*item.value)) key.of_node = *symbols.begin();
    keys_.push_back(std::move(key));
  }
}

Result<void> GroupKeys::number(const Batch& in, std::vector<std::uint32_t>& groups) {
  if (keys_.empty()) {
    groups.assign(in.size, 0);
    size_ = 1;
    return {};
  }
  SKEIN_TRY(encode(keys_[0], in, groups));
  if (keys_.size() == 1) {
    size_ = keys_[0].codes.size();
    return {};
  }
  std::vector<std::uint32_t> codes;
  std::vector<std::vector<std::uint32_t>> all;
  all.push_back(groups);
  for (std::size_t k = 1; k < keys_.size(); ++k) {
    SKEIN_TRY(encode(keys_[k], in, codes));
    all.push_back(codes);
  }
  for (std::size_t i = 0; i < in.size; ++i) {
    bool fresh = false;
    std::uint32_t group = all[0][i];
    for (std::size_t k = 1; k < keys_.size(); ++k) group = pairs_[k - 1].number(group, all[k][i], fresh);
    groups[i] = group;
    if (!fresh) continue;
    for (std::size_t k = 0; k < keys_.size(); ++k) keys_[k].of_group.push_back(all[k][i]);
    ++size_;
  }
  return {};
}

Result<void> GroupKeys::encode(Key& key, const Batch& in, std::vector<std::uint32_t>& codes) {
  if (key.of_node >= 0) {
    SKEIN_ASSIGN(const bool done, encode_by_node(key, in, codes));
    if (done) return {};
  }
  SKEIN_ASSIGN(Column column, key.value->evaluate(in));
  key.codes.number({std::move(column)}, in.size, codes);
  return {};
}

Result<bool> GroupKeys::encode_by_node(Key& key, const Batch& in, std::vector<std::uint32_t>& codes) {
  const Column& nodes = in[key.of_node];
  if (!nodes.is_set() || nodes.kind() != Column::Kind::node || !nodes.vector().nulls.empty()) return false;
  const View<NodeId> view(nodes);
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < in.size; ++i) most = std::max(most, view[i].value);
  if (most >= densest_node) return false;
  if (most >= key.by_node.size()) key.by_node.resize(std::max<std::size_t>(most + 1, key.by_node.size() * 2));
  constexpr std::uint32_t pending = ~std::uint32_t{0};
  Indices fresh;
  for (std::size_t i = 0; i < in.size; ++i) {
    std::uint32_t& code = key.by_node[view[i].value];
    if (code != 0) continue;
    code = pending;
    fresh.push_back(static_cast<RowIndex>(i));
  }
  if (!fresh.empty()) {
    const Batch rows = rows_of(in, fresh);
    SKEIN_ASSIGN(Column column, key.value->evaluate(rows));
    std::vector<std::uint32_t> found;
    key.codes.number({std::move(column)}, rows.size, found);
    for (std::size_t k = 0; k < fresh.size(); ++k) key.by_node[view[fresh[k]].value] = found[k] + 1;
  }
  codes.resize(in.size);
  for (std::size_t i = 0; i < in.size; ++i) codes[i] = key.by_node[view[i].value] - 1;
  return true;
}

std::vector<Column> GroupKeys::finish() {
  std::vector<Column> columns;
  for (Key& key : keys_) {
    Column values = std::move(key.codes.finish().front());
    if (keys_.size() > 1) {
      auto index = std::make_shared<Indices>(key.of_group.begin(), key.of_group.end());
      values = values.with_index(std::move(index));
    }
    columns.push_back(std::move(values));
  }
  return columns;
}

void GroupKeys::Pairs::grow() {
  const std::size_t capacity = std::max<std::size_t>(64, keys_.size() * 2);
  std::vector<std::uint64_t> keys(capacity);
  std::vector<std::uint32_t> numbers(capacity);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (numbers_[i] == 0) continue;
    std::size_t at = (keys_[i] * 0x9e3779b97f4a7c15ULL >> 20) & (capacity - 1);
    while (numbers[at] != 0) at = (at + 1) & (capacity - 1);
    keys[at] = keys_[i];
    numbers[at] = numbers_[i];
  }
  keys_ = std::move(keys);
  numbers_ = std::move(numbers);
}

std::uint32_t GroupKeys::Pairs::number(std::uint32_t a, std::uint32_t b, bool& fresh) {
  if ((size_ + std::size_t{1}) * 2 > keys_.size()) grow();
  const std::uint64_t key = static_cast<std::uint64_t>(a) << 32 | b;
  std::size_t at = (key * 0x9e3779b97f4a7c15ULL >> 20) & (keys_.size() - 1);
  for (; numbers_[at] != 0; at = (at + 1) & (keys_.size() - 1))
    if (keys_[at] == key) {
      fresh = false;
      return numbers_[at] - 1;
    }
  keys_[at] = key;
  numbers_[at] = ++size_;
  fresh = true;
  return size_ - 1;
}

}  // namespace skein::dsl::exec
