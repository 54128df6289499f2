// Any bytes as a file of any format: an import ends with a graph or with a clear error, never otherwise, and
// after an error nothing was written. What was taken in is a sound graph, and as JSON lines it is the same
// graph again. The first byte chooses the format. Corpus: exports of any graph with that byte before them.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include <unistd.h>

#include "graph/formats/jsonl.hpp"
#include "graph/import/import_csv.hpp"
#include "graph/import/import_files.hpp"
#include "graph/verify/verify.hpp"

using namespace skein;
using namespace skein::graph;

namespace {

const std::string& folder() {
  static const std::string path = [] {
    const auto made =
        std::filesystem::temp_directory_path() / ("skein-fuzz-import-" + std::to_string(::getpid()));
    std::filesystem::create_directories(made);
    return made.string();
  }();
  return path;
}

void write(const std::string& name, std::string_view bytes) {
  std::ofstream(folder() + "/" + name, std::ios::binary) << bytes;
}

std::string as_jsonl(Graph& graph) {
  const auto transaction = graph.begin(storage::Access::read);
  if (!transaction.ok()) std::abort();
  std::ostringstream out;
  if (!formats::write_jsonl(**transaction, out).ok()) std::abort();
  return out.str();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto& formats = import_format_names();
  const std::string& format = formats[data[0] % formats.size()];
  auto graph = Graph::open(":memory:", {});
  if (!graph.ok()) std::abort();
  ImportSettings settings;
  settings.max_errors = data[0] >= 128 ? 1000 : 0;
  settings.scratch_directory = folder();
  std::string path = folder() + "/input";
  if (format == "csv") {
    // Files with a zero byte between them.
    path = folder();
    std::string_view rest = bytes;
    for (const char* name :
         {"nodes.csv", "relationships.csv", "documents.csv", "evidence.csv", "schema.jsonl"}) {
      const auto end = std::min(rest.find('\0'), rest.size());
      write(name, rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  } else {
    write("input", bytes);
  }
  const auto summary = import_files(**graph, {path}, format, settings);
  const auto transaction = (*graph)->begin(storage::Access::read);
  if (!transaction.ok()) std::abort();
  const auto counts = (*transaction)->catalog().counts();
  if (summary.ok() ? counts.nodes != summary->nodes : counts.nodes != 0) std::abort();
  if (!summary.ok()) {
    if (summary.error().message.empty()) std::abort();
    return 0;
  }
  const auto checked = verify(**graph);
  if (!checked.ok() || !checked->findings.empty()) std::abort();
  const std::string once = as_jsonl(**graph);
  write("again.jsonl", once);
  auto other = Graph::open(":memory:", {});
  if (!other.ok()) std::abort();
  const auto again = import_files(**other, {folder() + "/again.jsonl"}, "jsonl", {});
  if (!again.ok()) {
    std::fprintf(stderr, "%s\n", again.error().message.c_str());
    std::abort();
  }
  if (as_jsonl(**other) != once) std::abort();
  return 0;
}
