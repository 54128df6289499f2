// The example articles, carried by the program itself: `skein --demo`.
#pragma once

#include <string_view>
#include <vector>

#include "extract/document.hpp"

namespace skein::cli {

struct ExampleFile {
  std::string_view name;  // "01-alibaba-plan.html"
  std::string_view text;
};
// Made by cmake/embed.cmake from examples/ai-industry.
const std::vector<ExampleFile>& example_files();

// The documents in them, with keys as if they were built from the folder examples/ai-industry.
std::vector<extract::Document> example_documents();

}  // namespace skein::cli
