#include "extract/rules/schema.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "extract/names/names.hpp"
#include "extract/text/lines.hpp"
#include "extract/text/unicode.hpp"

namespace skein::extract {

namespace {

constexpr std::array built_in = {EntityType::person,   EntityType::organization, EntityType::place,
                                 EntityType::product,  EntityType::event,        EntityType::work,
                                 EntityType::concept_, EntityType::demonym,      EntityType::misc,
                                 EntityType::money,    EntityType::percent,      EntityType::number,
                                 EntityType::date,     EntityType::period,       EntityType::rank};

constexpr std::size_t most_types = 255;

std::size_t number_of(EntityType type) { return static_cast<std::size_t>(type) >> 8; }

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The letters and digits that a text begins with at `at`, in lower case.
std::string first_word_at(std::string_view text, std::size_t at) {
  std::string out;
  while (at < text.size()) {
    const auto c = decode(text, at);
    const auto k = kind(c.value);
    if (k != CharKind::letter && k != CharKind::digit) break;
    append_utf8(out, to_lower(c.value));
    at += c.size;
  }
  return out;
}

// How many bytes of the text from `at` on are this name; 0: it is not there.
std::size_t length_at(std::string_view text, std::size_t at, std::string_view name) {
  auto i = at;
  for (std::size_t k = 0; k < name.size();) {
    if (i >= text.size()) return 0;
    if (is_space(name[k])) {
      if (!is_space(text[i])) return 0;
      while (i < text.size() && is_space(text[i])) ++i;
      ++k;
      continue;
    }
    const auto wanted = decode(name, k), there = decode(text, i);
    const bool same = wanted.value == there.value ||
                      (is_lower(wanted.value) && to_lower(there.value) == wanted.value) ||
                      (is_apostrophe(wanted.value) && is_apostrophe(there.value)) ||
                      (is_dash(wanted.value) && is_dash(there.value));
    if (!same) return 0;
    k += wanted.size;
    i += there.size;
  }
  return i - at;
}

}  // namespace

// ---------------------------------------------------------------- types
std::optional<EntityType> Schema::type_named(std::string_view wanted) const {
  for (const auto type : built_in)
    if (name(type) == wanted) return type;
  for (const auto& t : types_)
    if (t.name == wanted) return t.type;
  return std::nullopt;
}

std::string_view Schema::name_of(EntityType type) const {
  const auto number = number_of(type);
  return number == 0 ? name(type) : std::string_view(types_[number - 1].name);
}

Result<EntityType> Schema::declare(std::string name, EntityType parent) {
  if (const auto known = type_named(name)) {
    if (number_of(*known) == 0)
      return Error{ErrorCode::invalid_argument, fmt::format("{} is a type that skein has already", name)};
    const auto& before = types_[number_of(*known) - 1];
    if (before.parent != parent)
      return Error{ErrorCode::invalid_argument,
                   fmt::format("type {} is declared below {} already, not below {}", name,
                               name_of(before.parent), name_of(parent))};
    return *known;
  }
  static constexpr std::array refinable = {EntityType::person,  EntityType::organization, EntityType::place,
                                           EntityType::product, EntityType::event,        EntityType::work,
                                           EntityType::concept_};
  if (std::find(refinable.begin(), refinable.end(), base_of(parent)) == refinable.end())
    return Error{
        ErrorCode::invalid_argument,
        fmt::format("type {} is declared below {}; wanted Person, Organization, Place, Product, Event, Work, "
                    "Concept, or a type below one of these",
                    name, name_of(parent))};
  if (types_.size() >= most_types)
    return Error{ErrorCode::invalid_argument,
                 fmt::format("type {} is one too many; there may be {} declared types", name, most_types)};
  const auto type =
      static_cast<EntityType>(((types_.size() + 1) << 8) | static_cast<std::uint16_t>(base_of(parent)));
  types_.push_back({std::move(name), type, parent});
  return type;
}

bool Schema::is(EntityType kind, EntityType wanted) const {
  while (kind != wanted) {
    const auto number = number_of(kind);
    if (number == 0) return false;
    kind = types_[number - 1].parent;
  }
  return true;
}

bool Schema::fits(EntityType base, EntityType kind, const std::vector<EntityType>& wanted) const {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](EntityType w) { return w == base || (kind != EntityType::none && is(kind, w)); });
}

std::vector<std::string> Schema::labels(EntityType kind) const {
  std::vector<std::string> out;
  for (auto number = number_of(kind); number != 0; number = number_of(types_[number - 1].parent))
    out.push_back(types_[number - 1].name);
  return out;
}

// ---------------------------------------------------------------- words for things of a type
void Schema::add_word(std::string_view words, EntityType type) {
  const auto folded = lower(fold_spaces(words));
  longest_words_ =
      std::max(longest_words_, static_cast<std::uint32_t>(std::count(folded.begin(), folded.end(), ' ') + 1));
  words_[folded] = type;
}

