#include "extract/text/abbreviations.hpp"

#include <algorithm>
#include <array>

namespace skein::extract {

namespace {

// The tables are sorted, and searched by halving.
template <std::size_t size>
bool has(const std::array<std::string_view, size>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

constexpr std::array<std::string_view, 50> leading = {
    "adm",   "approx", "assoc", "asst",   "brig", "ca",     "capt",  "cf",  "cmdr", "col",
    "comdr", "cpl",    "dr",    "drs",    "e.g",  "esp",    "ft",    "gen", "gov",  "hon",
    "i.e",   "ing",    "lt",    "lt.gov", "maj",  "messrs", "mlle",  "mme", "mr",   "mrs",
    "ms",    "msgr",   "mt",    "mx",     "op",   "pres",   "prof",  "pvt", "rep",  "reps",
    "rev",   "sen",    "sens",  "sgt",    "st",   "supt",   "treas", "v",   "viz",  "vs"};
constexpr std::array<std::string_view, 63> closing = {
    "a.k.a", "a.m",   "al",    "apr",  "aug",  "ave",  "bhd",  "blvd", "bros", "calif", "co",
    "conn",  "corp",  "corps", "cos",  "dec",  "dept", "dist", "div",  "esq",  "est",   "etc",
    "ext",   "feb",   "fla",   "fri",  "ga",   "inc",  "incl", "intl", "jan",  "jr",    "jul",
    "jun",   "l.l.c", "ltd",   "ltda", "mass", "mfg",  "mich", "minn", "mon",  "mos",   "nov",
    "oct",   "okla",  "p.m",   "pa",   "penn", "ph.d", "plc",  "pty",  "rd",   "sat",   "sept",
    "sr",    "tenn",  "thurs", "tues", "univ", "wash", "wed",  "wis"};
constexpr std::array<std::string_view, 9> numbering = {"art", "ch", "fig", "no", "nos",
                                                       "nr",  "p",  "pp",  "vol"};
constexpr std::array<std::string_view, 99> openers = {
    "a",     "about",   "according", "after",   "all",    "also",      "although", "among",    "an",
    "and",   "another", "any",       "are",     "as",     "at",        "because",  "before",   "both",
    "but",   "by",      "despite",   "did",     "do",     "does",      "during",   "each",     "even",
    "every", "few",     "finally",   "for",     "from",   "have",      "he",       "her",      "here",
    "his",   "how",     "however",   "i",       "if",     "in",        "instead",  "is",       "it",
    "its",   "just",    "last",      "like",    "many",   "meanwhile", "more",     "moreover", "most",
    "my",    "next",    "no",        "not",     "now",    "of",        "on",       "once",     "one",
    "only",  "or",      "other",     "our",     "people", "she",       "since",    "so",       "some",
    "still", "such",    "that",      "the",     "their",  "then",      "there",    "these",    "they",
    "this",  "those",   "though",    "through", "to",     "under",     "unlike",   "until",    "we",
    "what",  "when",    "where",     "which",   "while",  "who",       "why",      "with",     "you"};
constexpr std::array<std::string_view, 26> speech = {
    "added",     "adds",      "announced", "argued",   "asked",     "asks",     "claimed",
    "commented", "concluded", "continued", "declared", "explained", "insisted", "noted",
    "notes",     "recalled",  "remarked",  "replied",  "said",      "say",      "says",
    "stated",    "told",      "tweeted",   "warned",   "wrote"};
constexpr std::array<std::string_view, 27> prefixes = {
    "anti",  "bi",    "co",   "counter", "cross", "de",   "e",     "ex",  "inter",
    "intra", "macro", "mega", "micro",   "mid",   "mini", "multi", "neo", "non",
    "pan",   "post",  "pre",  "pro",     "re",    "semi", "sub",   "un",  "x"};
constexpr std::array<std::string_view, 44> units = {
    "am", "b",  "bhp", "bn", "bps", "c",  "cm", "cr", "f",   "ft", "g",  "gb", "ghz", "gw",  "h",
    "hz", "in", "k",   "kb", "kg",  "km", "kw", "lb", "lbs", "m",  "mb", "mg", "mhz", "min", "ml",
    "mm", "mn", "mph", "mw", "nm",  "oz", "p",  "pc", "pct", "pm", "t",  "tb", "tn",  "x"};

}  // namespace

Abbreviation abbreviation(std::string_view word) {
  if (has(leading, word)) return Abbreviation::leads;
  if (has(closing, word)) return Abbreviation::closes;
  if (has(numbering, word)) return Abbreviation::number;
  return Abbreviation::none;
}

bool opens_sentences(std::string_view word) { return has(openers, word); }
bool speaks(std::string_view word) { return has(speech, word); }
bool keeps_hyphen(std::string_view prefix) { return has(prefixes, prefix); }
bool is_unit(std::string_view word) { return has(units, word); }

}  // namespace skein::extract
