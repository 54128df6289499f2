// The data of the explorer's page, as JSON. The same form serves the page in one file, which holds all of it,
// and the live page, which asks for parts.
//
//   {"totals": {"nodes", "relationships", "documents"},       of the whole graph
//    "documents": [{"key", "title", "source", "url"}],        that sentences are from; without them absent
//    "nodes": [{"id", "name", "type", "labels"?, "aliases"?, "figure"?, "x"?, "y"?, "properties"?}],
//    "relationships": [{"id", "from", "to", "type", "stance"?, "support", "confidence"?, "first"?, "last"?,
//                       "properties"?, "evidence"?}],
//    "conflicts": [{"subject", "type", "claims": [id, ...]}]}
//
// "stance" of what is not asserted: "denied", "planned", "possible". "support": how many documents say it, 0
// for what people wrote. "first" and "last": when the first and the last of them was published. A piece of
// "evidence":
//   {"document": number, "text", "begin", "end", "subject"?: [begin, end], "object"?: [begin, end],
//   "published"?,
//    "attribution"?, "stance"?, "confidence"}
// "begin" and "end" count code points of the document, "subject" and "object" code points of the sentence.
#pragma once

#include <map>
#include <string>

#include "graph/conflicts.hpp"
#include "graph/formats/evidence_text.hpp"
#include "graph/formats/subgraph.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

struct ExplorerOptions {
  bool positions = true;   // "x" and "y", from layout/layout.hpp
  bool sentences = false;  // "documents" and "evidence"
  bool numbers = false;    // ids count from 1 in this answer; else they are those of elementId()
};

// `part` must be normalised and is held in memory; nodes and relationships come in its order. Those of
// `conflicts` are told of which two or more claims are in the part.
Result<void> append_explorer_data(const Transaction& transaction, const Subgraph& part,
                                  const std::vector<Conflict>& conflicts, const ExplorerOptions& options,
                                  std::string& out);

// One piece of evidence by itself: "document" is the document's key, and its "title", "source" and "url" are
// there too.
void append_explorer_evidence(const Quotation& quotation, std::string& out);

}  // namespace skein::graph::formats
