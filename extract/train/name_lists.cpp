#include "extract/train/name_lists.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "extract/syntax/lexicon.hpp"
#include "extract/text/unicode.hpp"
#include "extract/train/treebank.hpp"

namespace skein::extract {

namespace {

// Nouns that make a name's kind: general vocabulary, no names.
struct KindNouns {
  std::uint32_t flag;
  std::initializer_list<std::string_view> words;
};

const std::initializer_list<KindNouns> kind_nouns = {
    {lex::organization_noun,
     {"academy",       "administration", "agency",        "airlines",     "airways",        "alliance",
      "army",          "assembly",       "associates",    "association",  "athletic",       "authority",
      "bancorp",       "bank",           "bloc",          "board",        "brewery",        "brigade",
      "broadcasting",  "brothers",       "bureau",        "cabinet",      "capital",        "center",
      "centre",        "chamber",        "chemicals",     "church",       "club",           "coalition",
      "college",       "command",        "commission",    "committee",    "communications", "community",
      "companies",     "company",        "confederation", "congress",     "conglomerate",   "consortium",
      "cooperative",   "corporation",    "council",       "court",        "department",     "directorate",
      "electric",      "electronics",    "energy",        "enterprises",  "exchange",       "fc",
      "federation",    "finance",        "financial",     "force",        "forces",         "foundation",
      "fund",          "futures",        "group",         "guild",        "holding",        "holdings",
      "hospital",      "industries",     "initiative",    "institute",    "institution",    "insurance",
      "international", "investment",     "investments",   "lab",          "laboratories",   "laboratory",
      "labs",          "league",         "legion",        "library",      "logistics",      "management",
      "media",         "ministry",       "mission",       "mobile",       "motor",          "motors",
      "museum",        "network",        "networks",      "newspaper",    "observatory",    "office",
      "oil",           "orchestra",      "organisation",  "organization", "parliament",     "partners",
      "partnership",   "party",          "petroleum",     "pharma",       "pharmaceutical", "pharmaceuticals",
      "police",        "press",          "publishing",    "railway",      "records",        "regiment",
      "resources",     "retail",         "robotics",      "school",       "securities",     "semiconductor",
      "senate",        "service",        "services",      "society",      "software",       "solutions",
      "squad",         "staffel",        "startup",       "steel",        "store",          "stores",
      "studio",        "studios",        "supermarkets",  "symphony",     "syndicate",      "systems",
      "team",          "technologies",   "technology",    "telecom",      "therapeutics",   "tribunal",
      "trust",         "union",          "united",        "university",   "ventures",       "works"}},
    {lex::place_noun,
     {"airport", "archipelago", "avenue",      "bay",          "beach",     "borough",  "boulevard",
      "bridge",  "canal",       "canyon",      "cape",         "castle",    "channel",  "city",
      "coast",   "continent",   "county",      "creek",        "desert",    "district", "falls",
      "forest",  "fort",        "gulf",        "harbor",       "harbour",   "heights",  "highway",
      "hill",    "hills",       "island",      "islands",      "isle",      "kingdom",  "lake",
      "mount",   "mountain",    "mountains",   "municipality", "ocean",     "park",     "peninsula",
      "plain",   "plateau",     "port",        "prefecture",   "province",  "region",   "republic",
      "ridge",   "river",       "road",        "sea",          "springs",   "square",   "state",
      "states",  "strait",      "street",      "suburb",       "territory", "town",     "township",
      "valley",  "village",     "voivodeship", "volcano"}},
    {lex::event_noun,
     {"attack",        "award",      "awards",     "battle",     "campaign",  "ceremony",   "championship",
      "championships", "conference", "conflict",   "congress",   "contest",   "convention", "crisis",
      "cup",           "derby",      "earthquake", "election",   "elections", "exhibition", "expo",
      "exposition",    "fair",       "festival",   "final",      "finals",    "forum",      "games",
      "grand",         "hurricane",  "marathon",   "massacre",   "match",     "olympic",    "olympics",
      "open",          "operation",  "pandemic",   "parade",     "playoffs",  "prix",       "race",
      "rebellion",     "referendum", "revolution", "season",     "series",    "siege",      "storm",
      "summit",        "symposium",  "tour",       "tournament", "treaty",    "trophy",     "uprising",
      "war",           "week",       "workshop",   "world"}},
    {lex::work_noun,
     {"album",    "anthem",      "ballad",     "bible",   "book",         "cartoon",   "chronicle", "comedy",
      "comic",    "documentary", "drama",      "edition", "encyclopedia", "episode",   "essay",     "film",
      "journal",  "magazine",    "manga",      "movie",   "musical",      "novel",     "novella",   "opera",
      "painting", "play",        "podcast",    "poem",    "review",       "sculpture", "show",      "single",
      "sitcom",   "song",        "soundtrack", "story",   "symphony",     "thriller",  "trilogy"}},
    {lex::title,
     {"admiral",      "ambassador",  "baron",      "baroness",  "bishop",     "captain", "cardinal",
      "chairman",     "chairwoman",  "chancellor", "chief",     "coach",      "colonel", "commander",
      "commissioner", "congressman", "count",      "dame",      "director",   "doctor",  "dr",
      "dr.",          "duchess",     "duke",       "emperor",   "empress",    "gen.",    "general",
      "governor",     "gov.",        "king",       "lady",      "lieutenant", "lord",    "lt.",
      "madam",        "maj.",        "major",      "mayor",     "minister",   "miss",    "mr",
      "mr.",          "mrs",         "mrs.",       "ms",        "ms.",        "pope",    "president",
      "prince",       "princess",    "prof.",      "professor", "queen",      "rep.",    "rev.",
      "reverend",     "saint",       "sen.",       "senator",   "sergeant",   "sgt.",    "sheikh",
      "sir",          "sultan",      "judge",      "justice",   "secretary",  "premier", "ceo",
      "cfo",          "cto",         "coo",        "founder",   "co-founder"}},
    {lex::calendar,
     {"january",   "february", "march",     "april",    "may",    "june",     "july",  "august",
      "september", "october",  "november",  "december", "jan.",   "feb.",     "mar.",  "apr.",
      "jun.",      "jul.",     "aug.",      "sep.",     "sept.",  "oct.",     "nov.",  "dec.",
      "monday",    "tuesday",  "wednesday", "thursday", "friday", "saturday", "sunday"}},
    {lex::legal_form,
     {"inc", "inc.", "corp",    "corp.",        "co",   "co.",    "ltd",  "ltd.", "llc",   "llp",
      "plc", "gmbh", "ag",      "sa",           "s.a.", "nv",     "n.v.", "ab",   "asa",   "a/s",
      "oy",  "oyj",  "bv",      "b.v.",         "spa",  "s.p.a.", "kk",   "pte",  "pty",   "pty.",
      "bhd", "bhd.", "limited", "incorporated", "kgaa", "se",     "lp",   "l.p.", "l.l.c."}},
};

// Demonyms end in few ways; this makes those of the countries that the lists leave out no matter here: what
// the lists and the endings say is learned as a feature.
void add(FlaggedPhrases& all, std::string_view phrase, std::uint32_t flag) {
  std::string key = lower(phrase);
  while (!key.empty() && key.back() == ' ') key.pop_back();
  while (!key.empty() && key.front() == ' ') key.erase(0, 1);
  if (key.size() < 2 || key.size() > 60) return;
  all[key] |= flag;
}

// The fields of a line of CSV; quotes may hold commas.
std::vector<std::string> csv_fields(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"')
        fields.back() += line[i++];
      else
        quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      fields.emplace_back();
    } else if (line[i] != '\r') {
      fields.back() += line[i];
    }
  }
  return fields;
}

