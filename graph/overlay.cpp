#include "graph/overlay.hpp"

#include <algorithm>
#include <cassert>

#include "graph/merge.hpp"

namespace skein::graph {

namespace {

constexpr std::uint64_t entry_overhead = 112;  // of a place in the map, beside key and value

// Counts by how much an operand grows while this lives.
class Resized {
 public:
  Resized(std::uint64_t& bytes, const std::string& operand) : bytes_(bytes), operand_(operand) {
    bytes_ -= operand_.size();
  }
  ~Resized() { bytes_ += operand_.size(); }
  Resized(const Resized&) = delete;
  Resized& operator=(const Resized&) = delete;

 private:
  std::uint64_t& bytes_;
  const std::string& operand_;
};

// Two sorted sequences read as one; own changes win.
class MergedCursor final : public storage::Cursor {
 public:
  MergedCursor(std::unique_ptr<storage::Cursor> base, std::vector<std::pair<std::string, Overlay::Entry>> own)
      : base_(std::move(base)), own_(std::move(own)) {
    settle();
  }
  bool valid() const override { return status_.ok() && (from_own_ || base_->valid()); }
  std::string_view key() const override {
    return from_own_ ? std::string_view(own_[at_].first) : base_->key();
  }
  std::string_view value() const override { return from_own_ ? std::string_view(value_) : base_->value(); }
  void next() override {
    if (from_own_)
      leave_own();
    else
      base_->next();
    settle();
  }
  void seek(std::string_view key) override {
    base_->seek(key);
    at_ = static_cast<std::size_t>(
        std::lower_bound(own_.begin(), own_.end(), key,
                         [](const auto& e, std::string_view k) { return e.first < k; }) -
        own_.begin());
    settle();
  }
  Result<void> status() const override {
    if (!status_.ok()) return status_;
    return base_->status();
  }

 private:
  // Past our own pair, and past the one it hides.
  void leave_own() {
    if (base_->valid() && base_->key() == own_[at_].first) base_->next();
    ++at_;
  }
  // Finds the pair that comes next.
  void settle() {
    for (;;) {
      from_own_ = false;
      if (at_ == own_.size()) return;
      const auto& [own_key, entry] = own_[at_];
      const bool same = base_->valid() && base_->key() == own_key;
      if (base_->valid() && base_->key() < own_key) return;
      if (entry.change == Overlay::Change::put) {
        value_ = entry.value;
        from_own_ = true;
        return;
      }
      if (entry.change == Overlay::Change::merge) {
        auto merged =
            apply_merge(same ? std::optional(std::string(base_->value())) : std::nullopt, entry.value);
        if (!merged) {
          status_ = merged.error();
          return;
        }
        if (*merged) {
          value_ = std::move(**merged);
          from_own_ = true;
          return;
        }
      }
      leave_own();
    }
  }

