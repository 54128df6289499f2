#include "cli/commands/import_progress.hpp"

#include <catch2/catch.hpp>

using skein::cli::import_progress_text;
using skein::graph::ImportProgress;

TEST_CASE("an import's line tells stage, part done, rate and time left") {
  ImportProgress p{"nodes", 100, 1000, 950, 0, 0};
  CHECK(import_progress_text(p, 0.0) == "nodes [#...................] 6 %, 950");
  p = {"relationships", 500, 1000, 1000, 2'000'000, 0};
  CHECK(import_progress_text(p, 3.0) ==
        "relationships [######..............] 30 %, 2.0 M at 667 k/s, 7 s left");
  p = {"writing", 1000, 1000, 1000, 4'000'000, 4'000'000};
  CHECK(import_progress_text(p, 8.0) == "writing [################....] 80 %, 2.0 M at 500 k/s, 2 s left");
  p = {"relationships", 500, 0, 10, 70, 0};  // from a pipe
  CHECK(import_progress_text(p, 2.0) == "relationships 70 at 40/s");
}
