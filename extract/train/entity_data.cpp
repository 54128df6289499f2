#include "extract/train/entity_data.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <map>
#include <set>

#include "extract/text/tokens.hpp"
#include "extract/text/unicode.hpp"
#include "extract/train/entity_builder.hpp"
#include "extract/train/treebank.hpp"

namespace skein::extract {

namespace {

using enum EntityType;

constexpr TypeSet some_misc = types(product, event, work, misc);

struct Marked {
  TypeSet types;
  CoarseType coarse;
  bool maybe = false;
};

Error bad_data(const std::filesystem::path& path, std::string_view what) {
  return {.code = ErrorCode::io, .message = fmt::format("training data {}: {}", path.string(), what)};
}

template <typename Use>
Result<void> for_json_lines(const std::filesystem::path& path, Use use) {
  SKEIN_ASSIGN(const std::string data, read_data(path));
  simdjson::dom::parser parser;
  std::string_view rest = data;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string line(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.empty()) continue;
    simdjson::dom::element element;
    if (parser.parse(line).get(element) != simdjson::SUCCESS) return bad_data(path, "a line is not JSON");
    try {
      use(element);
    } catch (const simdjson::simdjson_error& error) {
      return bad_data(path, error.what());
    }
  }
  return {};
}

// Which relation says what kind of thing one of its ends is, where the source only says MISC.
TypeSet hint(std::string_view relation, bool head) {
  static const std::set<std::string_view> work_heads = {"P175", "P161", "P264", "P50",  "P162",
                                                        "P86",  "P57",  "P58",  "P449", "P674",
                                                        "P676", "P170", "P272", "P1431"};
  if (head && work_heads.contains(relation)) return types(work);
  if (!head && relation == "P1441") return types(work);
  if (head && relation == "P176") return types(product);
  if (head && (relation == "P178" || relation == "P400" || relation == "P123")) return types(product, work);
  if (!head && relation == "P400") return types(product);
  if (!head && (relation == "P1344" || relation == "P607")) return types(event);
  if (head && relation == "P710") return types(event);
  if (!head && (relation == "P1412" || relation == "P37" || relation == "P364")) return types(demonym);
  return 0;
}

Marked redocred_type(std::string_view type) {
  if (type == "PER") return {types(person), CoarseType::person};
  if (type == "ORG") return {types(organization), CoarseType::organization};
  if (type == "LOC") return {types(place), CoarseType::place};
  return {some_misc, CoarseType::misc};
}

NamedText redocred_document(const simdjson::dom::element& d) {
  std::vector<std::vector<MarkedSpan>> spans(d["sents"].get_array().value().size());
  std::vector<TypeSet> hints(d["vertexSet"].get_array().value().size(), 0);
  for (const auto label : d["labels"]) {
    const std::string_view r = label["r"];
    for (const bool head : {true, false}) {
      const TypeSet h = hint(r, head);
      const auto entity = static_cast<std::size_t>(std::uint64_t(label[head ? "h" : "t"]));
      if (h != 0 && entity < hints.size())
        hints[entity] = hints[entity] == 0 ? h : (hints[entity] & h) != 0 ? hints[entity] & h : hints[entity];
    }
  }
  std::size_t e = 0;
  for (const auto entity : d["vertexSet"]) {
    for (const auto mention : entity) {
      const std::string_view type = mention["type"];
      if (type == "TIME" || type == "NUM") continue;
      Marked m = redocred_type(type);
      if (m.coarse == CoarseType::misc && hints[e] != 0) m.types = hints[e];
      const auto sentence = static_cast<std::size_t>(std::uint64_t(mention["sent_id"]));
      const auto first = static_cast<std::uint32_t>(std::uint64_t(mention["pos"].at(0)));
      const auto last = static_cast<std::uint32_t>(std::uint64_t(mention["pos"].at(1)));
      if (sentence < spans.size()) spans[sentence].push_back({first, last, m.types, m.coarse, false});
    }
    ++e;
  }
  NamedText text;
  std::size_t s = 0;
  for (const auto sentence : d["sents"]) {
    std::vector<std::string> tokens;
    for (const auto token : sentence) tokens.emplace_back(std::string_view(token));
    auto& marked = spans[s++];
    // Overlapping mentions: the longest one counts.
    std::sort(marked.begin(), marked.end(), [](const MarkedSpan& a, const MarkedSpan& b) {
      return a.last - a.first != b.last - b.first ? a.last - a.first > b.last - b.first : a.first < b.first;
    });
    std::vector<MarkedSpan> kept;
    for (const MarkedSpan& m : marked) {
      const bool clash = std::any_of(kept.begin(), kept.end(), [&](const MarkedSpan& k) {
        return m.first < k.last && k.first < m.last;
      });
      if (!clash) kept.push_back(m);
    }
    std::sort(kept.begin(), kept.end(),
              [](const MarkedSpan& a, const MarkedSpan& b) { return a.first < b.first; });
    add_marked_sentence(text, tokens, kept, Rest::no_names);
  }
  return text;
}

// Files of one token a line with its tag last and an empty line between sentences; IO, BIO and IOB alike.
Result<std::vector<NamedText>> read_columns(const std::filesystem::path& path, char separator,
                                            const std::map<std::string, Marked, std::less<>>& map,
                                            std::size_t sentences_together) {
  SKEIN_ASSIGN(const std::string data, read_data(path));
  std::vector<NamedText> all(1);
  std::vector<std::string> tokens;
  std::vector<MarkedSpan> spans;
  std::string open;  // type of the name that is going on
  const auto finish = [&] {
    if (!tokens.empty()) add_marked_sentence(all.back(), tokens, spans, Rest::no_names);
    tokens.clear();
    spans.clear();
    open.clear();
    if (all.back().document.sentences.size() >= sentences_together) all.emplace_back();
  };
  std::string_view rest = data;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == '\t' || line.back() == ' '))
      line.remove_suffix(1);
    if (line.empty() || line.starts_with("-DOCSTART-") || line[0] == '#') {
      if (line.empty() || line[0] != '#' || line.find(separator) == std::string_view::npos) {
        finish();
        continue;
      }
    }
    const auto cut = line.rfind(separator);
    if (cut == std::string_view::npos) continue;
    const std::string_view tag = line.substr(cut + 1);
    const auto at = static_cast<std::uint32_t>(tokens.size());
    tokens.emplace_back(line.substr(0, line.find(separator)));
    const std::string_view type = tag.size() > 2 ? tag.substr(2) : std::string_view();
    const auto known = map.find(type);
    if (known == map.end()) {
      open.clear();
    } else if (tag[0] == 'I' && open == type) {
      spans.back().last = at + 1;
    } else {
      spans.push_back({at, at + 1, known->second.types, known->second.coarse, known->second.maybe});
      open = type;
    }
  }
  finish();
  if (all.back().document.tokens.empty()) all.pop_back();
  return all;
}