  std::unique_ptr<storage::Cursor> base_;
  std::vector<std::pair<std::string, Overlay::Entry>> own_;
  std::size_t at_ = 0;
  bool from_own_ = false;
  std::string value_;
  Result<void> status_;
};

}  // namespace

void Overlay::spread(Pairs pairs) const {
  auto next = entries_.lower_bound(pairs.front().first);
  for (auto& [key, value] : pairs) {
    const auto it = entries_.try_emplace(next, std::move(key));
    assert(next == entries_.end() || it->first < next->first);
    it->second = {Change::put, std::move(value), epoch_};
    next = std::next(it);
  }
}

void Overlay::spread_lists() const {
  for (Pairs& list : lists_) spread(std::move(list));
  lists_.clear();
}

void Overlay::spread_lists(std::string_view lower, std::string_view upper) const {
  std::erase_if(lists_, [&](Pairs& list) {
    const bool apart = list.back().first < lower || (!upper.empty() && list.front().first >= upper);
    if (!apart) spread(std::move(list));
    return !apart;
  });
}

void Overlay::spread_lists_with(std::string_view key) const {
  std::erase_if(lists_, [&](Pairs& list) {
    const bool apart = list.back().first < key || list.front().first > key;
    if (!apart) spread(std::move(list));
    return !apart;
  });
}

const Overlay::Entry* Overlay::own(std::string_view key) const {
  if (!lists_.empty()) spread_lists_with(key);
  if (entries_.empty()) return nullptr;
  const auto it = entries_.find(key);
  return it == entries_.end() ? nullptr : &it->second;
}

Result<std::optional<std::string>> Overlay::get(std::string_view key) const {
  const auto* entry = own(key);
  if (!entry) return base_->get(key);
  switch (entry->change) {
    case Change::put:
      return std::optional(entry->value);
    case Change::erase:
      return std::optional<std::string>();
    case Change::merge:
      break;
  }
  SKEIN_ASSIGN(const auto below, base_->get(key));
  return apply_merge(below, entry->value);
}

Result<std::vector<std::optional<std::string>>> Overlay::multi_get(
    const std::vector<std::string>& keys) const {
  if (empty()) return base_->multi_get(keys);
  std::vector<std::optional<std::string>> out(keys.size());
  std::vector<std::string> below;  // what we have not changed ourselves, asked for in one go
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (own(keys[i])) {
      SKEIN_ASSIGN(out[i], get(keys[i]));
    } else {
      below.push_back(keys[i]);
      places.push_back(i);
    }
  }
  SKEIN_ASSIGN(auto values, base_->multi_get(below));
  for (std::size_t i = 0; i < places.size(); ++i) out[places[i]] = std::move(values[i]);
  return out;
}

std::unique_ptr<storage::Cursor> Overlay::scan(std::string_view lower, std::string_view upper) const {
  auto base = base_->scan(lower, upper);
  if (!lists_.empty()) spread_lists(lower, upper);
  if (entries_.empty()) return base;
  auto first = entries_.lower_bound(lower);
  const auto last = upper.empty() ? entries_.end() : entries_.lower_bound(upper);
  if (first == last) return base;
  std::vector<std::pair<std::string, Entry>> own;
  for (; first != last; ++first) own.emplace_back(first->first, first->second);
  return std::make_unique<MergedCursor>(std::move(base), std::move(own));
}

std::unique_ptr<storage::Cursor> Overlay::scan_prefix(std::string_view prefix) const {
  return scan(prefix, storage::prefix_end(prefix));
}

Overlay::Entry& Overlay::touch(std::string key) {
  if (!lists_.empty()) spread_lists_with(key);
  const auto [it, fresh] = entries_.try_emplace(std::move(key));
  auto& entry = it->second;
  if (epoch_ != 0 && (fresh || entry.epoch != epoch_))
    undo_.emplace_back(it->first, fresh ? std::nullopt : std::optional(entry));
  if (fresh) bytes_ += it->first.size() + entry_overhead;
  if (fresh) entry.change = Change::merge;  // with an empty operand: nothing said yet
  entry.epoch = epoch_;
  return entry;
}

void Overlay::put(std::string key, std::string value) {
  auto& entry = touch(std::move(key));
  entry.change = Change::put;
  bytes_ += value.size();
  bytes_ -= entry.value.size();
  entry.value = std::move(value);
}

void Overlay::put_ascending(Pairs pairs) {
  if (pairs.empty()) return;
  for (const auto& [key, value] : pairs) {
    bytes_ += key.size() + entry_overhead + value.size();
    if (epoch_ != 0) undo_.emplace_back(key, std::nullopt);
  }
  if (epoch_ == 0)
    lists_.push_back(std::move(pairs));
  else
    spread(std::move(pairs));
}

