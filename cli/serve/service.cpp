#include "cli/serve/service.hpp"

#include <algorithm>
#include <charconv>

#include "cli/answer.hpp"
#include "cli/explorer/page.hpp"
#include "cli/serve/service_state.hpp"

namespace skein::cli::serve {

namespace {

// "localhost:7475" and "[::1]:7475" without their port.
std::string_view without_port(std::string_view host) {
  const std::size_t bracket = host.rfind(']');
  const std::size_t colon = host.rfind(':');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  return has_port ? host.substr(0, colon) : host;
}

bool is_one_of(const std::vector<std::string>& hosts, std::string_view host) {
  return std::any_of(hosts.begin(), hosts.end(), [&](const std::string& h) {
    return std::equal(h.begin(), h.end(), host.begin(), host.end(), [](char a, char b) {
      return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
    });
  });
}

// Nothing when the request may be answered.
std::optional<Response> refused(const Request& request, const ServiceOptions& options) {
  const std::string_view host = request.header("host");
  if (!is_one_of(options.hosts, without_port(host)))
    return failure(403, "Neo.ClientError.Security.Forbidden",
                   "the host '" + std::string(host.substr(0, 100)) + "' is none of this server's names",
                   "ask for http://127.0.0.1:PORT/");
  const std::string_view origin = request.header("origin");
  if (!origin.empty() && origin != "http://" + std::string(host))
    return failure(403, "Neo.ClientError.Security.Forbidden",
                   "a page of '" + std::string(origin.substr(0, 100)) + "' may not use this server");
  return std::nullopt;
}

std::string_view strip(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix ? text.substr(prefix.size()) : std::string_view();
}

Response wrong_method(std::string_view wanted) {
  Response response =
      failure(405, "Neo.ClientError.Request.Invalid", "this address wants " + std::string(wanted));
  response.headers.emplace_back("Allow", wanted);
  return response;
}

}  // namespace

Response failure(int status, std::string_view code, std::string message, std::string hint) {
  Response response;
  response.status = status;
  Error error{ErrorCode::invalid_argument, std::move(message)};
  error.hint = std::move(hint);
  append_error_answer(response.body, code, error);
  return response;
}

Response failure(const Error& error) {
  Response response;
  switch (error.code) {
    case ErrorCode::read_only:
      response.status = 403;
      break;
    case ErrorCode::not_found:
      response.status = error.error_class.empty() ? 404 : 400;
      break;
    case ErrorCode::conflict:
    case ErrorCode::locked:
    case ErrorCode::limit:
      response.status = 503;
      break;
    case ErrorCode::io:
    case ErrorCode::corruption:
      response.status = 500;
      break;
    default:
      response.status = 400;
  }
  append_error_answer(response.body, error);
  return response;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned byte = 0;
    const std::string_view digits = text.substr(i + 1, 2);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (digits.size() < 2 || read.ec != std::errc() || read.ptr != digits.data() + 2) return std::nullopt;
    out += static_cast<char>(byte);
    i += 2;
  }
  return out;
}

std::unique_ptr<dsl::Session> Service::State::take_session() {
  const std::lock_guard lock(mutex_);
  if (resting_.empty()) return std::make_unique<dsl::Session>(graph, procedures);
  auto session = std::move(resting_.back());
  resting_.pop_back();
  return session;
}

void Service::State::put_back(std::unique_ptr<dsl::Session> session) {
  if (session->in_transaction())
    return;  // one that was begun and never ended is rolled back with its session
  const std::lock_guard lock(mutex_);
  resting_.push_back(std::move(session));
}

Result<std::unique_ptr<graph::Transaction>> Service::State::newest() {
  SKEIN_TRY(graph.store().refresh());
  return graph.begin(storage::Access::read);
}

Result<Service::State::Numbered> Service::State::newest_numbered() {
  SKEIN_TRY(graph.store().refresh());
  const std::uint64_t sequence = graph.store().snapshot()->sequence();
  SKEIN_ASSIGN(auto transaction, graph.begin(storage::Access::read));
  return Numbered{sequence, std::move(transaction)};
}

Service::Service(graph::Graph& graph, std::shared_ptr<const dsl::ProcedureRegistry> procedures,
                 ServiceOptions options)
    : state_(std::make_unique<State>(graph, std::move(procedures), std::move(options))) {}
Service::~Service() = default;
void Service::cancel() { state_->cancel.cancel(); }

Response Service::handle(const Request& request) {
  if (auto refusal = refused(request, state_->options)) return *std::move(refusal);
  const std::string_view path = request.path();
  for (const std::string_view name : {"skein", "neo4j"}) {
    if (path != "/db/" + std::string(name) + "/query/v2") continue;
    return request.method == "POST" ? state_->query(request) : wrong_method("POST");
  }
  if (path == "/explorer/part")
    return request.method == "POST" ? state_->explorer_part(request) : wrong_method("POST");
  if (request.method != "GET" && request.method != "HEAD") return wrong_method("GET, HEAD");
  if (path == "/health") return {200, "application/json", R"({"status":"ok"})", {}};
  if (const auto asset = explorer::page_asset(path)) {
    Response response{200, std::string(asset->content_type), std::string(asset->text), {}};
    response.headers.emplace_back(
        "Content-Security-Policy",
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    return response;
  }
  if (path == "/explorer/overview") return state_->explorer_overview();
  if (path == "/explorer/search") return state_->explorer_search(request);
  // Clients may or may not write the colons of an id as %3A.
  if (const auto id = strip(path, "/explorer/neighbours/"); !id.empty())
    return state_->explorer_neighbours(percent_decoded(id).value_or(""));
  if (const auto id = strip(path, "/evidence/"); !id.empty())
    return state_->evidence(percent_decoded(id).value_or(""));
  if (const auto key = strip(path, "/documents/"); !key.empty()) return state_->document(key);
  return failure(404, "Neo.ClientError.Request.Invalid",
                 "there is nothing at '" + std::string(path.substr(0, 200)) + "'",
                 "there are /, /db/skein/query/v2, /evidence/RELATIONSHIP, /documents/KEY");
}

}  // namespace skein::cli::serve
