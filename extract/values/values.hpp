// Amounts, percentages, counts, ranks and dates in a text, normalised.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/document.hpp"
#include "extract/extraction.hpp"

namespace skein::extract {

// Adds a mention of kind value for each figure to a tokenised document. The mention's `cluster` is the
// figure's index in what is returned. A figure inside a name is left alone; "380 billion yuan ($53 billion)"
// is one figure.
std::vector<Figure> find_values(Document& document);

// How people write an amount: "$53 billion", "380 billion yuan", "€2.5 million", "8%".
std::string money_name(double amount, std::string_view currency);
std::string plain_number(double amount);  // at most 4 decimals, no trailing zeros

}  // namespace skein::extract
