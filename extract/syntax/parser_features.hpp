// What the parser looks at. Shared by training and parsing; a change here makes the parser's model useless.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "extract/document.hpp"
#include "extract/model/hash.hpp"

namespace skein::extract {

// One node of the tree being built: a token, or a whole name that moves as one.
struct ParseNode {
  std::uint64_t word = 0;  // hash of the lower-case word
  std::uint64_t suffix = 0;
  std::uint32_t token = 0;
  std::uint16_t cluster = 0;
  std::uint16_t wide_cluster = 0;
  std::uint8_t tag = 255;  // the tagger's tag_id
  std::uint8_t upos = 255;
  bool title = false;
};

// Arc-hybrid (Kuhlmann, Gomez-Rodriguez and Satta 2011). The root stands behind the last word, as node n.
enum class Move : std::uint8_t { shift, left, right };

struct ParseState {
  static constexpr int none = -1;

  std::vector<int> stack;
  int next = 0;  // first node of the buffer
  int size = 0;  // nodes; node `size` is the root
  std::vector<int> head;
  std::vector<Deprel> label;
  // Children attached so far: the outermost and the second outermost on either side.
  std::vector<int> left1, left2, right1, right2;
  std::vector<std::uint8_t> lefts, rights;               // how many children on either side
  std::vector<std::uint64_t> left_labels, right_labels;  // sets of the children's labels

  void start(int nodes) {
    size = nodes;
    next = 0;
    stack.clear();
    const auto n = static_cast<std::size_t>(nodes) + 1;
    head.assign(n, none);
    label.assign(n, Deprel::dep);
    for (auto* v : {&left1, &left2, &right1, &right2}) v->assign(n, none);
    lefts.assign(n, 0);
    rights.assign(n, 0);
    left_labels.assign(n, 0);
    right_labels.assign(n, 0);
  }
  [[nodiscard]] bool done() const { return next == size && stack.empty(); }
  [[nodiscard]] int top(std::size_t depth) const {
    return depth < stack.size() ? stack[stack.size() - 1 - depth] : none;
  }
  [[nodiscard]] int front(int offset) const { return next + offset <= size ? next + offset : none; }

  [[nodiscard]] bool can_shift() const { return next < size; }
  // The root takes one child only: the last node left.
  [[nodiscard]] bool can_left() const { return !stack.empty() && (next < size || stack.size() == 1); }
  [[nodiscard]] bool can_right() const { return stack.size() >= 2; }
  [[nodiscard]] int head_of(Move m) const { return m == Move::left ? next : top(1); }

