// Figures as documents give them: rounded, bounded, hedged.
#pragma once

#include <string>

namespace skein::graph {

struct GivenFigure {
  double amount = 0;
  std::string spelled;  // "$1.9 billion", "12,000 people": its digits tell how exactly it is given
  std::string bound;    // "over", "under", "about", "up to", or empty
  std::string unit;     // what must be the same before two figures can be compared
};

// Half of the last digit that is given: 0.05e9 of "$1.9 billion", 500 of "12,000 people", 0.5 of "1,215
// people".
double half_digit(const GivenFigure& figure);

// Can the two not both be right? With `any_size`, figures of quite another size too; otherwise those are
// taken for figures of something else (a part, another period).
bool disagree(const GivenFigure& a, const GivenFigure& b, bool any_size);

}  // namespace skein::graph
