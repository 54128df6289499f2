#include "cli/output/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "cli/commands/commands.hpp"
#include "cli/output/text_width.hpp"

namespace skein::cli {

bool is_terminal(int fd) { return ::isatty(fd) == 1; }

std::optional<std::size_t> terminal_width(int fd) {
  if (!is_terminal(fd)) return std::nullopt;
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  if (const char* columns = std::getenv("COLUMNS")) {
    const long value = std::strtol(columns, nullptr, 10);
    if (value > 0 && value < 10000) return static_cast<std::size_t>(value);
  }
  return 80;
}

bool use_color(int fd) {
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* term = std::getenv("TERM");
  if (term == nullptr || std::string_view(term) == "dumb") return false;
  return is_terminal(fd);
}

std::string Style::wrap(std::string_view code, std::string_view text) const {
  if (!on_ || text.empty()) return std::string(text);
  std::string out = "\x1b[";
  out.append(code).append("m").append(text).append("\x1b[0m");
  return out;
}

namespace {

// A signal handler can only reach what has static storage.
graph::CancelToken interrupt;
volatile std::sig_atomic_t interrupt_count = 0, interrupts_held = 0;

void on_interrupt(int) {
  interrupt.cancel();
  if (interrupt_count > 0 && interrupts_held == 0) ::_exit(exit_interrupted);
  interrupt_count = 1;
}

}  // namespace

namespace {

void interrupt_on(int signal) {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = 0;  // reads are interrupted: a waiting prompt notices
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

void install_signal_handlers() {
  std::signal(SIGPIPE, SIG_IGN);
  interrupt_on(SIGINT);
}

void end_like_interrupts() {
  for (const int signal : {SIGTERM, SIGHUP}) {
    // nohup had it ignored: it stays so.
    struct sigaction now {};
    if (::sigaction(signal, nullptr, &now) == 0 && now.sa_handler != SIG_IGN) interrupt_on(signal);
  }
}

graph::CancelToken& interrupt_token() { return interrupt; }
bool interrupted() { return interrupt_count > 0; }
void hold_interrupts(bool held) { interrupts_held = held ? 1 : 0; }
void clear_interrupt() {
  interrupt_count = 0;
  interrupt.reset();
}

void report(std::string_view message) {
  const Style style(use_color(STDERR_FILENO));
  const std::string line = style.bold("skein: ") + std::string(message) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void report(const Error& error) {
  report(std::string_view(error.message));
  if (!error.hint.empty()) std::fprintf(stderr, "  hint: %s\n", error.hint.c_str());
}

int fail(const Error& error) {
  if (error.code == ErrorCode::cancelled && interrupted()) {
    report("interrupted");
    return exit_interrupted;
  }
  report(error);
  return exit_failure;
}

Progress::Progress() : on_(is_terminal(STDERR_FILENO)) {}
Progress::~Progress() { clear(); }

void Progress::show(std::string_view text) {
  if (!on_) return;
  const auto now = std::chrono::steady_clock::now();
  if (drawn_ && now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  drawn_ = true;
  const std::size_t width = terminal_width(STDERR_FILENO).value_or(80);
  const std::string line = "\r\x1b[K" + fit(text, width > 1 ? width - 1 : 1);
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
}

void Progress::clear() {
  if (!on_ || !drawn_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  drawn_ = false;
}

}  // namespace skein::cli
