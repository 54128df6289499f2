#include "cli/shell/shell.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "cli/shell/completion.hpp"
#include "cli/facts.hpp"
#include "cli/shell/highlight.hpp"
#include "cli/limits.hpp"
#include "cli/references.hpp"
#include "cli/script.hpp"
#include "cli/text_width.hpp"
#include "dsl/parse.hpp"

namespace skein::cli {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

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
  text = trimmed(text);
  if (!text.empty() && text.back() == ';') text = trimmed(text.substr(0, text.size() - 1));
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

}  // namespace

Shell::Shell(ShellArguments arguments)
    : arguments_(std::move(arguments)),
      terminal_(is_terminal(STDIN_FILENO) && is_terminal(STDOUT_FILENO)),
      color_(use_color(STDOUT_FILENO)),
      style_(color_),
      procedures_(all_procedures()),
      output_(Output::standard()) {
  if (arguments_.store.db.empty()) arguments_.store.db = ":memory:";
}
Shell::~Shell() = default;

Result<void> Shell::open(const std::string& location) {
  StoreArgument store = arguments_.store;
  store.db = location;
  SKEIN_ASSIGN(auto runner, Runner::open(store, arguments_.read_only, procedures_));
  runner_ = std::move(runner);
  arguments_.store = store;
  last_ = {};
  return {};
}

int Shell::run() {
  if (auto opened = open(arguments_.store.db); !opened) return fail(opened.error());
  const std::string file = terminal_ ? history_file() : "";
  const bool first_time = !file.empty() && !std::filesystem::exists(file);
  LineEditorOptions options;
  options.history_file = file;
  options.color = color_;
  options.complete = [this](std::string_view text) { return complete(text); };
  options.highlight = [](std::string_view text) { return highlight(text); };
  options.completions = [this](std::string_view text, std::size_t cursor) {
    return completions(text, cursor);
  };
  editor_ = terminal_ ? make_line_editor(std::move(options)) : make_plain_line_editor(std::move(options));
  if (terminal_) {
    greet();
    if (first_time) {
      print(
          "Three things to try:\n"
          "  MATCH (n) RETURN labels(n), count(*);      what is in the graph\n"
          "  (:Person)-[:CEO_OF]->(o)                   a bare pattern is a question\n"
          "  :help                                      what else there is\n\n");
    }
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

void Shell::greet() {
  print(style_.bold("skein " SKEIN_VERSION) + "  " +
        (arguments_.store.db == ":memory:" ? std::string("a scratch graph in memory") : arguments_.store.db));
  if (const auto transaction = runner_->read()) {
    const auto counts = (*transaction)->catalog().counts();
    print(": " + std::to_string(counts.nodes) + " nodes, " + std::to_string(counts.relationships) +
          " relationships, " + std::to_string(counts.documents) + " documents");
  }
  print("\n" + style_.grey("Statements end with `;`. :help for help, Ctrl-D to leave.") + "\n");
}

std::string Shell::prompt() const { return style_.bold(runner_->in_transaction() ? "skein*> " : "skein> "); }

bool Shell::complete(std::string_view text) const {
  const std::string_view t = trimmed(text);
  if (t.empty() || t.front() == ':' || (t.front() == '.' && t.size() > 1)) return true;
  if (is_card(text)) return true;
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
  if (const std::string_view t = trimmed(text); t.front() == '(') {
    const std::size_t end = t.back() == ';' ? t.size() - 1 : t.size();
    rewritten = "MATCH path = " + std::string(t.substr(0, end)) + " RETURN path";
  }
  const std::string_view asked = rewritten.empty() ? text : std::string_view(rewritten);

  RowFormat format;
  format.name = mode_;
  if (output_->terminal()) format.width = terminal_width(output_->descriptor());
  format.color = color_ && output_->terminal();
  auto writer = make_row_writer(format, *output_, *runner_);
  if (!writer) {
    problem(writer.error());
    return false;
  }
  References references(**writer, last_);
  const auto start = std::chrono::steady_clock::now();
  begin_statement(arguments_.limits, context_);
  auto result = runner_->run(asked, context_, references);
  auto written = result ? (*writer)->end() : Result<void>();
  if (written) written = output_->flush();
  const auto took = std::chrono::steady_clock::now() - start;
  if (output_->closed()) return false;
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
  if (timer_on_) footer += ", " + duration_text(took);
  print(style_.grey(footer) + "\n");
  return true;
}

void Shell::print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

void Shell::problem(const Error& error) {
  status_ = exit_failure;
  std::fprintf(stderr, "%s%s\n", style_.red("error: ").c_str(), error.message.c_str());
  if (!error.hint.empty()) std::fprintf(stderr, "  hint: %s\n", error.hint.c_str());
}

void Shell::card(std::string_view quoted) {
  if (quoted.back() == ';') quoted = trimmed(quoted.substr(0, quoted.size() - 1));
  why(quoted.substr(1, quoted.size() - 2));
}

Completions Shell::completions(std::string_view text, std::size_t cursor) {
  const std::string_view t = trimmed(text);
  if (!t.empty() && t.front() == ':' && text.substr(0, cursor).find(' ') == std::string_view::npos) {
    Completions found;
    found.start = text.find(':');
    for (const auto& info : commands()) {
      const std::string name = ":" + std::string(info.name);
      if (name.starts_with(text.substr(found.start, cursor - found.start))) found.words.push_back(name + " ");
    }
    return found;
  }
  const auto transaction = runner_->read();
  return complete_statement(text, cursor, transaction ? transaction->get() : nullptr, *procedures_);
}

int shell_command(const ShellArguments& arguments) { return Shell(arguments).run(); }

}  // namespace skein::cli
