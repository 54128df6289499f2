#include "extract/document.hpp"

#include <array>
#include <cassert>

namespace skein::extract {

namespace {

constexpr std::uint32_t block = 64;

constexpr bool starts_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

constexpr std::array<std::string_view, 17> upos_names = {
    "ADJ", "ADP",  "ADV",  "AUX",   "CCONJ", "DET",   "INTJ", "NOUN", "NUM",
    "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};

constexpr std::array<std::string_view, 51> deprel_names = {
    "acl",          "acl:relcl", "advcl",      "advcl:relcl", "advmod",        "amod",     "appos",
    "aux",          "aux:pass",  "case",       "cc",          "cc:preconj",    "ccomp",    "compound",
    "compound:prt", "conj",      "cop",        "csubj",       "csubj:outer",   "csubj:pass", "dep",
    "det",          "det:predet", "discourse", "dislocated",  "expl",          "fixed",    "flat",
    "goeswith",     "iobj",      "list",       "mark",        "nmod",          "nmod:desc", "nmod:poss",
    "nmod:unmarked", "nsubj",    "nsubj:outer", "nsubj:pass", "nummod",        "obj",      "obl",
    "obl:agent",    "obl:unmarked", "orphan",  "parataxis",   "punct",         "reparandum", "root",
    "vocative",     "xcomp"};

constexpr std::array<std::string_view, 16> type_names = {
    "None", "Person",  "Organization", "Place", "Product", "Event", "Work", "Demonym",
    "Concept", "Misc", "Money",   "Percent",      "Number", "Date",   "Period", "Rank"};

}  // namespace

std::string_view name(Upos tag) { return upos_names[static_cast<std::size_t>(tag)]; }

std::string_view name(Deprel relation) { return deprel_names[static_cast<std::size_t>(relation)]; }

std::string_view base_name(Deprel relation) {
  const auto full = name(relation);
  return full.substr(0, full.find(':'));
}

std::string_view name(EntityType type) { return type_names[static_cast<std::size_t>(type)]; }

CodePoints::CodePoints(std::string_view text) : text_(text) {
  before_.reserve(text.size() / block + 1);
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % block == 0) before_.push_back(count);
    count += starts_code_point(text[i]) ? 1 : 0;
  }
  if (text.size() % block == 0) before_.push_back(count);
}

std::uint32_t CodePoints::at(std::uint32_t byte) const {
  assert(byte <= text_.size());
  const std::uint32_t start = byte / block * block;
  std::uint32_t count = before_[byte / block];
  for (std::uint32_t i = start; i < byte; ++i) count += starts_code_point(text_[i]) ? 1 : 0;
  return count;
}

}  // namespace skein::extract
