#include "cli/updates.hpp"

#include <algorithm>

namespace skein::cli {

namespace {

using namespace dsl::ast;

bool updates(const Query& query);

struct ClauseUpdates {
  bool operator()(const Create&) const { return true; }
  bool operator()(const Set&) const { return true; }
  bool operator()(const Remove&) const { return true; }
  bool operator()(const Delete&) const { return true; }
  bool operator()(const Merge&) const { return true; }
  bool operator()(const Foreach&) const { return true; }
  bool operator()(const CallSubquery& call) const { return call.query && updates(*call.query); }
  template <typename Reading>
  bool operator()(const Reading&) const {
    return false;
  }
};

bool updates(const Query& query) {
  return std::any_of(query.parts.begin(), query.parts.end(), [](const SingleQuery& part) {
    return std::any_of(part.clauses.begin(), part.clauses.end(),
                       [](const Clause& clause) { return std::visit(ClauseUpdates{}, clause.node); });
  });
}

}  // namespace

bool updates(const Statement& statement) {
  if (const auto* query = std::get_if<Query>(&statement.node)) return updates(*query);
  return !std::holds_alternative<Copy>(statement.node);
}

}  // namespace skein::cli
