#include "extract/train/treebank.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>

#include "extract/text/unicode.hpp"

namespace skein::extract {

namespace {

Error unreadable(const std::filesystem::path& path, std::string_view what) {
  return {.code = ErrorCode::io, .message = fmt::format("training data {}: {}", path.string(), what)};
}

std::vector<std::string_view> split(std::string_view line, char by) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = line.find(by);
    parts.push_back(line.substr(0, at));
    if (at == std::string_view::npos) return parts;
    line.remove_prefix(at + 1);
  }
}

int number(std::string_view text) {
  int value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : -1;
}

Result<Upos> upos_from(std::string_view text) {
  for (int i = 0; i <= static_cast<int>(Upos::x); ++i)
    if (name(static_cast<Upos>(i)) == text) return static_cast<Upos>(i);
  return Error{.code = ErrorCode::invalid_argument,
               .message = fmt::format("unknown part of speech '{}'", text)};
}

struct Row {
  std::string_view form, lemma, tag, fine, relation;
  int head = 0;
};

Result<void> append_gold(const std::vector<Row>& rows, std::string_view text, Treebank& out) {
  std::vector<PlainToken> words;
  std::size_t at = 0;
  for (const Row& r : rows) {  // the spaces are those of the sentence's text
    const std::size_t before = at;
    while (at < text.size() && text.substr(at, r.form.size()) != r.form) ++at;
    words.push_back({r.form, words.empty() || at != before || before >= text.size()});
    if (at < text.size()) {
      at += r.form.size();
    } else {
      at = before;
    }
  }
  const auto first = static_cast<std::uint32_t>(out.document.tokens.size());
  append_sentence(out.document, words);
  for (const Row& r : rows) {
    GoldToken g;
    SKEIN_ASSIGN(g.tag, upos_from(r.tag));
    SKEIN_ASSIGN(g.relation, deprel_from(r.relation));
    g.fine = r.fine;
    g.lemma = r.lemma;
    g.head = r.head == 0 ? no_token : first + static_cast<std::uint32_t>(r.head) - 1;
    out.gold.push_back(std::move(g));
  }
  return {};
}

}  // namespace

Result<std::string> read_data(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream all;
    all << file.rdbuf();
    if (!file) return unreadable(path, "cannot be read");
    return std::move(all).str();
  }
  auto packed = path;
  packed += ".xz";
  if (!std::filesystem::exists(packed, ignored)) return unreadable(path, "neither it nor its .xz is there");
  std::string quoted = "'";
  for (const char c : packed.string()) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  quoted += "'";
  FILE* pipe = ::popen(("xz -dc " + quoted).c_str(), "r");
  if (pipe == nullptr) return unreadable(packed, "cannot start xz");
  std::string all;
  std::array<char, 65536> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe))
    all.append(buffer.data(), n);
  if (::pclose(pipe) != 0) return unreadable(packed, "xz cannot unpack it");
  return all;
}

Result<Deprel> deprel_from(std::string_view text) {
  static const auto table = [] {
    std::map<std::string_view, Deprel> all;
    for (int i = 0; i <= static_cast<int>(Deprel::xcomp); ++i)
      all.emplace(name(static_cast<Deprel>(i)), static_cast<Deprel>(i));
    return all;
  }();
  if (const auto found = table.find(text); found != table.end()) return found->second;
  if (const auto found = table.find(text.substr(0, text.find(':'))); found != table.end())
    return found->second;
  return Error{.code = ErrorCode::invalid_argument,
               .message = fmt::format("unknown dependency relation '{}'", text)};
}

void append_sentence(Document& document, const std::vector<PlainToken>& words) {
  Sentence s;
  s.tokens.first = static_cast<std::uint32_t>(document.tokens.size());
  for (const PlainToken& w : words) {
    Token t;
    t.sentence = static_cast<std::uint32_t>(document.sentences.size());
    t.sentence_start = document.tokens.size() == s.tokens.first;
    t.space_before = w.space_before || t.sentence_start;
    if (t.space_before && !document.text.empty()) document.text += t.sentence_start ? '\n' : ' ';
    t.begin = static_cast<std::uint32_t>(document.text.size());
    document.text += w.form;
    t.end = static_cast<std::uint32_t>(document.text.size());
    std::string low = lower(w.form);
    if (const auto at = low.find("\u2019"); at != std::string::npos) low.replace(at, 3, "'");
    t.lower_begin = t.lemma_begin = static_cast<std::uint32_t>(document.lemmas.size());
    t.lower_size = t.lemma_size = static_cast<std::uint16_t>(std::min<std::size_t>(low.size(), 4096));
    document.lemmas += low;
    document.tokens.push_back(t);
  }
  s.tokens.last = static_cast<std::uint32_t>(document.tokens.size());
  if (s.tokens.size() == 0) return;
  s.span = {document.tokens[s.tokens.first].begin, document.tokens[s.tokens.last - 1].end};
  s.paragraph_start = true;
  document.sentences.push_back(s);
}

Result<void> read_conllu(const std::filesystem::path& path, Treebank& out) {
  SKEIN_ASSIGN(const std::string data, read_data(path));
  std::vector<Row> rows;
  std::string_view text;
  std::string_view rest = data;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.starts_with("# text = ")) text = line.substr(9);
    if (!line.empty() && line[0] != '#') {
      const auto columns = split(line, '\t');
      if (columns.size() != 10) return unreadable(path, fmt::format("not ten columns: '{}'", line));
      if (number(columns[0]) > 0)
        rows.push_back({columns[1], columns[2], columns[3], columns[4], columns[7], number(columns[6])});
    }
    if ((line.empty() || rest.empty()) && !rows.empty()) {
      SKEIN_TRY(append_gold(rows, text, out));
      rows.clear();
      text = {};
    }
  }
  return {};
}

std::string title_case(std::string_view word, bool first) {
  static constexpr std::array<std::string_view, 22> small = {
      "a",   "an",  "and", "as", "at", "but", "by", "for", "from", "in", "into",
      "n't", "nor", "of",  "on", "or", "the", "to", "vs",  "with", "'s", "via"};
  if (!first && std::find(small.begin(), small.end(), word) != small.end()) return std::string(word);
  if (word.empty() || word[0] < 'a' || word[0] > 'z') return std::string(word);
  std::string out(word);
  out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

void append_title_case(Treebank& bank, std::uint32_t sentence) {
  const TokenRange range = bank.document.sentences[sentence].tokens;
  std::vector<std::string> forms;
  std::vector<PlainToken> words;
  forms.reserve(range.size());
  for (std::uint32_t i = range.first; i < range.last; ++i) {
    forms.push_back(title_case(bank.document.form(i), i == range.first));
    words.push_back({forms.back(), bank.document.tokens[i].space_before});
  }
  const auto first = static_cast<std::uint32_t>(bank.document.tokens.size());
  append_sentence(bank.document, words);
  for (std::uint32_t i = range.first; i < range.last; ++i) {
    GoldToken g = bank.gold[i];
    if (g.head != no_token) g.head = g.head - range.first + first;
    bank.gold.push_back(std::move(g));
  }
}

}  // namespace skein::extract
