// The words that say which relation holds: those of the lists that rules name with "told_by", "denied_by" and
// "named_by".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "extract/rules/rules.hpp"

namespace skein::extract {

// For up to 64 relations; each set below has a bit for each of them, in the order in which they were given.
class TellingWords {
 public:
  using Relations = std::uint64_t;
  struct Word {
    Relations tells = 0;   // relations that it tells of where it stands beside their ends
    Relations denies = 0;  // relations that do not hold where it stands on the way between their ends
    Relations names = 0;   // relations that it tells of as a part of their object
  };

  TellingWords(const RuleSet& rules, const std::vector<std::string>& relations);

  // A lower case form or a lemma; nothing for a word that tells of none.
  [[nodiscard]] Word find(std::string_view word) const {
    const auto it = words_.find(word);
    return it == words_.end() ? Word{} : it->second;
  }
  // Relations that need no word beside their ends, or in their object.
  [[nodiscard]] Relations told_by_nothing() const { return told_by_nothing_; }
  [[nodiscard]] Relations named_by_nothing() const { return named_by_nothing_; }
  // A hash of the name of each relation.
  [[nodiscard]] std::span<const std::uint64_t> relations() const { return relations_; }

 private:
  std::unordered_map<std::string, Word, StringHash, std::equal_to<>> words_;
  std::vector<std::uint64_t> relations_;
  Relations told_by_nothing_ = 0, named_by_nothing_ = 0;
};

}  // namespace skein::extract
