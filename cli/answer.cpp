#include "cli/answer.hpp"

#include <utility>

#include "graph/json/parse_json.hpp"
#include "graph/json/value_text.hpp"

namespace skein::cli {

using graph::append_json_string;

namespace {

void append_counters(std::string& out, const dsl::Counters& c) {
  const std::pair<std::string_view, std::int64_t> all[] = {{"nodesCreated", c.nodes_created},
                                                           {"nodesDeleted", c.nodes_deleted},
                                                           {"relationshipsCreated", c.relationships_created},
                                                           {"relationshipsDeleted", c.relationships_deleted},
                                                           {"propertiesSet", c.properties_set},
                                                           {"labelsAdded", c.labels_added},
                                                           {"labelsRemoved", c.labels_removed},
                                                           {"indexesAdded", c.indexes_added},
                                                           {"indexesRemoved", c.indexes_removed},
                                                           {"constraintsAdded", c.constraints_added},
                                                           {"constraintsRemoved", c.constraints_removed}};
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

}  // namespace

Result<Question> read_question(simdjson::dom::object request) {
  Question question;
  std::string_view statement;
  if (request.at_key("statement").get(statement) != simdjson::SUCCESS)
    return Error{ErrorCode::invalid_argument, "there is no \"statement\", a string"};
  question.statement = statement;
  simdjson::dom::element parameters;
  if (request.at_key("parameters").get(parameters) != simdjson::SUCCESS || parameters.is_null())
    return question;
  simdjson::dom::object named;
  if (parameters.get(named) != simdjson::SUCCESS)
    return Error{ErrorCode::invalid_argument, "\"parameters\" wants an object, a value for each name"};
  for (const auto& [name, item] : named) {
    SKEIN_ASSIGN(Value value, graph::json_value(item));
    question.parameters.insert_or_assign(std::string(name), std::move(value));
  }
  return question;
}

Result<void> AnswerWriter::begin(const std::vector<std::string>& columns) {
  out_ += R"({"data":{"fields":[)";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out_ += ',';
    append_json_string(out_, columns[i]);
  }
  out_ += R"(],"values":[)";
  began_ = true;
  return {};
}

Result<void> AnswerWriter::row(std::vector<Value> values) {
  out_ += any_ ? ",[" : "[";
  any_ = true;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out_ += ',';
    SKEIN_TRY(graph::append_json(out_, values[i], transaction_(), form_));
  }
  out_ += ']';
  if (out_.size() - start_ <= most_bytes_) return {};
  Error error{ErrorCode::limit, "the answer is larger than " + std::to_string(most_bytes_ >> 20) + " MiB"};
  error.hint = "ask for less (LIMIT), or write it to a file: skein query --format csv, skein export";
  return error;
}

Result<void> AnswerWriter::finish(const dsl::QueryResult& result) {
  if (!began_) SKEIN_TRY(begin({}));
  out_ += "]}";
  append_counters(out_, result.counters);
  if (!result.warnings.empty()) {
    out_ += R"(,"notifications":[)";
    for (std::size_t i = 0; i < result.warnings.size(); ++i) {
      if (i > 0) out_ += ',';
      append_json_string(out_, result.warnings[i]);
    }
    out_ += ']';
  }
  out_ += '}';
  return {};
}

std::string error_code(const Error& error) {
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

void append_error_answer(std::string& out, std::string_view code, const Error& error) {
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

}  // namespace skein::cli
