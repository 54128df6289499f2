#include "extract/syntax/parser.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace skein::extract {

namespace {

constexpr auto relations = static_cast<std::uint32_t>(Deprel::xcomp) + 1;

bool is_word(const Token& t) { return t.tag != Upos::punct && t.tag != Upos::sym; }

// Heads and relations inside a locked name, after the treebanks' habits: "flat" for people, "compound" else;
// "of" and what follows hang on the head.
void fill_inside(Document& document, TokenRange name, std::uint32_t head, bool flat) {
  std::uint32_t part = head;  // what the words behind a preposition hang on
  std::uint32_t last = head;
  for (std::uint32_t i = name.first; i < name.last; ++i) {
    Token& t = document.tokens[i];
    if (i == head) continue;
    t.head = head;
    if (t.tag == Upos::punct) {
      t.relation = Deprel::punct;
    } else if (i < head) {
      t.relation = t.tag == Upos::det ? Deprel::det : t.tag == Upos::adj ? Deprel::amod : Deprel::compound;
    } else if (flat) {
      t.relation = Deprel::flat;
    } else if (t.tag == Upos::adp || t.tag == Upos::cconj || t.tag == Upos::det || t.tag == Upos::part) {
      t.relation = t.tag == Upos::adp     ? Deprel::case_
                   : t.tag == Upos::cconj ? Deprel::cc
                   : t.tag == Upos::det   ? Deprel::det
                                          : Deprel::case_;
      // The end of this phrase is its head.
      std::uint32_t end = i;
      for (std::uint32_t j = i + 1;
           j < name.last && document.tokens[j].tag != Upos::adp && document.tokens[j].tag != Upos::cconj; ++j)
        if (is_word(document.tokens[j])) end = j;
      if (end != i) {
        t.head = end;
        last = end;
      }
    } else if (i == last) {
      t.head = part;
      t.relation = Deprel::nmod;
      part = i;
    } else {
      t.head = last > i ? last : head;
      t.relation = last > i ? Deprel::compound : Deprel::flat;
    }
  }
}

}  // namespace

Result<Parser> Parser::open(const std::filesystem::path& path) {
  SKEIN_ASSIGN(ModelFile file, ModelFile::open(path, "parser"));
  Parser parser(std::move(file));
  SKEIN_ASSIGN(parser.moves_, TripleWeights::open(parser.file_, "moves"));
  SKEIN_ASSIGN(parser.labels_, SparseWeights::open(parser.file_, "l", relations));
  return parser;
}

ParseNode parse_node(const Document& document, std::span<const WordTraits> words, std::uint32_t token) {
  const WordTraits& w = words[token];
  const Token& t = document.tokens[token];
  return {.word = w.lower,
          .suffix = w.suffix3,
          .token = token,
          .cluster = w.cluster,
          .wide_cluster = w.wide_cluster,
          .tag = t.tag_id,
          .upos = static_cast<std::uint8_t>(t.tag)};
}

std::uint32_t name_head(const Document& document, const Mention& name) {
  const auto& tokens = document.tokens;
  std::uint32_t head = no_token;
  for (std::uint32_t i = name.tokens.first; i < name.tokens.last; ++i) {
    const Upos tag = tokens[i].tag;
    if (head != no_token && (tag == Upos::adp || tag == Upos::cconj)) break;
    if (!is_word(tokens[i]) || tag == Upos::det || tag == Upos::adp) continue;
    head = i;
    if (name.type == EntityType::person) break;
  }
  return head == no_token ? name.tokens.last - 1 : head;
}

void Parser::parse_nodes(const std::vector<ParseNode>& nodes, ParseState& s) const {
  MoveFeatures features;
  LabelFeatures arc;
  std::array<std::int32_t, 3> scores;
  std::array<std::int32_t, relations> label_scores;
  s.start(static_cast<int>(nodes.size()));
  while (!s.done()) {
    Move best = Move::shift;
    const bool shift = s.can_shift(), left = s.can_left(), right = s.can_right();
    if (static_cast<int>(shift) + static_cast<int>(left) + static_cast<int>(right) == 1) {
      best = shift ? Move::shift : left ? Move::left : Move::right;
    } else {
      const std::size_t count = move_features(s, nodes, features);
      for (std::size_t k = 0; k < count; ++k) moves_.prefetch(features[k]);
      scores.fill(0);
      for (std::size_t k = 0; k < count; ++k) moves_.add(features[k], scores.data());
      constexpr std::int32_t never = -2000000000;
      if (!shift) scores[0] = never;
      if (!left) scores[1] = never;
      if (!right) scores[2] = never;
      best = static_cast<Move>(std::max_element(scores.begin(), scores.end()) - scores.begin());
    }
    Deprel label = Deprel::root;
    if (best != Move::shift && s.head_of(best) != s.size) {
      const std::size_t count = label_features(s, nodes, s.top(0), s.head_of(best), arc);
      for (std::size_t k = 0; k < count; ++k) labels_.prefetch(arc[k]);
      label_scores.fill(0);
      for (std::size_t k = 0; k < count; ++k) labels_.add(arc[k], label_scores.data());
      label_scores[static_cast<std::size_t>(Deprel::root)] = -2000000000;
      label = static_cast<Deprel>(std::max_element(label_scores.begin(), label_scores.end()) -
                                  label_scores.begin());
    }
    s.move(best, label);
  }
}

void Parser::parse(Document& document, std::span<const WordTraits> words) const {
  assert(words.size() == document.tokens.size());
  ParseState state;
  std::vector<ParseNode> nodes;
  std::size_t next_name = 0;
  auto& names = document.mentions;
  for (const Sentence& s : document.sentences) {
    nodes.clear();
    for (std::uint32_t i = s.tokens.first; i < s.tokens.last;) {
      while (next_name < names.size() &&
             (names[next_name].tokens.first < i || names[next_name].kind != MentionKind::name))
        ++next_name;
      if (next_name < names.size() && names[next_name].tokens.first == i &&
          names[next_name].tokens.last <= s.tokens.last) {
        Mention& m = names[next_name];
        m.head = name_head(document, m);
        nodes.push_back(parse_node(document, words, m.head));
        fill_inside(document, m.tokens, m.head, m.type == EntityType::person);
        i = m.tokens.last;
      } else {
        nodes.push_back(parse_node(document, words, i));
        ++i;
      }
    }
    parse_nodes(nodes, state);
    for (std::size_t k = 0; k < nodes.size(); ++k) {
      Token& t = document.tokens[nodes[k].token];
      const int head = state.head[k];
      t.head = head == state.size ? no_token : nodes[static_cast<std::size_t>(head)].token;
      t.relation = state.label[k];
    }
  }
}

}  // namespace skein::extract
