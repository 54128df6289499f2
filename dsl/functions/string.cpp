// Strings, by code point: nothing here depends on a locale.
#include "dsl/functions/support.hpp"
#include "dsl/value/unicode.hpp"

namespace skein::dsl {

namespace {

using namespace function_detail;

#define SKEIN_STRING(function, i)                              \
  const std::string* text_##i = arguments[i].get_if<std::string>(); \
  if (!text_##i) return wrong_type(function, "a string", arguments[i])

Result<std::size_t> count_of(std::string_view function, std::string_view what, const Value& v) {
  const auto* n = v.get_if<std::int64_t>();
  if (!n) return wrong_type(function, "an integer", v);
  if (*n < 0)
    return argument_error("NegativeIntegerArgument",
                          fmt::format("{}() wants a {} that is not negative, not {}", function, what, *n));
  return static_cast<std::size_t>(*n);
}

Result<Value> substring(Arguments arguments, FunctionContext&) {
  SKEIN_STRING("substring", 0);
  SKEIN_ASSIGN(const std::size_t start, count_of("substring", "start", arguments[1]));
  const std::string_view rest = std::string_view(*text_0).substr(unicode::byte_of(*text_0, start));
  if (arguments.size() == 2) return Value(rest);
  SKEIN_ASSIGN(const std::size_t length, count_of("substring", "length", arguments[2]));
  return Value(rest.substr(0, unicode::byte_of(rest, length)));
}

Result<Value> left(Arguments arguments, FunctionContext&) {
  SKEIN_STRING("left", 0);
  SKEIN_ASSIGN(const std::size_t length, count_of("left", "length", arguments[1]));
  return Value(text_0->substr(0, unicode::byte_of(*text_0, length)));
}

Result<Value> right(Arguments arguments, FunctionContext&) {
  SKEIN_STRING("right", 0);
  SKEIN_ASSIGN(const std::size_t length, count_of("right", "length", arguments[1]));
  const std::size_t all = unicode::length(*text_0);
  return Value(text_0->substr(unicode::byte_of(*text_0, all > length ? all - length : 0)));
}

Result<Value> replace(Arguments arguments, FunctionContext&) {
  SKEIN_STRING("replace", 0);
  SKEIN_STRING("replace", 1);
  SKEIN_STRING("replace", 2);
  if (text_1->empty()) return Value(*text_0);
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text_0->find(*text_1, at)) != std::string::npos; at += text_1->size()) ++found;
  const std::size_t size = text_0->size() - found * text_1->size() + found * text_2->size();
  if (size > most_string_bytes) return too_large("a string of so many bytes:", size);
  std::string out;
  out.reserve(size);
  std::size_t from = 0;
  for (std::size_t at = 0; (at = text_0->find(*text_1, from)) != std::string::npos; from = at + text_1->size()) {
    out.append(*text_0, from, at - from);
    out += *text_2;
  }
  out.append(*text_0, from);
  return Value(std::move(out));
}

// Cuts at every occurrence of a delimiter; an empty one cuts between all characters.
void split_at(List& pieces, std::string_view text, std::span<const std::string_view> delimiters) {
  std::size_t from = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t cut = std::string_view::npos;
    for (const std::string_view delimiter : delimiters)
      if (!delimiter.empty() && text.substr(at, delimiter.size()) == delimiter) {
        cut = delimiter.size();
        break;
      }
    if (cut == std::string_view::npos) {
      ++at;
      continue;
    }
    pieces.emplace_back(text.substr(from, at - from));
    from = at += cut;
  }
  pieces.emplace_back(text.substr(from));
}

Result<Value> split(Arguments arguments, FunctionContext&) {
  SKEIN_STRING("split", 0);
  std::vector<std::string_view> delimiters;
  if (const auto* one = arguments[1].get_if<std::string>()) {
    delimiters.push_back(*one);
  } else if (arguments[1].is<ListPtr>()) {
    for (const Value& v : arguments[1].as_list()) {
      if (v.is_null()) return Value();
      if (!v.is<std::string>()) return wrong_type("split", "delimiters that are strings", v);
      delimiters.push_back(v.as_string());
    }
  } else {
    return wrong_type("split", "a string or a list of strings", arguments[1]);
  }
  List pieces;
  if (std::any_of(delimiters.begin(), delimiters.end(), [](std::string_view d) { return d.empty(); }) &&
      !text_0->empty()) {
    for (std::size_t at = 0; at < text_0->size();) {
      const std::size_t bytes = unicode::decode(*text_0, at).size;
      pieces.emplace_back(text_0->substr(at, bytes));
      at += bytes;
    }
  } else {
    split_at(pieces, *text_0, delimiters);
  }
  return Value(std::move(pieces));
}

Result<Value> to_upper(Arguments arguments, FunctionContext&) {
  SKEIN_STRING("toUpper", 0);
  return Value(unicode::upper(*text_0));
}

Result<Value> to_lower(Arguments arguments, FunctionContext&) {
  SKEIN_STRING("toLower", 0);
  return Value(unicode::lower(*text_0));
}

// Takes off white space, or the characters given, at the front and at the end.
std::string_view trimmed(std::string_view text, const std::string* characters, bool front, bool back) {
  const auto cut = [characters](char32_t c, std::string_view bytes) {
    return characters ? characters->find(bytes) != std::string::npos : unicode::is_space(c);
  };
  std::size_t begin = 0;
  while (front && begin < text.size()) {
    const auto c = unicode::decode(text, begin);
    if (!cut(c.value, text.substr(begin, c.size))) break;
    begin += c.size;
  }
  text.remove_prefix(begin);
  while (back && !text.empty()) {
    std::size_t at = text.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    const auto c = unicode::decode(text, at);
    if (at + c.size != text.size() || !cut(c.value, text.substr(at))) break;
    text.remove_suffix(text.size() - at);
  }
  return text;
}

