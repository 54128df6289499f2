#include "cli/batch.hpp"

#include <simdjson.h>

#include <set>

#include "cli/answer.hpp"
#include "cli/limits.hpp"
#include "dsl/value/compare.hpp"
#include "graph/json/parse_json.hpp"

namespace skein::cli {

namespace {

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
  State(Runner& r, JsonForm f, LimitArguments l) : runner(r), form(f), limits(std::move(l)) {}

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
    SKEIN_ASSIGN(Question question, read_question(request));
    context.parameters = std::move(question.parameters);
    begin_statement(limits, context);
    AnswerWriter answer(out, [this] { return runner.transaction(); }, form);
    SKEIN_ASSIGN(const auto result, runner.run(question.statement, context, answer));
    return answer.finish(result);
  }

  Runner& runner;
  JsonForm form;
  LimitArguments limits;
  simdjson::dom::parser parser;
  std::string padded;
  graph::QueryContext context;
  std::shared_ptr<const dsl::ProcedureRegistry> registry;
};

Batch::Batch(Runner& runner, JsonForm form, LimitArguments limits)
    : state_(std::make_unique<State>(runner, form, std::move(limits))) {}
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
    append_error_answer(out, "Neo.ClientError.Request.InvalidFormat",
                 {ErrorCode::invalid_argument, "the line is not a JSON object: " + why});
  } else if (auto done = state_->run(request, out); !done) {
    out.resize(start);  // what was written of the rows before it failed
    append_error_answer(out, done.error());
  }
  out += '\n';
}

}  // namespace skein::cli
