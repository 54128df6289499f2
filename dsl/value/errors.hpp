// Errors of evaluation, in the terms of the openCypher TCK: class, detail, phase "runtime".
#pragma once

#include <string>
#include <string_view>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::dsl {

Error runtime_error(std::string_view error_class, std::string_view detail, std::string message);

Error type_error(std::string_view detail, std::string message);        // TypeError
Error argument_error(std::string_view detail, std::string message);    // ArgumentError
Error arithmetic_error(std::string_view detail, std::string message);  // ArithmeticError
Error not_found_error(std::string message);                            // EntityNotFound, DeletedEntityAccess

// TypeError InvalidArgumentType: "`+` cannot be applied to Integer and Map".
Error bad_operands(std::string_view op, const Value& left, const Value& right);

// No single string or list grows beyond these: a query that doubles one in a loop ends with an error, not with the
// machine's memory.
constexpr std::size_t most_string_bytes = std::size_t{1} << 29;
constexpr std::size_t most_list_items = std::size_t{1} << 26;
Error too_large(std::string_view what, std::size_t size);  // what: "a list of so many items:"

// The value as an error message may show it: shortened, with its kind ("Integer 12").
std::string shown(const Value& value);

}  // namespace skein::dsl