void append(std::vector<NamedText>& to, std::vector<NamedText>&& from) {
  for (NamedText& t : from) to.push_back(std::move(t));
}

}  // namespace

Result<std::vector<NamedText>> read_redocred(const std::filesystem::path& data, Part part) {
  std::vector<NamedText> all;
  std::size_t index = 0;
  SKEIN_TRY(for_json_lines(data / "re-docred" / "open.jsonl", [&](const simdjson::dom::element& d) {
    if ((index++ % 5 == 0) == (part == Part::held_out)) all.push_back(redocred_document(d));
  }));
  for (NamedText& t : all) t.weight = 2.5F;
  return all;
}

Result<std::vector<NamedText>> read_wikigold(const std::filesystem::path& data) {
  return read_columns(data / "wikigold" / "wikigold.conll.txt", ' ',
                      {{"PER", {types(person), CoarseType::person}},
                       {"ORG", {types(organization), CoarseType::organization}},
                       {"LOC", {types(place), CoarseType::place}},
                       {"MISC", {some_misc, CoarseType::misc}}},
                      12);
}

Result<std::vector<NamedText>> read_sec_filings(const std::filesystem::path& data) {
  const std::map<std::string, Marked, std::less<>> map = {
      // PER is also "the Borrower", and whatever else signs a contract.
      {"PER", {types(person, organization), CoarseType::person, true}},
      {"ORG", {types(organization), CoarseType::organization}},
      {"LOC", {types(place), CoarseType::place}},
      {"MISC", {some_misc, CoarseType::misc, true}}};
  SKEIN_ASSIGN(auto all, read_columns(data / "sec-filings" / "FIN5.txt", ' ', map, 20));
  SKEIN_ASSIGN(auto more, read_columns(data / "sec-filings" / "FIN3.txt", ' ', map, 20));
  append(all, std::move(more));
  for (NamedText& t : all) t.weight = 0.3F;
  return all;
}

