#include "graph/import/csv_rows.hpp"

#include <simdjson.h>

#include <algorithm>

namespace skein::graph {

std::string group_words(const std::string& group) { return group.empty() ? "" : " of group " + group; }

namespace {

Result<void> read_property(const ImportTable& table, const ImportColumn& column, const CsvField& field,
                           Properties& properties) {
  if (field.text.empty() && !(field.quoted && column.csv.type == ColumnType::string)) return {};
  auto value = parse_csv_value(field.text, column.csv, table.array_delimiter);
  if (!value)
    return Error{ErrorCode::invalid_argument, "column " + column.csv.name + ": " + value.error().message};
  if (column.csv.type == ColumnType::string && !simdjson::validate_utf8(field.text.data(), field.text.size()))
    return Error{ErrorCode::invalid_argument, "column " + column.csv.name + ": the text is not UTF-8"};
  properties.emplace_back(column.key, std::move(*value));
  return {};
}

Result<void> sort_properties(const ImportTable& table, Properties& properties) {
  const auto by_key = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (!std::is_sorted(properties.begin(), properties.end(), by_key))
    std::sort(properties.begin(), properties.end(), by_key);
  const auto twice = std::adjacent_find(properties.begin(), properties.end(),
                                        [](const auto& a, const auto& b) { return a.first == b.first; });
  if (twice == properties.end()) return {};
  for (const auto& column : table.columns)
    if (column.keeps && column.key == twice->first)
      return Error{ErrorCode::invalid_argument, "two columns give the property " + column.csv.name};
  return {};
}

// Calls row(fields, line) for each record of the block. What is wrong with one row goes to `wrong`, with
// `right()` as the number of right rows before it; the error of a record that has no end is returned.
template <typename Row, typename Right>
Result<void> for_each_row(const CsvBlock& block, const ImportTable& table, std::vector<WrongRow>& wrong,
                          Row row, Right right) {
  CsvRecords records(block.text, block.line, table.path, table.csv);
  std::vector<CsvField> fields;
  for (;;) {
    SKEIN_ASSIGN(const bool more, records.next(fields));
    if (!more) return {};
    if (fields.size() != table.columns.size()) {
      wrong.push_back({records.line(),
                       "the row has " + std::to_string(fields.size()) + " fields; wanted " +
                           std::to_string(table.columns.size()) + " as in the header",
                       right()});
    } else if (auto done = row(fields, records.line()); !done.ok()) {
      wrong.push_back({records.line(), done.error().message, right()});
    }
  }
}

}  // namespace

ParsedNodes parse_nodes(const CsvBlock& block, const ImportTable& table) {
  ParsedNodes out;
  out.bytes_read = block.bytes_read;
  // Never more than that, and never short enough to be kept inside the string itself: views into it stay
  // good.
  out.texts.reserve(std::max<std::size_t>(block.text.size(), 64));
  const auto keep = [&](std::string_view text) {
    const auto at = out.texts.size();
    out.texts += text;
    return std::string_view(out.texts).substr(at);
  };
  out.error = for_each_row(
      block, table, out.wrong,
      [&](const std::vector<CsvField>& fields, std::uint64_t line) -> Result<void> {
        ParsedNodes::One node;
        node.line = line;
        for (std::size_t i = 0; i < fields.size(); ++i) {
          const auto& column = table.columns[i];
          const auto& field = fields[i];
          if (column.csv.role == ColumnRole::id && !(field.text.empty() && !field.quoted)) {
            node.id = keep(field.text);
            node.has_id = true;
          } else if (column.csv.role == ColumnRole::label) {
            for (std::size_t begin = 0; begin < field.text.size();) {
              const auto end = std::min(field.text.find(table.array_delimiter, begin), field.text.size());
              if (end > begin) node.labels.push_back(keep(field.text.substr(begin, end - begin)));
              begin = end + 1;
            }
          } else if (column.rest) {
            node.rest = keep(field.text);
          }
          if (column.keeps) SKEIN_TRY(read_property(table, column, field, node.properties));
        }
        SKEIN_TRY(sort_properties(table, node.properties));
        out.nodes.push_back(std::move(node));
        return {};
      },
      [&] { return out.nodes.size(); });
  return out;
}

ParsedEdges parse_edges(const CsvBlock& block, const ImportTable& table, bool file_has_type) {
  ParsedEdges out;
  out.bytes_read = block.bytes_read;
  std::string payload;
  Properties properties;
  std::size_t last_type = 0;
  const auto type_number = [&](std::string_view name) {
    if (last_type < out.types.size() && out.types[last_type].name == name) return last_type;
    const auto it =
        std::find_if(out.types.begin(), out.types.end(), [&](const auto& t) { return t.name == name; });
    last_type = static_cast<std::size_t>(it - out.types.begin());
    if (it == out.types.end()) out.types.push_back({std::string(name)});
    return last_type;
  };
  out.error = for_each_row(
      block, table, out.wrong,
      [&](const std::vector<CsvField>& fields, std::uint64_t line) -> Result<void> {
        std::uint32_t from = 0, to = 0;
        std::string_view type, rest;
        properties.clear();
        for (std::size_t i = 0; i < fields.size(); ++i) {
          const auto& column = table.columns[i];
          const auto& field = fields[i];
          if (column.csv.role == ColumnRole::start_id || column.csv.role == ColumnRole::end_id) {
            const auto node = column.ids->find(field.text);
            if (!node)
              return Error{ErrorCode::invalid_argument,
                           "no node has the id " + std::string(field.text) + group_words(column.csv.group)};
            (column.csv.role == ColumnRole::start_id ? from : to) = *node;
          } else if (column.csv.role == ColumnRole::type) {
            type = field.text;
          } else if (column.keeps) {
            SKEIN_TRY(read_property(table, column, field, properties));
          } else if (column.rest) {
            rest = field.text;
          }
        }
        if (type.empty() && !file_has_type)
          return Error{ErrorCode::invalid_argument,
                       "no relationship type: give a :TYPE column, or TYPE=FILE"};
        SKEIN_TRY(sort_properties(table, properties));
        payload.clear();
        put_properties(payload, properties);
        const auto number = type_number(type);
        out.rows.add(from, static_cast<std::uint32_t>(number), to, payload);
        if (!rest.empty()) out.rest.push_back({out.rows.size() - 1, line, std::string(rest)});
        ++out.types[number].count;
        out.properties += properties.size();
        return {};
      },
      [&] { return out.rows.size(); });
  return out;
}

}  // namespace skein::graph
