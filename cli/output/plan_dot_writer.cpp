// --format dot: the plan that EXPLAIN or PROFILE gives, for GraphViz. A box an operator, its rows along the
// arrow to the operator that takes them; an operator that takes much of the time is darker, one whose rows
// were guessed ten times wrong has a red border.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/output/row_writer.hpp"
#include "graph/formats/dot_text.hpp"

namespace skein::cli {

namespace {

using graph::formats::html_lines;
using graph::formats::html_text;

struct Operator {
  std::size_t depth = 0;
  std::string name, detail;
  std::int64_t estimated = -1, rows = -1, accesses = -1;  // -1: not told
  double ms = -1;
};

std::string with_separators(std::int64_t number) {
  std::string digits = std::to_string(number), out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

class PlanDot final : public RowWriter {
 public:
  explicit PlanDot(Output& output) : output_(output) {}

  Result<void> begin(const std::vector<std::string>& columns) override {
    if (columns.size() < 2 || columns[0] != "plan" || columns[1] != "estimated rows") {
      Error error{ErrorCode::invalid_argument,
                  "--format dot draws the plan of EXPLAIN or PROFILE, and this is neither"};
      error.hint = "for nodes and relationships: skein draw, or skein export --format dot --query";
      return error;
    }
    return {};
  }

  // plan, estimated rows[, rows, batches, ms, accesses]
  Result<void> row(std::vector<Value> values) override {
    ++rows_;
    Operator op;
    const std::string& text = values[0].as_string();
    const std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
    op.depth = indent / 2;
    const std::size_t blank = std::min(text.find(' ', indent), text.size());
    op.name = text.substr(indent, blank - indent);
    if (blank < text.size()) op.detail = text.substr(blank + 1);
    const auto number = [&](std::size_t i) {
      return i < values.size() && values[i].is<std::int64_t>() ? values[i].as_int() : std::int64_t{-1};
    };
    op.estimated = number(1);
    op.rows = number(2);
    op.accesses = number(5);
    if (values.size() > 4 && values[4].is<double>()) op.ms = values[4].as_float();
    operators_.push_back(std::move(op));
    return {};
  }

  Result<void> end() override {
    double all = 0;
    for (const Operator& op : operators_) all += std::max(op.ms, 0.0);
    std::string out =
        "digraph plan {\n"
        "  graph [rankdir=BT, fontname=\"DejaVu Sans\", nodesep=0.35, ranksep=0.4, pad=0.3, "
        "charset=\"UTF-8\"];\n"
        "  node [shape=box, style=\"rounded,filled\", fontname=\"DejaVu Sans\", fontsize=11, "
        "color=\"#8a93a0\", "
        "margin=\"0.16,0.09\"];\n"
        "  edge [fontname=\"DejaVu Sans\", fontsize=9, fontcolor=\"#47505c\", color=\"#8a93a0\", "
        "arrowsize=0.7];\n";
    std::vector<std::size_t> open;  // operators on the way to the root, by depth
    for (std::size_t i = 0; i < operators_.size(); ++i) {
      const Operator& op = operators_[i];
      out += box(i, op, all);
      open.resize(std::min(open.size(), op.depth));
      if (!open.empty()) out += arrow(i, open.back(), op);
      open.push_back(i);
    }
    return output_.write(out + "}\n");
  }

 private:
  static std::string box(std::size_t i, const Operator& op, double all) {
    const double share = all > 0 && op.ms > 0 ? op.ms / all : 0;
    // From white to amber.
    const auto mixed = [&](int full) { return static_cast<int>(255 - (255 - full) * std::sqrt(share)); };
    std::string label = fmt::format("<b>{}</b>", html_text(op.name));
    if (!op.detail.empty())
      label += fmt::format("<br/><font point-size=\"9\">{}</font>", html_lines(op.detail, 44, 4));
    std::string figures;
    if (op.ms >= 0.05) figures += fmt::format("{:.1f} ms", op.ms);
    if (op.accesses > 0)
      figures += fmt::format("{}{} accesses", figures.empty() ? "" : " · ", with_separators(op.accesses));
    if (!figures.empty())
      label += fmt::format("<br/><font point-size=\"8\" color=\"#47505c\">{}</font>", figures);
    const bool heading = op.estimated < 0;
    return fmt::format("  o{} [fillcolor=\"#{:02x}{:02x}{:02x}\"{}, label=<{}>];\n", i, 255, mixed(193),
                       mixed(94),
                       heading         ? ", style=\"rounded,dashed\""
                       : misjudged(op) ? ", color=\"#c62828\", penwidth=2"
                                       : "",
                       label);
  }

  static std::string arrow(std::size_t from, std::size_t to, const Operator& op) {
    const std::int64_t rows = op.rows >= 0 ? op.rows : op.estimated;
    if (rows < 0) return fmt::format("  o{} -> o{} [style=dashed];\n", from, to);
    std::string label =
        op.rows >= 0 ? with_separators(op.rows) + " rows" : "≈ " + with_separators(op.estimated) + " rows";
    if (op.rows >= 0 && misjudged(op))
      label +=
          fmt::format("<br/><font color=\"#c62828\">≈ {} expected</font>", with_separators(op.estimated));
    const double width =
        1 + std::min(5.0, std::log10(static_cast<double>(std::max<std::int64_t>(rows, 1))) * 0.7);
    return fmt::format("  o{} -> o{} [penwidth={:.1f}, label=< {} >];\n", from, to, width, label);
  }

  // By a factor of ten, and by more than a few rows.
  static bool misjudged(const Operator& op) {
    if (op.rows < 0 || op.estimated < 0) return false;
    const auto [least, most] = std::minmax(op.rows, op.estimated);
    return most > 100 && most > 10 * std::max<std::int64_t>(least, 1);
  }

  Output& output_;
  std::vector<Operator> operators_;
};

}  // namespace

std::unique_ptr<RowWriter> make_plan_dot_writer(Output& output) { return std::make_unique<PlanDot>(output); }

}  // namespace skein::cli