Result<std::vector<NamedText>> read_wnut(const std::filesystem::path& data) {
  const std::map<std::string, Marked, std::less<>> map = {
      {"person", {types(person), CoarseType::person}},
      {"location", {types(place), CoarseType::place}},
      {"corporation", {types(organization), CoarseType::organization}},
      {"group", {types(organization), CoarseType::organization}},
      {"product", {types(product), CoarseType::misc}},
      {"creative-work", {types(work), CoarseType::misc}}};
  SKEIN_ASSIGN(auto all, read_columns(data / "wnut17" / "wnut17train.conll", '\t', map, 1));
  for (NamedText& t : all) t.weight = 0.5F;
  return all;
}

Result<std::vector<NamedText>> read_crossner(const std::filesystem::path& data) {
  constexpr CoarseType per = CoarseType::person, org = CoarseType::organization, loc = CoarseType::place,
                       other = CoarseType::misc;
  std::map<std::string, Marked, std::less<>> map;
  for (const char* t : {"person", "researcher", "scientist", "politician", "musicalartist", "writer"})
    map[t] = {types(person), per};
  for (const char* t : {"organisation", "university", "politicalparty", "band"})
    map[t] = {types(organization), org};
  for (const char* t : {"location", "country"}) map[t] = {types(place), loc};
  for (const char* t : {"conference", "event", "election"}) map[t] = {types(event), other};
  for (const char* t : {"album", "song", "book", "poem"}) map[t] = {types(work), other};
  for (const char* t : {"magazine", "academicjournal"}) map[t] = {types(work, organization), other};
  for (const char* t : {"product", "programlang"}) map[t] = {types(product), other};
  for (const char* t : {"algorithm", "field", "task"}) map[t] = {types(concept_), other};
  for (const char* t : {"metrics", "theory", "discipline", "literarygenre", "musicgenre", "chemicalcompound",
                        "chemicalelement", "protein", "enzyme"})
    map[t] = {types(concept_), other, true};
  map["award"] = {types(event, misc), other};
  map["misc"] = {types(misc, demonym, product, work, concept_, event), other, true};
  map["astronomicalobject"] = {types(place, misc), other};
  std::vector<NamedText> all;
  for (const char* subject : {"ai", "science", "politics", "music", "literature"}) {
    for (const char* part : {"train", "dev", "test"}) {
      SKEIN_ASSIGN(auto more,
                   read_columns(data / "crossner" / fmt::format("{}-{}.txt", subject, part), '\t', map, 1));
      append(all, std::move(more));
    }
  }
  return all;
}

Result<std::vector<NamedText>> read_uner(const std::filesystem::path& data) {
  // "number word tag - -": the columns of the others, after a cut.
  SKEIN_ASSIGN(const std::string text, read_data(data / "uner-english-ewt" / "en_ewt-ud-dev.iob2"));
  std::vector<NamedText> all(1);
  std::vector<std::string> tokens;
  std::vector<MarkedSpan> spans;
  std::string_view rest = text;
  const auto finish = [&] {
    if (!tokens.empty()) add_marked_sentence(all.back(), tokens, spans, Rest::no_names);
    tokens.clear();
    spans.clear();
  };
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.starts_with("# newdoc")) {
      if (!all.back().document.tokens.empty()) all.emplace_back();
      continue;
    }
    if (line.empty()) {
      finish();
      continue;
    }
    if (line[0] == '#') continue;
    const auto first_tab = line.find('\t');
    const auto second_tab = line.find('\t', first_tab + 1);
    if (second_tab == std::string_view::npos) continue;
    const std::string_view tag =
        line.substr(second_tab + 1, line.find('\t', second_tab + 1) - second_tab - 1);
    const auto at = static_cast<std::uint32_t>(tokens.size());
    tokens.emplace_back(line.substr(first_tab + 1, second_tab - first_tab - 1));
    if (tag.starts_with("B-")) {
      const Marked m = redocred_type(tag.substr(2));
      spans.push_back({at, at + 1, m.types, m.coarse, false});
    } else if (tag.starts_with("I-") && !spans.empty()) {
      spans.back().last = at + 1;
    }
  }
  finish();
  return all;
}

