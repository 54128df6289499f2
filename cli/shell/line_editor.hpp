// Reading statements from a person. One source file of this interface is linked: line_editor_readline.cpp
// (GNU readline, GPL-3.0) or line_editor_plain.cpp (nothing beyond the C library), as SKEIN_LINE_EDITOR says.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace skein::cli {

struct Completions {
  std::size_t start = 0;  // the byte at which what is being completed begins
  std::vector<std::string> words;
};

struct LineEditorOptions {
  std::string history_file;    // empty: none is kept
  std::size_t history = 2000;  // inputs kept
  bool color = false;
  // Enter ends the input when this is true, and starts a new line of it otherwise.
  std::function<bool(std::string_view text)> complete;
  // The same text with colours; called on every key.
  std::function<std::string(std::string_view text)> highlight;
  std::function<Completions(std::string_view text, std::size_t cursor)> completions;
};

class LineEditor {
 public:
  enum class Outcome { text, end, interrupted };
  virtual ~LineEditor() = default;
  // `continuation` stands before the second and further lines of one input. `text` has no line break at its
  // end.
  virtual Outcome read(const std::string& prompt, const std::string& continuation, std::string& text) = 0;
  virtual void add_history(const std::string& text) = 0;
  [[nodiscard]] virtual std::vector<std::string> history() const = 0;
};

std::unique_ptr<LineEditor> make_line_editor(LineEditorOptions options);
// "GNU readline 8.2", "plain"
std::string line_editor_name();
// Lines from standard input without any editing: for pipes, and for builds without an editor.
std::unique_ptr<LineEditor> make_plain_line_editor(LineEditorOptions options);

}  // namespace skein::cli
