#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "extract/syntax/lexicon.hpp"
#include "extract/syntax/parser.hpp"
#include "extract/train/perceptron.hpp"
#include "extract/train/tagger_training.hpp"
#include "extract/train/trainers.hpp"
#include "extract/train/treebank.hpp"

namespace skein::extract {

namespace {

constexpr int rounds = 12;
constexpr auto relations = static_cast<std::uint32_t>(Deprel::xcomp) + 1;
constexpr std::uint32_t explore_percent = 90;  // how often the parser follows its own wrong move
constexpr std::uint32_t lock_percent = 50;     // how many of the names are made one node
constexpr std::uint32_t headline_every = 16;

// One sentence with its right tree over nodes; heads are node numbers, nodes.size() is the root.
struct Example {
  std::vector<ParseNode> nodes;
  std::vector<int> head;
  std::vector<Deprel> label;
};

// Rows of proper nouns that hang together by themselves, and on which nothing hangs but on their head: what a
// name finder would lock.
std::vector<TokenRange> lockable_names(const Treebank& bank, TokenRange s) {
  std::vector<TokenRange> names;
  for (std::uint32_t i = s.first; i < s.last;) {
    std::uint32_t end = i;
    while (end < s.last && bank.gold[end].tag == Upos::propn) ++end;
    if (end - i >= 2) {
      std::uint32_t heads = 0, head = i;
      for (std::uint32_t k = i; k < end; ++k) {
        const std::uint32_t h = bank.gold[k].head;
        if (h == no_token || h < i || h >= end) {
          ++heads;
          head = k;
        }
      }
      bool closed = heads == 1;
      for (std::uint32_t k = s.first; k < s.last && closed; ++k) {
        if (k >= i && k < end) continue;
        const std::uint32_t h = bank.gold[k].head;
        closed = h == no_token || h < i || h >= end || h == head;
      }
      if (closed) names.push_back({i, end});
    }
    i = std::max(end, i + 1);
  }
  return names;
}

Example make_example(const Treebank& bank, const std::vector<WordTraits>& words, std::uint32_t sentence,
                     Random* lock) {
  const TokenRange s = bank.document.sentences[sentence].tokens;
  std::vector<std::uint32_t> stands_for(s.size());  // token -> the token of its node
  std::iota(stands_for.begin(), stands_for.end(), s.first);
  if (lock != nullptr) {
    for (const TokenRange name : lockable_names(bank, s)) {
      if (lock->below(100) >= lock_percent) continue;
      std::uint32_t head = name.first;
      for (std::uint32_t k = name.first; k < name.last; ++k) {
        const std::uint32_t h = bank.gold[k].head;
        if (h == no_token || h < name.first || h >= name.last) head = k;
      }
      for (std::uint32_t k = name.first; k < name.last; ++k) stands_for[k - s.first] = head;
    }
  }
  Example e;
  std::vector<int> node_of(s.size(), -1);
  for (std::uint32_t i = s.first; i < s.last; ++i) {
    if (stands_for[i - s.first] != i) continue;
    node_of[i - s.first] = static_cast<int>(e.nodes.size());
    e.nodes.push_back(parse_node(bank.document, words, i));
  }
  for (const ParseNode& n : e.nodes) {
    const std::uint32_t head = bank.gold[n.token].head;
    e.head.push_back(head == no_token ? static_cast<int>(e.nodes.size())
                                      : node_of[stands_for[head - s.first] - s.first]);
    e.label.push_back(bank.gold[n.token].relation);
  }
  return e;
}

// How many right arcs each move makes unreachable.
struct Costs {
  int cost[3];
};

Costs costs(const ParseState& s, const Example& e) {
  constexpr int never = std::numeric_limits<int>::max();
  Costs c{{never, never, never}};
  const auto head = [&](int node) { return node == s.size ? -1 : e.head[static_cast<std::size_t>(node)]; };
  const int top = s.top(0);
  int in_buffer = 0;  // right dependents of the top that are still to come
  if (top >= 0)
    for (int d = s.next; d < s.size; ++d) in_buffer += head(d) == top ? 1 : 0;
  const int top_head = top >= 0 ? head(top) : -1;
  if (s.can_left()) {
    c.cost[1] = in_buffer;
    const bool lost =
        top_head != s.next && (top_head > s.next || (s.stack.size() >= 2 && top_head == s.top(1)));
    c.cost[1] += lost ? 1 : 0;
  }
  if (s.can_right()) c.cost[2] = in_buffer + (top_head >= s.next ? 1 : 0);
  if (s.can_shift()) {
    int cost = 0;
    const int b = s.next;
    for (std::size_t k = 0; k < s.stack.size(); ++k) {
      const int node = s.stack[k];
      cost += head(node) == b ? 1 : 0;
      cost += k + 1 < s.stack.size() && head(b) == node ? 1 : 0;
    }
    c.cost[0] = cost;
  }
  return c;
}

class Trainer {
 public:
  explicit Trainer(std::uint64_t seed) : moves_(3), labels_(relations), random_(seed) {}