Result<std::vector<NamedText>> read_knowledge_net(const std::filesystem::path& data) {
  const std::map<std::string_view, std::pair<TypeSet, TypeSet>> ends = {
      {"DATE_OF_BIRTH", {types(person), 0}},
      {"DATE_OF_DEATH", {types(person), 0}},
      {"DATE_FOUNDED", {types(organization), 0}},
      {"PLACE_OF_RESIDENCE", {types(person), types(place, demonym)}},
      {"PLACE_OF_BIRTH", {types(person), types(place, demonym)}},
      {"NATIONALITY", {types(person), types(place, demonym)}},
      {"EMPLOYEE_OR_MEMBER_OF", {types(person), types(organization)}},
      {"EDUCATED_AT", {types(person), types(organization)}},
      {"POLITICAL_AFFILIATION", {types(person), types(organization)}},
      {"CHILD_OF", {types(person), types(person)}},
      {"SPOUSE", {types(person), types(person)}},
      {"HEADQUARTERS", {types(organization), types(place)}},
      {"SUBSIDIARY_OF", {types(organization), types(organization)}},
      {"FOUNDED_BY", {types(organization), types(person, organization)}},
      {"CEO", {types(organization), types(person)}}};
  std::vector<NamedText> all;
  for (const char* fold : {"fold1.jsonl", "fold2.jsonl"}) {
    SKEIN_TRY(for_json_lines(data / "knowledge-net" / fold, [&](const simdjson::dom::element& d) {
      NamedText text;
      for (const auto passage : d["passages"]) {
        Document own{std::string(std::string_view(passage["passageText"]))};
        tokenize(own);
        const CodePoints points(own.text);
        const auto start = static_cast<std::int64_t>(passage["passageStart"]);
        std::map<std::pair<std::int64_t, std::int64_t>, TypeSet> spans;
        for (const auto fact : passage["facts"]) {
          const auto known = ends.find(std::string_view(fact["propertyName"]));
          if (known == ends.end()) continue;
          for (const bool subject : {true, false}) {
            const TypeSet t = subject ? known->second.first : known->second.second;
            const std::int64_t b = std::int64_t(fact[subject ? "subjectStart" : "objectStart"]) - start;
            const std::int64_t e = std::int64_t(fact[subject ? "subjectEnd" : "objectEnd"]) - start;
            if (t != 0) spans[{b, e}] |= t;
          }
        }
        for (const Sentence& s : own.sentences) {
          std::vector<std::string> tokens;
          std::vector<MarkedSpan> marked;
          for (std::uint32_t i = s.tokens.first; i < s.tokens.last; ++i) {
            const auto begin = static_cast<std::int64_t>(points.at(own.tokens[i].begin));
            tokens.emplace_back(own.form(i));
            if (!starts_upper(own.form(i)) || own.tokens[i].tag == Upos::pron) continue;
            for (const auto& [span, t] : spans) {
              if (span.first != begin) continue;
              std::uint32_t last = i;
              while (last < s.tokens.last &&
                     static_cast<std::int64_t>(points.at(own.tokens[last].end)) <= span.second)
                ++last;
              static const std::set<std::string_view> pronouns = {"he",  "she", "it",    "they", "his",
                                                                  "her", "its", "their", "i",    "we",
                                                                  "the", "who", "my",    "our"};
              if (last > i && !pronouns.contains(own.lower(i)))
                marked.push_back({i - s.tokens.first, last - s.tokens.first, t, CoarseType::misc, false});
            }
          }
          std::vector<MarkedSpan> kept;
          for (const MarkedSpan& m : marked)
            if (kept.empty() || m.first >= kept.back().last) kept.push_back(m);
          add_marked_sentence(text, tokens, kept, Rest::capitals_open);
        }
      }
      text.names.clear();
      all.push_back(std::move(text));
    }));
  }
  return all;
}

