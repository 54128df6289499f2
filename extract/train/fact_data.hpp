// Texts with their facts marked, for training relations and for measuring them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "extract/document.hpp"
#include "storage/result.hpp"

namespace skein::extract {

struct MarkedFact {
  std::string relation;                           // as skein calls it
  Span subject, object;                           // bytes
  std::string subject_uri = {}, object_uri = {};  // of what the two are; empty where the data do not say
};

// A stretch of a text that people searched for some relations: what is not marked there is not stated.
struct SearchedPassage {
  Span span;  // bytes
  std::vector<std::string> relations;
};

// Two stretches of a text of which people said which of some relations joins them.
struct JudgedPair {
  Span first, second;  // bytes
  const std::vector<std::string>* relations;
};

struct FactText {
  std::string text;
  float weight = 1;              // how much its pairs count in training
  bool background = false;       // nobody searched it: what no rule finds there is taken for not stated
  bool measured = true;          // its pairs decide on thresholds and probabilities
  std::vector<Span> ends;        // if any: only these were judged as ends
  std::vector<JudgedPair> open;  // pairs that may or may not state what is in their relations
  std::vector<SearchedPassage> passages;
  std::vector<JudgedPair> pairs;
  std::vector<MarkedFact> facts;

  // Would the text's facts hold this one if it were stated?
  [[nodiscard]] bool searched(std::string_view relation, Span sentence, Span subject, Span object) const;
  // Is there a fact whose ends overlap these?
  [[nodiscard]] bool states(std::string_view relation, Span subject, Span object) const;
};

// A fold of KnowledgeNet: passages at their own offsets, line ends between them.
Result<std::vector<FactText>> read_knowledge_net_facts(const std::filesystem::path& path);
// Re-DocRED, documents whose index is not divisible by 5: the names of the text, and what it says of two of
// them.
Result<std::vector<FactText>> read_redocred_facts(const std::filesystem::path& path);
// The running text of a treebank, in pieces.
Result<std::vector<FactText>> read_background(const std::filesystem::path& path);
// CORE: sentences with one pair of companies or their goods and what joins them.
Result<std::vector<FactText>> read_core_facts(const std::filesystem::path& path);

}  // namespace skein::extract
