// The commands of the program: what each takes from the command line, and the function that does it. Each
// function returns the exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace skein::cli {

inline constexpr int exit_ok = 0, exit_failure = 1, exit_usage = 2, exit_interrupted = 130;

struct StoreArgument {
  std::string db;        // a directory or ":memory:"
  double lock_wait = 5;  // seconds to wait for another writer
};

// What a statement may use.
struct LimitArguments {
  double timeout = 0;        // seconds; 0: any
  std::uint64_t memory = 0;  // bytes; 0: any
  std::string files;         // the folder whose files LOAD CSV may read; empty: none
};

struct QueryArguments {
  StoreArgument store;
  std::string text;                     // empty: standard input
  std::string file;                     // a script; "-" is standard input
  std::vector<std::string> parameters;  // name=value
  std::string format;                   // empty: table
  std::string output;                   // empty: standard output
  bool read_only = false;
  bool batch = false;
  bool plain = false;
  bool keep_going = false;
  LimitArguments limits;
};
int query_command(const QueryArguments& arguments);
int batch_command(const QueryArguments& arguments);

struct ShellArguments {
  StoreArgument store;
  LimitArguments limits;
  bool read_only = false;
  bool demo = false;  // a graph in memory, built from the examples
};
int shell_command(const ShellArguments& arguments);

struct BuildArguments {
  StoreArgument store;
  std::vector<std::string> paths;  // files, folders, "-"
  std::vector<std::string> schema;  // files or folders beside the shipped rules; none: the graph's own
  bool no_schema = false;           // from now on the graph has none
  std::string models;               // a model directory instead of the shipped one
  std::string extractor = "rules";  // or "llm": a language model beside the rules, with what follows
  std::string endpoint, model, api_key_env;
  unsigned concurrency = 4, retries = 5;
  double request_timeout = 120;  // seconds
  unsigned threads = 0;            // 0: as many as the machine has
  bool quiet = false;
};
int build_command(const BuildArguments& arguments);

struct ImportArguments {
  StoreArgument store;
  std::vector<std::string> paths;                 // files of one format, or folders of CSV
  std::string format;                             // empty: from the first path's name
  std::vector<std::string> nodes, relationships;  // CSV: [Label=]FILE, [TYPE=]FILE
  std::string delimiter = ",", array_delimiter = ";";
  std::uint64_t max_errors = 0;  // lines that may be left out
};
int import_command(const ImportArguments& arguments);

struct ExportArguments {
  StoreArgument store;
  std::string format;  // empty: from the output's name
  std::string query;
  std::string output;  // empty: standard output; for csv and vault a folder
  std::string base;          // RDF; empty: urn:skein:
  std::string gexf_version;  // empty: 1.3
  bool rdf_annotations = false;
};
int export_command(const ExportArguments& arguments);

struct DrawArguments {
  StoreArgument store;
  std::string query, output, title, focus, group_by, theme = "light";
  unsigned hops = 1;
  unsigned max_nodes = 40;
};
int draw_command(const DrawArguments& arguments);

struct ForgetArguments {
  StoreArgument store;
  std::vector<std::string> documents;
};
int forget_command(const ForgetArguments& arguments);

struct WhyArguments {
  StoreArgument store;
  std::string name;
  std::string other;   // a second name: how the two are related
  unsigned limit = 0;  // 0: all facts
};
int why_command(const WhyArguments& arguments);

struct MergesArguments {
  StoreArgument store;
  std::string action = "list";     // list, accept, refuse, undo, decisions
  std::vector<std::string> names;  // two for accept, refuse and undo
  unsigned limit = 50;             // candidates; 0: all
  std::string called;              // how the user called it, for messages: ":merges"
};
int merges_command(const MergesArguments& arguments);

struct RulesArguments {
  StoreArgument store;             // the graph whose schema is meant; none without
  std::vector<std::string> rules;  // files or folders; none: the shipped ones
  std::string models, text;        // a model folder; a document or "-" to try the rules on
  bool check = false;              // run the rules' own examples
  std::string format;
};
int rules_command(const RulesArguments& arguments);

struct ServeArguments {
  StoreArgument store;
  std::string address = "127.0.0.1";
  std::uint16_t port = 7475;
  std::vector<std::string> hosts;  // names of this machine beside localhost
  double timeout = 30;             // seconds for one statement; 0: none
  unsigned threads = 0;            // 0: as many as the machine has
  bool write = false;
};
int serve_command(const ServeArguments& arguments);

struct EvalArguments {
  std::string gold, models;        // a folder of gold files; a model folder
  std::vector<std::string> rules;  // files or folders beside the shipped rules
  bool by_relation = false, misses = false;
};
int eval_command(const EvalArguments& arguments);

struct TrainArguments {
  std::string data, out;
  std::vector<std::string> models;  // empty: all
  bool evaluate = false;
};
int train_command(const TrainArguments& arguments);

struct InspectArguments {
  StoreArgument store;
  std::string format;
};
int stats_command(const InspectArguments& arguments);
int documents_command(const InspectArguments& arguments);
int conflicts_command(const InspectArguments& arguments);
int verify_command(const InspectArguments& arguments);

}  // namespace skein::cli
