#include "cli/serve/service.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

#include "cli/database.hpp"
#include "cli/serve/service_state.hpp"
#include "tests/support/temp_dir.hpp"

using namespace skein;
using namespace skein::cli::serve;
using Catch::Contains;

namespace {

struct Served {
  explicit Served(ServiceOptions options = {})
      : graph(std::move(*cli::open_for_writing({":memory:"}, true))),
        service(*graph, cli::all_procedures(), std::move(options)) {}

  Response get(std::string target) {
    return service.handle({"GET", std::move(target), {{"host", "127.0.0.1:7475"}}, ""});
  }
  Response post(std::string body, std::string accept = "application/json") {
    return service.handle({"POST",
                           "/db/skein/query/v2",
                           {{"host", "localhost:7475"},
                            {"content-type", "application/json; charset=utf-8"},
                            {"accept", accept}},
                           std::move(body)});
  }

  std::unique_ptr<graph::Graph> graph;
  Service service;
};

}  // namespace

TEST_CASE("a statement is answered in the form that the request accepts", "[cli][serve]") {
  Served served;
  const std::string body = R"_({"statement": "RETURN $x + 1 AS y", "parameters": {"x": 1}})_";
  const auto plain = served.post(body);
  CHECK(plain.status == 202);
  CHECK(plain.content_type == "application/json");
  CHECK(plain.body == R"({"data":{"fields":["y"],"values":[[2]]},"counters":{}})");
  const auto typed = served.post(body, "application/vnd.neo4j.query");
  CHECK(typed.body ==
        R"({"data":{"fields":["y"],"values":[[{"$type":"Integer","_value":"2"}]]},"counters":{}})");
  const auto lines = served.post(body, "application/vnd.neo4j.query.v1.0+jsonl");
  CHECK(lines.body ==
        "{\"$event\":\"Header\",\"_body\":{\"fields\":[\"y\"]}}\n"
        "{\"$event\":\"Record\",\"_body\":[{\"$type\":\"Integer\",\"_value\":\"2\"}]}\n"
        "{\"$event\":\"Summary\",\"_body\":{}}\n");
}

TEST_CASE("no statement over HTTP writes a file", "[cli][serve]") {
  const skein::tests::TempDir folder;
  Served served;
  for (const std::string what : {"GRAPH", "(MATCH (n) RETURN n)"}) {
    const std::string file = folder.path() + "/x.csv";
    const auto refused = served.post(R"({"statement": "COPY )" + what + " TO '" + file + R"('"})");
    CHECK(refused.status == 400);
    CHECK_THAT(refused.body, Contains("may not write files"));
    CHECK_FALSE(std::filesystem::exists(file));
  }
}

