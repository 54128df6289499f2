#include "cli/shell/settings.hpp"

#include <catch2/catch.hpp>

#include "tests/cli/run_program.hpp"
#include "tests/support/temp_dir.hpp"

using namespace skein::cli;
using skein::tests::TempDir;
using skein::tests::write_file;

namespace {

struct Read {
  Settings settings;
  std::vector<std::string> problems;
};

Read read(const std::string& text) {
  const TempDir folder;
  const std::string file = folder.path() + "/config.toml";
  write_file(file, text);
  Read out;
  out.settings = read_settings(file, out.problems);
  for (auto& problem : out.problems) problem.erase(0, folder.path().size() + 1);
  return out;
}

}  // namespace

TEST_CASE("settings are read, and those that are not there keep their value", "[cli][settings]") {
  const auto [settings, problems] = read(
      "# my settings\n"
      "mode = \"line\"\n"
      "timer = false\n"
      "pager = \"\"\n"
      "history = 10\n");
  CHECK(problems.empty());
  CHECK(settings.mode == "line");
  CHECK_FALSE(settings.timer);
  CHECK(settings.pager == std::string());
  CHECK(settings.history == 10);
  CHECK(settings.theme == "light");
  CHECK_FALSE(settings.color);
}

TEST_CASE("a wrong setting is told with its line, and the others hold", "[cli][settings]") {
  const auto [settings, problems] = read(
      "mode = \"tabel\"\n"
      "theme = \"dark\"\n"
      "modus = 1\n"
      "history = -1\n");
  REQUIRE(problems.size() == 3);
  CHECK(problems[0] ==
        "config.toml:1: 'mode' wants one of \"table\", \"line\", \"csv\", \"json\", \"jsonl\", \"markdown\"");
  CHECK(problems[1] ==
        "config.toml:3: there is no setting 'modus'; known are color, history, mode, pager, theme, timer");
  CHECK(problems[2] == "config.toml:4: 'history' wants a number of statements, 0 to 1000000");
  CHECK(settings.mode == "table");
  CHECK(settings.theme == "dark");
}

TEST_CASE("what is not TOML, a folder or nothing gives the settings as they are", "[cli][settings]") {
  CHECK(read("mode = table\n").problems ==
        std::vector<std::string>{"config.toml:1: this is not TOML; no setting was read"});
  CHECK(read("\n\xff\x00").problems.size() == 1);
  std::vector<std::string> problems;
  CHECK(read_settings("/nowhere/config.toml", problems).mode == "table");
  CHECK(problems.empty());
  CHECK(read_settings("/tmp", problems).mode == "table");
  CHECK(read_settings("", problems).mode == "table");
}
