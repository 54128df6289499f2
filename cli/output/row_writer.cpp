#include "cli/output/row_writer.hpp"

#include <algorithm>

namespace skein::cli {

const std::vector<std::string>& row_format_names() {
  static const std::vector<std::string> names{"table", "line", "csv", "json", "jsonl", "markdown", "dot"};
  return names;
}

Result<std::unique_ptr<RowWriter>> make_row_writer(const RowFormat& format, Output& output,
                                                   const Runner& runner) {
  if (format.name == "table") return make_table_writer(format, output, runner);
  if (format.name == "line") return make_line_writer(format, output, runner);
  if (format.name == "csv") return make_csv_writer(output, runner);
  if (format.name == "json") return make_json_writer(output, runner, false);
  if (format.name == "jsonl") return make_json_writer(output, runner, true);
  if (format.name == "markdown") return make_markdown_writer(output, runner);
  if (format.name == "dot") return make_plan_dot_writer(output);
  std::string message = "there is no format '" + format.name + "'; known are";
  for (const auto& name : row_format_names()) message += " " + name;
  return Error{ErrorCode::invalid_argument, message};
}

std::string counters_text(const dsl::Counters& c) {
  std::string out;
  const auto add = [&](std::int64_t n, std::string_view one, std::string_view many, std::string_view done) {
    if (n == 0) return;
    if (!out.empty()) out += ", ";
    out += std::to_string(n) + " ";
    out.append(n == 1 ? one : many).append(" ").append(done);
  };
  add(c.nodes_created, "node", "nodes", "created");
  add(c.nodes_deleted, "node", "nodes", "deleted");
  add(c.relationships_created, "relationship", "relationships", "created");
  add(c.relationships_deleted, "relationship", "relationships", "deleted");
  add(c.properties_set, "property", "properties", "set");
  add(c.labels_added, "label", "labels", "added");
  add(c.labels_removed, "label", "labels", "removed");
  add(c.indexes_added, "index", "indexes", "created");
  add(c.indexes_removed, "index", "indexes", "dropped");
  add(c.constraints_added, "constraint", "constraints", "created");
  add(c.constraints_removed, "constraint", "constraints", "dropped");
  return out;
}

}  // namespace skein::cli
