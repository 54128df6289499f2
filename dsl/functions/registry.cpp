#include "dsl/functions/registry.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "dsl/functions/aggregator.hpp"
#include "dsl/functions/support.hpp"

namespace skein::dsl {

namespace {

std::string lowered(std::string_view name) {
  std::string out(name);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

// GQL's names for functions that have another here.
constexpr std::pair<std::string_view, std::string_view> other_names[] = {
    {"percentile_cont", "percentilecont"}, {"percentile_disc", "percentiledisc"}, {"stdev_samp", "stdev"},
    {"stdev_pop", "stdevp"},               {"collect_list", "collect"},           {"path_length", "length"},
    {"local_time", "localtime"},           {"local_datetime", "localdatetime"},
    {"zoned_time", "time"},                {"zoned_datetime", "datetime"},        {"duration_between", "duration.between"},
};

struct Registry {
  std::unordered_map<std::string, const FunctionInfo*> by_name;
  std::vector<const FunctionInfo*> sorted;

  Registry() {
    for (const auto& group : {scalar_functions(), graph_functions(), list_functions(), string_functions(),
                              math_functions(), conversion_functions(), point_functions(), temporal_functions(),
                              aggregate_functions()})
      for (const FunctionInfo& function : group) {
        [[maybe_unused]] const bool fresh = by_name.emplace(lowered(function.name), &function).second;
        assert(fresh);
        sorted.push_back(&function);
      }
    for (const auto& [other, name] : other_names) {
      assert(by_name.contains(std::string(name)) && !by_name.contains(std::string(other)));
      by_name.emplace(other, by_name.at(std::string(name)));
    }
    std::sort(sorted.begin(), sorted.end(),
              [](const FunctionInfo* a, const FunctionInfo* b) { return lowered(a->name) < lowered(b->name); });
  }
};

const Registry& registry() {
  static const Registry instance;
  return instance;
}

// Edits that turn one name into the other, up to `most` + 1 (Levenshtein, with neighbours swapped counting one).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before, last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before = std::exchange(last, now);
  }
  return last[b.size()];
}

}  // namespace

const FunctionInfo* find_function(std::string_view name) {
  const auto it = registry().by_name.find(lowered(name));
  return it == registry().by_name.end() ? nullptr : it->second;
}

std::span<const FunctionInfo* const> all_functions() { return registry().sorted; }

std::string_view similar_function(std::string_view name) {
  if (name.size() > 64) return {};
  const std::string wanted = lowered(name);
  std::size_t best = std::max<std::size_t>(1, wanted.size() / 4) + 1;
  std::string_view found;
  for (const FunctionInfo* function : registry().sorted) {
    const std::size_t d = distance(wanted, lowered(function->name));
    if (d < best) {
      best = d;
      found = function->name;
    }
  }
  return found;
}

}  // namespace skein::dsl
