#include "dsl/bind/scope.hpp"

#include "dsl/syntax/found.hpp"

namespace skein::dsl {

std::optional<ast::Symbol> Scope::find(std::string_view name) const {
  const auto at = names_.find(name);
  if (at == names_.end()) return std::nullopt;
  return at->second;
}

std::string_view Scope::similar(std::string_view name) const {
  std::string_view best;
  std::size_t best_distance = name.size() < 3 ? 1 : name.size() < 6 ? 2 : 3;  // exclusive
  for (const auto& [candidate, symbol] : names_) {
    const std::size_t distance = syntax::spelling_distance(name, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace skein::dsl
