#include "dsl/exec/gather.hpp"
#include "dsl/exec/operators.hpp"
#include "dsl/overloaded.hpp"

namespace skein::dsl::exec {

namespace {

OperatorPtr make_operator(const plan::Node& node, Runtime& runtime, ArgumentSource& source) {
  const auto input = [&](std::size_t i = 0) { return build(*node.inputs[i], runtime, source); };
  // inputs[1] reads its Argument from a source of its own.
  const auto nested = [&](auto maker) {
    auto inner = std::make_unique<ArgumentSource>();
    inner->batch = Batch(runtime.plan.symbols, 1);
    auto right = build(*node.inputs[1], runtime, *inner);
    return maker(input(), std::move(right), std::move(inner));
  };
  return std::visit(
      Overloaded{
          [&](const plan::Argument&) { return make_argument(runtime, source); },
          [&](const plan::AllNodesScan&) { return make_node_scan(runtime, node, input()); },
          [&](const plan::LabelScan&) { return make_node_scan(runtime, node, input()); },
          [&](const plan::IndexSeek& op) { return make_index_seek(runtime, op, input()); },
          [&](const plan::RelationshipSeek& op) { return make_relationship_seek(runtime, op, input()); },
          [&](const plan::IdSeek& op) { return make_id_seek(runtime, op, input()); },
          [&](const plan::Expand& op) {
            return op.into ? make_expand_into(runtime, op, input()) : make_expand(runtime, op, input());
          },
          [&](const plan::Intersect& op) { return make_intersect(runtime, op, input()); },
          [&](const plan::VarExpand& op) { return make_var_expand(runtime, op, input()); },
          [&](const plan::Ends& op) { return make_ends(runtime, op, input()); },
          [&](const plan::ShortestPath& op) { return make_shortest_path(runtime, op, input()); },
          [&](const plan::Repeat& op) {
            return nested([&](auto left, auto right, auto inner) {
              return make_repeat(runtime, op, std::move(left), std::move(right), std::move(inner));
            });
          },
          [&](const plan::Shortest& op) { return make_shortest(runtime, op, input()); },
          [&](const plan::NamedPath& op) { return make_named_path(runtime, op, input()); },
          [&](const plan::Filter& op) { return make_filter(runtime, op, input()); },
          [&](const plan::Project& op) { return make_project(runtime, op, input()); },
          [&](const plan::Keep& op) { return make_keep(runtime, op, input()); },
          [&](const plan::Aggregate& op) { return make_aggregate(runtime, op, input()); },
          [&](const plan::KeptCounts& op) { return make_kept_counts(runtime, op, input()); },
          [&](const plan::Distinct& op) { return make_distinct(runtime, op, input()); },
          [&](const plan::Group& op) { return make_group(runtime, op, input()); },
          [&](const plan::Sort& op) { return make_sort(runtime, op, input()); },
          [&](const plan::Skip& op) { return make_skip(runtime, op, input()); },
          [&](const plan::Limit& op) { return make_limit(runtime, op, input()); },
          [&](const plan::Unwind& op) { return make_unwind(runtime, op, input()); },
          [&](const plan::LoadCsv& op) { return make_load_csv(runtime, op, input()); },
          [&](const plan::Union& op) {
            std::vector<OperatorPtr> inputs;
            for (std::size_t i = 0; i < node.inputs.size(); ++i) inputs.push_back(input(i));
            return make_union(runtime, op, std::move(inputs));
          },
          [&](const plan::Apply& op) {
            return nested([&](auto left, auto right, auto inner) {
              return make_apply(runtime, op, std::move(left), std::move(right), std::move(inner));
            });
          },
          [&](const plan::HashJoin& op) {
            return nested([&](auto left, auto right, auto inner) {
              return make_hash_join(runtime, op, std::move(left), std::move(right), std::move(inner));
            });
          },
          [&](const plan::SemiJoin& op) {
            return nested([&](auto left, auto right, auto inner) {
              return make_semi_join(runtime, op, std::move(left), std::move(right), std::move(inner));
            });
          },
          [&](const plan::ProcedureCall& op) { return make_procedure_call(runtime, op, input()); },
          [&](const plan::Create& op) { return make_create(runtime, op, input()); },
          [&](const plan::Merge& op) {
            return nested([&](auto left, auto right, auto inner) {
              return make_merge(runtime, op, std::move(left), std::move(right), std::move(inner));
            });
          },
          [&](const plan::SetItems& op) { return make_set_items(runtime, op, input()); },
          [&](const plan::RemoveItems& op) { return make_remove_items(runtime, op, input()); },
          [&](const plan::Delete& op) { return make_delete(runtime, op, input()); },
          [&](const plan::Foreach& op) {
            return nested([&](auto left, auto right, auto inner) {
              return make_foreach(runtime, op, std::move(left), std::move(right), std::move(inner));
            });
          }},
      node.op);
}

}  // namespace

OperatorPtr build(const plan::Node& node, Runtime& runtime, ArgumentSource& source) {
  const auto known = runtime.replayed.find(&node);
  const bool shared = &source == runtime.statement_source && can_gather(node, runtime);
  auto made = known != runtime.replayed.end() ? make_replay(runtime, *known->second)
              : shared                        ? make_gather(runtime, node, source)
                                              : make_operator(node, runtime, source);
  made->plan_node = &node;
  return made;
}

}  // namespace skein::dsl::exec
