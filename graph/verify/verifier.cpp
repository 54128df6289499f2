#include "graph/verify/verifier.hpp"

namespace skein::graph {

Result<VerifyReport> Verifier::run() {
  SKEIN_TRY(nodes());
  SKEIN_TRY(relationships());
  SKEIN_TRY(sets());
  SKEIN_TRY(counters());
  SKEIN_TRY(indexes());
  SKEIN_TRY(documents());
  SKEIN_TRY(evidence());
  SKEIN_TRY(texts());
  SKEIN_TRY(foreign());
  return std::move(report_);
}

std::string Verifier::name(const RelationshipId& r) const {
  return "relationship (" + std::to_string(r.from.value) +
         ")-[:" + std::string(transaction_.catalog().name(r.type)) + " " + std::to_string(r.ordinal) +
         "]->(" + std::to_string(r.to.value) + ")";
}

Result<VerifyReport> verify(Graph& graph, std::size_t most_findings, const QueryContext* context) {
  SKEIN_ASSIGN(const auto transaction, graph.begin(storage::Access::read));
  return Verifier(static_cast<GraphTransaction&>(*transaction), most_findings, context).run();
}

}  // namespace skein::graph
