// What is known of words before any text is read: parts of speech (from WordNet), open name lists, and the
// cluster a word belongs to by the company it keeps. Looked up by the hash of the lower-case word; phrases by
// phrase_hash().
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "extract/model/hash.hpp"
#include "extract/model/model_file.hpp"

namespace skein::extract {

// Bits of Lexicon::Entry::flags. Stored in model files.
namespace lex {
inline constexpr std::uint32_t noun = 1u << 0;
inline constexpr std::uint32_t verb = 1u << 1;
inline constexpr std::uint32_t adjective = 1u << 2;
inline constexpr std::uint32_t adverb = 1u << 3;
inline constexpr std::uint32_t first_name = 1u << 4;
inline constexpr std::uint32_t surname = 1u << 5;
inline constexpr std::uint32_t city = 1u << 6;
inline constexpr std::uint32_t country = 1u << 7;
inline constexpr std::uint32_t region = 1u << 8;
inline constexpr std::uint32_t demonym = 1u << 9;
inline constexpr std::uint32_t organization = 1u << 10;
inline constexpr std::uint32_t legal_form = 1u << 11;
inline constexpr std::uint32_t title = 1u << 12;       // "Mr", "President", "Dr"
inline constexpr std::uint32_t occupation = 1u << 13;  // "founder", "analyst"
inline constexpr std::uint32_t company = 1u << 14;     // a listed company's name without its legal form
inline constexpr std::uint32_t team = 1u << 15;
inline constexpr std::uint32_t calendar = 1u << 16;  // months, days of the week
inline constexpr std::uint32_t currency = 1u << 17;
inline constexpr std::uint32_t famous = 1u << 18;             // well-known people
inline constexpr std::uint32_t organization_noun = 1u << 19;  // "university", "bank", "ministry"
inline constexpr std::uint32_t place_noun = 1u << 20;         // "river", "province"
inline constexpr std::uint32_t event_noun = 1u << 21;         // "championship", "summit"
inline constexpr std::uint32_t work_noun = 1u << 22;          // "album", "novel"
inline constexpr std::uint32_t small_city = 1u << 23;
inline constexpr std::uint32_t starts_phrase = 1u << 24;  // some phrase in the lexicon begins with this word
inline constexpr std::uint32_t word_classes = noun | verb | adjective | adverb;
inline constexpr std::uint32_t names = first_name | surname | city | country | region | demonym |
                                       organization | company | team | famous | small_city;
}  // namespace lex

class Lexicon {
 public:
  struct Entry {
    std::uint32_t flags = 0;
    std::uint16_t cluster = 0;       // 0: none
    std::uint16_t wide_cluster = 0;  // of a coarser clustering; 0: none
  };

  // As it lies in the file. There are few different flags, so a slot has their number in section "kinds", and
  // both clusters share 16 bits.
  struct Slot {
    std::uint32_t key = 0;       // lower half of the hash
    std::uint16_t kind = 0;      // 0: no flags
    std::uint16_t clusters = 0;  // cluster * most_wide_clusters + wide cluster
    [[nodiscard]] bool empty() const { return kind == 0 && clusters == 0; }
  };
  static constexpr std::uint16_t most_wide_clusters = 64;
  static constexpr std::uint16_t most_clusters = 1024;

  static Result<Lexicon> open(const std::filesystem::path& path);

  // What is known of the word or phrase with this hash; an entry of zeros when nothing is.
  [[nodiscard]] Entry find(std::uint64_t hash) const {
    auto at = static_cast<std::size_t>(((hash >> 32) * slots_.size()) >> 32);
    const auto key = static_cast<std::uint32_t>(hash);
    for (;;) {
      const Slot& s = slots_[at];
      if (s.empty()) return {};
      if (s.key == key)
        return {kinds_[s.kind], static_cast<std::uint16_t>(s.clusters / most_wide_clusters),
                static_cast<std::uint16_t>(s.clusters % most_wide_clusters)};
      if (++at == slots_.size()) at = 0;
    }
  }

 private:
  explicit Lexicon(ModelFile file) : file_(std::move(file)) {}

  ModelFile file_;
  std::span<const std::uint32_t> kinds_;  // flags
  std::span<const Slot> slots_;
};

inline constexpr int longest_phrase = 5;  // words

// The hash of a phrase from that of all its words but the last, and the last word's hash.
constexpr std::uint64_t phrase_hash(std::uint64_t before, std::uint64_t word) {
  return feature(900, before, word);
}

}  // namespace skein::extract
