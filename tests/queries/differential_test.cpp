// Random queries give the same rows however they are planned, and those that brute force finds.
// skein_differential runs more of them.
#include <catch2/catch.hpp>

#include "tests/queries/random/differential.hpp"

namespace skein::tests {

TEST_CASE("random queries give the same rows however they are planned", "[queries]") {
  const auto report = run_differential(640, 1);
  for (const Difference& difference : report.differences)
    FAIL_CHECK("seed " << difference.seed << "\n"
                       << difference.graph << "\n"
                       << difference.query << "\n  " << difference.what);
  CHECK(report.queries == 640);
  // It would prove little if most were skipped, refused or empty.
  CHECK(report.with_reference > 200);
  CHECK(report.skipped + report.refused < 100);
  CHECK(report.rows > 3000);
}

}  // namespace skein::tests
