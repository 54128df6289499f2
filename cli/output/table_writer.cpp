// Tables for people: boxes fitted to the terminal, numbers to the right, wide characters counted as wide. The
// widths come from the first rows; what comes later is fitted into them, so that a long result streams.
#include <algorithm>
#include <numeric>

#include "cli/output/row_writer.hpp"
#include "cli/output/text_width.hpp"
#include "cli/output/value_text.hpp"

namespace skein::cli {

namespace {

constexpr std::size_t looked_at = 1000;  // rows that decide the widths
constexpr std::size_t least_width = 14;  // of a column that is cut: what is narrower says too little
constexpr std::size_t cell_bytes = 1 << 14;

struct Cell {
  std::string text;
  bool number = false;
  bool null = false;
};

class TableWriter final : public RowWriter {
 public:
  TableWriter(RowFormat format, Output& output, const Runner& runner)
      : format_(std::move(format)), output_(output), runner_(runner) {}

  Result<void> begin(const std::vector<std::string>& columns) override {
    for (const auto& column : columns) columns_.push_back(visible(column));
    return {};
  }

  Result<void> row(std::vector<Value> values) override {
    ++rows_;
    std::vector<Cell> cells;
    cells.reserve(values.size());
    for (const Value& value : values) {
      cells.push_back({visible(value_text(value, runner_.transaction(),
                                          {.brief_paths = format_.width.has_value(),
                                           .max_bytes = format_.width ? cell_bytes : 0})),
                       value.is_number(), value.is_null()});
    }
    if (streaming_) return print(cells);
    waiting_.push_back(std::move(cells));
    return waiting_.size() >= looked_at ? start() : Result<void>();
  }

  Result<void> end() override {
    if (columns_.empty()) return {};
    if (!streaming_) SKEIN_TRY(start());
    return vertical_ ? Result<void>() : rule("└", "┴", "┘");
  }

 private:
  Result<void> start() {
    streaming_ = true;
    measure();
    if (!vertical_) {
      SKEIN_TRY(rule("┌", "┬", "┐"));
      std::vector<Cell> head;
      for (const auto& column : columns_) head.push_back({column});
      SKEIN_TRY(print(head, true));
      SKEIN_TRY(rule("├", "┼", "┤"));
    }
    for (const auto& cells : waiting_) SKEIN_TRY(print(cells));
    waiting_.clear();
    return {};
  }

  void measure() {
    widths_.assign(columns_.size(), 1);
    right_.assign(columns_.size(), !waiting_.empty());
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      widths_[c] = std::max<std::size_t>(1, columns_of(columns_[c]));
      for (const auto& cells : waiting_) {
        widths_[c] = std::max(widths_[c], columns_of(cells[c].text));
        if (!cells[c].number && !cells[c].null) right_[c] = false;
      }
    }
    if (!format_.width) return;
    const std::size_t frame = 3 * columns_.size() + 1;
    const std::size_t room = *format_.width > frame ? *format_.width - frame : 0;
    std::size_t total = std::accumulate(widths_.begin(), widths_.end(), std::size_t{0});
    while (total > room) {  // the widest gives way, down to the next widest
      const auto widest = std::max_element(widths_.begin(), widths_.end());
      if (*widest <= least_width) break;
      std::size_t next = least_width;
      std::size_t same = 0;
      for (const std::size_t w : widths_) {
        if (w < *widest) next = std::max(next, w);
        if (w == *widest) ++same;
      }
      const std::size_t excess = total - room;
      const std::size_t cut = std::min(*widest - next, (excess + same - 1) / same);
      const std::size_t from = *widest;
      for (std::size_t& w : widths_) {
        if (w == from) w -= std::max<std::size_t>(1, cut);
      }
      total = std::accumulate(widths_.begin(), widths_.end(), std::size_t{0});
    }
    vertical_ = total > room;
  }

  Result<void> rule(std::string_view left, std::string_view middle, std::string_view right) {
    std::string line(left);
    for (std::size_t c = 0; c < widths_.size(); ++c) {
      if (c > 0) line += middle;
      for (std::size_t i = 0; i < widths_[c] + 2; ++i) line += "─";
    }
    line.append(right).append("\n");
    return output_.write(format_.color ? "\x1b[90m" + line + "\x1b[0m" : line);
  }

  Result<void> print(const std::vector<Cell>& cells, bool head = false) {
    if (vertical_) return print_lines(cells);
    const std::string bar = format_.color ? "\x1b[90m│\x1b[0m" : "│";
    std::string line = bar;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::string text = format_.width ? fit(cells[c].text, widths_[c]) : cells[c].text;
      const std::string padded = pad(text, widths_[c], right_[c] && !head);
      line += ' ';
      if (format_.color && head) {
        line += "\x1b[1m" + padded + "\x1b[0m";
      } else if (format_.color && cells[c].null) {
        line += "\x1b[90m" + padded + "\x1b[0m";
      } else {
        line += padded;
      }
      line += ' ';
      line += bar;
    }
    return output_.write(line + "\n");
  }

  // Where the columns do not fit beside one another: one below the other.
  Result<void> print_lines(const std::vector<Cell>& cells) {
    std::size_t widest = 0;
    for (const auto& column : columns_) widest = std::max(widest, columns_of(column));
    std::string text = "── " + std::to_string(++printed_) + " ──\n";
    for (std::size_t c = 0; c < cells.size(); ++c) {
      text += pad(columns_[c], widest) + "  ";
      text += format_.width
                  ? fit(cells[c].text,
                        std::max<std::size_t>(20, *format_.width - std::min(*format_.width, widest + 2)))
                  : cells[c].text;
      text += '\n';
    }
    return output_.write(text);
  }

  RowFormat format_;
  Output& output_;
  const Runner& runner_;
  std::vector<std::string> columns_;
  std::vector<std::vector<Cell>> waiting_;
  std::vector<std::size_t> widths_;
  std::vector<bool> right_;
  bool streaming_ = false, vertical_ = false;
  std::size_t printed_ = 0;
};

class LineWriter final : public RowWriter {
 public:
  LineWriter(RowFormat format, Output& output, const Runner& runner)
      : format_(std::move(format)), output_(output), runner_(runner) {}
  Result<void> begin(const std::vector<std::string>& columns) override {
    for (const auto& column : columns) {
      columns_.push_back(visible(column));
      widest_ = std::max(widest_, columns_of(columns_.back()));
    }
    return {};
  }
  Result<void> row(std::vector<Value> values) override {
    std::string text = rows_++ > 0 ? "\n" : "";
    for (std::size_t c = 0; c < values.size(); ++c) {
      text += pad(columns_[c], widest_, true) + " = " +
              visible(value_text(values[c], runner_.transaction(), {.max_bytes = 0})) + "\n";
    }
    return output_.write(text);
  }
  Result<void> end() override { return {}; }

 private:
  RowFormat format_;
  Output& output_;
  const Runner& runner_;
  std::vector<std::string> columns_;
  std::size_t widest_ = 0;
};

}  // namespace

std::unique_ptr<RowWriter> make_table_writer(const RowFormat& format, Output& output, const Runner& runner) {
  return std::make_unique<TableWriter>(format, output, runner);
}
std::unique_ptr<RowWriter> make_line_writer(const RowFormat& format, Output& output, const Runner& runner) {
  return std::make_unique<LineWriter>(format, output, runner);
}

}  // namespace skein::cli