  void attach(int child, int to, Deprel relation) {
    const auto c = static_cast<std::size_t>(child);
    const auto h = static_cast<std::size_t>(to);
    head[c] = to;
    label[c] = relation;
    const auto bit = std::uint64_t{1} << static_cast<unsigned>(relation);
    if (child < to) {
      left2[h] = left1[h];
      left1[h] = child;
      left_labels[h] |= bit;
      if (lefts[h] < 5) ++lefts[h];
    } else {
      right2[h] = right1[h];
      right1[h] = child;
      right_labels[h] |= bit;
      if (rights[h] < 5) ++rights[h];
    }
  }
  void move(Move m, Deprel relation) {
    if (m == Move::shift) {
      stack.push_back(next++);
      return;
    }
    const int child = top(0);
    const int to = head_of(m);
    stack.pop_back();
    attach(child, to, relation);
  }
};

inline std::uint64_t distance_class(int from, int to) {
  const int d = to > from ? to - from : from - to;
  return d <= 5 ? static_cast<std::uint64_t>(d) : d <= 8 ? 6u : d <= 12 ? 7u : d <= 20 ? 8u : 9u;
}

inline constexpr std::size_t max_move_features = 96;
using MoveFeatures = std::array<Feature, max_move_features>;

// Fills `out`, and returns how many there are.
inline std::size_t move_features(const ParseState& s, const std::vector<ParseNode>& nodes,
                                 MoveFeatures& out) {
  static constexpr ParseNode nobody{};
  static constexpr ParseNode root{.word = 1, .suffix = 1, .tag = 254, .upos = 254};
  const auto node = [&](int i) -> const ParseNode& {
    return i < 0 ? nobody : i >= s.size ? root : nodes[static_cast<std::size_t>(i)];
  };
  const auto at = [](const auto& v, int i, auto otherwise) {
    return i < 0 ? otherwise : static_cast<decltype(otherwise)>(v[static_cast<std::size_t>(i)]);
  };
  const auto lab = [&](int i) -> std::uint64_t {
    return i < 0 ? 99u : static_cast<std::uint64_t>(s.label[static_cast<std::size_t>(i)]);
  };
  const int is0 = s.top(0), is1 = s.top(1), is2 = s.top(2);
  const int ib0 = s.front(0), ib1 = s.front(1), ib2 = s.front(2);
  const ParseNode &s0 = node(is0), &s1 = node(is1), &s2 = node(is2);
  const ParseNode &b0 = node(ib0), &b1 = node(ib1), &b2 = node(ib2);
  const int is0l = at(s.left1, is0, -1), is0r = at(s.right1, is0, -1);
  const int is0l2 = at(s.left2, is0, -1), is0r2 = at(s.right2, is0, -1);
  const int is1l = at(s.left1, is1, -1), is1r = at(s.right1, is1, -1), is1r2 = at(s.right2, is1, -1);
  const int ib0l = at(s.left1, ib0, -1), ib0l2 = at(s.left2, ib0, -1);
  const ParseNode &s0l = node(is0l), &s0r = node(is0r), &s1l = node(is1l), &s1r = node(is1r),
                  &b0l = node(ib0l);
  const std::uint64_t s0t = s0.tag, s1t = s1.tag, s2t = s2.tag, b0t = b0.tag, b1t = b1.tag, b2t = b2.tag;
  const std::uint64_t d0 = distance_class(is0, ib0), d1 = distance_class(is1, is0);
  std::size_t k = 0;
  const auto put = [&](auto... values) {
    out[k] = feature(200 + k, values...);
    ++k;
  };
  // single words
  put(s0.word, s0t);
  put(s0.word);
  put(s0t);
  put(s1.word, s1t);
  put(s1.word);
  put(s1t);
  put(s2.word, s2t);
  put(s2t);
  put(b0.word, b0t);
  put(b0.word);
  put(b0t);
  put(b1.word, b1t);
  put(b1.word);
  put(b1t);
  put(b2.word, b2t);
  put(b2t);
  put(s0.cluster, b0.cluster);
  put(s1.cluster, s0.cluster);
  put(s0.wide_cluster, b0.wide_cluster, s1.wide_cluster);
  put(s0.suffix, b0.suffix);
  // pairs
  put(s0.word, s0t, b0.word, b0t);
  put(s0.word, s0t, b0t);
  put(s0t, b0.word, b0t);
  put(s0.word, b0.word);
  put(s0t, b0t);
  put(s1.word, s1t, s0.word, s0t);
  put(s1.word, s1t, s0t);
  put(s1t, s0.word, s0t);
  put(s1.word, s0.word);
  put(s1t, s0t);
  put(s1t, b0t);
  put(s1.word, b0.word);
  put(s1.word, s1t, b0t);
  put(s1t, b0.word, b0t);
  put(b0t, b1t);
  put(b0.word, b1.word);
  put(b0.word, b1t);
  put(s0.word, b1.word);
  put(s0t, b1.word, b1t);
  // longer rows of tags
  put(b0t, b1t, b2t);
  put(s0t, b0t, b1t);
  put(s0t, b0t, b1t, b2t);
  put(s1t, s0t, b0t);
  put(s1t, s0t, b0t, b1t);
  put(s2t, s1t, s0t);
  put(s2t, s1t, s0t, b0t);
  put(s0.word, b0t, b1t);
  put(s1.word, s0t, b0.word);
  put(s1t, s0.word, b0.word);
  put(s1.word, s0.word, b0.word);
  put(s0.word, b0.word, b1t);
  put(s0t, b0.word, b1.word);
  put(s0t, b0.word, b2t);
  // children
  put(s0t, s0l.tag, b0t);
  put(s0t, s0r.tag, b0t);
  put(s0t, s0l.tag, s1t);
  put(s1t, s1r.tag, s0t);
  put(s1t, s1l.tag, s0t);
  put(s0t, b0t, b0l.tag);
  put(s0t, lab(is0l), lab(is0r));
  put(s0.word, lab(is0l));
  put(s0.word, lab(is0r));
  put(s0t, b0t, lab(is0r), lab(is0r2));
  put(s0t, b0t, lab(is0l), lab(is0l2));
  put(s1.word, lab(is1r));
  put(s1t, lab(is1r), s0t, b0t);
  put(s1t, lab(is1r2), lab(is1r), s0t);
  put(s1t, lab(is1l), s0t);
  put(b0t, lab(ib0l), s0t);
  put(b0t, lab(ib0l), lab(ib0l2));
  put(b0.word, lab(ib0l));
  put(s0l.word, s0t, s1t);
  put(s0l.word, s0.word);
  put(s0l.word, s1.word, s0t);
  put(s0r.word, s0t, b0t);
  put(s1r.word, s1t, s0t);
  put(b0l.word, b0t, s0t);
  put(at(s.left_labels, is0, std::uint64_t{0}), s0t);
  put(at(s.right_labels, is0, std::uint64_t{0}), s0t, b0t);
  put(at(s.right_labels, is1, std::uint64_t{0}), s1t, s0t);
  put(at(s.left_labels, ib0, std::uint64_t{0}), b0t, s0t);
  put(at(s.left_labels, is1, std::uint64_t{0}), s1t, s0t, b0t);
  put(s0t, at(s.lefts, is0, 9u), at(s.rights, is0, 9u), b0t);
  put(s0.word, at(s.lefts, is0, 9u), at(s.rights, is0, 9u));
  put(s1t, at(s.rights, is1, 9u), s0t);
  put(s1.word, at(s.rights, is1, 9u));
  put(b0t, at(s.lefts, ib0, 9u), s0t);
  // distance
  put(s0t, b0t, d0);
  put(s0.word, d0);
  put(b0.word, d0);
  put(s1t, s0t, d1);
  put(s1.word, s0t, d1);
  put(s1t, s0t, b0t, d1, d0);
  put(s0.upos, s1.upos, b0.upos, s.stack.size() > 3 ? 3u : s.stack.size());
  put(ib0 == s.size ? 1u : 0u, s0t, s1t);
  return k;
}

inline constexpr std::size_t max_label_features = 48;
using LabelFeatures = std::array<Feature, max_label_features>;

// For the arc from `to` (its head) to `child`, before it is attached.
inline std::size_t label_features(const ParseState& s, const std::vector<ParseNode>& nodes, int child, int to,
                                  LabelFeatures& out) {
  static constexpr ParseNode nobody{};
  static constexpr ParseNode root{.word = 1, .suffix = 1, .tag = 254, .upos = 254};
  const auto node = [&](int i) -> const ParseNode& {
    return i < 0 ? nobody : i >= s.size ? root : nodes[static_cast<std::size_t>(i)];
  };
  const auto c = static_cast<std::size_t>(child);
  const auto h = static_cast<std::size_t>(to);
  const auto lab = [&](int i) -> std::uint64_t {
    return i < 0 ? 99u : static_cast<std::uint64_t>(s.label[static_cast<std::size_t>(i)]);
  };
  const ParseNode &d = node(child), &g = node(to);
  const ParseNode &before = node(child - 1), &after = child + 1 < s.size ? node(child + 1) : nobody;
  const ParseNode &hb = node(to - 1), &ha = to + 1 < s.size ? node(to + 1) : nobody;
  const ParseNode &cl = node(s.left1[c]), &cr = node(s.right1[c]);
  const std::uint64_t dir = child < to ? 1 : 0;
  const std::uint64_t dt = d.tag, ht = g.tag;
  const std::uint64_t dist = distance_class(child, to);
  const std::uint64_t siblings = dir != 0 ? s.left_labels[h] : s.right_labels[h];
  const std::uint64_t across = dir != 0 ? s.right_labels[h] : s.left_labels[h];
  const std::uint64_t inner = s.left_labels[c] | s.right_labels[c];
  const int sibling = dir != 0 ? s.left1[h] : s.right1[h];
  std::size_t k = 0;
  const auto put = [&](auto... values) {
    out[k] = feature(400 + k, values...);
    ++k;
  };
  put(dir, dt, ht);
  put(dir, d.word, ht);
  put(dir, dt, g.word);
  put(dir, d.word, g.word);
  put(dir, d.word, dt);
  put(dir, g.word, ht);
  put(dir, d.suffix, ht);
  put(dir, dt, ht, dist);
  put(dir, dt, ht, before.tag);
  put(dir, dt, ht, after.tag);
  put(dir, dt, ht, hb.tag);
  put(dir, dt, ht, ha.tag);
  put(dir, d.word, before.word);
  put(dir, d.word, after.word);
  put(dir, dt, before.word);
  put(dir, dt, after.word);
  put(dir, dt, ht, siblings);
  put(dir, dt, siblings, g.word);
  put(dir, dt, ht, lab(sibling));
  put(dir, dt, lab(sibling), g.word);
  put(dir, dt, ht, across);
  put(dir, dt, ht, inner);
  put(dir, d.word, inner);
  put(inner, siblings, dt);
  put(dir, dt, ht, cl.tag, lab(s.left1[c]));
  put(dir, dt, ht, cl.word);
  put(dir, cl.word, g.word);
  put(dir, cl.word, d.word);
  put(dir, dt, ht, cr.tag, lab(s.right1[c]));
  put(dir, cr.word, dt, ht);
  put(dir, dt, ht, lab(s.left2[c]), lab(s.left1[c]));
  put(dir, d.cluster, g.cluster);
  put(dir, d.wide_cluster, ht);
  put(dir, d.cluster, ht, inner);
  put(dir, dt, ht, s.lefts[c], s.rights[c]);
  put(dir, dt, ht, s.lefts[h], s.rights[h]);
  put(dir, dt, child == 0 ? 1u : 0u, to == s.size ? 1u : 0u, inner);
  put(dir, d.suffix, g.suffix);
  put(dir, dt, ht, node(sibling).tag, node(sibling).word);
  put(dir, d.word, ht, siblings);
  return k;
}

}  // namespace skein::extract
