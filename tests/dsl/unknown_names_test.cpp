// Warnings about labels, types and properties that no data has.
#include <catch2/catch.hpp>

#include "dsl/procedures.hpp"
#include "dsl/query.hpp"

namespace skein::dsl {
namespace {

class NoRows : public RowSink {
 public:
  Result<void> begin(const std::vector<std::string>&) override { return {}; }
  Result<void> row(std::vector<Value>) override { return {}; }
};

}  // namespace

TEST_CASE("names that no data has are warned of, with what was probably meant", "[dsl][warnings]") {
  auto graph = graph::Graph::open(":memory:", {});
  REQUIRE(graph.ok());
  Session session(**graph, std::make_shared<ProcedureRegistry>(builtin_procedures()));
  const auto warnings = [&](const std::string& text) {
    graph::QueryContext context;
    NoRows sink;
    auto result = session.run(text, context, sink);
    REQUIRE(result.ok());
    return result->warnings;
  };
  using Warnings = std::vector<std::string>;
  CHECK(warnings("CREATE (:Gardener {name: 'Ines'})-[:TENDS {since: 2}]->(:Garden)") == Warnings{});
  CHECK(warnings("MATCH (g:Gardener)-[t:TENDS]->(:Garden) WHERE g.name <> '' AND t.since > 1 RETURN g") ==
        Warnings{});
  CHECK(warnings("MATCH (g:Gardner) RETURN g") ==
        Warnings{"no node has the label 'Gardner': did you mean Gardener?"});
  CHECK(warnings("MATCH (g)-[:TEND|PRUNES]->() RETURN g") ==
        Warnings{"no relationship has the type 'PRUNES'",
                 "no relationship has the type 'TEND': did you mean TENDS?"});
  CHECK(warnings("MATCH (g) WHERE g:Gardenerr AND EXISTS { (g)-[:TENS]->() } RETURN g") ==
        Warnings{"no node has the label 'Gardenerr': did you mean Gardener?",
                 "no relationship has the type 'TENS': did you mean TENDS?"});
  CHECK(warnings("MATCH (g:Gardener {nmae: 'x'}) RETURN g.nam, g.unheard_of") ==
        Warnings{"nothing has a property 'nam': did you mean name?",
                 "nothing has a property 'nmae': did you mean name?"});
  CHECK(warnings("CREATE (:New {fresh: 1}) WITH 1 AS one MATCH (n:New) RETURN n.fresh") == Warnings{});
}

}  // namespace skein::dsl
