#include "dsl/value/errors.hpp"

#include <fmt/format.h>

#include "dsl/value/display.hpp"

namespace skein::dsl {

Error runtime_error(std::string_view error_class, std::string_view detail, std::string message) {
  return Error{.code = ErrorCode::query_failed,
               .message = std::move(message),
               .error_class = std::string(error_class),
               .detail = std::string(detail),
               .phase = "runtime"};
}

Error type_error(std::string_view detail, std::string message) {
  return runtime_error("TypeError", detail, std::move(message));
}
Error argument_error(std::string_view detail, std::string message) {
  return runtime_error("ArgumentError", detail, std::move(message));
}
Error arithmetic_error(std::string_view detail, std::string message) {
  return runtime_error("ArithmeticError", detail, std::move(message));
}
Error not_found_error(std::string message) {
  return runtime_error("EntityNotFound", "DeletedEntityAccess", std::move(message));
}

Error bad_operands(std::string_view op, const Value& left, const Value& right) {
  return type_error("InvalidArgumentType",
                    fmt::format("`{}` cannot be applied to {} and {}", op, shown(left), shown(right)));
}

Error too_large(std::string_view what, std::size_t size) {
  Error error = runtime_error("MemoryLimitExceeded", "NumberOutOfRange", fmt::format("{} {} is too large", what, size));
  error.code = ErrorCode::limit;
  return error;
}

std::string shown(const Value& value) {
  if (value.is_null()) return "null";
  std::string text = display_text(value);
  constexpr std::size_t most = 40;
  if (text.size() > most) {
    std::size_t cut = most;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
    text.resize(cut);
    text += "...";
  }
  return fmt::format("{} {}", kind_name(value.kind()), text);
}

}  // namespace skein::dsl
