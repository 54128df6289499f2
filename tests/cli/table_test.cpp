#include <catch2/catch.hpp>

#include <unistd.h>

#include "cli/output/row_writer.hpp"
#include "tests/cli/run_program.hpp"
#include "tests/support/temp_dir.hpp"

using namespace skein;
using namespace skein::cli;
using skein::tests::TempDir;

namespace {

std::string written(const RowFormat& format, const std::vector<std::string>& columns,
                    const std::vector<std::vector<Value>>& rows) {
  const TempDir folder;
  const std::string path = folder.path() + "/rows";
  auto output = Output::file(path);
  REQUIRE(output);
  auto runner = Runner::open({":memory:"}, false, all_procedures());
  REQUIRE(runner);
  auto writer = make_row_writer(format, **output, **runner);
  REQUIRE(writer);
  REQUIRE((*writer)->begin(columns));
  for (const auto& row : rows) REQUIRE((*writer)->row(row));
  REQUIRE((*writer)->end());
  REQUIRE((*output)->finish());
  return tests::read_file(path);
}

}  // namespace

TEST_CASE("a table counts wide characters as wide and puts numbers to the right", "[cli][table]") {
  CHECK(written({}, {"name", "n"}, {{"吴泳铭", 7}, {"Kùzu", 1234}}) ==
        "┌────────┬──────┐\n"
        "│ name   │ n    │\n"
        "├────────┼──────┤\n"
        "│ 吴泳铭 │    7 │\n"
        "│ Kùzu   │ 1234 │\n"
        "└────────┴──────┘\n");
}

TEST_CASE("a table keeps within its width", "[cli][table]") {
  RowFormat format;
  format.width = 40;
  const std::string text = written(format, {"a", "b"}, {{std::string(100, 'x'), std::string(100, 'y')}});
  CHECK(text.find("│ xxxxxxxxxxxxxxx… │ yyyyyyyyyyyyyyy… │") != std::string::npos);
}

TEST_CASE("columns that cannot stand beside one another stand below", "[cli][table]") {
  RowFormat format;
  format.width = 20;
  CHECK(written(format, {"first", "second", "third"}, {{"aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"}}) ==
        "── 1 ──\n"
        "first   aaaaaaaaaa\n"
        "second  bbbbbbbbbb\n"
        "third   cccccccccc\n");
}

TEST_CASE("an empty result still has its columns", "[cli][table]") {
  CHECK(written({}, {"x"}, {}) == "┌───┐\n│ x │\n├───┤\n└───┘\n");
  CHECK(written({"json"}, {"x"}, {}) == "[]\n");
  CHECK(written({"csv"}, {"x"}, {}) == "x\n");
}

TEST_CASE("CSV quotes what needs it, and tells an empty text from null", "[cli][csv]") {
  CHECK(written({"csv"}, {"a", "b,c"}, {{"say \"hi\"", Value()}, {"line\nbreak", ""}, {1.5, true}}) ==
        "a,\"b,c\"\n\"say \"\"hi\"\"\",\n\"line\nbreak\",\"\"\n1.5,true\n");
}

TEST_CASE("JSON escapes, and keeps integers and floats apart", "[cli][json]") {
  CHECK(written({"jsonl"}, {"k\""},
                {{"a\n\x01"
                  "b\\"},
                 {1.0},
                 {Value()},
                 {List{1, "x"}}}) ==
        "{\"k\\\"\":\"a\\n\\u0001b\\\\\"}\n{\"k\\\"\":1.0}\n{\"k\\\"\":null}\n{\"k\\\"\":[1,\"x\"]}\n");
  CHECK(written({"json"}, {"a", "b"}, {{1, 2}, {3, 4}}) ==
        "[\n  {\"a\": 1, \"b\": 2},\n  {\"a\": 3, \"b\": 4}\n]\n");
}

TEST_CASE("Markdown cannot be broken by what a cell holds", "[cli][markdown]") {
  CHECK(written({"markdown"}, {"a"}, {{"x|y\nz <b>"}}) == "| a |\n| --- |\n| x\\|y<br>z &lt;b> |\n");
}

TEST_CASE("a file appears only when it is whole", "[cli][output]") {
  const TempDir folder;
  const std::string path = folder.path() + "/out";
  {
    auto output = Output::file(path);
    REQUIRE(output);
    REQUIRE((*output)->write("half"));
    REQUIRE((*output)->flush());
    CHECK(::access(path.c_str(), F_OK) != 0);
  }
  CHECK(::access(path.c_str(), F_OK) != 0);
  CHECK(tests::shell("ls -A '" + folder.path() + "'").out.empty());
  CHECK_FALSE(Output::file(folder.path()).ok());
  CHECK_FALSE(Output::file(folder.path() + "/no/such/folder").ok());
}
