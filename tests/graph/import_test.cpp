#include <algorithm>
#include <fstream>
#include <random>
#include <tuple>

#include "graph/formats/csv_blocks.hpp"
#include "graph/import/edge_sorter.hpp"
#include "graph/import/id_map.hpp"
#include "graph/import/import_csv.hpp"
#include "graph/verify/verify.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

std::string write(const ScratchDirectory& scratch, const std::string& name, std::string_view text) {
  std::ofstream(scratch / name, std::ios::binary) << text;
  return scratch / name;
}

// A file's records, each with the line it begins at; read in blocks of about `block_bytes`.
struct Records {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::uint64_t> lines;
  Result<void> error;
};
Records read_records(const std::string& path, CsvOptions options = {},
                     std::size_t block_bytes = CsvBlocks::usual_bytes) {
  const auto blocks = ok(CsvBlocks::open(path, options, block_bytes));
  Records out;
  CsvBlock block;
  while (ok(blocks->next(block))) {
    CsvRecords records(block.text, block.line, path, options);
    std::vector<CsvField> fields;
    for (;;) {
      const auto more = records.next(fields);
      if (!more.ok()) out.error = more.error();
      if (!more.ok() || !*more) break;
      out.rows.emplace_back();
      for (const auto& field : fields)
        out.rows.back().push_back((field.quoted ? "q:" : "") + std::string(field.text));
      out.lines.push_back(records.line());
    }
  }
  CHECK(block.bytes_read == blocks->size());
  return out;
}

std::vector<std::vector<std::string>> records(const std::string& path, CsvOptions options = {}) {
  auto all = read_records(path, options);
  ok(std::move(all.error));
  return all.rows;
}

std::string import_error(const ScratchDirectory& scratch, std::string_view nodes,
                         std::string_view relationships) {
  const auto graph = ok(Graph::open(":memory:", {}));
  ImportOptions options;
  options.nodes.push_back({write(scratch, "n.csv", nodes), "N"});
  options.relationships.push_back({write(scratch, "r.csv", relationships), ""});
  const auto result = import_csv(*graph, options);
  REQUIRE_FALSE(result.ok());
  CHECK(reader(*graph)->catalog().node_count() == 0);  // nothing was written
  const auto message = result.error().message;
  return message.substr(message.find_last_of('/') + 1);
}

}  // namespace

TEST_CASE("CSV is read as RFC 4180 has it") {
  const ScratchDirectory scratch("csv");
  using Rows = std::vector<std::vector<std::string>>;
  CHECK(records(write(scratch, "a", "a,b\r\n1,\"two, \"\"2\"\"\n\"\r\n\n,\"\"\n")) ==
        Rows{{"a", "b"}, {"1", "q:two, \"2\"\n"}, {"", "q:"}});
  CHECK(records(write(scratch, "b", "\xef\xbb\xbfx;y\n1;2"), {';', '"'}) == Rows{{"x", "y"}, {"1", "2"}});
  CHECK(records(write(scratch, "c", "")).empty());
  CHECK(records(write(scratch, "d", "\"end\"")) == Rows{{"q:end"}});
  // A record longer than the buffer, with the line of the one after it.
  const std::string big(3'000'000, 'x');
  const auto path = write(scratch, "e", "\"" + big + "\n\",1\nlast,2\n");
  const auto long_one = read_records(path);
  REQUIRE(long_one.rows.size() == 2);
  CHECK(long_one.rows[0][0].size() == big.size() + 3);
  CHECK(long_one.rows[1][0] == "last");
  CHECK(long_one.lines == std::vector<std::uint64_t>{1, 3});
}

TEST_CASE("however a CSV file is cut into blocks, its records are the same") {
  const ScratchDirectory scratch("csv-blocks");
  std::mt19937 random(3);
  const std::vector<std::string> pieces{"a",
                                        "bc",
                                        ",",
                                        ",",
                                        "\n",
                                        "\n",
                                        "\r\n",
                                        "\"x\"",
                                        "\"\"",
                                        "\n\n",
                                        "5\" pipe",
                                        ",\"a\nb\"",
                                        ",\"q\"\"q,\"\n",
                                        "ä"};
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (auto n = random() % 60; n > 0; --n) text += pieces[random() % pieces.size()];
    const auto path = write(scratch, "x", text);
    const auto whole = read_records(path);
    if (!whole.error.ok()) continue;  // a stray quote
    for (const std::size_t block_bytes : {1, 2, 7, 30}) {
      const auto cut = read_records(path, {}, block_bytes);
      INFO(text);
      REQUIRE(cut.error.ok());
      REQUIRE(cut.rows == whole.rows);
      REQUIRE(cut.lines == whole.lines);
    }
  }
}

