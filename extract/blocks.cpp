#include "extract/blocks.hpp"

#include <algorithm>

#include "storage/bytes.hpp"

namespace skein::extract {

namespace {

namespace s = storage;

constexpr std::uint8_t version = 1;
constexpr char block_space = 'b';
constexpr char decision_space = 'm';

std::string block_key(std::string_view key) { return "k" + std::string(key); }
std::string posting_prefix(std::string_view key) { return "p" + std::string(key) + '\0'; }

void put_counts(std::string& out, const std::map<std::string, std::uint32_t>& counts) {
  s::put_varint(out, counts.size());
  for (const auto& [name, count] : counts) {
    s::put_string(out, name);
    s::put_varint(out, count);
  }
}

void take_counts(s::ByteReader& in, std::map<std::string, std::uint32_t>& counts) {
  for (auto n = in.take_count(2); n > 0 && in.ok(); --n) {
    std::string name(in.take_string());
    counts[std::move(name)] = in.take_varint32();
  }
}

std::string encode(const Block& block) {
  std::string out;
  s::put_u8(out, version);
  s::put_string(out, block.representative);
  s::put_varint(out, block.entities);
  s::put_varint(out, block.types.size());
  for (const auto& [type, count] : block.types) {
    s::put_u8(out, static_cast<std::uint8_t>(type));
    s::put_varint(out, count);
  }
  put_counts(out, block.names);
  put_counts(out, block.ties);
  return out;
}

Result<Block> decode(std::string_view bytes) {
  s::ByteReader in(bytes);
  Block block;
  if (in.take_u8() > version)
    return Error{ErrorCode::newer_format, "a blocking record was written by a later skein"};
  block.representative = std::string(in.take_string());
  block.entities = in.take_varint32();
  for (auto n = in.take_count(2); n > 0 && in.ok(); --n) {
    const auto type = static_cast<EntityType>(in.take_u8());
    block.types[type] = in.take_varint32();
  }
  take_counts(in, block.names);
  take_counts(in, block.ties);
  if (!in.done()) return Error{ErrorCode::corruption, "a blocking record is damaged"};
  return block;
}

template <typename Map, typename Key>
void change(Map& map, const Key& key, int by) {
  auto& count = map[key];
  count = static_cast<std::uint32_t>(static_cast<long>(count) + by);
  if (count == 0) map.erase(key);
}

}  // namespace

Result<Block*> Blocks::get(const std::string& key) {
  if (const auto it = blocks_.find(key); it != blocks_.end()) return &it->second;
  SKEIN_ASSIGN(const auto bytes, transaction_.get_record(block_space, block_key(key)));
  Block block;
  if (bytes) {
    SKEIN_ASSIGN(block, decode(*bytes));
  }
  return &blocks_.emplace(key, std::move(block)).first->second;
}

Result<void> Blocks::apply(const Extraction& extraction, std::string_view document, int sign) {
  for (const auto& entity : extraction.entities) {
    for (const auto& key : entity.keys) {
      touched_[key] = true;
      SKEIN_ASSIGN(Block* const block, get(key));
      block->entities = static_cast<std::uint32_t>(static_cast<long>(block->entities) + sign);
      if (&key == &entity.keys.front()) {
        change(block->types, entity.type, sign);
        // A name that stands for itself without a mention counts a little all the same: half a mention,
        // doubled.
        for (const auto& n : entity.names)
          change(block->names, n.name, sign * static_cast<int>(2 * n.count + (n.count == 0 ? 1 : 0)));
      } else {
        const auto& first = entity.keys.front();
        change(block->ties, first, sign);
        SKEIN_ASSIGN(Block* const root, get(first));
        change(root->ties, key, sign);
      }
      const auto posting = posting_prefix(key) + std::string(document);
      if (sign > 0)
        SKEIN_TRY(transaction_.put_record(block_space, posting, {}));
      else
        SKEIN_TRY(transaction_.erase_record(block_space, posting));
    }
  }
  return {};
}

Result<std::vector<std::string>> Blocks::documents(const std::string& key) const {
  std::vector<std::string> out;
  const auto prefix = posting_prefix(key);
  SKEIN_TRY(transaction_.scan_records(block_space, prefix, [&](std::string_view found, std::string_view) {
    out.emplace_back(found.substr(prefix.size()));
    return true;
  }));
  return out;
}

Result<std::vector<std::string>> Blocks::component(const std::string& key) {
  std::vector<std::string> open = {key}, done;
  while (!open.empty()) {
    const auto at = std::move(open.back());
    open.pop_back();
    if (std::find(done.begin(), done.end(), at) != done.end()) continue;
    SKEIN_ASSIGN(Block* const block, get(at));
    if (block->entities == 0) continue;
    done.push_back(at);
    std::map<std::string, Decision> decisions;
    const auto prefix = at + '\0';
    SKEIN_TRY(transaction_.scan_records(
        decision_space, prefix, [&](std::string_view found, std::string_view value) {
          if (!value.empty())
            decisions[std::string(found.substr(prefix.size()))] = static_cast<Decision>(value[0]);
          return true;
        }));
    for (const auto& [other, count] : block->ties)
      if (const auto it = decisions.find(other); it == decisions.end() || it->second != Decision::separate)
        open.push_back(other);
    for (const auto& [other, decision] : decisions)
      if (decision == Decision::merge) open.push_back(other);
  }
  std::sort(done.begin(), done.end());
  return done;
}

std::vector<std::string> Blocks::touched() const {
  std::vector<std::string> keys;
  for (const auto& [key, yes] : touched_) keys.push_back(key);
  return keys;
}

Result<void> Blocks::flush() {
  for (const auto& [key, block] : blocks_) {
    if (block.entities == 0)
      SKEIN_TRY(transaction_.erase_record(block_space, block_key(key)));
    else
      SKEIN_TRY(transaction_.put_record(block_space, block_key(key), encode(block)));
  }
  return {};
}

Result<void> put_decision(graph::Transaction& transaction, const std::string& a, const std::string& b,
                          Decision decision) {
  const std::string value(1, static_cast<char>(decision));
  SKEIN_TRY(transaction.put_record(decision_space, a + '\0' + b, value));
  return transaction.put_record(decision_space, b + '\0' + a, value);
}

Result<void> erase_decision(graph::Transaction& transaction, const std::string& a, const std::string& b) {
  SKEIN_TRY(transaction.erase_record(decision_space, a + '\0' + b));
  return transaction.erase_record(decision_space, b + '\0' + a);
}

}  // namespace skein::extract
