#include "cli/shell/settings.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>

#include <toml.hpp>

#include "cli/draw/picture.hpp"
#include "cli/output/row_writer.hpp"

namespace skein::cli {

namespace {

// Takes a value into the settings; says what was wanted where it cannot.
using Take = std::function<std::string(Settings&, const toml::value&)>;

std::string one_of(const std::vector<std::string>& names, const toml::value& value, std::string& to) {
  const auto found =
      value.is_string() ? std::find(names.begin(), names.end(), value.as_string().str) : names.end();
  if (found != names.end()) {
    to = *found;
    return "";
  }
  std::string wanted;
  for (const auto& name : names) wanted += (wanted.empty() ? "one of \"" : "\", \"") + name;
  return wanted + "\"";
}

const std::map<std::string, Take>& known() {
  static const std::map<std::string, Take> settings{
      {"mode",
       [](Settings& s, const toml::value& v) {
         return one_of({"table", "line", "csv", "json", "jsonl", "markdown"}, v, s.mode);
       }},
      {"theme",
       [](Settings& s, const toml::value& v) {
         return one_of({"light", "dark", "print"}, v, s.theme);
       }},
      {"timer",
       [](Settings& s, const toml::value& v) -> std::string {
         if (!v.is_boolean()) return "true or false";
         s.timer = v.as_boolean();
         return "";
       }},
      {"color",
       [](Settings& s, const toml::value& v) -> std::string {
         if (!v.is_boolean()) return "true or false";
         s.color = v.as_boolean();
         return "";
       }},
      {"pager",
       [](Settings& s, const toml::value& v) -> std::string {
         if (!v.is_string()) return "a command, or \"\" for none";
         s.pager = v.as_string().str;
         return "";
       }},
      {"history",
       [](Settings& s, const toml::value& v) -> std::string {
         if (!v.is_integer() || v.as_integer() < 0 || v.as_integer() > 1'000'000)
           return "a number of statements, 0 to 1000000";
         s.history = static_cast<std::size_t>(v.as_integer());
         return "";
       }},
  };
  return settings;
}

}  // namespace

std::filesystem::path settings_file() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  if (config != nullptr && *config == '/') return std::filesystem::path(config) / "skein" / "config.toml";
  if (home != nullptr && *home != '\0')
    return std::filesystem::path(home) / ".config" / "skein" / "config.toml";
  return {};
}

Settings read_settings(const std::filesystem::path& file, std::vector<std::string>& problems) {
  Settings settings;
  std::ifstream in(file, std::ios::binary);
  if (file.empty() || !in) return settings;
  try {
    const toml::value all = toml::parse(in, file.string());
    for (const auto& [name, value] : all.as_table()) {
      const std::string where = file.string() + ":" + std::to_string(value.location().line()) + ": ";
      const auto setting = known().find(name);
      if (setting == known().end()) {
        std::string names;
        for (const auto& [other, take] : known()) names += (names.empty() ? "" : ", ") + other;
        problems.push_back(where + "there is no setting '" + name + "'; known are " + names);
      } else if (const std::string wanted = setting->second(settings, value); !wanted.empty()) {
        problems.push_back(where + "'" + name + "' wants " + wanted);
      }
    }
  } catch (const toml::syntax_error& wrong) {
    problems.push_back(file.string() + ":" + std::to_string(wrong.location().line()) +
                       ": this is not TOML; no setting was read");
  } catch (const std::exception& wrong) {  // a folder, a disk that cannot be read
    problems.push_back(file.string() + ": cannot be read");
  }
  std::sort(problems.begin(), problems.end());
  return settings;
}

}  // namespace skein::cli