TEST_CASE("broken CSV names the file and the line") {
  const ScratchDirectory scratch("csv-errors");
  const auto message = [&](std::string_view text) {
    for (const std::size_t block_bytes : {std::size_t{4}, CsvBlocks::usual_bytes}) {
      const auto all = read_records(write(scratch, "x.csv", text), {}, block_bytes);
      REQUIRE_FALSE(all.error.ok());
      const auto& found = all.error.error().message;
      if (block_bytes == CsvBlocks::usual_bytes) return found.substr(found.find_last_of('/') + 1);
    }
    return std::string();
  };
  CHECK(message("a\n\"open\nend\n") == "x.csv:2: a quote is not closed before the end of the file");
  CHECK(message("a\n\n\"b\"c\n") ==
        "x.csv:3: text after a closing quote; wanted the delimiter or the end of the line");
  CHECK(CsvBlocks::open(scratch / "none.csv").error().code == ErrorCode::io);
}

TEST_CASE("an import gives typed properties, labels, types and parallel relationships") {
  const ScratchDirectory scratch("import");
  ImportOptions options;
  options.nodes.push_back({write(scratch, "people.csv",
                                 "id:ID(P){id-type:long},name,:LABEL,age:int,ratio:double,ok:boolean,born:"
                                 "date,tags:string[],:IGNORE\n"
                                 "1,Ada,A;B,36,0.5,true,1815-12-10,x;y,zz\n"
                                 "7,\"\",,,,,,,\n"),
                           "Person"});
  options.nodes.push_back({write(scratch, "places.csv", ":ID(C),name\nc1,\"Köln, am Rhein\"\n"), "City"});
  options.relationships.push_back(
      {write(scratch, "links.csv",
             ":START_ID(P),:END_ID(P),:TYPE,since:int\n1,7,KNOWS,3\n7,1,LIKES,\n1,7,KNOWS,4\n1,1,KNOWS,5\n"),
       ""});
  options.relationships.push_back(
      {write(scratch, "lives.csv", ":START_ID(P),:END_ID(C)\n1,c1\n"), "LIVES_IN"});
  const auto graph = ok(Graph::open(":memory:", {}));
  for (int round = 1; round <= 2; ++round) {  // the second time into a filled graph
    const auto summary = ok(import_csv(*graph, options));
    CHECK(summary.nodes == 3);
    CHECK(summary.relationships == 5);
    const auto tx = reader(*graph);
    const auto& catalog = tx->catalog();
    const auto person = *catalog.label("Person");
    CHECK(catalog.node_count() == 3u * static_cast<unsigned>(round));
    CHECK(catalog.node_count(*catalog.label("B")) == static_cast<unsigned>(round));
    CHECK(catalog.relationship_count(*catalog.type("KNOWS")) == 3u * static_cast<unsigned>(round));
    const auto people = all(*ok(tx->scan_label(person)));
    REQUIRE(people.size() == 2u * static_cast<unsigned>(round));
    const auto ada = people[people.size() - 2], other = people.back();
    const auto get = [&](NodeId node, std::string_view key) {
      return ok(tx->property(node, *catalog.key(key)));
    };
    CHECK(get(ada, "id").identical(1));
    CHECK(get(ada, "age").identical(36));
    CHECK(get(ada, "ratio").identical(0.5));
    CHECK(get(ada, "ok").identical(true));
    CHECK(get(ada, "born").identical(Date{-56270}));
    CHECK(get(ada, "tags").identical(List{Value("x"), Value("y")}));
    CHECK(get(other, "name").identical(""));
    CHECK(ok(tx->properties(other)).size() == 2);
    const auto out = neighbours(*tx, ada, Direction::out);
    REQUIRE(out.size() == 4);
    CHECK(out[0].node == ada);
    CHECK(out[1].relationship.ordinal == 0);
    CHECK(out[2].relationship.ordinal == 1);
    CHECK(ok(tx->property(out[2].relationship, *catalog.key("since"))).identical(4));
    CHECK(neighbours(*tx, ada, Direction::in).size() == 2);
    const auto report = ok(verify(*graph));
    CHECK(report.findings == std::vector<std::string>{});
  }
}

