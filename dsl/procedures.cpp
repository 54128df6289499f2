#include "dsl/procedures.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "dsl/procedures/builtin.hpp"
#include "dsl/procedures/gds/gds.hpp"

namespace skein::dsl {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

}  // namespace

std::size_t Procedure::least_inputs() const {
  std::size_t least = inputs.size();
  while (least > 0 && inputs[least - 1].optional) --least;
  return least;
}

std::string Procedure::signature() const {
  const auto fields = [](const std::vector<Field>& all) {
    std::string text;
    for (const Field& field : all)
      text += fmt::format("{}{}{} :: {}", text.empty() ? "" : ", ", field.name,
                          field.optional ? " = null" : "", field.type);
    return text;
  };
  return fmt::format("{}({}) :: ({})", name, fields(inputs), outputs.empty() ? "VOID" : fields(outputs));
}

void ProcedureRegistry::add(Procedure procedure) {
  std::string name = procedure.name;
  procedures_.insert_or_assign(std::move(name), std::move(procedure));
}

// Functions are found whatever the case of their name: they are filed under small letters.
void ProcedureRegistry::add(ExternalFunction function) {
  std::string name = lower(function.name);
  functions_.insert_or_assign(std::move(name), std::move(function));
}

const Procedure* ProcedureRegistry::procedure(std::string_view name) const {
  const auto it = procedures_.find(name);
  return it == procedures_.end() ? nullptr : &it->second;
}

const ExternalFunction* ProcedureRegistry::function(std::string_view name) const {
  const auto it = functions_.find(lower(name));
  return it == functions_.end() ? nullptr : &it->second;
}

std::vector<const Procedure*> ProcedureRegistry::procedures() const {
  std::vector<const Procedure*> out;
  for (const auto& entry : procedures_) out.push_back(&entry.second);
  return out;
}

std::vector<const ExternalFunction*> ProcedureRegistry::functions() const {
  std::vector<const ExternalFunction*> out;
  for (const auto& entry : functions_) out.push_back(&entry.second);
  return out;
}

ProcedureRegistry builtin_procedures() {
  ProcedureRegistry registry;
  procedures::add_catalog(registry);
  procedures::add_schema(registry);
  procedures::add_listings(registry);
  procedures::add_evidence(registry);
  procedures::add_own(registry);
  procedures::add_search(registry);
  procedures::add_algorithms(registry);
  procedures::add_similarity(registry);
  procedures::add_paths(registry);
  procedures::gds::add_graphs(registry);
  procedures::gds::add_algorithms(registry);
  procedures::gds::add_paths(registry);
  procedures::gds::add_similarity(registry);
  return registry;
}

}  // namespace skein::dsl
