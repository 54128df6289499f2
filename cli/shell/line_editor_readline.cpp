// GNU readline (GPL-3.0) reads keys, keeps the history and knows the key bindings of its users; what stands
// on the screen is drawn here, because readline can show neither colours in the text nor prompts within it.
//
// The whole input is one buffer with line breaks in it. Each key redraws it: up to its first row, clear to
// the end of the screen, text again, cursor to its place. Rows are counted with columns_of(), as terminals
// do: a wide character that does not fit at the end of a row moves to the next.
#include <cstdio>  // readline needs FILE before its own headers

#include <readline/history.h>
#include <readline/readline.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "cli/output/terminal.hpp"
#include "cli/output/text_width.hpp"
#include "cli/shell/line_editor.hpp"

namespace skein::cli {

namespace {

struct Place {
  std::size_t row = 0, column = 0;
};

// Where the cursor stands after a text was printed from `at` on. `full` columns: the next character wraps.
class Walker {
 public:
  explicit Walker(std::size_t columns) : columns_(std::max<std::size_t>(columns, 2)) {}
  void put(std::string_view text, std::size_t continuation) {
    for (std::size_t i = 0; i < text.size();) {
      const char32_t c = next_code_point(text, i);
      if (c == '\n') {
        at = {at.row + 1, 0};
        skip(continuation);
      } else {
        skip_one(columns_of(c));
      }
    }
  }
  void skip(std::size_t columns) {
    for (std::size_t i = 0; i < columns; ++i) skip_one(1);
  }
  // A cursor cannot stand behind the last column.
  [[nodiscard]] Place cursor() const { return at.column >= columns_ ? Place{at.row + 1, 0} : at; }
  Place at;

 private:
  void skip_one(std::size_t width) {
    if (at.column + width > columns_) at = {at.row + 1, 0};
    at.column += width;
  }
  std::size_t columns_;
};

class ReadlineEditor;
ReadlineEditor* active = nullptr;  // readline's callbacks carry no pointer of ours

class ReadlineEditor final : public LineEditor {
 public:
  explicit ReadlineEditor(LineEditorOptions options) : options_(std::move(options)) {
    active = this;
    rl_readline_name = "skein";
    rl_catch_signals = 0;
    rl_instream = stdin;
    rl_outstream = stdout;
    rl_variable_bind("enable-bracketed-paste", "on");
    rl_variable_bind("blink-matching-paren", "off");
    rl_initialize();
    rl_redisplay_function = [] { active->draw(); };
    rl_getc_function = [](FILE* in) { return get_key(in); };
    rl_bind_key('\t', [](int, int) { return active->complete_word(); });
    rl_bind_key('\r', [](int, int) { return active->enter(); });
    rl_bind_key('\n', [](int, int) { return active->enter(); });
    rl_bind_key(CTRL('C'), [](int, int) { return active->abandon(); });
    rl_bind_key(CTRL('L'), [](int, int) { return active->clear_screen(); });
    rl_bind_keyseq("\x1b[A", [](int, int key) { return active->up(key); });
    rl_bind_keyseq("\x1b[B", [](int, int key) { return active->down(key); });
    rl_bind_keyseq("\x1bOA", [](int, int key) { return active->up(key); });
    rl_bind_keyseq("\x1bOB", [](int, int key) { return active->down(key); });
    for (const char* home : {"\x01", "\x1b[H", "\x1bOH", "\x1b[1~"}) {
      rl_bind_keyseq(home, [](int, int) { return active->to_line_edge(true); });
    }
    for (const char* end : {"\x05", "\x1b[F", "\x1bOF", "\x1b[4~"}) {
      rl_bind_keyseq(end, [](int, int) { return active->to_line_edge(false); });
    }
    using_history();
    stifle_history(static_cast<int>(options_.history));
    load_history();
  }
  ~ReadlineEditor() override {
    rl_redisplay_function = rl_redisplay;
    active = nullptr;
  }

  Outcome read(const std::string& prompt, const std::string& continuation, std::string& text) override {
    prompt_ = prompt;
    continuation_ = continuation;
    continuation_width_ = columns_without_sequences(continuation);
    row_ = 0;
    interrupted_ = false;
    clear_interrupt();
    char* line = ::readline("");
    if (interrupted_) {
      std::free(line);
      clear_interrupt();
      return Outcome::interrupted;
    }
    if (line == nullptr) {
      std::fputs("\n", stdout);
      return Outcome::end;
    }
    text = line;
    std::free(line);
    return Outcome::text;
  }

