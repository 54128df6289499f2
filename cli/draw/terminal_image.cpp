#include "cli/draw/terminal_image.hpp"

#include <poll.h>
#include <sixel.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>

#include "cli/output/terminal.hpp"

namespace skein::cli {

namespace {

// Answers come as if they were typed: not shown, and without waiting for a line's end.
class RawInput {
 public:
  explicit RawInput(int fd) : fd_(fd), ok_(::tcgetattr(fd, &before_) == 0) {
    if (!ok_) return;
    termios raw = before_;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 0;
    ok_ = ::tcsetattr(fd, TCSANOW, &raw) == 0;
  }
  ~RawInput() {
    if (ok_) ::tcsetattr(fd_, TCSANOW, &before_);
  }
  RawInput(const RawInput&) = delete;
  RawInput& operator=(const RawInput&) = delete;
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  int fd_;
  termios before_{};
  bool ok_;
};

Result<void> write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0)
      return Error{ErrorCode::io, std::string("cannot write to the terminal: ") + std::strerror(errno)};
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

// "\x1b[?62;4;22c": the part between `?` and `c`, empty when it is not there.
std::string_view device_attributes(std::string_view answer) {
  const std::size_t start = answer.find("\x1b[?");
  if (start == std::string_view::npos) return {};
  const std::size_t end = answer.find('c', start);
  return end == std::string_view::npos ? std::string_view() : answer.substr(start + 3, end - start - 3);
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= bytes.size() ? digits[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

// Of a PNG's header (ISO/IEC 15948, IHDR); 0 when it is none.
std::size_t png_width(std::string_view png) {
  if (png.size() < 24 || !png.starts_with("\x89PNG")) return 0;
  std::size_t width = 0;
  for (std::size_t i = 16; i < 20; ++i) width = width << 8 | static_cast<unsigned char>(png[i]);
  return width;
}

struct Screen {
  std::size_t columns = 80, pixels = 800;  // across
};

Screen screen_of(int fd) {
  Screen screen;
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return screen;
  screen.columns = size.ws_col;
  screen.pixels = size.ws_xpixel > 0 ? size.ws_xpixel : screen.columns * 10;
  return screen;
}

Result<void> show_sixel(const std::string& file, std::size_t width) {
  sixel_encoder_t* made = nullptr;
  if (SIXEL_FAILED(sixel_encoder_new(&made, nullptr)))
    return Error{ErrorCode::limit, "there is no memory for the picture"};
  const std::unique_ptr<sixel_encoder_t, void (*)(sixel_encoder_t*)> encoder(made, sixel_encoder_unref);
  SIXELSTATUS status = SIXEL_OK;
  if (width > 0) status = sixel_encoder_setopt(made, SIXEL_OPTFLAG_WIDTH, std::to_string(width).c_str());
  if (SIXEL_SUCCEEDED(status)) status = sixel_encoder_encode(made, file.c_str());
  if (SIXEL_FAILED(status))
    return Error{ErrorCode::io,
                 std::string("the picture cannot be shown here: ") + sixel_helper_format_error(status)};
  return {};
}

}  // namespace

ImageProtocol images_in_answer(std::string_view answer) {
  if (answer.find("\x1b_Gi=31;OK") != std::string_view::npos) return ImageProtocol::kitty;
  for (std::string_view rest = device_attributes(answer); !rest.empty();) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    if (rest.substr(0, end) == "4") return ImageProtocol::sixel;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return ImageProtocol::none;
}

ImageProtocol ask_for_images(int in, int out, std::chrono::milliseconds patience) {
  const RawInput raw(in);
  if (!raw.ok() || !is_terminal(out)) return ImageProtocol::none;
  if (!write_all(out, "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c")) return ImageProtocol::none;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::string answer;
  while (device_attributes(answer).empty() && answer.size() < 4096 && !interrupted()) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd waiting{in, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) break;
    char chunk[256];
    const ssize_t n = ::read(in, chunk, sizeof chunk);
    if (n <= 0) break;
    answer.append(chunk, static_cast<std::size_t>(n));
  }
  return images_in_answer(answer);
}

std::string kitty_image(std::string_view png, std::size_t columns) {
  constexpr std::size_t most = 4096;  // bytes of one piece, by the protocol
  const std::string text = base64(png);
  std::string out;
  for (std::size_t at = 0; at < text.size() || at == 0; at += most) {
    const bool first = at == 0, more = at + most < text.size();
    out += "\x1b_G";
    if (first) out += "a=T,f=100,q=2,";
    if (first && columns > 0) out += "c=" + std::to_string(columns) + ",";
    out += more ? "m=1;" : "m=0;";
    out += text.substr(at, most);
    out += "\x1b\\";
  }
  return out;
}

Result<void> show_image(ImageProtocol protocol, const std::string& png_file, int out) {
  std::ifstream in(png_file, std::ios::binary);
  const std::string png{std::istreambuf_iterator<char>(in), {}};
  const std::size_t width = png_width(png);
  if (width == 0) return Error{ErrorCode::io, "cannot read " + png_file + ", a picture"};
  const Screen screen = screen_of(out);
  const bool wider = width > screen.pixels;
  if (protocol == ImageProtocol::sixel) {
    SKEIN_TRY(show_sixel(png_file, wider ? screen.pixels : 0));
  } else {
    SKEIN_TRY(write_all(out, kitty_image(png, wider ? screen.columns : 0)));
  }
  return write_all(out, "\n");
}

}  // namespace skein::cli
