#include "cli/batch.hpp"

#include <simdjson.h>

#include <set>

#include "graph/json/parse_json.hpp"
#include "dsl/value/compare.hpp"
#include "graph/json/value_text.hpp"

namespace skein::cli {

namespace {

using graph::append_json_string;

// The row values of one answer, written as they come.
class AnswerSink final : public dsl::RowSink {
 public:
  AnswerSink(std::string& out, const Runner& runner, JsonForm form)
      : out_(out), runner_(runner), form_(form) {}
  Result<void> begin(const std::vector<std::string>& columns) override {
    out_ += R"({"data":{"fields":[)";
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) out_ += ',';
      append_json_string(out_, columns[i]);
    }
    out_ += R"(],"values":[)";
    began_ = true;
    return {};
  }
  Result<void> row(std::vector<Value> values) override {
    out_ += any_ ? ",[" : "[";
    any_ = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_ += ',';
      SKEIN_TRY(graph::append_json(out_, values[i], runner_.transaction(), form_));
    }
    out_ += ']';
    return {};
  }
  Result<void> end() {
    if (!began_) SKEIN_TRY(begin({}));
    out_ += "]}";
    return {};
  }

 private:
  std::string& out_;
  const Runner& runner_;
  JsonForm form_;
  bool began_ = false, any_ = false;
};

void append_counters(std::string& out, const dsl::Counters& c) {
  const std::pair<std::string_view, std::int64_t> all[] = {{"nodesCreated", c.nodes_created},
                                                           {"nodesDeleted", c.nodes_deleted},
                                                           {"relationshipsCreated", c.relationships_created},
                                                           {"relationshipsDeleted", c.relationships_deleted},
                                                           {"propertiesSet", c.properties_set},
                                                           {"labelsAdded", c.labels_added},
                                                           {"labelsRemoved", c.labels_removed},
                                                           {"indexesAdded", c.indexes_added},
                                                           {"indexesRemoved", c.indexes_removed}};
  out += R"(,"counters":{)";
  bool first = true;
  for (const auto& [name, count] : all) {
    if (count == 0) continue;
    if (!first) out += ',';
    first = false;
    out += '"';
    out += name;
    out += "\":";
    out += std::to_string(count);
  }
  out += '}';
}

// Neo4j's codes: classification, category, and the TCK's class as the title.
std::string code_of(const Error& error) {
  const std::string& title = error.error_class;
  if (title == "ConstraintVerificationFailed" || title == "ConstraintValidationFailed" ||
      error.code == ErrorCode::constraint) {
    return "Neo.ClientError.Schema.ConstraintValidationFailed";
  }
  if (title == "ProcedureError")
    return "Neo.ClientError.Procedure." +
           (error.detail.empty() ? std::string("ProcedureCallFailed") : error.detail);
  if (!title.empty()) return "Neo.ClientError.Statement." + title;
  switch (error.code) {
    case ErrorCode::invalid_query:
      return "Neo.ClientError.Statement.SyntaxError";
    case ErrorCode::invalid_argument:
      return "Neo.ClientError.Statement.ArgumentError";
    case ErrorCode::unsupported:
      return "Neo.ClientError.Statement.NotSupported";
    case ErrorCode::read_only:
      return "Neo.ClientError.Statement.AccessMode";
    case ErrorCode::not_found:
      return "Neo.ClientError.Statement.EntityNotFound";
    case ErrorCode::cancelled:
      return "Neo.ClientError.Transaction.TransactionTimedOut";
    case ErrorCode::limit:
      return "Neo.TransientError.General.MemoryPoolOutOfMemoryError";
    case ErrorCode::conflict:
      return "Neo.TransientError.Transaction.Outdated";
    case ErrorCode::locked:
      return "Neo.TransientError.Transaction.LockAcquisitionTimeout";
    case ErrorCode::query_failed:
      return "Neo.ClientError.Statement.ExecutionFailed";
    default:
      return "Neo.DatabaseError.General.UnknownError";
  }
}

void append_error(std::string& out, std::string_view code, const Error& error) {
  out += R"({"errors":[{"code":)";
  append_json_string(out, code);
  out += R"(,"message":)";
  append_json_string(out, error.message);
  const auto field = [&](std::string_view name, std::string_view text) {
    if (text.empty()) return;
    out += ",\"";
    out += name;
    out += "\":";
    append_json_string(out, text);
  };
  field("detail", error.detail);
  field("phase", error.phase);
  field("hint", error.hint);
  if (error.end > error.begin) {
    out += ",\"begin\":" + std::to_string(error.begin) + ",\"end\":" + std::to_string(error.end);
  }
  out += "}]}";
}

Result<std::vector<dsl::Field>> fields_of(simdjson::dom::object definition, const char* key) {
  std::vector<dsl::Field> fields;
  simdjson::dom::array list;
  if (definition.at_key(key).get(list) != simdjson::SUCCESS) return fields;
  for (const simdjson::dom::element item : list) {
    std::string_view name, type;
    if (item.at_pointer("/0").get(name) != simdjson::SUCCESS ||
        item.at_pointer("/1").get(type) != simdjson::SUCCESS) {
      return Error{ErrorCode::invalid_argument,
                   std::string("a procedure's ") + key + " wants [[name, type], ...]"};
    }
    fields.push_back({std::string(name), std::string(type)});
  }
  return fields;
}

