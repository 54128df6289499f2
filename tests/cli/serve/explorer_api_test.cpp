#include <simdjson.h>

#include <catch2/catch.hpp>

#include "cli/database.hpp"
#include "cli/serve/service.hpp"

using namespace skein;
using namespace skein::cli::serve;

namespace {

struct Served {
  Served()
      : graph(std::move(*cli::open_for_writing({":memory:"}, true))),
        service(*graph, cli::all_procedures(), {}) {
    tell("UNWIND range(1, 250) AS i CREATE (:Person {name: 'Ann ' + i, aliases: ['No. ' + i]})");
    tell("MATCH (a {name: 'Ann 1'}), (b) WHERE b <> a CREATE (a)-[:KNOWS]->(b)");
  }
  Response ask(std::string method, std::string target, std::string sent = {}) {
    return service.handle({std::move(method),
                           std::move(target),
                           {{"host", "localhost"}, {"content-type", "application/json"}},
                           std::move(sent)});
  }
  void tell(const std::string& statement) {
    REQUIRE(ask("POST", "/db/skein/query/v2", "{\"statement\": \"" + statement + "\"}").status == 202);
  }
  // The parsed body, valid until the next one.
  simdjson::dom::element json(const Response& response) {
    INFO(response.body.substr(0, 300));
    REQUIRE(response.status == 200);
    body = response.body;
    simdjson::dom::element data;
    REQUIRE(parser.parse(body).get(data) == simdjson::SUCCESS);
    return data;
  }

  std::unique_ptr<graph::Graph> graph;
  Service service;
  simdjson::dom::parser parser;
  std::string body;
};

std::size_t count(simdjson::dom::element data, const char* of) { return data[of].get_array().value().size(); }

}  // namespace

TEST_CASE("the overview is of the newest state", "[cli][serve][explorer]") {
  Served served;
  CHECK(count(served.json(served.ask("GET", "/explorer/overview")), "nodes") == 250);
  CHECK(count(served.json(served.ask("GET", "/explorer/overview")), "relationships") == 249);
  served.tell("CREATE (:Person {name: 'Bob'})");
  CHECK(count(served.json(served.ask("GET", "/explorer/overview")), "nodes") == 251);
}

TEST_CASE("neighbours of a hub are cut, and how many is said", "[cli][serve][explorer]") {
  Served served;
  const auto hub = served.json(served.ask("GET", "/explorer/neighbours/1"));
  CHECK(count(hub, "relationships") == 200);
  CHECK(count(hub, "nodes") == 201);
  CHECK(hub["left_out"].get_uint64().value() == 49);
  const auto leaf = served.json(served.ask("GET", "/explorer/neighbours/2"));
  CHECK(count(leaf, "nodes") == 2);
  CHECK(leaf["left_out"].error() == simdjson::NO_SUCH_FIELD);
}

TEST_CASE("nodes are found by name, alias and the beginning of a word", "[cli][serve][explorer]") {
  Served served;
  const auto first = [&](const std::string& query) {
    const auto data = served.json(served.ask("GET", "/explorer/search?q=" + query));
    return count(data, "found") == 0 ? std::string() : std::string(data["found"].at(0).get_string().value());
  };
  CHECK(first("Ann%2077") == "77");
  CHECK(first("no.+77") == "77");
  CHECK_FALSE(first("an").empty());
  CHECK(first("zzz").empty());
  CHECK(first("").empty());
  CHECK(first("%22%2B-*~%28AND").empty());  // signs of the search language are not taken for such
}

TEST_CASE("a part is what was asked for, as far as it exists", "[cli][serve][explorer]") {
  Served served;
  const auto part = served.json(
      served.ask("POST", "/explorer/part", R"({"nodes": ["7", "100000"], "relationships": ["1:0:2:0"]})"));
  CHECK(count(part, "nodes") + count(part, "relationships") >= 1);
  CHECK(part["nodes"].at(count(part, "nodes") - 1)["id"].get_string().value() == "7");
}

TEST_CASE("what is no such request is refused", "[cli][serve][explorer]") {
  Served served;
  CHECK(served.ask("GET", "/explorer/neighbours/x").status == 400);
  CHECK(served.ask("GET", "/explorer/neighbours/99999").status == 404);
  CHECK(served.ask("GET", "/explorer/neighbours/99999999999999999999999").status == 400);
  CHECK(served.ask("GET", "/explorer/search").status == 400);
  CHECK(served.ask("GET", "/explorer/search?q=%zz").status == 400);
  CHECK(served.ask("GET", "/explorer/other").status == 404);
  CHECK(served.ask("GET", "/explorer/part").status == 405);
  CHECK(served.ask("POST", "/explorer/overview").status == 405);
  for (const char* body : {"", "[]", "{\"nodes\": 1}", "{\"nodes\": [1]}", "{\"nodes\": [\"x\"]}",
                           "{\"relationships\": [\"1:2\"]}"}) {
    INFO(body);
    CHECK(served.ask("POST", "/explorer/part", body).status == 400);
  }
  CHECK(served.service
            .handle({"POST", "/explorer/part", {{"host", "localhost"}, {"content-type", "text/plain"}}, "{}"})
            .status == 415);
}
