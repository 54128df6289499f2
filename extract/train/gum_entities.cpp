// Names out of GUM's nested entities ("Entity=" in the last column): mentions that consist of proper nouns.
#include <algorithm>
#include <charconv>
#include <map>

#include "extract/train/entity_builder.hpp"
#include "extract/train/entity_data.hpp"
#include "extract/train/treebank.hpp"

namespace skein::extract {

namespace {

using enum EntityType;

struct Row {
  std::string form;
  std::string tag;
  std::string entity;  // what stands behind "Entity="
};

struct Open {
  std::string id;
  std::string type;
  std::uint32_t first;
};

struct Mentioned {
  std::uint32_t first, last;
  std::string type;
};

// "(8-organization-new-...(9-place-..." opens, "9)8)" closes, "(10-place-...)" does both.
void follow(const std::string& entity, std::uint32_t token, std::vector<Open>& open, std::vector<Mentioned>& out) {
  for (std::size_t at = 0; at < entity.size();) {
    if (entity[at] == '(') {
      const auto end = std::min({entity.find('(', at + 1), entity.find(')', at + 1), entity.size()});
      const std::string body = entity.substr(at + 1, end - at - 1);
      const auto dash = body.find('-');
      const auto dash2 = body.find('-', dash + 1);
      const std::string id = body.substr(0, dash);
      const std::string type = dash == std::string::npos ? "" : body.substr(dash + 1, dash2 - dash - 1);
      if (end < entity.size() && entity[end] == ')') {
        out.push_back({token, token + 1, type});
        at = end + 1;
      } else {
        open.push_back({id, type, token});
        at = end;
      }
    } else {
      const auto end = std::min(entity.find(')', at), entity.size());
      const std::string id = entity.substr(at, end - at);
      for (std::size_t k = open.size(); k > 0; --k) {
        if (open[k - 1].id != id) continue;
        out.push_back({open[k - 1].first, token + 1, open[k - 1].type});
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(k - 1));
        break;
      }
      at = end + 1;
    }
  }
}

TypeSet gum_types(const std::string& type) {
  if (type == "person") return types(person);
  if (type == "organization") return types(organization);
  if (type == "place") return types(place);
  if (type == "event") return types(event);
  if (type == "object") return types(product, work, misc);
  if (type == "abstract") return types(work, concept_, misc, event, product);
  return 0;
}

bool inner(const std::string& tag) {
  return tag == "PROPN" || tag == "ADP" || tag == "DET" || tag == "CCONJ" || tag == "PUNCT" || tag == "PART" ||
         tag == "NUM" || tag == "SYM";
}

void add(NamedText& text, const std::vector<Row>& rows) {
  std::vector<Open> open;
  std::vector<Mentioned> mentions;
  for (std::uint32_t i = 0; i < rows.size(); ++i) follow(rows[i].entity, i, open, mentions);
  std::vector<MarkedSpan> spans;
  for (Mentioned m : mentions) {
    while (m.first < m.last && rows[m.first].tag == "DET") ++m.first;
    while (m.last > m.first && rows[m.last - 1].tag != "PROPN" && rows[m.last - 1].tag != "NUM") --m.last;
    if (m.first >= m.last || rows[m.first].tag != "PROPN") continue;
    bool name = gum_types(m.type) != 0;
    for (std::uint32_t i = m.first; i < m.last; ++i)
      name = name && inner(rows[i].tag) && rows[i].form != "," && rows[i].form != "(" && rows[i].form != "and";
    if (name) spans.push_back({m.first, m.last, gum_types(m.type), CoarseType::misc, false});
  }
  std::sort(spans.begin(), spans.end(), [](const MarkedSpan& a, const MarkedSpan& b) {
    return a.last - a.first != b.last - b.first ? a.last - a.first > b.last - b.first : a.first < b.first;
  });
  std::vector<MarkedSpan> kept;
  std::vector<bool> covered(rows.size());
  for (const MarkedSpan& s : spans) {
    if (std::any_of(covered.begin() + s.first, covered.begin() + s.last, [](bool c) { return c; })) continue;
    kept.push_back(s);
    std::fill(covered.begin() + s.first, covered.begin() + s.last, true);
  }
  std::vector<std::string> tokens;
  for (const Row& r : rows) tokens.push_back(r.form);
  const auto base = text.allowed.size();
  add_marked_sentence(text, tokens, kept, Rest::no_names);
  // Proper nouns outside of all kept mentions stay open. Where tokens were cut finer, leave the sentence as it is.
  if (text.allowed.size() - base != rows.size()) return;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!covered[i] && rows[i].tag == "PROPN") text.allowed[base + i] = any_label;
}

}  // namespace

Result<std::vector<NamedText>> read_gum(const std::filesystem::path& data) {
  SKEIN_ASSIGN(const std::string all_text, read_data(data / "ud-english-gum" / "en_gum-ud-train-open.conllu"));
  std::vector<NamedText> all(1);
  std::vector<Row> rows;
  std::string_view rest = all_text;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.starts_with("# newdoc") && !all.back().document.tokens.empty()) all.emplace_back();
    if (line.empty()) {
      if (!rows.empty()) add(all.back(), rows);
      rows.clear();
      continue;
    }
    if (line[0] == '#') continue;
    std::vector<std::string_view> columns;
    std::string_view left = line;
    for (;;) {
      const auto tab = left.find('\t');
      columns.push_back(left.substr(0, tab));
      if (tab == std::string_view::npos) break;
      left.remove_prefix(tab + 1);
    }
    if (columns.size() != 10 || columns[0].find_first_of("-.") != std::string_view::npos) continue;
    Row r{std::string(columns[1]), std::string(columns[3]), ""};
    if (const auto at = columns[9].find("Entity="); at != std::string_view::npos) {
      const auto stop = columns[9].find('|', at);
      r.entity = columns[9].substr(at + 7, stop == std::string_view::npos ? stop : stop - at - 7);
    }
    rows.push_back(std::move(r));
  }
  if (!rows.empty()) add(all.back(), rows);
  for (NamedText& t : all) t.names.clear();
  return all;
}

}  // namespace skein::extract
