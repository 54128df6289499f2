// POST /db/skein/query/v2: Neo4j's Query API v2 (https://neo4j.com/docs/query-api/). The Accept header
// chooses the form: application/json gives plain values, application/vnd.neo4j.query typed ones,
// application/vnd.neo4j.query.v1.0+jsonl a line for the fields, each record and the summary.
#include "cli/answer.hpp"
#include "cli/serve/service_state.hpp"
#include "graph/json/value_text.hpp"

namespace skein::cli::serve {

namespace {

using graph::JsonForm;

constexpr std::string_view plain_type = "application/json", typed_type = "application/vnd.neo4j.query",
                           lines_type = "application/vnd.neo4j.query.v1.0+jsonl";

// {"$event":"Header","_body":{"fields":[...]}}, then a Record for each row, then a Summary.
class EventWriter final : public dsl::RowSink {
 public:
  EventWriter(std::string& out, AnswerWriter::TransactionOf transaction, std::size_t most_bytes)
      : out_(out), transaction_(std::move(transaction)), most_bytes_(most_bytes) {}
  Result<void> begin(const std::vector<std::string>& columns) override {
    out_ += R"({"$event":"Header","_body":{"fields":[)";
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) out_ += ',';
      graph::append_json_string(out_, columns[i]);
    }
    out_ += "]}}\n";
    return {};
  }
  Result<void> row(std::vector<Value> values) override {
    out_ += R"({"$event":"Record","_body":[)";
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_ += ',';
      SKEIN_TRY(graph::append_json(out_, values[i], transaction_(), JsonForm::typed));
    }
    out_ += "]}\n";
    if (out_.size() <= most_bytes_) return {};
    return Error{ErrorCode::limit, "the answer is larger than " + std::to_string(most_bytes_ >> 20) + " MiB"};
  }
  void finish() { out_ += "{\"$event\":\"Summary\",\"_body\":{}}\n"; }

 private:
  std::string& out_;
  AnswerWriter::TransactionOf transaction_;
  std::size_t most_bytes_;
};

DateTime now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
  DateTime value;
  value.seconds = seconds.count();
  value.nanos = static_cast<std::int32_t>(std::chrono::nanoseconds(since_epoch - seconds).count());
  return value;
}

// "application/json; charset=utf-8" without what follows the type.
std::string_view media_type(std::string_view header) {
  header = header.substr(0, header.find(';'));
  while (!header.empty() && header.back() == ' ') header.remove_suffix(1);
  return header;
}

Result<Question> question_in(const std::string& body) {
  thread_local simdjson::dom::parser parser;
  simdjson::dom::element document;
  simdjson::dom::object request;
  const auto wrong = parser.parse(body).get(document);
  if (wrong != simdjson::SUCCESS)
    return Error{ErrorCode::invalid_argument,
                 std::string("the body is no JSON: ") + simdjson::error_message(wrong)};
  if (document.get(request) != simdjson::SUCCESS)
    return Error{ErrorCode::invalid_argument,
                 R"(the body wants an object: {"statement": "...", "parameters": {...}})"};
  return read_question(request);
}

}  // namespace

Response Service::State::query(const Request& request) {
  if (media_type(request.header("content-type")) != plain_type)
    return failure(415, "Neo.ClientError.Request.InvalidFormat",
                   "a statement must come as Content-Type: application/json");
  auto question = question_in(request.body);
  if (!question) {
    Response response;
    response.status = 400;
    append_error_answer(response.body, "Neo.ClientError.Request.InvalidFormat", question.error());
    return response;
  }
  if (auto refreshed = graph.store().refresh(); !refreshed) return failure(refreshed.error());

  graph::QueryContext context;
  context.cancel = &cancel;
  context.parameters = std::move(question->parameters);
  context.statement_time = now();
  if (options.timeout.count() > 0)
    context.limits.deadline = std::chrono::steady_clock::now() + options.timeout;
  context.limits.memory_bytes = options.memory_bytes;

  auto session = take_session();
  const auto transaction = [&] { return session->transaction(); };
  Response response;
  response.status = 202;  // as Neo4j's
  const std::string_view accepted = request.header("accept");
  Result<void> done;
  if (accepted.find(lines_type) != std::string_view::npos) {
    response.content_type = lines_type;
    EventWriter events(response.body, transaction, options.most_answer_bytes);
    auto result = session->run(question->statement, context, events);
    if (result) {
      events.finish();
    } else {
      done = std::move(result).error();
    }
  } else {
    const bool typed = accepted.find(typed_type) != std::string_view::npos;
    if (typed) response.content_type = typed_type;
    AnswerWriter answer(response.body, transaction, typed ? JsonForm::typed : JsonForm::plain,
                        options.most_answer_bytes);
    auto result = session->run(question->statement, context, answer);
    done = result ? answer.finish(*result) : Result<void>(std::move(result).error());
  }
  put_back(std::move(session));
  return done ? response : failure(done.error());
}

}  // namespace skein::cli::serve
