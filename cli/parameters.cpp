#include "cli/parameters.hpp"

#include <charconv>
#include <optional>

#include "cli/database.hpp"

namespace skein::cli {

namespace {

class OneValue final : public dsl::RowSink {
 public:
  Result<void> begin(const std::vector<std::string>&) override { return {}; }
  Result<void> row(std::vector<Value> values) override {
    if (!values.empty()) value = std::move(values.front());
    return {};
  }
  std::optional<Value> value;
};

// Dates and names are texts that begin like numbers or words, so only what is a literal as a whole counts as
// one.
bool looks_like_literal(std::string_view text) {
  if (text.empty()) return false;
  const char c = text.front();
  if (c == '\'' || c == '"' || c == '[' || c == '{') return true;
  if (text == "true" || text == "false" || text == "null") return true;
  if (text.back() == ')' && c >= 'a' && c <= 'z') return true;  // date('2025-02-24')
  double number = 0;
  const std::string_view digits = c == '-' ? text.substr(1) : text;
  if (digits.empty() || digits.front() < '0' || digits.front() > '9') return false;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size();
}

}  // namespace

Result<Value> evaluate_constant(std::string_view expression) {
  SKEIN_ASSIGN(const auto runner, Runner::open({":memory:"}, false, all_procedures()));
  graph::QueryContext context;
  OneValue one;
  SKEIN_TRY(runner->run("RETURN " + std::string(expression), context, one));
  if (!one.value)
    return Error{ErrorCode::invalid_argument, "'" + std::string(expression) + "' gives no value"};
  return *one.value;
}

Result<std::pair<std::string, Value>> parse_parameter(std::string_view argument) {
  const std::size_t equals = argument.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return Error{ErrorCode::invalid_argument,
                 "--param wants name=value, found '" + std::string(argument) + "'"};
  }
  std::string name(argument.substr(0, equals));
  if (name.front() == '$') name.erase(0, 1);
  const std::string_view text = argument.substr(equals + 1);
  if (looks_like_literal(text)) {
    auto value = evaluate_constant(text);
    if (value) return std::pair{std::move(name), std::move(*value)};
    // "call(me)" may be a text, but a broken quote or bracket is a slip.
    if (text.front() == '\'' || text.front() == '"' || text.front() == '[' || text.front() == '{') {
      return Error{ErrorCode::invalid_argument, "parameter " + name + ": " + value.error().message};
    }
  }
  return std::pair{std::move(name), Value(text)};
}

}  // namespace skein::cli
