// What the program knows of the terminal it talks to: colours, widths, interrupts, progress.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "graph/query_context.hpp"
#include "storage/result.hpp"

namespace skein::cli {

[[nodiscard]] bool is_terminal(int fd);
// Columns of the terminal behind `fd`, $COLUMNS where it is set, else nothing: output that goes to a file or
// a pipe is never cut.
[[nodiscard]] std::optional<std::size_t> terminal_width(int fd);
// NO_COLOR (no-color.org) is honoured, and TERM=dumb.
[[nodiscard]] bool use_color(int fd);

// SGR sequences, or nothing when colour is off.
struct Style {
  explicit Style(bool on) : on_(on) {}
  [[nodiscard]] std::string bold(std::string_view text) const { return wrap("1", text); }
  [[nodiscard]] std::string grey(std::string_view text) const { return wrap("90", text); }
  [[nodiscard]] std::string red(std::string_view text) const { return wrap("31", text); }
  [[nodiscard]] std::string green(std::string_view text) const { return wrap("32", text); }
  [[nodiscard]] std::string yellow(std::string_view text) const { return wrap("33", text); }
  [[nodiscard]] std::string cyan(std::string_view text) const { return wrap("36", text); }
  [[nodiscard]] bool on() const { return on_; }

 private:
  [[nodiscard]] std::string wrap(std::string_view code, std::string_view text) const;
  bool on_;
};

// Closed pipes are told by write() and not by a signal; the first Ctrl-C cancels interrupt_token(), a second
// one ends the program at once with status 130.
void install_signal_handlers();
// From now on SIGTERM and SIGHUP do what Ctrl-C does, so that what was begun is taken away. For commands that never
// wait for a person.
void end_like_interrupts();
[[nodiscard]] graph::CancelToken& interrupt_token();
[[nodiscard]] bool interrupted();
void clear_interrupt();
// While held, Ctrl-C only cancels, however often: another program has the terminal, and reads it too.
void hold_interrupts(bool held);

// "skein: message" on standard error, with a hint below where the error has one.
void report(const Error& error);
void report(std::string_view message);
// 130 for a cancelled work, else 1. Reports the error.
int fail(const Error& error);

// A line on standard error that is rewritten in place; silent when standard error is no terminal.
class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  // Shown at most ten times a second.
  void show(std::string_view text);
  void clear();

 private:
  bool on_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace skein::cli
