#include "storage/ordered_map.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <optional>

namespace skein::storage {

// Leaves have entries, inner nodes have children. lows[i] parts children[i-1] from children[i]: every key
// left of it is smaller, every key right of it is not; lows[0] is not used.
struct OrderedMap::Node {
  struct Entry {
    std::string key;
    std::string value;
  };
  using EntryPtr = std::shared_ptr<const Entry>;

  std::uint64_t edit = 0;  // the edit that made this node, and may change it
  std::vector<EntryPtr> entries;
  std::vector<std::string> lows;
  std::vector<NodePtr> children;

  [[nodiscard]] bool leaf() const { return children.empty(); }
  [[nodiscard]] std::size_t size() const { return leaf() ? entries.size() : children.size(); }

  [[nodiscard]] std::size_t entry_at(std::string_view key) const {
    const auto it = std::lower_bound(entries.begin(), entries.end(), key,
                                     [](const EntryPtr& e, std::string_view k) { return e->key < k; });
    return static_cast<std::size_t>(it - entries.begin());
  }
  [[nodiscard]] std::size_t child_for(std::string_view key) const {
    const auto it = std::upper_bound(lows.begin() + 1, lows.end(), key,
                                     [](std::string_view k, const std::string& low) { return k < low; });
    return static_cast<std::size_t>(it - lows.begin()) - 1;
  }
};

namespace {

using Node = OrderedMap::Node;
using NodePtr = OrderedMap::NodePtr;

constexpr std::size_t max_size = 32;
constexpr std::size_t min_size = 8;

struct Split {
  std::string low;
  NodePtr right;
};

void own(NodePtr& node, std::uint64_t edit) {
  if (node->edit == edit) return;
  node = std::make_shared<Node>(*node);
  node->edit = edit;
}

// Moves the upper part of a node that has grown too large into a new one. A node that grows at its end keeps
// nearly all it has, so that sorted input leaves full nodes behind.
Split split(Node& node, bool at_end) {
  const std::size_t keep = at_end ? node.size() - 1 : node.size() / 2;
  const auto cut = static_cast<std::ptrdiff_t>(keep);
  auto right = std::make_shared<Node>();
  right->edit = node.edit;
  std::string low;
  if (node.leaf()) {
    right->entries.assign(node.entries.begin() + cut, node.entries.end());
    node.entries.resize(keep);
    low = right->entries.front()->key;
  } else {
    right->lows.assign(node.lows.begin() + cut, node.lows.end());
    right->children.assign(node.children.begin() + cut, node.children.end());
    node.lows.resize(keep);
    node.children.resize(keep);
    low = right->lows.front();
  }
  return {std::move(low), std::move(right)};
}

std::optional<Split> put_into(NodePtr& node, Node::EntryPtr entry, std::uint64_t edit) {
  own(node, edit);
  bool at_end = false;
  if (node->leaf()) {
    const std::size_t i = node->entry_at(entry->key);
    if (i < node->entries.size() && node->entries[i]->key == entry->key) {
      node->entries[i] = std::move(entry);
      return std::nullopt;
    }
    at_end = i == node->entries.size();
    node->entries.insert(node->entries.begin() + static_cast<std::ptrdiff_t>(i), std::move(entry));
  } else {
    const std::size_t i = node->child_for(entry->key);
    auto grown = put_into(node->children[i], std::move(entry), edit);
    if (!grown) return std::nullopt;
    at_end = i + 1 == node->children.size();
    const auto after = static_cast<std::ptrdiff_t>(i + 1);
    node->lows.insert(node->lows.begin() + after, std::move(grown->low));
    node->children.insert(node->children.begin() + after, std::move(grown->right));
  }
  if (node->size() <= max_size) return std::nullopt;
  return split(*node, at_end);
}

// Joins children[i] and children[i + 1] of an owned node when one of them is small and both fit in one.
void join_children(Node& node, std::size_t i, std::uint64_t edit) {
  if (i + 1 >= node.children.size()) return;
  const Node& right = *node.children[i + 1];
  const std::size_t left_size = node.children[i]->size();
  if (std::min(left_size, right.size()) >= min_size || left_size + right.size() > max_size) return;
  own(node.children[i], edit);
  Node& left = *node.children[i];
  left.entries.insert(left.entries.end(), right.entries.begin(), right.entries.end());
  if (!right.leaf()) {
    const std::size_t first = left.lows.size();
    left.lows.insert(left.lows.end(), right.lows.begin(), right.lows.end());
    left.lows[first] = node.lows[i + 1];
    left.children.insert(left.children.end(), right.children.begin(), right.children.end());
  }
  const auto gone = static_cast<std::ptrdiff_t>(i + 1);
  node.lows.erase(node.lows.begin() + gone);
  node.children.erase(node.children.begin() + gone);
}

// The key is known to be there.
void erase_from(NodePtr& node, std::string_view key, std::uint64_t edit) {
  own(node, edit);
  if (node->leaf()) {
    node->entries.erase(node->entries.begin() + static_cast<std::ptrdiff_t>(node->entry_at(key)));
    return;
  }
  const std::size_t i = node->child_for(key);
  erase_from(node->children[i], key, edit);
  join_children(*node, i, edit);
  if (i > 0) join_children(*node, i - 1, edit);
}

std::uint64_t next_edit() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

const std::string* OrderedMap::find(std::string_view key) const {
  const Node* node = root_.get();
  if (!node) return nullptr;
  while (!node->leaf()) node = node->children[node->child_for(key)].get();
  const std::size_t i = node->entry_at(key);
  if (i == node->entries.size() || node->entries[i]->key != key) return nullptr;
  return &node->entries[i]->value;
}

OrderedMap::Edit::Edit(const OrderedMap& base) : root_(base.root_), number_(next_edit()) {}

void OrderedMap::Edit::put(std::string key, std::string value) {
  auto entry = std::make_shared<const Node::Entry>(Node::Entry{std::move(key), std::move(value)});
  if (!root_) {
    root_ = std::make_shared<Node>();
    root_->edit = number_;
  }
  auto grown = put_into(root_, std::move(entry), number_);
  if (!grown) return;
  auto top = std::make_shared<Node>();
  top->edit = number_;
  top->lows = {std::string(), std::move(grown->low)};
  top->children = {std::move(root_), std::move(grown->right)};
  root_ = std::move(top);
}

void OrderedMap::Edit::erase(std::string_view key) {
  OrderedMap present;
  present.root_ = root_;
  if (!present.find(key)) return;
  erase_from(root_, key, number_);
  while (!root_->leaf() && root_->children.size() == 1) root_ = NodePtr(root_->children.front());
  if (root_->size() == 0) root_.reset();
}

OrderedMap OrderedMap::Edit::finish() && {
  OrderedMap map;
  map.root_ = std::move(root_);
  return map;
}

void OrderedMap::Walker::seek(std::string_view key) {
  trail_.clear();
  if (!root_) return;
  const Node* node = root_.get();
  while (!node->leaf()) {
    trail_.push_back({node, node->child_for(key)});
    node = node->children[trail_.back().index].get();
  }
  trail_.push_back({node, node->entry_at(key)});
  settle();
}

void OrderedMap::Walker::settle() {
  while (!trail_.empty() && trail_.back().index == trail_.back().node->size()) {
    trail_.pop_back();
    if (!trail_.empty()) ++trail_.back().index;
  }
  while (!trail_.empty() && !trail_.back().node->leaf()) {
    const Step top = trail_.back();
    trail_.push_back({top.node->children[top.index].get(), 0});
  }
}

const std::string& OrderedMap::Walker::key() const {
  assert(valid());
  return trail_.back().node->entries[trail_.back().index]->key;
}

const std::string& OrderedMap::Walker::value() const {
  assert(valid());
  return trail_.back().node->entries[trail_.back().index]->value;
}

void OrderedMap::Walker::next() {
  assert(valid());
  ++trail_.back().index;
  settle();
}

}  // namespace skein::storage
