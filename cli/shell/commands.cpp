// The shell's colon commands.
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "cli/conflicts.hpp"
#include "cli/draw/picture.hpp"
#include "cli/facts.hpp"
#include "cli/inspect.hpp"
#include "cli/parameters.hpp"
#include "cli/script.hpp"
#include "cli/shell/shell.hpp"
#include "cli/text_width.hpp"
#include "cli/value_text.hpp"

namespace skein::cli {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n;") - first + 1);
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front()) {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

}  // namespace

const std::vector<Shell::CommandInfo>& Shell::commands() {
  static const std::vector<CommandInfo> list{
      {"help", "", "this list", &Shell::help},
      {"schema", "", "labels, relationship types and indexes with their counts", &Shell::schema},
      {"why", "[NAME]", "what is said about an entity, and the sentences; of the last result without a name",
       &Shell::why},
      {"draw", "[FILE]", "a picture of the last result", &Shell::draw},
      {"conflicts", "", "claims that disagree", &Shell::conflicts},
      {"mode", "[table|line|csv|json|jsonl|markdown]", "how rows are shown", &Shell::mode},
      {"output", "[FILE]", "write rows to a file; back to the screen without one", &Shell::output},
      {"timer", "[on|off]", "show how long a statement took", &Shell::timer},
      {"param", "[NAME VALUE]", "set a parameter; list them without a name", &Shell::param},
      {"read", "FILE", "run the statements in a file", &Shell::read},
      {"begin", "", "start a transaction, as the statement BEGIN does", &Shell::begin},
      {"commit", "", "end it and keep what it wrote", &Shell::commit},
      {"rollback", "", "end it and forget what it wrote", &Shell::rollback},
      {"explain", "STATEMENT", "show a statement's plan", &Shell::explain},
      {"profile", "STATEMENT", "run it and show what its plan did", &Shell::profile},
      {"history", "[N]", "the last statements", &Shell::history},
      {"build", "PATH...", "read documents into the graph", &Shell::build},
      {"open", "DIR", "go to another graph", &Shell::open_store},
      {"quit", "", "leave (Ctrl-D does too)", &Shell::quit},
  };
  return list;
}

