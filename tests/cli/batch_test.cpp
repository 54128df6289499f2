#include <catch2/catch.hpp>

#include "cli/batch.hpp"

using namespace skein;
using namespace skein::cli;

namespace {

class Answers {
 public:
  explicit Answers(JsonForm form)
      : runner_(std::move(*Runner::open({":memory:"}, false, all_procedures()))), batch_(*runner_, form) {}
  std::string operator()(std::string_view line) {
    std::string out;
    batch_.answer(line, out);
    return out;
  }

 private:
  std::unique_ptr<Runner> runner_;
  Batch batch_;
};

}  // namespace

TEST_CASE("typed values go in and come out", "[cli][batch]") {
  Answers ask(JsonForm::typed);
  CHECK(
      ask(R"_({"statement": "RETURN $x AS x", "parameters": {"x": {"$type": "Integer", "_value": "1"}}})_") ==
      "{\"data\":{\"fields\":[\"x\"],\"values\":[[{\"$type\":\"Integer\",\"_value\":\"1\"}]]},\"counters\":{}"
      "}\n");
  CHECK(ask(R"_({"statement": "RETURN 1.0 AS f, null AS n, 'a' AS s, true AS b, [1] AS l, {k: 2} AS m"})_") ==
        "{\"data\":{\"fields\":[\"f\",\"n\",\"s\",\"b\",\"l\",\"m\"],\"values\":[[{\"$type\":\"Float\",\"_"
        "value\":\"1.0\"},"
        "{\"$type\":\"Null\",\"_value\":null},{\"$type\":\"String\",\"_value\":\"a\"},{\"$type\":\"Boolean\","
        "\"_value\":true},"
        "{\"$type\":\"List\",\"_value\":[{\"$type\":\"Integer\",\"_value\":\"1\"}]},"
        "{\"$type\":\"Map\",\"_value\":{\"k\":{\"$type\":\"Integer\",\"_value\":\"2\"}}}]]},\"counters\":{}}"
        "\n");
}

TEST_CASE("every type of parameter comes back as it was sent", "[cli][batch]") {
  Answers ask(JsonForm::typed);
  for (const std::string value :
       {R"_({"$type":"Date","_value":"2025-02-24"})_", R"_({"$type":"LocalTime","_value":"12:31:14.5"})_",
        R"_({"$type":"Time","_value":"12:31:14+01:00"})_",
        R"_({"$type":"LocalDateTime","_value":"2025-02-24T12:00"})_",
        R"_({"$type":"OffsetDateTime","_value":"2025-02-24T12:00Z"})_",
        R"_({"$type":"ZonedDateTime","_value":"2025-02-24T12:00+01:00[Europe/Stockholm]"})_",
        R"_({"$type":"Duration","_value":"P1DT2H"})_",
        R"_({"$type":"Point","_value":"SRID=7203;POINT (1.2 3.4)"})_",
        R"_({"$type":"Float","_value":"NaN"})_", R"_({"$type":"Float","_value":"-Infinity"})_"}) {
    CHECK(ask(R"({"statement":"RETURN $v AS v","parameters":{"v":)" + value + "}}") ==
          "{\"data\":{\"fields\":[\"v\"],\"values\":[[" + value + "]]},\"counters\":{}}\n");
  }
}

TEST_CASE("plain values are plain", "[cli][batch]") {
  Answers ask(JsonForm::plain);
  CHECK(ask(R"_({"statement":"RETURN $id AS id, 'x' AS s","parameters":{"id":42}})_") ==
        "{\"data\":{\"fields\":[\"id\",\"s\"],\"values\":[[42,\"x\"]]},\"counters\":{}}\n");
}

TEST_CASE("nodes, relationships and paths carry ids, labels and properties", "[cli][batch]") {
  Answers ask(JsonForm::typed);
  const std::string made = ask(R"_({"statement":"CREATE p = (:A {k: 1})-[:T]->(:B) RETURN p"})_");
  CHECK(made.find(R"("$type":"Path","_value":[{"$type":"Node","_value":{"_element_id":")") !=
        std::string::npos);
  CHECK(made.find(R"_("_labels":["A"],"_properties":{"k":{"$type":"Integer","_value":"1"}})_") !=
        std::string::npos);
  CHECK(made.find(R"_("_type":"T","_properties":{})_") != std::string::npos);
  CHECK(made.find(R"("nodesCreated":2)") != std::string::npos);
  CHECK(made.find(R"("relationshipsCreated":1)") != std::string::npos);
}

TEST_CASE("a mistake is an answer, and the next line is answered as well", "[cli][batch]") {
  Answers ask(JsonForm::typed);
  for (const std::string line :
       {"{", "[]", "nonsense", R"_({"statement":1})_", R"_({"parameters":{}})_",
        R"_({"statement":"RETURN $x","parameters":{"x":{"$type":"Integer","_value":"1x"}}})_", "\xff\xfe"}) {
    const std::string answer = ask(line);
    CHECK(answer.starts_with(R"({"errors":[{"code":"Neo.)"));
    CHECK(answer.back() == '\n');
  }
  const std::string wrong = ask(R"_({"statement":"MATCH (a RETURN a"})_");
  CHECK(wrong.find(R"("code":"Neo.ClientError.Statement.SyntaxError")") != std::string::npos);
  CHECK(wrong.find(R"("phase":"compile time")") != std::string::npos);
  CHECK(ask(R"_({"statement":"RETURN 1 AS one"})_").find("\"values\"") != std::string::npos);
  CHECK(ask("  \r").empty());
}

TEST_CASE("rows before an error are not part of the answer", "[cli][batch]") {
  Answers ask(JsonForm::plain);
  const std::string answer = ask(R"_({"statement":"UNWIND [1, 2, 0] AS d RETURN 1 / d AS x"})_");
  CHECK(answer.starts_with(R"({"errors":)"));
  CHECK(answer.find("values") == std::string::npos);
}

TEST_CASE("a failed statement leaves nothing", "[cli][batch]") {
  Answers ask(JsonForm::plain);
  ask(R"_({"statement":"UNWIND [1, 0] AS d CREATE ({x: 1 / d})"})_");
  CHECK(ask(R"_({"statement":"MATCH (n) RETURN count(n) AS n"})_").find("[[0]]") != std::string::npos);
}

TEST_CASE("a procedure can be defined as a table", "[cli][batch]") {
  Answers ask(JsonForm::plain);
  CHECK(
      ask(R"_({"procedure":{"name":"test.double","inputs":[["in","INTEGER?"]],"outputs":[["out","STRING?"]],"rows":[[1,"one"],[2,"two"],[2,"zwei"]]}})_")
          .starts_with(R"({"data":)"));
  CHECK(ask(R"_({"statement":"CALL test.double(2) YIELD out RETURN out"})_").find(R"([["two"],["zwei"]])") !=
        std::string::npos);
  CHECK(ask(R"_({"procedure":{"inputs":[]}})_").starts_with(R"({"errors":)"));
}
