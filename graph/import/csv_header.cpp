#include "graph/import/csv_header.hpp"

#include <algorithm>
#include <charconv>

#include "graph/temporal/text.hpp"

namespace skein::graph {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::optional<ColumnType> type_named(std::string_view name) {
  static constexpr std::pair<std::string_view, ColumnType> types[] = {
      {"int", ColumnType::integer},
      {"long", ColumnType::integer},
      {"short", ColumnType::integer},
      {"byte", ColumnType::integer},
      {"float", ColumnType::floating},
      {"double", ColumnType::floating},
      {"boolean", ColumnType::boolean},
      {"char", ColumnType::string},
      {"string", ColumnType::string},
      {"date", ColumnType::date},
      {"localtime", ColumnType::local_time},
      {"time", ColumnType::time},
      {"localdatetime", ColumnType::local_date_time},
      {"datetime", ColumnType::date_time},
      {"duration", ColumnType::duration},
      {"point", ColumnType::point}};
  const auto wanted = lower(name);
  for (const auto& [known, type] : types)
    if (known == wanted) return type;
  return std::nullopt;
}

Result<CsvColumn> parse_column(std::string_view text, const std::string& path) {
  const auto wrong = [&](const std::string& why) {
    return Error{ErrorCode::invalid_argument, path + ":1: column \"" + std::string(text) + "\": " + why};
  };
  CsvColumn column;
  // Options stand at the end, in braces; a brace elsewhere is part of a name.
  const auto brace_at = text.ends_with('}') ? text.rfind('{') : std::string_view::npos;
  const auto colon = text.substr(0, brace_at).rfind(':');
  if (colon == std::string_view::npos) {
    column.name = text;
    return column;
  }
  column.name = text.substr(0, colon);
  auto type = text.substr(colon + 1);
  std::string options;
  if (const auto brace = type.find('{'); brace != std::string_view::npos) {
    if (type.back() != '}') return wrong("'{' without '}'");
    options = lower(type.substr(brace + 1, type.size() - brace - 2));
    type = type.substr(0, brace);
  }
  if (const auto bracket = type.find('('); bracket != std::string_view::npos) {
    if (type.back() != ')') return wrong("'(' without ')'");
    column.group = type.substr(bracket + 1, type.size() - bracket - 2);
    type = type.substr(0, bracket);
  }
  const auto keyword = lower(type);
  if (keyword == "id" || keyword == "start_id" || keyword == "end_id") {
    column.role = keyword == "id"         ? ColumnRole::id
                  : keyword == "start_id" ? ColumnRole::start_id
                                          : ColumnRole::end_id;
    if (const auto at = options.find("id-type:"); at != std::string::npos) {
      auto name = options.substr(at + 8);
      name = name.substr(0, name.find(','));
      name.erase(std::remove(name.begin(), name.end(), ' '), name.end());
      const auto id_type = name == "actual" ? std::optional(ColumnType::integer) : type_named(name);
      if (!id_type || (*id_type != ColumnType::integer && *id_type != ColumnType::string))
        return wrong("id-type is " + name + "; wanted long, int or string");
      column.type = *id_type;
    }
    return column;
  }
  if (!column.group.empty()) return wrong("only :ID, :START_ID and :END_ID have a group");
  if (keyword == "label") {
    column.role = ColumnRole::label;
  } else if (keyword == "type") {
    column.role = ColumnRole::type;
  } else if (keyword == "ignore") {
    column.role = ColumnRole::ignore;
  } else {
    if (keyword.ends_with("[]")) {
      column.array = true;
      type.remove_suffix(2);
    }
    const auto known = type_named(type);
    if (!known)
      return wrong("unknown type " + std::string(type) +
                   "; wanted int, long, float, double, boolean, string, date, time, localtime, datetime, "
                   "localdatetime, duration, point, or one of them with []");
    if (column.name.empty()) return wrong("a property needs a name");
    column.type = *known;
  }
  return column;
}

template <typename T>
Result<Value> as_value(Result<T> parsed) {
  if (!parsed) return std::move(parsed).error();
  return Value(*parsed);
}

// {latitude:55.6, longitude:12.9}, {x:1, y:2, z:3, crs:cartesian-3D}, {srid:7203, x:1, y:2}
Result<Value> parse_point(std::string_view text) {
  const Error wrong{
      ErrorCode::invalid_argument,
      "\"" + std::string(text) + "\" is not a point as {latitude:55.6, longitude:12.9} or {x:1, y:2}"};
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') return wrong;
  text = text.substr(1, text.size() - 2);
  Point point;
  bool degrees = false, third = false;
  std::optional<std::int32_t> srid;
  int coordinates = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    const std::string entry = lower(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto colon = entry.find(':');
    if (colon == std::string::npos) return wrong;
    const auto trim = [](std::string_view part) {
      const auto first = part.find_first_not_of(" \"'"), last = part.find_last_not_of(" \"'");
      return first == std::string_view::npos ? std::string_view() : part.substr(first, last - first + 1);
    };
    const std::string_view key = trim(std::string_view(entry).substr(0, colon)),
                           value = trim(std::string_view(entry).substr(colon + 1));
    if (key == "crs") {
      srid = value == "cartesian"      ? 7203
             : value == "cartesian-3d" ? 9157
             : value == "wgs-84"       ? 4326
             : value == "wgs-84-3d"    ? 4979
                                       : 0;
      if (*srid == 0) return wrong;
      continue;
    }
    double number = 0;
    const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || stop != value.data() + value.size()) return wrong;
    if (key == "srid") {
      srid = number == 7203 || number == 9157 || number == 4326 || number == 4979
                 ? static_cast<std::int32_t>(number)
                 : 0;
      if (*srid == 0) return wrong;
      continue;
    }
    degrees = degrees || key == "latitude" || key == "longitude";
    if (key == "x" || key == "longitude") {
      point.x = number;
    } else if (key == "y" || key == "latitude") {
      point.y = number;
    } else if (key == "z" || key == "height") {
      point.z = number;
      third = true;
    } else {
      return wrong;
    }
    ++coordinates;
  }
  point.srid = srid.value_or(degrees ? (third ? 4979 : 4326) : (third ? 9157 : 7203));
  if (coordinates != (third ? 3 : 2) || point.is_3d() != third) return wrong;
  return Value(point);
}

