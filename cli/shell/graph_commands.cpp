// The shell's commands about the graph: what is in it, what is said, pictures, and documents read into it.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "cli/commands/build.hpp"
#include "cli/commands/conflicts.hpp"
#include "cli/commands/inspect.hpp"
#include "cli/commands/merges.hpp"
#include "cli/commands/why.hpp"
#include "cli/draw/picture.hpp"
#include "cli/draw/terminal_image.hpp"
#include "cli/facts.hpp"
#include "cli/output/text_width.hpp"
#include "cli/shell/arguments.hpp"
#include "cli/shell/shell.hpp"
#include "cli/spawn.hpp"

namespace skein::cli {

Shell::Next Shell::schema(std::string_view) {
  page([&](Output& out) -> Result<void> {
    SKEIN_ASSIGN(const auto transaction, runner_->read());
    SKEIN_ASSIGN(const std::string text, schema_text(*transaction, color_));
    return out.write(text);
  });
  return Next::go_on;
}

Shell::Next Shell::why(std::string_view argument) {
  page([&](Output& out) -> Result<void> {
    SKEIN_ASSIGN(const auto transaction, runner_->read());
    if (argument.empty()) return why_last(*transaction, out);
    WhyArguments why;
    why.name = unquoted(argument);
    // Two names: in quotes, or two words that are no name together.
    auto names = split_arguments(argument);
    if (names.size() == 2) {
      SKEIN_ASSIGN(const auto together, find_by_name(*transaction, why.name));
      if (together.empty()) {
        why.name = std::move(names[0]);
        why.other = std::move(names[1]);
      }
    }
    FactsOptions options;
    options.width = width();
    options.color = color_;
    return write_why(*transaction, why, options, out);
  });
  return Next::go_on;
}

Result<void> Shell::why_last(graph::Transaction& transaction, Output& out) {
  constexpr std::size_t most_nodes = 5, most_relationships = 20;
  if (last_.relationships.empty() && last_.nodes.empty()) {
    return Error{ErrorCode::invalid_argument,
                 "the last result has no nodes or relationships; name one: :why \"Alibaba\""};
  }
  graph::formats::Subgraph part = last_;
  part.normalise();
  FactsOptions options;
  options.width = width();
  options.color = color_;
  if (part.relationships.empty()) {
    for (std::size_t i = 0; i < std::min(most_nodes, part.nodes.size()); ++i)
      SKEIN_TRY(write_facts(transaction, part.nodes[i], options, out));
    return {};
  }
  graph::formats::EvidenceTexts texts(transaction);
  std::size_t shown = 0;
  for (const auto& relationship : part.relationships) {
    if (shown++ == most_relationships)
      return out.write("… and " + std::to_string(part.relationships.size() - most_relationships) + " more\n");
    std::string text = style_.bold(visible(name_of(transaction, relationship.from))) + " ─" +
                       style_.cyan(transaction.catalog().name(relationship.type)) + "→ " +
                       style_.bold(visible(name_of(transaction, relationship.to))) + "\n";
    SKEIN_ASSIGN(const auto quotations, texts.sentences(relationship));
    if (quotations.empty()) text += "    " + style_.grey("no document says it") + "\n";
    for (const auto& q : quotations) {
      text += wrap_text(marked_sentence(q, color_), options.width, "    ") + "\n" +
              wrap_text(style_.grey(visible(source_line(q))), options.width, "      ") + "\n";
    }
    SKEIN_TRY(out.write(text));
  }
  return {};
}

namespace {

// A file for the picture that is shown at once, gone afterwards.
class ShortLivedFile {
 public:
  explicit ShortLivedFile(const std::string& ending) {
    std::error_code error;
    path_ = (std::filesystem::temp_directory_path(error) / ("skein-" + std::to_string(::getpid()) + ending))
                .string();
  }
  ~ShortLivedFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  ShortLivedFile(const ShortLivedFile&) = delete;
  ShortLivedFile& operator=(const ShortLivedFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

// By the program that the desktop has for such files, where there is a desktop.
bool open_in_viewer(const std::string& path) {
  if (!is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY")) return false;
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  const auto started = spawn({"xdg-open", path},
                             {{STDIN_FILENO, nothing}, {STDOUT_FILENO, nothing}, {STDERR_FILENO, nothing}});
  if (nothing >= 0) ::close(nothing);
  return started.ok();  // what it shows may stay open for long: nobody waits for it
}

}  // namespace

Result<void> Shell::draw_to(const std::string& path) {
  SKEIN_ASSIGN(const auto transaction, runner_->read());
  PictureOptions options;
  options.theme = settings_.theme;
  std::vector<std::string> told;
  if (last_.nodes.empty() && last_.relationships.empty()) {
    print(style_.grey(
              "the last result has no nodes or relationships: drawing the best supported of the graph") +
          "\n");
    SKEIN_ASSIGN(told, draw_overview(*transaction, options, path));
  } else {
    graph::formats::Subgraph part = last_;
    part.everything = false;
    part.normalise();
    SKEIN_ASSIGN(told, draw_part(*transaction, part, options, path));
  }
  for (const auto& sentence : told) print(style_.yellow(sentence) + "\n");
  return {};
}

Shell::Next Shell::draw(std::string_view argument) {
  const auto draw = [&]() -> Result<void> {
    if (argument.empty() && terminal_) {
      if (!images_) images_ = ask_for_images(STDIN_FILENO, STDOUT_FILENO);
      if (*images_ != ImageProtocol::none) {
        const ShortLivedFile picture(".png");
        SKEIN_TRY(draw_to(picture.path()));
        return show_image(*images_, picture.path(), STDOUT_FILENO);
      }
    }
    const std::string path(argument.empty() ? "skein.svg" : unquoted(argument));
    SKEIN_TRY(draw_to(path));
    print((argument.empty() && terminal_ && open_in_viewer(path) ? "opened " : "wrote ") + path + "\n");
    return {};
  };
  if (const auto drawn = draw(); !drawn) problem(drawn.error());
  clear_interrupt();
  return Next::go_on;
}

Shell::Next Shell::conflicts(std::string_view) {
  page([&](Output& out) -> Result<void> {
    SKEIN_ASSIGN(const auto transaction, runner_->read());
    SKEIN_ASSIGN(const auto count, write_conflicts(*transaction, style_, width(),
                                                   [&](std::string_view text) { return out.write(text); }));
    return count == 0 ? out.write("no claims disagree\n") : Result<void>();
  });
  return Next::go_on;
}

Shell::Next Shell::merges(std::string_view argument) {
  MergesArguments merges;
  merges.called = ":merges";
  merges.names = split_arguments(argument);
  if (!merges.names.empty()) {
    merges.action = merges.names.front();
    merges.names.erase(merges.names.begin());
  }
  page([&](Output& out) -> Result<void> {
    SKEIN_TRY(check(merges));
    SKEIN_ASSIGN(graph::Graph* const graph,
                 decides(merges) ? runner_->graph_for_writing() : runner_->graph_for_reading());
    if (decides(merges)) last_ = {};  // nodes that become one or two have other ids
    return run_merges(*graph, merges, out);
  });
  return Next::go_on;
}

Shell::Next Shell::open_store(std::string_view argument) {
  if (argument.empty()) {
    print(arguments_.store.db + "\n");
  } else if (runner_->in_transaction()) {
    problem({ErrorCode::invalid_argument, "a transaction is open: COMMIT or ROLLBACK first"});
  } else if (auto opened = open(std::string(unquoted(argument))); !opened) {
    problem(opened.error());
  } else {
    arguments_.demo = false;
    greet();
  }
  return Next::go_on;
}

Shell::Next Shell::build(std::string_view argument) {
  if (argument.empty()) {
    problem({ErrorCode::invalid_argument, "which documents? :build PATH..."});
    return Next::go_on;
  }
  auto graph = runner_->graph_for_writing();
  if (!graph) {
    problem(graph.error());
    return Next::go_on;
  }
  BuildArguments build;
  build.paths = split_arguments(argument);
  last_ = {};
  if (build_into(**graph, build) != exit_ok) status_ = exit_failure;
  clear_interrupt();
  return Next::go_on;
}

}  // namespace skein::cli
