// skein query --batch: one JSON object a line in, one out, in the forms that Neo4j's Query API v2 knows.
//
//   {"statement": "RETURN $x AS x", "parameters": {"x": 1}}
//   {"data": {"fields": ["x"], "values": [[1]]}, "counters": {...}}
//   {"errors": [{"code": "Neo.ClientError.Statement.SyntaxError", "message": ..., "detail": ..., "phase":
//   ...}]}
//   {"procedure": {"name": ..., "inputs": [[name, type]...], "outputs": [...], "rows": [[...]...]}}   defines
//   one
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/database.hpp"
#include "graph/json/result_json.hpp"

namespace skein::cli {

using graph::JsonForm;

class Batch {
 public:
  Batch(Runner& runner, JsonForm form, LimitArguments limits = {});
  ~Batch();
  // Appends the answer to `line`, with a line break, to `out`. Never fails: what goes wrong is the answer.
  void answer(std::string_view line, std::string& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace skein::cli
