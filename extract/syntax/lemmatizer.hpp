// Dictionary forms: "was" -> "be", "companies" -> "company". A table of irregular words first, then rules of
// ending that must lead to a word which WordNet knows, then rules alone.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "extract/document.hpp"
#include "extract/model/model_file.hpp"
#include "extract/syntax/lexicon.hpp"

namespace skein::extract {

class Lemmatizer {
 public:
  struct Slot {
    std::uint32_t key = 0;
    std::uint32_t text = 0;  // offset in section "text" * 256 + size; 0: empty
  };

  static Result<Lemmatizer> open(const std::filesystem::path& path);

  // Sets the lemma of every token. Tokens must be tagged.
  void lemmatize(Document& document, const Lexicon& lexicon) const;

  // The irregular lemma, or an empty view.
  [[nodiscard]] std::string_view irregular(std::string_view lower, Upos tag, Form form) const;

 private:
  explicit Lemmatizer(ModelFile file) : file_(std::move(file)) {}

  ModelFile file_;
  std::span<const Slot> slots_;
  std::span<const char> text_;
};

// The lemma by rules alone. `lower` is the lower-case word.
std::string regular_lemma(std::string_view lower, Upos tag, Form form, const Lexicon& lexicon);

// How irregular words are filed: by word and by what inflects alike.
std::uint64_t lemma_key(std::string_view lower, Upos tag, Form form);

}  // namespace skein::extract
