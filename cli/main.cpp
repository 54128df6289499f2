// The command line: what there is to say, and which command it means. The only file that knows CLI11.
#include <unistd.h>
#include <CLI/CLI.hpp>

#include "cli/commands/commands.hpp"
#include "cli/output/terminal.hpp"

namespace skein::cli {

namespace {

struct Arguments {
  QueryArguments query;
  ShellArguments shell;
  BuildArguments build;
  ImportArguments import;
  ExportArguments export_;
  DrawArguments draw;
  ForgetArguments forget;
  ServeArguments serve;
  WhyArguments why;
  InspectArguments stats, documents, verify, conflicts;
  MergesArguments merges;
  RulesArguments rules;
  EvalArguments eval;
  TrainArguments train;
};

void store_options(CLI::App& command, StoreArgument& store, bool required = true) {
  auto* option = command.add_option("--db", store.db, "Folder of the graph, or :memory:")->type_name("DIR");
  if (required) option->required();
  command.add_option("--lock-wait", store.lock_wait, "Seconds to wait for another writer")
      ->type_name("SECONDS");
}

CLI::App& add(CLI::App& app, const std::string& name, const std::string& description,
              const std::string& examples) {
  CLI::App& command = *app.add_subcommand(name, description);
  command.footer("Examples:\n" + examples);
  return command;
}

void limit_options(CLI::App& command, LimitArguments& a) {
  command.add_option("--timeout", a.timeout, "End a statement after so long")
      ->type_name("SECONDS")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--memory-limit", a.memory, "End a statement that holds more, such as 512M or 2G")
      ->type_name("SIZE")
      ->transform(CLI::AsSizeValue(false));
  command.add_option("--allow-files", a.files, "The folder whose files LOAD CSV may read; none without it")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
}

void add_query(CLI::App& app, QueryArguments& a) {
  CLI::App& command =
      add(app, "query", "Ask questions in openCypher, or change the graph",
          "  skein query --db g \"MATCH (p:Person)-[r]->(o) RETURN p.name, type(r), o.name\"\n"
          "  skein query --db g --param name=Alibaba \"MATCH (a {name: \\$name})-[r]-(b) RETURN b.name\"\n"
          "  skein query --db g -f report.cypher --format markdown\n"
          "  echo \"MATCH (n) RETURN count(n)\" | skein query --db g --format json");
  store_options(command, a.store);
  command
      .add_option("text", a.text,
                  "The statement, or several with `;` between them; standard input without it")
      ->type_name("TEXT");
  command.add_option("-f,--file", a.file, "Run the statements in a file")->type_name("FILE");
  command.add_option("--param", a.parameters, "A parameter: a literal, or else a string as it stands")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command
      .add_option(
          "--format", a.format,
          "table (default), line, csv, json, jsonl or markdown; dot for the plan of EXPLAIN or PROFILE")
      ->type_name("FORMAT");
  command.add_option("-o,--output", a.output, "Write the rows to a file")->type_name("FILE");
  command.add_flag("--read-only", a.read_only, "Refuse statements that write");
  command.add_flag("--keep-going", a.keep_going, "Go on with a script after a statement that failed");
  limit_options(command, a.limits);
  command.add_flag("--batch", a.batch,
                   "One JSON object a line in, one out: {\"statement\": ..., \"parameters\": {...}}");
  command.add_flag("--plain", a.plain, "With --batch: plain JSON values instead of typed ones");
}

void add_shell(CLI::App& app, ShellArguments& a) {
  CLI::App& command =
      add(app, "shell", "Ask questions one after another, with history and completion",
          "  skein shell --db g\n  skein shell g\n  skein shell            (a scratch graph in memory)\n"
          "  skein shell --demo     (ten example articles, to try things on)\n"
          "\nSettings: $XDG_CONFIG_HOME/skein/config.toml, see docs/shell.md");
  store_options(command, a.store, false);
  command.add_option("folder", a.store.db, "Folder of the graph")->type_name("DIR");
  limit_options(command, a.limits);
  command.add_flag("--read-only", a.read_only, "Refuse statements that write");
  command.add_flag("--demo", a.demo, "A graph in memory, built from the example articles");
}

void add_build(CLI::App& app, BuildArguments& a) {
  CLI::App& command = add(
      app, "build", "Read documents into the graph",
      "  skein build --db g news/ article.html dump.jsonl\n"
      "  pdftotext report.pdf - | skein build --db g -\n"
      "  skein build --db sea --schema shipping.rules articles/   # types, names, relations of a domain\n"
      "  skein build --db sea more.txt                            # the graph keeps its schema\n"
      "  skein build --db g --extractor llm --endpoint http://127.0.0.1:8080/v1 --model qwen2.5-32b news/\n"
      "  skein build --db g --extractor llm --endpoint https://api.openai.com/v1 --model gpt-4o-mini \\\n"
      "              --api-key-env OPENAI_API_KEY news/");
  store_options(command, a.store);
  command.add_option("path", a.paths, "Files (.txt .md .html .jsonl .pdf), folders, or - for standard input")
      ->type_name("PATH");
  auto* schema =
      command
          .add_option("--schema,--rules", a.schema,
                      "A file or folder of types, names, relations and rules beside those that ship "
                      "(docs/schema.md); the graph keeps it, and what is there is read anew when it changes")
          ->type_name("FILE")
          ->allow_extra_args(false);
  command.add_flag("--no-schema", a.no_schema, "Let go of the graph's schema; read with what ships")
      ->excludes(schema);
  command.add_option("--models", a.models, "A folder of models instead of the shipped ones")
      ->type_name("DIR");
  auto& llm = *command.add_option_group("A language model beside the rules (docs/llm.md)");
  llm.add_option("--extractor", a.extractor,
                 "rules, or llm: ask a model about every passage, too; each answer is kept")
      ->check(CLI::IsMember({"rules", "llm"}))
      ->type_name("NAME")
      ->capture_default_str();
  llm.add_option("--endpoint", a.endpoint, "An OpenAI-compatible server, such as http://127.0.0.1:8080/v1")
      ->type_name("URL");
  llm.add_option("--model", a.model, "The model to ask for")->type_name("NAME");
  llm.add_option("--api-key-env", a.api_key_env,
                 "The environment variable that has the server's key; no key without it")
      ->type_name("VAR");
  llm.add_option("--concurrency", a.concurrency, "Requests at a time")
      ->check(CLI::Range(1, 256))
      ->type_name("N")
      ->capture_default_str();
  llm.add_option("--retries", a.retries,
                 "Further tries of a request that failed for a while (busy, timeouts)")
      ->type_name("N")
      ->capture_default_str();
  llm.add_option("--request-timeout", a.request_timeout, "Seconds to wait for one answer")
      ->check(CLI::PositiveNumber)
      ->type_name("SECONDS")
      ->capture_default_str();
  command.add_option("--threads", a.threads, "Threads that read; the graph does not depend on it")
      ->type_name("N");
  command.add_flag("-q,--quiet", a.quiet, "No summary");
}

void add_import(CLI::App& app, ImportArguments& a) {
  CLI::App& command =
      add(app, "import", "Take in nodes and relationships from files, in bulk",
          "  skein import --db g graph.graphml\n"
          "  skein import --db g folder                   # as written by skein export --format csv\n"
          "  skein import --db g data.ttl more.ttl\n"
          "  skein import --db g --format triples facts.txt --max-errors 100\n"
          "  skein import --db g --nodes Person=people.csv --relationships KNOWS=knows.csv\n"
          "\nHeaders of CSV: :ID, :ID(Group), :LABEL, name:string, age:int, :START_ID, :END_ID, :TYPE");
  store_options(command, a.store);
  command.add_option("path", a.paths, "Files of one format, or a folder of CSV")->type_name("PATH");
  command
      .add_option("--format", a.format,
                  "csv, jsonl, graphml, turtle, ntriples, nquads, trig or triples (subject, predicate and "
                  "object with "
                  "tabs between them); from the file's name without it")
      ->type_name("FORMAT");
  command
      .add_option("--max-errors", a.max_errors, "Leave out so many lines that are wrong (0); one more fails")
      ->type_name("N");
  command.add_option("--nodes", a.nodes, "CSV: a file of nodes; Label= for files without :LABEL")
      ->type_name("[LABEL=]FILE");
  command
      .add_option("--relationships", a.relationships,
                  "CSV: a file of relationships; TYPE= for files without :TYPE")
      ->type_name("[TYPE=]FILE");
  command.add_option("--delimiter", a.delimiter, "CSV: between fields")->type_name("CHAR");
  command.add_option("--array-delimiter", a.array_delimiter, "CSV: between the items of a list")
      ->type_name("CHAR");
}

void add_export(CLI::App& app, ExportArguments& a) {
  CLI::App& command =
      add(app, "export", "Write the graph, or a query's part of it, in a file format",
          "  skein export --db g --format jsonl -o graph.jsonl\n"
          "  skein export --db g -o graph.graphml\n"
          "  skein export --db g -o graph.html            a page to explore it in a browser\n"
          "  skein export --db g --format csv -o folder\n"
          "  skein export --db g -o graph.trig --base https://example.org/news/\n"
          "  skein export --db g --format dot --query \"MATCH (a)-[r:CEO_OF]->(b) RETURN a, r, b\"");
  store_options(command, a.store);
  command
      .add_option(
          "--format", a.format,
          "graphml, gexf, dot, cytoscape, d3, jsonl, csv, cypher, turtle, ntriples, nquads, trig, jsonld, "
          "mermaid, vault or html; from the file's name without it")
      ->type_name("FORMAT");
  command.add_option("--query", a.query, "Only the nodes, relationships and paths that this query returns")
      ->type_name("QUERY");
  command
      .add_option("-o,--output", a.output, "Where to; standard output without it. A folder for csv and vault")
      ->type_name("FILE");
  command.add_option("--base", a.base, "RDF: what the IRIs of the graph begin with (urn:skein:)")
      ->type_name("IRI");
  command.add_flag("--rdf-annotations", a.rdf_annotations,
                   "RDF: what is said of relationships as RDF 1.2 annotations, not as named graphs");
  command.add_option("--gexf-version", a.gexf_version, "1.3 (default), or 1.2 for older readers")
      ->type_name("VERSION");
}

void add_draw(CLI::App& app, DrawArguments& a) {
  CLI::App& command =
      add(app, "draw", "Draw the graph, or a query's part of it",
          "  skein draw --db g -o overview.svg\n"
          "  skein draw --db g --focus Alibaba --hops 2 -o alibaba.svg\n"
          "  skein draw --db g --group-by type --theme dark -o types.png\n"
          "  skein draw --db g --query \"MATCH (p:Person)-[r]->(o) RETURN p, r, o\" -o people.pdf");
  store_options(command, a.store);
  command.add_option("--query", a.query, "What to draw: the nodes, relationships and paths that it returns")
      ->type_name("QUERY");
  command.add_option("--focus", a.focus, "Draw what surrounds this entity")->type_name("NAME");
  command.add_option("--hops", a.hops, "How far around it")->type_name("N");
  command.add_option("--max", a.max_nodes, "At most so many nodes")->type_name("N");
  command
      .add_option("--group-by", a.group_by, "One box for all nodes with the same value: type, or a property")
      ->type_name("PROPERTY");
  command.add_option("--title", a.title, "Text above the picture")->type_name("TEXT");
  command.add_option("--theme", a.theme, "light, dark or print")->type_name("THEME");
  command.add_option("-o,--output", a.output, "x.svg, x.png, x.pdf or x.dot")->type_name("FILE")->required();
}

void add_inspection(CLI::App& app, Arguments& a) {
  CLI::App& why = add(app, "why", "What is said about an entity, each fact with the sentences that say it",
                      "  skein why --db g Alibaba\n  skein why --db g \"Eddie Wu\" Alibaba");
  store_options(why, a.why.store);
  why.add_option("name", a.why.name, "A name or an alias")->type_name("ENTITY")->required();
  why.add_option("other", a.why.other, "Only what connects it with this one")->type_name("ENTITY");
  why.add_option("--limit", a.why.limit, "At most so many facts")->type_name("N");

  CLI::App& stats = add(app, "stats", "What is in the graph", "  skein stats --db g");
  store_options(stats, a.stats.store);
  CLI::App& documents = add(app, "documents", "The documents the graph was built from",
                            "  skein documents --db g\n  skein documents --db g --format csv");
  store_options(documents, a.documents.store);
  documents.add_option("--format", a.documents.format, "table (default), csv, json, jsonl or markdown")
      ->type_name("FORMAT");
  CLI::App& verify =
      add(app, "verify", "Check indexes, both directions of every relationship, and every evidence span",
          "  skein verify --db g");
  store_options(verify, a.verify.store);

  CLI::App& forget = add(app, "forget", "Take documents out, as if they had never been there",
                         "  skein forget --db g news/2025-02-24.txt");
  store_options(forget, a.forget.store);
  forget
      .add_option("document", a.forget.documents, "Documents by path or URL, as `skein documents` lists them")
      ->type_name("DOCUMENT")
      ->required();
}

void add_judgement(CLI::App& app, Arguments& a) {
  CLI::App& conflicts = add(app, "conflicts", "Claims that cannot all be right, and who makes them",
                            "  skein conflicts --db g\n  skein conflicts --db g --format csv");
  store_options(conflicts, a.conflicts.store);
  conflicts
      .add_option("--format", a.conflicts.format,
                  "table, line, csv, json, jsonl or markdown; text without it")
      ->type_name("FORMAT");

  CLI::App& merges = add(app, "merges", "Names that may be one thing, and your decisions about them",
                         "  skein merges --db g\n"
                         "  skein merges --db g accept \"Edward Wu\" \"Eddie Wu\"\n"
                         "  skein merges --db g refuse Delta \"Delta Electronics\"\n"
                         "  skein merges --db g undo \"Edward Wu\" \"Eddie Wu\"\n"
                         "  skein merges --db g decisions");
  store_options(merges, a.merges.store);
  merges.add_option("action", a.merges.action, "list (default), accept, refuse, undo or decisions")
      ->check(CLI::IsMember({"list", "accept", "refuse", "undo", "decisions"}))
      ->type_name("ACTION");
  merges.add_option("name", a.merges.names, "Two names, aliases or uids (e:...)")->type_name("NAME");
  merges.add_option("--limit", a.merges.limit, "At most so many candidates; 0 for all")->type_name("N");

  CLI::App& eval = add(
      app, "eval", "Score what a build finds against gold files",
      "  skein eval gold/\n  skein eval gold/ --by-relation --misses\n"
      "\nA gold folder has X.txt and X.facts: `A | RELATION | B` a fact, `= TYPE | NAME | ALIAS` an entity,\n"
      "`+` before a fact that need not be found, `-` before one that must not be; and conflicts.txt.");
  eval.add_option("gold", a.eval.gold, "Folder of gold files")->type_name("DIR")->required();
  eval.add_option("--schema,--rules", a.eval.rules,
                  "A schema or rule file, or a folder of them, beside the shipped rules")
      ->type_name("FILE")
      ->allow_extra_args(false);
  eval.add_option("--models", a.eval.models, "A folder of models instead of the shipped ones")
      ->type_name("DIR");
  eval.add_flag("--by-relation", a.eval.by_relation, "A line a relation");
  eval.add_flag("--misses", a.eval.misses, "What was missed, and what was found that the gold does not have");

  CLI::App& rules =
      add(app, "rules", "Which rules there are, whether their examples hold, and where they fire",
          "  skein rules\n"
          "  skein rules --check\n"
          "  skein rules mine.rules --check --on article.txt\n"
          "  skein rules --db g --on article.txt          # with the schema that the graph was built with");
  rules
      .add_option("file,--schema,--rules", a.rules.rules,
                  "A schema or rule file, or a folder of them, beside the shipped rules")
      ->type_name("FILE");
  rules.add_option("--db", a.rules.store.db, "With the schema of this graph")->type_name("DIR");
  rules.add_option("--models", a.rules.models, "A folder of models instead of the shipped ones")
      ->type_name("DIR");
  rules.add_flag("--check", a.rules.check, "Run the examples of every rule");
  rules.add_option("--on", a.rules.text, "A document: show which rule fires where")->type_name("TEXT");
}

void add_serve(CLI::App& app, ServeArguments& a) {
  CLI::App& command =
      add(app, "serve", "Explore the graph in a browser, and answer statements over HTTP",
          "  skein serve --db g                 then open http://127.0.0.1:7475/\n"
          "  skein serve --db g --port 0        on a port that is free\n"
          "  curl -H 'Content-Type: application/json' http://127.0.0.1:7475/db/skein/query/v2 \\\n"
          "       -d '{\"statement\": \"MATCH (n) RETURN count(n)\"}'");
  store_options(command, a.store);
  command.add_option("--port", a.port, "Port; 0 takes one that is free")
      ->type_name("PORT")
      ->capture_default_str();
  command.add_option("--address", a.address, "Address to listen on; others can reach all but 127.0.0.1")
      ->type_name("IP")
      ->capture_default_str();
  command.add_option("--host", a.hosts, "A further name by which browsers may ask for this server")
      ->type_name("NAME");
  command.add_flag("--write", a.write, "Allow statements that change the graph");
  command.add_option("--timeout", a.timeout, "End a statement after so long; 0: never")
      ->type_name("SECONDS")
      ->capture_default_str();
  command.add_option("--threads", a.threads, "Statements answered at a time; as many as cores without it")
      ->type_name("N");
}

void add_train(CLI::App& app, TrainArguments& a) {
  CLI::App& command = add(app, "train", "Make the models again from open data (docs/extraction.md)",
                          "  skein train --data extraction-data --models models\n"
                          "  skein train --data extraction-data --models models --evaluate");
  command.add_option("--data", a.data, "Folder of the data sets")->type_name("DIR")->required();
  command.add_option("--models", a.out, "Where the models go")->type_name("DIR")->required();
  command.add_option("model", a.models, "Only these models")->type_name("MODEL");
  command.add_flag("--evaluate", a.evaluate, "Measure the models there on data that training never sees");
}

int dispatch(const CLI::App& app, const Arguments& a) {
  const auto chosen = [&](const char* name) { return app.got_subcommand(name); };
  if (chosen("query")) return a.query.batch ? batch_command(a.query) : query_command(a.query);
  if (chosen("build")) return build_command(a.build);
  if (chosen("import")) return import_command(a.import);
  if (chosen("export")) return export_command(a.export_);
  if (chosen("draw")) return draw_command(a.draw);
  if (chosen("why")) return why_command(a.why);
  if (chosen("stats")) return stats_command(a.stats);
  if (chosen("documents")) return documents_command(a.documents);
  if (chosen("verify")) return verify_command(a.verify);
  if (chosen("conflicts")) return conflicts_command(a.conflicts);
  if (chosen("merges")) return merges_command(a.merges);
  if (chosen("eval")) return eval_command(a.eval);
  if (chosen("rules")) return rules_command(a.rules);
  if (chosen("serve")) return serve_command(a.serve);
  if (chosen("train")) return train_command(a.train);
  if (chosen("forget")) return forget_command(a.forget);
  return shell_command(a.shell);
}

int run(int argc, char** argv) {
  CLI::App app(
      "skein turns documents into a knowledge graph and answers questions about it, with the sentences that "
      "say so.",
      "skein");
  app.set_version_flag("--version", "skein " SKEIN_VERSION);
  app.require_subcommand(0, 1);
  app.footer(
      "Start here:\n"
      "  skein --demo                    try it on ten example articles\n"
      "  skein build --db g news/        read a folder of documents into the graph g\n"
      "  skein shell g                   ask questions\n"
      "  skein why --db g Alibaba        what is said about it, and who says so\n"
      "  skein draw --db g -o g.svg      a picture\n"
      "\n`skein COMMAND --help` says more about each.");
  Arguments arguments;
  add_build(app, arguments.build);
  add_query(app, arguments.query);
  add_shell(app, arguments.shell);
  add_export(app, arguments.export_);
  add_draw(app, arguments.draw);
  add_import(app, arguments.import);
  add_inspection(app, arguments);
  add_judgement(app, arguments);
  add_serve(app, arguments.serve);
  add_train(app, arguments.train);
  store_options(app, arguments.shell.store, false);
  app.add_flag("--demo", arguments.shell.demo, "Open a graph in memory, built from the example articles");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help, --version
    return app.exit(asked);
  } catch (const CLI::ParseError& wrong) {
    report(wrong.what());
    std::string command;
    for (const CLI::App* sub : app.get_subcommands()) command = " " + sub->get_name();
    std::fprintf(stderr, "  hint: skein%s --help\n", command.c_str());
    return exit_usage;
  }
  if (app.get_subcommands().empty() && arguments.shell.store.db.empty() && !arguments.shell.demo &&
      !is_terminal(STDIN_FILENO)) {
    std::fputs(app.help().c_str(), stderr);
    return exit_usage;
  }
  return dispatch(app, arguments);
}

}  // namespace

}  // namespace skein::cli

int main(int argc, char** argv) {
  skein::cli::install_signal_handlers();
  return skein::cli::run(argc, argv);
}
