#include "extract/claims/telling_words.hpp"

#include "extract/model/hash.hpp"

namespace skein::extract {

TellingWords::TellingWords(const RuleSet& rules, const std::vector<std::string>& relations) {
  Relations bit = 1;
  for (const auto& relation : relations) {
    relations_.push_back(hash_text(relation));
    const auto &beside = rules.told_by(relation), &within = rules.named_by(relation);
    if (beside.empty()) told_by_nothing_ |= bit;
    if (within.empty()) named_by_nothing_ |= bit;
    for (const auto& list : beside)
      for (const auto& word : rules.list(list)) words_[word].tells |= bit;
    for (const auto& list : rules.denied_by(relation))
      for (const auto& word : rules.list(list)) words_[word].denies |= bit;
    for (const auto& list : within)
      for (const auto& word : rules.list(list)) words_[word].names |= bit;
    bit <<= 1;
  }
}

}  // namespace skein::extract
