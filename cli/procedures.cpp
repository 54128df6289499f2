// Procedures that look at what the text side left in the graph.
#include "cli/database.hpp"
#include "graph/conflicts.hpp"
#include "graph/formats/evidence_text.hpp"

namespace skein::cli {

namespace {

// One row a claim, those of one conflict together: which subject, which relation, what is said, and who says
// it.
Result<void> conflicts(graph::Transaction& transaction, graph::QueryContext& context, std::span<const Value>,
                       const dsl::Procedure::Emit& emit) {
  SKEIN_ASSIGN(const auto found, graph::conflicts(transaction));
  graph::formats::EvidenceTexts texts(transaction);
  std::int64_t number = 0;
  for (const auto& conflict : found) {
    ++number;
    SKEIN_TRY(context.check());
    for (const RelationshipId& claim : conflict.claims) {
      SKEIN_ASSIGN(const auto quotations, texts.quotations(claim));
      List sources;
      for (const auto& quotation : quotations) {
        sources.push_back(Value(quotation.title.empty() ? quotation.document : quotation.title));
      }
      SKEIN_TRY(emit({Value(number), Value(conflict.subject),
                      Value(std::string(transaction.catalog().name(conflict.type))),
                      Value(conflict.value_of(claim)), Value(claim), Value(std::move(sources))}));
    }
  }
  return {};
}

}  // namespace

std::shared_ptr<const dsl::ProcedureRegistry> all_procedures() {
  dsl::ProcedureRegistry registry = dsl::builtin_procedures();
  dsl::Procedure procedure;
  procedure.name = "skein.conflicts";
  procedure.outputs = {{"conflict", "INTEGER"}, {"subject", "NODE"},       {"relation", "STRING"},
                       {"value", "NODE"},       {"claim", "RELATIONSHIP"}, {"sources", "LIST OF STRING"}};
  procedure.description =
      "Claims that disagree: one subject, one relation, values that cannot all be right. A row a claim.";
  procedure.run = conflicts;
  registry.add(std::move(procedure));
  return std::make_shared<const dsl::ProcedureRegistry>(std::move(registry));
}

}  // namespace skein::cli
