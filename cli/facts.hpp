// What the graph says about an entity, and the sentences that say so: `skein why` and the shell's :why.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/output/output.hpp"
#include "graph/formats/evidence_text.hpp"
#include "graph/graph.hpp"

namespace skein::cli {

// The nodes known by a name: exactly, else by an alias, else without regard to case. Documents come last.
Result<std::vector<NodeId>> find_by_name(const graph::Transaction& transaction, std::string_view name);
// Names near to one that nothing has, nearest first, at most `count`.
Result<std::vector<std::string>> similar_names(const graph::Transaction& transaction, std::string_view name,
                                               std::size_t count);

// not_found, with names near to it as a hint.
Error unknown_name(const graph::Transaction& transaction, std::string_view name);

// The `name` of a node (a document's title where it has none), never empty.
std::string name_of(const graph::Transaction& transaction, NodeId node);
// The label that says most: not one that all entities share. Empty when it has none.
std::string type_of(const graph::Transaction& transaction, NodeId node);

struct FactsOptions {
  std::size_t width = 100;
  bool color = false;
  unsigned limit = 0;                // facts; 0: all
  std::size_t sentences = 3;         // for each fact
  std::optional<NodeId> other = {};  // only facts that connect with this node
};

// The card of a node: names, type, properties, then each fact with its evidence, best supported first.
Result<void> write_facts(const graph::Transaction& transaction, NodeId node, const FactsOptions& options,
                         Output& out);

// The document of a quotation: its title or key, who published it, and when.
std::string source_line(const graph::formats::Quotation& quotation);

// A sentence with its two mentions marked: in colour, or else «so».
std::string marked_sentence(const graph::formats::Quotation& quotation, bool color);

}  // namespace skein::cli
