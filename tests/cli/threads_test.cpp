#include <catch2/catch.hpp>

#include <atomic>
#include <mutex>
#include <thread>

#include "cli/database.hpp"
#include "tests/support/temp_dir.hpp"

using namespace skein;

namespace {

class Rows final : public dsl::RowSink {
 public:
  Result<void> begin(const std::vector<std::string>&) override { return {}; }
  Result<void> row(std::vector<Value> values) override {
    rows.push_back(std::move(values));
    return {};
  }
  std::vector<std::vector<Value>> rows;
};

}  // namespace

TEST_CASE("two writers and four readers in one process lose nothing and see whole statements",
          "[cli][threads]") {
  const tests::TempDir folder;
  for (const std::string& location : {std::string(":memory:"), folder / "g"}) {
    auto graph = cli::open_for_writing({location}, true);
    REQUIRE(graph);
    const auto procedures = cli::all_procedures();
    const auto ask = [&](dsl::Session& session, const char* text, Rows& rows) {
      graph::QueryContext context;
      return session.run(text, context, rows);
    };
    {
      dsl::Session session(**graph, procedures);
      Rows rows;
      REQUIRE(ask(session, "CREATE (:Counter {n: 0})", rows));
    }
    std::atomic<bool> stop{false};
    std::atomic<int> done{0}, looks{0};
    std::mutex mutex;
    std::vector<std::string> problems;
    const auto problem = [&](const std::string& text) {
      const std::lock_guard lock(mutex);
      problems.push_back(text);
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&] {
        dsl::Session session(**graph, procedures);
        while (!stop) {
          Rows rows;
          const auto result = ask(session, "MATCH (c:Counter) SET c.n = c.n + 1 CREATE (:Step)", rows);
          if (result) {
            ++done;
          } else if (result.error().code != ErrorCode::conflict) {
            problem(result.error().message);
          }
        }
      });
    }
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        dsl::Session session(**graph, procedures);
        std::int64_t last = 0;
        while (!stop) {
          Rows rows;
          const auto result =
              ask(session, "MATCH (c:Counter) OPTIONAL MATCH (s:Step) RETURN c.n, count(s)", rows);
          if (!result) {
            problem(result.error().message);
            continue;
          }
          const std::int64_t n = rows.rows.at(0).at(0).as_int(), steps = rows.rows.at(0).at(1).as_int();
          if (n != steps || n < last)
            problem("saw " + std::to_string(n) + " with " + std::to_string(steps) + " after " +
                    std::to_string(last));
          last = n;
          ++looks;
        }
      });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    stop = true;
    for (auto& thread : threads) thread.join();
    CHECK(problems == std::vector<std::string>{});
    CHECK(done > 0);
    CHECK(looks > 0);
    dsl::Session session(**graph, procedures);
    Rows rows;
    REQUIRE(ask(session, "MATCH (c:Counter) RETURN c.n", rows));
    CHECK(rows.rows.at(0).at(0).as_int() == done);
  }
}
