#include <unistd.h>

#include <cerrno>

#include "cli/output/output.hpp"
#include "cli/output/terminal.hpp"
#include "cli/shell/line_editor.hpp"

namespace skein::cli {

namespace {

class PlainLines final : public LineEditor {
 public:
  explicit PlainLines(LineEditorOptions options)
      : options_(std::move(options)), prompts_(is_terminal(STDIN_FILENO)) {}

  Outcome read(const std::string& prompt, const std::string& continuation, std::string& text) override {
    text.clear();
    for (bool first = true;; first = false) {
      if (prompts_) {
        const std::string& shown = first ? prompt : continuation;
        if (::write(STDOUT_FILENO, shown.data(), shown.size()) < 0) return Outcome::end;
      }
      std::string line;
      const Outcome outcome = read_line(line);
      if (outcome == Outcome::interrupted) return outcome;
      if (outcome == Outcome::end) {
        if (prompts_ && ::write(STDOUT_FILENO, "\n", 1) < 0) return Outcome::end;
        return text.empty() ? Outcome::end : Outcome::text;
      }
      if (!first) text += '\n';
      text += line;
      if (!options_.complete || options_.complete(text)) return Outcome::text;
    }
  }
  void add_history(const std::string& text) override { history_.push_back(text); }
  [[nodiscard]] std::vector<std::string> history() const override { return history_; }

 private:
  Outcome read_line(std::string& line) {
    for (;;) {
      const std::size_t end = buffer_.find('\n', at_);
      if (end != std::string::npos) {
        line = buffer_.substr(at_, end - at_);
        at_ = end + 1;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        return Outcome::text;
      }
      buffer_.erase(0, at_);
      at_ = 0;
      char chunk[4096];
      const ssize_t n = ::read(STDIN_FILENO, chunk, sizeof chunk);
      if (n < 0 && errno == EINTR) {
        if (interrupted()) return Outcome::interrupted;
        continue;
      }
      if (n <= 0) {
        line = std::move(buffer_);
        buffer_.clear();
        return line.empty() ? Outcome::end : Outcome::text;
      }
      buffer_.append(chunk, static_cast<std::size_t>(n));
    }
  }

  LineEditorOptions options_;
  bool prompts_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::vector<std::string> history_;
};

}  // namespace

std::unique_ptr<LineEditor> make_plain_line_editor(LineEditorOptions options) {
  return std::make_unique<PlainLines>(std::move(options));
}

}  // namespace skein::cli
