// skein merges: names that may be one thing, and what people decided about them.
#include <unistd.h>

#include <algorithm>
#include <array>

#include "cli/commands/commands.hpp"
#include "cli/commands/merges.hpp"
#include "cli/database.hpp"
#include "cli/facts.hpp"
#include "cli/output/terminal.hpp"
#include "cli/output/text_width.hpp"
#include "cli/output/value_text.hpp"
#include "extract/resolve/candidates.hpp"
#include "extract/resolve/projection.hpp"

namespace skein::cli {

namespace {

using extract::Decision;

Result<void> list_candidates(graph::Graph& graph, const MergesArguments& arguments, Output& out) {
  SKEIN_ASSIGN(const auto transaction, graph.begin(storage::Access::read));
  SKEIN_ASSIGN(const auto candidates, extract::merge_candidates(*transaction));
  const Style style(use_color(STDOUT_FILENO));
  if (candidates.empty()) return out.write("nothing looks like two names for one thing\n");
  std::size_t shown = 0;
  for (const auto& c : candidates) {
    if (arguments.limit > 0 && shown == arguments.limit) {
      SKEIN_TRY(out.write("… and " + std::to_string(candidates.size() - shown) + " more\n"));
      break;
    }
    ++shown;
    const auto side = [&](NodeId node, const std::string& name) {
      return style.bold(visible(name)) + " " + style.grey(type_of(*transaction, node));
    };
    SKEIN_TRY(out.write(side(c.node, c.name) + "  =?  " + side(c.other, c.other_name) + "\n    " +
                        visible(c.reason) + "\n"));
  }
  return out.write("\n" + arguments.called +
                   " accept|refuse NAME NAME settles one; it is remembered and can be undone\n");
}

Result<void> list_decisions(graph::Graph& graph, Output& out) {
  SKEIN_ASSIGN(const auto transaction, graph.begin(storage::Access::read));
  SKEIN_ASSIGN(const auto decided, extract::decisions(*transaction));
  if (decided.empty()) return out.write("nothing was decided\n");
  for (const auto& d : decided)
    SKEIN_TRY(out.write(std::string(d.decision == Decision::merge ? "accepted  " : "refused   ") +
                        visible(d.name) + "  =  " + visible(d.other_name) + "\n"));
  return {};
}

struct Named {
  NodeId node;
  std::string key, name;
};

// A name, or the uid that exports show ("e:…") where a name is not enough.
Result<Named> find(const graph::Transaction& transaction, const extract::Clusters& clusters,
                   const std::string& name) {
  std::vector<NodeId> nodes;
  if (const auto uid = transaction.catalog().key("uid"); uid && name.starts_with("e:")) {
    for (const auto& c : clusters.all()) {
      SKEIN_ASSIGN(const auto value, transaction.property(c.node, *uid));
      if (value.is<std::string>() && value.as_string() == name) nodes.push_back(c.node);
    }
  } else {
    SKEIN_ASSIGN(nodes, find_by_name(transaction, name));
    std::erase_if(nodes, [&](NodeId n) { return clusters.of(n) == nullptr; });
  }
  if (nodes.empty()) {
    Error error = unknown_name(transaction, name);
    error.message = "nothing that documents speak of is named '" + name + "'";
    return error;
  }
  if (nodes.size() > 1) {
    Error error{ErrorCode::invalid_argument,
                "'" + name + "' names " + std::to_string(nodes.size()) + " things; say which by its uid"};
    const auto uid = transaction.catalog().key("uid");
    for (const auto node : nodes) {
      SKEIN_ASSIGN(const auto value, uid ? transaction.property(node, *uid) : Result<Value>(Value()));
      if (!value.is<std::string>()) continue;
      error.hint += (error.hint.empty() ? "" : ", ") + value.as_string() + " is the " +
                    type_of(transaction, node) + " " + name_of(transaction, node);
    }
    return error;
  }
  const auto& cluster = *clusters.of(nodes.front());
  return Named{nodes.front(), extract::Clusters::key_for(cluster, name),
               name.starts_with("e:") ? name_of(transaction, nodes.front()) : name};
}

Result<void> decide(graph::Graph& graph, const MergesArguments& arguments, Output& out) {
  SKEIN_ASSIGN(const auto transaction, graph.begin(storage::Access::write));
  SKEIN_ASSIGN(const auto clusters, extract::Clusters::load(*transaction));
  const auto &name = arguments.names[0], &other = arguments.names[1];
  extract::Projection projection(*transaction);
  std::string done;
  if (arguments.action == "undo") {
    // By the names of the decision, or by any names of the things: a refused name may not be there any more.
    SKEIN_ASSIGN(const auto decided, extract::decisions(*transaction));
    std::vector<extract::DecisionRecord> matching;
    SKEIN_ASSIGN(const auto mine, find_by_name(*transaction, name));
    SKEIN_ASSIGN(const auto theirs, find_by_name(*transaction, other));
    const auto means = [&](const std::string& said, const std::vector<NodeId>& nodes,
                           const std::string& label, const std::string& key) {
      const auto* cluster = clusters.with_key(key);
      return said == label ||
             (cluster != nullptr && std::find(nodes.begin(), nodes.end(), cluster->node) != nodes.end());
    };
    for (const auto& d : decided)
      if ((d.name == name && d.other_name == other) || (d.name == other && d.other_name == name))
        matching.push_back(d);
    if (matching.empty())
      for (const auto& d : decided)
        if ((means(name, mine, d.name, d.key) && means(other, theirs, d.other_name, d.other)) ||
            (means(other, theirs, d.name, d.key) && means(name, mine, d.other_name, d.other)))
          matching.push_back(d);
    if (matching.empty())
      return Error{ErrorCode::not_found, "nothing was decided about '" + name + "' and '" + other + "'"};
    for (const auto& d : matching) {
      SKEIN_ASSIGN(const bool there, projection.undo_decision(d.key, d.other));
      if (there)
        done += (d.decision == Decision::merge ? "no longer accepted: " : "no longer refused: ") +
                visible(d.name) + " = " + visible(d.other_name) + "\n";
    }
  } else {
    SKEIN_ASSIGN(const auto a, find(*transaction, clusters, name));
    SKEIN_ASSIGN(const auto b, find(*transaction, clusters, other));
    if (a.key == b.key)
      return Error{ErrorCode::invalid_argument,
                   "'" + name + "' and '" + other + "' are one name to skein (" + a.key + ")"};
    const bool accept = arguments.action == "accept";
    extract::DecisionRecord record{a.key, b.key, a.name, b.name,
                                   accept ? Decision::merge : Decision::separate};
    if (record.other < record.key) record = {b.key, a.key, b.name, a.name, record.decision};
    SKEIN_TRY(projection.decide(record));
    done = visible(a.name) + (accept ? " and " : " and ") + visible(b.name) +
           (accept ? " are one from now on\n" : " stay two from now on\n");
  }
  SKEIN_TRY(projection.finish());
  SKEIN_TRY(transaction->commit());
  return out.write(done);
}

}  // namespace

bool decides(const MergesArguments& arguments) {
  return arguments.action != "list" && arguments.action != "decisions";
}

Result<void> check(const MergesArguments& arguments) {
  constexpr std::array<std::string_view, 5> actions{"list", "accept", "refuse", "undo", "decisions"};
  if (std::find(actions.begin(), actions.end(), arguments.action) == actions.end())
    return Error{ErrorCode::invalid_argument, arguments.called + " does not know '" + arguments.action +
                                                  "'; wanted is list, accept, refuse, undo or decisions"};
  const bool two = decides(arguments);
  if (arguments.names.size() == (two ? 2u : 0u)) return {};
  return Error{ErrorCode::invalid_argument,
               arguments.called + " " + arguments.action + (two ? " takes two names" : " takes no names")};
}

Result<void> run_merges(graph::Graph& graph, const MergesArguments& arguments, Output& out) {
  if (arguments.action == "list") return list_candidates(graph, arguments, out);
  if (arguments.action == "decisions") return list_decisions(graph, out);
  return decide(graph, arguments, out);
}

namespace {

Result<void> run(const MergesArguments& arguments, Output& out) {
  SKEIN_ASSIGN(const auto graph, decides(arguments) ? open_for_writing(arguments.store, false)
                                                    : open_for_reading(arguments.store));
  return run_merges(*graph, arguments, out);
}

}  // namespace

int merges_command(const MergesArguments& asked) {
  MergesArguments arguments = asked;
  arguments.called = "skein merges";
  if (const auto fine = check(arguments); !fine) {
    report(fine.error());
    return exit_usage;
  }
  arguments.called += " --db " + arguments.store.db;
  const auto out = Output::standard();
  return finish(*out, run(arguments, *out));
}

}  // namespace skein::cli
