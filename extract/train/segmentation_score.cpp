#include "extract/train/segmentation_score.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "extract/text/tokens.hpp"
#include "extract/text/unicode.hpp"
#include "extract/train/treebank.hpp"

namespace skein::extract {

namespace {

// Spans are counted in bytes that are no white space, so that both sides speak of the same places.
using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

std::size_t dark_bytes(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    if (kind(c.value) != CharKind::space) count += c.size;
    at += c.size;
  }
  return count;
}

double f1(const Spans& a, const Spans& b) {  // both sorted
  Spans common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  const std::size_t all = a.size() + b.size();
  return all == 0 ? 0 : 200.0 * static_cast<double>(common.size()) / static_cast<double>(all);
}

}  // namespace

Result<SegmentationScore> segmentation_score(const std::filesystem::path& conllu) {
  SKEIN_ASSIGN(const std::string data, read_data(conllu));
  std::string raw;
  Spans gold_tokens, gold_sentences;
  std::size_t dark = 0, sentence = 0;
  bool parted = false;
  std::string_view rest = data;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.starts_with("# newpar") || line.starts_with("# newdoc")) parted = true;
    if (line.starts_with("# text = ")) {
      if (!raw.empty()) raw += parted ? "\n\n" : " ";
      raw += line.substr(9);
      parted = false;
    }
    if (line.empty() && dark > sentence) {
      gold_sentences.emplace_back(sentence, dark);
      sentence = dark;
    }
    if (line.empty() || line[0] == '#') continue;
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos || line.substr(0, tab).find_first_of("-.") != std::string_view::npos)
      continue;
    const auto second = line.find('\t', tab + 1);
    const std::size_t size = dark_bytes(line.substr(tab + 1, second - tab - 1));
    gold_tokens.emplace_back(dark, dark + size);
    dark += size;
  }
  Document d(std::move(raw));
  tokenize(d);
  Spans tokens, sentences;
  std::size_t seen = 0, begin = 0;
  for (const Sentence& s : d.sentences) {
    for (std::uint32_t i = s.tokens.first; i < s.tokens.last; ++i) {
      const std::size_t size = dark_bytes(d.form(i));
      tokens.emplace_back(seen, seen + size);
      seen += size;
    }
    sentences.emplace_back(begin, seen);
    begin = seen;
  }
  return SegmentationScore{f1(gold_tokens, tokens), f1(gold_sentences, sentences)};
}

}  // namespace skein::extract
