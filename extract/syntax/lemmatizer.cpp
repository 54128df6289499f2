#include "extract/syntax/lemmatizer.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace skein::extract {

namespace {

struct Ending {
  std::string_view cut;
  std::string_view put;
};

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

bool doubled(std::string_view stem) {
  const std::size_t n = stem.size();
  return n >= 3 && stem[n - 1] == stem[n - 2] && !is_vowel(stem[n - 1]);
}

// The first ending whose result the lexicon knows as a word of this class.
std::string known_stem(std::string_view word, std::initializer_list<Ending> endings, std::uint32_t flag,
                       const Lexicon& lexicon) {
  for (const Ending& e : endings) {
    if (word.size() <= e.cut.size() + 1 || !word.ends_with(e.cut)) continue;
    std::string stem(word.substr(0, word.size() - e.cut.size()));
    stem += e.put;
    if ((lexicon.find(hash_text(stem)).flags & flag) != 0) return stem;
  }
  return {};
}

std::string plural_stem(std::string_view w, std::uint32_t flag, const Lexicon& lexicon) {
  std::string stem = known_stem(
      w, {{"s", ""}, {"es", ""}, {"ies", "y"}, {"ves", "f"}, {"ves", "fe"}, {"men", "man"}}, flag, lexicon);
  if (!stem.empty()) return stem;
  if (w.size() > 4 && w.ends_with("ies")) return std::string(w.substr(0, w.size() - 3)) + "y";
  for (const std::string_view e : {"ses", "xes", "zes", "ches", "shes"})
    if (w.size() > e.size() + 1 && w.ends_with(e)) return std::string(w.substr(0, w.size() - 2));
  if (w.size() > 2 && w.ends_with("s") && !w.ends_with("ss") && !w.ends_with("us"))
    return std::string(w.substr(0, w.size() - 1));
  return std::string(w);
}

// "-ed" and "-ing": "stopped", "making", "played".
std::string verb_stem(std::string_view w, std::string_view ending, const Lexicon& lexicon) {
  if (w.size() <= ending.size() + 1 || !w.ends_with(ending)) return std::string(w);
  const std::string_view stem = w.substr(0, w.size() - ending.size());
  const auto known = [&](const std::string& s) {
    return (lexicon.find(hash_text(s)).flags & lex::verb) != 0;
  };
  const std::string with_e = std::string(stem) + "e";
  const std::string plain(stem);
  const std::string single = doubled(stem) ? plain.substr(0, plain.size() - 1) : plain;
  if (ending == "ed" && stem.ends_with("i")) {
    const std::string y = plain.substr(0, plain.size() - 1) + "y";
    if (known(y)) return y;
  }
  if (doubled(stem)) {
    if (known(plain)) return plain;  // "called"
    if (known(single)) return single;
  }
  const bool e_first = known(with_e), plain_too = known(plain);
  if (e_first &&
      plain_too) {  // "planed" is rarer than "planned": a short vowel before one consonant wants the e
    const std::size_t n = stem.size();
    return n >= 3 && !is_vowel(stem[n - 1]) && is_vowel(stem[n - 2]) && !is_vowel(stem[n - 3]) ? with_e
                                                                                               : plain;
  }
  if (e_first) return with_e;
  if (plain_too) return plain;
  if (doubled(stem) && !stem.ends_with("ll") && !stem.ends_with("ss")) return single;
  for (const std::string_view e :
       {"at", "iz", "ys", "uc", "ag", "as", "us", "ov", "iv", "nc", "rc", "rg", "dg"})
    if (stem.ends_with(e)) return with_e;
  return plain;
}

std::string degree_stem(std::string_view w, std::string_view ending, const Lexicon& lexicon) {
  const std::uint32_t flag = lex::adjective | lex::adverb;
  if (w.size() <= ending.size() + 1 || !w.ends_with(ending)) return std::string(w);
  const std::string stem(w.substr(0, w.size() - ending.size()));
  const auto known = [&](const std::string& s) { return (lexicon.find(hash_text(s)).flags & flag) != 0; };
  if (known(stem)) return stem;
  if (known(stem + "e")) return stem + "e";
  if (stem.ends_with("i") && known(stem.substr(0, stem.size() - 1) + "y"))
    return stem.substr(0, stem.size() - 1) + "y";
  if (doubled(stem) && known(stem.substr(0, stem.size() - 1))) return stem.substr(0, stem.size() - 1);
  return std::string(w);
}

// Words whose lemma is the word as it stands.
bool keeps_form(Upos tag) {
  return tag == Upos::propn || tag == Upos::num || tag == Upos::punct || tag == Upos::sym || tag == Upos::x;
}

}  // namespace

