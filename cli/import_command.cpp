// skein import: CSV with neo4j-admin headers.
#include <chrono>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/import_progress.hpp"
#include "cli/terminal.hpp"
#include "graph/import/import_csv.hpp"

namespace skein::cli {

namespace {

// "Label=FILE", or FILE alone; a file whose own name has a `=` is written with an empty label: "=a=b.csv".
graph::ImportFile import_file(const std::string& argument) {
  const std::size_t equals = argument.find('=');
  if (equals == std::string::npos || argument.find('/') < equals) return {argument, ""};
  return {argument.substr(equals + 1), argument.substr(0, equals)};
}

// "\t" and TAB name what a command line can hardly hold.
Result<char> character(const std::string& text, const char* option) {
  if (text == "\\t" || text == "TAB" || text == "tab") return '\t';
  if (text.size() == 1) return text[0];
  return Error{ErrorCode::invalid_argument,
               std::string(option) + " wants one character, found '" + text + "'"};
}

}  // namespace

int import_command(const ImportArguments& arguments) {
  if (arguments.nodes.empty() && arguments.relationships.empty()) {
    report("there is nothing to import: give --nodes FILE or --relationships FILE");
    return exit_usage;
  }
  graph::ImportOptions options;
  for (const auto& argument : arguments.nodes) options.nodes.push_back(import_file(argument));
  for (const auto& argument : arguments.relationships) options.relationships.push_back(import_file(argument));
  const auto delimiter = character(arguments.delimiter, "--delimiter");
  const auto array_delimiter = character(arguments.array_delimiter, "--array-delimiter");
  for (const auto* one : {&delimiter, &array_delimiter}) {
    if (one->ok()) continue;
    report(one->error());
    return exit_usage;
  }
  options.delimiter = *delimiter;
  options.array_delimiter = *array_delimiter;

  auto graph = open_for_writing(arguments.store, true);
  if (!graph) return fail(graph.error());
  graph::QueryContext context;
  context.cancel = &interrupt_token();
  Progress progress;
  const auto start = std::chrono::steady_clock::now();
  const auto summary = graph::import_csv(
      **graph, options,
      [&](const graph::ImportProgress& p) {
        progress.show(
            import_progress_text(p, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()));
      },
      &context);
  progress.clear();
  if (!summary) return fail(summary.error());
  std::printf("%llu nodes, %llu relationships, %llu properties in %.2f s\n",
              static_cast<unsigned long long>(summary->nodes),
              static_cast<unsigned long long>(summary->relationships),
              static_cast<unsigned long long>(summary->properties), summary->seconds);
  return exit_ok;
}

}  // namespace skein::cli