TEST_CASE("what goes wrong has a status, a code and no half answer", "[cli][serve]") {
  Served served;
  const auto syntax = served.post(R"({"statement": "RETRUN 1"})");
  CHECK(syntax.status == 400);
  CHECK_THAT(syntax.body, Contains("Neo.ClientError.Statement.SyntaxError"));
  const auto late = served.post(R"({"statement": "UNWIND [1, 0] AS x RETURN 1 / x"})");
  CHECK(late.status == 400);
  CHECK_THAT(late.body, Contains("\"errors\"") && !Contains("\"data\""));
  CHECK(served.post("{").status == 400);
  CHECK(served.post("[]").status == 400);
  CHECK(served.post("{}").status == 400);
  CHECK(served.post(R"({"statement": "RETURN 1", "parameters": 3})").status == 400);
  CHECK(served.post(std::string(100'000, '[')).status == 400);
  CHECK(served.get("/nothing").status == 404);
  CHECK(served.get("/assets/../service.cpp").status == 404);
  CHECK(served.get("/db/skein/query/v2").status == 405);
  CHECK(served.get("/documents/%zz").status == 400);
  CHECK(served.get("/documents/absent").status == 404);
  CHECK(served.get("/evidence/1:2").status == 400);
  CHECK(served.get("/evidence/1:1:2:0").status == 404);
}

TEST_CASE("pages elsewhere on the web cannot reach the graph", "[cli][serve]") {
  Served served;
  const std::string body = R"({"statement": "RETURN 1"})";
  const auto ask = [&](std::map<std::string, std::string, std::less<>> headers) {
    return served.service.handle({"POST", "/db/skein/query/v2", std::move(headers), body}).status;
  };
  CHECK(ask({{"host", "127.0.0.1:7475"}, {"content-type", "application/json"}}) == 202);
  CHECK(ask({{"host", "LOCALHOST"}, {"content-type", "application/json"}, {"origin", "http://LOCALHOST"}}) ==
        202);
  CHECK(ask({{"host", "[::1]:7475"}, {"content-type", "application/json"}}) == 202);
  // a name that was made to point here
  CHECK(ask({{"host", "rebound.example:7475"}, {"content-type", "application/json"}}) == 403);
  CHECK(ask({{"content-type", "application/json"}}) == 403);
  // another page's script
  CHECK(ask({{"host", "127.0.0.1:7475"},
             {"content-type", "application/json"},
             {"origin", "http://elsewhere.example"}}) == 403);
  CHECK(ask({{"host", "127.0.0.1:7475"}, {"content-type", "application/json"}, {"origin", "null"}}) == 403);
  // another page's form
  CHECK(ask({{"host", "127.0.0.1:7475"}, {"content-type", "text/plain"}}) == 415);
  CHECK(ask({{"host", "127.0.0.1:7475"}}) == 415);
}

TEST_CASE("a graph opened for reading refuses changes", "[cli][serve]") {
  const tests::TempDir folder;
  const std::string location = folder / "g";
  {
    auto made = cli::open_for_writing({location}, true);
    REQUIRE(made);
    Service service(**made, cli::all_procedures(), {});
    CHECK(service
              .handle({"POST",
                       "/db/neo4j/query/v2",
                       {{"host", "localhost"}, {"content-type", "application/json"}},
                       R"_({"statement": "CREATE (:A)"})_"})
              .status == 202);
  }
  auto graph = cli::open_for_reading({location});
  REQUIRE(graph);
  Service service(**graph, cli::all_procedures(), {});
  const auto ask = [&](const char* body) {
    return service.handle(
        {"POST", "/db/skein/query/v2", {{"host", "localhost"}, {"content-type", "application/json"}}, body});
  };
  const auto refused = ask(R"_({"statement": "CREATE (:A)"})_");
  CHECK(refused.status == 403);
  CHECK_THAT(refused.body, Contains("Neo.ClientError.Statement.AccessMode"));
  CHECK_THAT(ask(R"_({"statement": "MATCH (a:A) RETURN count(a) AS n"})_").body, Contains("[[1]]"));
}

TEST_CASE("a transaction that a request begins ends with it", "[cli][serve]") {
  Served served;
  CHECK(served.post(R"({"statement": "BEGIN"})").status == 202);
  CHECK(served.post(R"_({"statement": "CREATE (:B)"})_").status == 202);
  CHECK(served.post(R"({"statement": "ROLLBACK"})").status == 400);
  CHECK_THAT(served.post(R"_({"statement": "MATCH (b:B) RETURN count(b) AS n"})_").body, Contains("[[1]]"));
}

TEST_CASE("a statement's time and the size of its answer are limited", "[cli][serve]") {
  ServiceOptions options;
  options.timeout = std::chrono::milliseconds(50);
  options.most_answer_bytes = 1 << 20;
  Served served(options);
  const auto slow = served.post(
      R"_({"statement": "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*)"})_");
  CHECK(slow.status >= 400);
  const auto large = served.post(
      R"_({"statement": "UNWIND range(1, 40000) AS a RETURN a, 'a long text to fill the answer'"})_");
  CHECK(large.status >= 400);
  CHECK(large.body.size() < 1000);
}

TEST_CASE("evidence and documents are given by their addresses", "[cli][serve]") {
  Served served;
  auto writer = served.graph->begin(storage::Access::write);
  REQUIRE(writer);
  auto& transaction = **writer;
  graph::DocumentRecord record;
  record.key = "news/a b.txt";
  record.title = "A title";
  record.text = "Ann runs Acme.";
  const auto document = transaction.put_document(record);
  const auto type = transaction.make_type("RUNS");
  const auto ann = transaction.create_node({}, {}), acme = transaction.create_node({}, {});
  REQUIRE((document && type && ann && acme));
  const auto runs = transaction.create_relationship(*ann, *type, *acme, {});
  REQUIRE(runs);
  graph::Evidence evidence;
  evidence.document = *document;
  evidence.sentence = {0, 14};
  evidence.subject = {0, 3};
  evidence.object = {9, 13};
  REQUIRE(transaction.add_evidence(*runs, evidence));
  REQUIRE(transaction.commit());

  const auto page = served.get("/documents/news%2Fa%20b.txt");
  CHECK(page.status == 200);
  CHECK_THAT(page.body, Contains(R"("title":"A title")") && Contains(R"("text":"Ann runs Acme.")"));
  const std::string id = std::to_string(ann->value) + ":" + std::to_string(type->value) + ":" +
                         std::to_string(acme->value) + ":0";
  const auto sentences = served.get("/evidence/" + id);
  CHECK(sentences.status == 200);
  CHECK_THAT(sentences.body, Contains("Ann runs Acme."));
}

TEST_CASE("the page may load nothing from elsewhere", "[cli][serve]") {
  Served served;
  const auto page = served.get("/");
  CHECK(page.status == 200);
  CHECK(page.content_type == "text/html; charset=utf-8");
  bool limited = false;
  for (const auto& [name, value] : page.headers) limited |= name == "Content-Security-Policy";
  CHECK(limited);
  CHECK_THAT(page.body, !Contains("http://") && !Contains("https://"));
  CHECK(served.get("/assets/style.css").content_type == "text/css; charset=utf-8");
}
