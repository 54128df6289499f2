// Dependencies: an arc-hybrid transition parser with hashed linear models, one for the moves and one for the
// labels, trained with a dynamic oracle (Goldberg and Nivre, "Training deterministic parsers with
// non-deterministic oracles", TACL 2013). Linear in the length of the sentence.
#pragma once

#include <filesystem>
#include <span>

#include "extract/document.hpp"
#include "extract/model/weights.hpp"
#include "extract/syntax/parser_features.hpp"
#include "extract/text/words.hpp"

namespace skein::extract {

class Parser {
 public:
  static Result<Parser> open(const std::filesystem::path& path);

  // Sets head and relation of every token, and `head` of the name mentions. Tokens must be tagged. Name
  // mentions of several tokens are locked: nothing attaches to their inside, and one of their tokens stands
  // for all.
  void parse(Document& document, std::span<const WordTraits> words) const;

 private:
  explicit Parser(ModelFile file) : file_(std::move(file)) {}
  void parse_nodes(const std::vector<ParseNode>& nodes, ParseState& state) const;

  ModelFile file_;
  TripleWeights moves_;
  SparseWeights labels_;
};

// The token that stands for a name in the tree: the first of a person's name, else the last before "of" and
// its like.
std::uint32_t name_head(const Document& document, const Mention& name);

ParseNode parse_node(const Document& document, std::span<const WordTraits> words, std::uint32_t token);

}  // namespace skein::extract
