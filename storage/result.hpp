// A value or an Error. What the world may do wrong travels in a Result; what only we can get wrong is an assert.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace skein {

enum class ErrorCode {
  not_found,         // the thing asked for is not there
  corruption,        // bytes on disk are not what was written
  io,                // the operating system or the disk said no
  locked,            // another process holds the store
  newer_format,      // the store was written by a later skein
  not_a_store,       // a directory that skein did not make
  conflict,          // another transaction changed what this one read or wrote
  read_only,         // a write was asked of something opened for reading
  invalid_query,     // the query text is wrong; `detail` and `phase` say how (openCypher TCK terms)
  query_failed,      // the query was right and its evaluation failed
  constraint,        // the change would break a constraint
  invalid_argument,  // what the caller gave is not usable
  cancelled,         // the user or a time limit ended the work
  limit,             // a stated limit (memory, depth) was reached
  unsupported,       // understood, but not offered
};

struct Error {
  ErrorCode code = ErrorCode::invalid_argument;
  std::string message;  // names the thing, what was found, what was wanted
  // For query errors only, in the terms of the openCypher TCK: class "SyntaxError", detail "UndefinedVariable",
  // phase "compile time" or "runtime"; byte offsets into the query text where the fault lies, end exclusive.
  std::string error_class = {};
  std::string detail = {};
  std::string phase = {};
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string hint = {};
};

// [[nodiscard]]: an error that nobody looks at is a bug.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}              // NOLINT: implicit by design
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}          // NOLINT
  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& operator*() & { assert(ok()); return *std::get_if<0>(&state_); }
  const T& operator*() const& { assert(ok()); return *std::get_if<0>(&state_); }
  T&& operator*() && { assert(ok()); return std::move(*std::get_if<0>(&state_)); }
  T* operator->() { assert(ok()); return std::get_if<0>(&state_); }
  const T* operator->() const { assert(ok()); return std::get_if<0>(&state_); }
  [[nodiscard]] const Error& error() const& { assert(!ok()); return *std::get_if<1>(&state_); }
  [[nodiscard]] Error&& error() && { assert(!ok()); return std::move(*std::get_if<1>(&state_)); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::in_place_index<1>, std::move(error)) {}  // NOLINT
  [[nodiscard]] bool ok() const { return error_.index() == 0; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const Error& error() const& { assert(!ok()); return *std::get_if<1>(&error_); }
  [[nodiscard]] Error&& error() && { assert(!ok()); return std::move(*std::get_if<1>(&error_)); }

 private:
  std::variant<std::monostate, Error> error_;
};

// if an expression gives an error, return it from the enclosing function.
#define SKEIN_CONCAT_INNER(a, b) a##b
#define SKEIN_CONCAT(a, b) SKEIN_CONCAT_INNER(a, b)
#define SKEIN_TRY(expression)                                                   \
  do {                                                                          \
    if (auto skein_try_result = (expression); !skein_try_result.ok())           \
      return std::move(skein_try_result).error();                               \
  } while (false)
// SKEIN_ASSIGN(auto x, f()): x takes the value, or the error is returned.
#define SKEIN_ASSIGN(declaration, expression)                                   \
  auto SKEIN_CONCAT(skein_result_, __LINE__) = (expression);                    \
  if (!SKEIN_CONCAT(skein_result_, __LINE__).ok())                              \
    return std::move(SKEIN_CONCAT(skein_result_, __LINE__)).error();            \
  declaration = std::move(*SKEIN_CONCAT(skein_result_, __LINE__))

}  // namespace skein
