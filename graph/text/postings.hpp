// Where words stand: what a text index keeps, and where a search reads it from.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/result.hpp"

namespace skein::graph::text {

// One word in one entry (a node, a sentence).
struct Posting {
  std::uint32_t length = 0;              // of the entry, in words
  std::vector<std::uint32_t> positions;  // ascending, each once
  bool operator==(const Posting&) const = default;
};
std::string encode(const Posting& posting);
std::optional<Posting> decode_posting(std::string_view bytes);

// The postings of an entry by their term. Values (a name, each alias) are apart by `value_gap` positions, so
// that no phrase runs from one into the next.
inline constexpr std::uint32_t value_gap = 100;
std::map<std::string, Posting> postings_of(std::span<const std::string> values);

struct TextSize {
  std::uint64_t entries = 0, words = 0;
};

// Entries are known by bytes that sort as they should be given out when they score the same.
class PostingSource {
 public:
  virtual ~PostingSource() = default;
  [[nodiscard]] virtual Result<TextSize> size() const = 0;
  using Visit = std::function<void(std::string_view entry, const Posting& posting)>;
  // In order of entries.
  virtual Result<void> each_posting(const std::string& term, const Visit& visit) const = 0;
  // Terms that begin so, ascending; false from the callback ends the walk.
  virtual Result<void> each_term(const std::string& prefix,
                                 const std::function<bool(const std::string&)>& visit) const = 0;
};

// Postings in memory, of texts that no index holds.
class MemoryPostings final : public PostingSource {
 public:
  void add(std::string_view entry, std::span<const std::string> values);
  [[nodiscard]] Result<TextSize> size() const override { return size_; }
  Result<void> each_posting(const std::string& term, const Visit& visit) const override;
  Result<void> each_term(const std::string& prefix,
                         const std::function<bool(const std::string&)>& visit) const override;

 private:
  std::map<std::string, std::map<std::string, Posting, std::less<>>> terms_;
  TextSize size_;
};

}  // namespace skein::graph::text
