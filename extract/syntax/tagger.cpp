#include "extract/syntax/tagger.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace skein::extract {

Result<Tagger> Tagger::open(const std::filesystem::path& path) {
  SKEIN_ASSIGN(ModelFile file, ModelFile::open(path, "tagger"));
  Tagger tagger(std::move(file));
  SKEIN_ASSIGN(tagger.labels_, tagger.file_.section<Label>("tags"));
  SKEIN_ASSIGN(tagger.words_, tagger.file_.section<KnownWord>("words"));
  const auto broken = [&](const char* what) {
    return Error{.code = ErrorCode::corruption, .message = "model file " + path.string() + ": " + what};
  };
  if (tagger.labels_.empty() || tagger.labels_.size() > 250) return broken("no usable list of tags");
  for (const Label& l : tagger.labels_)
    if (l.tag > Upos::x || l.form > Form::superlative) return broken("an unknown tag");
  bool ends = false;
  for (const KnownWord& w : tagger.words_) {
    ends = ends || w.used == 0;
    if (w.used != 0 && w.sure != 0 && w.tags.usual >= tagger.labels_.size()) return broken("an unknown tag");
  }
  if (!ends) return broken("no empty slot");
  SKEIN_ASSIGN(tagger.weights_,
               SparseWeights::open(tagger.file_, "w", static_cast<std::uint32_t>(tagger.labels_.size())));
  return tagger;
}

Tagger::KnownWord Tagger::known(const WordTraits& word) const {
  auto at = static_cast<std::size_t>(((word.form >> 32) * words_.size()) >> 32);
  const auto key = static_cast<std::uint32_t>(word.form);
  for (;;) {
    const KnownWord& w = words_[at];
    if (w.used == 0) return {};
    if (w.key == key) return w;
    if (++at == words_.size()) at = 0;
  }
}

bool is_title_case(std::span<const WordTraits> words) {
  int letters = 0;
  int capitals = 0;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const Shape s = words[i].shape;
    if (s == Shape::lower) ++letters;
    if (s == Shape::capital || s == Shape::upper || s == Shape::mixed) {
      ++letters;
      ++capitals;
    }
  }
  return letters >= 3 && capitals * 10 >= letters * 6;
}

void Tagger::tag(Document& document, std::span<const WordTraits> words) const {
  assert(words.size() == document.tokens.size());
  std::vector<TagClass> classes;
  std::vector<bool> sure;
  TaggerFeatures features;
  std::array<std::int32_t, 256> scores;
  for (const Sentence& s : document.sentences) {
    TagContext context;
    context.words = words.subspan(s.tokens.first, s.tokens.size());
    classes.resize(context.words.size());
    sure.assign(context.words.size(), false);
    for (std::size_t i = 0; i < classes.size(); ++i) {
      const KnownWord k = known(context.words[i]);
      classes[i] = k.tags;
      sure[i] = k.sure != 0;
    }
    context.classes = classes;
    context.title_case = is_title_case(context.words);
    std::uint8_t before = 255;
    std::uint8_t before2 = 255;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      std::uint8_t best = classes[i].usual;
      if (!sure[i]) {
        tagger_features(context, i, before, before2, features);
        for (const Feature f : features) weights_.prefetch(f);
        std::fill_n(scores.begin(), labels_.size(), 0);
        for (const Feature f : features) weights_.add(f, scores.data());
        best = static_cast<std::uint8_t>(
            std::max_element(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(labels_.size())) -
            scores.begin());
      }
      Token& t = document.tokens[s.tokens.first + i];
      t.tag_id = best;
      t.tag = labels_[best].tag;
      t.form = labels_[best].form;
      before2 = before;
      before = best;
    }
  }
}

}  // namespace skein::extract
