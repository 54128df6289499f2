// head, last, tail, size, range, reverse, and lists sorted or deduplicated. Strings share size and reverse.
#include "dsl/functions/support.hpp"
#include "dsl/value/unicode.hpp"

namespace skein::dsl {

namespace {

using namespace function_detail;

Result<Value> size(Arguments arguments, FunctionContext&) {
  const Value& v = arguments[0];
  if (v.is<ListPtr>()) return Value(static_cast<std::int64_t>(v.as_list().size()));
  if (const auto* text = v.get_if<std::string>()) return Value(static_cast<std::int64_t>(unicode::length(*text)));
  return wrong_type("size", "a list or a string", v);
}

Result<Value> char_length(Arguments arguments, FunctionContext&) {
  const auto* text = arguments[0].get_if<std::string>();
  if (!text) return wrong_type("char_length", "a string", arguments[0]);
  return Value(static_cast<std::int64_t>(unicode::length(*text)));
}

Result<Value> head(Arguments arguments, FunctionContext&) {
  if (!arguments[0].is<ListPtr>()) return wrong_type("head", "a list", arguments[0]);
  const List& list = arguments[0].as_list();
  return list.empty() ? Value() : list.front();
}

Result<Value> last(Arguments arguments, FunctionContext&) {
  if (!arguments[0].is<ListPtr>()) return wrong_type("last", "a list", arguments[0]);
  const List& list = arguments[0].as_list();
  return list.empty() ? Value() : list.back();
}

Result<Value> tail(Arguments arguments, FunctionContext&) {
  if (!arguments[0].is<ListPtr>()) return wrong_type("tail", "a list", arguments[0]);
  const List& list = arguments[0].as_list();
  return Value(list.empty() ? List() : List(list.begin() + 1, list.end()));
}

Result<Value> reverse(Arguments arguments, FunctionContext&) {
  const Value& v = arguments[0];
  if (v.is<ListPtr>()) return Value(List(v.as_list().rbegin(), v.as_list().rend()));
  const auto* text = v.get_if<std::string>();
  if (!text) return wrong_type("reverse", "a list or a string", v);
  std::string out(text->size(), '\0');
  for (std::size_t at = 0; at < text->size();) {
    const std::size_t bytes = unicode::decode(*text, at).size;
    text->copy(out.data() + (text->size() - at - bytes), bytes, at);
    at += bytes;
  }
  return Value(std::move(out));
}

// Both ends belong to it. The TCK's errors: ArgumentError InvalidArgumentType, NumberOutOfRange.
Result<Value> range(Arguments arguments, FunctionContext& context) {
  for (const Value& argument : arguments)
    if (!argument.is<std::int64_t>())
      return argument_error("InvalidArgumentType", fmt::format("range() wants integers, not {}", shown(argument)));
  const std::int64_t first = arguments[0].as_int(), end = arguments[1].as_int();
  const std::int64_t step = arguments.size() > 2 ? arguments[2].as_int() : 1;
  if (step == 0) return argument_error("NumberOutOfRange", "range() wants a step other than 0");
  if (step > 0 ? first > end : first < end) return Value(List());
  const std::uint64_t span = step > 0 ? static_cast<std::uint64_t>(end) - static_cast<std::uint64_t>(first)
                                      : static_cast<std::uint64_t>(first) - static_cast<std::uint64_t>(end);
  const std::uint64_t stride = step > 0 ? static_cast<std::uint64_t>(step) : -static_cast<std::uint64_t>(step);
  const std::uint64_t count = span / stride;  // and one more
  const std::uint64_t memory = context.query ? context.query->limits.memory_bytes : 0;
  if (count >= most_list_items || (memory != 0 && count >= memory / sizeof(Value)))
    return too_large("a range of so many items:", count + 1);
  List out;
  out.reserve(count + 1);
  std::int64_t value = first;
  out.emplace_back(value);
  for (std::uint64_t i = 0; i < count; ++i) out.emplace_back(value += step);
  return Value(std::move(out));
}

constexpr FunctionInfo functions[] = {
    {.name = "size", .min_args = 1, .max_args = 1, .pure = true, .first_argument = lists | strings,
     .result = integers, .category = "List", .signature = "size(of :: LIST? | STRING?) :: INTEGER?",
     .description = "The number of items of a list or of characters (code points) of a string.",
     .call = unless_null<size>},
    {.name = "char_length", .min_args = 1, .max_args = 1, .pure = true, .result = integers, .category = "String",
     .signature = "char_length(text :: STRING?) :: INTEGER?",
     .description = "The number of characters (code points) of a string.", .call = unless_null<char_length>},
    {.name = "character_length", .min_args = 1, .max_args = 1, .pure = true, .result = integers,
     .category = "String", .signature = "character_length(text :: STRING?) :: INTEGER?",
     .description = "The number of characters (code points) of a string.", .call = unless_null<char_length>},
    {.name = "head", .min_args = 1, .max_args = 1, .pure = true, .category = "List",
     .signature = "head(list :: LIST?) :: ANY?", .description = "The first item of a list; null when it is empty.",
     .call = unless_null<head>},
    {.name = "last", .min_args = 1, .max_args = 1, .pure = true, .category = "List",
     .signature = "last(list :: LIST?) :: ANY?", .description = "The last item of a list; null when it is empty.",
     .call = unless_null<last>},
    {.name = "tail", .min_args = 1, .max_args = 1, .pure = true, .result = lists, .category = "List",
     .signature = "tail(list :: LIST?) :: LIST?", .description = "A list without its first item.",
     .call = unless_null<tail>},
    {.name = "reverse", .min_args = 1, .max_args = 1, .pure = true, .result = lists | strings, .category = "List",
     .signature = "reverse(of :: LIST? | STRING?) :: LIST? | STRING?",
     .description = "A list or a string from its end to its beginning.", .call = unless_null<reverse>},
    {.name = "range", .min_args = 2, .max_args = 3, .pure = true, .result = lists, .category = "List",
     .signature = "range(start :: INTEGER?, end :: INTEGER?, step = 1 :: INTEGER?) :: LIST<INTEGER>?",
     .description = "The integers from start to end, both included, a step apart.", .call = unless_null<range>},
};

}  // namespace

std::span<const FunctionInfo> list_functions() { return functions; }

}  // namespace skein::dsl
