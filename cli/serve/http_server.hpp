// HTTP/1.1 on one port of this machine: connections are served by one thread without blocking, requests
// answered by a few worker threads. The only file pair that knows Boost.Beast.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "cli/serve/http.hpp"
#include "storage/result.hpp"

namespace skein::cli::serve {

// Called by several threads at once.
using Handler = std::function<Response(const Request&)>;

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: one that is free
  unsigned workers = 2;
  std::size_t most_connections = 1024;     // more are told 503
  std::size_t most_body_bytes = 16 << 20;  // more are told 413, unread
  std::chrono::seconds idle{60};           // a connection that says nothing, or too slowly, is closed
};

class HttpServer {
 public:
  // Errors: io, when the address cannot be listened on; the message names it and says who may hold it.
  static Result<std::unique_ptr<HttpServer>> listen(const ServerOptions& options, Handler handler);
  ~HttpServer();
  [[nodiscard]] std::uint16_t port() const;
  // Both return when the answers at work have been given; `stopping` is called before that wait.
  void run(const std::function<void()>& stopping = {});               // until stop()
  void run_until_signal(const std::function<void()>& stopping = {});  // until SIGINT or SIGTERM, or stop()
  void stop();                                                        // from any thread

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace skein::cli::serve
