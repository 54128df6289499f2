#include "cli/serve/http_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

using namespace skein;
using namespace skein::cli::serve;
using Catch::Contains;
using Catch::StartsWith;

namespace {

class Running {
 public:
  explicit Running(Handler handler, ServerOptions options = {}) {
    auto listening = HttpServer::listen(options, std::move(handler));
    REQUIRE(listening);
    server = std::move(*listening);
    thread_ = std::thread([this] { server->run(); });
  }
  ~Running() {
    server->stop();
    thread_.join();
  }
  std::unique_ptr<HttpServer> server;

 private:
  std::thread thread_;
};

// Sends the bytes and reads until the server closes the connection.
std::string talk(std::uint16_t port, std::string_view bytes) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  REQUIRE(fd >= 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) break;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  std::string out;
  char buffer[4096];
  for (ssize_t n; (n = ::recv(fd, buffer, sizeof buffer, 0)) > 0;)
    out.append(buffer, static_cast<std::size_t>(n));
  ::close(fd);
  return out;
}

Response echo(const Request& request) {
  return {200, "text/plain", request.method + " " + request.target + " " + request.body, {}};
}

}  // namespace

TEST_CASE("requests on one connection are answered in their order", "[cli][serve]") {
  Running running(echo);
  const std::string out = talk(running.server->port(),
                               "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
                               "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                               "HEAD /c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const auto first = out.find("GET /a "), second = out.find("POST /b abc");
  REQUIRE(first != std::string::npos);
  REQUIRE(second != std::string::npos);
  CHECK(first < second);
  CHECK_THAT(out, !Contains("HEAD /c"));  // a HEAD has no body
  CHECK_THAT(out, Contains("X-Content-Type-Options: nosniff"));
}

TEST_CASE("nonsense and what is too large are refused, and the next one is served", "[cli][serve]") {
  ServerOptions options;
  options.most_body_bytes = 1 << 20;
  Running running(echo, options);
  const auto port = running.server->port();
  CHECK_THAT(talk(port, "\x16\x03\x01 what is this\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  CHECK_THAT(talk(port, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n"),
             StartsWith("HTTP/1.1 413"));
  CHECK_THAT(talk(port, "GET / HTTP/1.1\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n"),
             StartsWith("HTTP/1.1 431"));
  CHECK_THAT(talk(port, "GET /next HTTP/1.0\r\n\r\n"), Contains("GET /next"));
}

TEST_CASE("a connection that says nothing is closed", "[cli][serve]") {
  ServerOptions options;
  options.idle = std::chrono::seconds(1);
  Running running(echo, options);
  CHECK(talk(running.server->port(), "GET / HTTP/1.1\r\nHos").empty());
}

TEST_CASE("a handler's slow answer does not hold up the others", "[cli][serve]") {
  std::atomic<bool> release{false};
  Running running([&](const Request& request) {
    while (request.target == "/slow" && !release) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return echo(request);
  });
  const auto port = running.server->port();
  std::thread slow([&] { CHECK_THAT(talk(port, "GET /slow HTTP/1.0\r\n\r\n"), Contains("/slow")); });
  CHECK_THAT(talk(port, "GET /quick HTTP/1.0\r\n\r\n"), Contains("/quick"));
  release = true;
  slow.join();
}

TEST_CASE("many connections at once get their own answers", "[cli][serve]") {
  Running running(echo);
  const auto port = running.server->port();
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i) {
        const std::string target = "/" + std::to_string(t) + "-" + std::to_string(i);
        if (talk(port, "GET " + target + " HTTP/1.0\r\n\r\n").find("GET " + target + " ") !=
            std::string::npos)
          ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(right == 200);
}

TEST_CASE("a port that is taken is told", "[cli][serve]") {
  Running running(echo);
  ServerOptions options;
  options.port = running.server->port();
  const auto second = HttpServer::listen(options, echo);
  REQUIRE_FALSE(second);
  CHECK_THAT(second.error().message, Contains(std::to_string(options.port)));
  CHECK_THAT(second.error().hint, Contains("--port"));
}