// A procedure that is a table: it gives the outputs of every row whose inputs equal the arguments.
Result<dsl::Procedure> table_procedure(simdjson::dom::object definition) {
  dsl::Procedure procedure;
  std::string_view name;
  if (definition.at_key("name").get(name) != simdjson::SUCCESS)
    return Error{ErrorCode::invalid_argument, "a procedure wants a name"};
  procedure.name = name;
  SKEIN_ASSIGN(procedure.inputs, fields_of(definition, "inputs"));
  SKEIN_ASSIGN(procedure.outputs, fields_of(definition, "outputs"));
  auto rows = std::make_shared<std::vector<List>>();
  simdjson::dom::array list;
  if (definition.at_key("rows").get(list) == simdjson::SUCCESS) {
    for (const simdjson::dom::element item : list) {
      SKEIN_ASSIGN(const Value row, graph::json_value(item));
      if (row.kind() != Value::Kind::list ||
          row.as_list().size() != procedure.inputs.size() + procedure.outputs.size()) {
        return Error{ErrorCode::invalid_argument,
                     "a row of " + procedure.name + " wants a value for every input and output"};
      }
      rows->push_back(row.as_list());
    }
  }
  const std::size_t inputs = procedure.inputs.size();
  procedure.run = [rows, inputs](dsl::CallContext&, std::span<const Value> arguments, const dsl::Procedure::Emit& emit) -> Result<void> {
    for (const List& row : *rows) {
      bool equal = arguments.size() >= inputs;
      for (std::size_t i = 0; i < inputs && equal; ++i) equal = dsl::equivalent(row[i], arguments[i]);
      if (equal)
        SKEIN_TRY(emit(std::vector<Value>(row.begin() + static_cast<std::ptrdiff_t>(inputs), row.end())));
    }
    return {};
  };
  return procedure;
}

}  // namespace

struct Batch::State {
  State(Runner& r, JsonForm f) : runner(r), form(f) {}

  Result<void> define(simdjson::dom::object definition, std::string& out) {
    SKEIN_ASSIGN(auto procedure, table_procedure(definition));
    if (!registry) registry = std::make_shared<dsl::ProcedureRegistry>(*all_procedures());
    auto next = std::make_shared<dsl::ProcedureRegistry>(*registry);
    next->add(std::move(procedure));
    registry = next;
    runner.set_procedures(registry);
    out += R"({"data":{"fields":[],"values":[]}})";
    return {};
  }

  Result<void> run(simdjson::dom::object request, std::string& out) {
    simdjson::dom::object definition;
    if (request.at_key("procedure").get(definition) == simdjson::SUCCESS) return define(definition, out);
    std::string_view statement;
    if (request.at_key("statement").get(statement) != simdjson::SUCCESS) {
      return Error{ErrorCode::invalid_argument, "the line has no \"statement\""};
    }
    context.parameters.clear();
    simdjson::dom::object parameters;
    if (request.at_key("parameters").get(parameters) == simdjson::SUCCESS) {
      for (const auto& [name, item] : parameters) {
        SKEIN_ASSIGN(Value value, graph::json_value(item));
        context.parameters.insert_or_assign(std::string(name), std::move(value));
      }
    }
    AnswerSink sink(out, runner, form);
    SKEIN_ASSIGN(const auto result, runner.run(statement, context, sink));
    SKEIN_TRY(sink.end());
    append_counters(out, result.counters);
    if (!result.warnings.empty()) {
      out += R"(,"notifications":[)";
      for (std::size_t i = 0; i < result.warnings.size(); ++i) {
        if (i > 0) out += ',';
        append_json_string(out, result.warnings[i]);
      }
      out += ']';
    }
    out += '}';
    return {};
  }

  Runner& runner;
  JsonForm form;
  simdjson::dom::parser parser;
  std::string padded;
  graph::QueryContext context;
  std::shared_ptr<const dsl::ProcedureRegistry> registry;
};

Batch::Batch(Runner& runner, JsonForm form) : state_(std::make_unique<State>(runner, form)) {}
Batch::~Batch() = default;

void Batch::answer(std::string_view line, std::string& out) {
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
  const std::size_t start = out.size();
  state_->padded.assign(line);
  state_->padded.reserve(line.size() + simdjson::SIMDJSON_PADDING);
  simdjson::dom::element document;
  simdjson::dom::object request;
  const auto wrong = state_->parser.parse(state_->padded.data(), state_->padded.size(), false).get(document);
  if (wrong != simdjson::SUCCESS || document.get(request) != simdjson::SUCCESS) {
    const std::string why = wrong != simdjson::SUCCESS ? simdjson::error_message(wrong) : "no object";
    append_error(out, "Neo.ClientError.Request.InvalidFormat",
                 {ErrorCode::invalid_argument, "the line is not a JSON object: " + why});
  } else if (auto done = state_->run(request, out); !done) {
    out.resize(start);  // what was written of the rows before it failed
    append_error(out, code_of(done.error()), done.error());
  }
  out += '\n';
}

}  // namespace skein::cli
