// skein why, and :why of the shell.
#include <unistd.h>

#include "cli/commands/commands.hpp"
#include "cli/commands/why.hpp"
#include "cli/database.hpp"
#include "cli/facts.hpp"
#include "cli/output/terminal.hpp"
#include "cli/output/text_width.hpp"
#include "extract/resolve/candidates.hpp"
#include "extract/resolve/resolve.hpp"

namespace skein::cli {

namespace {

Result<NodeId> only_one(const graph::Transaction& transaction, const std::string& name, bool& several) {
  SKEIN_ASSIGN(const auto nodes, find_by_name(transaction, name));
  several = nodes.size() > 1;
  if (!nodes.empty()) return nodes.front();
  return unknown_name(transaction, name);
}

std::string how(const extract::MergeStep& step) {
  switch (step.kind) {
    case extract::Blocks::Tie::Kind::names:
      return "a text uses both for one thing";
    case extract::Blocks::Tie::Kind::short_form:
      if (extract::is_full_name(step.key)) return "the same name, and no other walk of life has it";
      return "the one is the other's short form, and nothing else's";
    case extract::Blocks::Tie::Kind::doubt:
      return "the same name, and the text does not say of which type it is";
    case extract::Blocks::Tie::Kind::decision:
      return "a person decided so";
  }
  return {};
}

std::string listed(const std::vector<std::string>& texts, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < texts.size() && i < most; ++i) out += (i > 0 ? ", " : "") + visible(texts[i]);
  if (texts.size() > most) out += " and " + std::to_string(texts.size() - most) + " more";
  return out;
}

// Why two names are one thing, or not: the keys of resolution that they share or lack
// (docs/extraction-to-graph.md).
Result<void> why_merged(graph::Transaction& transaction, NodeId node, const std::string& name, NodeId other,
                        const std::string& other_name, Output& out) {
  SKEIN_ASSIGN(const auto e, extract::explain_merge(transaction, node, name, other, other_name));
  if (e.keys.empty() || e.other_keys.empty()) return {};  // figures, documents, what people wrote
  const auto a = visible(name), b = visible(other_name);
  std::string text;
  if (e.one) {
    text = "'" + a + "' and '" + b + "' are one thing\n";
    if (e.steps.empty()) text += "  both are " + listed(e.keys, 1) + "\n";
    for (const auto& step : e.steps) {
      text += "  " + visible(step.key) + " = " + visible(step.other) + ": " + how(step) + "\n";
      if (!step.documents.empty()) text += "      " + listed(step.documents, 3) + "\n";
    }
  } else {
    text = "'" + a + "' and '" + b + "' are two things: they share no key\n  " + a + ": " +
           listed(e.keys, 4) + "\n  " + b + ": " + listed(e.other_keys, 4) + "\n";
    if (e.refused) text += "  a person keeps them apart; `skein merges undo` takes that back\n";
    if (!e.candidate.empty())
      text +=
          "  they may be one all the same: " + visible(e.candidate) + "; `skein merges accept` joins them\n";
  }
  return out.write(text + "\n");
}

}  // namespace

Result<void> write_why(graph::Transaction& transaction, const WhyArguments& arguments, FactsOptions options,
                       Output& out) {
  options.limit = arguments.limit;
  bool several = false;
  SKEIN_ASSIGN(const NodeId first, only_one(transaction, arguments.name, several));
  if (!arguments.other.empty()) {
    bool ignored = false;
    SKEIN_ASSIGN(options.other, only_one(transaction, arguments.other, ignored));
    SKEIN_TRY(why_merged(transaction, first, arguments.name, *options.other, arguments.other, out));
    if (*options.other == first) return {};
  }
  if (!several) return write_facts(transaction, first, options, out);
  SKEIN_ASSIGN(const auto all, find_by_name(transaction, arguments.name));
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) SKEIN_TRY(out.write("\n"));
    SKEIN_TRY(write_facts(transaction, all[i], options, out));
  }
  return {};
}

namespace {

Result<void> why(const WhyArguments& arguments, Output& out) {
  SKEIN_ASSIGN(const auto graph, open_for_reading(arguments.store));
  SKEIN_ASSIGN(const auto transaction, graph->begin(storage::Access::read));
  FactsOptions options;
  options.width = terminal_width(STDOUT_FILENO).value_or(100);
  options.color = use_color(STDOUT_FILENO);
  return write_why(*transaction, arguments, options, out);
}

}  // namespace

int why_command(const WhyArguments& arguments) {
  const auto out = Output::standard();
  return finish(*out, why(arguments, *out));
}

}  // namespace skein::cli
