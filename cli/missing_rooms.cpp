// Stands in for parts of other rooms while they are being built: each answers that it is not there.
#include "extract/builder.hpp"
#include "graph/conflicts.hpp"
#include "graph/formats/jsonl.hpp"
#include "graph/import/import_csv.hpp"
#include "graph/verify.hpp"

namespace skein {

namespace {
[[maybe_unused]] Error missing(const char* what) { return {ErrorCode::unsupported, std::string(what) + " is not part of this build"}; }
}  // namespace

#ifdef SKEIN_WITHOUT_EXTRACT
namespace extract {
struct Extractor::Parts {};
Extractor::Extractor(Extractor&&) noexcept = default;
Extractor& Extractor::operator=(Extractor&&) noexcept = default;
Extractor::~Extractor() = default;
Result<Extractor> Extractor::load(const Files&) { return missing("extraction"); }
Result<BuildSummary> build(graph::Graph&, const Extractor&, const std::vector<std::string>&, const BuildOptions&) { return missing("extraction"); }
Result<bool> forget(graph::Graph&, std::string_view) { return missing("extraction"); }
}  // namespace extract
#endif
namespace graph {
#ifdef SKEIN_WITHOUT_CONFLICTS
Result<std::vector<Conflict>> conflicts(const Transaction&) { return std::vector<Conflict>{}; }
#endif
#ifdef SKEIN_WITHOUT_JSONL
Result<void> write_jsonl(const Transaction&, std::ostream&) { return missing("the JSON lines format"); }
#endif
#ifdef SKEIN_WITHOUT_VERIFY
Result<VerifyReport> verify(Graph&, std::size_t, const QueryContext*) { return missing("verify"); }
#endif
#ifdef SKEIN_WITHOUT_IMPORT
Result<ImportSummary> import_csv(Graph&, const ImportOptions&, const ImportWatch&, const QueryContext*) { return missing("import"); }
#endif
}  // namespace graph

}  // namespace skein