template <typename Use>
Result<void> for_lines(const std::filesystem::path& path, Use use) {
  SKEIN_ASSIGN(const std::string data, read_data(path));
  std::string_view rest = data;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty()) use(line);
  }
  return {};
}

// "Acme Widgets Inc. - Class A Ordinary Shares" -> "acme widgets"
std::string company_core(std::string_view name, const FlaggedPhrases& all) {
  std::string low = lower(name.substr(0, name.find(" - ")));
  for (const std::string_view sign : {",", "(the)", "the "})
    for (auto at = low.find(sign); at != std::string::npos && (sign != "the " || at == 0);
         at = low.find(sign))
      low.erase(at, sign.size());
  for (;;) {
    while (!low.empty() && low.back() == ' ') low.pop_back();
    const auto space = low.rfind(' ');
    if (space == std::string::npos) return low;
    const std::string last = low.substr(space + 1);
    const auto known = all.find(last);
    const bool form = known != all.end() && (known->second & (lex::legal_form | lex::organization_noun)) != 0;
    if (!form && last != "holdings" && last != "group" && last != "&") return low;
    low.resize(space);
  }
}

Result<void> read_word_lists(const std::filesystem::path& data, FlaggedPhrases& all) {
  struct List {
    const char* name;
    std::uint32_t flag;
  };
  static constexpr std::array<List, 15> lists = {{{"people/femaleNames", lex::first_name},
                                                  {"people/maleNames", lex::first_name},
                                                  {"people/firstnames", lex::first_name},
                                                  {"people/lastnames", lex::surname},
                                                  {"people/people", lex::famous},
                                                  {"nouns/organizations", lex::organization},
                                                  {"nouns/sportsTeams", lex::team},
                                                  {"nouns/demonyms", lex::demonym},
                                                  {"nouns/actors", lex::occupation},
                                                  {"places/cities", lex::city},
                                                  {"places/countries", lex::country},
                                                  {"places/places", lex::region},
                                                  {"places/regions", lex::region},
                                                  {"misc/currencies", lex::currency},
                                                  {"dates/weekdays", lex::calendar}}};
  const auto path = data / "gazetteers" / "word-lists.json";
  SKEIN_ASSIGN(const std::string text, read_data(path));
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  if (parser.parse(text).get(root) != simdjson::SUCCESS)
    return Error{.code = ErrorCode::io, .message = path.string() + " is not JSON"};
  for (const List& list : lists) {
    simdjson::dom::array words;
    if (root[list.name].get(words) != simdjson::SUCCESS) continue;
    for (const auto word : words) {
      std::string_view w;
      if (word.get(w) == simdjson::SUCCESS && (list.flag != lex::region || w.size() > 3))
        add(all, w, list.flag);
    }
  }
  return {};
}