Result<Value> parse_one(std::string_view text, ColumnType type) {
  const auto wrong = [&](std::string_view wanted) {
    return Error{ErrorCode::invalid_argument, "\"" + std::string(text) + "\" is not " + std::string(wanted)};
  };
  const auto trimmed = [&] {
    auto out = text;
    while (!out.empty() && out.front() == ' ') out.remove_prefix(1);
    while (!out.empty() && out.back() == ' ') out.remove_suffix(1);
    return out;
  };
  const auto number = [&] {
    auto out = trimmed();
    if (out.size() > 1 && out.front() == '+') out.remove_prefix(1);
    return out;
  };
  switch (type) {
    case ColumnType::string:
      return Value(text);
    case ColumnType::integer: {
      const auto digits = number();
      std::int64_t v = 0;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), v);
      if (error == std::errc::result_out_of_range) return wrong("an integer of 64 bits");
      if (error != std::errc() || end != digits.data() + digits.size()) return wrong("an integer");
      return Value(v);
    }
    case ColumnType::floating: {
      const auto digits = number();
      double v = 0;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), v);
      if (error != std::errc() || end != digits.data() + digits.size()) return wrong("a number");
      return Value(v);
    }
    case ColumnType::boolean: {
      const auto word = lower(trimmed());
      if (word == "true") return Value(true);
      if (word == "false") return Value(false);
      return wrong("true or false");
    }
    default:
      break;
  }
  const auto moment = trimmed();
  switch (type) {
    case ColumnType::date:
      return as_value(temporal::parse_date(moment));
    case ColumnType::local_time:
      return as_value(temporal::parse_local_time(moment));
    case ColumnType::time:
      return as_value(temporal::parse_time(moment));
    case ColumnType::local_date_time:
      return as_value(temporal::parse_local_date_time(moment));
    case ColumnType::date_time:
      return as_value(temporal::parse_date_time(moment));
    case ColumnType::point:
      return parse_point(moment);
    default:
      return as_value(temporal::parse_duration(moment));
  }
}

}  // namespace

Result<std::vector<CsvColumn>> parse_csv_header(const std::vector<CsvField>& fields, const std::string& path,
                                                bool relationships) {
  std::vector<CsvColumn> columns;
  int ids = 0, starts = 0, ends = 0;
  for (const auto& field : fields) {
    SKEIN_ASSIGN(auto column, parse_column(field.text, path));
    ids += column.role == ColumnRole::id;
    starts += column.role == ColumnRole::start_id;
    ends += column.role == ColumnRole::end_id;
    columns.push_back(std::move(column));
  }
  const auto wrong = [&](std::string_view why) {
    return Error{ErrorCode::invalid_argument, path + ":1: " + std::string(why)};
  };
  if (relationships && (starts != 1 || ends != 1))
    return wrong("a file of relationships needs one :START_ID and one :END_ID column");
  if (relationships && ids != 0) return wrong("a file of relationships has no :ID column");
  if (!relationships && (starts != 0 || ends != 0))
    return wrong("a file of nodes has no :START_ID or :END_ID column");
  if (!relationships && ids > 1) return wrong("a file of nodes has one :ID column");
  return columns;
}

Result<Value> parse_csv_value(std::string_view text, const CsvColumn& column, char array_delimiter) {
  if (!column.array) return parse_one(text, column.type);
  List list;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(array_delimiter, begin), text.size());
    SKEIN_ASSIGN(auto element, parse_one(text.substr(begin, end - begin), column.type));
    list.push_back(std::move(element));
    begin = end + 1;
  }
  return Value(std::move(list));
}

}  // namespace skein::graph
