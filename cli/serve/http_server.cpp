#include "cli/serve/http_server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <csignal>
#include <exception>
#include <memory>

namespace skein::cli::serve {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t most_header_bytes = 16 << 10;

using Message = http::response<http::string_body>;

Request taken(http::request<http::string_body>&& from) {
  Request request;
  request.method = std::string(from.method_string());
  request.target = std::string(from.target());
  for (const auto& field : from) {
    std::string name(field.name_string());
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    request.headers.insert_or_assign(std::move(name), std::string(field.value()));
  }
  request.body = std::move(from.body());
  return request;
}

Message message(Response&& from, unsigned version, bool keep_alive) {
  Message to(static_cast<http::status>(from.status), version);
  to.set(http::field::content_type, from.content_type);
  // What a browser must not do with an answer: guess its type, keep it, show it inside another page.
  to.set(http::field::cache_control, "no-store");
  to.set("X-Content-Type-Options", "nosniff");
  to.set("X-Frame-Options", "DENY");
  for (const auto& [name, value] : from.headers) to.set(name, value);
  to.keep_alive(keep_alive);
  to.body() = std::move(from.body);
  to.prepare_payload();
  return to;
}

Response refusal(int status, std::string_view why) {
  return {status, "text/plain; charset=utf-8", std::string(why) + "\n", {}};
}

Response answer(const Handler& handler, const Request& request) {
  try {
    return handler(request);
  } catch (const std::exception& error) {  // memory, above all
    return refusal(500, error.what());
  }
}

}  // namespace

struct HttpServer::State {
  State(ServerOptions o, Handler h)
      : options(std::move(o)), handler(std::move(h)), acceptor(io), workers(options.workers) {}

  asio::awaitable<void> accept();
  asio::awaitable<void> serve(tcp::socket socket);

  // The handler's answer, worked out by a worker thread; the connection's thread goes on with others
  // meanwhile.
  auto answered(Request request) {
    return asio::async_initiate<const asio::use_awaitable_t<>, void(Response)>(
        [this](auto done, Request asked) {
          auto resume = std::make_shared<decltype(done)>(std::move(done));
          asio::post(workers, [this, resume, asked = std::move(asked)]() {
            asio::post(io,
                       [resume, given = answer(handler, asked)]() mutable { (*resume)(std::move(given)); });
          });
        },
        asio::use_awaitable, std::move(request));
  }

  ServerOptions options;
  Handler handler;
  asio::io_context io{1};
  tcp::acceptor acceptor;
  asio::thread_pool workers;
  std::size_t connections = 0;  // of the io thread alone
};

asio::awaitable<void> HttpServer::State::accept() {
  asio::steady_timer pause(io);
  for (;;) {
    error_code error;
    tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted || !acceptor.is_open()) co_return;
    if (error) {  // no file descriptors left, say: others must close first
      pause.expires_after(std::chrono::milliseconds(50));
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    socket.set_option(tcp::no_delay(true), error);
    asio::co_spawn(io, serve(std::move(socket)), asio::detached);
  }
}

asio::awaitable<void> HttpServer::State::serve(tcp::socket socket) {
  struct Counted {
    std::size_t& count;
    explicit Counted(std::size_t& c) : count(++c) {}
    ~Counted() { --count; }
  } const counted(connections);
  const bool crowded = connections > options.most_connections;
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer;
  error_code error;
  const auto wait = [&error] { return asio::redirect_error(asio::use_awaitable, error); };
  for (bool more = true; more;) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(most_header_bytes);
    parser.body_limit(options.most_body_bytes);
    stream.expires_after(options.idle);
    co_await http::async_read(stream, buffer, parser, wait());
    Response response;
    if (error == http::error::end_of_stream || error == beast::error::timeout) break;
    if (error == http::error::body_limit) {
      response =
          refusal(413, "the body is larger than " + std::to_string(options.most_body_bytes >> 20) + " MiB");
    } else if (error == http::error::header_limit) {
      response =
          refusal(431, "the header is larger than " + std::to_string(most_header_bytes >> 10) + " KiB");
    } else if (error.category() == http::make_error_code(http::error::bad_method).category()) {
      response = refusal(400, "this is no HTTP request: " + error.message());
    } else if (error) {
      break;
    } else if (crowded) {
      response = refusal(503, "too many connections");
    }
    more = !error && !crowded && parser.get().keep_alive();
    const unsigned version = error ? 11 : parser.get().version();
    const bool head = !error && parser.get().method() == http::verb::head;
    if (response.body.empty()) response = co_await answered(taken(parser.release()));
    Message reply = message(std::move(response), version, more);
    http::response_serializer<http::string_body> serializer(reply);
    serializer.split(head);
    stream.expires_after(options.idle);
    if (head)
      co_await http::async_write_header(stream, serializer, wait());
    else
      co_await http::async_write(stream, serializer, wait());
    if (error) break;
  }
  stream.socket().shutdown(tcp::socket::shutdown_send, error);
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const ServerOptions& options, Handler handler) {
  auto state = std::make_unique<State>(options, std::move(handler));
  error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return Error{ErrorCode::invalid_argument, "'" + options.address + "' is no IP address"};
  const tcp::endpoint end(address, options.port);
  state->acceptor.open(end.protocol(), error);
  if (!error) state->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) state->acceptor.bind(end, error);
  if (!error) state->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    Error failure{ErrorCode::io, "cannot listen on " + options.address + " port " +
                                     std::to_string(options.port) + ": " + error.message()};
    if (error == asio::error::address_in_use)
      failure.hint = "another program holds the port; choose one with --port";
    return failure;
  }
  asio::co_spawn(state->io, state->accept(), asio::detached);
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

std::uint16_t HttpServer::port() const {
  error_code ignored;
  return state_->acceptor.local_endpoint(ignored).port();
}

void HttpServer::run(const std::function<void()>& stopping) {
  state_->io.run();
  if (stopping) stopping();
  state_->workers.join();
}

void HttpServer::run_until_signal(const std::function<void()>& stopping) {
  asio::signal_set signals(state_->io, SIGINT, SIGTERM);
  signals.async_wait([this](error_code error, int) {
    if (!error) stop();
  });
  run(stopping);
}

void HttpServer::stop() { state_->io.stop(); }

}  // namespace skein::cli::serve
