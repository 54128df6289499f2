// /explorer/...: what the explorer's page shows. Answers have the form of graph/formats/explorer.hpp.
//
//   GET  /explorer/overview         the graph, or of a large one the best connected nodes; with positions
//   POST /explorer/part             {"nodes": [elementId, ...], "relationships": [...]}: these, with
//   positions GET  /explorer/neighbours/NODE  a node and what it is related to; {"left_out": N, ...} when
//   that is too much GET  /explorer/search?q=TEXT    nodes by name or alias
#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "cli/explorer/page.hpp"
#include "cli/serve/service_state.hpp"
#include "graph/element_id.hpp"
#include "graph/formats/explorer.hpp"
#include "graph/formats/explorer_part.hpp"
#include "graph/json/value_text.hpp"
#include "graph/names.hpp"
#include "graph/search.hpp"

namespace skein::cli::serve {

namespace {

using graph::formats::Subgraph;

constexpr std::size_t most_neighbours = 200, most_found = 30;
constexpr std::string_view invalid = "Neo.ClientError.Request.Invalid";

std::optional<NodeId> node_of(std::string_view text) {
  NodeId node;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), node.value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return node;
}

// The value of a parameter in "/x?a=1&b=2"; nothing when it is not there or broken.
std::optional<std::string> parameter(std::string_view target, std::string_view name) {
  std::size_t at = target.find('?');
  while (at != std::string_view::npos) {
    const std::size_t end = std::min(target.find('&', at + 1), target.size());
    const std::string_view item = target.substr(at + 1, end - at - 1);
    if (item.substr(0, name.size()) == name && item.substr(name.size(), 1) == "=") {
      std::string value(item.substr(name.size() + 1));
      std::replace(value.begin(), value.end(), '+', ' ');
      return percent_decoded(value);
    }
    at = end < target.size() ? end : std::string_view::npos;
  }
  return std::nullopt;
}

// "Acme gro" as "+acme +gro*": all words, the last one perhaps not yet written to its end.
std::string as_search(std::string_view text) {
  std::string out, word;
  const auto take = [&](bool last) {
    if (!word.empty()) out += (out.empty() ? "+" : " +") + word + (last ? "*" : "");
    word.clear();
  };
  for (const char c : text) {
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80) != 0;
    if (letter) {
      word += c;
    } else if (c >= 'A' && c <= 'Z') {
      word += static_cast<char>(c + 32);
    } else {
      take(false);
    }
  }
  take(true);
  return out;
}

Result<void> read_ids(simdjson::dom::object body, Subgraph& part) {
  const auto each = [&](std::string_view name, auto&& take) -> Result<void> {
    simdjson::dom::array ids;
    const auto found = body[name].get(ids);
    if (found == simdjson::NO_SUCH_FIELD) return {};
    if (found != simdjson::SUCCESS)
      return Error{ErrorCode::invalid_argument, "\"" + std::string(name) + "\" wants a list of elementId()s"};
    for (const auto id : ids) {
      std::string_view text;
      if (id.get(text) != simdjson::SUCCESS || !take(text))
        return Error{ErrorCode::invalid_argument, "\"" + std::string(name) +
                                                      "\" wants elementId()s, which '" +
                                                      std::string(text.substr(0, 100)) + "' is not"};
      if (part.nodes.size() + part.relationships.size() > 4 * explorer::most_page_nodes)
        return Error{ErrorCode::limit, "that are more nodes and relationships than the page can show"};
    }
    return {};
  };
  SKEIN_TRY(each("nodes", [&](std::string_view text) {
    const auto node = node_of(text);
    if (node) part.nodes.push_back(*node);
    return node.has_value();
  }));
  return each("relationships", [&](std::string_view text) {
    const auto relationship = graph::relationship_of(text);
    if (relationship) part.relationships.push_back(*relationship);
    return relationship.has_value();
  });
}

// Takes away what is not there any more.
Result<void> keep_existing(const graph::Transaction& transaction, Subgraph& part) {
  Result<void> failed;
  const auto gone = [&](const auto& id) {
    const auto exists = transaction.exists(id);
    if (!exists) failed = exists.error();
    return !exists || !*exists;
  };
  std::erase_if(part.relationships, gone);
  std::erase_if(part.nodes, gone);
  return failed;
}

}  // namespace

Result<std::shared_ptr<const std::vector<graph::Conflict>>> Service::State::conflicts(
    const graph::Transaction& transaction, std::uint64_t sequence) {
  const std::lock_guard lock(known_mutex_);
  if (known_.sequence != sequence || !known_.conflicts) {
    SKEIN_ASSIGN(auto found, graph::conflicts(transaction));
    known_ = {sequence, std::make_shared<const std::vector<graph::Conflict>>(std::move(found)), nullptr};
  }
  return known_.conflicts;
}

Response Service::State::explorer_answer(const graph::Transaction& transaction, Subgraph part,
                                         std::uint64_t sequence, bool positions, std::string_view before) {
  const auto all_conflicts = conflicts(transaction, sequence);
  if (!all_conflicts) return failure(all_conflicts.error());
  part.everything = false;
  part.normalise();
  graph::formats::ExplorerOptions how;
  how.positions = positions;
  Response response;
  const auto done =
      graph::formats::append_explorer_data(transaction, part, **all_conflicts, how, response.body);
  if (!done) return failure(done.error());
  if (!before.empty()) response.body.insert(1, std::string(before) + ",");
  return response;
}

