// What the planner knows of the graph: the counts that the catalog keeps, and samples of what is not counted:
// how many relationships of some types a node of a label has, what stands at their other ends, how often a
// value comes again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dsl/ast.hpp"
#include "graph/graph.hpp"

namespace skein::dsl::plan {

// Samples taken before, by what they are of. Names, not ids, so that they outlast a transaction. Old ones do
// no harm but to the speed of a plan.
struct Samples {
  std::map<std::string, double> numbers;
};

class Statistics {
 public:
  Statistics(const graph::Transaction& transaction, Samples& samples)
      : transaction_(transaction), samples_(samples) {}

  [[nodiscard]] const graph::CatalogView& catalog() const { return transaction_.catalog(); }
  [[nodiscard]] double nodes() const;  // at least 1
  [[nodiscard]] double nodes(const std::string& label) const;
  // Of any of the types; no types: all that a pattern without types walks.
  [[nodiscard]] double relationships(const std::vector<std::string>& types) const;

  // The mean number of relationships that a node of the label (empty: any node) has in a direction.
  double degree(const std::string& label, ast::PatternDirection direction,
                const std::vector<std::string>& types);
  // What part of the other ends of those has the label `end`.
  double share(const std::string& label, ast::PatternDirection direction,
               const std::vector<std::string>& types, const std::string& end);
  // What part of the label's nodes (empty: of all) has one certain value of a property.
  double same_value(const std::string& label, const std::string& key);
  // The same of the relationships of a type.
  double same_value_of_type(const std::string& type, const std::string& key);

 private:
  // Some nodes of the label, spread over the first few thousand.
  std::vector<NodeId> some_nodes(const std::string& label) const;
  std::vector<TypeId> type_ids(const std::vector<std::string>& types) const;
  template <typename Measure>
  double sampled(const std::string& what, Measure measure);

  const graph::Transaction& transaction_;
  Samples& samples_;
};

}  // namespace skein::dsl::plan