Result<void> read_wordnet(const std::filesystem::path& data, FlaggedPhrases& all) {
  const auto path = data / "lemmas" / "en_lemma_index.json";
  SKEIN_ASSIGN(const std::string text, read_data(path));
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  if (parser.parse(text).get(root) != simdjson::SUCCESS)
    return Error{.code = ErrorCode::io, .message = path.string() + " is not JSON"};
  const std::array<std::pair<const char*, std::uint32_t>, 4> classes = {
      {{"noun", lex::noun}, {"verb", lex::verb}, {"adj", lex::adjective}, {"adv", lex::adverb}}};
  for (const auto& [name, flag] : classes) {
    simdjson::dom::array words;
    if (root[name].get(words) != simdjson::SUCCESS) continue;
    for (const auto word : words) {
      std::string_view w;
      if (word.get(w) == simdjson::SUCCESS && w.find('_') == std::string_view::npos && !starts_upper(w) &&
          w.find('-') == std::string_view::npos)
        add(all, w, flag);
    }
  }
  return {};
}

Result<void> read_places(const std::filesystem::path& lists, FlaggedPhrases& all) {
  bool header = true;
  SKEIN_TRY(for_lines(lists / "cities15000.tsv", [&](std::string_view line) {
    if (std::exchange(header, false)) return;
    std::array<std::string_view, 5> f;
    for (auto& field : f) {
      const auto tab = line.find('\t');
      field = line.substr(0, tab);
      line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    }
    const auto flag = f[4].size() >= 6 ? lex::city : lex::small_city;  // 100,000 people or more
    add(all, f[0], flag);
    if (!f[1].empty()) add(all, f[1], flag);
  }));
  std::vector<std::string> header_fields;
  SKEIN_TRY(for_lines(lists / "country-codes.csv", [&](std::string_view line) {
    const auto fields = csv_fields(line);
    if (header_fields.empty()) {
      header_fields = fields;
      return;
    }
    for (std::size_t i = 0; i < std::min(fields.size(), header_fields.size()); ++i) {
      const std::string& column = header_fields[i];
      if (column == "CLDR display name" || column == "UNTERM English Short" || column == "official_name_en")
        add(all, fields[i].substr(0, fields[i].find(" (")), lex::country);
      if (column == "Capital") add(all, fields[i], lex::city);
      if (column == "Region Name" || column == "Sub-region Name") add(all, fields[i], lex::region);
    }
  }));
  return {};
}

}  // namespace

Result<FlaggedPhrases> read_name_lists(const std::filesystem::path& data) {
  FlaggedPhrases all;
  const auto lists = data / "gazetteers";
  for (const KindNouns& kind : kind_nouns)
    for (const std::string_view word : kind.words) all[std::string(word)] |= kind.flag;
  SKEIN_TRY(read_wordnet(data, all));
  SKEIN_TRY(read_word_lists(data, all));
  SKEIN_TRY(read_places(lists, all));
  SKEIN_TRY(
      for_lines(lists / "first-names-us.txt", [&](std::string_view l) { add(all, l, lex::first_name); }));
  SKEIN_TRY(for_lines(lists / "surnames-us.txt", [&](std::string_view l) { add(all, l, lex::surname); }));
  bool header = true;
  const auto companies = [&](std::size_t column) {
    header = true;
    return [&all, &header, column](std::string_view line) {
      if (std::exchange(header, false)) return;
      const auto fields = csv_fields(line);
      if (fields.size() <= column) return;
      const std::string& name = fields[column];
      for (const char* fund : {"ETF", "Fund", "Warrant", "Rights", "Units", "Acquisition", "Trust", "Notes"})
        if (name.find(fund) != std::string::npos) return;
      const std::string core = company_core(name, all);
      if (std::count(core.begin(), core.end(), ' ') < longest_phrase) add(all, core, lex::company);
    };
  };
  SKEIN_TRY(for_lines(lists / "sp500-constituents.csv", companies(1)));
  SKEIN_TRY(for_lines(lists / "nasdaq-listed.csv", companies(1)));
  return all;
}

}  // namespace skein::extract