template <bool Front, bool Back>
Result<Value> trim_sides(Arguments arguments, FunctionContext&) {
  SKEIN_STRING("trim", 0);
  const std::string* characters = nullptr;
  if (arguments.size() > 1) {
    SKEIN_STRING("trim", 1);
    characters = text_1;
  }
  return Value(trimmed(*text_0, characters, Front, Back));
}

Result<std::string> normalized(Arguments arguments, std::string_view function) {
  const auto* text = arguments[0].get_if<std::string>();
  if (!text) return wrong_type(function, "a string", arguments[0]);
  unicode::Form form = unicode::Form::nfc;
  if (arguments.size() > 1) {
    const auto* wanted = arguments[1].get_if<std::string>();
    if (!wanted) return wrong_type(function, "a string", arguments[1]);
    const std::string name = unicode::upper(*wanted);
    if (name == "NFD")
      form = unicode::Form::nfd;
    else if (name == "NFKC")
      form = unicode::Form::nfkc;
    else if (name == "NFKD")
      form = unicode::Form::nfkd;
    else if (name != "NFC")
      return argument_error("InvalidArgumentValue",
                            fmt::format("{}() knows NFC, NFD, NFKC and NFKD, not '{}'", function, *wanted));
  }
  return unicode::normalize(*text, form);
}

Result<Value> normalize(Arguments arguments, FunctionContext&) {
  SKEIN_ASSIGN(std::string text, normalized(arguments, "normalize"));
  return Value(std::move(text));
}

// What `IS NORMALIZED` asks; nothing but a string is.
Result<Value> is_normalized(Arguments arguments, FunctionContext&) {
  if (!arguments[0].is<std::string>()) return Value();
  SKEIN_ASSIGN(const std::string text, normalized(arguments, "isNormalized"));
  return Value(text == arguments[0].as_string());
}

#undef SKEIN_STRING

constexpr FunctionInfo string_function(std::string_view name, std::size_t low, std::size_t high,
                                       std::string_view signature, std::string_view description,
                                       Result<Value> (*call)(Arguments, FunctionContext&),
                                       KindSet result = strings) {
  return {.name = name, .min_args = low, .max_args = high, .pure = true, .result = result, .category = "String",
          .signature = signature, .description = description, .call = call};
}

constexpr FunctionInfo functions[] = {
    string_function("substring", 2, 3,
                    "substring(text :: STRING?, start :: INTEGER?, length :: INTEGER?) :: STRING?",
                    "A part of a string, from a position counted from 0.", unless_null<substring>),
    string_function("left", 2, 2, "left(text :: STRING?, length :: INTEGER?) :: STRING?",
                    "The first characters of a string.", unless_null<left>),
    string_function("right", 2, 2, "right(text :: STRING?, length :: INTEGER?) :: STRING?",
                    "The last characters of a string.", unless_null<right>),
    string_function("replace", 3, 3, "replace(text :: STRING?, search :: STRING?, by :: STRING?) :: STRING?",
                    "A string with every occurrence of another replaced.", unless_null<replace>),
    string_function("split", 2, 2, "split(text :: STRING?, delimiter :: STRING? | LIST<STRING>?) :: LIST<STRING>?",
                    "The pieces of a string between delimiters.", unless_null<split>, lists),
    string_function("toUpper", 1, 1, "toUpper(text :: STRING?) :: STRING?", "A string in upper case.",
                    unless_null<to_upper>),
    string_function("upper", 1, 1, "upper(text :: STRING?) :: STRING?", "A string in upper case.",
                    unless_null<to_upper>),
    string_function("toLower", 1, 1, "toLower(text :: STRING?) :: STRING?", "A string in lower case.",
                    unless_null<to_lower>),
    string_function("lower", 1, 1, "lower(text :: STRING?) :: STRING?", "A string in lower case.",
                    unless_null<to_lower>),
    string_function("trim", 1, 2, "trim(text :: STRING?, characters :: STRING?) :: STRING?",
                    "A string without white space, or the characters given, at both ends.",
                    unless_null<trim_sides<true, true>>),
    string_function("btrim", 1, 2, "btrim(text :: STRING?, characters :: STRING?) :: STRING?",
                    "A string without white space, or the characters given, at both ends.",
                    unless_null<trim_sides<true, true>>),
    string_function("lTrim", 1, 2, "lTrim(text :: STRING?, characters :: STRING?) :: STRING?",
                    "A string without white space, or the characters given, at its beginning.",
                    unless_null<trim_sides<true, false>>),
    string_function("rTrim", 1, 2, "rTrim(text :: STRING?, characters :: STRING?) :: STRING?",
                    "A string without white space, or the characters given, at its end.",
                    unless_null<trim_sides<false, true>>),
    string_function("normalize", 1, 2, "normalize(text :: STRING?, form = 'NFC' :: STRING) :: STRING?",
                    "A string in a Unicode normalization form: NFC, NFD, NFKC or NFKD.", unless_null<normalize>),
    string_function("isNormalized", 1, 2, "isNormalized(text :: STRING?, form = 'NFC' :: STRING) :: BOOLEAN?",
                    "Whether a string is in a Unicode normalization form.", unless_null<is_normalized>, booleans),
};

}  // namespace

std::span<const FunctionInfo> string_functions() { return functions; }

}  // namespace skein::dsl
