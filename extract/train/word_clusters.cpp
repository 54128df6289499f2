// Classes of words by an exchange algorithm: every word is moved to the class where the class bigrams of the
// text are most likely, over and over (Martin, Liermann and Ney, "Algorithms for bigram and trigram word
// clustering", 1998).
#include "extract/train/word_clusters.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "extract/text/tokens.hpp"
#include "extract/train/entity_data.hpp"
#include "extract/train/treebank.hpp"

namespace skein::extract {

namespace {

constexpr std::uint32_t least_count = 4;  // rarer words stay without a class
constexpr int rounds = 8;

struct Text {
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::vector<std::string> words;
  std::vector<std::uint32_t> running;  // word numbers; 0 stands between sentences

  Text() { number(""); }
  std::uint32_t number(const std::string& w) {
    const auto [it, added] = numbers.try_emplace(w, static_cast<std::uint32_t>(words.size()));
    if (added) words.push_back(w);
    return it->second;
  }
  void take(const Document& d) {
    for (const Sentence& s : d.sentences) {
      running.push_back(0);
      for (std::uint32_t i = s.tokens.first; i < s.tokens.last; ++i) {
        std::string w(d.lower(i));
        for (char& c : w)
          if (c >= '0' && c <= '9') c = '0';
        running.push_back(number(w));
      }
    }
    running.push_back(0);
  }
};

Result<void> take_names(Text& text, Result<std::vector<NamedText>> read) {
  SKEIN_ASSIGN(const auto all, std::move(read));
  for (const NamedText& t : all) text.take(t.document);
  return {};
}

Result<void> take_triples(Text& text, const std::filesystem::path& data) {
  for (const char* file : {"dbpedia_webnlg-ont_15_sportsteam_train", "dbpedia_webnlg-ont_1_university_train",
                           "dbpedia_webnlg-ont_6_politician_train", "dbpedia_webnlg-ont_7_company_train",
                           "wikidata_tekgen-ont_3_sport_train", "wikidata_tekgen-ont_6_computer_train",
                           "wikidata_tekgen-ont_7_space_train", "wikidata_tekgen-ont_8_politics_train"}) {
    SKEIN_ASSIGN(const std::string lines, read_data(data / "text2kg" / fmt::format("{}.jsonl", file)));
    simdjson::dom::parser parser;
    std::string_view rest = lines;
    while (!rest.empty()) {
      const auto end = rest.find('\n');
      const std::string line(rest.substr(0, end));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      simdjson::dom::element item;
      std::string_view sentence;
      if (parser.parse(line).get(item) != simdjson::SUCCESS ||
          item["sent"].get(sentence) != simdjson::SUCCESS)
        continue;
      Document d{std::string(sentence)};
      tokenize(d);
      text.take(d);
    }
  }
  return {};
}

struct Neighbour {
  std::uint32_t word;
  std::uint32_t count;
};

class Exchange {
 public:
  Exchange(const std::vector<std::uint32_t>& running, std::uint32_t words, std::uint32_t classes)
      : classes_(classes), left_(words), right_(words), count_(words), class_of_(words) {
    std::vector<std::uint64_t> pairs;
    pairs.reserve(running.size());
    for (std::size_t i = 0; i < running.size(); ++i) {
      ++count_[running[i]];
      if (i > 0) pairs.push_back(static_cast<std::uint64_t>(running[i - 1]) << 32 | running[i]);
    }
    std::sort(pairs.begin(), pairs.end());
    for (std::size_t i = 0; i < pairs.size();) {
      std::size_t end = i;
      while (end < pairs.size() && pairs[end] == pairs[i]) ++end;
      const auto a = static_cast<std::uint32_t>(pairs[i] >> 32), b = static_cast<std::uint32_t>(pairs[i]);
      right_[a].push_back({b, static_cast<std::uint32_t>(end - i)});
      left_[b].push_back({a, static_cast<std::uint32_t>(end - i)});
      i = end;
    }
    // Word 0 (the border of sentences) keeps class 0; the most frequent words begin in classes of their own.
    std::vector<std::uint32_t> order(words);
    for (std::uint32_t w = 0; w < words; ++w) order[w] = w;
    std::stable_sort(order.begin() + 1, order.end(), [&](auto a, auto b) { return count_[a] > count_[b]; });
    for (std::uint32_t i = 1; i < words; ++i) class_of_[order[i]] = 1 + (i - 1) % (classes - 1);
    order_.assign(order.begin() + 1, order.end());
    pair_.assign(static_cast<std::size_t>(classes) * classes, 0);
    size_.assign(classes, 0);
    for (std::uint32_t w = 0; w < words; ++w) {
      size_[class_of_[w]] += count_[w];
      for (const Neighbour& n : right_[w]) pair(class_of_[w], class_of_[n.word]) += n.count;
    }
    for (std::size_t i = 0; i < logs_.size(); ++i)
      logs_[i] = i == 0 ? 0 : static_cast<double>(i) * std::log(static_cast<double>(i));
  }

  std::uint32_t round() {
    std::uint32_t moved = 0;
    std::vector<std::uint32_t> to(classes_), from(classes_);
    for (const std::uint32_t w : order_) moved += improve(w, to, from) ? 1 : 0;
    return moved;
  }
  [[nodiscard]] std::uint32_t class_of(std::uint32_t word) const { return class_of_[word]; }

