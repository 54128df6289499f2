// The inside of a Service: its sessions, and the functions that answer each kind of request.
#pragma once

#include <mutex>

#include "cli/serve/service.hpp"

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
  Result<std::unique_ptr<graph::Transaction>> newest();  // a read transaction of what is committed now

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<dsl::Session>> resting_;
};

// {"errors":[...]} with the status that fits.
Response failure(const Error& error);
Response failure(int status, std::string_view code, std::string message, std::string hint = {});

// "%2F" as "/"; nothing when an escape is broken.
std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace skein::cli::serve
