// Text from anywhere as a statement: refused with a place in the text, or parsed, printed, parsed again to
// the same tree, and bound. Use cypher.dict as dictionary.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "dsl/bind.hpp"
#include "dsl/parse.hpp"
#include "dsl/print.hpp"
#include "dsl/query.hpp"
#include "tests/dsl/text/ast_dump.hpp"

using namespace skein;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check_error(const Error& error, std::string_view text) {
  require(!error.message.empty() && !error.error_class.empty() && !error.detail.empty());
  require(error.phase == "compile time");
  require(error.begin <= error.end && error.end <= text.size());
  require(!dsl::format_error(error, text).empty());
}

dsl::ProcedureRegistry procedures() {
  dsl::ProcedureRegistry registry;
  dsl::Procedure procedure;
  procedure.name = "p";
  procedure.inputs = {{"x", "INTEGER?"}};
  procedure.outputs = {{"y", "NODE?"}};
  registry.add(procedure);
  return registry;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const dsl::ProcedureRegistry registry = procedures();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(dsl::statement_end(text));
  auto statement = dsl::parse(text);
  if (!statement) {
    check_error(statement.error(), text);
    return 0;
  }
  const std::string printed = dsl::print(*statement);
  const auto again = dsl::parse(printed);
  require(again.ok());
  require(dsl::dump(*again) == dsl::dump(*statement));
  const auto bound = dsl::bind(std::move(*statement), registry);
  if (!bound) {
    check_error(bound.error(), text);
  } else {
    static_cast<void>(dsl::print(bound->statement));
  }
  return 0;
}
