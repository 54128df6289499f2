// What a schema declares: types, names, what relations join; and a graph as a function of documents and
// schema.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "extract/builder.hpp"
#include "extract/resolve/graph_schema.hpp"
#include "extract/rules/rules.hpp"
#include "extract/text/tokens.hpp"
#include "tests/extract/graph_support.hpp"

using namespace skein;
using namespace skein::extract;
using namespace skein::extract::test;

namespace {

std::string error_of(std::string_view text) {
  const auto set = RuleSet::parse(text, "x.rules");
  return set.ok() ? std::string("no error") : set.error().message.substr(0, set.error().message.find('\n'));
}

RuleSet parsed(std::string_view text) {
  auto set = RuleSet::parse(text, "x.rules");
  INFO((set.ok() ? std::string() : set.error().message));
  REQUIRE(set.ok());
  return std::move(*set);
}

// The names that a schema finds in a text, each with the name it stands for.
std::vector<std::pair<std::string, std::string>> marked(const Schema& schema, std::string text,
                                                        std::vector<Mention> found_by_model = {}) {
  Document document(std::move(text));
  tokenize(document);
  document.mentions = std::move(found_by_model);
  schema.mark(document);
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& m : document.mentions)
    out.emplace_back(document.form(m), m.listed == not_listed ? "" : schema.listed()[m.listed].name);
  return out;
}

using Names = std::vector<std::pair<std::string, std::string>>;

Mention name_over(std::uint32_t first, std::uint32_t last, EntityType type, Span span) {
  Mention m;
  m.tokens = {first, last};
  m.type = type;
  m.span = span;
  return m;
}

const std::filesystem::path shipping = SKEIN_TEST_EXAMPLES "/shipping";

const Extractor& of_ships() {
  static const auto loaded = [] {
    Extractor::Files files;
    files.rules = {shipping / "shipping.rules"};
    return Extractor::load(files);
  }();
  INFO((loaded.ok() ? std::string() : loaded.error().message));
  REQUIRE(loaded.ok());
  return *loaded;
}

const Extractor& as_shipped() {
  static const auto loaded = Extractor::load({});
  REQUIRE(loaded.ok());
  return *loaded;
}

std::vector<std::string> articles() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(shipping / "articles"))
    out.push_back(entry.path().string());
  std::sort(out.begin(), out.end());
  return out;
}

const LocalEntity* named(const Extraction& x, std::string_view name) {
  for (const auto& e : x.entities)
    for (const auto& n : e.names)
      if (n.name == name) return &e;
  return nullptr;
}

Extraction read_text(const Extractor& extractor, std::string text) {
  Document document(std::move(text));
  document.metadata.id = "text";
  return extractor.extract(document);
}

}  // namespace

TEST_CASE("a declared type has a parent, built in or declared, and words", "[schema]") {
  const auto set = parsed(
      "type Vessel : Product { ship }\ntype Tanker : Vessel { tanker \"gas carrier\" }\n"
      "relation CALLS_AT(Vessel, Place)\nrule CALLS_AT { words A reached B }\n");
  const auto& schema = set.schema();
  const auto vessel = schema.type_named("Vessel"), tanker = schema.type_named("Tanker");
  REQUIRE(vessel);
  REQUIRE(tanker);
  CHECK(base_of(*tanker) == EntityType::product);
  CHECK(schema.is(*tanker, *vessel));
  CHECK(schema.is(*tanker, EntityType::product));
  CHECK_FALSE(schema.is(*vessel, *tanker));
  CHECK(schema.labels(*tanker) == std::vector<std::string>{"Tanker", "Vessel"});
  CHECK(schema.labels(EntityType::product).empty());
  Document document("gas carrier");
  tokenize(document);
  CHECK(schema.called(document, 1) == *tanker);
  CHECK(schema.called(document, 0) == EntityType::none);
  // A rule without types has those of its relation; what calls a thing a ship calls it a product.
  REQUIRE(set.rules().size() == 1);
  CHECK(set.rules()[0].subject_types == std::vector{*vessel});
  CHECK(set.list("product_noun").contains("ship"));
}

