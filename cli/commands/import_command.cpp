// skein import: files of nodes and relationships, in bulk.
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "cli/commands/commands.hpp"
#include "cli/commands/import_progress.hpp"
#include "cli/database.hpp"
#include "cli/output/terminal.hpp"
#include "graph/import/import_csv.hpp"
#include "graph/import/import_files.hpp"

namespace skein::cli {

namespace {

constexpr std::uint64_t rejected_shown = 20;

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

// Lists lines that are left out: the first ones, and how many more there are.
class RejectedLines {
 public:
  explicit RejectedLines(Progress& progress) : progress_(progress) {}
  void add(const graph::RejectedLine& line) {
    if (++count_ > rejected_shown) return;
    progress_.clear();
    report("left out: " + line.file + (line.line > 0 ? ":" + std::to_string(line.line) : std::string()) +
           ": " + line.reason);
  }
  void finish() const {
    if (count_ > rejected_shown)
      report("left out: " + std::to_string(count_ - rejected_shown) + " more lines");
  }

 private:
  Progress& progress_;
  std::uint64_t count_ = 0;
};

// What can be seen to be wrong before the store is touched.
Result<graph::ImportOptions> options_of(const ImportArguments& arguments) {
  graph::ImportOptions options;
  for (const auto& argument : arguments.nodes) options.nodes.push_back(import_file(argument));
  for (const auto& argument : arguments.relationships) options.relationships.push_back(import_file(argument));
  SKEIN_ASSIGN(options.delimiter, character(arguments.delimiter, "--delimiter"));
  SKEIN_ASSIGN(options.array_delimiter, character(arguments.array_delimiter, "--array-delimiter"));
  options.max_errors = arguments.max_errors;
  const bool by_option = !options.nodes.empty() || !options.relationships.empty();
  if (by_option && !arguments.paths.empty())
    return Error{ErrorCode::invalid_argument,
                 "give files by --nodes and --relationships, or as arguments, not both"};
  if (!by_option) SKEIN_TRY(graph::choose_import_format(arguments.paths, arguments.format));
  return options;
}

Result<graph::ImportSummary> run(const ImportArguments& arguments, const graph::ImportOptions& options,
                                 const graph::ImportWatch& watch) {
  std::error_code ignored;
  for (const auto& path : arguments.paths) {
    if (!std::filesystem::exists(path, ignored))
      return Error{ErrorCode::not_found, "there is no file or folder " + path};
  }
  graph::QueryContext context;
  context.cancel = &interrupt_token();
  SKEIN_ASSIGN(const auto graph, open_for_writing(arguments.store, true));
  if (arguments.paths.empty()) return graph::import_csv(*graph, options, watch, &context);
  return graph::import_files(*graph, arguments.paths, arguments.format, options, watch, &context);
}

}  // namespace

int import_command(const ImportArguments& arguments) {
  if (arguments.nodes.empty() && arguments.relationships.empty() && arguments.paths.empty()) {
    report("there is nothing to import: name files, or give --nodes FILE and --relationships FILE");
    return exit_usage;
  }
  auto options = options_of(arguments);
  if (!options) {
    report(options.error());
    return exit_usage;
  }
  Progress progress;
  RejectedLines rejected(progress);
  options->rejected = [&](const graph::RejectedLine& line) { rejected.add(line); };
  const auto start = std::chrono::steady_clock::now();
  const auto summary = run(arguments, *options, [&](const graph::ImportProgress& p) {
    progress.show(import_progress_text(
        p, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()));
  });
  progress.clear();
  rejected.finish();
  if (!summary) return fail(summary.error());
  std::string text = std::to_string(summary->nodes) + " nodes, " + std::to_string(summary->relationships) +
                     " relationships, " + std::to_string(summary->properties) + " properties";
  if (summary->documents > 0)
    text += ", " + std::to_string(summary->documents) + " documents, " + std::to_string(summary->evidence) +
            " pieces of evidence";
  if (summary->rejected > 0) text += ", " + std::to_string(summary->rejected) + " lines left out";
  std::printf("%s in %.2f s\n", text.c_str(), summary->seconds);
  return exit_ok;
}

}  // namespace skein::cli
