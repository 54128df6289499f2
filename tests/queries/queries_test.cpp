#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "dsl/parse.hpp"
#include "dsl/procedures.hpp"
#include "dsl/query.hpp"
#include "dsl/value/display.hpp"
#include "tests/queries/query_file.hpp"

namespace skein::tests {

namespace {

struct Rows final : dsl::RowSink {
  const dsl::Session* session = nullptr;
  std::vector<std::string> columns, lines;
  std::vector<std::vector<Value>> values;
  Result<void> begin(const std::vector<std::string>& names) override {
    columns = names;
    return {};
  }
  Result<void> row(std::vector<Value> given) override {
    std::string line;
    for (const Value& value : given) {
      if (!line.empty()) line += " | ";
      line += dsl::display_text(value, session->transaction());
    }
    lines.push_back(std::move(line));
    values.push_back(std::move(given));
    return {};
  }
};

class Runner {
 public:
  Runner() { reset(); }

  void reset() {
    session_.reset();
    graph_ = std::move(*graph::Graph::open(":memory:", {}));
    session_ = std::make_unique<dsl::Session>(
        *graph_, std::make_shared<dsl::ProcedureRegistry>(dsl::builtin_procedures()));
  }

  Result<dsl::QueryResult> run(const std::string& text, const Block& block, Rows& rows,
                               bool rewrites = true) {
    rows.session = session_.get();
    graph::QueryContext context;
    for (const std::string& word : block.words)
      if (const auto equals = word.find('='); equals != std::string::npos)
        context.parameters[word.substr(0, equals)] = literal(word.substr(equals + 1));
    session_->set_planning({.rewrites = rewrites});
    return session_->run(text, context, rows);
  }

 private:
  Value literal(const std::string& text) {
    Rows rows;
    rows.session = session_.get();
    graph::QueryContext context;
    REQUIRE(session_->run("RETURN " + text, context, rows).ok());
    return rows.values[0][0];
  }

  std::unique_ptr<graph::Graph> graph_;
  std::unique_ptr<dsl::Session> session_;
};

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : " | ") + name;
  return out;
}

std::vector<std::string> counters(const dsl::Counters& c) {
  std::vector<std::string> out;
  const auto add = [&](const char* name, std::int64_t count) {
    if (count) out.push_back(std::string(name) + " " + std::to_string(count));
  };
  add("nodes_created", c.nodes_created);
  add("nodes_deleted", c.nodes_deleted);
  add("relationships_created", c.relationships_created);
  add("relationships_deleted", c.relationships_deleted);
  add("properties_set", c.properties_set);
  add("labels_added", c.labels_added);
  add("labels_removed", c.labels_removed);
  add("indexes_added", c.indexes_added);
  add("indexes_removed", c.indexes_removed);
  add("constraints_added", c.constraints_added);
  add("constraints_removed", c.constraints_removed);
  return out;
}

std::vector<std::string> statements(std::string_view text) {
  std::vector<std::string> out;
  while (text.find_first_not_of(" \n") != std::string_view::npos) {
    const std::size_t end = std::min(dsl::statement_end(text), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

void run_block(Runner& runner, const Block& block) {
  if (block.kind == "graph" || block.kind == "runs") {
    if (block.kind == "graph") runner.reset();
    for (const std::string& statement : statements(block.statement)) {
      INFO(statement);
      Rows rows;
      const auto done = runner.run(statement, block, rows);
      INFO((done.ok() ? "" : done.error().message));
      CHECK(done.ok());
    }
    return;
  }
  if (block.kind == "refused") {
    for (const std::string& statement : statements(block.statement)) {
      INFO(statement);
      Rows rows;
      const auto done = runner.run(statement, block, rows);
      REQUIRE_FALSE(done.ok());
      INFO(done.error().message);
      CHECK_FALSE(done.error().hint.empty());
    }
    return;
  }
  if (block.kind == "error") {
    Rows rows;
    const auto done = runner.run(block.statement, block, rows);
    REQUIRE_FALSE(done.ok());
    INFO(done.error().message);
    if (!block.words.empty()) CHECK(done.error().error_class == block.words[0]);
    if (block.words.size() > 1) CHECK(done.error().detail == block.words[1]);
    for (const std::string& words : block.expected)
      CHECK_THAT(done.error().message + " " + done.error().hint, Catch::Contains(words));
    return;
  }
  if (block.kind == "changes") {
    Rows rows;
    const auto done = runner.run(block.statement, block, rows);
    INFO((done.ok() ? "" : done.error().message));
    REQUIRE(done.ok());
    CHECK(counters(done->counters) == block.expected);
    return;
  }
  if (block.kind == "plan") {
    Rows rows;
    const auto done = runner.run("EXPLAIN " + block.statement, block, rows);
    INFO((done.ok() ? "" : done.error().message));
    REQUIRE(done.ok());
    std::vector<std::string> lines;
    for (const auto& row : rows.values) lines.push_back(row[0].as_string());
    CHECK(lines == block.expected);
    return;
  }
  REQUIRE((block.kind == "query" || block.kind == "ordered"));
  for (const bool rewrites : {true, false}) {
    INFO("rewrites " << (rewrites ? "on" : "off"));
    Rows rows;
    const auto done = runner.run(block.statement, block, rows, rewrites);
    INFO((done.ok() ? "" : done.error().message));
    REQUIRE(done.ok());
    REQUIRE_FALSE(block.expected.empty());
    CHECK(joined(rows.columns) == block.expected[0]);
    std::vector<std::string> wanted(block.expected.begin() + 1, block.expected.end());
    if (block.kind == "query") {
      std::sort(wanted.begin(), wanted.end());
      std::sort(rows.lines.begin(), rows.lines.end());
    }
    CHECK(rows.lines == wanted);
  }
}

}  // namespace

TEST_CASE("every block of the query files gives what it says", "[queries]") {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(SKEIN_QUERY_TESTS_DIR))
    if (entry.path().extension() == ".test") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  REQUIRE_FALSE(files.empty());
  for (const auto& file : files) {
    Runner runner;
    const auto blocks = read_blocks(file.string());
    CHECK_FALSE(blocks.empty());
    for (const Block& block : blocks) {
      INFO(file.filename().string() << ":" << block.line << "\n" << block.statement);
      run_block(runner, block);
    }
  }
}

}  // namespace skein::tests
