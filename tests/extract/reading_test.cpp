// The shipped models on sentences of our own, about companies and people that do not exist.
#include <catch2/catch.hpp>

#include "extract/pipeline.hpp"

using namespace skein::extract;

namespace {

const Models& models() {
  static const auto loaded = Models::load(default_model_directory());
  REQUIRE(loaded.ok());
  return *loaded;
}

Document read_text(std::string text) {
  Document d(std::move(text));
  read(d, models());
  return d;
}

std::uint32_t token(const Document& d, std::string_view form) {
  for (std::uint32_t i = 0; i < d.tokens.size(); ++i)
    if (d.form(i) == form) return i;
  FAIL("no token " << form);
  return 0;
}

EntityType type_of(const Document& d, std::string_view name) {
  for (const Mention& m : d.mentions)
    if (d.form(m) == name) return m.type;
  return EntityType::none;
}

bool hangs(const Document& d, std::string_view child, std::string_view head, std::string_view relation) {
  const Token& t = d.tokens[token(d, child)];
  return t.head != no_token && d.form(t.head) == head && name(t.relation) == relation;
}

}  // namespace

TEST_CASE("words get their parts of speech, forms and lemmas", "[extract][reading]") {
  const Document d = read_text("The companies were founded by engineers who had left larger firms.");
  CHECK(d.tokens[token(d, "companies")].tag == Upos::noun);
  CHECK(d.tokens[token(d, "companies")].form == Form::plural);
  CHECK(d.lemma(token(d, "companies")) == "company");
  CHECK(d.tokens[token(d, "were")].tag == Upos::aux);
  CHECK(d.lemma(token(d, "were")) == "be");
  CHECK(d.tokens[token(d, "founded")].form == Form::past_participle);
  CHECK(d.lemma(token(d, "founded")) == "found");
  CHECK(d.lemma(token(d, "left")) == "leave");
  CHECK(d.lemma(token(d, "larger")) == "large");
}

TEST_CASE("a sentence becomes a tree with the right arcs", "[extract][reading]") {
  const Document d = read_text("The bank bought a small insurer in March and sold it again.");
  CHECK(hangs(d, "bank", "bought", "nsubj"));
  CHECK(hangs(d, "insurer", "bought", "obj"));
  CHECK(hangs(d, "small", "insurer", "amod"));
  CHECK(hangs(d, "sold", "bought", "conj"));
  CHECK(d.tokens[token(d, "bought")].head == no_token);
  std::size_t roots = 0;
  for (const Token& t : d.tokens) roots += t.head == no_token ? 1 : 0;
  CHECK(roots == 1);
}

TEST_CASE("the agent of a passive is told from the subject", "[extract][reading]") {
  const Document d = read_text("The museum was founded by a local teacher.");
  CHECK(hangs(d, "museum", "founded", "nsubj:pass"));
  CHECK(hangs(d, "teacher", "founded", "obl:agent"));
}

TEST_CASE("names are found with their types", "[extract][reading]") {
  const Document d = read_text(
      "Norvane Holdings Ltd. named Clara Whitfield chief executive on Monday. Whitfield joined Norvane from the "
      "University of Leeds in 2019 and lives in Rotterdam.");
  CHECK(type_of(d, "Norvane Holdings Ltd.") == EntityType::organization);
  CHECK(type_of(d, "Clara Whitfield") == EntityType::person);
  CHECK(type_of(d, "Whitfield") == EntityType::person);
  CHECK(type_of(d, "University of Leeds") == EntityType::organization);
  CHECK(type_of(d, "Rotterdam") == EntityType::place);
}

TEST_CASE("nothing hangs inside a name but its own words", "[extract][reading]") {
  const Document d = read_text("Analysts said Clara Whitfield leads Norvane Holdings Ltd. and plans to grow it.");
  for (const Mention& m : d.mentions) {
    REQUIRE(m.head != no_token);
    for (std::uint32_t i = 0; i < d.tokens.size(); ++i) {
      const std::uint32_t head = d.tokens[i].head;
      const bool inside = i >= m.tokens.first && i < m.tokens.last;
      if (!inside && head != no_token && head >= m.tokens.first && head < m.tokens.last) CHECK(head == m.head);
    }
  }
}

TEST_CASE("reading the same text twice gives the same document", "[extract][reading]") {
  const std::string text = "Norvane Holdings Ltd. will open a plant in Lyon. Its rival, Odell & Sons, will not.";
  const Document a = read_text(text);
  Document b = read_text("Something else was here before.");
  b.text = text;
  read(b, models());
  REQUIRE(a.tokens.size() == b.tokens.size());
  for (std::uint32_t i = 0; i < a.tokens.size(); ++i) {
    CHECK(a.tokens[i].head == b.tokens[i].head);
    CHECK(a.tokens[i].tag_id == b.tokens[i].tag_id);
    CHECK(a.lemma(i) == b.lemma(i));
  }
  REQUIRE(a.mentions.size() == b.mentions.size());
  for (std::size_t i = 0; i < a.mentions.size(); ++i) CHECK(a.mentions[i].score == b.mentions[i].score);
}

TEST_CASE("odd texts are read without harm", "[extract][reading]") {
  for (const std::string& text :
       {std::string(), std::string(" \n\n\t"), std::string("."), std::string("\xff\xfe\x80"), std::string(3000, 'a'),
        std::string(2000, '('), std::string("\u6f22\u5b57\u306f\u96e3\u3057\u3044\u3002"), std::string("A ") + std::string(1500, 'B')}) {
    const Document d = read_text(text);
    for (const Mention& m : d.mentions) CHECK(m.span.end <= text.size());
  }
}

TEST_CASE("missing models are an error that names the file", "[extract][reading]") {
  const auto none = Models::load("/nowhere");
  REQUIRE_FALSE(none.ok());
  CHECK(none.error().message.find("/nowhere/lexicon.bin") != std::string::npos);
}
