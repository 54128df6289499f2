// What `skein serve` answers, without sockets: which page, statement or piece of evidence a request asks for,
// and whether whoever asks may.
//
//   GET  /                          the explorer
//   GET  /assets/...                what its page needs
//   POST /db/skein/query/v2         a statement, in the form of Neo4j's Query API v2
//   GET  /evidence/RELATIONSHIP     the sentences behind a relationship, by its elementId()
//   GET  /documents/ID              a document: its text and what is known of it
//   GET  /explorer/...              what the explorer shows (explorer_api.cpp)
//   GET  /health
//
// A page elsewhere on the web must not reach a graph on this machine through its visitor's browser. So the
// Host header must be one of the names this server is meant for (a name rebound to 127.0.0.1 is not), an
// Origin that is sent must be this server's own, and statements must come as application/json, which no form
// can send.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/serve/http.hpp"
#include "dsl/procedures.hpp"
#include "dsl/query.hpp"
#include "graph/graph.hpp"

namespace skein::cli::serve {

struct ServiceOptions {
  std::vector<std::string> hosts = {"127.0.0.1", "localhost", "[::1]"};  // without port
  std::chrono::milliseconds timeout{30'000};                             // for one statement
  std::uint64_t memory_bytes = std::uint64_t{1} << 30;                   // for one statement
  std::size_t most_answer_bytes = 64 << 20;
};

class Service {
 public:
  // `graph` outlives the service. Opened for reading it refuses statements that would change it.
  Service(graph::Graph& graph, std::shared_ptr<const dsl::ProcedureRegistry> procedures,
          ServiceOptions options);
  ~Service();
  // Thread-safe. Never fails: what goes wrong is the response.
  [[nodiscard]] Response handle(const Request& request);
  void cancel();  // ends the statements at work and all that come

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace skein::cli::serve