std::vector<Overlay::Pairs>::iterator Overlay::list_below(std::string_view prefix) {
  const auto it = entries_.lower_bound(prefix);
  if (it != entries_.end() && it->first.starts_with(prefix)) return lists_.end();
  const auto touches = [&](const Pairs& list) {
    return list.back().first >= prefix &&
           (list.front().first < prefix || list.front().first.starts_with(prefix));
  };
  const auto found = std::find_if(lists_.begin(), lists_.end(), touches);
  const bool whole = found != lists_.end() && found->front().first.starts_with(prefix) &&
                     found->back().first.starts_with(prefix) &&
                     std::find_if(found + 1, lists_.end(), touches) == lists_.end();
  return whole ? found : lists_.end();
}

std::optional<std::size_t> Overlay::count_puts(std::string_view prefix) {
  if (const auto list = list_below(prefix); list != lists_.end()) return list->size();
  spread_lists();
  std::size_t count = 0;
  for (auto it = entries_.lower_bound(prefix); it != entries_.end() && it->first.starts_with(prefix);
       ++it, ++count)
    if (it->second.change != Change::put) return std::nullopt;
  return count;
}

Overlay::Pairs Overlay::take_prefix(std::string_view prefix) {
  Pairs out;
  if (const auto list = list_below(prefix); list != lists_.end()) {
    out = std::move(*list);
    lists_.erase(list);
    for (const auto& [key, value] : out) bytes_ -= key.size() + entry_overhead + value.size();
    return out;
  }
  spread_lists();
  auto it = entries_.lower_bound(prefix);
  while (it != entries_.end() && it->first.starts_with(prefix)) {
    auto entry = entries_.extract(it++);
    bytes_ -= entry.key().size() + entry_overhead + entry.mapped().value.size();
    out.emplace_back(std::move(entry.key()), std::move(entry.mapped().value));
  }
  return out;
}

void Overlay::erase(std::string key) {
  auto& entry = touch(std::move(key));
  entry.change = Change::erase;
  bytes_ -= entry.value.size();
  entry.value.clear();
}

void Overlay::forget(const std::string& key) {
  if (!lists_.empty()) spread_lists_with(key);
  const auto it = entries_.find(key);
  if (it == entries_.end()) return;
  if (epoch_ != 0) undo_.emplace_back(it->first, it->second);
  bytes_ -= it->first.size() + entry_overhead + it->second.value.size();
  entries_.erase(it);
}

void Overlay::add_to_counter(const std::string& key, std::int64_t amount) {
  auto& entry = touch(key);
  assert(entry.change == Change::merge);
  const Resized resized(bytes_, entry.value);
  merge_add(entry.value, amount);
}

void Overlay::raise(const std::string& key, std::uint64_t at_least) {
  auto& entry = touch(key);
  assert(entry.change == Change::merge);
  const Resized resized(bytes_, entry.value);
  merge_raise(entry.value, at_least);
}

void Overlay::change_set(const std::string& key, unsigned offset, bool present) {
  auto& entry = touch(key);
  assert(entry.change == Change::merge);
  const Resized resized(bytes_, entry.value);
  merge_set(entry.value, offset, present);
}

void Overlay::forget_in_set(const std::string& key, unsigned offset) {
  if (!own(key)) return;
  auto& entry = touch(key);
  const Resized resized(bytes_, entry.value);
  merge_forget(entry.value, offset);
}

void Overlay::add_to_set(const std::string& key, const NodeChunk& places) {
  auto& entry = touch(key);
  assert(entry.change == Change::merge);
  const Resized resized(bytes_, entry.value);
  merge_set(entry.value, places);
}

Overlay::Savepoint Overlay::savepoint() {
  spread_lists();
  ++epoch_;
  return undo_.size();
}

void Overlay::rollback_to(Savepoint point) {
  assert(point <= undo_.size());
  spread_lists();
  while (undo_.size() > point) {
    auto& [key, entry] = undo_.back();
    if (entry)
      entries_[key] = std::move(*entry);
    else
      entries_.erase(key);
    undo_.pop_back();
  }
  bytes_ = 0;
  for (const auto& [key, entry] : entries_) bytes_ += key.size() + entry_overhead + entry.value.size();
  ++epoch_;
}

}  // namespace skein::graph
