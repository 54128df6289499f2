// The shell's colon commands: which there are, and those about the shell itself.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

#include "cli/output/text_width.hpp"
#include "cli/output/value_text.hpp"
#include "cli/parameters.hpp"
#include "cli/script.hpp"
#include "cli/shell/arguments.hpp"
#include "cli/shell/pager.hpp"
#include "cli/shell/shell.hpp"

namespace skein::cli {

const std::vector<Shell::CommandInfo>& Shell::commands() {
  static const std::vector<CommandInfo> list{
      {"help", "", "this list", &Shell::help},
      {"schema", "", "labels, relationship types, properties and indexes with their counts", &Shell::schema},
      {"why", "[NAME [NAME]]",
       "what is said about an entity, and the sentences; what connects two; of the last result without a "
       "name",
       &Shell::why, Completes::name},
      {"draw", "[FILE]", "a picture of the last result, in the terminal or in a file", &Shell::draw,
       Completes::file},
      {"conflicts", "", "claims that disagree", &Shell::conflicts},
      {"merges", "[accept|refuse|undo NAME NAME]",
       "names that may be one thing; settle one, or see all decisions", &Shell::merges, Completes::name},
      {"mode", "[table|line|csv|json|jsonl|markdown]", "how rows are shown", &Shell::mode},
      {"pager", "[on|off|COMMAND]", "what shows results longer than the screen", &Shell::pager},
      {"output", "[FILE]", "write rows to a file; back to the screen without one", &Shell::output,
       Completes::file},
      {"timer", "[on|off]", "show how long a statement took", &Shell::timer},
      {"param", "[NAME VALUE]", "set a parameter; list them without a name", &Shell::param},
      {"read", "FILE", "run the statements in a file", &Shell::read, Completes::file},
      {"begin", "", "start a transaction, as the statement BEGIN does", &Shell::begin},
      {"commit", "", "end it and keep what it wrote", &Shell::commit},
      {"rollback", "", "end it and forget what it wrote", &Shell::rollback},
      {"explain", "STATEMENT", "show a statement's plan", &Shell::explain, Completes::statement},
      {"profile", "STATEMENT", "run it and show what its plan did", &Shell::profile, Completes::statement},
      {"history", "[N]", "the last statements", &Shell::history},
      {"build", "PATH...", "read documents into the graph", &Shell::build, Completes::file},
      {"open", "DIR", "go to another graph", &Shell::open_store, Completes::file},
      {"quit", "", "leave (Ctrl-D does too)", &Shell::quit},
  };
  return list;
}

Shell::Next Shell::command(std::string_view line) {
  const std::size_t space = std::min(line.find_first_of(" \t\n"), line.size());
  std::string_view name = line.substr(0, space);
  while (!name.empty() && name.back() == ';') name.remove_suffix(1);
  const std::string_view argument = without_end(line.substr(space));
  if (name == "exit" || name == "q") name = "quit";
  if (name == "h" || name == "?") name = "help";
  if (name == "params") name = "param";
  if (name == "source") name = "read";
  std::vector<const CommandInfo*> matching;
  for (const auto& info : commands()) {
    if (info.name == name) return (this->*info.run)(argument);
    if (!name.empty() && info.name.starts_with(name)) matching.push_back(&info);
  }
  if (matching.size() == 1) return (this->*matching.front()->run)(argument);
  Error error{ErrorCode::invalid_argument, "there is no command :" + std::string(name)};
  error.hint = ":help lists them";
  for (const auto* info : matching)
    error.hint += (info == matching.front() ? "; did you mean :" : ", :") + std::string(info->name);
  problem(error);
  return Next::go_on;
}

Shell::Next Shell::help(std::string_view) {
  std::string text;
  for (const auto& info : commands()) {
    const std::string left = ":" + std::string(info.name) + " " + std::string(info.usage);
    text += "  " + style_.bold(pad(fit(left, 30), 31)) + std::string(info.help) + "\n";
  }
  const std::string more =
      "\"Name\" in quotes shows what is said about it. A bare pattern, (a:Person)-[r]->(b), is a question. "
      "Tab completes, Ctrl-R searches the history, Ctrl-C stops a statement. " +
      line_editor_name() + ".";
  text += "\n" + wrap_text(style_.grey(more), std::min<std::size_t>(width(), 100), "  ") + "\n";
  page([&](Output& out) { return out.write(text); });
  return Next::go_on;
}

Shell::Next Shell::quit(std::string_view) { return Next::leave; }

Shell::Next Shell::begin(std::string_view) {
  statements("BEGIN", "");
  return Next::go_on;
}
Shell::Next Shell::commit(std::string_view) {
  statements("COMMIT", "");
  return Next::go_on;
}
Shell::Next Shell::rollback(std::string_view) {
  statements("ROLLBACK", "");
  return Next::go_on;
}

Shell::Next Shell::mode(std::string_view argument) {
  const auto& names = row_format_names();
  if (argument.empty()) {
    print(settings_.mode + "\n");
  } else if (std::find(names.begin(), names.end(), argument) != names.end()) {
    settings_.mode = argument;
  } else {
    std::string wanted;
    for (const auto& name : names) wanted += (wanted.empty() ? "" : ", ") + name;
    problem({ErrorCode::invalid_argument,
             "there is no mode '" + std::string(argument) + "'; wanted is one of " + wanted});
  }
  return Next::go_on;
}

Shell::Next Shell::timer(std::string_view argument) {
  settings_.timer = argument.empty() ? !settings_.timer : argument == "on";
  print(settings_.timer ? "timer on\n" : "timer off\n");
  return Next::go_on;
}

Shell::Next Shell::pager(std::string_view argument) {
  if (argument == "on") {
    pager_ = pager_command(nullptr);
    if (pager_.empty()) problem({ErrorCode::not_found, "there is no pager: set $PAGER, or name one"});
  } else if (argument == "off") {
    pager_.clear();
  } else if (!argument.empty()) {
    pager_ = unquoted(argument);
  }
  print(pager_.empty() ? "pager off\n" : "pager " + visible(pager_) + "\n");
  return Next::go_on;
}

Shell::Next Shell::param(std::string_view argument) {
  if (argument.empty()) {
    for (const auto& [name, value] : context_.parameters) {
      print("  $" + name + " = " + visible(value_text(value, nullptr, {.quote_strings = true})) + "\n");
    }
    if (context_.parameters.empty()) print("no parameters; set one with  :param name 'Alibaba'\n");
    return Next::go_on;
  }
  const std::size_t split = argument.find_first_of(" =\t");
  std::string name(argument.substr(0, split));
  if (name.starts_with('$')) name.erase(0, 1);
  std::string_view rest =
      split == std::string_view::npos ? std::string_view() : trimmed(argument.substr(split));
  if (rest.starts_with("=>")) rest = trimmed(rest.substr(2));
  if (rest.starts_with('=')) rest = trimmed(rest.substr(1));
  if (rest.empty()) {
    context_.parameters.erase(name);
    return Next::go_on;
  }
  auto parameter = parse_parameter(name + "=" + std::string(rest));
  if (!parameter) {
    problem(parameter.error());
  } else {
    context_.parameters.insert_or_assign(std::move(parameter->first), std::move(parameter->second));
  }
  return Next::go_on;
}

Shell::Next Shell::read(std::string_view argument) {
  const std::string path(unquoted(argument));
  std::ifstream in(path, std::ios::binary);
  if (!in || argument.empty()) {
    problem({ErrorCode::io, argument.empty() ? "which file? :read FILE" : "cannot read " + path});
    return Next::go_on;
  }
  if (reading_ > 8) {
    problem({ErrorCode::limit, "files read one another more than 8 deep"});
    return Next::go_on;
  }
  ++reading_;
  statements(std::string(std::istreambuf_iterator<char>(in), {}), path);
  --reading_;
  return Next::go_on;
}

Shell::Next Shell::output(std::string_view argument) {
  const std::string path(unquoted(argument));
  if (auto finished = output_->finish(); !finished) problem(finished.error());
  if (!output_name_.empty()) print("wrote " + output_name_ + "\n");
  output_name_.clear();
  output_ = Output::standard();
  if (path.empty() || path == "stdout") return Next::go_on;
  auto opened = Output::file(path);
  if (!opened) {
    problem(opened.error());
    return Next::go_on;
  }
  output_ = std::move(*opened);
  output_name_ = path;
  return Next::go_on;
}

Shell::Next Shell::explain(std::string_view argument) {
  statements("EXPLAIN " + std::string(argument), "");
  return Next::go_on;
}
Shell::Next Shell::profile(std::string_view argument) {
  statements("PROFILE " + std::string(argument), "");
  return Next::go_on;
}

Shell::Next Shell::history(std::string_view argument) {
  std::size_t count = 20;
  std::from_chars(argument.data(), argument.data() + argument.size(), count);
  const auto all = editor_->history();
  std::string text;
  for (std::size_t i = all.size() > count ? all.size() - count : 0; i < all.size(); ++i)
    text += pad(std::to_string(i + 1), 5, true) + "  " + visible_lines(all[i]) + "\n";
  page([&](Output& out) { return out.write(text); });
  return Next::go_on;
}

}  // namespace skein::cli
