// Statements asked and answered as JSON, in the form of Neo4j's Query API v2: lines of `skein query --batch`,
// bodies of `skein serve`.
//   {"statement": "RETURN $x AS x", "parameters": {"x": 1}}
//   {"data":{"fields":["x"],"values":[[1]]},"counters":{...},"notifications":["..."]}
//   {"errors":[{"code":"Neo.ClientError.Statement.SyntaxError","message":...,"hint":...}]}
#pragma once

#include <simdjson.h>

#include <functional>
#include <limits>
#include <map>
#include <string>
#include <string_view>

#include "dsl/query.hpp"
#include "graph/json/result_json.hpp"

namespace skein::cli {

struct Question {
  std::string statement;
  std::map<std::string, Value, std::less<>> parameters;
};
// Errors: invalid_argument, naming what is missing or wrong.
Result<Question> read_question(simdjson::dom::object request);

// Appends the answer of one statement to `out` while its rows come.
class AnswerWriter final : public dsl::RowSink {
 public:
  using TransactionOf = std::function<const graph::Transaction*()>;  // the running statement's
  // More than `most_bytes` end the statement with an error (limit).
  AnswerWriter(std::string& out, TransactionOf transaction, graph::JsonForm form,
               std::size_t most_bytes = std::numeric_limits<std::size_t>::max())
      : out_(out),
        transaction_(std::move(transaction)),
        form_(form),
        start_(out.size()),
        most_bytes_(most_bytes) {}

  Result<void> begin(const std::vector<std::string>& columns) override;
  Result<void> row(std::vector<Value> values) override;
  Result<void> finish(const dsl::QueryResult& result);

 private:
  std::string& out_;
  TransactionOf transaction_;
  graph::JsonForm form_;
  std::size_t start_, most_bytes_;
  bool began_ = false, any_ = false;
};

// Neo4j's code: classification, category, and the TCK's error class as the title.
std::string error_code(const Error& error);
void append_error_answer(std::string& out, std::string_view code, const Error& error);
inline void append_error_answer(std::string& out, const Error& error) {
  append_error_answer(out, error_code(error), error);
}

}  // namespace skein::cli
