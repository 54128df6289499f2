#include "extract/resolve/blocks.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "extract/resolve/resolve.hpp"
#include "storage/bytes.hpp"

namespace skein::extract {

namespace {

namespace s = storage;

constexpr std::uint8_t version = 3;  // 2: leans_on, leaning, linked; 3: labels, canonical
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
  put_counts(out, block.leans_on);
  put_counts(out, block.leaning);
  s::put_string(out, block.linked);
  s::put_varint(out, block.countries);
  put_counts(out, block.labels);
  put_counts(out, block.canonical);
  return out;
}

Result<Block> decode(std::string_view bytes) {
  s::ByteReader in(bytes);
  Block block;
  const auto written = in.take_u8();
  if (written > version)
    return Error{ErrorCode::newer_format, "a blocking record was written by a later skein"};
  block.representative = std::string(in.take_string());
  block.entities = in.take_varint32();
  for (auto n = in.take_count(2); n > 0 && in.ok(); --n) {
    const auto type = static_cast<EntityType>(in.take_u8());
    block.types[type] = in.take_varint32();
  }
  take_counts(in, block.names);
  take_counts(in, block.ties);
  if (written >= 2) {
    take_counts(in, block.leans_on);
    take_counts(in, block.leaning);
    block.linked = std::string(in.take_string());
    block.countries = in.take_varint32();
  }
  if (written >= 3) {
    take_counts(in, block.labels);
    take_counts(in, block.canonical);
  }
  if (!in.done()) return Error{ErrorCode::corruption, "a blocking record is damaged"};
  return block;
}

bool is_empty(const Block& block) {
  return block.entities == 0 && block.leaning.empty() && block.leans_on.empty();
}

// Which of the keys that lean on a block it is one with: "" none, else '+' and the one longer form that most
// entities mean by it (doubts are always linked to a block that somebody has). A short form that serves
// several long ones is linked to the one that four in five mean, or to none. Of a block that nobody has,
// doubts are linked to that longer form, so there must be one, and doubts.
std::string link_of(const std::string& key, const Block& block) {
  if (block.leaning.empty()) return {};
  std::uint32_t all = 0, most = 0;
  std::string chosen;
  bool doubts = false;
  for (const auto& [other, count] : block.leaning) {
    if (!is_short_form(key, other)) {
      doubts = true;
      continue;
    }
    all += count;
    if (count > most) {
      most = count;
      chosen = other;
    }
  }
  if (most * 5 < all * 4) chosen.clear();
  if (block.entities == 0 && (chosen.empty() || !doubts)) return {};
  return "+" + chosen;
}

// Is `key` one with `other`, which leans on it?
bool is_linked(const std::string& key, const Block& block, const std::string& other) {
  const auto link = link_of(key, block);
  if (link.empty()) return false;
  return !is_short_form(key, other) || link.substr(1) == other;
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
      if (entity.country)
        block->countries = static_cast<std::uint32_t>(static_cast<long>(block->countries) + sign);
      if (&key == &entity.keys.front()) {
        change(block->types, entity.type, sign);
        if (!entity.labels.empty())
          change(block->labels, fmt::format("{} {}", fmt::join(entity.labels, " "), name(entity.type)), sign);
        if (!entity.canonical.empty()) change(block->canonical, entity.canonical, sign);
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
    const auto& first = entity.keys.front();
    for (const auto& key : entity.leans_on) {
      touched_[key] = true;
      SKEIN_ASSIGN(Block* const own, get(first));
      change(own->leans_on, key, sign);
      SKEIN_ASSIGN(Block* const other, get(key));
      change(other->leaning, first, sign);
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

Result<void> Blocks::settle_links() {
  for (const auto& key : touched()) {
    SKEIN_ASSIGN(Block* const block, get(key));
    // What a person tied to a key that has come or gone has no document that says so.
    SKEIN_ASSIGN(const auto decided, decisions(key));
    for (const auto& [other, decision] : decided) touched_[other] = true;
    auto now = link_of(key, *block);
    // Components are looked for from a key that somebody has.
    if (block->entities == 0 && now.size() > 1) touched_[now.substr(1)] = true;
    if (now == block->linked) continue;
    for (const auto& [other, count] : block->leaning) touched_[other] = true;
    block->linked = std::move(now);
  }
  return {};
}

Result<std::map<std::string, Decision>> Blocks::decisions(const std::string& key) {
  std::map<std::string, Decision> found, meant;
  const auto read = [&](const std::string& of) {
    const auto prefix = of + '\0';
    return transaction_.scan_records(
        decision_space, prefix, [&](std::string_view name, std::string_view value) {
          if (!value.empty())
            found[std::string(name.substr(prefix.size()))] = static_cast<Decision>(value[0]);
          return true;
        });
  };
  SKEIN_TRY(read(key));
  if (const auto plain = without_walk(key); plain != key) {
    SKEIN_ASSIGN(const Block* const block, get(plain));
    if (block->entities == 0) SKEIN_TRY(read(plain));
  }
  for (const auto& [other, decision] : found) {
    meant[other] = decision;
    if (!other.starts_with("p:")) continue;
    SKEIN_ASSIGN(const Block* const block, get(other));
    if (block->entities > 0) continue;
    for (const auto walk : walk_names) meant[full_name_key(other, walk)] = decision;
  }
  return meant;
}

void Blocks::touch(const std::string& key) {
  touched_[key] = true;
  if (key.starts_with("p:"))
    for (const auto walk : walk_names) touched_[full_name_key(key, walk)] = true;
}

Result<std::vector<Blocks::Tie>> Blocks::ties(const std::string& key) {
  std::vector<Tie> out;
  SKEIN_ASSIGN(const Block* const block, get(key));
  if (block->entities == 0) return out;
  SKEIN_ASSIGN(const auto decided, decisions(key));
  for (const auto& [other, decision] : decided)
    if (decision == Decision::merge) out.push_back({other, Tie::Kind::decision});
  for (const auto& [other, count] : block->ties) out.push_back({other, Tie::Kind::names});
  const auto kind = [](const std::string& short_form, const std::string& other) {
    return is_short_form(short_form, other) ? Tie::Kind::short_form : Tie::Kind::doubt;
  };
  for (const auto& [other, count] : block->leaning)
    if (is_linked(key, *block, other)) out.push_back({other, kind(key, other)});
  for (const auto& [other, count] : block->leans_on) {
    SKEIN_ASSIGN(const Block* const leant, get(other));
    if (!is_linked(other, *leant, key)) continue;
    if (leant->entities > 0) {
      out.push_back({other, kind(other, key)});
      continue;
    }
    // Nobody has the key: who doubts meets the one longer form there, and no other doubt.
    for (const auto& [met, met_count] : leant->leaning)
      if (is_linked(other, *leant, met) && is_short_form(other, met) != is_short_form(other, key))
        out.push_back({met, Tie::Kind::doubt});
  }
  std::erase_if(out, [&](const Tie& tie) {
    const auto it = decided.find(tie.key);
    return it != decided.end() && it->second == Decision::separate;
  });
  return out;
}

// Ties are taken one after another, those of people first, and none that would bring together what a person
// keeps apart. So the outcome depends on the ties alone.
Result<std::vector<std::vector<std::string>>> Blocks::components(const std::string& key) {
  std::vector<std::vector<std::string>> groups;
  std::vector<std::string> open = {key};
  std::set<std::string> seen;
  std::set<std::tuple<int, std::string, std::string>> edges;
  std::set<std::pair<std::string, std::string>> apart;
  while (!open.empty()) {
    const auto at = std::move(open.back());
    open.pop_back();
    if (seen.contains(at)) continue;
    SKEIN_ASSIGN(const Block* const block, get(at));
    if (block->entities == 0) continue;
    seen.insert(at);
    SKEIN_ASSIGN(const auto tied, ties(at));
    for (const auto& tie : tied) {
      open.push_back(tie.key);
      const int rank = tie.kind == Tie::Kind::decision ? 0 : tie.kind == Tie::Kind::names ? 1 : 2;
      edges.emplace(rank, std::min(at, tie.key), std::max(at, tie.key));
    }
    SKEIN_ASSIGN(const auto decided, decisions(at));
    for (const auto& [other, decision] : decided)
      if (decision == Decision::separate) apart.emplace(std::min(at, other), std::max(at, other));
  }
  if (seen.empty()) return groups;
  if (apart.empty()) {
    groups.emplace_back(seen.begin(), seen.end());
    return groups;
  }
  std::map<std::string, std::size_t> group_of;
  for (const auto& k : seen) {
    group_of[k] = groups.size();
    groups.push_back({k});
  }
  for (const auto& [rank, a, b] : edges) {
    if (!seen.contains(a) || !seen.contains(b)) continue;
    const auto from = group_of[b], into = group_of[a];
    if (from == into) continue;
    const bool refused = std::any_of(apart.begin(), apart.end(), [&](const auto& pair) {
      const auto x = group_of.find(pair.first), y = group_of.find(pair.second);
      return x != group_of.end() && y != group_of.end() &&
             ((x->second == from && y->second == into) || (x->second == into && y->second == from));
    });
    if (refused) continue;
    for (const auto& k : groups[from]) group_of[k] = into;
    groups[into].insert(groups[into].end(), groups[from].begin(), groups[from].end());
    groups[from].clear();
  }
  std::erase_if(groups, [](const auto& group) { return group.empty(); });
  for (auto& group : groups) std::sort(group.begin(), group.end());
  std::sort(groups.begin(), groups.end());
  return groups;
}

std::vector<std::string> Blocks::touched() const {
  std::vector<std::string> keys;
  for (const auto& [key, yes] : touched_) keys.push_back(key);
  return keys;
}

Result<void> Blocks::flush() {
  for (const auto& [key, block] : blocks_) {
    if (is_empty(block))
      SKEIN_TRY(transaction_.erase_record(block_space, block_key(key)));
    else
      SKEIN_TRY(transaction_.put_record(block_space, block_key(key), encode(block)));
  }
  return {};
}

namespace {

std::string encode_decision(Decision decision, const std::string& name, const std::string& other) {
  std::string out(1, static_cast<char>(decision));
  s::put_string(out, name);
  s::put_string(out, other);
  return out;
}

}  // namespace

Result<void> put_decision(graph::Transaction& transaction, const DecisionRecord& r) {
  SKEIN_TRY(transaction.put_record(decision_space, r.key + '\0' + r.other,
                                   encode_decision(r.decision, r.name, r.other_name)));
  return transaction.put_record(decision_space, r.other + '\0' + r.key,
                                encode_decision(r.decision, r.other_name, r.name));
}

Result<bool> erase_decision(graph::Transaction& transaction, const std::string& a, const std::string& b) {
  SKEIN_ASSIGN(const auto there, transaction.get_record(decision_space, a + '\0' + b));
  if (!there) return false;
  SKEIN_TRY(transaction.erase_record(decision_space, a + '\0' + b));
  SKEIN_TRY(transaction.erase_record(decision_space, b + '\0' + a));
  return true;
}

Result<std::vector<DecisionRecord>> decisions(const graph::Transaction& transaction) {
  std::vector<DecisionRecord> out;
  bool damaged = false;
  SKEIN_TRY(transaction.scan_records(decision_space, {}, [&](std::string_view key, std::string_view value) {
    const auto zero = key.find('\0');
    if (zero == key.npos || value.empty()) return !(damaged = true);
    DecisionRecord r;
    r.key = key.substr(0, zero);
    r.other = key.substr(zero + 1);
    if (r.other < r.key) return true;  // told from the other side already
    r.decision = static_cast<Decision>(value[0]);
    s::ByteReader in(value.substr(1));
    if (value.size() > 1) {
      r.name = std::string(in.take_string());
      r.other_name = std::string(in.take_string());
      if (!in.done()) return !(damaged = true);
    }
    out.push_back(std::move(r));
    return true;
  }));
  if (damaged) return Error{ErrorCode::corruption, "a record of a decision about names is damaged"};
  return out;
}

Result<void> for_each_block(const graph::Transaction& transaction,
                            const std::function<bool(std::string_view, const Block&)>& visit) {
  Result<void> outcome;
  SKEIN_TRY(transaction.scan_records(block_space, "k", [&](std::string_view key, std::string_view value) {
    const auto block = decode(value);
    if (!block.ok()) return outcome = block.error(), false;
    return visit(key.substr(1), *block);
  }));
  return outcome;
}

}  // namespace skein::extract
