#include "graph/figures.hpp"

#include <algorithm>
#include <cmath>

namespace skein::graph {

double half_digit(const GivenFigure& figure) {
  const auto& text = figure.spelled;
  const auto digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  std::size_t at = 0;
  while (at < text.size() && !digit(at)) ++at;
  std::string whole, fraction;
  for (; at < text.size() && (digit(at) || text[at] == ','); ++at)
    if (digit(at)) whole += text[at];
  if (at + 1 < text.size() && text[at] == '.' && digit(at + 1))
    for (++at; digit(at); ++at) fraction += text[at];
  if (whole.empty()) return 0;
  const double shown = std::stod(whole + "." + fraction + "0");
  const double scale = shown > 0 ? std::abs(figure.amount) / shown : 1;
  double step = std::pow(10.0, -static_cast<double>(fraction.size()));
  // Plain counts that end in noughts are rounded, but for their first two digits.
  if (fraction.empty() && scale < 10 && whole.size() > 2)
    for (std::size_t i = whole.size(); i > 2 && whole[i - 1] == '0'; --i) step *= 10;
  return 0.5 * step * scale;
}

bool disagree(const GivenFigure& a, const GivenFigure& b, bool any_size) {
  if (a.unit != b.unit) return false;
  if (a.amount * b.amount < 0) return true;
  const double x = std::abs(a.amount), y = std::abs(b.amount);
  const double low = std::min(x, y), high = std::max(x, y);
  if (high - low <= std::max(half_digit(a), half_digit(b)) * 1.0001) return false;
  const auto& lower = x <= y ? a : b;
  const auto& upper = x <= y ? b : a;
  // "more than 300" and "312"; "nearly 300" and "291"; "as much as 5%" and "3%"
  if (lower.bound == "over" && high <= low * 1.25) return false;
  if (upper.bound == "under" && low >= high * 0.8) return false;
  if (upper.bound == "up to") return false;
  if ((a.bound == "about" || b.bound == "about") && high <= low * 1.1) return false;
  return any_size || high < low * 3;
}

}  // namespace skein::graph
