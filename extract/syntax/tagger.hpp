// Parts of speech: a greedy averaged perceptron over hashed features, from left to right (after M. Collins,
// "Discriminative training methods for hidden Markov models", EMNLP 2002).
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "extract/document.hpp"
#include "extract/model/weights.hpp"
#include "extract/syntax/tagger_features.hpp"
#include "extract/text/words.hpp"

namespace skein::extract {

class Tagger {
 public:
  // One of the tagger's own tags, finer than Upos.
  struct Label {
    Upos tag = Upos::x;
    Form form = Form::none;
    std::uint8_t kind = 0;  // tells apart what tag and form do not: particles, question words ...
    std::uint8_t unused = 0;
  };
  // Section "words": what training knows of a word.
  struct KnownWord {
    std::uint32_t key = 0;
    TagClass tags;
    std::uint8_t sure = 0;  // 1: the word had its usual tag (nearly) always; it is not looked at further
    std::uint8_t used = 0;
  };

  static Result<Tagger> open(const std::filesystem::path& path);

  // Sets tag, form and tag_id of every token. `words` are the traits of all tokens.
  void tag(Document& document, std::span<const WordTraits> words) const;

  [[nodiscard]] std::span<const Label> labels() const { return labels_; }
  [[nodiscard]] KnownWord known(const WordTraits& word) const;

 private:
  explicit Tagger(ModelFile file) : file_(std::move(file)) {}

  ModelFile file_;
  std::span<const Label> labels_;
  std::span<const KnownWord> words_;
  SparseWeights weights_;
};

// Are most words of tokens[first, last) capitalised? Then capitals say little (headlines).
bool is_title_case(std::span<const WordTraits> words);

}  // namespace skein::extract
