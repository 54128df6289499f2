// From the ids of an import's files to nodes: numbers and texts of one group of ids. Every id is kept, since rows of
// relationships may name any of them: 4 bytes for a number among many small ones, 16 for any other, its length and 16
// for a text, the latter two at half load.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skein::graph {

class IdMap {
 public:
  // False when the id is there already.
  bool add(std::string_view id, std::uint32_t node);
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const;

 private:
  struct NumberSlot {
    std::uint64_t number = 0;
    std::uint32_t node = 0;
    bool used = false;
  };
  struct TextSlot {
    std::uint64_t place = 0;  // in texts_, plus one; 0: free
    std::uint32_t length = 0, node = 0;
  };
  void grow_numbers();
  void grow_texts();
  [[nodiscard]] std::string_view text(const TextSlot& slot) const {
    return std::string_view(texts_).substr(slot.place - 1, slot.length);
  }
  std::vector<std::uint32_t> small_;  // by number: the node plus one; 0: free
  std::vector<NumberSlot> numbers_;
  std::vector<TextSlot> text_slots_;
  std::string texts_;
  std::size_t small_count_ = 0, number_count_ = 0, text_count_ = 0;
};

}  // namespace skein::graph
