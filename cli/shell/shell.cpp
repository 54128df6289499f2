#include "cli/shell/shell.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "cli/commands/build.hpp"
#include "cli/facts.hpp"
#include "cli/limits.hpp"
#include "cli/output/text_width.hpp"
#include "cli/references.hpp"
#include "cli/script.hpp"
#include "cli/shell/arguments.hpp"
#include "cli/shell/completion.hpp"
#include "cli/shell/demo.hpp"
#include "cli/shell/highlight.hpp"
#include "cli/shell/pager.hpp"
#include "cli/shell/waiting.hpp"
#include "dsl/parse.hpp"

namespace skein::cli {

namespace {

// $XDG_STATE_HOME/skein/history, made on the way; empty where there is no home.
std::string history_file() {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path folder;
  if (state != nullptr && *state == '/') {
    folder = state;
  } else if (home != nullptr && *home != '\0') {
    folder = std::filesystem::path(home) / ".local" / "state";
  } else {
    return "";
  }
  folder /= "skein";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  return error ? "" : (folder / "history").string();
}

// A name in quotes and nothing else.
bool is_card(std::string_view text) {
  text = without_end(text);
  if (text.size() < 3 || (text.front() != '\'' && text.front() != '"') || text.back() != text.front())
    return false;
  return text.substr(1, text.size() - 2).find(text.front()) == std::string_view::npos;
}

std::string duration_text(std::chrono::steady_clock::duration d) {
  const double ms = std::chrono::duration<double, std::milli>(d).count();
  char buffer[32];
  if (ms < 10) {
    std::snprintf(buffer, sizeof buffer, "%.1f ms", ms);
  } else if (ms < 1000) {
    std::snprintf(buffer, sizeof buffer, "%.0f ms", ms);
  } else {
    std::snprintf(buffer, sizeof buffer, "%.2f s", ms / 1000);
  }
  return buffer;
}

// The question that a bare pattern stands for.
std::string pattern_statement(std::string_view pattern) {
  return "MATCH path = " + std::string(without_end(pattern)) + " RETURN path";
}

}  // namespace

Shell::Shell(ShellArguments arguments)
    : arguments_(std::move(arguments)),
      // Settings are a person's: a script gives the same bytes whoever runs it.
      terminal_(is_terminal(STDIN_FILENO) && is_terminal(STDOUT_FILENO)),
      settings_(terminal_ ? read_settings(settings_file(), setting_problems_) : Settings()),
      color_(terminal_ ? settings_.color.value_or(use_color(STDOUT_FILENO)) : use_color(STDOUT_FILENO)),
      style_(color_),
      procedures_(all_procedures()),
      output_(Output::standard()) {
  if (arguments_.store.db.empty()) arguments_.store.db = ":memory:";
  if (terminal_) pager_ = pager_command(settings_.pager ? &*settings_.pager : nullptr);
}
Shell::~Shell() = default;

Result<void> Shell::open(const std::string& location) {
  StoreArgument store = arguments_.store;
  store.db = location;
  SKEIN_ASSIGN(auto runner, Runner::open(store, arguments_.read_only, procedures_));
  runner->allow_files();
  runner_ = std::move(runner);
  arguments_.store = store;
  last_ = {};
  return {};
}

Result<void> Shell::open_demo() {
  SKEIN_TRY(open(":memory:"));
  SKEIN_ASSIGN(graph::Graph* const graph, runner_->graph_for_writing());
  if (build_into(*graph, example_documents()) == exit_ok) return {};
  Error error{ErrorCode::not_found, "the examples could not be read"};
  error.hint = "skein reads documents with the models that were installed beside it";
  return error;
}

int Shell::run() {
  if (arguments_.demo && arguments_.store.db != ":memory:") {
    report("--demo has a graph of its own: leave " + arguments_.store.db + " out");
    return exit_usage;
  }
  if (auto opened = arguments_.demo ? open_demo() : open(arguments_.store.db); !opened)
    return fail(opened.error());
  const std::string file = terminal_ ? history_file() : "";
  const bool first_time = !file.empty() && !std::filesystem::exists(file);
  LineEditorOptions options;
  options.history_file = file;
  options.history = settings_.history;
  options.color = color_;
  options.complete = [this](std::string_view text) { return complete(text); };
  options.highlight = [](std::string_view text) { return highlight(text); };
  options.completions = [this](std::string_view text, std::size_t cursor) {
    return completions(text, cursor);
  };
  editor_ = terminal_ ? make_line_editor(std::move(options)) : make_plain_line_editor(std::move(options));
  if (terminal_) {
    for (const auto& problem : setting_problems_)
      print(style_.yellow("settings: ") + visible(problem) + "\n");
    greet();
    if (first_time || arguments_.demo) things_to_try();
  }
  for (;;) {
    std::string text;
    const auto outcome = editor_->read(prompt(), style_.grey("   ...> "), text);
    if (outcome == LineEditor::Outcome::end) break;
    if (outcome == LineEditor::Outcome::interrupted) {
      if (!terminal_) return exit_interrupted;
      continue;
    }
    if (trimmed(text).empty()) continue;
    editor_->add_history(text);
    clear_interrupt();
    if (input(text) == Next::leave) break;
    if (output_->closed()) return exit_ok;
    if (!terminal_ && interrupted()) return exit_interrupted;
  }
  if (auto finished = output_->finish(); !finished && !output_->closed()) return fail(finished.error());
  return terminal_ ? exit_ok : status_;
}

std::string Shell::prompt() const { return style_.bold(runner_->in_transaction() ? "skein*> " : "skein> "); }

bool Shell::complete(std::string_view text) const {
  const std::string_view t = trimmed(text);
  if (t.empty() || t.front() == ':' || (t.front() == '.' && t.size() > 1)) return true;
  if (is_card(text)) return true;
  if (t.front() == '(' && dsl::parse(pattern_statement(t))) return true;
  return is_blank(t) || dsl::statement_end(t) != std::string_view::npos;
}

Shell::Next Shell::input(const std::string& text) {
  const std::string_view t = trimmed(text);
  if (t.front() == ':' || (t.front() == '.' && t.size() > 1 && t[1] >= 'a' && t[1] <= 'z'))
    return command(t.substr(1));
  if (is_card(t)) {
    card(t);
    return Next::go_on;
  }
  statements(text, "");
  return Next::go_on;
}

bool Shell::statements(const std::string& text, const std::string& name) {
  Script script(text, name);
  while (const auto next = script.next()) {
    if (!statement(*next, script)) {
      status_ = exit_failure;
      return false;
    }
  }
  return true;
}

bool Shell::statement(std::string_view text, const Script& script) {
  // A bare pattern asks for what it matches.
  std::string rewritten;
  if (const std::string_view t = trimmed(text); t.front() == '(') rewritten = pattern_statement(t);
  const std::string_view asked = rewritten.empty() ? text : std::string_view(rewritten);

  // On a screen what is long goes through the pager; the sign of waiting goes away before anything is shown.
  std::unique_ptr<Waiting> waiting;
  std::unique_ptr<Output> screen;
  if (terminal_ && output_name_.empty())
    screen = paged([&waiting] {
      if (waiting) waiting->stop();
    });
  Output& output = screen ? *screen : *output_;
  RowFormat format;
  format.name = settings_.mode;
  if (output.terminal()) format.width = terminal_width(output.descriptor());
  format.color = color_ && output.terminal();
  auto writer = make_row_writer(format, output, *runner_);
  if (!writer) {
    problem(writer.error());
    return false;
  }
  References references(**writer, last_);
  if (terminal_) waiting = std::make_unique<Waiting>(references);
  const auto start = std::chrono::steady_clock::now();
  begin_statement(arguments_.limits, context_);
  auto result = runner_->run(asked, context_, waiting ? static_cast<dsl::RowSink&>(*waiting) : references);
  if (waiting) waiting->stop();
  auto written = result ? (*writer)->end() : Result<void>();
  const auto took = std::chrono::steady_clock::now() - start;
  const auto finished = screen ? screen->finish() : output.flush();
  if (written) written = finished;
  if (terminal_) clear_interrupt();
  if (output.closed()) return screen != nullptr;  // who leaves the pager has seen enough
  if (result && !written) {
    problem(written.error());
    return false;
  }
  if (!result) {
    if (result.error().code == ErrorCode::cancelled) {
      print(style_.yellow("interrupted") + "\n");
    } else {
      const Script shown(std::string(asked), "");
      const std::string message =
          rewritten.empty() ? script.describe(result.error(), text) : shown.describe(result.error(), asked);
      std::fprintf(stderr, "%s%s\n", style_.red("error: ").c_str(), message.c_str());
    }
    return false;
  }
  for (const auto& warning : result->warnings) print(style_.yellow("warning: ") + warning + "\n");
  if (!terminal_) return true;
  std::string footer = result->columns.empty()
                           ? ""
                           : std::to_string((*writer)->rows()) + ((*writer)->rows() == 1 ? " row" : " rows");
  const std::string changes = counters_text(result->counters);
  if (!changes.empty()) footer += (footer.empty() ? "" : "; ") + changes;
  if (footer.empty()) footer = "done";
  if (settings_.timer) footer += ", " + duration_text(took);
  print(style_.grey(footer) + "\n");
  return true;
}

void Shell::print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

std::size_t Shell::width() const { return terminal_width(STDOUT_FILENO).value_or(100); }

std::unique_ptr<Output> Shell::paged(std::function<void()> before) const {
  return std::make_unique<PagedOutput>(terminal_ ? pager_ : "", screen_lines(STDOUT_FILENO),
                                       std::move(before));
}

void Shell::page(const std::function<Result<void>(Output&)>& write) {
  const auto out = paged();
  auto written = write(*out);
  if (const auto finished = out->finish(); written && !finished) written = finished;
  if (!written && !out->closed()) problem(written.error());
  if (terminal_) clear_interrupt();
}

void Shell::problem(const Error& error) {
  status_ = exit_failure;
  std::fprintf(stderr, "%s%s\n", style_.red("error: ").c_str(), error.message.c_str());
  if (!error.hint.empty()) std::fprintf(stderr, "  hint: %s\n", error.hint.c_str());
}

void Shell::card(std::string_view quoted) { why(without_end(quoted)); }

Completions Shell::completions(std::string_view text, std::size_t cursor) {
  const auto transaction = runner_->read();
  const graph::Transaction* const graph = transaction ? transaction->get() : nullptr;
  const std::string_view before = text.substr(0, cursor);
  const std::size_t colon = before.find_first_not_of(" \t\r\n");
  if (colon == std::string_view::npos || before[colon] != ':')
    return complete_statement(text, cursor, graph, *procedures_);
  const std::size_t space = before.find(' ', colon);
  if (space == std::string_view::npos) {
    Completions found{colon, {}};
    for (const auto& info : commands()) {
      const std::string name = ":" + std::string(info.name);
      if (name.starts_with(before.substr(colon))) found.words.push_back(name + " ");
    }
    return found;
  }
  const std::string_view name = before.substr(colon + 1, space - colon - 1);
  for (const auto& info : commands()) {
    if (info.name != name) continue;
    switch (info.completes) {
      case Completes::statement:
        return complete_statement(text, cursor, graph, *procedures_);
      case Completes::name:
        return complete_name(text, space + 1, cursor, graph);
      case Completes::file:
        return complete_file(text, cursor);
      case Completes::word:
        return complete_word(info.usage, text, cursor);
    }
  }
  return {cursor, {}};
}

int shell_command(const ShellArguments& arguments) { return Shell(arguments).run(); }

}  // namespace skein::cli
