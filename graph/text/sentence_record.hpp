// What an index over the sentences of evidence keeps for each sentence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skein::graph {

struct SentenceRecord {
  std::uint64_t pieces = 0;  // of evidence that stand in it
  std::uint32_t words = 0;
  std::vector<std::string> terms;  // that it has postings of, ascending
  bool operator==(const SentenceRecord&) const = default;
};
std::string encode_sentence(const SentenceRecord& record);
std::optional<SentenceRecord> decode_sentence(std::string_view bytes);

}  // namespace skein::graph
