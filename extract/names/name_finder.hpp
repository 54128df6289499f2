// Names of people, organisations, places, products ...: a linear-chain model over hashed features (Lafferty,
// McCallum and Pereira 2001), decoded by Viterbi, and then made consistent over the document.
#pragma once

#include <filesystem>
#include <span>

#include "extract/document.hpp"
#include "extract/model/weights.hpp"
#include "extract/names/name_features.hpp"

namespace skein::extract {

class NameFinder {
 public:
  static Result<NameFinder> open(const std::filesystem::path& path);

  // Appends the names to document.mentions, sorted. Tokens must be tagged. `words` are the traits of all
  // tokens.
  void find(Document& document, std::span<const WordTraits> words, const Lexicon& lexicon) const;

 private:
  explicit NameFinder(ModelFile file) : file_(std::move(file)) {}
  ModelFile file_;
  SparseWeights weights_;
  std::span<const std::int32_t> transitions_;  // [before][next], name_label::count each
};

}  // namespace skein::extract
