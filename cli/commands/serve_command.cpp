// skein serve: the explorer and the query API on a port of this machine.
#include <algorithm>
#include <thread>

#include "cli/commands/commands.hpp"
#include "cli/database.hpp"
#include "cli/heap.hpp"
#include "cli/output/terminal.hpp"
#include "cli/serve/http_server.hpp"
#include "cli/serve/service.hpp"

namespace skein::cli {

int serve_command(const ServeArguments& arguments) {
  keep_freed_memory();
  auto graph = arguments.write ? open_for_writing(arguments.store, true) : open_for_reading(arguments.store);
  if (!graph) return fail(graph.error());
  serve::ServiceOptions service_options;
  service_options.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(arguments.timeout * 1000));
  for (const std::string& host : arguments.hosts) service_options.hosts.push_back(host);
  serve::Service service(**graph, all_procedures(), std::move(service_options));

  serve::ServerOptions options;
  options.address = arguments.address;
  options.port = arguments.port;
  options.workers =
      arguments.threads > 0 ? arguments.threads : std::max(1U, std::thread::hardware_concurrency());
  auto server = serve::HttpServer::listen(
      options, [&](const serve::Request& request) { return service.handle(request); });
  if (!server) return fail(server.error());
  report("http://" + arguments.address + ":" + std::to_string((*server)->port()) + "/  (" +
         arguments.store.db + (arguments.write ? ", open to changes" : ", read-only") + "; Ctrl-C ends it)");

  // Laying out a graph takes a moment: it is ready when the page asks for it.
  const std::jthread ready([&] {
    (void)service.handle({"GET", "/explorer/overview", {{"host", "localhost"}}, ""});
  });
  (*server)->run_until_signal([&] { service.cancel(); });
  return exit_ok;
}

}  // namespace skein::cli
