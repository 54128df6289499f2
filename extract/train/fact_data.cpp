#include "extract/train/fact_data.hpp"

#include <simdjson.h>

#include <algorithm>
#include <map>

#include "extract/train/treebank.hpp"

namespace skein::extract {

namespace {

bool overlap(Span a, Span b) { return a.begin < b.end && b.begin < a.end; }

struct Property {
  const char* relation;
  bool turned;  // subject and object change places
};

const std::map<std::string_view, Property> properties = {
    {"CEO", {"CEO_OF", true}},
    {"CHILD_OF", {"CHILD_OF", false}},
    {"DATE_FOUNDED", {"DATE_FOUNDED", false}},
    {"DATE_OF_BIRTH", {"DATE_OF_BIRTH", false}},
    {"DATE_OF_DEATH", {"DATE_OF_DEATH", false}},
    {"EDUCATED_AT", {"EDUCATED_AT", false}},
    {"EMPLOYEE_OR_MEMBER_OF", {"EMPLOYED_BY", false}},
    {"FOUNDED_BY", {"FOUNDED_BY", false}},
    {"HEADQUARTERS", {"HEADQUARTERED_IN", false}},
    {"NATIONALITY", {"NATIONALITY", false}},
    {"PLACE_OF_BIRTH", {"BORN_IN", false}},
    {"PLACE_OF_RESIDENCE", {"LIVED_IN", false}},
    {"POLITICAL_AFFILIATION", {"POLITICAL_AFFILIATION", false}},
    {"SPOUSE", {"SPOUSE", false}},
    {"SUBSIDIARY_OF", {"SUBSIDIARY_OF", false}},
};

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// Byte offsets of a text's code points, one more for its end.
std::vector<std::uint32_t> byte_offsets(std::string_view text) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) out.push_back(i);
  out.push_back(static_cast<std::uint32_t>(text.size()));
  return out;
}

// Calls `use` with each line of a file of JSON lines.
template <typename Use>
Result<void> for_lines(const std::filesystem::path& path, Use use) {
  SKEIN_ASSIGN(const std::string data, read_data(path));
  simdjson::dom::parser parser;
  std::string_view rest = data;
  const auto bad = [&](const char* what) {
    return Error{.code = ErrorCode::io, .message = path.string() + ": " + what};
  };
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string line(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.empty()) continue;
    simdjson::dom::element element;
    if (parser.parse(line).get(element) != simdjson::SUCCESS) return bad("a line is not JSON");
    try {
      use(element);
    } catch (const simdjson::simdjson_error& error) {
      return bad(error.what());
    }
  }
  return {};
}

FactText knowledge_net_text(const simdjson::dom::element& d) {
  FactText out;
  std::size_t points = 0;
  for (const auto passage : d["passages"]) {
    const auto start = static_cast<std::size_t>(std::uint64_t(passage["passageStart"]));
    const std::string_view text = passage["passageText"];
    if (points > start) {  // passages that overlap: the later one stays whole
      const auto at = byte_offsets(out.text);
      out.text.resize(at[start]);
    } else {
      out.text.append(start - points, '\n');
    }
    out.text += text;
    points = start + code_points(text);
  }
  const auto at = byte_offsets(out.text);
  const auto offset = [&](const simdjson::simdjson_result<simdjson::dom::element>& value) {
    return at[std::min<std::size_t>(std::uint64_t(value), at.size() - 1)];
  };
  for (const auto passage : d["passages"]) {
    SearchedPassage p;
    p.span = {offset(passage["passageStart"]), offset(passage["passageEnd"])};
    for (const auto name : passage["exhaustivelyAnnotatedProperties"])
      if (const auto known = properties.find(std::string_view(name)); known != properties.end())
        p.relations.emplace_back(known->second.relation);
    out.passages.push_back(std::move(p));
    for (const auto fact : passage["facts"]) {
      const auto known = properties.find(std::string_view(fact["propertyName"]));
      if (known == properties.end()) continue;
      MarkedFact f;
      f.relation = known->second.relation;
      f.subject = {offset(fact["subjectStart"]), offset(fact["subjectEnd"])};
      f.object = {offset(fact["objectStart"]), offset(fact["objectEnd"])};
      f.subject_uri = std::string_view(fact["subjectUri"]);
      f.object_uri = std::string_view(fact["objectUri"]);
      if (known->second.turned) {
        std::swap(f.subject, f.object);
        std::swap(f.subject_uri, f.object_uri);
      }
      out.facts.push_back(std::move(f));
    }
  }
  return out;
}

}  // namespace