  void add_history(const std::string& text) override {
    if (text.empty() || (history_length > 0 && text == history_get(history_base + history_length - 1)->line))
      return;
    ::add_history(text.c_str());
    if (options_.history_file.empty()) return;
    // Statements of several lines are kept as one record: a line break as \n, a backslash as \\.
    std::string record;
    for (const char c : text)
      record += c == '\n' ? std::string("\\n") : c == '\\' ? std::string("\\\\") : std::string(1, c);
    const mode_t mask = ::umask(0077);
    if (FILE* out = std::fopen(options_.history_file.c_str(), "a")) {
      std::fprintf(out, "%s\n", record.c_str());
      std::fclose(out);
    }
    ::umask(mask);
  }

  [[nodiscard]] std::vector<std::string> history() const override {
    std::vector<std::string> out;
    for (int i = 0; i < history_length; ++i) out.emplace_back(history_get(history_base + i)->line);
    return out;
  }

 private:
  static int get_key(FILE* in) {
    for (;;) {
      unsigned char c = 0;
      const ssize_t n = ::read(::fileno(in), &c, 1);
      if (n == 1) return c;
      if (n == 0) return EOF;
      if (errno != EINTR) return EOF;
      if (interrupted()) return CTRL('C');
      rl_resize_terminal();
    }
  }

  [[nodiscard]] std::string_view text() const { return {rl_line_buffer, static_cast<std::size_t>(rl_end)}; }

  void draw() {
    const bool searching = RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH);
    const std::string prompt =
        searching && rl_display_prompt != nullptr ? std::string(rl_display_prompt) : prompt_;
    const std::size_t columns = terminal_width(STDOUT_FILENO).value_or(80);
    const std::string shown =
        options_.highlight && options_.color ? options_.highlight(text()) : std::string(text());

    std::string out;
    if (row_ > 0) out += "\x1b[" + std::to_string(row_) + "A";
    out += "\r\x1b[J";
    out += prompt;
    for (const char c : shown) {
      if (c == '\n') {
        out += "\r\n" + continuation_;
      } else {
        out += c;
      }
    }
    Walker end(columns);
    end.skip(columns_without_sequences(prompt));
    Walker cursor = end;
    end.put(text(), continuation_width_);
    cursor.put(text().substr(0, static_cast<std::size_t>(rl_point)), continuation_width_);
    if (end.at.column >= columns) out += "\r\n";
    const Place last = end.cursor(), here = cursor.cursor();
    if (last.row > here.row) out += "\x1b[" + std::to_string(last.row - here.row) + "A";
    out += "\r";
    if (here.column > 0) out += "\x1b[" + std::to_string(here.column) + "C";
    row_ = here.row;
    std::fwrite(out.data(), 1, out.size(), stdout);
    std::fflush(stdout);
  }

  // Below the drawn text, ready for other output.
  void leave() {
    rl_point = rl_end;
    draw();
  }

  int enter() {
    if (options_.complete && !options_.complete(text()) && !RL_ISSTATE(RL_STATE_ISEARCH)) {
      rl_point = rl_end;
      rl_insert_text("\n");
      return 0;
    }
    leave();
    std::fputs("\r\n", stdout);
    std::fflush(stdout);
    row_ = 0;
    rl_done = 1;  // and not rl_newline(), which would draw once more
    return 0;
  }

  int abandon() {
    leave();
    std::fputs("^C\n", stdout);
    std::fflush(stdout);
    interrupted_ = true;
    rl_replace_line("", 0);
    rl_done = 1;
    row_ = 0;
    return 0;
  }

  int clear_screen() {
    std::fputs("\x1b[H\x1b[2J", stdout);
    row_ = 0;
    draw();
    return 0;
  }

