#include "tests/graph/odd_graph.hpp"

#include <algorithm>
#include <limits>

#include "graph/conflicts.hpp"
#include "graph/search.hpp"
#include "graph/temporal/text.hpp"
#include "tests/graph/graph_support.hpp"

namespace skein::graph::test {

namespace {

class Maker {
 public:
  explicit Maker(Transaction& t) : t_(t) {}
  NodeId node(std::initializer_list<const char*> labels, std::map<std::string, Value> properties,
              Origin origin = Origin::written) {
    std::vector<LabelId> ids;
    for (const char* label : labels) ids.push_back(ok(t_.make_label(label)));
    return ok(t_.create_node(ids, keyed(properties), origin));
  }
  RelationshipId relate(NodeId from, const char* type, NodeId to,
                        std::map<std::string, Value> properties = {}, Origin origin = Origin::written,
                        bool asserted = true) {
    return ok(t_.create_relationship(from, ok(t_.make_type(type, asserted)), to, keyed(properties), origin));
  }

 private:
  Properties keyed(const std::map<std::string, Value>& properties) {
    Properties out;
    for (const auto& [name, value] : properties) out.emplace_back(ok(t_.make_key(name)), value);
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return out;
  }
  Transaction& t_;
};

Evidence evidence(DocumentId document, std::uint32_t begin, std::uint32_t end) {
  Evidence e;
  e.document = document;
  e.sentence = {begin, end};
  e.subject = {begin, begin + 3};
  e.object = {end - 5, end - 1};
  e.predicate_text = "runs \"it\"";
  e.confidence = 0.875;
  e.rule = "rule<1>";
  return e;
}

// One of every kind of rule, all obeyed by the graph below.
void rules(Transaction& t) {
  const auto rule = [&](const char* name, RuleKind kind, const char* label, const char* type,
                        std::initializer_list<const char*> keys) {
    SchemaRule one;
    one.name = name;
    one.kind = kind;
    if (type != nullptr) one.type = ok(t.make_type(type));
    if (label != nullptr) one.label = ok(t.make_label(label));
    for (const char* key : keys) one.keys.push_back(ok(t.make_key(key)));
    if (kind == RuleKind::type) one.value_type = "INTEGER";
    ok(t.create_rule(std::move(one)));
  };
  rule("zz people", RuleKind::unique, "Person", nullptr, {"name"});
  rule("aa \"odd\"", RuleKind::key, "A;B", nullptr, {"id", "a:b"});
  rule("named", RuleKind::exists, "Organization", nullptr, {"name"});
  rule("counted", RuleKind::type, nullptr, "MENTIONS", {"count"});
  rule("mentioned", RuleKind::exists, nullptr, "MENTIONS", {"count"});
  rule("since", RuleKind::index, nullptr, "KNOWS", {"since"});
  rule("by name and age", RuleKind::index, "Person", nullptr, {"name", "age"});
  TextIndexInfo words;
  words.name = "words";
  words.labels = {ok(t.make_label("Person")), ok(t.make_label("Organization"))};
  words.keys = {ok(t.make_key("name")), ok(t.make_key("aliases"))};
  ok(t.create_text_index(words));
  ok(make_search_indexes(t));
}

}  // namespace

std::unique_ptr<Graph> odd_graph() {
  auto graph = ok(Graph::open(":memory:", {}));
  auto transaction = ok(graph->begin(storage::Access::write));
  Transaction& t = *transaction;
  Maker make(t);
  // Made first, used last: numbers of labels and types are not in the order of names.
  ok(t.make_label("Zebra"));
  ok(t.make_type("ZZZ"));

  const auto ann = make.node({"Person", "Founder"},
                             {{"name", "Ann \"A\" Lee"}, {"age", 41}, {"tags", List{"x", "y;z", ""}}});
  const auto bob =
      make.node({"Person"}, {{"name", "Bob\nthe <builder> & 'co' `x` \\ | # [[b]]"}, {"age", 1.5}});
  const auto none = make.node({}, {});
  const auto twin1 = make.node({"Twin"}, {}), twin2 = make.node({"Twin"}, {}),
             twin3 = make.node({"Twin"}, {});
  const auto odd = make.node({"A;B", "x:y", "`tick`", "sp ace", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"},
                             {{"name",
                               "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xe2\x80\xae"
                               "abc"},
                              {"a:b", "colon"},
                              {"q\"uote", "quote"},
                              {"line\nbreak", "line"},
                              {"brace{x}", 1},
                              {"round(x)", 2},
                              {"labels", "reserved"},
                              {"id", "x1"},
                              {"evidence", "reserved"},
                              {"control", std::string("a\x01"
                                                      "b\x1f\x7f\tc\rd\0e",
                                                      11)},
                              {"nonchar", "\xef\xbf\xbe\xef\xbf\xbf"},
                              {"empty", ""},
                              {"space", "  both sides  "},
                              {"cjk", "\xe5\x90\xb4\xe6\xb3\xb3\xe9\x93\xad \xf0\x9f\x98\x80"},
                              {"$type", "Map"}});
  make.node({"Values"},
            {{"true", true},
             {"false", false},
             {"zero", 0},
             {"max", std::numeric_limits<std::int64_t>::max()},
             {"min", std::numeric_limits<std::int64_t>::min()},
             {"float", 0.1},
             {"whole", 1.0},
             {"negative zero", -0.0},
             {"tiny", 5e-324},
             {"huge", 1.7976931348623157e308},
             {"nan", std::numeric_limits<double>::quiet_NaN()},
             {"inf", std::numeric_limits<double>::infinity()},
             {"-inf", -std::numeric_limits<double>::infinity()},
             {"date", ok(temporal::parse_date("2025-02-24"))},
             {"old", ok(temporal::parse_date("-0044-03-15"))},
             {"far", ok(temporal::parse_date("+12345-01-01"))},
             {"localtime", ok(temporal::parse_local_time("12:31:14.645876123"))},
             {"short", ok(temporal::parse_local_time("12:31"))},
             {"time", ok(temporal::parse_time("12:31:14+01:00"))},
             {"utc", ok(temporal::parse_time("12:31Z"))},
             {"seconds", ok(temporal::parse_time("12:31+00:53:28"))},
             {"localdatetime", ok(temporal::parse_local_date_time("1984-10-11T12:31:14.5"))},
             {"datetime", ok(temporal::parse_date_time("1984-10-11T12:31:14-05:00"))},
             {"zoned", ok(temporal::parse_date_time("2017-10-29T02:30+01:00[Europe/Stockholm]"))},
             {"duration", ok(temporal::parse_duration("P12Y5M14DT16H13M10.000000001S"))},
             {"mixed duration", ok(temporal::parse_duration("P1M-3DT-0.5S"))},
             {"point", Point{7203, 1.25, -2, 0}},
             {"point3", Point{9157, 1, 2, 3}},
             {"place", Point{4326, 12.994, 55.612, 0}},
             {"place3", Point{4979, 12.994, 55.612, 8}},
             {"strings", List{"a", "b"}},
             {"numbers", List{1, 2, 3}},
             {"floats", List{1.5, std::numeric_limits<double>::infinity()}},
             {"dates", List{ok(temporal::parse_date("2025-02-24")), ok(temporal::parse_date("0001-01-01"))}},
             {"points", List{Point{7203, 1, 2, 0}}},
             {"nothing", List{}},
             {"blank", List{""}}});
  // The same keys with values of other kinds.
  make.node({"Values"},
            {{"date", "no date"}, {"numbers", 7}, {"strings", List{1, 2}}, {"point", true}, {"float", 3}});

  make.relate(ann, "KNOWS", bob);
  make.relate(ann, "KNOWS", bob);
  make.relate(ann, "KNOWS", bob, {{"since", 2001}});
  make.relate(ann, "KNOWS", bob, {{"since", ok(temporal::parse_date("2001-01-01"))}});
  make.relate(bob, "KNOWS", bob);
  make.relate(bob, "odd `type` : \"x\" <&>\n", odd, {{"w;x", List{"a;b"}}});
  make.relate(twin1, "NEXT", twin2);
  make.relate(twin2, "NEXT", twin3);
  make.relate(none, "AAA", none, {{"deep", List{"x"}}});

  DocumentRecord record;
  record.key = "news/a & b.txt";
  record.title = "News <today>";
  record.url = "https://example.org/a?b=1&c=2";
  record.source = "The \"Paper\"";
  record.published = ok(temporal::parse_date("2025-02-24"));
  record.text =
      "Gr\xc3\xb6\xc3\x9f"
      "e z\xc3\xa4hlt.\r\nAnn runs Acme. \x02 Acme denies, \"it\" plans;\n";
  record.hash = "0123456789abcdef";
  const auto paper =
      make.node({"Document"}, {{"name", record.title}, {"key", record.key}, {"uid", "d:00000000000000aa"}},
                Origin::derived);
  record.node = paper;
  const auto document = ok(t.put_document(record));
  record = {};
  record.key = "bare";
  record.text = "Ann runs Acme.";
  record.hash = "ff";
  const auto bare = ok(t.put_document(record));

  const auto acme = make.node(
      {"Organization"},
      {{"name", "Acme"}, {"aliases", List{"Acme Inc.", "ACME; Ltd"}}, {"uid", "e:00000000000000bb"}},
      Origin::derived);
  const auto lee = make.node({"Person"}, {{"name", "Lee"}, {"uid", "e:00000000000000cc"}}, Origin::derived);
  make.relate(paper, "MENTIONS", acme, {{"count", 2}}, Origin::derived);
  make.relate(paper, "MENTIONS", lee, {{"count", 1}}, Origin::derived);
  const auto runs = make.relate(lee, "CEO_OF", acme, {{"support", 2}, {"confidence", 0.9}}, Origin::derived);
  const auto denied =
      make.relate(lee, "CEO_OF_DENIED", acme, {{"support", 1}, {"confidence", 0.5}}, Origin::derived, false);
  auto one = evidence(document, 13, 28);
  one.published = ok(temporal::parse_date("2025-02-24"));
  one.valid_from = ok(temporal::parse_date("2024-01-01"));
  one.valid_to = ok(temporal::parse_date("2026-01-01"));
  ok(t.add_evidence(runs, one));
  ok(t.add_evidence(runs, evidence(bare, 0, 14)));
  one = evidence(document, 30, 44);
  one.polarity = Polarity::denied;
  one.attribution = "analysts, \"some\"";
  one.recorded = -5;
  ok(t.add_evidence(denied, one));
  one = evidence(document, 30, 44);
  one.modality = Modality::planned;
  ok(t.add_evidence(make.relate(ann, "OWNS", acme, {{"note", "written"}}), one));

  RelationTraits traits;
  traits.one_object = traits.symmetric = true;
  traits.inverse = "HAS \"CEO\"";
  ok(put_relation_traits(t, "CEO_OF", traits));
  rules(t);
  ok(t.commit());
  return graph;
}

std::map<std::string, std::string> exported(Graph& graph, std::string_view format,
                                            const formats::ExportOptions& options) {
  const auto transaction = ok(graph.begin(storage::Access::read));
  const auto* found = formats::find_export_format(format);
  REQUIRE(found != nullptr);
  MemoryTarget target;
  ok(formats::write_graph(*transaction, {}, *found, options, target));
  return target.files();
}

}  // namespace skein::graph::test
