// What a reader from outside the program, such as a language model, proposes that a text says. Nothing of it
// is taken on trust: the words it quotes must stand in the text, both ends within them, and the relation must
// be one of the schema that joins things of their types. What remains goes the way of every other finding;
// the rest is counted by reason.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extract/discourse/discourse.hpp"
#include "extract/document.hpp"
#include "extract/rules/matcher.hpp"
#include "extract/rules/rules.hpp"
#include "extract/syntax/syntax.hpp"
#include "graph/evidence.hpp"
#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::extract {

struct Proposal {
  std::string relation;
  std::string subject, object;            // as the quote writes them
  std::string subject_type, object_type;  // names of types
  std::string quote;                      // word for word, from one sentence
  std::string words;                      // those among it that say it; may be empty
  graph::Polarity polarity = graph::Polarity::affirmed;
  graph::Modality modality = graph::Modality::asserted;
  bool malformed = false;  // parts were missing or of another kind
};

// Why a proposal is not taken.
enum class Refusal : std::uint8_t {
  malformed,
  unknown_relation,
  wrong_types,
  quote_not_in_text,
  end_not_in_quote,
  ends_apart,  // in two sentences
  no_entity,   // an end that stands for nothing
  same_end,    // both ends are one thing
};
inline constexpr std::size_t refusals = 8;
std::string_view words_for(Refusal reason);  // "the quote is not in the text"

class ProposalSource {
 public:
  virtual ~ProposalSource() = default;
  // Changes with whatever changes its answers.
  [[nodiscard]] virtual std::string fingerprint() const = 0;
  // Sees to it that proposals() answers for these documents, which have their text and metadata only. What
  // had to be fetched is kept in the graph's store, in transactions of its own. One thread; errors end the
  // build.
  virtual Result<void> prepare(graph::Graph& graph, const std::vector<const Document*>& documents) = 0;
  // For a passage that prepare() has seen (see passages()). Any number of threads.
  [[nodiscard]] virtual std::vector<Proposal> proposals(std::string_view passage) const = 0;
  virtual void count_refused(Refusal reason) = 0;
  virtual void count_taken() = 0;
};

// A text in parts of whole sentences, without furniture, white space folded: what a reader from outside gets
// to see. The document is cleaned and has its sentences.
std::vector<std::string> passages(const Document& document);
// The same for a document that has nothing but its text.
std::vector<std::string> passages_of_raw(const Document& document);

// A proposal with the tokens of its ends.
struct PlacedProposal {
  Proposal proposal;
  TokenRange subject, object, words;
};

// Finds the proposals for all passages in the text, and tells the names of their ends, new ones or those that
// are there, of which type they are said to be. Before Discourse.
std::vector<PlacedProposal> place_proposals(ProposalSource& source, Document& document, const RuleSet& rules);
// Adds those that hold to the findings. What another stage has found in the same sentence stays as it is.
void add_proposals(ProposalSource& source, const std::vector<PlacedProposal>& placed,
                   const Document& document, const Syntax& syntax, Discourse& discourse, const RuleSet& rules,
                   std::vector<Finding>& findings);

}  // namespace skein::extract
