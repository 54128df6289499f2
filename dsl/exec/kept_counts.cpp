// Counts of nodes or relationships that the store keeps.
#include "dsl/exec/labels.hpp"
#include "dsl/exec/operators.hpp"

namespace skein::dsl::exec {

namespace {

class KeptCounts final : public Blocking {
 public:
  KeptCounts(Runtime& shared, const plan::KeptCounts& op, OperatorPtr input)
      : Blocking(shared, std::move(input)), op_(op) {}

 protected:
  Result<Batch> run() override {
    const auto& catalog = runtime_.transaction.catalog();
    std::vector<std::int64_t> counts;
    std::vector<Value> names;
    if (!op_.relationships) {
      const auto label = op_.label.empty() ? std::nullopt : catalog.label(op_.label);
      counts.push_back(static_cast<std::int64_t>(op_.label.empty() ? catalog.node_count()
                                                 : label           ? catalog.node_count(*label)
                                                                   : 0));
    } else {
      auto types = type_ids(op_.types, catalog);
      if (!types) {
        types = catalog.types();
        std::erase_if(*types, [&](TypeId type) { return !catalog.asserted(type); });
      }
      std::int64_t all = 0;
      for (const TypeId type : *types) {
        const auto count = static_cast<std::int64_t>(catalog.relationship_count(type));
        all += count;
        if (count == 0 || op_.type_names.empty()) continue;
        counts.push_back(count);
        names.emplace_back(catalog.name(type));
      }
      if (op_.type_names.empty()) counts.push_back(all);
    }
    Batch out(runtime_.plan.symbols, counts.size());
    for (const auto symbol : op_.type_names) out.set(symbol, Column::of(std::vector<Value>(names)));
    for (const auto symbol : op_.counts) out.set(symbol, Column::of(std::vector<std::int64_t>(counts)));
    return out;
  }

 private:
  const plan::KeptCounts& op_;
};

}  // namespace

OperatorPtr make_kept_counts(Runtime& runtime, const plan::KeptCounts& op, OperatorPtr input) {
  return std::make_unique<KeptCounts>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
