// An import in another process that is killed: the store stays as it was.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <random>
#include <thread>

#include "graph/verify/verify.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

// Runs the worker and kills it once it has reported `reports` times and `then` has passed, or lets it end
// (0). Its exit status, or 1000 and the signal; `told` is how often it reported.
int import_by_worker(const std::string& store, const std::string& nodes, const std::string& edges,
                     int reports, std::chrono::microseconds then, int* told = nullptr) {
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  const pid_t process = ::fork();
  if (process == 0) {
    ::setenv("TSAN_OPTIONS", "report_bugs=0", 1);
    ::dup2(ends[1], STDOUT_FILENO);
    ::execl(SKEIN_IMPORT_WORKER, SKEIN_IMPORT_WORKER, store.c_str(), nodes.c_str(), edges.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  char byte;
  int seen = 0;
  while (::read(ends[0], &byte, 1) == 1)
    if (++seen == reports) {
      std::this_thread::sleep_for(then);
      ::kill(process, SIGKILL);
      break;
    }
  int status = 0;
  ::waitpid(process, &status, 0);
  ::close(ends[0]);
  if (told) *told = seen;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

}  // namespace

TEST_CASE("an import killed at any moment leaves the store as it was, or is there whole") {
  const ScratchDirectory scratch("import-killed");
  constexpr std::uint64_t nodes = 3'000, relationships = 20'000;
  {
    std::ofstream n(scratch / "n.csv"), r(scratch / "r.csv");
    n << "id:ID,name\n";
    r << ":START_ID,:END_ID,since:int\n";
    std::mt19937 random(37);
    for (std::uint64_t i = 0; i < nodes; ++i) n << i << ",name " << i << "\n";
    for (std::uint64_t i = 0; i < relationships; ++i)
      r << random() % nodes << "," << random() % nodes << "," << i << "\n";
  }
  const auto store = scratch / "g";
  int all = 0;
  REQUIRE(import_by_worker(store, scratch / "n.csv", scratch / "r.csv", 0, {}, &all) == 0);
  std::uint64_t imports = 1;
  int undone = 0;
  std::mt19937 random(41);
  for (int round = 0; round < 12; ++round) {
    // Late reports are given while the sides are written; on a quick machine the commit may come before the signal.
    const int reports = round < 8 ? 1 + round * all / 8 : all;
    const auto status = import_by_worker(store, scratch / "n.csv", scratch / "r.csv", reports,
                                         std::chrono::microseconds(random() % 30'000));
    REQUIRE((status == 1000 + SIGKILL || status == 0));
    const auto graph = ok(Graph::open(store, {}));
    const auto counts = reader(*graph)->catalog().counts();
    INFO(round);
    REQUIRE((counts.nodes == imports * nodes || counts.nodes == (imports + 1) * nodes));
    if (status == 0) CHECK(counts.nodes == (imports + 1) * nodes);
    if (counts.nodes == imports * nodes) ++undone;
    imports = counts.nodes / nodes;
    CHECK(counts.relationships == imports * relationships);
    CHECK(ok(verify(*graph)).findings == std::vector<std::string>{});
    CHECK_FALSE(std::filesystem::exists(store + "/runs"));
  }
  CHECK(undone > 0);  // some were killed before their commit
}
