#include "cli/explorer/page.hpp"

#include <simdjson.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "cli/database.hpp"

using namespace skein;
using namespace skein::cli;
using Catch::Contains;

TEST_CASE("data for a script element can neither end it nor begin a comment", "[cli][explorer]") {
  const std::string json = "{\"a\":\"</script><!-- & \u2028\u2029 \u20ac\"}";
  const std::string escaped = explorer::escaped_for_script(json);
  CHECK_THAT(escaped, !Contains("<") && !Contains(">") && !Contains("&") && !Contains("\u2028") &&
                          !Contains("\u2029"));
  simdjson::dom::parser parser;
  simdjson::dom::element data;
  REQUIRE(parser.parse(escaped).get(data) == simdjson::SUCCESS);
  CHECK(data["a"].get_string().value() == "</script><!-- & \u2028\u2029 \u20ac");
}

TEST_CASE("the live page and its files are there, and nothing else", "[cli][explorer]") {
  const auto index = explorer::page_asset("/");
  REQUIRE(index);
  CHECK(index->content_type == "text/html; charset=utf-8");
  CHECK_THAT(std::string(index->text), Contains("<script src=\"/assets/") && !Contains("<!-- scripts -->"));
  CHECK(explorer::page_asset("/assets/style.css"));
  for (const char* path :
       {"", "/index.html", "/assets/", "/assets/index.html", "/assets/../page.cpp", "/assets/none.js"})
    CHECK_FALSE(explorer::page_asset(path));
}

TEST_CASE("a page in one file holds its data and asks for nothing", "[cli][explorer]") {
  auto graph = std::move(*open_for_writing({":memory:"}, true));
  auto transaction = std::move(*graph->begin(storage::Access::write));
  const KeyId name = *transaction->make_key("name");
  REQUIRE(transaction->create_node(std::vector{*transaction->make_label("Person")},
                                   {{name, "</script><b>Ann"}}, graph::Origin::written));
  std::ostringstream first, second;
  const auto done = explorer::write_page(*transaction, {}, first);
  if (!explorer::has_explorer()) {
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::unsupported);
    CHECK_THAT(done.error().message, Contains("without the explorer"));
    CHECK(first.str().empty());
    return;
  }
  REQUIRE(done);
  const std::string page = first.str();
  CHECK_THAT(page, Contains("default-src 'none'") && !Contains("</script><b>") && !Contains("src=\"/") &&
                       !Contains("href=\"/"));
  const std::size_t begin = page.find("id=\"data\">") + 10, end = page.find("</script>", begin);
  simdjson::dom::parser parser;
  simdjson::dom::element data;
  REQUIRE(parser.parse(page.substr(begin, end - begin)).get(data) == simdjson::SUCCESS);
  CHECK(data["nodes"].at(0)["name"].get_string().value() == "</script><b>Ann");
  REQUIRE(explorer::write_page(*transaction, {}, second));
  CHECK(page == second.str());

  graph::formats::Subgraph large;
  large.everything = false;
  for (std::uint64_t i = 1; i <= explorer::most_page_nodes + 1; ++i) large.nodes.push_back(NodeId{i});
  graph::formats::Subgraph empty;
  empty.everything = false;
  std::ostringstream none;
  const auto nothing = explorer::write_page(*transaction, empty, none);
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().code == ErrorCode::invalid_argument);
  const auto refused = explorer::write_page(*transaction, large, none);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::limit);
}
