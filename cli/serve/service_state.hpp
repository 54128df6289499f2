// The inside of a Service: its sessions, and the functions that answer each kind of request.
#pragma once

#include <mutex>

#include "cli/serve/service.hpp"
#include "graph/conflicts.hpp"
#include "graph/formats/subgraph.hpp"

namespace skein::cli::serve {

struct Service::State {
  State(graph::Graph& g, std::shared_ptr<const dsl::ProcedureRegistry> p, ServiceOptions o)
      : graph(g), procedures(std::move(p)), options(std::move(o)) {}

  graph::Graph& graph;
  std::shared_ptr<const dsl::ProcedureRegistry> procedures;
  ServiceOptions options;
  graph::CancelToken cancel;

  // A session for one statement, taken from those at rest so that its plans are used again.
  std::unique_ptr<dsl::Session> take_session();
  void put_back(std::unique_ptr<dsl::Session> session);

  Response query(const Request& request);            // query_api.cpp
  Response evidence(std::string_view relationship);  // evidence_api.cpp
  Response document(std::string_view key);
  Response explorer_overview();  // explorer_api.cpp
  Response explorer_part(const Request& request);
  Response explorer_neighbours(std::string_view node);
  Response explorer_search(const Request& request);
  Result<std::unique_ptr<graph::Transaction>> newest();  // a read transaction of what is committed now
  struct Numbered {
    std::uint64_t sequence;  // of a state as new as the transaction's, or older
    std::unique_ptr<graph::Transaction> transaction;
  };
  Result<Numbered> newest_numbered();

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<dsl::Session>> resting_;

  // What takes long to find out, for one state of the store.
  struct Known {
    std::uint64_t sequence = 0;
    std::shared_ptr<const std::vector<graph::Conflict>> conflicts;
    std::shared_ptr<const std::string> overview;  // null until it is asked for
  };
  Result<std::shared_ptr<const std::vector<graph::Conflict>>> conflicts(const graph::Transaction& transaction,
                                                                        std::uint64_t sequence);
  Response explorer_answer(const graph::Transaction& transaction, graph::formats::Subgraph part,
                           std::uint64_t sequence, bool positions, std::string_view before);
  std::mutex overview_mutex_;  // held while one is made
  std::mutex known_mutex_;
  Known known_;
};

// {"errors":[...]} with the status that fits.
Response failure(const Error& error);
Response failure(int status, std::string_view code, std::string message, std::string hint = {});

// "%2F" as "/"; nothing when an escape is broken.
std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace skein::cli::serve
