// What a language model is asked: the body of a request to /v1/chat/completions, as OpenAI describes it
// (https://platform.openai.com/docs/api-reference/chat/create) and many other servers understand it.
#pragma once

#include <string>
#include <string_view>

#include "extract/rules/rules.hpp"

namespace skein::extract::llm {

// What the model is to do, and the relations of the schema with the types they join; the same for every
// passage. It changes with the schema, and so does what was answered under it.
std::string instructions(const RuleSet& rules);

struct ChatRequest {
  std::string_view model, instructions, passage;
  const RuleSet* rules = nullptr;
  bool with_format = true;  // asks the server to hold the model to a JSON schema
};
std::string request_body(const ChatRequest& request);

}  // namespace skein::extract::llm
