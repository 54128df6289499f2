// Plans by the text of their statement, so that a statement said again is neither parsed nor planned again. Values come
// in as parameters, so a session says few different texts.
#pragma once

#include <bit>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "dsl/plan/plan.hpp"
#include "graph/graph.hpp"

namespace skein::dsl {

class PlanCache {
 public:
  // A plan made when the graph was about as large as now; null when there is none.
  [[nodiscard]] std::shared_ptr<const plan::Plan> find(std::string_view text, const graph::CatalogView& catalog) const {
    const auto it = plans_.find(std::string(text));
    return it != plans_.end() && it->second.size == size_of(catalog) ? it->second.plan : nullptr;
  }
  void add(std::string_view text, const graph::CatalogView& catalog, std::shared_ptr<const plan::Plan> plan) {
    if (text.size() > longest) return;
    if (plans_.size() >= most) plans_.clear();
    plans_.insert_or_assign(std::string(text), Entry{size_of(catalog), std::move(plan)});
  }
  void clear() { plans_.clear(); }
  [[nodiscard]] bool empty() const { return plans_.empty(); }
  // Grows by one when the nodes or relationships double.
  static int size_of(const graph::CatalogView& catalog) {
    return static_cast<int>(std::bit_width(catalog.node_count())) * 100 +
           static_cast<int>(std::bit_width(catalog.relationship_count()));
  }

 private:
  static constexpr std::size_t most = 256, longest = 16384;
  struct Entry {
    int size;
    std::shared_ptr<const plan::Plan> plan;
  };
  std::unordered_map<std::string, Entry> plans_;
};

}  // namespace skein::dsl
