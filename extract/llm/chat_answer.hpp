// What a language model answers. Servers are known to answer 200 with text that nobody held to a schema: with
// prose or fences around the JSON, with half of it, or without any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/claims/proposals.hpp"

namespace skein::extract::llm {

struct ChatAnswer {
  std::string content;                          // the message of the first choice
  std::uint64_t tokens_in = 0, tokens_out = 0;  // as the server says; 0 when it does not
};

// The body of a response with status 200; nothing when it is no such thing.
std::optional<ChatAnswer> read_answer(std::string_view body);
// What a server says in the body of an error: the message in {"error": {"message": ...}}, else its beginning.
std::string error_text(std::string_view body);

// The relations in a message: {"relations": [...]}, or the list alone, wherever it stands; nothing when there
// is none. Entries without all their members come out as malformed.
std::optional<std::vector<Proposal>> proposals_in(std::string_view content);

}  // namespace skein::extract::llm
