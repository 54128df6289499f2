#include <unistd.h>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/facts.hpp"
#include "cli/terminal.hpp"

namespace skein::cli {

namespace {

Result<NodeId> only_one(const graph::Transaction& transaction, const std::string& name, bool& several) {
  SKEIN_ASSIGN(const auto nodes, find_by_name(transaction, name));
  several = nodes.size() > 1;
  if (!nodes.empty()) return nodes.front();
  Error error{ErrorCode::not_found, "nothing is named '" + name + "'"};
  SKEIN_ASSIGN(const auto near, similar_names(transaction, name, 3));
  for (const auto& other : near)
    error.hint += (error.hint.empty() ? "there is " : ", ") + ("'" + other + "'");
  return error;
}

Result<void> why(const WhyArguments& arguments, Output& out) {
  SKEIN_ASSIGN(const auto graph, open_for_reading(arguments.store));
  SKEIN_ASSIGN(const auto transaction, graph->begin(storage::Access::read));
  FactsOptions options;
  options.width = terminal_width(STDOUT_FILENO).value_or(100);
  options.color = use_color(STDOUT_FILENO);
  options.limit = arguments.limit;
  bool several = false;
  SKEIN_ASSIGN(const NodeId first, only_one(*transaction, arguments.name, several));
  if (!arguments.other.empty()) {
    bool ignored = false;
    SKEIN_ASSIGN(options.other, only_one(*transaction, arguments.other, ignored));
  }
  if (!several) return write_facts(*transaction, first, options, out);
  SKEIN_ASSIGN(const auto all, find_by_name(*transaction, arguments.name));
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) SKEIN_TRY(out.write("\n"));
    SKEIN_TRY(write_facts(*transaction, all[i], options, out));
  }
  return {};
}

}  // namespace

int why_command(const WhyArguments& arguments) {
  const auto out = Output::standard();
  auto done = why(arguments, *out);
  if (done) done = out->finish();
  if (out->closed()) return exit_ok;
  return done ? exit_ok : fail(done.error());
}

}  // namespace skein::cli
