#include "extract/llm/chat_answer.hpp"

#include <simdjson.h>

#include "extract/text/lines.hpp"

namespace skein::extract::llm {

namespace {

namespace json = simdjson::dom;

constexpr std::size_t most_relations = 500;  // of one passage

bool text_member(const json::object& object, const char* name, std::string& into) {
  std::string_view text;
  if (object[name].get(text) != simdjson::SUCCESS) return false;
  into = text;
  return true;
}

Proposal proposal_of(const json::element& element) {
  Proposal p;
  json::object object;
  if (element.get(object) != simdjson::SUCCESS) {
    p.malformed = true;
    return p;
  }
  p.malformed = !text_member(object, "relation", p.relation) || !text_member(object, "subject", p.subject) ||
                !text_member(object, "object", p.object) ||
                !text_member(object, "subject_type", p.subject_type) ||
                !text_member(object, "object_type", p.object_type) || !text_member(object, "quote", p.quote);
  (void)text_member(object, "words", p.words);
  std::string polarity = "affirmed", modality = "asserted";
  (void)text_member(object, "polarity", polarity);
  (void)text_member(object, "modality", modality);
  if (polarity == "denied")
    p.polarity = graph::Polarity::denied;
  else if (polarity != "affirmed")
    p.malformed = true;
  if (modality == "planned")
    p.modality = graph::Modality::planned;
  else if (modality == "possible")
    p.modality = graph::Modality::possible;
  else if (modality != "asserted")
    p.malformed = true;
  return p;
}

// One past the end of the JSON value that begins with '{' or '[' at `begin`; npos when it does not end.
std::size_t value_end(std::string_view text, std::size_t begin) {
  int depth = 0;
  bool in_string = false;
  for (auto i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

// `whole`: the text is all there is. A list somewhere within it counts only when it has objects.
std::optional<std::vector<Proposal>> relations_in(json::parser& parser, std::string_view text, bool whole) {
  json::element root;
  if (parser.parse(text.data(), text.size(), true).get(root) != simdjson::SUCCESS) return std::nullopt;
  json::array list;
  if (root.get(list) != simdjson::SUCCESS) {
    json::object object;
    if (root.get(object) != simdjson::SUCCESS || object["relations"].get(list) != simdjson::SUCCESS)
      return std::nullopt;
  }
  if (!whole && root.is_array() && (list.size() == 0 || !list.at(0).is_object())) return std::nullopt;
  std::vector<Proposal> out;
  for (const auto& element : list) {
    if (out.size() >= most_relations) break;
    out.push_back(proposal_of(element));
  }
  return out;
}

}  // namespace

std::optional<ChatAnswer> read_answer(std::string_view body) {
  json::parser parser;
  json::element root;
  if (parser.parse(body.data(), body.size(), true).get(root) != simdjson::SUCCESS) return std::nullopt;
  ChatAnswer answer;
  std::string_view content;
  if (root["choices"].at(0)["message"]["content"].get(content) != simdjson::SUCCESS) return std::nullopt;
  answer.content = content;
  if (root["usage"]["prompt_tokens"].get(answer.tokens_in) != simdjson::SUCCESS) answer.tokens_in = 0;
  if (root["usage"]["completion_tokens"].get(answer.tokens_out) != simdjson::SUCCESS) answer.tokens_out = 0;
  return answer;
}

std::string error_text(std::string_view body) {
  json::parser parser;
  json::element root;
  std::string_view message;
  if (parser.parse(body.data(), body.size(), true).get(root) == simdjson::SUCCESS &&
      (root["error"]["message"].get(message) == simdjson::SUCCESS ||
       root["error"].get(message) == simdjson::SUCCESS || root["message"].get(message) == simdjson::SUCCESS ||
       root["detail"].get(message) == simdjson::SUCCESS))
    body = message;
  constexpr std::size_t longest = 300;
  auto end = std::min(body.size(), longest);
  while (end > 0 && end < body.size() && (static_cast<unsigned char>(body[end]) & 0xC0) == 0x80) --end;
  return fold_spaces(body.substr(0, end));
}

std::optional<std::vector<Proposal>> proposals_in(std::string_view content) {
  json::parser parser;
  if (auto whole = relations_in(parser, content, true)) return whole;
  constexpr int most_tries = 50;
  int tries = 0;
  for (auto at = content.find_first_of("{["); at != content.npos && tries < most_tries; ++tries) {
    const auto end = value_end(content, at);
    if (end != content.npos)
      if (auto found = relations_in(parser, content.substr(at, end - at), false)) return found;
    // Not this one: perhaps one within it, or behind it.
    at = content.find_first_of("{[", at + 1);
  }
  return std::nullopt;
}

}  // namespace skein::extract::llm
