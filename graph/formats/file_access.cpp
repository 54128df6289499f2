#include "graph/formats/file_access.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace skein::graph::formats {

namespace {

namespace fs = std::filesystem;

Error refused(ErrorCode code, std::string message, std::string hint = {}) {
  Error error{code, std::move(message)};
  error.hint = std::move(hint);
  return error;
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// RFC 3986, section 2.1
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
           return a == std::tolower(static_cast<unsigned char>(b));
         });
}

bool is_scheme(std::string_view text) {
  return text.size() > 1 && std::all_of(text.begin(), text.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.';
         });
}

}  // namespace

Result<std::string> allowed_file(std::string_view folder, std::string_view name) {
  if (folder.empty())
    return refused(ErrorCode::unsupported, "files are not read: no folder is allowed",
                   "name the folder whose files statements may read: --allow-files DIR");
  std::string relative;
  if (starts_with_word(name, "file:")) {
    std::string_view rest = name.substr(5);
    if (rest.starts_with("//")) {
      rest.remove_prefix(2);
      if (!rest.empty() && rest.front() != '/')
        return refused(ErrorCode::invalid_argument, "'" + std::string(name) + "' names a file of another machine",
                       "write 'file:///' and the file's path within the allowed folder");
    }
    relative = decoded(rest);
  } else if (const auto colon = name.find(':'); colon != std::string_view::npos && is_scheme(name.substr(0, colon))) {
    return refused(ErrorCode::unsupported, "'" + std::string(name) + "' is no file: nothing is read over a network",
                   "fetch it first, put it into the allowed folder and write 'file:///name.csv'");
  } else {
    relative = std::string(name);
  }
  if (relative.find('\0') != std::string::npos)
    return refused(ErrorCode::invalid_argument, "the name of a file cannot hold a zero byte");
  while (!relative.empty() && relative.front() == '/') relative.erase(0, 1);  // file:///a is `a` in the folder
  if (relative.empty()) return refused(ErrorCode::invalid_argument, "'" + std::string(name) + "' names no file");
  const fs::path path(relative);
  if (std::any_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; }))
    return refused(ErrorCode::invalid_argument, "'" + std::string(name) + "' leads out of the allowed folder",
                   "'..' cannot be part of a file's name");
  std::error_code failed;
  const fs::path root = fs::canonical(fs::path(folder), failed);
  if (failed) return refused(ErrorCode::not_found, "the allowed folder " + std::string(folder) + " does not exist");
  const fs::path file = fs::canonical(root / path, failed);
  if (failed)
    return refused(ErrorCode::not_found, "there is no file " + relative + " in the allowed folder " + root.string());
  const auto [in_root, in_file] = std::mismatch(root.begin(), root.end(), file.begin(), file.end());
  if (in_root != root.end())
    return refused(ErrorCode::invalid_argument, "'" + std::string(name) + "' leads out of the allowed folder",
                   "it is a symbolic link to elsewhere");
  if (!fs::is_regular_file(file, failed))
    return refused(ErrorCode::invalid_argument, "'" + std::string(name) + "' is not a file");
  return file.string();
}

}  // namespace skein::graph::formats