  // Within an input of several lines the arrows move between its lines, beyond it through the history.
  int up(int key) {
    const std::string_view before = text().substr(0, static_cast<std::size_t>(rl_point));
    const std::size_t line = before.rfind('\n');
    if (line == std::string_view::npos) return rl_get_previous_history(1, key);
    const std::size_t above = before.substr(0, line).rfind('\n');
    const std::size_t start = above == std::string_view::npos ? 0 : above + 1;
    move_to(start, line, columns_of(before.substr(line + 1)));
    return 0;
  }
  int down(int key) {
    const std::size_t point = static_cast<std::size_t>(rl_point);
    const std::size_t next = text().find('\n', point);
    if (next == std::string_view::npos) return rl_get_next_history(1, key);
    const std::string_view before = text().substr(0, point);
    const std::size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    move_to(next + 1, std::min(text().find('\n', next + 1), text().size()), columns_of(before.substr(start)));
    return 0;
  }
  int to_line_edge(bool start) {
    const std::size_t point = static_cast<std::size_t>(rl_point);
    const std::size_t before = text().substr(0, point).rfind('\n');
    rl_point = static_cast<int>(start ? (before == std::string_view::npos ? 0 : before + 1)
                                      : std::min(text().find('\n', point), text().size()));
    return 0;
  }
  void move_to(std::size_t start, std::size_t end, std::size_t column) {
    std::size_t at = start, used = 0;
    while (at < end && used < column) used += columns_of(next_code_point(text(), at));
    rl_point = static_cast<int>(at);
  }

  int complete_word() {
    if (!options_.completions) return 0;
    const std::size_t point = static_cast<std::size_t>(rl_point);
    Completions found = options_.completions(text(), point);
    if (found.words.empty() || found.start > point) return rl_ding();
    std::string common = found.words.front();
    for (const auto& word : found.words) {
      const auto differs = std::mismatch(common.begin(), common.end(), word.begin(), word.end());
      common.erase(differs.first, common.end());
    }
    while (!common.empty() && (static_cast<unsigned char>(common.back()) & 0xc0) == 0x80) common.pop_back();
    if (!common.empty() && static_cast<unsigned char>(common.back()) >= 0xc0) common.pop_back();
    const std::string typed(text().substr(found.start, point - found.start));
    if (found.words.size() == 1 || common.size() > typed.size()) {
      const std::string insert = found.words.size() == 1 ? found.words.front() : common;
      rl_begin_undo_group();
      rl_delete_text(static_cast<int>(found.start), rl_point);
      rl_point = static_cast<int>(found.start);
      rl_insert_text(insert.c_str());
      rl_end_undo_group();
      return 0;
    }
    list(found.words);
    return 0;
  }

  void list(const std::vector<std::string>& words) {
    const int point = rl_point;
    leave();
    const std::size_t columns = terminal_width(STDOUT_FILENO).value_or(80);
    std::size_t widest = 0;
    const std::size_t shown = std::min<std::size_t>(words.size(), 60);
    for (std::size_t i = 0; i < shown; ++i)
      widest = std::max(widest, std::min<std::size_t>(40, columns_of(words[i])));
    const std::size_t across = std::max<std::size_t>(1, columns / (widest + 2));
    std::string out = "\r\n";
    for (std::size_t i = 0; i < shown; ++i) {
      out += pad(fit(visible(words[i]), widest), widest) + "  ";
      if ((i + 1) % across == 0 || i + 1 == shown) out += "\r\n";
    }
    if (words.size() > shown) out += "… and " + std::to_string(words.size() - shown) + " more\r\n";
    std::fwrite(out.data(), 1, out.size(), stdout);
    row_ = 0;
    rl_point = point;
  }

  void load_history() {
    if (options_.history_file.empty()) return;
    FILE* in = std::fopen(options_.history_file.c_str(), "r");
    if (in == nullptr) return;
    std::string entry;
    for (int c; (c = std::fgetc(in)) != EOF;) {
      if (c == '\\') {
        c = std::fgetc(in);
        entry += c == 'n' ? '\n' : static_cast<char>(c);
      } else if (c == '\n') {
        if (!entry.empty()) ::add_history(entry.c_str());
        entry.clear();
      } else if (c != '\0') {
        entry += static_cast<char>(c);
      }
    }
    std::fclose(in);
  }

  LineEditorOptions options_;
  std::string prompt_, continuation_;
  std::size_t continuation_width_ = 0;
  std::size_t row_ = 0;  // of the cursor, from the first row of the input
  bool interrupted_ = false;
};

}  // namespace

std::unique_ptr<LineEditor> make_line_editor(LineEditorOptions options) {
  if (!is_terminal(STDIN_FILENO) || !is_terminal(STDOUT_FILENO))
    return make_plain_line_editor(std::move(options));
  return std::make_unique<ReadlineEditor>(std::move(options));
}

std::string line_editor_name() { return std::string("GNU readline ") + rl_library_version; }

}  // namespace skein::cli