bool FactText::searched(std::string_view relation, Span sentence, Span subject, Span object) const {
  const auto joins = [&](const JudgedPair& p) {
    return std::find(p.relations->begin(), p.relations->end(), relation) != p.relations->end() &&
           ((overlap(p.first, subject) && overlap(p.second, object)) ||
            (overlap(p.first, object) && overlap(p.second, subject)));
  };
  if (background) return true;
  if (std::any_of(pairs.begin(), pairs.end(), joins)) return true;
  if (std::any_of(open.begin(), open.end(), joins)) return false;
  const auto judged = [&](Span s) {
    return ends.empty() || std::any_of(ends.begin(), ends.end(), [&](Span e) { return overlap(e, s); });
  };
  if (!judged(subject) || !judged(object)) return false;
  return std::any_of(passages.begin(), passages.end(), [&](const SearchedPassage& p) {
    return overlap(p.span, sentence) &&
           std::find(p.relations.begin(), p.relations.end(), relation) != p.relations.end();
  });
}

bool FactText::states(std::string_view relation, Span subject, Span object) const {
  return std::any_of(facts.begin(), facts.end(), [&](const MarkedFact& f) {
    return f.relation == relation && overlap(f.subject, subject) && overlap(f.object, object);
  });
}

namespace {

// The relations that CORE tells apart; a pair of another kind has none of them.
const std::vector<std::string> company_relations = {"ACQUIRES", "DEVELOPS", "LISTED_ON", "SUBSIDIARY_OF"};

const std::map<std::string_view, Property> core_relations = {
    {"acquired_by", {"ACQUIRES", true}}, {"competitor_of", {nullptr, false}},
    {"client_of", {nullptr, false}},     {"product_or_service_of", {"DEVELOPS", true}},
    {"traded_on", {"LISTED_ON", false}}, {"shareholder_of", {nullptr, false}},
    {"collaboration", {nullptr, false}}, {"subsidiary_of", {"SUBSIDIARY_OF", false}},
    {"undefined", {nullptr, false}},
};

// Running text out of tokens; `spans` gets the bytes of each token.
std::string running_text(const std::vector<std::string>& tokens, std::vector<Span>& spans) {
  std::string out;
  bool glue = true;
  for (const auto& raw : tokens) {
    const std::string token = raw == "``" || raw == "''" ? "\"" : raw;
    const bool closes =
        token.size() == 1 && std::string_view(",.;:!?)]%").find(token[0]) != std::string_view::npos;
    const bool clitic = token[0] == '\'' && token.size() <= 3;
    if (!glue && !closes && !clitic && token != "n't" && token != ".com") out += ' ';
    spans.push_back(
        {static_cast<std::uint32_t>(out.size()), static_cast<std::uint32_t>(out.size() + token.size())});
    out += token;
    glue = token == "(" || token == "[" || token == "$";
  }
  return out;
}

// Wikidata properties that say what a relation of ours says.
const std::map<std::string_view, Property> wikidata = {
    {"P569", {"DATE_OF_BIRTH", false}},
    {"P570", {"DATE_OF_DEATH", false}},
    {"P571", {"DATE_FOUNDED", false}},
    {"P19", {"BORN_IN", false}},
    {"P26", {"SPOUSE", false}},
    {"P22", {"CHILD_OF", false}},
    {"P25", {"CHILD_OF", false}},
    {"P40", {"CHILD_OF", true}},
    {"P69", {"EDUCATED_AT", false}},
    {"P102", {"POLITICAL_AFFILIATION", false}},
    {"P108", {"EMPLOYED_BY", false}},
    {"P463", {"EMPLOYED_BY", false}},
    {"P54", {"EMPLOYED_BY", false}},
    {"P112", {"FOUNDED_BY", false}},
    {"P159", {"HEADQUARTERED_IN", false}},
    {"P749", {"SUBSIDIARY_OF", false}},
    {"P355", {"SUBSIDIARY_OF", true}},
    {"P169", {"CEO_OF", true}},
};
// Relations for which a pair without any property counts as not stated. That source hardly ever says who is
// chief executive.
const std::vector<std::string> wikidata_relations = {
    "ACQUIRES",    "BORN_IN",      "CHILD_OF",   "DATE_FOUNDED",     "DATE_OF_BIRTH", "DATE_OF_DEATH",
    "EDUCATED_AT", "EMPLOYED_BY",  "FOUNDED_BY", "HEADQUARTERED_IN", "LISTED_ON",     "POLITICAL_AFFILIATION",
    "SPOUSE",      "SUBSIDIARY_OF"};

FactText redocred_text(const simdjson::dom::element& d) {
  FactText out;
  out.weight = 0.5F;
  out.measured = false;
  std::vector<std::string> tokens;
  std::vector<std::size_t> starts;  // of sentences
  for (const auto sentence : d["sents"]) {
    starts.push_back(tokens.size());
    for (const auto token : sentence) tokens.emplace_back(std::string_view(token));
  }
  std::vector<Span> spans;
  out.text = running_text(tokens, spans);
  struct Mark {
    Span span;
    std::int64_t sentence;
  };
  std::vector<std::vector<Mark>> entities;
  for (const auto entity : d["vertexSet"]) {
    entities.emplace_back();
    for (const auto mention : entity) {
      const auto sentence = std::int64_t(mention["sent_id"]);
      const auto base = starts.at(static_cast<std::size_t>(sentence));
      const auto first = base + std::uint64_t(mention["pos"].at(0)),
                 last = base + std::uint64_t(mention["pos"].at(1));
      if (first >= last || last > spans.size()) continue;
      entities.back().push_back({{spans[first].begin, spans[last - 1].end}, sentence});
      out.ends.push_back(entities.back().back().span);
    }
  }
  for (const auto label : d["labels"]) {
    const auto known = wikidata.find(std::string_view(label["r"]));
    std::vector<std::int64_t> evidence;
    for (const auto e : label["evidence"]) evidence.push_back(std::int64_t(e));
    for (const auto& h : entities.at(std::uint64_t(label["h"])))
      for (const auto& t : entities.at(std::uint64_t(label["t"]))) {
        if (h.sentence != t.sentence) continue;
        const bool stated = std::find(evidence.begin(), evidence.end(), h.sentence) != evidence.end();
        // Another property may say much the same: such pairs stay open for all relations but the one that is
        // stated.
        out.open.push_back({h.span, t.span, &wikidata_relations});
        if (known == wikidata.end() || !stated) continue;
        const bool turned = known->second.turned;
        out.facts.push_back({known->second.relation, turned ? t.span : h.span, turned ? h.span : t.span});
      }
  }
  out.passages.push_back({{0, static_cast<std::uint32_t>(out.text.size())}, wikidata_relations});
  return out;
}

}  // namespace

