// The shell: statements from a person, one after another, and commands about them that start with a colon.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/database.hpp"
#include "cli/draw/terminal_image.hpp"
#include "cli/output/output.hpp"
#include "cli/output/row_writer.hpp"
#include "cli/output/terminal.hpp"
#include "cli/shell/line_editor.hpp"
#include "cli/shell/settings.hpp"
#include "graph/formats/subgraph.hpp"

namespace skein::cli {

class Shell {
 public:
  explicit Shell(ShellArguments arguments);
  ~Shell();
  int run();

 private:
  enum class Next { go_on, leave };
  using Command = Next (Shell::*)(std::string_view argument);
  enum class Completes { statement, name, file, word };  // what Tab offers behind its name
  struct CommandInfo {
    std::string_view name, usage, help;
    Command run;
    Completes completes = Completes::word;
  };
  static const std::vector<CommandInfo>& commands();

  Result<void> open(const std::string& location);
  Result<void> open_demo();
  void greet();
  void things_to_try();
  Next input(const std::string& text);  // a whole input: command, card or statements
  bool statements(const std::string& text, const std::string& name);  // false: one failed
  bool statement(std::string_view text, const class Script& script);
  Next command(std::string_view line);
  void print(std::string_view text);
  // Runs `write` with an output for what may be longer than the screen.
  void page(const std::function<Result<void>(Output&)>& write);
  [[nodiscard]] std::unique_ptr<Output> paged(std::function<void()> before = {}) const;
  [[nodiscard]] std::size_t width() const;
  void problem(const Error& error);
  [[nodiscard]] bool complete(std::string_view text) const;
  [[nodiscard]] Completions completions(std::string_view text, std::size_t cursor);
  [[nodiscard]] std::string prompt() const;
  void card(std::string_view name);

  Next help(std::string_view), quit(std::string_view), schema(std::string_view), mode(std::string_view),
      timer(std::string_view), param(std::string_view), read(std::string_view), output(std::string_view),
      why(std::string_view), draw(std::string_view), explain(std::string_view), profile(std::string_view),
      history(std::string_view), begin(std::string_view), commit(std::string_view),
      rollback(std::string_view), open_store(std::string_view), build(std::string_view),
      conflicts(std::string_view), merges(std::string_view), pager(std::string_view);
  Result<void> draw_to(const std::string& path);
  Result<void> why_last(graph::Transaction& transaction, Output& out);

  ShellArguments arguments_;
  bool terminal_;
  std::vector<std::string> setting_problems_;
  Settings settings_;
  bool color_;
  Style style_;
  std::shared_ptr<const dsl::ProcedureRegistry> procedures_;
  std::unique_ptr<Runner> runner_;
  std::unique_ptr<LineEditor> editor_;
  graph::QueryContext context_;
  std::optional<ImageProtocol> images_;  // what the terminal can show; asked for once
  std::string pager_;                    // a command, or empty for none
  std::unique_ptr<Output> output_;       // where rows go
  std::string output_name_;
  graph::formats::Subgraph last_;  // nodes and relationships of the last result
  int status_ = 0;
  int reading_ = 0;  // depth of :read
};

}  // namespace skein::cli
