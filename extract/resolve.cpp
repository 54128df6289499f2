#include "extract/resolve.hpp"

#include <algorithm>
#include <tuple>

#include "extract/lines.hpp"
#include "extract/names.hpp"

namespace skein::extract {

std::vector<std::string> resolution_keys(const Draft& draft, std::string_view document) {
  std::vector<std::string> cores = draft.more_cores;
  cores.push_back(draft.core);
  std::vector<std::string> keys;
  const auto add = [&](std::string_view space, const std::string& core) {
    keys.push_back(std::string(space) + core);
  };
  switch (draft.type) {
    case EntityType::person:
      for (const auto& core : cores)
        if (core.find(' ') != core.npos) add("p:", core);
      if (keys.empty()) add("p@" + std::string(document) + ":", draft.core);
      break;
    case EntityType::place:
      for (const auto& core : cores) add("l:", core);
      break;
    case EntityType::concept_:
      for (const auto& core : cores) add("c:", core);
      break;
    case EntityType::event: {
      const bool named = std::any_of(draft.names.begin(), draft.names.end(), [](const auto& n) {
        return n.first[0] >= 'A' && n.first[0] <= 'Z' && n.first.find(' ') != n.first.npos;
      });
      const auto space = named ? std::string("n:") : "e@" + std::string(document) + ":";
      for (const auto& core : cores) add(space, core);
      break;
    }
    default:
      for (const auto& core : cores) add("n:", core);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

namespace {

bool shouting(std::string_view name) {
  std::size_t upper = 0, lower = 0;
  for (const char c : name) {
    upper += c >= 'A' && c <= 'Z' ? 1 : 0;
    lower += c >= 'a' && c <= 'z' ? 1 : 0;
  }
  return lower == 0 && upper > 4;
}

bool legal_looking(std::string_view name) {
  for (const std::string_view form :
       {" Ltd",     " Ltd.", " Inc", " Inc.", " Corp", " Corp.", " Corporation", " Incorporated",
        " Limited", " PLC",  " plc", " AG",   " SE",   " S.A.",  " N.V.",        " LLC",
        " GmbH",    " AB",   " ASA", " Oyj",  " Co",   " Co.",   " Holding",     " Holdings"})
    if (name.ends_with(form)) return true;
  return false;
}

}  // namespace

std::string canonical_name(EntityType type, const std::vector<NameCount>& names, std::string_view key) {
  if (type == EntityType::place && key.size() > 2)
    for (const auto& n : names)
      if (ascii_lower(n.name) == key.substr(2)) return n.name;
  const auto rank = [&](const NameCount& n) {
    const bool wordy = n.name.find(' ') != n.name.npos;
    int awkward = shouting(n.name) ? 1 : 0;
    if (type == EntityType::organization || type == EntityType::product)
      awkward += legal_looking(n.name) ? 2 : 0;
    if (type == EntityType::person) awkward += wordy ? 0 : 2;
    if (type == EntityType::concept_ || type == EntityType::event)
      awkward += shouting(n.name) || (!wordy && is_acronym_of(n.name, "x")) ? 1 : 0;
    // An acronym names a thing less well than its words.
    if (type == EntityType::concept_ && n.name.size() <= 5 &&
        n.name.find_first_of("abcdefghijklmnopqrstuvwxyz") == n.name.npos)
      awkward += 1;
    return std::tuple(awkward, -static_cast<long>(n.count), n.name.size(), n.name);
  };
  const auto best = std::min_element(
      names.begin(), names.end(), [&](const NameCount& a, const NameCount& b) { return rank(a) < rank(b); });
  return best == names.end() ? std::string() : best->name;
}

}  // namespace skein::extract
