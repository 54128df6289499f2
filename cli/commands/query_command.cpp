// skein query: one statement or a script of them, rows in the format asked for.
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/commands/commands.hpp"
#include "cli/database.hpp"
#include "cli/limits.hpp"
#include "cli/output/output.hpp"
#include "cli/output/row_writer.hpp"
#include "cli/output/terminal.hpp"
#include "cli/parameters.hpp"
#include "cli/script.hpp"

namespace skein::cli {

namespace {

struct Input {
  std::string text, name;  // the name says where errors are: a file, or nothing
};

Result<Input> read_input(const QueryArguments& arguments) {
  if (!arguments.text.empty()) return Input{arguments.text, ""};
  if (!arguments.file.empty() && arguments.file != "-") {
    std::ifstream in(arguments.file, std::ios::binary);
    if (!in) return Error{ErrorCode::io, "cannot read " + arguments.file};
    return Input{std::string(std::istreambuf_iterator<char>(in), {}), arguments.file};
  }
  if (arguments.file.empty() && is_terminal(STDIN_FILENO)) {
    Error error{ErrorCode::invalid_argument, "there is no query"};
    error.hint = "give it as an argument, with -f FILE, or on standard input; `skein shell` asks for one";
    return error;
  }
  return Input{std::string(std::istreambuf_iterator<char>(std::cin), {}), "standard input"};
}

int run_script(const QueryArguments& arguments, Script& script, Runner& runner, graph::QueryContext& context,
               Output& output) {
  RowFormat format;
  if (!arguments.format.empty()) format.name = arguments.format;
  if (output.terminal()) format.width = terminal_width(output.descriptor());
  format.color = output.terminal() && use_color(output.descriptor());
  int status = exit_ok;
  while (const auto statement = script.next()) {
    begin_statement(arguments.limits, context);
    auto writer = make_row_writer(format, output, runner);
    if (!writer) return fail(writer.error());
    auto result = runner.run(*statement, context, **writer);
    auto written = result ? (*writer)->end() : Result<void>();
    if (output.closed()) return exit_ok;
    if (!written) return fail(written.error());
    if (!result) {
      static_cast<void>(output.flush().ok());
      if (result.error().code == ErrorCode::cancelled && interrupted()) return fail(result.error());
      report(script.describe(result.error(), *statement));
      if (!arguments.keep_going) return exit_failure;
      status = exit_failure;
      continue;
    }
    if (auto flushed = output.flush(); !flushed) return output.closed() ? status : fail(flushed.error());
    for (const auto& warning : result->warnings) report("warning: " + warning);
    const std::string changes = counters_text(result->counters);
    if (!changes.empty() && is_terminal(STDERR_FILENO)) report(changes);
  }
  return status;
}

}  // namespace

int query_command(const QueryArguments& arguments) {
  if (!arguments.format.empty()) {
    const auto& names = row_format_names();
    if (std::find(names.begin(), names.end(), arguments.format) == names.end()) {
      report("there is no format '" + arguments.format +
             "'; wanted is one of table, line, csv, json, jsonl, markdown, dot");
      return exit_usage;
    }
  }
  graph::QueryContext context;
  for (const auto& argument : arguments.parameters) {
    auto parameter = parse_parameter(argument);
    if (!parameter) {
      report(parameter.error());
      return exit_usage;
    }
    context.parameters.insert_or_assign(std::move(parameter->first), std::move(parameter->second));
  }
  auto input = read_input(arguments);
  if (!input) {
    report(input.error());
    return input.error().code == ErrorCode::invalid_argument ? exit_usage : exit_failure;
  }
  auto runner = Runner::open(arguments.store, arguments.read_only, all_procedures());
  if (!runner) return fail(runner.error());
  (*runner)->allow_files();
  end_like_interrupts();
  auto output = Output::open(arguments.output);
  if (!output) return fail(output.error());
  Script script(std::move(input->text), std::move(input->name));
  const int status = run_script(arguments, script, **runner, context, **output);
  if (status == exit_ok && !(*output)->closed()) {
    if (auto finished = (*output)->finish(); !finished && !(*output)->closed()) return fail(finished.error());
  }
  return status;
}

}  // namespace skein::cli
