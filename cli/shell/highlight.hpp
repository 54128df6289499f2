// openCypher in colours, for the shell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace skein::cli {

// The same text with SGR sequences: keywords, strings, numbers, labels and types, parameters, comments, and
// brackets that nothing opens or closes so far. Works on unfinished text. A tokenizer, not the grammar: it
// runs on every key.
[[nodiscard]] std::string highlight(std::string_view text);

// The language's keywords, in capitals, sorted.
[[nodiscard]] const std::vector<std::string_view>& keywords();

}  // namespace skein::cli
