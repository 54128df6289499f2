// skein eval: how well a build finds what gold files say.
#include <sys/resource.h>

#include <chrono>
#include <filesystem>

#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/output/output.hpp"
#include "cli/output/terminal.hpp"
#include "cli/output/text_width.hpp"
#include "extract/eval.hpp"

namespace skein::cli {

namespace {

// Peak resident memory of this process in MB.
double peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

std::string row(std::string_view name, const extract::Tally& t) {
  return fmt::format("{:<28} {:>6.3f} {:>6.3f} {:>6.3f} {:>6} {:>6} {:>6}\n", name, t.precision(), t.recall(),
                     t.f1(), t.gold, t.recalled, t.found);
}

Result<void> run(const EvalArguments& arguments, Output& out) {
  extract::Extractor::Files files;
  files.models = arguments.models;
  for (const auto& path : arguments.rules) files.rules.emplace_back(path);
  SKEIN_ASSIGN(const auto extractor, extract::Extractor::load(files));
  SKEIN_ASSIGN(const auto gold, extract::read_gold(arguments.gold));
  std::vector<extract::GoldConflict> reports;
  const auto conflicts = std::filesystem::path(arguments.gold) / "conflicts.txt";
  if (std::error_code error; std::filesystem::exists(conflicts, error)) {
    SKEIN_ASSIGN(reports, extract::read_gold_conflicts(conflicts));
  }
  if (gold.empty() && reports.empty())
    return Error{ErrorCode::not_found, "no gold (*.facts beside *.txt, conflicts.txt) in " + arguments.gold};
  extract::EvalScores scores;
  extract::BuildSummary summary;
  const auto start = std::chrono::steady_clock::now();
  for (const auto& g : gold) {
    SKEIN_ASSIGN(const auto one, extract::score(g, extractor, summary));
    scores.add(one);
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (const auto& g : reports) {
    SKEIN_ASSIGN(const auto one, extract::score(g, extractor));
    scores.add(one);
  }
  std::string text =
      fmt::format("{:<28} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}\n", "", "P", "R", "F1", "gold", "hit", "found");
  if (scores.entities.gold > 0) {
    text += row("entities", scores.entities) + row("entities, type too", scores.typed);
    const double p =
        scores.alias_found == 0 ? 0 : scores.alias_precision / static_cast<double>(scores.alias_found);
    const double r =
        scores.alias_names == 0 ? 0 : scores.alias_recall / static_cast<double>(scores.alias_names);
    text += fmt::format("{:<28} {:>6.3f} {:>6.3f} {:>6.3f} {:>6} {:>6}\n", "aliases merged (B3)", p, r,
                        p + r == 0 ? 0 : 2 * p * r / (p + r), scores.alias_names, scores.alias_found);
  }
  if (!gold.empty()) text += row("relations", scores.relations);
  if (!reports.empty()) text += row("conflicts", scores.conflicts);
  if (arguments.by_relation)
    for (const auto& [relation, tally] : scores.by_relation) text += row("  " + relation, tally);
  if (!gold.empty()) {
    text += fmt::format("evidence                     {} of {} spans lie in their text around both ends\n",
                        scores.evidence_exact, scores.evidence);
    if (scores.forbidden > 0) text += fmt::format("found though it must not be  {}\n", scores.forbidden);
    text += fmt::format("{} documents, {} words, {:.0f} words a second, {:.0f} MB at most\n", summary.added,
                        summary.words, seconds > 0 ? static_cast<double>(summary.words) / seconds : 0,
                        peak_memory());
  }
  SKEIN_TRY(out.write(text));
  for (const auto& problem : summary.problems) report(problem);
  if (!arguments.misses) return {};
  for (const auto& miss : scores.misses) SKEIN_TRY(out.write("missed  " + visible(miss) + "\n"));
  for (const auto& extra : scores.extras) SKEIN_TRY(out.write("extra   " + visible(extra) + "\n"));
  return {};
}

}  // namespace

int eval_command(const EvalArguments& arguments) {
  const auto out = Output::standard();
  return finish(*out, run(arguments, *out));
}

}  // namespace skein::cli
