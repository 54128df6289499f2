// Where rules come from: files, folders, and the lists of names that they say stand in files of their own.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

#include "extract/rules/rule_parser.hpp"
#include "extract/rules/rules.hpp"

namespace skein::extract {

namespace {

Result<std::string> read_file(const std::filesystem::path& path) {
  std::error_code error;
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path, error))
    return Error{ErrorCode::not_found,
                 fmt::format("cannot read {}: no such file, or not to be read", path.string())};
  return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

Result<std::vector<RuleText>> read_rule_texts(const std::vector<std::filesystem::path>& paths) {
  std::vector<std::filesystem::path> files;
  for (const auto& path : paths) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::filesystem::path> inside;
    for (const auto& entry : std::filesystem::directory_iterator(path, error))
      if (entry.path().extension() == ".rules") inside.push_back(entry.path());
    std::sort(inside.begin(), inside.end());
    if (inside.empty())
      return Error{ErrorCode::not_found, fmt::format("no rules (*.rules) in {}", path.string())};
    files.insert(files.end(), inside.begin(), inside.end());
  }
  if (files.empty()) return Error{ErrorCode::not_found, "no rules (*.rules) in an empty list of places"};
  std::vector<RuleText> texts;
  for (const auto& file : files) {
    RuleText one{file.string(), {}, {}};
    SKEIN_ASSIGN(one.text, read_file(file));
    SKEIN_ASSIGN(const auto lists, files_named_in(one));
    for (const auto& [written, place] : lists) {
      auto content = read_file(file.parent_path() / written);
      if (!content.ok())
        return Error{content.error().code, fmt::format("{}: {}", place, content.error().message)};
      one.files[written] = std::move(*content);
    }
    texts.push_back(std::move(one));
  }
  return texts;
}

std::filesystem::path default_rule_directory() {
  if (const char* data = std::getenv("SKEIN_DATA"); data != nullptr && *data != 0)
    return std::filesystem::path(data) / "rules";
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path() / "share" / "skein" / "rules";
}

}  // namespace skein::extract
