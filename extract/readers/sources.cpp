#include "extract/readers/sources.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>

#include "extract/text/lines.hpp"

namespace skein::extract {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t largest_file = 256ull << 20;

// Ends a reading when the sink has had enough.
class Reading {
 public:
  explicit Reading(const SourceSink& sink) : outer_(sink) {
    sink_.document = [this](Document d) { return going_ = outer_.document(std::move(d)); };
    sink_.problem = outer_.problem;
  }

  void source(const std::string& name) {
    if (name == "-") {
      const std::string content{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
      const auto first = content.find_first_not_of(" \t\r\n");
      if (first != content.npos && content[first] == '{')
        json_lines(content, "-");
      else
        read_text(content, "-", sink_);
      return;
    }
    std::error_code error;
    const auto status = fs::status(name, error);
    if (error || !fs::exists(status))
      sink_.problem(name + ": no such file or folder");
    else if (fs::is_directory(status))
      folder(name);
    else
      file(name);
  }

  void content(std::string content, const std::string& path) {
    const auto kind = kind_of(path);
    if (is_json_lines(kind)) return json_lines(content, path);
    by_kind(kind, std::move(content), path);
  }

  [[nodiscard]] bool going() const { return going_; }

 private:
  static std::string kind_of(const std::string& path) {
    return ascii_lower(fs::path(path).extension().string());
  }
  static bool is_json_lines(const std::string& kind) { return kind == ".jsonl" || kind == ".ndjson"; }

  void folder(const fs::path& path) {
    std::error_code error;
    std::vector<fs::path> entries;
    for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error))
      if (it->path().filename().string().front() != '.') entries.push_back(it->path());
    if (error) {
      sink_.problem(path.string() + ": " + error.message());
      return;
    }
    std::sort(entries.begin(), entries.end());
    for (const auto& entry : entries) {
      if (!going_) return;
      if (fs::is_directory(entry, error))
        folder(entry);
      else
        file(entry.string());
    }
  }

  void file(const std::string& path) {
    const auto kind = kind_of(path);
    std::error_code error;
    if (!fs::is_regular_file(path, error) && !fs::is_fifo(path, error))
      return sink_.problem(path + ": not a regular file");
    if (kind == ".pdf") return read_pdf(path, sink_);
    if (is_json_lines(kind)) return json_file(path);
    const bool known = kind == ".txt" || kind == ".text" || kind == ".md" || kind == ".markdown" ||
                       kind == ".html" || kind == ".htm" || kind == ".xhtml" || kind.empty();
    if (!known)
      return sink_.problem(path + ": files of kind " + kind +
                           " are not supported (.txt, .md, .html, .jsonl, .pdf are)");
    if (const auto size = fs::file_size(path, error); !error && size > largest_file)
      return sink_.problem(path + ": larger than 256 MiB");
    std::ifstream in(path, std::ios::binary);
    if (!in) return sink_.problem(path + ": cannot be read");
    std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (in.bad()) return sink_.problem(path + ": reading failed");
    by_kind(kind, std::move(content), path);
  }

  void by_kind(const std::string& kind, std::string content, const std::string& path) {
    if (kind == ".md" || kind == ".markdown") return read_markdown(std::move(content), path, sink_);
    if (kind == ".html" || kind == ".htm" || kind == ".xhtml") return read_html(content, path, sink_);
    read_text(std::move(content), path, sink_);
  }

  void json_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return sink_.problem(path + ": cannot be read");
    std::string line;
    for (std::size_t number = 1; going_ && std::getline(in, line); ++number)
      if (line.find_first_not_of(" \t\r") != line.npos) read_json_line(line, path, number, sink_);
  }

  void json_lines(std::string_view content, const std::string& path) {
    std::size_t number = 0;
    for (std::size_t begin = 0; going_ && begin < content.size();) {
      const auto end = std::min(content.find('\n', begin), content.size());
      const auto line = content.substr(begin, end - begin);
      ++number;
      if (line.find_first_not_of(" \t\r") != line.npos) read_json_line(line, path, number, sink_);
      begin = end + 1;
    }
  }

  const SourceSink& outer_;
  SourceSink sink_;
  bool going_ = true;
};

}  // namespace

void read_sources(const std::vector<std::string>& sources, const SourceSink& sink) {
  Reading reading(sink);
  for (const auto& name : sources) {
    if (!reading.going()) return;
    reading.source(name);
  }
}

void read_content(std::string content, const std::string& path, const SourceSink& sink) {
  Reading(sink).content(std::move(content), path);
}

}  // namespace skein::extract