  void learn(const Example& e, bool explore) {
    state_.start(static_cast<int>(e.nodes.size()));
    while (!state_.done()) step(e, explore);
  }
  [[nodiscard]] double wrong_heads() const {
    return 100.0 * static_cast<double>(wrong_) / static_cast<double>(all_);
  }
  void reset_counts() { wrong_ = all_ = 0; }
  [[nodiscard]] const Perceptron& moves() const { return moves_; }
  [[nodiscard]] const Perceptron& labels() const { return labels_; }
  [[nodiscard]] Random& random() { return random_; }

 private:
  void step(const Example& e, bool explore) {
    const Costs c = costs(state_, e);
    const int least = *std::min_element(c.cost, c.cost + 3);
    const std::size_t count = move_features(state_, e.nodes, features_);
    std::array<float, 3> scores;
    moves_.score(features_, count, scores.data());
    int best = -1, right = -1;
    for (int m = 0; m < 3; ++m) {
      if (c.cost[m] == std::numeric_limits<int>::max()) continue;
      if (best < 0 || scores[static_cast<std::size_t>(m)] > scores[static_cast<std::size_t>(best)]) best = m;
      if (c.cost[m] == least &&
          (right < 0 || scores[static_cast<std::size_t>(m)] > scores[static_cast<std::size_t>(right)]))
        right = m;
    }
    if (c.cost[best] > least)
      moves_.update(features_, count, static_cast<std::uint32_t>(right), static_cast<std::uint32_t>(best));
    moves_.tick();
    const bool follow = c.cost[best] == least || (explore && random_.below(100) < explore_percent);
    const Move move = static_cast<Move>(follow ? best : right);
    Deprel label = Deprel::root;
    if (move != Move::shift) {
      const int child = state_.top(0);
      const int to = state_.head_of(move);
      const bool right_head = e.head[static_cast<std::size_t>(child)] == to;
      ++all_;
      wrong_ += right_head ? 0 : 1;
      if (to != state_.size) label = learn_label(e, child, to, right_head);
    }
    state_.move(move, label);
  }

  Deprel learn_label(const Example& e, int child, int to, bool right_head) {
    const std::size_t count = label_features(state_, e.nodes, child, to, arc_);
    std::array<float, relations> scores;
    labels_.score(arc_, count, scores.data());
    const auto best =
        static_cast<std::uint32_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
    if (right_head) {
      const auto right = static_cast<std::uint32_t>(e.label[static_cast<std::size_t>(child)]);
      if (best != right) labels_.update(arc_, count, right, best);
      labels_.tick();
    }
    return static_cast<Deprel>(best);
  }

  Perceptron moves_;
  Perceptron labels_;
  Random random_;
  ParseState state_;
  MoveFeatures features_;
  LabelFeatures arc_;
  std::size_t wrong_ = 0;
  std::size_t all_ = 0;
};

}  // namespace

Result<void> train_parser(const TrainOptions& options) {
  SKEIN_ASSIGN(const Lexicon lexicon, Lexicon::open(options.out / "lexicon.bin"));
  Treebank bank;
  SKEIN_TRY(read_conllu(options.data / "ud-english-ewt" / "en_ewt-ud-train.conllu", bank));
  SKEIN_TRY(read_conllu(options.data / "ud-english-gum" / "en_gum-ud-train-open.conllu", bank));
  const auto plain = static_cast<std::uint32_t>(bank.document.sentences.size());
  for (std::uint32_t s = 5; s < plain; s += headline_every)
    if (bank.document.sentences[s].tokens.size() >= 5) append_title_case(bank, s);
  const std::vector<WordTraits> words = word_traits(bank.document, lexicon);
  options.progress("parser: tagging the training text by parts");
  tag_by_others(bank, words, 5);

  // A greedy parser's weights depend on the order of the sentences; the mean over two orders is steadier.
  std::vector<std::vector<MeanWeight>> moves, labels;
  for (const std::uint64_t seed : {7u, 19u}) {
    Trainer trainer(seed);
    std::vector<std::uint32_t> order(bank.document.sentences.size());
    std::iota(order.begin(), order.end(), 0u);
    for (int round = 0; round < rounds; ++round) {
      trainer.random().shuffle(order);
      trainer.reset_counts();
      for (const std::uint32_t s : order)
        trainer.learn(make_example(bank, words, s, &trainer.random()), round > 0);
      options.progress(
          fmt::format("parser: round {}, {:.2f}% wrong heads", round + 1, trainer.wrong_heads()));
    }
    moves.push_back(trainer.moves().means(4));
    labels.push_back(trainer.labels().means(2));
  }
  ModelWriter out("parser");
  const auto move_weights = whole_weights(mean_of(moves), 0.1, 256);
  const auto label_weights = whole_weights(mean_of(labels), 0.1, 512);
  write_triples(out, "moves", move_weights);
  write_sparse(out, "l", label_weights);
  options.progress(
      fmt::format("parser: {} weights for moves, {} for labels", move_weights.size(), label_weights.size()));
  return out.write(options.out / "parser.bin");
}

}  // namespace skein::extract