TEST_CASE("names of a schema are found as whole words, the longest first, with the capitals they have",
          "[schema]") {
  const auto set = parsed(
      "type Port : Place\nnames Port { \"Port Ellery\" Ellery }\nnames Concept { ammonia AIDS }\n"
      "alias Organization \"Norrland Lines\" { NRL \"Norrland Lines Inc\" }\nalias \"Oster Bulk\" { Oster "
      "}\n");
  const auto& schema = set.schema();
  CHECK(marked(schema, "From Port Ellery to Ellery, Ammonia is on board.") ==
        Names{{"Port Ellery", "Port Ellery"}, {"Ellery", "Ellery"}, {"Ammonia", "ammonia"}});
  CHECK(marked(schema, "The ellery aids Ellerys.").empty());
  CHECK(marked(schema, "NRL, or Norrland  Lines Inc. by its full name.") ==
        Names{{"NRL", "Norrland Lines"}, {"Norrland  Lines Inc.", "Norrland Lines"}});
  SECTION("a name without a type needs one that a model found") {
    CHECK(marked(schema, "Oster said so.").empty());
    CHECK(marked(schema, "Oster said so.", {name_over(0, 1, EntityType::organization, {0, 5})}) ==
          Names{{"Oster", "Oster Bulk"}});
  }
  SECTION("a longer name that a model found stays, a shorter one goes") {
    CHECK(marked(schema, "NRL Arena is full.", {name_over(0, 2, EntityType::place, {0, 9})}) ==
          Names{{"NRL Arena", ""}});
    CHECK(marked(schema, "Port Ellery is full.", {name_over(1, 2, EntityType::person, {5, 11})}) ==
          Names{{"Port Ellery", "Port Ellery"}});
  }
}

TEST_CASE("a list of names stands in a file beside the schema, one a line", "[schema]") {
  const auto folder = std::filesystem::temp_directory_path() / "skein-schema-test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "ports.txt") << "# ports\nPort Ellery | Ellery Harbour\r\n\n  Skarnes  \n";
  std::ofstream(folder / "x.rules") << "names Place from \"ports.txt\"\n";
  const auto set = RuleSet::load({folder / "x.rules"});
  INFO((set.ok() ? std::string() : set.error().message));
  REQUIRE(set.ok());
  CHECK(marked(set->schema(), "Ellery Harbour and Skarnes") ==
        Names{{"Ellery Harbour", "Port Ellery"}, {"Skarnes", "Skarnes"}});
  // What was read once can be read again without the files.
  const auto texts = read_rule_texts({folder / "x.rules"});
  REQUIRE(texts.ok());
  std::filesystem::remove(folder / "ports.txt");
  const auto again = RuleSet::load(*texts);
  REQUIRE(again.ok());
  CHECK(again->fingerprint() == set->fingerprint());
  const auto gone = RuleSet::load({folder / "x.rules"});
  REQUIRE_FALSE(gone.ok());
  CHECK(gone.error().message.starts_with((folder / "x.rules").string() + ":1:19: cannot read"));
  std::filesystem::remove_all(folder);
}

TEST_CASE("a mistake in a schema is told with its place, what was found and what was wanted", "[schema]") {
  CHECK(error_of("type Drug Product { drug }") ==
        "x.rules:1:11: found 'Product', wanted ':' and the type above it: type Drug : Product { drug "
        "medicine }");
  CHECK(error_of("\ntypo Drug : Product")
            .starts_with("x.rules:2:1: found 'typo', wanted words, place, phrase, type"));
  CHECK(error_of("names Place { Skarnes")
            .starts_with("x.rules:1:22: found the end of the file, wanted a word"));
  CHECK(error_of("relation CALLS_AT(Person Place)")
            .starts_with("x.rules:1:31: found ')', wanted ',' between the types"));
  CHECK(error_of("rule OWNS(Person, Place) {\n  arc own >subj A >obj B\n}")
            .starts_with("x.rules:2:3: found 'arc', wanted arcs, words, role, confidence"));
  CHECK(error_of("type Drug : Medicine { drug }")
            .starts_with("x.rules:1:13: 'Medicine' is no type; types are Person"));
  CHECK(
      error_of("type Person : Product").starts_with("x.rules:1:1: Person is a type that skein has already"));
  CHECK(error_of("type Dose : Number").find("wanted Person, Organization, Place") != std::string::npos);
  CHECK(error_of("type A : Place\ntype A : Person")
            .starts_with("x.rules:2:1: type A is declared below Place already"));
  CHECK(error_of("rule OWNS { words A owns B }").find("no line before this one says what OWNS joins") !=
        std::string::npos);
  CHECK(error_of("relation OWNS { told_by:owning }")
            .starts_with("x.rules:1:17: no `words owning { … }` declares"));
  CHECK(error_of("relation OWNS(Person, Place)\nrule OWNS(Event, Place) { words A owns B\n }") ==
        "x.rules:2:1: this rule finds OWNS(Event, Place), but the relation joins (Person, Place)");
}

