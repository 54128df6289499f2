#include "graph/text/postings.hpp"

#include "graph/text/words.hpp"
#include "graph/varint.hpp"
#include "storage/bytes.hpp"

namespace skein::graph::text {

// version:1, length, count, positions as differences.
constexpr std::uint8_t posting_version = 1;

std::string encode(const Posting& posting) {
  std::string out(1, static_cast<char>(posting_version));
  storage::put_varint(out, posting.length);
  storage::put_varint(out, posting.positions.size());
  std::uint32_t last = 0;
  for (const auto position : posting.positions) {
    storage::put_varint(out, position - last);
    last = position;
  }
  return out;
}

std::optional<Posting> decode_posting(std::string_view bytes) {
  RecordReader in(bytes);
  if (in.byte() != posting_version) return std::nullopt;
  Posting posting;
  posting.length = static_cast<std::uint32_t>(in.varint());
  const auto count = in.varint();
  std::uint32_t last = 0;
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    last += static_cast<std::uint32_t>(in.varint());
    posting.positions.push_back(last);
  }
  if (!in.ok() || !in.at_end() || count == 0) return std::nullopt;
  return posting;
}

std::map<std::string, Posting> postings_of(std::span<const std::string> values) {
  std::map<std::string, Posting> out;
  std::uint32_t begin = 0, length = 0;
  for (const auto& value : values) {
    std::uint32_t end = begin;
    for (auto& word : words(value)) {
      out[std::move(word.term)].positions.push_back(begin + word.position);
      end = begin + word.position + 1;
      ++length;
    }
    begin = end + value_gap;
  }
  for (auto& one : out) one.second.length = length;
  return out;
}

void MemoryPostings::add(std::string_view entry, std::span<const std::string> values) {
  auto found = postings_of(values);
  if (found.empty()) return;
  ++size_.entries;
  size_.words += found.begin()->second.length;
  for (auto& [term, posting] : found) terms_[term].emplace(entry, std::move(posting));
}

Result<void> MemoryPostings::each_posting(const std::string& term, const Visit& visit) const {
  const auto it = terms_.find(term);
  if (it == terms_.end()) return {};
  for (const auto& [entry, posting] : it->second) visit(entry, posting);
  return {};
}

Result<void> MemoryPostings::each_term(const std::string& prefix,
                                       const std::function<bool(const std::string&)>& visit) const {
  for (auto it = terms_.lower_bound(prefix); it != terms_.end() && it->first.starts_with(prefix); ++it)
    if (!visit(it->first)) break;
  return {};
}

}  // namespace skein::graph::text
