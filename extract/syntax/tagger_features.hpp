// What the tagger looks at. Shared by training and tagging; a change here makes the tagger's model useless.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "extract/text/words.hpp"

namespace skein::extract {

// What the training text knows of a word: the set of tags it had there.
struct TagClass {
  std::uint8_t usual = 255;  // the most frequent tag; 255: a word not seen often enough
  std::uint8_t set = 0;      // number of its set of tags; 0: none
};

struct TagContext {
  std::span<const WordTraits> words;  // of the sentence
  std::span<const TagClass> classes;  // of the sentence
  bool title_case = false;            // most words of the sentence are capitalised: capitals say little
};

inline constexpr std::size_t tagger_feature_count = 44;
using TaggerFeatures = std::array<Feature, tagger_feature_count>;

inline void tagger_features(const TagContext& c, std::size_t i, std::uint8_t before, std::uint8_t before2,
                            TaggerFeatures& out) {
  static constexpr WordTraits edge_word{};
  static constexpr TagClass edge_class{254, 255};
  const std::size_t n = c.words.size();
  const auto word = [&](std::size_t at) -> const WordTraits& { return at < n ? c.words[at] : edge_word; };
  const auto cls = [&](std::size_t at) -> TagClass { return at < n ? c.classes[at] : edge_class; };
  const WordTraits& w = c.words[i];
  const WordTraits& p = word(i - 1);  // wraps around to "not below n" at the start
  const WordTraits& p2 = word(i - 2);
  const WordTraits& s = word(i + 1);
  const WordTraits& s2 = word(i + 2);
  const std::uint64_t own = cls(i).set * 256u + cls(i).usual;
  const std::uint64_t next = cls(i + 1).set * 256u + cls(i + 1).usual;
  const std::uint64_t next2 = cls(i + 2).usual;
  const std::uint64_t shape =
      static_cast<std::uint64_t>(w.shape) + (i == 0 ? 32u : 0u) + (c.title_case ? 64u : 0u);
  const std::uint64_t known = w.flags & lex::word_classes;
  std::size_t k = 0;
  const auto put = [&](auto... values) {
    out[k] = feature(k, values...);
    ++k;
  };
  put(w.form);
  put(w.lower);
  put(w.suffix2);
  put(w.suffix3);
  put(w.suffix4);
  put(w.prefix2);
  put(w.prefix3);
  put(shape, w.suffix3);
  put(w.pattern, i == 0);
  put(shape, known);
  put(known, w.suffix2);
  put(w.flags & lex::names, shape);
  put(w.cluster);
  put(w.wide_cluster, shape);
  put(own);
  put(own, shape);
  put(before);
  put(before, before2);
  put(before, w.lower);
  put(before, own);
  put(before, before2, own);
  put(before, w.suffix3);
  put(before, shape);
  put(before, next);
  put(before, own, next);
  put(own, next);
  put(own, next, next2);
  put(p.lower);
  put(s.lower);
  put(p2.lower);
  put(s2.lower);
  put(p.lower, w.lower);
  put(w.lower, s.lower);
  put(p.lower, own);
  put(s.lower, own);
  put(s.suffix3, own);
  put(p.suffix3);
  put(s.suffix3, static_cast<std::uint64_t>(s.shape));
  put(static_cast<std::uint64_t>(p.shape), shape, static_cast<std::uint64_t>(s.shape));
  put(p.cluster, w.cluster);
  put(w.cluster, s.cluster);
  put(before, known, s.flags & lex::word_classes, next);
  put(s.cluster, own);
  put(next, static_cast<std::uint64_t>(s.shape), known);
}

}  // namespace skein::extract
