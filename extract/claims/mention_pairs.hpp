// What can be said of two mentions in one sentence, as features of a linear model: the words and the
// dependency path between them, what they are, what stands beside them, and which rules fire on them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "extract/claims/telling_words.hpp"
#include "extract/discourse/discourse.hpp"
#include "extract/document.hpp"
#include "extract/model/hash.hpp"
#include "extract/rules/matcher.hpp"
#include "extract/syntax/lexicon.hpp"
#include "extract/syntax/syntax.hpp"

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
             const Sentence& sentence, const std::vector<PairEnd>& ends, const std::vector<Finding>& findings,
             const TellingWords& telling, const Lexicon& lexicon);

  // Features of the ordered pair; hashes are stored in model files.
  void read(std::size_t subject, std::size_t object, std::vector<Feature>& out) const;
  // Of which relations does a word tell that stands where it may carry what is said of the pair: on the path
  // between the two or beside it, between them when they are near, or in a description that is one of them?
  // The two dates of a life in brackets behind a name need none.
  [[nodiscard]] TellingWords::Relations told(std::size_t subject, std::size_t object) const;
  // Of which relations does a word in one of the object's names tell?
  [[nodiscard]] TellingWords::Relations named(std::size_t object) const;
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
  void classes(const PairEnd& subject, const PairEnd& object, std::uint64_t direction,
               std::vector<Feature>& out) const;
  void telling(const PairEnd& subject, const PairEnd& object, std::uint64_t direction,
               std::vector<Feature>& out) const;
  void standing(const PairEnd& end, std::uint64_t which, std::vector<Feature>& out) const;

  // Relations of which words tell, by where these stand.
  struct Told {
    bool barred = false;  // nothing is said of the pair: see told_below()
    TellingWords::Relations path = 0, at_path = 0, described = 0, between = 0, beside = 0, denied = 0;
  };
  [[nodiscard]] Told told(const PairEnd& subject, const PairEnd& object) const;
  [[nodiscard]] TellingWords::Relations tells(std::uint32_t token, const PairEnd& subject,
                                              const PairEnd& object) const;
  [[nodiscard]] TellingWords::Relations denies(std::uint32_t token) const;
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
  // Of the entities of one type: where the first of them is named first, and how often one is named at most.
  struct Standing {
    std::uint32_t first = ~std::uint32_t{0};
    std::size_t most = 0;
  };
  std::array<Standing, 32> standing_;  // by EntityType
  const TellingWords& telling_;
  // Per token of the sentence:
  std::vector<std::uint64_t> symbols_;          // 0: inside a mention
  std::vector<Lexicon::Entry> classes_;         // of words by the company they keep
  std::vector<TellingWords::Relations> tells_;  // 0: inside a name
};

}  // namespace skein::extract
