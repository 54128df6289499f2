#include "extract/train/entity_builder.hpp"

#include <algorithm>
#include <array>

#include "extract/text/token_scanner.hpp"
#include "extract/text/unicode.hpp"
#include "extract/train/treebank.hpp"

namespace skein::extract {

namespace {

bool is_clitic(std::string_view t) {
  static constexpr std::array<std::string_view, 16> all = {
      "'s",      "'S",       "n't",      "'re",      "'ve", "'ll", "'d",  "'m",
      "\u2019s", "n\u2019t", "\u2019re", "\u2019ve", "''",  "``",  "...", "--"};
  return std::find(all.begin(), all.end(), t) != all.end();
}

bool glued(std::string_view t) {  // stands right behind the word before it
  static constexpr std::array<std::string_view, 10> all = {",", ".", ";", ":", "!", "?", ")", "]", "%", "'"};
  return is_clitic(t) || std::find(all.begin(), all.end(), t) != all.end();
}

std::string without_spaces(std::string_view token) {
  std::string out;
  for (std::size_t at = 0; at < token.size();) {
    const CodePoint c = decode(token, at);
    if (kind(c.value) != CharKind::space) out.append(token.substr(at, c.size));
    at += c.size;
  }
  return out;
}

LabelSet first_labels(TypeSet t) {
  LabelSet set = 0;
  for (std::uint32_t k = 1; k <= name_label::types; ++k)
    if ((t >> k & 1) != 0) set |= LabelSet{1} << name_label::first(static_cast<EntityType>(k));
  return set;
}
LabelSet further_labels(TypeSet t) { return first_labels(t) << 1; }

}  // namespace

void add_marked_sentence(NamedText& text, const std::vector<std::string>& tokens,
                         const std::vector<MarkedSpan>& spans, Rest rest) {
  std::vector<std::string> clean;
  clean.reserve(tokens.size());
  for (const std::string& t : tokens) clean.push_back(without_spaces(t));
  std::vector<PlainToken> words;
  std::vector<std::uint32_t> source;  // per word: its source token
  std::vector<Span> parts;
  for (std::uint32_t i = 0; i < clean.size(); ++i) {
    const std::string& t = clean[i];
    if (t.empty()) continue;
    parts.clear();
    if (is_clitic(t))
      parts.push_back({0, static_cast<std::uint32_t>(t.size())});
    else
      scan_chunk(t, {0, static_cast<std::uint32_t>(t.size())}, parts);
    for (const Span& p : parts) {
      words.push_back({std::string_view(t).substr(p.begin, p.size()), p.begin == 0 && !glued(t)});
      source.push_back(i);
    }
  }
  if (words.empty()) return;
  const auto base = static_cast<std::uint32_t>(text.document.tokens.size());
  append_sentence(text.document, words);
  text.allowed.resize(text.document.tokens.size(), no_name);
  if (rest == Rest::capitals_open) {
    for (std::uint32_t k = 0; k < words.size(); ++k) {
      const CodePoint c = decode(words[k].form, 0);
      if (is_upper(c.value) || kind(c.value) == CharKind::digit || is_dash(c.value) || words[k].form == "&" ||
          words[k].form == "of")
        text.allowed[base + k] = any_label;
    }
  }
  for (const MarkedSpan& s : spans) {
    std::uint32_t first = no_token, last = 0;
    for (std::uint32_t k = 0; k < source.size(); ++k) {
      if (source[k] < s.first || source[k] >= s.last) continue;
      if (first == no_token) first = k;
      last = k + 1;
    }
    if (first == no_token) continue;
    // "Acme 's": a clitic at the end is no part of the name.
    while (last > first + 1 && (words[last - 1].form == "'s" || words[last - 1].form == "\u2019s")) --last;
    for (std::uint32_t k = first; k < last; ++k) {
      text.allowed[base + k] = k == first ? first_labels(s.types) : further_labels(s.types);
      if (s.maybe) text.allowed[base + k] |= no_name;
    }
    text.names.push_back({{base + first, base + last}, s.coarse});
  }
}

}  // namespace skein::extract
