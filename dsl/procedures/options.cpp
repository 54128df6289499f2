#include "dsl/procedures/options.hpp"

#include <cmath>

#include <fmt/format.h>

#include "dsl/syntax/found.hpp"
#include "dsl/value/errors.hpp"

namespace skein::dsl::procedures {

namespace {

const Value absent;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace

Error option_error(std::string message, std::string hint) {
  Error error = argument_error("InvalidArgumentValue", std::move(message));
  error.code = ErrorCode::invalid_argument;
  error.hint = std::move(hint);
  return error;
}

Error as_option_error(Error error) {
  if (error.code != ErrorCode::invalid_argument || !error.error_class.empty()) return error;
  return option_error(std::move(error.message), std::move(error.hint));
}

std::string_view similar_name(std::string_view name, const std::vector<std::string>& known) {
  std::string_view best;
  std::size_t best_distance = name.size() < 3 ? 1 : name.size() < 6 ? 3 : 4;  // exclusive
  const auto low = lower(name);
  for (const auto& candidate : known) {
    // Half a long name is near as well: dampingFactor for damping.
    const auto other = lower(candidate);
    const bool part =
        other.size() > 3 && low.size() > 3 && (low.starts_with(other) || other.starts_with(low));
    const std::size_t distance = part ? 1 : syntax::spelling_distance(low, other);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

Result<Options> Options::read(const Value& given, std::string_view procedure, std::span<const Option> known) {
  Options options;
  options.procedure_ = procedure;
  if (given.is_null()) return options;
  if (!given.is<MapPtr>())
    return option_error(fmt::format("{} takes its options as a map, found {}", procedure, shown(given)));
  std::vector<std::string> names;
  std::string all;
  for (const Option& option : known) {
    names.push_back(option.name);
    all += (all.empty() ? "" : ", ") + option.name;
  }
  for (const auto& entry : given.as_map()) {
    if (std::find(names.begin(), names.end(), entry.first) != names.end()) continue;
    const auto near = similar_name(entry.first, names);
    return option_error(
        fmt::format("{} has no option '{}'; it takes {}", procedure, entry.first, all.empty() ? "none" : all),
        near.empty() ? std::string() : fmt::format("did you mean {}?", near));
  }
  options.map_ = given.as_map();
  return options;
}

bool Options::has(std::string_view key) const { return !value(key).is_null(); }

const Value& Options::value(std::string_view key) const {
  const auto it = map_.find(key);
  return it == map_.end() ? absent : it->second;
}

Error Options::wrong(std::string_view key, std::string_view wanted) const {
  return option_error(
      fmt::format("option {} of {}: found {}, wanted {}", key, procedure_, shown(value(key)), wanted));
}

Result<double> Options::number(std::string_view key, double otherwise, double least, double most) const {
  const Value& given = value(key);
  if (given.is_null()) return otherwise;
  if (given.is_number() && given.number() >= least && given.number() <= most) return given.number();
  if (std::isinf(most))
    return wrong(key, std::isinf(least) ? "a number" : fmt::format("a number not below {}", least));
  return wrong(key, fmt::format("a number from {} to {}", least, most));
}

Result<std::int64_t> Options::integer(std::string_view key, std::int64_t otherwise, std::int64_t least,
                                      std::int64_t most) const {
  const Value& given = value(key);
  if (given.is_null()) return otherwise;
  if (given.is<std::int64_t>() && given.as_int() >= least && given.as_int() <= most) return given.as_int();
  return wrong(key, fmt::format("an integer from {} to {}", least, most));
}

Result<bool> Options::flag(std::string_view key, bool otherwise) const {
  const Value& given = value(key);
  if (given.is_null()) return otherwise;
  if (given.is<bool>()) return given.as_bool();
  return wrong(key, "true or false");
}

Result<std::optional<std::string>> Options::text(std::string_view key) const {
  const Value& given = value(key);
  if (given.is_null()) return std::optional<std::string>();
  if (given.is<std::string>() && !given.as_string().empty()) return std::optional(given.as_string());
  return wrong(key, "a name in quotes");
}

Result<std::size_t> Options::word(std::string_view key, std::span<const std::string_view> words,
                                  std::size_t otherwise) const {
  const Value& given = value(key);
  if (given.is_null()) return otherwise;
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (given.is<std::string>() && lower(given.as_string()) == lower(words[i])) return i;
    all += fmt::format("{}'{}'", i == 0 ? "" : i + 1 == words.size() ? " or " : ", ", words[i]);
  }
  return wrong(key, all);
}

Result<std::vector<std::string>> Options::names(std::string_view one, std::string_view many) const {
  std::vector<std::string> out;
  for (const auto key : {one, many}) {
    const Value& given = value(key);
    if (given.is_null()) continue;
    const List list = given.is<ListPtr>() ? given.as_list() : List{given};
    for (const Value& item : list) {
      if (!item.is<std::string>()) return wrong(key, "a name or a list of names");
      out.push_back(item.as_string());
    }
  }
  return out;
}

Result<std::optional<NodeId>> Options::node(std::string_view key) const {
  const Value& given = value(key);
  if (given.is_null()) return std::optional<NodeId>();
  if (given.is<NodeId>()) return std::optional(given.as<NodeId>());
  if (given.is<std::int64_t>() && given.as_int() >= 0)
    return std::optional(NodeId(static_cast<std::uint64_t>(given.as_int())));
  return wrong(key, "a node");
}

}  // namespace skein::dsl::procedures
