// skein build, skein forget.
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "cli/commands/build.hpp"
#include "cli/commands/commands.hpp"
#include "cli/database.hpp"
#include "cli/output/terminal.hpp"
#include "extract/builder.hpp"
#include "extract/llm/model_reader.hpp"
#include "extract/resolve/graph_schema.hpp"

namespace skein::cli {

namespace {

using Clock = std::chrono::steady_clock;

std::string counted(std::uint64_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string seconds_text(double seconds) {
  const auto tenths = static_cast<long>(seconds * 10 + 0.5);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

class Reading {
 public:
  explicit Reading(unsigned threads) {
    options_.threads = threads;
    options_.cancel = &interrupt_token();
    options_.progress = [this](const extract::BuildProgress& p) { show(p); };
  }
  [[nodiscard]] const extract::BuildOptions& options() const { return options_; }
  [[nodiscard]] double seconds() const { return seconds_since(start_); }
  void show_answers(std::uint64_t answered, std::uint64_t all) {
    progress_.show(std::to_string(answered) + " of " + counted(all, "passage", "passages") +
                   " answered by the model");
  }
  void clear() { progress_.clear(); }

 private:
  void show(const extract::BuildProgress& p) {
    std::string text =
        counted(p.read, "document", "documents") + " read, " + std::to_string(p.committed) + " in the graph";
    if (seconds() > 0.5)
      text += ", " + std::to_string(static_cast<std::uint64_t>(static_cast<double>(p.words) / seconds())) +
              " words/s";
    progress_.show(text);
  }
  Clock::time_point start_ = Clock::now();
  Progress progress_;
  extract::BuildOptions options_;
};

Result<void> print_summary(const extract::BuildSummary& s, graph::Graph& graph, double seconds) {
  SKEIN_ASSIGN(const auto transaction, graph.begin(storage::Access::read));
  const graph::Counts counts = transaction->catalog().counts();
  std::string text = counted(s.added, "document", "documents") + " added";
  if (s.changed > 0) text += ", " + std::to_string(s.changed) + " changed";
  if (s.read_anew > 0) text += ", " + std::to_string(s.read_anew) + " read anew, since the schema changed";
  if (s.unchanged > 0) text += ", " + std::to_string(s.unchanged) + " unchanged";
  text += ": " + counted(s.sentences, "sentence", "sentences") + ", " + counted(s.words, "word", "words") +
          ", " + counted(s.claims, "claim", "claims") + "\n";
  text += "the graph: " + counted(counts.documents, "document", "documents") + ", " +
          counted(counts.nodes, "node", "nodes") + ", " +
          counted(counts.relationships, "relationship", "relationships") + ", " +
          counted(counts.evidence, "piece of evidence", "pieces of evidence") + "\n";
  text += seconds_text(seconds);
  if (s.words > 0 && seconds > 0)
    text += ", " + std::to_string(static_cast<std::uint64_t>(static_cast<double>(s.words) / seconds)) +
            " words/s";
  text += "\n";
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
  return {};
}

Result<extract::llm::ModelSettings> model_settings(const BuildArguments& arguments) {
  extract::llm::ModelSettings settings;
  settings.endpoint = arguments.endpoint;
  settings.model = arguments.model;
  if (settings.endpoint.empty() || settings.model.empty())
    return Error{ErrorCode::invalid_argument, "--extractor llm wants --endpoint URL and --model NAME"};
  if (const auto problem = extract::llm::url_problem(settings.endpoint); !problem.empty())
    return Error{ErrorCode::invalid_argument, "--endpoint " + settings.endpoint + ": " + problem};
  if (!arguments.api_key_env.empty()) {
    const char* key = std::getenv(arguments.api_key_env.c_str());
    if (key == nullptr || *key == 0)
      return Error{ErrorCode::invalid_argument,
                   "--api-key-env: there is nothing in the environment variable " + arguments.api_key_env};
    settings.api_key = key;
    if (settings.api_key.find_first_of("\r\n") != std::string::npos)
      return Error{ErrorCode::invalid_argument,
                   "the key in " + arguments.api_key_env + " has more than one line"};
  }
  settings.concurrency = arguments.concurrency;
  settings.retries = arguments.retries;
  settings.timeout = std::chrono::milliseconds(static_cast<long long>(arguments.request_timeout * 1000));
  settings.cancel = &interrupt_token();
  return settings;
}

// What asking a model took, and what came of it.
void print_model_summary(const extract::llm::ModelTally& t) {
  std::string text =
      "the model: " + counted(t.passages, "passage", "passages") + ", " + std::to_string(t.from_store) +
      " answered before; " + counted(t.requests, "request", "requests") + ", " +
      counted(t.retries, "retry", "retries") + ", " + std::to_string(t.tokens_in) + " tokens in, " +
      std::to_string(t.tokens_out) + " out, " + seconds_text(t.seconds) + "\n";
  std::uint64_t dropped = 0;
  for (const auto n : t.refused) dropped += n;
  text += "its relations: " + std::to_string(t.taken) + " taken, " + std::to_string(dropped) + " dropped\n";
  for (std::size_t i = 0; i < extract::refusals; ++i)
    if (t.refused[i] > 0)
      text += "  " + std::to_string(t.refused[i]) + "  " +
              std::string(extract::words_for(static_cast<extract::Refusal>(i))) + "\n";
  if (t.unusable > 0)
    text += counted(t.unusable, "answer", "answers") + " had no relations that can be read\n";
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

// What came of it, told; the exit status.
int tell(Result<extract::BuildSummary> summary, Reading& reading, graph::Graph& graph, bool quiet) {
  reading.clear();
  if (!summary) return fail(summary.error());
  for (const auto& problem : summary->problems) report(problem);
  if (!quiet) {
    if (auto printed = print_summary(*summary, graph, reading.seconds()); !printed)
      return fail(printed.error());
  }
  if (interrupted()) return exit_interrupted;
  const bool nothing = summary->added + summary->changed + summary->unchanged + summary->read_anew == 0;
  return nothing && !summary->problems.empty() ? exit_failure : exit_ok;
}

}  // namespace

Result<std::vector<extract::RuleText>> remembered_schema(graph::Graph& graph) {
  SKEIN_ASSIGN(const auto transaction, graph.begin(storage::Access::read));
  SKEIN_ASSIGN(auto schema, extract::schema_of(*transaction));
  return std::move(schema.texts);
}

int build_into(graph::Graph& graph, const BuildArguments& arguments) {
  Reading reading(arguments.threads);
  const auto build = [&]() -> Result<extract::BuildSummary> {
    extract::Extractor::Files files;
    files.models = arguments.models;
    for (const auto& path : arguments.schema) files.rules.emplace_back(path);
    if (arguments.schema.empty() && !arguments.no_schema) {
      SKEIN_ASSIGN(files.texts, remembered_schema(graph));
    }
    SKEIN_ASSIGN(const auto extractor, extract::Extractor::load(files));
    auto options = reading.options();
    if (arguments.extractor != "llm") return extract::build(graph, extractor, arguments.paths, options);
    SKEIN_ASSIGN(auto settings, model_settings(arguments));
    extract::llm::ModelReader model(std::move(settings), extractor.rules());
    model.progress = [&](std::uint64_t answered, std::uint64_t all) { reading.show_answers(answered, all); };
    options.more = &model;
    auto summary = extract::build(graph, extractor, arguments.paths, options);
    reading.clear();
    if (!arguments.quiet) print_model_summary(model.tally());
    return summary;
  };
  return tell(build(), reading, graph, arguments.quiet);
}

int build_into(graph::Graph& graph, std::vector<extract::Document> documents) {
  Reading reading(0);
  const auto build = [&]() -> Result<extract::BuildSummary> {
    SKEIN_ASSIGN(const auto extractor, extract::Extractor::load({}));
    return extract::build_documents(graph, extractor, std::move(documents), reading.options());
  };
  return tell(build(), reading, graph, true);
}

int build_command(const BuildArguments& arguments) {
  if (arguments.paths.empty() && arguments.schema.empty() && !arguments.no_schema) {
    report(Error{ErrorCode::invalid_argument, "which documents? Files, folders, or - for standard input"});
    return exit_usage;
  }
  auto graph = open_for_writing(arguments.store, true);
  return graph ? build_into(**graph, arguments) : fail(graph.error());
}

int forget_command(const ForgetArguments& arguments) {
  auto graph = open_for_writing(arguments.store, false);
  if (!graph) return fail(graph.error());
  int status = exit_ok;
  for (const auto& document : arguments.documents) {
    auto found = extract::forget(**graph, document);
    if (!found) return fail(found.error());
    if (*found) continue;
    report(Error{ErrorCode::not_found, "there is no document '" + document + "' in the graph", "", "", "", 0,
                 0, "`skein documents --db " + arguments.store.db + "` lists them"});
    status = exit_failure;
  }
  return status;
}

}  // namespace skein::cli
