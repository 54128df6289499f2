// skein draw.
#include "cli/commands/commands.hpp"
#include "cli/database.hpp"
#include "cli/draw/picture.hpp"
#include "cli/facts.hpp"
#include "cli/output/terminal.hpp"
#include "cli/references.hpp"
#include "cli/script.hpp"

namespace skein::cli {

namespace {

Result<std::vector<std::string>> draw(const DrawArguments& arguments) {
  SKEIN_ASSIGN(const auto runner, Runner::open(arguments.store, true, all_procedures()));
  SKEIN_ASSIGN(const auto transaction, runner->read());
  PictureOptions options;
  options.title = arguments.title;
  options.theme = arguments.theme;
  options.max_nodes = arguments.max_nodes;
  options.group_by = arguments.group_by;
  if (!arguments.query.empty()) {
    graph::formats::Subgraph part;
    graph::QueryContext context;
    References references(part);
    Script script(arguments.query, "");
    while (const auto statement = script.next()) {
      auto result = runner->run(*statement, context, references);
      if (!result) return Error{result.error().code, script.describe(result.error(), *statement)};
    }
    part.everything = false;
    part.normalise();
    return draw_part(*transaction, part, options, arguments.output);
  }
  if (arguments.focus.empty()) return draw_overview(*transaction, options, arguments.output);
  SKEIN_ASSIGN(const auto nodes, find_by_name(*transaction, arguments.focus));
  if (nodes.empty()) return unknown_name(*transaction, arguments.focus);
  if (options.title.empty()) options.title = name_of(*transaction, nodes.front());
  SKEIN_ASSIGN(const auto part,
               choose_around(*transaction, nodes.front(), arguments.hops, arguments.max_nodes));
  return draw_part(*transaction, part, options, arguments.output);
}

}  // namespace

int draw_command(const DrawArguments& arguments) {
  if (arguments.theme != "light" && arguments.theme != "dark" && arguments.theme != "print") {
    report("there is no theme '" + arguments.theme + "'; wanted is light, dark or print");
    return exit_usage;
  }
  const auto told = draw(arguments);
  if (!told) return fail(told.error());
  for (const auto& sentence : *told) report(sentence);
  return exit_ok;
}

}  // namespace skein::cli
