// skein verify.
#include <cstdio>

#include "cli/commands/commands.hpp"
#include "cli/database.hpp"
#include "cli/output/terminal.hpp"
#include "graph/verify/verify.hpp"

namespace skein::cli {

int verify_command(const InspectArguments& arguments) {
  auto graph = open_for_reading(arguments.store);
  if (!graph) return fail(graph.error());
  Progress progress;
  progress.show("checking");
  graph::QueryContext context;
  context.cancel = &interrupt_token();
  constexpr std::size_t most_findings = 100;
  const auto report_of = graph::verify(**graph, most_findings, &context);
  progress.clear();
  if (!report_of) return fail(report_of.error());
  for (const auto& finding : report_of->findings) report(finding);
  if (report_of->cut)
    report("there is more; the first " + std::to_string(most_findings) + " findings are shown");
  const std::string looked = std::to_string(report_of->nodes) + " nodes, " +
                             std::to_string(report_of->relationships) + " relationships, " +
                             std::to_string(report_of->index_entries) + " index entries, " +
                             std::to_string(report_of->documents) + " documents, " +
                             std::to_string(report_of->evidence) + " pieces of evidence";
  if (report_of->findings.empty()) {
    std::printf("all is well: %s\n", looked.c_str());
    return exit_ok;
  }
  std::printf("%zu findings in %s\n", report_of->findings.size(), looked.c_str());
  return exit_failure;
}

}  // namespace skein::cli
