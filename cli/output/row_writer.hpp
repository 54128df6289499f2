// Rows on their way out: one writer per format.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/database.hpp"
#include "cli/output/output.hpp"
#include "dsl/query.hpp"

namespace skein::cli {

// Lives for one statement: begin(), row()..., end().
class RowWriter : public dsl::RowSink {
 public:
  // After the last row of a statement that succeeded.
  virtual Result<void> end() = 0;
  [[nodiscard]] std::size_t rows() const { return rows_; }

 protected:
  std::size_t rows_ = 0;
};

struct RowFormat {
  std::string name = "table";
  std::optional<std::size_t> width = {};  // fit a table into so many columns; absent: as wide as it gets
  bool color = false;
};

[[nodiscard]] const std::vector<std::string>& row_format_names();
// Errors: invalid_argument for a name that is none of them.
Result<std::unique_ptr<RowWriter>> make_row_writer(const RowFormat& format, Output& output,
                                                   const Runner& runner);

// The writers, one file each.
std::unique_ptr<RowWriter> make_table_writer(const RowFormat& format, Output& output, const Runner& runner);
std::unique_ptr<RowWriter> make_line_writer(const RowFormat& format, Output& output, const Runner& runner);
std::unique_ptr<RowWriter> make_csv_writer(Output& output, const Runner& runner);
std::unique_ptr<RowWriter> make_json_writer(Output& output, const Runner& runner, bool lines);
std::unique_ptr<RowWriter> make_markdown_writer(Output& output, const Runner& runner);
std::unique_ptr<RowWriter> make_plan_dot_writer(Output& output);  // of EXPLAIN and PROFILE alone

// "2 nodes and 1 relationship created, 3 properties set", empty when nothing changed.
[[nodiscard]] std::string counters_text(const dsl::Counters& counters);

}  // namespace skein::cli