TEST_CASE("the words of a text say of which declared type a thing is", "[schema][models]") {
  const auto labels = [](std::string text, std::string_view name) {
    const auto x = read_text(of_ships(), std::move(text));
    const auto* entity = named(x, name);
    return entity == nullptr ? std::vector<std::string>{"nothing"} : entity->labels;
  };
  const std::vector<std::string> vessel = {"Vessel"}, tanker = {"Tanker", "Vessel"};
  CHECK(labels("The freighter Orvane left on Monday.", "Orvane") == vessel);
  CHECK(labels("Orvane, a Danish gas carrier, left on Monday.", "Orvane") == tanker);
  CHECK(labels("Officials said the Orvane is an oil tanker.", "Orvane") == tanker);
  CHECK(labels("They bought a ship called Orvane.", "Orvane") == vessel);
  CHECK(labels("Ships such as Orvane and Telmar lay idle.", "Telmar") == vessel);
  CHECK(labels("Ida Holm of Orvane Foods likes ships.", "Orvane Foods").empty());
  // What a list has is of its type, where no model would find it.
  CHECK(labels("Dockers in Torrin loaded ammonia.", "Cape Torrin") == std::vector<std::string>{"Port"});
}

TEST_CASE("what a relation joins holds for whatever finds it", "[schema][models]") {
  const auto with = [](std::string text) {
    Extractor::Files files;
    files.texts = {{"mine.rules", std::move(text), {}}};
    return Extractor::load(files);
  };
  // A rule that could never find what the relation joins is a mistake.
  const auto wrong = with("relation CEO_OF(Product, Organization)\n");
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().message.find("this rule finds CEO_OF(") != std::string::npos);
  const auto narrow = with("type Brewery : Organization { brewery }\nrelation CEO_OF(Person, Brewery)\n");
  REQUIRE(narrow.ok());
  const auto found = [&](std::string text) { return read_text(*narrow, std::move(text)).claims.size(); };
  CHECK(found("Ann Lee is the chief executive of Larkin Foods.") == 0);
  CHECK(found("Ann Lee is the chief executive of Larkin Foods. Larkin Foods, a brewery, grew.") == 1);
}

TEST_CASE("the example of a domain gives its facts, with its types and under its names", "[schema][models]") {
  auto graph = memory_graph();
  REQUIRE(build(*graph, of_ships(), articles()).ok());
  const auto lines = exported(*graph);
  const auto has = [&](std::string_view text) { return lines.find(text) != lines.npos; };
  CHECK(has(R"("Halvard Star")"));
  CHECK(has(R"(["Corvina"])"));
  for (const auto* type : {"CALLS_AT", "CARRIES", "OPERATES", "MASTER_OF", "MET_AT_SEA", "DEADWEIGHT"})
    CHECK(has("\"" + std::string(type) + "\""));
  CHECK(has(R"("CALLS_AT_DENIED")"));
  const auto traits = graph::relation_traits(**graph->begin(storage::Access::read));
  REQUIRE(traits.ok());
  CHECK(traits->at("MASTER_OF").one_subject);
  CHECK(traits->at("OPERATES").inverse == "OPERATED_BY");
}

TEST_CASE("a graph is a function of its documents and its schema, whenever the schema came",
          "[schema][models]") {
  const auto paths = articles();
  auto once = memory_graph();
  REQUIRE(build(*once, of_ships(), paths).ok());
  const auto expected = exported(*once);
  auto plain = memory_graph();
  REQUIRE(build(*plain, as_shipped(), paths).ok());
  const auto without = exported(*plain);
  CHECK(without != expected);

  // The schema comes after the documents, then goes again.
  const auto applied = build(*plain, of_ships(), {});
  REQUIRE(applied.ok());
  CHECK(applied->read_anew == 3);
  CHECK(exported(*plain) == expected);
  REQUIRE(build(*plain, as_shipped(), {}).ok());
  CHECK(exported(*plain) == without);

  // A document a build, the last one first, with what the graph remembers.
  auto slowly = memory_graph();
  REQUIRE(build(*slowly, of_ships(), {paths[2]}).ok());
  for (const auto i : {1, 0}) {
    const auto schema = schema_of(**slowly->begin(storage::Access::read));
    REQUIRE(schema.ok());
    CHECK(schema->settled);
    Extractor::Files files;
    files.texts = schema->texts;
    const auto extractor = Extractor::load(files);
    REQUIRE(extractor.ok());
    REQUIRE(build(*slowly, *extractor, {paths[static_cast<std::size_t>(i)]}).ok());
  }
  CHECK(exported(*slowly) == expected);
  CHECK(*forget(*slowly, paths[0]));
  auto never = memory_graph();
  REQUIRE(build(*never, of_ships(), {paths[1], paths[2]}).ok());
  CHECK(exported(*slowly) == exported(*never));
}
