// A sorted map from byte strings to byte strings that is never changed once made: a B+ tree whose versions
// share all nodes that are the same in both. Copying one costs a pointer, so every snapshot of the memory
// store is one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace skein::storage {

class OrderedMap {
 public:
  struct Node;  // ordered_map.cpp
  using NodePtr = std::shared_ptr<Node>;

  // Null when the key is not there. The value lives as long as any version that has it.
  [[nodiscard]] const std::string* find(std::string_view key) const;

  // Makes the next version. Nodes that this edit made itself are changed in place, all others are copied
  // once.
  class Edit {
   public:
    explicit Edit(const OrderedMap& base);
    void put(std::string key, std::string value);
    void erase(std::string_view key);
    // The new version; the edit is over.
    OrderedMap finish() &&;

   private:
    NodePtr root_;
    std::uint64_t number_;
  };

  // Walks one version in key order and keeps it alive.
  class Walker {
   public:
    explicit Walker(const OrderedMap& map) : root_(map.root_) {}
    void seek(std::string_view key);  // to the first pair with a key >= this
    [[nodiscard]] bool valid() const { return !trail_.empty(); }
    [[nodiscard]] const std::string& key() const;
    [[nodiscard]] const std::string& value() const;
    void next();

   private:
    struct Step {
      const Node* node;
      std::size_t index;
    };
    void settle();  // moves on to the next leaf when the present one is used up
    NodePtr root_;
    std::vector<Step> trail_;  // from the root to the leaf; empty at the end
  };

 private:
  NodePtr root_;  // null when empty
};

}  // namespace skein::storage
