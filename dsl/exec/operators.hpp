// One maker for each operator; the classes live in their own files.
#pragma once

#include "dsl/exec/operator.hpp"

namespace skein::dsl::exec {

OperatorPtr make_argument(Runtime& runtime, ArgumentSource& source);
OperatorPtr make_node_scan(Runtime& runtime, const plan::Node& node, OperatorPtr input);  // all nodes, label
OperatorPtr make_id_seek(Runtime& runtime, const plan::IdSeek& op, OperatorPtr input);
OperatorPtr make_index_seek(Runtime& runtime, const plan::IndexSeek& op, OperatorPtr input);
OperatorPtr make_relationship_seek(Runtime& runtime, const plan::RelationshipSeek& op, OperatorPtr input);
OperatorPtr make_expand(Runtime& runtime, const plan::Expand& op, OperatorPtr input);
OperatorPtr make_expand_into(Runtime& runtime, const plan::Expand& op, OperatorPtr input);
OperatorPtr make_intersect(Runtime& runtime, const plan::Intersect& op, OperatorPtr input);
OperatorPtr make_var_expand(Runtime& runtime, const plan::VarExpand& op, OperatorPtr input);
OperatorPtr make_ends(Runtime& runtime, const plan::Ends& op, OperatorPtr input);
OperatorPtr make_shortest_path(Runtime& runtime, const plan::ShortestPath& op, OperatorPtr input);
OperatorPtr make_repeat(Runtime& runtime, const plan::Repeat& op, OperatorPtr input, OperatorPtr chain,
                        std::unique_ptr<ArgumentSource> source);
OperatorPtr make_shortest(Runtime& runtime, const plan::Shortest& op, OperatorPtr input);
OperatorPtr make_named_path(Runtime& runtime, const plan::NamedPath& op, OperatorPtr input);
OperatorPtr make_filter(Runtime& runtime, const plan::Filter& op, OperatorPtr input);
OperatorPtr make_project(Runtime& runtime, const plan::Project& op, OperatorPtr input);
OperatorPtr make_keep(Runtime& runtime, const plan::Keep& op, OperatorPtr input);
OperatorPtr make_aggregate(Runtime& runtime, const plan::Aggregate& op, OperatorPtr input);
OperatorPtr make_kept_counts(Runtime& runtime, const plan::KeptCounts& op, OperatorPtr input);
OperatorPtr make_distinct(Runtime& runtime, const plan::Distinct& op, OperatorPtr input);
OperatorPtr make_group(Runtime& runtime, const plan::Group& op, OperatorPtr input);
OperatorPtr make_sort(Runtime& runtime, const plan::Sort& op, OperatorPtr input);
OperatorPtr make_skip(Runtime& runtime, const plan::Skip& op, OperatorPtr input);
OperatorPtr make_limit(Runtime& runtime, const plan::Limit& op, OperatorPtr input);
OperatorPtr make_unwind(Runtime& runtime, const plan::Unwind& op, OperatorPtr input);
OperatorPtr make_load_csv(Runtime& runtime, const plan::LoadCsv& op, OperatorPtr input);
// Rows that were made before, in place of the node that would make them.
OperatorPtr make_replay(Runtime& runtime, const std::vector<Batch>& rows);
OperatorPtr make_union(Runtime& runtime, const plan::Union& op, std::vector<OperatorPtr> inputs);
OperatorPtr make_apply(Runtime& runtime, const plan::Apply& op, OperatorPtr left, OperatorPtr right,
                       std::unique_ptr<ArgumentSource> source);
OperatorPtr make_hash_join(Runtime& runtime, const plan::HashJoin& op, OperatorPtr left, OperatorPtr right,
                           std::unique_ptr<ArgumentSource> source);
OperatorPtr make_semi_join(Runtime& runtime, const plan::SemiJoin& op, OperatorPtr left, OperatorPtr right,
                           std::unique_ptr<ArgumentSource> source);
OperatorPtr make_procedure_call(Runtime& runtime, const plan::ProcedureCall& op, OperatorPtr input);
OperatorPtr make_create(Runtime& runtime, const plan::Create& op, OperatorPtr input);
OperatorPtr make_merge(Runtime& runtime, const plan::Merge& op, OperatorPtr input, OperatorPtr search,
                       std::unique_ptr<ArgumentSource> source);
OperatorPtr make_set_items(Runtime& runtime, const plan::SetItems& op, OperatorPtr input);
OperatorPtr make_remove_items(Runtime& runtime, const plan::RemoveItems& op, OperatorPtr input);
OperatorPtr make_delete(Runtime& runtime, const plan::Delete& op, OperatorPtr input);
OperatorPtr make_foreach(Runtime& runtime, const plan::Foreach& op, OperatorPtr input, OperatorPtr updates,
                         std::unique_ptr<ArgumentSource> source);

}  // namespace skein::dsl::exec
