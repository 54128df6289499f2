#include "extract/resolve/resolve.hpp"

#include <algorithm>
#include <tuple>

#include "extract/names/names.hpp"
#include "extract/text/lines.hpp"
#include "extract/text/unicode.hpp"

namespace skein::extract {

namespace {

// Keys know no accents: "kraków" and "krakow", "sørensen" and "sorensen". Latin-1 and Latin Extended-A; other
// text is left as it is. `text` is in lower case but for accented capitals.
std::string without_accents(std::string_view text) {
  // The base letters of U+00C0 to U+017F; '*' where there is none, "æ", "ß" and the like spelled out below.
  static constexpr std::string_view base =
      "aaaaaa*ceeeeiiiidnooooo*ouuuuy**aaaaaa*ceeeeiiiidnooooo*ouuuuy*y"
      "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkklllllll"
      "lllnnnnnnnnnoooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
  static_assert(base.size() == 0x180 - 0xC0);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = decode(text, at);
    if (c.value == 0xC6 || c.value == 0xE6)
      out += "ae";
    else if (c.value == 0x152 || c.value == 0x153)
      out += "oe";
    else if (c.value == 0xDF)
      out += "ss";
    else if (c.value == 0xDE || c.value == 0xFE)
      out += "th";
    else if (c.value >= 0xC0 && c.value < 0x180 && base[c.value - 0xC0] != '*')
      out += base[c.value - 0xC0];
    else
      out.append(text.substr(at, c.size));
    at += c.size;
  }
  return out;
}

// "iea" of "international energy agency"; small words may be left out.
bool is_initials(std::string_view letters, std::string_view words) {
  std::string all, strong;
  for (const auto& w : split_words(words)) {
    all += w[0];
    if (w != "of" && w != "and" && w != "the" && w != "for" && w != "in" && w != "&") strong += w[0];
  }
  return letters.size() >= 2 && letters.find(' ') == letters.npos && (letters == all || letters == strong);
}

bool shortens(const std::string& core, const std::string& full) {
  return full.starts_with(core + " ") || full.ends_with(" " + core) || is_initials(core, full);
}

void sort_unique(std::vector<std::string>& keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

// Names in one key space: those that another one is a longer form of are only leaned on.
void add_names(std::string_view space, const std::vector<std::string>& cores, ResolutionKeys& out) {
  for (const auto& core : cores) {
    const bool short_form = std::any_of(cores.begin(), cores.end(), [&](const std::string& other) {
      return other.size() > core.size() && shortens(core, other);
    });
    (short_form ? out.leans_on : out.keys).push_back(std::string(space) + core);
  }
}

}  // namespace

ResolutionKeys resolution_keys(const Draft& draft, std::string_view document, bool certain) {
  std::vector<std::string> cores = draft.more_cores;
  cores.push_back(draft.core);
  std::erase_if(cores, [](const std::string& core) { return core.empty(); });
  ResolutionKeys out;
  if (draft.unnamed) {  // nobody else's
    out.keys.push_back("u@" + std::string(document) + ":" + draft.core.substr(1));
    return out;
  }
  for (auto& core : cores) {
    core = without_accents(core);
    // "Jean-Luc", "al-Kaabi"
    if (draft.type == EntityType::person) std::replace(core.begin(), core.end(), '-', ' ');
  }
  sort_unique(cores);
  const auto add = [&](std::string_view space, const std::string& core) {
    out.keys.push_back(std::string(space) + core);
  };
  switch (draft.type) {
    case EntityType::person:
      for (const auto& core : cores)
        if (core.find(' ') != core.npos || !draft.canonical.empty()) add("p:", core);
      if (out.keys.empty()) {
        const auto core = without_accents(draft.core);
        add("p@" + std::string(document) + ":", core);
        if (!certain) out.leans_on.push_back("n:" + core);
      }
      break;
    case EntityType::place:
      for (const auto& core : cores) add("l:", core);
      if (!certain)
        for (const auto& core : cores) out.leans_on.push_back("n:" + core);
      break;
    case EntityType::concept_:
      add_names("c:", cores, out);
      break;
    case EntityType::event: {
      const bool named = std::any_of(draft.names.begin(), draft.names.end(), [](const auto& n) {
        return n.first[0] >= 'A' && n.first[0] <= 'Z' && n.first.find(' ') != n.first.npos;
      });
      if (named || !draft.canonical.empty())
        add_names("n:", cores, out);
      else
        for (const auto& core : cores) add("e@" + std::string(document) + ":", core);
      break;
    }
    default:
      add_names("n:", cores, out);
  }
  sort_unique(out.keys);
  sort_unique(out.leans_on);
  return out;
}

bool is_short_form(std::string_view key, std::string_view of) {
  if (key.starts_with("p:")) return of.starts_with("p/");
  return key.substr(0, 2) == of.substr(0, 2) &&
         (key.starts_with("n:") || key.starts_with("c:") || key.starts_with("e:"));
}

HostedEvent hosted_event_keys(std::string_view kind, std::string_view host, std::string_view month) {
  HostedEvent out;
  out.key = "e:" + std::string(kind) + "/" + without_walk(host);
  if (month.empty()) return out;
  out.leans_on = out.key;
  out.key += "/" + std::string(month);
  return out;
}

bool is_full_name(std::string_view key) { return key.starts_with("p:") || key.starts_with("p/"); }

std::string full_name_key(std::string_view key, std::string_view walk) {
  return "p/" + std::string(walk) + std::string(key.substr(1));
}

std::string without_walk(std::string_view key) {
  return std::string(key.starts_with("p/") ? "p" + std::string(key.substr(key.find(':'))) : key);
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