Result<std::vector<FactText>> read_redocred_facts(const std::filesystem::path& path) {
  std::vector<FactText> all;
  std::size_t index = 0;
  SKEIN_TRY(for_lines(path, [&](const simdjson::dom::element& d) {
    if (index++ % 5 != 0) all.push_back(redocred_text(d));
  }));
  return all;
}

Result<std::vector<FactText>> read_background(const std::filesystem::path& path) {
  constexpr std::size_t sentences_together = 12;
  Treebank bank;
  SKEIN_TRY(read_conllu(path, bank));
  std::vector<FactText> all;
  const auto& sentences = bank.document.sentences;
  for (std::size_t i = 0; i < sentences.size(); i += sentences_together) {
    const auto last = std::min(i + sentences_together, sentences.size()) - 1;
    FactText text;
    text.text = bank.document.slice({sentences[i].span.begin, sentences[last].span.end});
    text.weight = 0.5F;
    text.background = true;
    text.measured = false;
    all.push_back(std::move(text));
  }
  return all;
}

Result<std::vector<FactText>> read_core_facts(const std::filesystem::path& path) {
  SKEIN_ASSIGN(const std::string json, read_data(path));
  const auto bad = [&](const char* what) {
    return Error{.code = ErrorCode::io, .message = path.string() + ": " + what};
  };
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(json).get(root) != simdjson::SUCCESS) return bad("is not JSON");
  std::vector<FactText> all;
  try {
    for (const auto item : root) {
      const auto known = core_relations.find(std::string_view(item["relation"]));
      if (known == core_relations.end()) continue;
      std::vector<std::string> tokens;
      for (const auto token : item["context"]) tokens.emplace_back(std::string_view(token));
      std::vector<Span> spans;
      FactText text;
      text.text = running_text(tokens, spans);
      const auto span = [&](const char* first, const char* last) -> Span {
        const auto b = std::min<std::size_t>(std::uint64_t(item[first]), spans.size() - 1);
        const auto e = std::min<std::size_t>(std::uint64_t(item[last]), spans.size() - 1);
        return {spans[b].begin, spans[e].end};
      };
      auto first = span("e1_start", "e1_end"), second = span("e2_start", "e2_end");
      text.pairs.push_back({first, second, &company_relations});
      if (known->second.relation != nullptr) {
        const bool turned = known->second.turned != (std::uint64_t(item["invert_relation"]) != 0);
        if (turned) std::swap(first, second);
        text.facts.push_back({known->second.relation, first, second});
      }
      all.push_back(std::move(text));
    }
  } catch (const simdjson::simdjson_error& error) {
    return bad(error.what());
  }
  return all;
}

Result<std::vector<FactText>> read_knowledge_net_facts(const std::filesystem::path& path) {
  std::vector<FactText> all;
  SKEIN_TRY(for_lines(path, [&](const simdjson::dom::element& d) { all.push_back(knowledge_net_text(d)); }));
  return all;
}

}  // namespace skein::extract
