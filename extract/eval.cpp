#include "extract/eval.hpp"

#include <algorithm>
#include <fstream>
#include <set>

#include <fmt/format.h>

#include "graph/conflicts.hpp"
#include "graph/formats/evidence_text.hpp"

namespace skein::extract {

namespace {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == text.npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from <= text.size();) {
    const auto end = std::min(text.find(at, from), text.size());
    out.push_back(trimmed(text.substr(from, end - from)));
    from = end + 1;
  }
  return out;
}

// Everything of a graph that scoring looks at.
struct Found {
  struct Entity {
    std::string type;
    std::set<std::string> names;
  };
  struct Relation {
    NodeId subject, object;
    std::string type;
    RelationshipId id;
  };
  std::map<NodeId, Entity> entities;
  std::vector<Relation> relations;

  static Result<Found> read(const graph::Transaction& transaction);
};

Result<Found> Found::read(const graph::Transaction& transaction) {
  Found out;
  const auto& catalog = transaction.catalog();
  const auto name = catalog.key("name"), aliases = catalog.key("aliases");
  const auto document = catalog.label("Document");
  SKEIN_ASSIGN(const auto scan, transaction.scan_nodes());
  std::vector<NodeId> nodes;
  for (;;) {
    SKEIN_TRY(scan->next(nodes, 1024));
    if (nodes.empty()) break;
    for (const auto node : nodes) {
      SKEIN_ASSIGN(const auto labels, transaction.labels(node));
      if (labels.empty() || (document && labels.front() == *document)) continue;
      Entity entity;
      entity.type = catalog.name(labels.front());
      for (const auto& key : {name, aliases}) {
        if (!key) continue;
        SKEIN_ASSIGN(const auto value, transaction.property(node, *key));
        if (value.is<std::string>()) entity.names.insert(value.as_string());
        if (value.kind() == Value::Kind::list)
          for (const auto& item : value.as_list())
            if (item.is<std::string>()) entity.names.insert(item.as_string());
      }
      out.entities[node] = std::move(entity);
    }
  }
  std::vector<RelationshipId> all;
  SKEIN_TRY(transaction.scan_relationships(std::nullopt, [&](const RelationshipId& r) {
    all.push_back(r);
    return true;
  }));
  for (const auto& r : all)
    if (catalog.name(r.type) != "MENTIONS")
      out.relations.push_back({r.from, r.to, std::string(catalog.name(r.type)), r});
  return out;
}

bool is_named_type(std::string_view type) {
  return type == "Person" || type == "Organization" || type == "Product";
}

bool share(const std::set<std::string>& names, const std::vector<std::string>& wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& n) { return names.contains(n); });
}

void score_entities(const GoldDocument& gold, const Found& found, EvalScores& out) {
  if (gold.entities.empty()) return;  // this one has facts only
  std::set<NodeId> matched, right_type;
  for (const auto& g : gold.entities) {
    ++out.entities.gold;
    ++out.typed.gold;
    bool any = false, typed = false;
    for (const auto& [node, e] : found.entities) {
      if (!share(e.names, g.names)) continue;
      any = true;
      matched.insert(node);
      if (e.type != g.type) continue;
      typed = true;
      right_type.insert(node);
    }
    out.entities.recalled += any ? 1 : 0;
    out.typed.recalled += typed ? 1 : 0;
  }
  for (const auto& [node, e] : found.entities) {
    if (!is_named_type(e.type) && !matched.contains(node)) continue;
    ++out.entities.found;
    ++out.typed.found;
    out.entities.right += matched.contains(node) ? 1 : 0;
    out.typed.right += right_type.contains(node) ? 1 : 0;
  }
  // B³: of the names that share a node with a name, how many name the same thing; of those that name the same
  // thing, how many share its node. A name that nothing has is missed.
  std::vector<std::pair<std::size_t, std::string>> names;
  for (std::size_t g = 0; g < gold.entities.size(); ++g)
    for (const auto& n : gold.entities[g].names) names.emplace_back(g, n);
  std::vector<NodeId> place(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& own = gold.entities[names[i].first].names;
    std::size_t most = 0;
    for (const auto& [node, e] : found.entities) {
      if (!e.names.contains(names[i].second)) continue;
      const auto shared =
          1 + static_cast<std::size_t>(
                  std::count_if(own.begin(), own.end(), [&](const auto& n) { return e.names.contains(n); }));
      if (shared > most) {
        most = shared;
        place[i] = node;
      }
    }
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    ++out.alias_names;
    if (place[i] == NodeId{}) continue;
    ++out.alias_found;
    double together = 0, both = 0, same = 0;
    for (std::size_t k = 0; k < names.size(); ++k) {
      const bool with = place[k] == place[i], own = names[k].first == names[i].first;
      together += with ? 1 : 0;
      same += own ? 1 : 0;
      both += with && own ? 1 : 0;
    }
    out.alias_precision += both / together;
    out.alias_recall += both / same;
  }
}