 private:
  std::uint32_t& pair(std::uint32_t a, std::uint32_t b) {
    return pair_[static_cast<std::size_t>(a) * classes_ + b];
  }
  [[nodiscard]] double xlogx(std::uint32_t n) const {
    return n < logs_.size() ? logs_[n] : static_cast<double>(n) * std::log(static_cast<double>(n));
  }

  // Takes the word out of its class and puts it where the likelihood is greatest.
  bool improve(std::uint32_t w, std::vector<std::uint32_t>& to, std::vector<std::uint32_t>& from) {
    std::fill(to.begin(), to.end(), 0);
    std::fill(from.begin(), from.end(), 0);
    std::uint32_t itself = 0;
    for (const Neighbour& n : right_[w]) {
      if (n.word == w)
        itself += n.count;
      else
        to[class_of_[n.word]] += n.count;
    }
    for (const Neighbour& n : left_[w])
      if (n.word != w) from[class_of_[n.word]] += n.count;
    std::vector<std::uint32_t> touched;
    for (std::uint32_t c = 0; c < classes_; ++c)
      if (to[c] + from[c] > 0) touched.push_back(c);
    const std::uint32_t old = class_of_[w];
    change(old, touched, to, from, itself, count_[w], false);
    double best = -1e300;
    std::uint32_t where = old;
    for (std::uint32_t c = 1; c < classes_; ++c) {
      const double gain = gain_of(c, touched, to, from, itself, count_[w]);
      if (gain > best + 1e-9) {
        best = gain;
        where = c;
      }
    }
    change(where, touched, to, from, itself, count_[w], true);
    class_of_[w] = where;
    return where != old;
  }

  double gain_of(std::uint32_t c, const std::vector<std::uint32_t>& touched,
                 const std::vector<std::uint32_t>& to, const std::vector<std::uint32_t>& from,
                 std::uint32_t itself, std::uint32_t count) {
    double gain = -2 * (xlogx(size_[c] + count) - xlogx(size_[c]));
    for (const std::uint32_t k : touched) {
      if (k == c) continue;
      if (to[k] > 0) gain += xlogx(pair(c, k) + to[k]) - xlogx(pair(c, k));
      if (from[k] > 0) gain += xlogx(pair(k, c) + from[k]) - xlogx(pair(k, c));
    }
    const std::uint32_t more = itself + to[c] + from[c];
    if (more > 0) gain += xlogx(pair(c, c) + more) - xlogx(pair(c, c));
    return gain;
  }

  void change(std::uint32_t c, const std::vector<std::uint32_t>& touched,
              const std::vector<std::uint32_t>& to, const std::vector<std::uint32_t>& from,
              std::uint32_t itself, std::uint32_t count, bool add) {
    const auto by = [&](std::uint32_t& cell, std::uint32_t n) { cell = add ? cell + n : cell - n; };
    by(size_[c], count);
    for (const std::uint32_t k : touched) {
      by(pair(c, k), to[k]);
      by(pair(k, c), from[k]);
    }
    by(pair(c, c), itself);
  }

  std::uint32_t classes_;
  std::vector<std::vector<Neighbour>> left_, right_;
  std::vector<std::uint32_t> count_, class_of_, order_, pair_, size_;
  std::array<double, 20000> logs_{};
};

}  // namespace

Result<std::map<std::string, WordCluster>> word_clusters(const TrainOptions& options) {
  const auto& data = options.data;
  Text text;
  Treebank bank;
  SKEIN_TRY(read_conllu(data / "ud-english-ewt" / "en_ewt-ud-train.conllu", bank));
  SKEIN_TRY(read_conllu(data / "ud-english-gum" / "en_gum-ud-train-open.conllu", bank));
  text.take(bank.document);
  SKEIN_TRY(take_names(text, read_redocred(data, Part::train)));
  SKEIN_TRY(take_names(text, read_wikigold(data)));
  SKEIN_TRY(take_names(text, read_crossner(data)));
  SKEIN_TRY(take_names(text, read_knowledge_net(data)));
  SKEIN_TRY(take_names(text, read_core(data)));
  SKEIN_TRY(take_triples(text, data));

  std::vector<std::uint32_t> counts(text.words.size());
  for (const std::uint32_t w : text.running) ++counts[w];
  // Words that are too rare become one word, which keeps the frequent ones apart as they were.
  std::vector<std::uint32_t> dense(text.words.size(), 1);
  dense[0] = 0;
  std::vector<std::uint32_t> kept = {0, 0};
  for (std::uint32_t w = 1; w < text.words.size(); ++w) {
    if (counts[w] < least_count) continue;
    dense[w] = static_cast<std::uint32_t>(kept.size());
    kept.push_back(w);
  }
  for (std::uint32_t& w : text.running) w = dense[w];
  std::map<std::string, WordCluster> out;
  for (const auto& [classes, fine] : {std::pair{360u, true}, std::pair{48u, false}}) {
    Exchange exchange(text.running, static_cast<std::uint32_t>(kept.size()), classes);
    for (int r = 0; r < rounds; ++r) {
      const std::uint32_t moved = exchange.round();
      options.progress(fmt::format("clusters: {} classes, round {}, {} of {} words moved", classes, r + 1,
                                   moved, kept.size()));
    }
    for (std::uint32_t w = 2; w < kept.size(); ++w) {
      WordCluster& c = out[text.words[kept[w]]];
      (fine ? c.fine : c.wide) = static_cast<std::uint16_t>(exchange.class_of(w));
    }
  }
  return out;
}

}  // namespace skein::extract
