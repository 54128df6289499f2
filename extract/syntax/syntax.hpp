// Questions about the parse of a document which rules and coreference ask: who does it, to whom, in what;
// whatever the construction (passive, control, relative clause, participle, conjunction).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "extract/document.hpp"

namespace skein::extract {

using Tokens = std::vector<std::uint32_t>;

class Syntax {
 public:
  // Reads a parsed document, which must outlive this and not change.
  explicit Syntax(const Document& document);

  [[nodiscard]] std::span<const std::uint32_t> children(std::uint32_t token) const {
    return {children_.data() + first_child_[token], first_child_[token + 1] - first_child_[token]};
  }
  [[nodiscard]] std::uint32_t head(std::uint32_t token) const { return document_.tokens[token].head; }
  [[nodiscard]] Deprel relation(std::uint32_t token) const { return document_.tokens[token].relation; }
  [[nodiscard]] bool is_verb(std::uint32_t token) const;
  [[nodiscard]] bool is_noun(std::uint32_t token) const;  // noun, proper noun
  [[nodiscard]] bool passive(std::uint32_t verb) const;

  // Heads of the phrases that do what the verb says; of a noun: its possessor.
  [[nodiscard]] Tokens subjects(std::uint32_t verb) const { return subjects(verb, 0); }
  // Heads of the phrases to which it is done.
  [[nodiscard]] Tokens objects(std::uint32_t verb) const { return objects(verb, 0); }
  // Heads of the phrases that hang on `token` by one of these prepositions. Lenient about attachment: a
  // phrase after a verb's object counts for both.
  [[nodiscard]] Tokens prepositional(std::uint32_t token, std::span<const std::string> prepositions) const;
  // Possessors of a noun: "Norvik's plant", and "of" phrases.
  [[nodiscard]] Tokens possessors(std::uint32_t noun) const;
  [[nodiscard]] bool has_case(std::uint32_t token, std::span<const std::string> prepositions) const;

  // The leftmost and one past the rightmost token of a noun phrase without what follows its head.
  [[nodiscard]] TokenRange noun_group(std::uint32_t head) const;
  // The verb (or predicate noun) of the clause that a token belongs to; the token itself when it is one.
  [[nodiscard]] std::uint32_t clause_head(std::uint32_t token) const;
  // What a relative pronoun ("who", "which", "where") is said of; no_token for anything else.
  [[nodiscard]] std::uint32_t antecedent(std::uint32_t pronoun) const;
  [[nodiscard]] const Document& document() const { return document_; }

 private:
  [[nodiscard]] Tokens subjects(std::uint32_t verb, int depth) const;
  [[nodiscard]] Tokens objects(std::uint32_t verb, int depth) const;
  [[nodiscard]] Tokens surface_subjects(std::uint32_t verb, int depth) const;
  [[nodiscard]] Tokens agents(std::uint32_t verb) const;

  const Document& document_;
  std::vector<std::uint32_t> children_;
  std::vector<std::uint32_t> first_child_;
};

}  // namespace skein::extract
