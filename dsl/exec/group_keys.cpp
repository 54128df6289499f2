#include "dsl/exec/group_keys.hpp"

#include <algorithm>

#include "dsl/exec/expression_nodes.hpp"
#include "dsl/plan/expressions.hpp"
#include "dsl/plan/uses.hpp"

namespace skein::dsl::exec {

namespace {

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

GroupKeys::GroupKeys(const std::vector<plan::Assignment>& keys, Runtime& runtime)
    : runtime_(runtime), pairs_(keys.size()) {
  for (const plan::Assignment& item : keys) {
    Key key;
    key.value = compile(*item.value, runtime);
    plan::Symbols symbols;
    plan::reads(runtime.plan, *item.value, symbols);
    const bool plain = std::holds_alternative<ast::Variable>(plan::unparenthesized(*item.value).node);
    const bool one = symbols.size() == 1 && !may_vary(*item.value);
    if (one) (plain ? key.variable : key.of_node) = *symbols.begin();
    if (const auto property = plan::as_property(*item.value); property && one) key.property = property->key;
    if (keys.size() > 1)
      of_node_ = one && (keys_.empty() || of_node_ == *symbols.begin()) ? *symbols.begin() : -1;
    keys_.push_back(std::move(key));
  }
}

template <typename Evaluate>
Result<bool> GroupKeys::by_node(const Column& nodes, const Batch& in, Known& known,
                                std::vector<std::uint32_t>& numbers, Evaluate evaluate) {
  if (!nodes.is_set() || nodes.kind() != Column::Kind::node || !nodes.vector().nulls.empty()) return false;
  if (known.never_again()) return false;
  constexpr std::uint32_t pending = ~std::uint32_t{0};
  const View<NodeId> view(nodes);
  for (std::size_t i = 0; i < in.size && known.ascending; ++i) {
    known.ascending = known.rows + i == 0 || view[i] > known.last;
    known.last = view[i];
  }
  known.rows += in.size;
  numbers.resize(in.size);
  known.numbers.expect(in.size);
  Indices fresh;
  for (std::size_t i = 0; i < in.size; ++i) {
    std::uint32_t& number = known.numbers.of(view[i]);
    if (number == 0) {
      number = pending;
      fresh.push_back(static_cast<RowIndex>(i));
    }
    numbers[i] = number - 1;
  }
  if (fresh.empty()) return true;
  const Batch rows = rows_of(in, fresh);
  std::vector<std::uint32_t> found;
  SKEIN_TRY(evaluate(rows, found));
  for (std::size_t k = 0; k < fresh.size(); ++k) known.numbers.of(view[fresh[k]]) = found[k] + 1;
  for (std::size_t i = fresh.front(); i < in.size; ++i)
    if (numbers[i] == pending - 1) numbers[i] = known.numbers.of(view[i]) - 1;
  return true;
}

Result<void> GroupKeys::number(const Batch& in, std::vector<std::uint32_t>& groups) {
  if (keys_.empty()) {
    groups.assign(in.size, 0);
    size_ = 1;
    return {};
  }
  if (of_node_ >= 0) {
    SKEIN_ASSIGN(const bool done, by_node(in[of_node_], in, groups_, groups,
                                          [&](const Batch& rows, std::vector<std::uint32_t>& found) {
                                            return number_rows(rows, found);
                                          }));
    if (done) return {};
    of_node_ = -1;
  }
  return number_rows(in, groups);
}

Result<void> GroupKeys::number_rows(const Batch& in, std::vector<std::uint32_t>& groups) {
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
  if (key.of_node >= 0 && !read_as_they_come(key, in.size)) {
    SKEIN_ASSIGN(const bool done, encode_by_node(key, in, codes));
    if (done) return {};
  }
  SKEIN_ASSIGN(Column column, key.value->evaluate(in));
  key.codes.number({std::move(column)}, in.size, codes);
  return {};
}

bool GroupKeys::read_as_they_come(Key& key, std::size_t rows) {
  constexpr std::size_t few = 8 * batch_rows;
  key.rows += rows;
  if (!key.property || key.rows > few || runtime_.deleted) return false;
  const auto id = runtime_.transaction.catalog().key(*key.property);
  return id && runtime_.cached.node_property(*id, 0, runtime_.changes);
}

Result<bool> GroupKeys::encode_by_node(Key& key, const Batch& in, std::vector<std::uint32_t>& codes) {
  return by_node(in[key.of_node], in, key.by_node, codes,
                 [&](const Batch& rows, std::vector<std::uint32_t>& found) -> Result<void> {
                   SKEIN_ASSIGN(Column column, key.value->evaluate(rows));
                   key.codes.number({std::move(column)}, rows.size, found);
                   return {};
                 });
}

Result<std::optional<std::vector<Column>>> GroupKeys::of_different(ast::Symbol node,
                                                                   const std::vector<NodeId>& nodes) {
  std::optional<std::vector<Column>> columns;
  if (runtime_.deleted) return columns;
  bool different = false;
  for (const Key& key : keys_) {
    if (key.of_node != node && key.variable != node) return columns;
    different = different || key.variable == node;
    if (different || !key.property) continue;
    const auto id = runtime_.transaction.catalog().key(*key.property);
    const auto* column = id ? runtime_.cached.node_property(*id, nodes.size(), runtime_.changes) : nullptr;
    different = column && column->different_at(nodes);
  }
  if (!different) return columns;
  columns.emplace();
  Batch batch(runtime_.plan.symbols, nodes.size());
  batch.set(node, Column::of(std::vector<NodeId>(nodes)));
  for (Key& key : keys_) {
    SKEIN_ASSIGN(Column values, key.value->evaluate(batch));
    columns->push_back(std::move(values));
  }
  return columns;
}

std::vector<Column> GroupKeys::finish() {
  std::vector<Column> columns;
  for (Key& key : keys_) {
    Column values = std::move(key.codes.finish().front());
    if (keys_.size() > 1) {
      values = values.pick(std::make_shared<const Indices>(std::move(key.of_group)));
    }
    columns.push_back(std::move(values));
  }
  return columns;
}

std::size_t GroupKeys::Pairs::hash(std::uint64_t key) {
  const std::uint64_t mixed = key * 0x9e3779b97f4a7c15ULL;
  return static_cast<std::size_t>(mixed ^
                                  mixed >> 32);  // its upper half depends on both numbers, the lower on one
}

void GroupKeys::Pairs::grow() {
  const std::size_t capacity = std::max<std::size_t>(64, keys_.size() * 2);
  std::vector<std::uint64_t> keys(capacity);
  std::vector<std::uint32_t> numbers(capacity);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (numbers_[i] == 0) continue;
    std::size_t at = hash(keys_[i]) & (capacity - 1);
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
  std::size_t at = hash(key) & (keys_.size() - 1);
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