bool means(const Found& found, const Found::Relation& r, const std::string& subject,
           const std::string& object) {
  const auto s = found.entities.find(r.subject), o = found.entities.find(r.object);
  return s != found.entities.end() && o != found.entities.end() && s->second.names.contains(subject) &&
         o->second.names.contains(object);
}

std::string first_name(const Found& found, NodeId node) {
  const auto it = found.entities.find(node);
  return it == found.entities.end() || it->second.names.empty() ? "?" : *it->second.names.begin();
}

using Traits = std::map<std::string, graph::RelationTraits>;

void score_relations(const GoldDocument& gold, const Found& found, const Traits& traits, EvalScores& out) {
  const auto stem = gold.text.stem().string();
  std::set<RelationshipId> right;
  for (const auto& fact : gold.facts) {
    bool hit = false;
    for (const auto& r : found.relations) {
      if (std::find(fact.relations.begin(), fact.relations.end(), r.type) == fact.relations.end()) continue;
      const auto trait = traits.find(r.type);
      const bool both_ways = trait != traits.end() && trait->second.symmetric;
      if (!means(found, r, fact.subject, fact.object) &&
          !(both_ways && means(found, r, fact.object, fact.subject)))
        continue;
      hit = true;
      right.insert(r.id);
    }
    if (!fact.required) continue;
    auto& tally = out.by_relation[fact.relations.front()];
    ++out.relations.gold;
    ++tally.gold;
    if (hit) {
      ++out.relations.recalled;
      ++tally.recalled;
    } else {
      out.misses.push_back(stem + ": " + fact.subject + " | " + fact.relations.front() + " | " + fact.object);
    }
  }
  for (const auto& r : found.relations) {
    auto& tally = out.by_relation[r.type];
    ++out.relations.found;
    ++tally.found;
    if (right.contains(r.id)) {
      ++out.relations.right;
      ++tally.right;
    } else {
      out.extras.push_back(stem + ": " + first_name(found, r.subject) + " | " + r.type + " | " +
                           first_name(found, r.object));
    }
  }
  for (const auto& line : gold.wrong) {
    const auto parts = split(line, '|');
    for (const auto& r : found.relations) {
      const auto s = found.entities.find(r.subject), o = found.entities.find(r.object);
      if (s == found.entities.end() || o == found.entities.end()) continue;
      const bool there = parts.size() == 3 ? r.type == parts[1] && means(found, r, parts[0], parts[2])
                                           : s->second.names.contains(line) || o->second.names.contains(line);
      if (!there) continue;
      ++out.forbidden;
      out.extras.push_back(stem + ": must not be there: " + line);
      break;
    }
  }
}

Result<void> score_evidence(const graph::Transaction& transaction, const Found& found, EvalScores& out) {
  graph::formats::EvidenceTexts texts(transaction);
  for (const auto& r : found.relations) {
    SKEIN_ASSIGN(const auto quotations, texts.quotations(r.id));
    for (const auto& q : quotations) {
      ++out.evidence;
      const auto& e = q.evidence;
      const bool inside = e.sentence.begin <= e.subject.begin && e.subject.end <= e.sentence.end &&
                          e.sentence.begin <= e.object.begin && e.object.end <= e.sentence.end;
      SKEIN_ASSIGN(const auto document, transaction.document(e.document));
      out.evidence_exact +=
          inside && e.sentence.end <=
                        CodePoints(document.text).at(static_cast<std::uint32_t>(document.text.size()))
              ? 1
              : 0;
    }
  }
  return {};
}

}  // namespace

double Tally::precision() const {
  return found == 0 ? 0 : static_cast<double>(right) / static_cast<double>(found);
}
double Tally::recall() const {
  return gold == 0 ? 0 : static_cast<double>(recalled) / static_cast<double>(gold);
}
double Tally::f1() const {
  const double p = precision(), r = recall();
  return p + r == 0 ? 0 : 2 * p * r / (p + r);
}
void Tally::add(const Tally& other) {
  right += other.right;
  found += other.found;
  gold += other.gold;
  recalled += other.recalled;
}

void EvalScores::add(const EvalScores& other) {
  entities.add(other.entities);
  typed.add(other.typed);
  alias_precision += other.alias_precision;
  alias_recall += other.alias_recall;
  alias_found += other.alias_found;
  alias_names += other.alias_names;
  relations.add(other.relations);
  for (const auto& [relation, tally] : other.by_relation) by_relation[relation].add(tally);
  evidence += other.evidence;
  evidence_exact += other.evidence_exact;
  forbidden += other.forbidden;
  conflicts.add(other.conflicts);
  misses.insert(misses.end(), other.misses.begin(), other.misses.end());
  extras.insert(extras.end(), other.extras.begin(), other.extras.end());
}

