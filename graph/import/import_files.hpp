// Files of any format that skein takes in, the format told by the name.
#pragma once

#include <string>
#include <vector>

#include "graph/import/import.hpp"

namespace skein::graph {

// "csv", "jsonl", "graphml", "turtle", "ntriples", "nquads", "trig", "triples"
const std::vector<std::string>& import_format_names();
// By the extension; a folder is "csv"; empty when nothing is known of the name.
std::string import_format_of(const std::string& path);

// `format`, or that of the first name when it is empty. Errors: invalid_argument, listing the formats.
Result<std::string> choose_import_format(const std::vector<std::string>& paths, const std::string& format);

// All in one load: nothing is written when one of them fails. All files are of one format
// (choose_import_format()). Errors: invalid_argument with file and line; constraint; conflict.
Result<ImportSummary> import_files(Graph& graph, const std::vector<std::string>& paths,
                                   const std::string& format, const ImportSettings& settings,
                                   const ImportWatch& watch = {}, const QueryContext* context = nullptr);

}  // namespace skein::graph