TEST_CASE("an import keeps indexes and refuses what a unique one forbids") {
  const ScratchDirectory scratch("import-index");
  const auto graph = ok(Graph::open(":memory:", {}));
  auto tx = writer(*graph);
  const auto label = ok(tx->make_label("N"));
  const auto key = ok(tx->make_key("code"));
  const auto index = ok(tx->create_index("codes", label, std::span(&key, 1), true));
  ok(tx->commit());
  ImportOptions options;
  options.nodes.push_back({write(scratch, "n.csv", "code:int\n5\n6\n"), "N"});
  ok(import_csv(*graph, options));
  IndexRange six;
  six.equals = Value(6);
  CHECK(all(*ok(reader(*graph)->scan_index(index, six))).size() == 1);
  const auto again = import_csv(*graph, options);
  REQUIRE_FALSE(again.ok());
  CHECK(again.error().code == ErrorCode::constraint);
  CHECK(reader(*graph)->catalog().node_count() == 2);
}

TEST_CASE("an import that cannot be done says where, and writes nothing") {
  const ScratchDirectory scratch("import-errors");
  CHECK(import_error(scratch, ":ID,n:int\n1,x\n", ":START_ID,:END_ID\n") ==
        "n.csv:2: column n: \"x\" is not an integer");
  CHECK(import_error(scratch, ":ID\n1\n1\n", ":START_ID,:END_ID\n") ==
        "n.csv:3: the id 1 was given to another node before");
  CHECK(import_error(scratch, ":ID(A)\n1\n", ":START_ID(A),:END_ID(A),:TYPE\n\n1,2,T\n") ==
        "r.csv:3: no node has the id 2 of group A");
  CHECK(import_error(scratch, ":ID\n1\n", ":START_ID,:END_ID\n1,1\n") ==
        "r.csv:2: no relationship type: give a :TYPE column, or TYPE=FILE");
  CHECK(import_error(scratch, ":ID,a:wide\n1,2\n", "") ==
        "n.csv:1: column \"a:wide\": unknown type wide; wanted int, long, float, double, boolean, string, "
        "date, time, "
        "localtime, datetime, localdatetime, duration, point, or one of them with []");
  CHECK(import_error(scratch, ":ID,a\n1\n", "") ==
        "n.csv:2: the row has 1 fields; wanted 2 as in the header");
  CHECK(import_error(scratch, ":ID,a,a\n1,2,3\n", "") == "n.csv:2: two columns give the property a");
  CHECK(import_error(scratch, ":ID\n1\n", "") == "r.csv: is empty; wanted a header line");
  CHECK(import_error(scratch, ":ID\n1\n", ":START_ID,x\n") ==
        "r.csv:1: a file of relationships needs one :START_ID and one :END_ID column");
}

namespace {

// All keys and values of a store.
std::vector<std::pair<std::string, std::string>> content(Graph& graph) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto snapshot = graph.store().snapshot();
  for (const auto cursor = snapshot->scan({}, {}); cursor->valid(); cursor->next())
    out.emplace_back(cursor->key(), cursor->value());
  return out;
}

}  // namespace

TEST_CASE("what is imported does not depend on threads, blocks and memory") {
  const ScratchDirectory scratch("import-threads");
  std::mt19937 random(31);
  std::string nodes = "id:ID,:LABEL,name\n", edges = ":START_ID,:END_ID,:TYPE,since:int,note\n";
  for (int i = 0; i < 700; ++i)
    nodes += std::to_string(i) + ",L" + std::to_string(random() % 9) + ";Node,\"line\n" + std::to_string(i) +
             "\"\n";
  for (int i = 0; i < 6000; ++i)
    edges += std::to_string(random() % 700) + "," + std::to_string(random() % 40) + ",T" +
             std::to_string(random() % 5) + "," + std::to_string(random() % 30) + "," +
             (i % 11 == 0 ? "\"a longer, quoted note\"" : "") + "\n";
  ImportOptions options;
  options.nodes.push_back({write(scratch, "n.csv", nodes), ""});
  options.relationships.push_back({write(scratch, "r.csv", edges), ""});
  options.threads = 1;
  const auto expected = ok(Graph::open(":memory:", {}));
  CHECK(ok(import_csv(*expected, options)).relationships == 6000);
  CHECK(ok(verify(*expected)).findings == std::vector<std::string>{});
  const auto wanted = content(*expected);
  struct Way {
    unsigned threads;
    std::size_t block_bytes;
    std::uint64_t memory_bytes;
  };
  for (const auto& way :
       {Way{2, 1 << 20, 1 << 20}, Way{4, 100, 1 << 20}, Way{3, 3000, 20'000}, Way{1, 1, 5'000}}) {
    options.threads = way.threads;
    options.block_bytes = way.block_bytes;
    options.memory_bytes = way.memory_bytes;
    const auto graph = ok(Graph::open(":memory:", {}));
    ok(import_csv(*graph, options));
    CHECK((content(*graph) == wanted));
  }
}

