#include "dsl/value/regex.hpp"

#include <fmt/format.h>
#include <unicode/regex.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "dsl/value/errors.hpp"

namespace skein::dsl {

namespace {

// ICU counts in units of 10,000 backtracking steps: 50 million, about half a second. Counted, not timed, so
// that a pattern that fails here fails everywhere.
constexpr std::int32_t most_steps = 5'000;
constexpr std::int32_t most_stack_bytes = 64 << 20;
constexpr std::size_t most_pattern_bytes = 64 << 10;

icu::UnicodeString utf16(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

Error bad_pattern(std::string_view pattern, const std::string& why) {
  constexpr std::size_t most_shown = 200;
  return argument_error("InvalidArgumentValue",
                        fmt::format("the regular expression '{}{}' {}", pattern.substr(0, most_shown),
                                    pattern.size() > most_shown ? "..." : "", why));
}

const char* explanation(UErrorCode status) {
  switch (status) {
    case U_REGEX_RULE_SYNTAX:
      return "no regular expression goes on like this";
    case U_REGEX_BAD_ESCAPE_SEQUENCE:
      return "there is no such escape; write \\\\ for a backslash";
    case U_REGEX_PROPERTY_SYNTAX:
      return "there is no such property; write \\p{L}, \\p{Lu} or \\p{Han}, for example";
    case U_REGEX_MISMATCHED_PAREN:
      return "a parenthesis has no partner";
    case U_REGEX_MISSING_CLOSE_BRACKET:
      return "a ] is missing";
    case U_REGEX_NUMBER_TOO_BIG:
      return "the number is too large";
    case U_REGEX_BAD_INTERVAL:
      return "{n}, {n,} or {n,m} is expected";
    case U_REGEX_MAX_LT_MIN:
      return "in {n,m} n must not be above m";
    case U_REGEX_INVALID_RANGE:
      return "the range [x-y] ends before it begins";
    case U_REGEX_INVALID_BACK_REF:
      return "there is no such group to refer back to";
    case U_REGEX_INVALID_FLAG:
      return "there is no such flag; i, m, s, u, w and x are known";
    case U_REGEX_LOOK_BEHIND_LIMIT:
      return "what is looked for behind must have a limited length";
    case U_REGEX_INVALID_CAPTURE_GROUP_NAME:
      return "this is no name for a group";
    case U_REGEX_PATTERN_TOO_BIG:
      return "it becomes too large";
    default:
      return u_errorName(status);
  }
}

struct Compiled {
  std::string source;
  std::unique_ptr<icu::RegexPattern> pattern;
  std::unique_ptr<icu::RegexMatcher> matcher;  // refers to `pattern`
};

Result<Compiled> compile(std::string_view source) {
  if (source.size() > most_pattern_bytes)
    return bad_pattern(source,
                       fmt::format("has {} bytes; at most {} are read", source.size(), most_pattern_bytes));
  UErrorCode status = U_ZERO_ERROR;
  UParseError place{};
  Compiled out{std::string(source), nullptr, nullptr};
  out.pattern.reset(icu::RegexPattern::compile(utf16(source), 0, place, status));
  if (U_FAILURE(status))
    return bad_pattern(
        source, fmt::format("is wrong at character {}: {}", std::max(place.offset, 1), explanation(status)));
  out.matcher.reset(out.pattern->matcher(status));
  if (U_SUCCESS(status)) out.matcher->setTimeLimit(most_steps, status);
  if (U_SUCCESS(status)) out.matcher->setStackLimit(most_stack_bytes, status);
  if (U_FAILURE(status)) return bad_pattern(source, fmt::format("cannot be used: {}", explanation(status)));
  return out;
}

}  // namespace

Result<bool> regex_matches(std::string_view pattern, std::string_view text) {
  constexpr std::size_t most_cached = 16;
  thread_local std::vector<Compiled> cache;
  auto it = std::find_if(cache.begin(), cache.end(), [&](const Compiled& c) { return c.source == pattern; });
  if (it == cache.end()) {
    SKEIN_ASSIGN(Compiled compiled, compile(pattern));
    if (cache.size() >= most_cached) cache.erase(cache.begin());
    cache.push_back(std::move(compiled));
    it = cache.end() - 1;
  }
  const icu::UnicodeString subject = utf16(text);  // the matcher only refers to it
  it->matcher->reset(subject);
  UErrorCode status = U_ZERO_ERROR;
  const bool matches = it->matcher->matches(status);
  if (status == U_REGEX_TIME_OUT || status == U_REGEX_STACK_OVERFLOW)
    return bad_pattern(
        pattern, fmt::format("takes too many steps on a text of {} bytes; repeats within repeats, as in "
                             "(a+)+, do that",
                             text.size()));
  if (U_FAILURE(status)) return bad_pattern(pattern, fmt::format("failed: {}", explanation(status)));
  return matches;
}

}  // namespace skein::dsl
