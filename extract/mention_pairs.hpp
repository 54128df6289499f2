// What can be said of two mentions in one sentence, as features of a linear model: the words and the
// dependency path between them, what they are, what stands beside them, and which rules fire on them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "extract/discourse.hpp"
#include "extract/document.hpp"
#include "extract/model/hash.hpp"
#include "extract/relations.hpp"
#include "extract/rules.hpp"
#include "extract/syntax.hpp"

namespace skein::extract {

// A mention with the entity it stands for: an end of a possible relation.
struct PairEnd {
  Party party;
  EntityType type = EntityType::none;
  MentionKind kind = MentionKind::name;
  TokenRange tokens;
  std::uint32_t head = no_token;
};

// The mentions of a sentence that a relation may join, in the order of the text.
std::vector<PairEnd> pair_ends(const Document& document, Discourse& discourse, const Sentence& sentence,
                               const std::vector<std::uint32_t>& mentions);

// The mentions of every sentence, sorted by span.
std::vector<std::vector<std::uint32_t>> mentions_by_sentence(const Document& document);

// The features of pairs within one sentence. Must not outlive what it is made of.
class PairReader {
 public:
  PairReader(const Document& document, const Syntax& syntax, const Discourse& discourse,
             const Sentence& sentence, const std::vector<PairEnd>& ends,
             const std::vector<Finding>& findings);

  // Features of the ordered pair; hashes are stored in model files.
  void read(std::size_t subject, std::size_t object, std::vector<Feature>& out) const;
  // Does one of these words (lemmas or lower case forms) stand where it may carry what is said of the pair:
  // on the path between the two or beside it, between them when they are near, or in a description that is
  // one of them? The two dates of a life in brackets behind a name need none.
  [[nodiscard]] bool told_by(const std::vector<const WordSet*>& words, std::size_t subject,
                             std::size_t object) const;
  // Is one of these words part of the object?
  [[nodiscard]] bool named_by(const std::vector<const WordSet*>& words, std::size_t object) const;
  // The word that carries what is said of the pair: the highest one on the path between them.
  [[nodiscard]] std::uint32_t trigger(std::size_t subject, std::size_t object) const;

 private:
  struct Path {
    std::vector<std::uint32_t> up,
        down;  // tokens from the subject's head to the top, and from below it to the object
    bool joined = false;
  };
  [[nodiscard]] Path path(std::uint32_t from, std::uint32_t to) const;
  [[nodiscard]] std::uint64_t symbol(std::int64_t token) const;
  void words(const PairEnd& first, const PairEnd& second, std::uint64_t direction,
             std::vector<Feature>& out) const;
  void dependencies(const PairEnd& subject, const PairEnd& object, std::vector<Feature>& out) const;
  void surroundings(const PairEnd& end, std::uint64_t which, std::vector<Feature>& out) const;
  void rules(const PairEnd& subject, const PairEnd& object, std::vector<Feature>& out) const;
  [[nodiscard]] bool is_below(std::uint32_t token, std::uint32_t above) const;
  [[nodiscard]] std::optional<std::uint32_t> told_below(const Path& path, const PairEnd& subject,
                                                        const PairEnd& object) const;
  [[nodiscard]] bool is_aside(std::uint32_t token, const PairEnd& subject, const PairEnd& object) const;
  [[nodiscard]] bool in_life_span(const PairEnd& subject, const PairEnd& object) const;
  void brackets(const PairEnd& subject, const PairEnd& object, std::vector<Feature>& out) const;

  const Document& document_;
  const Syntax& syntax_;
  const Discourse& discourse_;
  const Sentence& sentence_;
  const std::vector<PairEnd>& ends_;
  std::vector<const Finding*> findings_;  // of this sentence
  std::vector<std::uint64_t> symbols_;    // per token of the sentence; 0: inside a mention
};

}  // namespace skein::extract