EntityType Schema::called(const Document& document, std::uint32_t token) const {
  if (words_.empty()) return EntityType::none;
  const auto find = [&](std::string_view words) {
    const auto it = words_.find(words);
    return it == words_.end() ? EntityType::none : it->second;
  };
  for (auto n = longest_words_; n >= 2; --n) {
    if (token + 1 < n || document.tokens[token + 1 - n].sentence != document.tokens[token].sentence) continue;
    std::string before;
    for (auto t = token + 1 - n; t < token; ++t) {
      before += document.lower(t);
      if (document.tokens[t + 1].space_before) before += ' ';
    }
    for (const auto last : {document.lower(token), document.lemma(token)})
      if (const auto type = find(before + std::string(last)); type != EntityType::none) return type;
  }
  if (const auto type = find(document.lower(token)); type != EntityType::none) return type;
  return find(document.lemma(token));
}

// ---------------------------------------------------------------- names
void Schema::add_name(std::string_view other, std::string_view name, EntityType type) {
  const auto text = fold_spaces(other), canonical = fold_spaces(name);
  const auto key = first_word_at(text, 0);
  if (text.empty() || canonical.empty() || key.empty()) return;
  if (listed_.empty() || listed_.back().name != canonical || listed_.back().type != type)
    listed_.push_back({canonical, type});
  const auto number = static_cast<std::uint32_t>(listed_.size() - 1);
  auto& there = spellings_[key];
  const auto same =
      std::find_if(there.begin(), there.end(), [&](const Spelling& s) { return s.text == text; });
  if (same != there.end()) {
    same->listed = number;
    return;
  }
  const auto at = std::find_if(there.begin(), there.end(),
                               [&](const Spelling& s) { return s.text.size() < text.size(); });
  there.insert(at, {text, number});
}

void Schema::add_names(std::string_view lines, EntityType type) {
  for (const auto span : split_lines(lines)) {
    const auto line = lines.substr(span.begin, span.size());
    if (line.starts_with('#')) continue;
    std::string canonical;
    for (std::size_t from = 0; from <= line.size();) {
      const auto bar = std::min(line.find('|', from), line.size());
      const auto one = line.substr(from, bar - from);
      if (from == 0) canonical = one;
      add_name(one, canonical, type);
      from = bar + 1;
    }
  }
}

// The longest name that begins with this token, and one past its last token.
std::pair<const Schema::Spelling*, std::uint32_t> Schema::longest_at(const Document& document,
                                                                     std::uint32_t token) const {
  const std::string_view text = document.text;
  const auto begin = document.tokens[token].begin;
  const auto it = spellings_.find(first_word_at(text, begin));
  if (it == spellings_.end()) return {nullptr, token};
  for (const auto& spelling : it->second) {
    const auto length = length_at(text, begin, spelling.text);
    if (length == 0) continue;
    const auto end = begin + length;
    auto last = token;
    while (last + 1 < document.tokens.size() && document.tokens[last].end < end) ++last;
    const auto& t = document.tokens[last];
    if (t.end < end || t.sentence != document.tokens[token].sentence) continue;
    // Whole words only; "Inc." may have its full stop, or not.
    const auto rest = text.substr(end, t.end - end);
    if (!rest.empty() && rest != ".") continue;
    return {&spelling, last + 1};
  }
  return {nullptr, token};
}

void Schema::mark(Document& document) const {
  if (spellings_.empty()) return;
  auto& mentions = document.mentions;  // of the name model: sorted and apart
  std::vector<Mention> found;
  std::size_t at = 0;
  for (std::uint32_t t = 0; t < document.tokens.size();) {
    const auto [spelling, end] = longest_at(document, t);
    if (spelling == nullptr) {
      ++t;
      continue;
    }
    while (at < mentions.size() && mentions[at].tokens.last <= t) ++at;
    const Mention* over = at < mentions.size() && mentions[at].tokens.first < end ? &mentions[at] : nullptr;
    auto outer = over != nullptr ? over->tokens : TokenRange{t, end};
    while (outer.first < t && document.tokens[outer.first].tag == Upos::det) ++outer.first;
    const bool within = outer.first <= t && outer.last >= end && outer.size() > end - t;
    auto type = listed_[spelling->listed].type;
    if (type == EntityType::none && over != nullptr) type = over->type;
    if (!within && type != EntityType::none) {
      Mention m;
      m.tokens = {t, end};
      m.span = {document.tokens[t].begin, document.tokens[end - 1].end};
      m.type = base_of(type);
      m.score = 1;
      m.listed = spelling->listed;
      found.push_back(m);
    }
    t = end;
  }
  if (found.empty()) return;
  std::erase_if(mentions, [&](const Mention& m) {
    const auto next =
        std::lower_bound(found.begin(), found.end(), m.tokens.first,
                         [](const Mention& f, std::uint32_t first) { return f.tokens.last <= first; });
    return next != found.end() && next->tokens.first < m.tokens.last;
  });
  mentions.insert(mentions.end(), found.begin(), found.end());
  std::sort(mentions.begin(), mentions.end(),
            [](const Mention& a, const Mention& b) { return a.span < b.span; });
}

// ---------------------------------------------------------------- relations
const std::vector<RelationEnds>& Schema::ends(std::string_view relation) const {
  static const std::vector<RelationEnds> none;
  const auto it = ends_.find(relation);
  return it == ends_.end() ? none : it->second;
}

}  // namespace skein::extract