Response Service::State::explorer_overview() {
  const auto now = newest_numbered();
  if (!now) return failure(now.error());
  const std::lock_guard one_at_a_time(overview_mutex_);
  {
    const std::lock_guard lock(known_mutex_);
    if (known_.overview && known_.sequence == now->sequence)
      return {200, "application/json", *known_.overview, {}};
  }
  auto part = graph::formats::explorer_part(*now->transaction, explorer::most_page_nodes);
  if (!part) return failure(part.error());
  Response response = explorer_answer(*now->transaction, *std::move(part), now->sequence, true, "");
  const std::lock_guard lock(known_mutex_);
  if (response.status == 200 && known_.sequence == now->sequence)
    known_.overview = std::make_shared<const std::string>(response.body);
  return response;
}

Response Service::State::explorer_part(const Request& request) {
  if (request.header("content-type").substr(0, 16) != "application/json")
    return failure(415, "Neo.ClientError.Request.InvalidFormat",
                   "this address wants Content-Type: application/json");
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  simdjson::dom::object body;
  if (parser.parse(request.body).get(document) != simdjson::SUCCESS ||
      document.get(body) != simdjson::SUCCESS)
    return failure(400, "Neo.ClientError.Request.InvalidFormat",
                   R"(the body wants an object: {"nodes": [...], "relationships": [...]})");
  Subgraph part;
  if (const auto read = read_ids(body, part); !read) return failure(read.error());
  const auto now = newest_numbered();
  if (!now) return failure(now.error());
  if (const auto kept = keep_existing(*now->transaction, part); !kept) return failure(kept.error());
  return explorer_answer(*now->transaction, std::move(part), now->sequence, true, "");
}

Response Service::State::explorer_neighbours(std::string_view id) {
  const auto node = node_of(id);
  if (!node)
    return failure(400, invalid, "'" + std::string(id.substr(0, 100)) + "' is no node's elementId()");
  const auto now = newest_numbered();
  if (!now) return failure(now.error());
  const auto& transaction = *now->transaction;
  const auto exists = transaction.exists(*node);
  if (!exists) return failure(exists.error());
  if (!*exists)
    return failure(404, "Neo.ClientError.Statement.EntityNotFound",
                   "there is no node " + std::string(id) + " (any more)");

  const auto& catalog = transaction.catalog();
  std::vector<TypeId> types = catalog.types();
  std::erase_if(types, [&](TypeId type) { return catalog.name(type) == "MENTIONS"; });
  std::vector<graph::Neighbour> neighbours;
  if (const auto done = transaction.expand(*node, graph::Direction::both, types, neighbours); !done)
    return failure(done.error());
  std::vector<RelationshipId> relationships;
  for (const auto& neighbour : neighbours) relationships.push_back(neighbour.relationship);
  std::string left_out;
  if (relationships.size() > most_neighbours) {  // the best supported
    std::vector<Value> support(relationships.size());
    if (const auto key = catalog.key("support")) {
      if (const auto done = transaction.property_column(relationships, *key, support); !done)
        return failure(done.error());
    }
    std::vector<std::size_t> order(relationships.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto documents = [&](std::size_t i) {
      return support[i].kind() == Value::Kind::integer ? support[i].as_int() : 0;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return documents(a) > documents(b); });
    std::vector<RelationshipId> best;
    for (std::size_t i = 0; i < most_neighbours; ++i) best.push_back(relationships[order[i]]);
    left_out = "\"left_out\":" + std::to_string(relationships.size() - most_neighbours);
    relationships = std::move(best);
  }
  return explorer_answer(transaction, {false, {*node}, std::move(relationships)}, now->sequence, false,
                         left_out);
}

Response Service::State::explorer_search(const Request& request) {
  const auto text = parameter(request.target, "q");
  if (!text) return failure(400, invalid, "the search wants ?q=TEXT, percent-encoded");
  const auto now = newest_numbered();
  if (!now) return failure(now.error());
  graph::QueryContext context;
  context.cancel = &cancel;
  context.limits.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  std::vector<NodeId> nodes;
  const auto take = [&](NodeId node) {
    if (nodes.size() < most_found && std::find(nodes.begin(), nodes.end(), node) == nodes.end())
      nodes.push_back(node);
  };
  if (text->size() <= 200 && !text->empty()) {
    const auto named = graph::resolve_name(*now->transaction, *text, most_found, &context);
    if (!named) return failure(named.error());
    for (const auto& found : *named) take(found.node);
    if (const std::string words = as_search(*text); !words.empty() && nodes.size() < most_found) {
      const auto all = graph::search(*now->transaction, words, 4 * most_found, &context);
      if (!all) return failure(all.error());
      for (const auto& found : *all)
        if (found.document.value == 0) take(found.node);
    }
  }
  // The page wants them in this order, but the data come by id.
  std::string order = "\"found\":[";
  for (const NodeId node : nodes) {
    if (order.back() != '[') order += ',';
    order += '"';
    graph::append_element_id(order, node);
    order += '"';
  }
  return explorer_answer(*now->transaction, {false, std::move(nodes), {}}, now->sequence, false, order + "]");
}

}  // namespace skein::cli::serve
