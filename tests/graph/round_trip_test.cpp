// What is exported and imported into a new store is the same graph, and gives the same bytes again.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "graph/import/import_files.hpp"
#include "graph/verify.hpp"
#include "tests/graph/graph_support.hpp"
#include "tests/graph/odd_graph.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

struct Case {
  const char* format;
  const char* file;  // what the export is called on disk; empty: a folder
};

std::string store(const ScratchDirectory& scratch, const Case& one,
                  const std::map<std::string, std::string>& files) {
  const std::string path = scratch / (*one.file == '\0' ? "folder" : one.file);
  if (*one.file == '\0') std::filesystem::create_directories(path);
  for (const auto& [name, text] : files)
    std::ofstream(*one.file == '\0' ? path + "/" + name : path, std::ios::binary) << text;
  return path;
}

std::string jsonl(Graph& graph) { return exported(graph, "jsonl").at(""); }

}  // namespace

TEST_CASE("an export that is imported is the same graph and gives the same bytes",
          "[graph][formats][import]") {
  const auto one = GENERATE(Case{"jsonl", "g.jsonl"}, Case{"graphml", "g.graphml"}, Case{"csv", ""},
                            Case{"nquads", "g.nq"}, Case{"trig", "g.trig"});
  INFO(one.format);
  const ScratchDirectory scratch("round_trip");
  const auto original = odd_graph();
  const auto first = exported(*original, one.format);
  CHECK(exported(*original, one.format) == first);

  const auto again = ok(Graph::open(":memory:", {}));
  const auto summary = import_files(*again, {store(scratch, one, first)}, "", {});
  if (!summary.ok()) FAIL(summary.error().message);
  CHECK(summary->documents == 2);
  CHECK(summary->evidence == 4);
  CHECK(ok(verify(*again)).findings.empty());

  const auto second = exported(*again, one.format);
  REQUIRE(second.size() == first.size());
  for (const auto& [name, text] : first) {
    INFO(name);
    CHECK(second.at(name) == text);
  }
  // JSON lines leave nothing out, so this is the same graph.
  CHECK(jsonl(*again) == jsonl(*original));
}

TEST_CASE("Turtle and N-Triples keep all but twins of relationships of which nothing is said",
          "[graph][formats][import]") {
  const auto one = GENERATE(Case{"turtle", "g.ttl"}, Case{"ntriples", "g.nt"});
  INFO(one.format);
  const ScratchDirectory scratch("turtle");
  const auto original = odd_graph();
  const auto again = ok(Graph::open(":memory:", {}));
  const auto summary = import_files(*again, {store(scratch, one, exported(*original, one.format))}, "", {});
  if (!summary.ok()) FAIL(summary.error().message);
  const auto transaction = ok(again->begin(storage::Access::read));
  const auto before = ok(original->begin(storage::Access::read));
  CHECK(transaction->catalog().node_count() == before->catalog().node_count());
  CHECK(transaction->catalog().counts().evidence == 4);
}

TEST_CASE("a graph of people's own is imported beside what is there", "[graph][formats][import]") {
  const ScratchDirectory scratch("beside");
  const auto original = odd_graph();
  const Case one{"graphml", "g.graphml"};
  const auto path = store(scratch, one, exported(*original, one.format));
  // The documents of the file are there already, so they are left as they are.
  const auto summary = ok(import_files(*original, {path}, "", {}));
  CHECK(summary.documents == 0);
  const auto transaction = ok(original->begin(storage::Access::read));
  CHECK(transaction->catalog().node_count() == 2 * summary.nodes);
  CHECK(ok(verify(*original)).findings.empty());
}
