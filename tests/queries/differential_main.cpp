// skein_differential [QUERIES [SEED]]: the differential test at length. Prints what differs, made small;
// fails when anything does.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/queries/random/differential.hpp"

int main(int count, char** arguments) {
  using namespace skein::tests;
  const std::size_t queries = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 100000;
  const std::uint64_t seed = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 1;
  const auto tell = [](const DifferentialReport& report) {
    std::fprintf(
        stderr,
        "%zu queries, %zu of them by brute force too, %zu refused, %zu skipped, %zu rows, %zu differences\n",
        report.queries, report.with_reference, report.refused, report.skipped, report.rows,
        report.differences.size());
  };
  const auto report = run_differential(queries, seed, 20, tell);
  for (const Difference& difference : report.differences)
    std::printf("--- seed %llu\n%s\n\n%s\n  %s\n\n", static_cast<unsigned long long>(difference.seed),
                difference.graph.c_str(), difference.query.c_str(), difference.what.c_str());
  tell(report);
  return report.differences.empty() ? 0 : 1;
}
