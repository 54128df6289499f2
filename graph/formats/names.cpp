#include "graph/formats/names.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "graph/formats/content.hpp"
#include "storage/bytes.hpp"

namespace skein::graph::formats {

namespace {

using storage::checksum;

constexpr int rounds = 3;

std::uint64_t hash_of(std::uint64_t a, std::uint64_t b) {
  const std::uint64_t both[] = {a, b};
  return checksum({reinterpret_cast<const char*>(both), sizeof both});
}

// "n:7-10" as "n:7" and 10.
std::pair<std::string_view, unsigned long> parts(std::string_view name) {
  const auto dash = name.rfind('-');
  if (dash == std::string_view::npos) return {name, 1};
  unsigned long number = 0;
  for (const char c : name.substr(dash + 1)) {
    if (c < '0' || c > '9' || number > 1'000'000'000) return {name, 1};
    number = number * 10 + static_cast<unsigned long>(c - '0');
  }
  return {name.substr(0, dash), number};
}

}  // namespace

Result<ContentNames> ContentNames::of(const Transaction& transaction, const QueryContext* context) {
  ContentNames names;
  Subgraph everything;
  everything.context = context;
  SKEIN_ASSIGN(names.numbers_, NodeNumbers::of(transaction, everything));
  const std::size_t count = names.numbers_.size();
  names.hashes_.reserve(count);
  names.uid_ends_.reserve(count);
  std::string content;
  SKEIN_TRY(for_each_node(transaction, everything, [&](NodeId node) -> Result<void> {
    SKEIN_ASSIGN(const auto origin, transaction.origin(node));
    SKEIN_ASSIGN(const auto properties, named_properties(transaction, node));
    const Value* uid = origin == Origin::derived ? find(properties, "uid") : nullptr;
    if (uid != nullptr && uid->is<std::string>()) {
      names.uids_ += uid->as_string();
      names.hashes_.push_back(checksum(uid->as_string()));
    } else {
      SKEIN_ASSIGN(const auto labels, label_names(transaction, node));
      content.clear();
      append_json_array(content, labels);
      append_json_members(content, properties, true);
      names.hashes_.push_back(checksum(content));
    }
    names.uid_ends_.push_back(static_cast<std::uint32_t>(names.uids_.size()));
    return {};
  }));

  // Only nodes that look alike need a look around them.
  std::vector<std::uint8_t> alike(count, 0);
  {
    std::vector<std::uint64_t> sorted = names.hashes_;
    std::sort(sorted.begin(), sorted.end());
    bool any = false;
    for (std::size_t i = 0; i < count; ++i) {
      const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), names.hashes_[i]);
      alike[i] = last - first > 1;
      any = any || alike[i];
    }
    if (!any) return names;
  }
  Result<void> status;
  names.refine(transaction, everything, alike, status);
  if (!status) return std::move(status).error();

  std::unordered_map<std::uint64_t, std::uint32_t> seen;
  for (std::size_t i = 0; i < count; ++i) {
    if (!alike[i]) continue;
    const auto nth = ++seen[names.hashes_[i]];
    if (nth > 1) names.twins_.emplace(i, nth);
  }
  return names;
}

// Each round takes in the hashes one step further away. Sums do not depend on the order of neighbours.
void ContentNames::refine(const Transaction& transaction, const Subgraph& everything,
                          const std::vector<std::uint8_t>& alike, Result<void>& status) {
  std::vector<std::uint64_t> around(hashes_.size());
  for (int round = 0; round < rounds && status.ok(); ++round) {
    std::fill(around.begin(), around.end(), 0);
    TypeId type;
    std::uint64_t outwards = 0, inwards = 0;
    bool begun = false;
    status = for_each_relationship(transaction, everything, [&](const RelationshipId& r) -> Result<void> {
      if (!begun || r.type != type) {
        begun = true;
        type = r.type;
        const std::string name(transaction.catalog().name(type));
        outwards = checksum(name + ">");
        inwards = checksum(name + "<");
      }
      const auto from = numbers_(r.from) - 1, to = numbers_(r.to) - 1;
      if (alike[from]) around[from] += hash_of(outwards, hashes_[to]);
      if (alike[to]) around[to] += hash_of(inwards, hashes_[from]);
      return {};
    });
    for (std::size_t i = 0; i < hashes_.size(); ++i) {
      if (alike[i]) hashes_[i] = hash_of(hashes_[i], around[i]);
    }
  }
}

std::string ContentNames::node(NodeId node) const {
  const auto number = numbers_(node) - 1;
  const std::uint32_t begin = number == 0 ? 0 : uid_ends_[number - 1];
  if (uid_ends_[number] > begin) return uids_.substr(begin, uid_ends_[number] - begin);
  std::string name = fmt::format("n:{:016x}", hashes_[number]);
  if (const auto twin = twins_.find(number); twin != twins_.end()) name += fmt::format("-{}", twin->second);
  return name;
}

bool ContentNames::before(std::string_view a, std::string_view b) { return parts(a) < parts(b); }

Result<std::string> RelationshipNames::next(const RelationshipId& r) {
  if (r.from != last_.from || from_.empty()) from_ = nodes_.node(r.from);
  if (r.to != last_.to || to_.empty()) to_ = nodes_.node(r.to);
  if (r.from != last_.from || r.to != last_.to || r.type != last_.type) seen_.clear();
  last_ = r;
  SKEIN_ASSIGN(const auto origin, transaction_.origin(r));
  std::string content = fmt::format("{}\n{}\n{}", from_, transaction_.catalog().name(r.type), to_);
  if (origin == Origin::written) {
    SKEIN_ASSIGN(const auto properties, named_properties(transaction_, r));
    content += '\n';
    append_json_members(content, properties, true);
  }
  const auto hash = checksum(content);
  std::string name = fmt::format("{}:{:016x}", origin == Origin::derived ? 'r' : 'w', hash);
  if (const int nth = ++seen_[hash]; nth > 1) name += fmt::format("-{}", nth);
  return name;
}

}  // namespace skein::graph::formats
