#include "graph/import/id_map.hpp"

#include <algorithm>

#include "storage/bytes.hpp"

namespace skein::graph {

namespace {

// Numbers as one would write them, so that 7 and 07 stay two ids.
std::optional<std::uint64_t> as_number(std::string_view id) {
  if (id.empty() || id.size() > 18 || (id[0] == '0' && id.size() > 1)) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : id) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

std::size_t spread(std::uint64_t number) { return (number * 0x9e3779b97f4a7c15ULL) >> 17; }

}  // namespace

void IdMap::grow_numbers() {
  auto old = std::move(numbers_);
  numbers_.assign(old.empty() ? 1024 : old.size() * 2, {});
  for (const auto& slot : old) {
    if (!slot.used) continue;
    auto at = spread(slot.number) & (numbers_.size() - 1);
    while (numbers_[at].used) at = (at + 1) & (numbers_.size() - 1);
    numbers_[at] = slot;
  }
}

void IdMap::grow_texts() {
  auto old = std::move(text_slots_);
  text_slots_.assign(old.empty() ? 1024 : old.size() * 2, {});
  for (const auto& slot : old) {
    if (slot.place == 0) continue;
    auto at = storage::checksum(text(slot)) & (text_slots_.size() - 1);
    while (text_slots_[at].place != 0) at = (at + 1) & (text_slots_.size() - 1);
    text_slots_[at] = slot;
  }
}

bool IdMap::add(std::string_view id, std::uint32_t node) {
  if (const auto number = as_number(id)) {
    if (find(id)) return false;
    // The table of small numbers grows as long as it stays mostly full.
    if (*number < small_.size() || *number < 4 * small_count_ + 1024) {
      if (*number >= small_.size()) small_.resize(std::max<std::size_t>(*number + 1, small_.size() * 2), 0);
      small_[*number] = node + 1;
      ++small_count_;
      return true;
    }
    if (number_count_ * 2 >= numbers_.size()) grow_numbers();
    auto at = spread(*number) & (numbers_.size() - 1);
    while (numbers_[at].used) at = (at + 1) & (numbers_.size() - 1);
    numbers_[at] = {*number, node, true};
    ++number_count_;
    return true;
  }
  if (text_count_ * 2 >= text_slots_.size()) grow_texts();
  auto at = storage::checksum(id) & (text_slots_.size() - 1);
  for (; text_slots_[at].place != 0; at = (at + 1) & (text_slots_.size() - 1))
    if (text(text_slots_[at]) == id) return false;
  text_slots_[at] = {texts_.size() + 1, static_cast<std::uint32_t>(id.size()), node};
  texts_ += id;
  ++text_count_;
  return true;
}

std::optional<std::uint32_t> IdMap::find(std::string_view id) const {
  if (const auto number = as_number(id)) {
    if (*number < small_.size() && small_[*number] != 0) return small_[*number] - 1;
    if (numbers_.empty()) return std::nullopt;
    for (auto at = spread(*number) & (numbers_.size() - 1); numbers_[at].used; at = (at + 1) & (numbers_.size() - 1))
      if (numbers_[at].number == *number) return numbers_[at].node;
    return std::nullopt;
  }
  if (text_slots_.empty()) return std::nullopt;
  for (auto at = storage::checksum(id) & (text_slots_.size() - 1); text_slots_[at].place != 0;
       at = (at + 1) & (text_slots_.size() - 1))
    if (text(text_slots_[at]) == id) return text_slots_[at].node;
  return std::nullopt;
}

}  // namespace skein::graph
