#include "tests/dsl/text/feature_statements.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace skein::dsl {

namespace {

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// The cells of `| a | b |`; \| and \\ stand for themselves, \n for a line's end.
std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out;
  std::string cell;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size()) {
      ++i;
      cell += line[i] == 'n' ? '\n' : line[i];
    } else if (line[i] == '|') {
      out.push_back(trimmed(cell));
      cell.clear();
    } else {
      cell += line[i];
    }
  }
  return out;
}

std::string with(std::string text, const std::vector<std::string>& names,
                 const std::vector<std::string>& values) {
  for (std::size_t i = 0; i < names.size() && i < values.size(); ++i) {
    const std::string name = "<" + names[i] + ">";
    for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += values[i].size())
      text.replace(at, name.size(), values[i]);
  }
  return text;
}

class Reader {
 public:
  Reader(const std::filesystem::path& path, std::vector<FeatureStatement>& target)
      : name_(path.filename().string()), out_(target), in_(path) {}

  void run() {
    for (std::string line; next(line);) {
      const std::string text = trimmed(line);
      if (text.starts_with("Scenario") || text.starts_with("Background")) {
        end_scenario();
        outline_ = text.starts_with("Scenario Outline");
      } else if (text == "\"\"\"") {
        statement(line.find('"'));
      } else if (text.starts_with("Examples")) {
        names_.clear();
        examples_ = true;
      } else if (examples_ && text.starts_with('|')) {
        if (names_.empty())
          names_ = cells(text);
        else
          rows_.push_back(cells(text));
      }
    }
    end_scenario();
  }

 private:
  bool next(std::string& line) {
    ++number_;
    return static_cast<bool>(std::getline(in_, line));
  }

  void statement(std::size_t indent) {
    FeatureStatement found{name_ + ":" + std::to_string(number_ + 1), {}};
    for (std::string line; next(line) && trimmed(line) != "\"\"\"";)
      found.text += line.substr(std::min({indent, line.size(), line.find_first_not_of(' ')})) + "\n";
    statements_.push_back(std::move(found));
  }

  void end_scenario() {
    for (const FeatureStatement& statement : statements_) {
      if (!outline_) out_.push_back(statement);
      for (const auto& row : rows_) out_.push_back({statement.place, with(statement.text, names_, row)});
    }
    statements_.clear();
    names_.clear();
    rows_.clear();
    outline_ = examples_ = false;
  }

  std::string name_;
  std::vector<FeatureStatement>& out_;
  std::ifstream in_;
  int number_ = 0;
  bool outline_ = false, examples_ = false;
  std::vector<FeatureStatement> statements_;
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace

std::vector<FeatureStatement> feature_statements(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code missing;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, missing))
    if (entry.path().extension() == ".feature") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<FeatureStatement> out;
  for (const auto& file : files) Reader(file, out).run();
  return out;
}

}  // namespace skein::dsl