std::uint64_t lemma_key(std::string_view lower, Upos tag, Form form) {
  const bool inflects = tag == Upos::noun || tag == Upos::verb || tag == Upos::adj || tag == Upos::adv;
  const bool inflected = form != Form::none && form != Form::base && form != Form::present;
  return feature(800, hash_text(lower), static_cast<std::uint64_t>(tag), inflects && inflected ? 1 : 0);
}

std::string regular_lemma(std::string_view lower, Upos tag, Form form, const Lexicon& lexicon) {
  if (tag == Upos::noun && form == Form::plural) return plural_stem(lower, lex::noun, lexicon);
  if (tag == Upos::verb || tag == Upos::aux) {
    if (form == Form::present_third) return plural_stem(lower, lex::verb, lexicon);
    if (form == Form::past || form == Form::past_participle) return verb_stem(lower, "ed", lexicon);
    if (form == Form::gerund) return verb_stem(lower, "ing", lexicon);
  }
  if (tag == Upos::adj || tag == Upos::adv) {
    if (form == Form::comparative) return degree_stem(lower, "er", lexicon);
    if (form == Form::superlative) return degree_stem(lower, "est", lexicon);
  }
  return std::string(lower);
}

Result<Lemmatizer> Lemmatizer::open(const std::filesystem::path& path) {
  SKEIN_ASSIGN(ModelFile file, ModelFile::open(path, "lemmas"));
  Lemmatizer l(std::move(file));
  SKEIN_ASSIGN(l.slots_, l.file_.section<Slot>("slots"));
  SKEIN_ASSIGN(l.text_, l.file_.section<char>("text"));
  bool ends = false;
  for (const Slot& s : l.slots_) {
    ends = ends || s.text == 0;
    if ((s.text >> 8) + (s.text & 255) > l.text_.size())
      return Error{.code = ErrorCode::corruption,
                   .message = "model file " + path.string() + ": a lemma lies outside"};
  }
  if (!ends)
    return Error{.code = ErrorCode::corruption, .message = "model file " + path.string() + ": no empty slot"};
  return l;
}

std::string_view Lemmatizer::irregular(std::string_view lower, Upos tag, Form form) const {
  const std::uint64_t key = lemma_key(lower, tag, form);
  auto at = static_cast<std::size_t>(((key >> 32) * slots_.size()) >> 32);
  for (;;) {
    const Slot& s = slots_[at];
    if (s.text == 0) return {};
    if (s.key == static_cast<std::uint32_t>(key)) return {text_.data() + (s.text >> 8), s.text & 255};
    if (++at == slots_.size()) at = 0;
  }
}

void Lemmatizer::lemmatize(Document& document, const Lexicon& lexicon) const {
  std::string lemma;
  for (std::uint32_t i = 0; i < document.tokens.size(); ++i) {
    Token& t = document.tokens[i];
    const std::string_view low = document.lower(i);
    t.lemma_begin = t.lower_begin;
    t.lemma_size = t.lower_size;
    if (keeps_form(t.tag)) {
      if (low == document.form(i)) continue;
      lemma = document.form(i);
    } else if (const std::string_view odd = irregular(low, t.tag, t.form); !odd.empty()) {
      lemma = odd;
    } else {
      lemma = regular_lemma(low, t.tag, t.form, lexicon);
      if (lemma == low) continue;
    }
    lemma.resize(std::min<std::size_t>(lemma.size(), 4096));
    t.lemma_begin = static_cast<std::uint32_t>(document.lemmas.size());
    t.lemma_size = static_cast<std::uint16_t>(lemma.size());
    document.lemmas += lemma;
  }
}

}  // namespace skein::extract
