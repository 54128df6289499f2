// skein export: the graph, or a query's part of it, in a file format.
#include "cli/commands/commands.hpp"
#include "cli/database.hpp"
#include "cli/output/export_files.hpp"
#include "cli/output/terminal.hpp"
#include "cli/references.hpp"
#include "cli/script.hpp"

namespace skein::cli {

namespace {

using graph::formats::Subgraph;

Result<void> run(const ExportArguments& arguments) {
  SKEIN_ASSIGN(const auto* const format, choose_export_format(arguments.format, arguments.output));
  SKEIN_ASSIGN(const auto runner, Runner::open(arguments.store, true, all_procedures()));
  SKEIN_ASSIGN(const auto transaction, runner->read());
  graph::QueryContext context;
  context.cancel = &interrupt_token();
  Subgraph part;
  if (!arguments.query.empty() && !format->shape.whole) {
    References references(part);
    Script script(arguments.query, "");
    while (const auto statement = script.next()) {
      auto result = runner->run(*statement, context, references);
      if (!result) return Error{result.error().code, script.describe(result.error(), *statement)};
    }
    part.normalise();
  }
  if (!arguments.query.empty()) part.everything = false;
  part.context = &context;
  graph::formats::ExportOptions options;
  if (!arguments.base.empty()) options.base = arguments.base;
  if (!arguments.gexf_version.empty()) options.gexf_version = arguments.gexf_version;
  options.rdf_annotations = arguments.rdf_annotations;
  return export_graph(*transaction, part, *format, options, arguments.output);
}

}  // namespace

int export_command(const ExportArguments& arguments) {
  end_like_interrupts();
  const auto done = run(arguments);
  if (done) return exit_ok;
  const int status = fail(done.error());
  return done.error().code == ErrorCode::invalid_argument ? exit_usage : status;
}

}  // namespace skein::cli
