// Scoring a build against gold files: what people say that documents state.
//
// A gold folder has pairs X.txt, X.facts. Lines of a .facts file, names as they stand in the text:
//
//   = Organization | Norvik Foods | Norvik     an entity: its type and all its names
//   Norvik | CEO_OF | Ann Lee                  a fact; RELATION/RELATION where either will do
//   + Norvik | LOCATED_IN | Norway             a fact that may be found but need not
//   - Norvik | ACQUIRES | Larkin               what must not be found
//   - Our newsletter                           a name that must not be an end of anything
//
// conflicts.txt beside them has groups of short reports (see tests/extract/gold/conflicts.txt).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "extract/builder.hpp"
#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::extract {

struct GoldFact {
  std::string subject, object;
  std::vector<std::string> relations;  // any of these
  bool required = true;
};

struct GoldEntity {
  std::string type;
  std::vector<std::string> names;
};

struct GoldDocument {
  std::filesystem::path text;
  std::vector<GoldEntity> entities;
  std::vector<GoldFact> facts;
  std::vector<std::string> wrong;  // "S | R | O", or a name
};

struct GoldConflict {
  std::string kind, name;                                      // kind "conflict", or what it only looks like
  std::vector<std::pair<std::string, std::string>> documents;  // date of publication, text
};

// Errors: io; invalid_argument with file and line for a line of no known form.
Result<std::vector<GoldDocument>> read_gold(const std::filesystem::path& folder);
Result<std::vector<GoldConflict>> read_gold_conflicts(const std::filesystem::path& file);

// Counts that add up over documents.
struct Tally {
  std::uint64_t right = 0;     // found and in the gold
  std::uint64_t found = 0;     // found and judged
  std::uint64_t gold = 0;      // in the gold
  std::uint64_t recalled = 0;  // in the gold and found
  [[nodiscard]] double precision() const;
  [[nodiscard]] double recall() const;
  [[nodiscard]] double f1() const;
  void add(const Tally& other);
};

struct EvalScores {
  Tally entities, typed;                         // people, organisations and products; with the right type
  double alias_precision = 0, alias_recall = 0;  // sums over names, B³ (Bagga and Baldwin 1998)
  std::uint64_t alias_found = 0, alias_names = 0;
  Tally relations;
  std::map<std::string, Tally> by_relation;
  std::uint64_t evidence = 0, evidence_exact = 0;  // spans; those that lie in their text around both ends
  std::uint64_t forbidden = 0;                     // found though a gold file says it must not be
  Tally conflicts;
  std::vector<std::string> misses, extras;  // "document: S | R | O"
  void add(const EvalScores& other);
};

// A document of its own is a graph of its own: what one text says is judged by that text alone.
Result<EvalScores> score(const GoldDocument& gold, const Extractor& extractor, BuildSummary& summary);
Result<EvalScores> score(const GoldConflict& gold, const Extractor& extractor);

}  // namespace skein::extract
