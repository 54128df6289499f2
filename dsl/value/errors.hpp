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

// The value as an error message may show it: shortened, with its kind ("Integer 12").
std::string shown(const Value& value);

}  // namespace skein::dsl
