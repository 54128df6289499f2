// What the shell says first: what is open, and three things to try on it.
#include <algorithm>
#include <optional>

#include "cli/output/text_width.hpp"
#include "cli/output/value_text.hpp"
#include "cli/shell/shell.hpp"

namespace skein::cli {

namespace {

// Of the first nodes the one with a name of one line that most relationships touch.
std::optional<std::string> best_known_name(const graph::Transaction& transaction) {
  constexpr std::size_t looked_at = 2000;
  const auto key = transaction.catalog().key("name");
  const auto scan = transaction.scan_nodes();
  if (!key || !scan) return std::nullopt;
  std::vector<NodeId> nodes;
  std::vector<Value> names;
  if (!(*scan)->next(nodes, looked_at) || !transaction.property_column(nodes, *key, names))
    return std::nullopt;
  const auto types = transaction.catalog().types();
  std::optional<std::string> best;
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto* name = names[i].get_if<std::string>();
    if (name == nullptr || name->empty() || name->size() > 40 ||
        name->find_first_of("\"\\\n") != std::string::npos)
      continue;
    const auto degree = transaction.degree(nodes[i], graph::Direction::both, types);
    if (!degree || *degree <= most) continue;
    most = *degree;
    best = visible(*name);
  }
  return best;
}

std::optional<std::string> commonest_type(const graph::Transaction& transaction) {
  const auto& catalog = transaction.catalog();
  std::optional<std::string> best;
  std::uint64_t most = 0;
  for (const TypeId type : catalog.types()) {
    if (!catalog.asserted(type) || catalog.name(type) == "MENTIONS") continue;
    if (const auto count = catalog.relationship_count(type); count > most) {
      most = count;
      best = symbol_text(catalog.name(type));
    }
  }
  return best;
}

}  // namespace

void Shell::greet() {
  print(style_.bold("skein " SKEIN_VERSION) + "  " +
        (arguments_.demo                     ? std::string("ten example articles, in memory")
         : arguments_.store.db == ":memory:" ? std::string("a scratch graph in memory")
                                             : arguments_.store.db));
  if (const auto transaction = runner_->read()) {
    const auto counts = (*transaction)->catalog().counts();
    print(": " + std::to_string(counts.nodes) + " nodes, " + std::to_string(counts.relationships) +
          " relationships, " + std::to_string(counts.documents) + " documents");
  }
  print("\n" + style_.grey("Statements end with `;`. :help for help, Ctrl-D to leave.") + "\n");
}

void Shell::things_to_try() {
  std::vector<std::pair<std::string, std::string>> things;
  const auto transaction = runner_->read();
  const auto name = transaction ? best_known_name(**transaction) : std::nullopt;
  const auto type = transaction ? commonest_type(**transaction) : std::nullopt;
  if (name) things.emplace_back("\"" + *name + "\"", "what is said about it, and by whom");
  if (type) things.emplace_back("(a)-[:" + *type + "]->(b)", "a bare pattern is a question");
  if (type) things.emplace_back(":draw", "a picture of what it found");
  if (!name && !type) {
    things.emplace_back("CREATE (:Person {name: 'Ada'})-[:KNOWS]->(:Person {name: 'Bob'});", "write by hand");
    things.emplace_back(":build PATH", "read documents");
  }
  if (things.size() < 3) things.emplace_back(":help", "what else there is");
  std::size_t widest = 0;
  for (const auto& [what, why] : things) widest = std::max(widest, columns_of(what));
  std::string text = "Three things to try:\n";
  for (const auto& [what, why] : things)
    text += "  " + style_.bold(pad(what, widest)) + "   " + style_.grey(why) + "\n";
  print(text + "\n");
}

}  // namespace skein::cli