Shell::Next Shell::command(std::string_view line) {
  const std::size_t space = std::min(line.find_first_of(" \t\n"), line.size());
  std::string_view name = line.substr(0, space);
  while (!name.empty() && name.back() == ';') name.remove_suffix(1);
  const std::string_view argument = trimmed(line.substr(space));
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
  text += "\n  " +
          style_.grey(
              "\"Name\" in quotes shows what is said about it. A bare pattern, (a:Person)-[r]->(b), is a "
              "question.") +
          "\n";
  text += "  " +
          style_.grey("Tab completes, Ctrl-R searches the history, Ctrl-C stops a statement. " +
                      line_editor_name() + ".") +
          "\n";
  print(text);
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

Shell::Next Shell::schema(std::string_view) {
  auto transaction = runner_->read();
  if (!transaction) {
    problem(transaction.error());
  } else {
    print(schema_text(**transaction, color_));
  }
  return Next::go_on;
}

Shell::Next Shell::mode(std::string_view argument) {
  const auto& names = row_format_names();
  if (argument.empty()) {
    print(mode_ + "\n");
  } else if (std::find(names.begin(), names.end(), argument) != names.end()) {
    mode_ = argument;
  } else {
    std::string wanted;
    for (const auto& name : names) wanted += (wanted.empty() ? "" : ", ") + name;
    problem({ErrorCode::invalid_argument,
             "there is no mode '" + std::string(argument) + "'; wanted is one of " + wanted});
  }
  return Next::go_on;
}

Shell::Next Shell::timer(std::string_view argument) {
  timer_on_ = argument.empty() ? !timer_on_ : argument == "on";
  print(timer_on_ ? "timer on\n" : "timer off\n");
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

Shell::Next Shell::why(std::string_view argument) {
  auto transaction = runner_->read();
  if (!transaction) {
    problem(transaction.error());
    return Next::go_on;
  }
  FactsOptions options;
  options.width = terminal_width(STDOUT_FILENO).value_or(100);
  options.color = color_;
  const auto out = Output::standard();
  const auto show = [&](NodeId node) {
    if (auto written = write_facts(**transaction, node, options, *out); !written && !out->closed())
      problem(written.error());
  };
  const std::string name(unquoted(argument));
  if (!name.empty()) {
    auto nodes = find_by_name(**transaction, name);
    if (!nodes) {
      problem(nodes.error());
    } else if (nodes->empty()) {
      Error error{ErrorCode::not_found, "nothing is named '" + name + "'"};
      if (const auto near = similar_names(**transaction, name, 3)) {
        for (const auto& other : *near)
          error.hint += (error.hint.empty() ? "there is " : ", ") + ("'" + other + "'");
      }
      problem(error);
    } else {
      for (const NodeId node : *nodes) show(node);
    }
    return Next::go_on;
  }
  if (last_.relationships.empty() && last_.nodes.empty()) {
    problem({ErrorCode::invalid_argument,
             "the last result has no nodes or relationships; name one: :why \"Alibaba\""});
    return Next::go_on;
  }
  graph::formats::Subgraph part = last_;
  part.normalise();
  constexpr std::size_t most = 5;
  if (part.relationships.empty()) {
    for (std::size_t i = 0; i < std::min(most, part.nodes.size()); ++i) show(part.nodes[i]);
    return Next::go_on;
  }
  graph::formats::EvidenceTexts texts(**transaction);
  std::size_t shown = 0;
  for (const auto& relationship : part.relationships) {
    if (shown++ == 20) {
      print("… and " + std::to_string(part.relationships.size() - 20) + " more\n");
      break;
    }
    print(style_.bold(visible(name_of(**transaction, relationship.from))) + " ─" +
          style_.cyan((*transaction)->catalog().name(relationship.type)) + "→ " +
          style_.bold(visible(name_of(**transaction, relationship.to))) + "\n");
    const auto quotations = texts.quotations(relationship);
    if (!quotations || quotations->empty()) print("    " + style_.grey("no document says it") + "\n");
    if (!quotations) continue;
    for (const auto& q : *quotations) {
      print(wrap_text(marked_sentence(q, color_), options.width, "    ") + "\n      " +
            style_.grey(visible(q.title.empty() ? q.document : q.title)) + "\n");
    }
  }
  return Next::go_on;
}

Shell::Next Shell::draw(std::string_view argument) {
  std::string path(unquoted(argument));
  if (path.empty()) path = "skein.svg";
  auto transaction = runner_->read();
  if (!transaction) {
    problem(transaction.error());
    return Next::go_on;
  }
  PictureOptions options;
  if (last_.nodes.empty() && last_.relationships.empty()) {
    print(style_.grey(
              "the last result has no nodes or relationships: drawing the best supported of the graph") +
          "\n");
    if (auto drawn = draw_overview(**transaction, options, path); !drawn) {
      problem(drawn.error());
      return Next::go_on;
    }
  } else {
    graph::formats::Subgraph part = last_;
    part.everything = false;
    part.normalise();
    if (auto drawn = draw_part(**transaction, part, options, path); !drawn) {
      problem(drawn.error());
      return Next::go_on;
    }
  }
  print("wrote " + path + "\n");
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
  for (std::size_t i = all.size() > count ? all.size() - count : 0; i < all.size(); ++i) {
    print(pad(std::to_string(i + 1), 5, true) + "  " + visible_lines(all[i]) + "\n");
  }
  return Next::go_on;
}

Shell::Next Shell::open_store(std::string_view argument) {
  if (argument.empty()) {
    print(arguments_.store.db + "\n");
  } else if (auto opened = open(std::string(unquoted(argument))); !opened) {
    problem(opened.error());
  } else {
    greet();
  }
  return Next::go_on;
}

Shell::Next Shell::build(std::string_view argument) {
  if (argument.empty() || runner_->in_transaction() || arguments_.store.db == ":memory:") {
    problem({ErrorCode::invalid_argument,
             argument.empty()            ? "which documents? :build PATH..."
             : runner_->in_transaction() ? "a transaction is open: COMMIT or ROLLBACK first"
                                         : "documents are built into a graph in a folder: :open DIR first"});
    return Next::go_on;
  }
  BuildArguments build;
  build.store = arguments_.store;
  std::string_view rest = argument;
  while (!rest.empty()) {
    const char quote = rest.front() == '\'' || rest.front() == '"' ? rest.front() : ' ';
    if (quote != ' ') rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find(quote), rest.size());
    build.paths.emplace_back(rest.substr(0, end));
    rest = trimmed(rest.substr(std::min(end + 1, rest.size())));
  }
  runner_.reset();  // one writer at a time
  build_command(build);
  if (auto opened = open(arguments_.store.db); !opened) {
    problem(opened.error());
    return Next::leave;
  }
  return Next::go_on;
}

Shell::Next Shell::conflicts(std::string_view) {
  auto transaction = runner_->read();
  if (!transaction) {
    problem(transaction.error());
    return Next::go_on;
  }
  const auto count = write_conflicts(**transaction, style_, terminal_width(STDOUT_FILENO).value_or(100),
                                     [&](std::string_view text) -> Result<void> {
                                       print(std::string(text));
                                       return {};
                                     });
  if (!count)
    problem(count.error());
  else if (*count == 0)
    print("no claims disagree\n");
  return Next::go_on;
}

}  // namespace skein::cli
