// What a language model answers, before it is held against a text, and what it gets to see of one.
#include <catch2/catch.hpp>

#include "extract/llm/chat_answer.hpp"
#include "extract/llm/chat_request.hpp"
#include "extract/llm/model_reader.hpp"
#include "extract/readers/clean.hpp"
#include "extract/text/tokens.hpp"

using namespace skein;
using namespace skein::extract;

namespace {

const std::string entry =
    R"({"relation":"OWNS","subject":"A","subject_type":"Person","object":"B","object_type":"Place","quote":"A owns B"})";

std::size_t found_in(const std::string& content) {
  const auto found = llm::proposals_in(content);
  return found ? found->size() : 99;
}

}  // namespace

TEST_CASE("relations are found wherever the JSON stands", "[llm]") {
  const auto object = "{\"relations\": [" + entry + "]}";
  CHECK(found_in(object) == 1);
  CHECK(found_in("[" + entry + "]") == 1);
  CHECK(found_in("```json\n" + object + "\n```") == 1);
  CHECK(found_in("Well [sic], {this}: " + object + " I hope } it helps.") == 1);
  CHECK(found_in(R"({"thoughts": "{\"relations\": []}", "answer": {"relations": [)" + entry + "]}}") == 1);
  CHECK(found_in("{\"relations\": []}") == 0);
  for (const std::string nothing :
       {"", "no", "{", "{\"relations\": 7}", "{\"relations\": [", "\xff\xfe", "[[[[", "{}"})
    CHECK(found_in(nothing) == 99);
}

TEST_CASE("a relation without all its parts is malformed", "[llm]") {
  const auto one = [](const std::string& text) {
    const auto found = llm::proposals_in("[" + text + "]");
    REQUIRE(found);
    REQUIRE(found->size() == 1);
    return found->front();
  };
  CHECK_FALSE(one(entry).malformed);
  CHECK(one("7").malformed);
  CHECK(one(R"({"relation":"OWNS"})").malformed);
  CHECK(one(R"({"relation":"OWNS","subject":1})").malformed);
  auto planned = entry;
  planned.insert(planned.size() - 1, R"(,"polarity":"denied","modality":"planned")");
  CHECK(one(planned).polarity == graph::Polarity::denied);
  CHECK(one(planned).modality == graph::Modality::planned);
  auto odd = entry;
  odd.insert(odd.size() - 1, R"(,"modality":"perhaps")");
  CHECK(one(odd).malformed);
}

TEST_CASE("an endpoint may leave out what every endpoint has", "[llm]") {
  CHECK(llm::chat_url("http://127.0.0.1:8080") == "http://127.0.0.1:8080/v1/chat/completions");
  CHECK(llm::chat_url("http://127.0.0.1:8080/") == "http://127.0.0.1:8080/v1/chat/completions");
  CHECK(llm::chat_url("https://api.example.com/v1") == "https://api.example.com/v1/chat/completions");
  CHECK(llm::chat_url("https://example.com/openai/v1/chat/completions") ==
        "https://example.com/openai/v1/chat/completions");
}

TEST_CASE("a server's words for an error are found in its JSON, or are the beginning of what it sent",
          "[llm]") {
  CHECK(llm::error_text(R"({"error":{"message":"no such model"}})") == "no such model");
  CHECK(llm::error_text(R"({"error":"busy"})") == "busy");
  CHECK(llm::error_text("<html>  bad\ngateway") == "<html> bad gateway");
  CHECK(llm::error_text(std::string(1000, 'x')).size() == 300);
}

TEST_CASE("the instructions name each relation with what it joins, and change with the schema", "[llm]") {
  const auto rules = RuleSet::parse(
      "type Ship : Product { ship }\nrelation OWNS(Person, Ship)\nrelation HAS_NO_ENDS { symmetric }\n"
      "rule OWNS { words A owns B\n example \"Ann owns Brenna.\" \"Ann\" \"Brenna\" }\n",
      "x.rules");
  REQUIRE(rules.ok());
  const auto text = llm::instructions(*rules);
  CHECK(text.find(R"(OWNS (Person, Ship): "Ann owns Brenna." has subject "Ann", object "Brenna")") !=
        text.npos);
  CHECK(text.find("HAS_NO_ENDS") == text.npos);
  const auto body = llm::request_body({"m", text, "a \"passage\"", &*rules, true});
  CHECK(body.find(R"("enum":["OWNS"])") != body.npos);
  CHECK(body.find(R"(a \"passage\")") != body.npos);
  CHECK(llm::request_body({"m", text, "p", &*rules, false}).find("response_format") == std::string::npos);
}

TEST_CASE("passages are whole sentences of bounded length", "[llm]") {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "Sentence number " + std::to_string(i) + " is about\nNorvik Foods. ";
  Document document(text);
  const auto parts = passages_of_raw(document);
  REQUIRE(parts.size() > 1);
  std::size_t sentences = 0;
  for (const auto& part : parts) {
    CHECK(part.size() <= 6000);
    CHECK(part.starts_with("Sentence number"));
    CHECK(part.ends_with("Foods."));
    for (auto at = part.find("Sentence"); at != part.npos; at = part.find("Sentence", at + 1)) ++sentences;
  }
  CHECK(sentences == 500);
  CHECK(passages_of_raw(Document("")).empty());
}