Result<std::vector<NamedText>> read_core(const std::filesystem::path& data) {
  const auto path = data / "core-company-relations" / "train.json";
  SKEIN_ASSIGN(const std::string json, read_data(path));
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(json).get(root) != simdjson::SUCCESS) return bad_data(path, "is not JSON");
  std::vector<NamedText> all;
  try {
    for (const auto item : root) {
      const std::string_view relation = item["relation"];
      std::vector<std::string> tokens;
      for (const auto token : item["context"]) tokens.emplace_back(std::string_view(token));
      std::vector<MarkedSpan> spans;
      for (const bool first : {true, false}) {
        const auto b = static_cast<std::uint32_t>(std::uint64_t(item[first ? "e1_start" : "e2_start"]));
        const auto e = static_cast<std::uint32_t>(std::uint64_t(item[first ? "e1_end" : "e2_end"])) + 1;
        const bool goods = relation == "product_or_service_of" || relation == "brand_of";
        if (b < tokens.size() && e <= tokens.size() && starts_upper(tokens[b]))
          spans.push_back(
              {b, e, goods ? types(organization, product) : types(organization), CoarseType::misc, false});
      }
      if (spans.size() == 2 && spans[0].first < spans[1].last && spans[1].first < spans[0].last)
        spans.pop_back();
      NamedText text;
      add_marked_sentence(text, tokens, spans, Rest::capitals_open);
      text.names.clear();
      text.weight = 0.25F;
      all.push_back(std::move(text));
    }
  } catch (const simdjson::simdjson_error& error) {
    return bad_data(path, error.what());
  }
  return all;
}

Result<std::vector<NamedText>> read_ewt_nouns(const std::filesystem::path& data) {
  Treebank bank;
  SKEIN_TRY(read_conllu(data / "ud-english-ewt" / "en_ewt-ud-train.conllu", bank));
  std::vector<NamedText> all(1);
  for (const Sentence& s : bank.document.sentences) {
    std::vector<PlainToken> words;
    for (std::uint32_t i = s.tokens.first; i < s.tokens.last; ++i)
      words.push_back({bank.document.form(i), bank.document.tokens[i].space_before});
    append_sentence(all.back().document, words);
    for (std::uint32_t i = s.tokens.first; i < s.tokens.last; ++i)
      all.back().allowed.push_back(bank.gold[i].tag == Upos::propn ? any_label : no_name);
    all.back().weight = 0.3F;
    if (all.back().document.sentences.size() >= 20) all.emplace_back();
  }
  if (all.back().document.tokens.empty()) all.pop_back();
  return all;
}

void settle_demonyms(NamedText& text, const Lexicon& lexicon) {
  constexpr LabelSet demonym_first = LabelSet{1} << name_label::first(demonym);
  constexpr LabelSet place_first = LabelSet{1} << name_label::first(place);
  const Document& d = text.document;
  for (std::uint32_t i = 0; i < d.tokens.size(); ++i) {
    if (!starts_upper(d.form(i))) continue;
    LabelSet& set = text.allowed[i];
    const std::uint32_t flags = lexicon.find(hash_text(d.lower(i))).flags;
    const bool listed = (flags & lex::demonym) != 0;
    const bool one_word = i + 1 >= d.tokens.size() ||
                          (text.allowed[i + 1] & ~no_name & (place_first << 1)) == 0 ||
                          text.allowed[i + 1] == any_label;
    const bool adjective = d.tokens[i].tag == Upos::adj;
    if (set == no_name) {
      if (listed && (adjective || d.tokens[i].form == Form::plural))
        set = demonym_first;
      else if (listed)
        set = no_name | demonym_first;
    } else if (set == place_first && one_word) {
      const bool place_too = (flags & (lex::country | lex::city | lex::region)) != 0;
      if (listed && (adjective || !place_too))
        set = demonym_first;
      else if (adjective || listed)
        set = demonym_first | place_first;
    } else if (listed && one_word && (set & (LabelSet{1} << name_label::first(misc))) != 0 &&
               set != any_label) {
      set = demonym_first;
    }
  }
}

NamedText as_headlines(const NamedText& text, std::uint32_t nth) {
  NamedText out;
  out.weight = text.weight;
  for (std::uint32_t s = nth / 2; s < text.document.sentences.size(); s += nth) {
    const TokenRange r = text.document.sentences[s].tokens;
    if (r.size() < 5) continue;
    std::vector<std::string> forms;
    std::vector<PlainToken> words;
    forms.reserve(r.size());
    for (std::uint32_t i = r.first; i < r.last; ++i) {
      forms.push_back(title_case(text.document.form(i), i == r.first));
      words.push_back({forms.back(), text.document.tokens[i].space_before});
    }
    append_sentence(out.document, words);
    out.allowed.insert(out.allowed.end(), text.allowed.begin() + r.first, text.allowed.begin() + r.last);
  }
  return out;
}

}  // namespace skein::extract
