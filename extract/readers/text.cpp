// Plain text, Markdown and PDF (through pdftotext).
#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "extract/readers/sources.hpp"
#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

// The byte where UTF-8 breaks, or npos.
std::size_t utf8_fault(std::string_view t) {
  for (std::size_t i = 0; i < t.size();) {
    const auto c = static_cast<unsigned char>(t[i]);
    std::size_t n = c < 0x80                ? 1
                    : c >= 0xC2 && c < 0xE0 ? 2
                    : c >= 0xE0 && c < 0xF0 ? 3
                    : c >= 0xF0 && c < 0xF5 ? 4
                                            : 0;
    if (n == 0 || i + n > t.size()) return i;
    for (std::size_t k = 1; k < n; ++k)
      if ((static_cast<unsigned char>(t[i + k]) & 0xC0) != 0x80) return i;
    const auto d = n > 1 ? static_cast<unsigned char>(t[i + 1]) : 0;
    if ((c == 0xE0 && d < 0xA0) || (c == 0xED && d >= 0xA0) || (c == 0xF0 && d < 0x90) ||
        (c == 0xF4 && d >= 0x90))
      return i;
    i += n;
  }
  return std::string_view::npos;
}

bool keep(std::string content, const std::string& path, Document& document, const SourceSink& sink) {
  if (const auto why = why_not_text(content); !why.empty()) return sink.problem(path + ": " + why), false;
  document.text = std::move(content);
  document.metadata.id = document.metadata.path = path;
  return true;
}

std::string quoted_for_shell(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string why_not_text(std::string_view bytes) {
  if (bytes.find_first_not_of(" \t\r\n\f\v") == bytes.npos) return "empty";
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return "UTF-16 text; wanted UTF-8";
  if (bytes.starts_with("%PDF-")) return "a PDF without the name of one";
  if (const auto zero = bytes.find('\0'); zero != bytes.npos)
    return fmt::format("binary: a zero byte at {}; wanted UTF-8 text", zero);
  if (const auto at = utf8_fault(bytes); at != bytes.npos) return fmt::format("not UTF-8 at byte {}", at);
  return {};
}

void read_text(std::string content, const std::string& path, const SourceSink& sink) {
  Document document;
  if (keep(std::move(content), path, document, sink)) sink.document(std::move(document));
}

// The text stays as it is, marks included, so that offsets are those of the file; the title is the first
// heading.
void read_markdown(std::string content, const std::string& path, const SourceSink& sink) {
  Document document;
  if (!keep(std::move(content), path, document, sink)) return;
  for (const auto s : split_lines(document.text)) {
    auto line = std::string_view(document.text).substr(s.begin, s.size());
    if (!line.starts_with("# ")) continue;
    document.metadata.title = fold_spaces(line.substr(2));
    break;
  }
  sink.document(std::move(document));
}

void read_pdf(const std::string& path, const SourceSink& sink) {
  static const bool available = std::system("command -v pdftotext >/dev/null 2>&1") == 0;
  if (!available) return sink.problem(path + ": PDF needs the program pdftotext (Debian: poppler-utils)");
  const auto command = "pdftotext -q -enc UTF-8 -nopgbrk " + quoted_for_shell(path) + " - 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (!pipe) return sink.problem(path + ": pdftotext could not be started");
  std::string content;
  std::array<char, 65536> buffer{};
  while (const auto n = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
    content.append(buffer.data(), n);
  read_text(std::move(content), path, sink);
}

}  // namespace skein::extract
