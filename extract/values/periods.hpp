// Reporting periods: "in the second quarter", "the nine months to September", "annual profit".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "extract/document.hpp"

namespace skein::extract {

// The period that a figure on `token` is of, as "2023-04-01/2023-06-30": what stands nearest to it in its
// sentence, or else the first one that the document names. A quarter, half or year without a number is the
// last that had ended when the document was published; empty when nothing is said or the year cannot be
// known.
std::string period_of(const Document& document, std::uint32_t token);

// First and last day (since 1970-01-01) of what a claim's time may be: "2025", "2025-02", "2025-02-24",
// "2025-Q1", "2025-02-24/P7D" or two days with a slash between; nullopt for anything else.
std::optional<std::pair<long long, long long>> interval_of(std::string_view when);

}  // namespace skein::extract