Result<std::vector<GoldDocument>> read_gold(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".facts") files.push_back(entry.path());
  if (error)
    return Error{ErrorCode::io,
                 fmt::format("cannot read the folder {}: {}", folder.string(), error.message())};
  std::sort(files.begin(), files.end());
  std::vector<GoldDocument> out;
  for (const auto& file : files) {
    GoldDocument gold;
    gold.text = file;
    gold.text.replace_extension(".txt");
    if (!std::filesystem::exists(gold.text, error))
      return Error{ErrorCode::not_found,
                   fmt::format("{}: there is no {} beside it", file.string(), gold.text.string())};
    std::ifstream in(file);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      line = trimmed(line);
      if (line.empty() || line[0] == '#') continue;
      if (line.starts_with("- ")) {
        gold.wrong.push_back(trimmed(line.substr(2)));
        continue;
      }
      const bool optional = line.starts_with("+ ");
      const bool entity = line.starts_with("= ");
      auto parts = split(optional || entity ? std::string_view(line).substr(2) : std::string_view(line), '|');
      if (entity && parts.size() >= 2) {
        gold.entities.push_back({parts[0], {parts.begin() + 1, parts.end()}});
      } else if (!entity && parts.size() == 3) {
        gold.facts.push_back({parts[0], parts[2], split(parts[1], '/'), !optional});
      } else {
        return Error{
            ErrorCode::invalid_argument,
            fmt::format("{}:{}: found '{}', wanted 'NAME | RELATION | NAME', '= TYPE | NAME ...', '+ ...' or "
                        "'- ...'",
                        file.string(), number, line)};
      }
    }
    out.push_back(std::move(gold));
  }
  return out;
}

Result<std::vector<GoldConflict>> read_gold_conflicts(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return Error{ErrorCode::not_found, "cannot read " + file.string()};
  std::vector<GoldConflict> out;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("== ")) {
      const auto colon = line.find(": ");
      if (colon == line.npos)
        return Error{ErrorCode::invalid_argument,
                     fmt::format("{}:{}: found '{}', wanted '== KIND: NAME'", file.string(), number, line)};
      out.push_back({line.substr(3, colon - 3), line.substr(colon + 2), {}});
    } else if (line.starts_with("- ") && !out.empty()) {
      out.back().documents.emplace_back(trimmed(line.substr(2)), "");
    } else if (!trimmed(line).empty() && line[0] != '#') {
      if (out.empty() || out.back().documents.empty())
        return Error{ErrorCode::invalid_argument,
                     fmt::format("{}:{}: a text before '== KIND: NAME' and '- DATE'", file.string(), number)};
      out.back().documents.back().second += line + "\n";
    }
  }
  return out;
}

Result<EvalScores> score(const GoldDocument& gold, const Extractor& extractor, BuildSummary& summary) {
  SKEIN_ASSIGN(const auto graph, graph::Graph::open(":memory:", {}));
  SKEIN_ASSIGN(auto built, build(*graph, extractor, {gold.text.string()}));
  summary.added += built.added;
  summary.sentences += built.sentences;
  summary.words += built.words;
  summary.claims += built.claims;
  summary.problems.insert(summary.problems.end(), built.problems.begin(), built.problems.end());
  SKEIN_ASSIGN(const auto transaction, graph->begin(storage::Access::read));
  SKEIN_ASSIGN(const auto found, Found::read(*transaction));
  EvalScores out;
  score_entities(gold, found, out);
  score_relations(gold, found, extractor.relations(), out);
  SKEIN_TRY(score_evidence(*transaction, found, out));
  return out;
}

Result<EvalScores> score(const GoldConflict& gold, const Extractor& extractor) {
  SKEIN_ASSIGN(const auto graph, graph::Graph::open(":memory:", {}));
  std::vector<Document> documents;
  for (const auto& [date, text] : gold.documents) {
    documents.emplace_back(text);
    documents.back().metadata.id = fmt::format("report {}", documents.size());
    documents.back().metadata.published = date;
  }
  SKEIN_TRY(build_documents(*graph, extractor, std::move(documents)));
  SKEIN_ASSIGN(const auto transaction, graph->begin(storage::Access::read));
  SKEIN_ASSIGN(const auto found, graph::conflicts(*transaction));
  EvalScores out;
  const bool expected = gold.kind == "conflict", told = !found.empty();
  out.conflicts.gold = expected ? 1 : 0;
  out.conflicts.found = told ? 1 : 0;
  out.conflicts.right = out.conflicts.recalled = expected && told ? 1 : 0;
  if (expected && !told) out.misses.push_back("conflict: " + gold.name);
  if (!expected && told) out.extras.push_back("no conflict, " + gold.kind + ": " + gold.name);
  return out;
}

}  // namespace skein::extract