TEST_CASE("an import tells how far it is, and ends when asked to") {
  const ScratchDirectory scratch("import-progress");
  std::string nodes = ":ID\n", edges = ":START_ID,:END_ID\n";
  for (int i = 0; i < 1000; ++i) nodes += std::to_string(i) + "\n";
  for (int i = 0; i < 5000; ++i) edges += std::to_string(i % 1000) + "," + std::to_string(i % 7) + "\n";
  ImportOptions options;
  options.nodes.push_back({write(scratch, "n.csv", nodes), "N"});
  options.relationships.push_back({write(scratch, "r.csv", edges), "R"});
  options.block_bytes = 500;
  const auto graph = ok(Graph::open(":memory:", {}));
  ImportProgress last;
  int calls = 0;
  ok(import_csv(*graph, options, [&](const ImportProgress& p) {
    CHECK(p.bytes_done >= last.bytes_done);
    CHECK(p.relationships >= last.relationships);
    CHECK(p.written >= last.written);
    last = p;
    ++calls;
  }));
  CHECK(calls > 50);
  CHECK(last.bytes_done == last.bytes_total);
  CHECK(last.bytes_total == nodes.size() + edges.size());
  CHECK(last.nodes == 1000);
  CHECK(last.relationships == 5000);
  CHECK(last.written == 10000);

  for (const int at : {1, 10, 40, calls - 1}) {
    CancelToken token;
    QueryContext context;
    context.cancel = &token;
    int seen = 0;
    const auto before = content(*graph);
    const auto stopped = import_csv(
        *graph, options,
        [&](const ImportProgress&) {
          if (++seen == at) token.cancel();
        },
        &context);
    REQUIRE_FALSE(stopped.ok());
    CHECK(stopped.error().code == ErrorCode::cancelled);
    CHECK((content(*graph) == before));
  }
}

TEST_CASE("sorting outside memory gives the same order as within it, from both ends") {
  const ScratchDirectory scratch("sorter");
  EdgeSorter roomy(scratch / "roomy", 1 << 20), tight(scratch / "tight", 700);
  std::uint32_t random = 1;
  for (int i = 0; i < 2000; ++i) {
    random = random * 1664525 + 1013904223;
    const auto from = random >> 27, type = (random >> 20) % 3, to = (random >> 10) % 8;
    for (auto* sorter : {&roomy, &tight}) {
      EdgeRows row;
      row.add(from, type, to, i % 3 == 0 ? std::string() : "p" + std::to_string(i));
      ok(sorter->add(std::move(row), 20));
    }
  }
  ok(roomy.finish());
  ok(tight.finish());
  using Pieces = std::vector<std::unique_ptr<SortedEdges>>;
  const auto compare = [](const Pieces& pieces, const Pieces& merged) {
    CHECK(pieces.size() == 5);
    REQUIRE(merged.size() == 1);
    SortedEdge a, b, before;
    int rows = 0;
    std::size_t piece = 0;
    for (;; ++rows) {
      bool more = ok(pieces[piece]->next(a));
      while (!more && ++piece < pieces.size()) more = ok(pieces[piece]->next(a));
      REQUIRE(ok(merged[0]->next(b)) == more);
      if (!more) break;
      if (a.near != b.near || a.type != b.type || a.far != b.far || a.payload != b.payload)
        FAIL("row " << rows);
      const auto key = [](const SortedEdge& e) { return std::tuple(e.near, e.type, e.far); };
      if (rows > 0 && key(a) < key(before)) FAIL("row " << rows);
      before = a;
    }
    CHECK(rows == 2000);
  };
  compare(roomy.outgoing(5), tight.outgoing(5));
  compare(roomy.incoming(5), tight.incoming(5));
}

TEST_CASE("ids of an import are found again, numbers and texts apart") {
  IdMap ids;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    REQUIRE(ids.add(std::to_string(i * 7), i));
    REQUIRE(ids.add("n" + std::to_string(i), i + 10000));
  }
  CHECK(ids.add("07", 99));  // not the number 7
  CHECK_FALSE(ids.add("7", 99));
  CHECK_FALSE(ids.add("n5", 99));
  for (std::uint32_t i = 0; i < 5000; ++i) {
    CHECK(ids.find(std::to_string(i * 7)) == i);
    CHECK(ids.find("n" + std::to_string(i)) == i + 10000);
  }
  CHECK_FALSE(ids.find("1"));
  CHECK_FALSE(ids.find("n5000"));
}
