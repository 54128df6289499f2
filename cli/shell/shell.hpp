// The shell: statements from a person, one after another, and commands about them that start with a colon.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/database.hpp"
#include "cli/shell/line_editor.hpp"
#include "cli/output.hpp"
#include "cli/row_writer.hpp"
#include "cli/terminal.hpp"
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
  struct CommandInfo {
    std::string_view name, usage, help;
    Command run;
  };
  static const std::vector<CommandInfo>& commands();

  Result<void> open(const std::string& location);
  void greet();
  Next input(const std::string& text);  // a whole input: command, card or statements
  bool statements(const std::string& text, const std::string& name);  // false: one failed
  bool statement(std::string_view text, const class Script& script);
  Next command(std::string_view line);
  void print(std::string_view text);
  void problem(const Error& error);
  [[nodiscard]] bool complete(std::string_view text) const;
  [[nodiscard]] Completions completions(std::string_view text, std::size_t cursor);
  [[nodiscard]] std::string prompt() const;
  void card(std::string_view name);

  Next help(std::string_view), quit(std::string_view), schema(std::string_view), mode(std::string_view),
      timer(std::string_view), param(std::string_view), read(std::string_view), output(std::string_view),
      why(std::string_view), draw(std::string_view), explain(std::string_view), profile(std::string_view),
      history(std::string_view), begin(std::string_view), commit(std::string_view), rollback(std::string_view), open_store(std::string_view), build(std::string_view),
      conflicts(std::string_view);

  ShellArguments arguments_;
  bool terminal_, color_;
  Style style_;
  std::shared_ptr<const dsl::ProcedureRegistry> procedures_;
  std::unique_ptr<Runner> runner_;
  std::unique_ptr<LineEditor> editor_;
  graph::QueryContext context_;
  std::string mode_ = "table";
  bool timer_on_ = true;
  std::unique_ptr<Output> output_;  // where rows go
  std::string output_name_;
  graph::formats::Subgraph last_;  // nodes and relationships of the last result
  int status_ = 0;
  int reading_ = 0;  // depth of :read
};

}  // namespace skein::cli
