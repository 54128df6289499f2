#include <fmt/format.h>
#include <simdjson.h>

#include <map>

#include "extract/syntax/lemmatizer.hpp"
#include "extract/text/unicode.hpp"
#include "extract/train/trainers.hpp"
#include "extract/train/treebank.hpp"

namespace skein::extract {

namespace {

Form form_from(std::string_view fine) {
  static const std::map<std::string_view, Form> forms = {
      {"NNS", Form::plural},        {"VB", Form::base},         {"VBP", Form::present},
      {"VBZ", Form::present_third}, {"VBD", Form::past},        {"VBN", Form::past_participle},
      {"VBG", Form::gerund},        {"MD", Form::modal},        {"JJR", Form::comparative},
      {"RBR", Form::comparative},   {"JJS", Form::superlative}, {"RBS", Form::superlative}};
  const auto found = forms.find(fine);
  return found == forms.end() ? Form::none : found->second;
}

// WordNet's lists of irregular forms.
Result<void> read_exceptions(const std::filesystem::path& path, std::map<std::uint64_t, std::string>& out) {
  SKEIN_ASSIGN(const std::string json, read_data(path));
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  if (parser.parse(json).get(root) != simdjson::SUCCESS)
    return Error{.code = ErrorCode::io, .message = path.string() + " is not JSON"};
  struct Class {
    const char* name;
    Upos tag;
    Form form;
  };
  for (const Class& c :
       {Class{"noun", Upos::noun, Form::plural}, Class{"verb", Upos::verb, Form::past},
        Class{"adj", Upos::adj, Form::comparative}, Class{"adv", Upos::adv, Form::comparative}}) {
    simdjson::dom::object words;
    if (root[c.name].get(words) != simdjson::SUCCESS) continue;
    for (const auto [word, lemmas] : words) {
      std::string_view lemma;
      if (lemmas.at(0).get(lemma) == simdjson::SUCCESS && lemma != word)
        out[lemma_key(word, c.tag, c.form)] = lemma;
    }
  }
  return {};
}

}  // namespace

Result<void> train_lemmas(const TrainOptions& options) {
  SKEIN_ASSIGN(const Lexicon lexicon, Lexicon::open(options.out / "lexicon.bin"));
  std::map<std::uint64_t, std::string> irregular;
  SKEIN_TRY(read_exceptions(options.data / "lemmas" / "en_lemma_exc.json", irregular));

  // Where the treebanks' usual lemma is another than the rules', it is kept too.
  Treebank bank;
  SKEIN_TRY(read_conllu(options.data / "ud-english-ewt" / "en_ewt-ud-train.conllu", bank));
  SKEIN_TRY(read_conllu(options.data / "ud-english-gum" / "en_gum-ud-train-open.conllu", bank));
  struct Seen {
    std::map<std::string, std::uint32_t> lemmas;
    std::string lower;
    Upos tag;
    Form form;
  };
  std::map<std::uint64_t, Seen> seen;
  for (std::uint32_t i = 0; i < bank.gold.size(); ++i) {
    const GoldToken& g = bank.gold[i];
    if (g.tag == Upos::propn || g.tag == Upos::num || g.tag == Upos::punct || g.tag == Upos::sym ||
        g.tag == Upos::x)
      continue;
    const std::string low(bank.document.lower(i));
    const Form form = form_from(g.fine);
    Seen& s = seen[lemma_key(low, g.tag, form)];
    ++s.lemmas[g.lemma];
    s.lower = low;
    s.tag = g.tag;
    s.form = form;
  }
  for (const auto& [key, s] : seen) {
    const auto usual = std::max_element(s.lemmas.begin(), s.lemmas.end(),
                                        [](const auto& a, const auto& b) { return a.second < b.second; });
    const bool closed =
        s.tag != Upos::noun && s.tag != Upos::verb && s.tag != Upos::adj && s.tag != Upos::adv;
    const std::string ruled = regular_lemma(s.lower, s.tag, s.form, lexicon);
    const auto known = irregular.find(key);
    if ((known == irregular.end() ? ruled : known->second) == usual->first) continue;
    if (!closed && usual->second < 2) continue;
    irregular[key] = usual->first;
  }

  std::vector<Lemmatizer::Slot> slots(irregular.size() + irregular.size() / 2 + 16);
  std::string text(1, '\0');
  std::map<std::string, std::uint32_t> placed;
  for (const auto& [key, lemma] : irregular) {
    if (lemma.empty() || lemma.size() > 60) continue;
    const auto [where, is_new] = placed.try_emplace(lemma, static_cast<std::uint32_t>(text.size()));
    if (is_new) text += lemma;
    auto at = static_cast<std::size_t>(((key >> 32) * slots.size()) >> 32);
    while (slots[at].text != 0) at = at + 1 == slots.size() ? 0 : at + 1;
    slots[at] = {static_cast<std::uint32_t>(key),
                 (where->second << 8) | static_cast<std::uint32_t>(lemma.size())};
  }
  ModelWriter out("lemmas");
  out.add("slots", slots);
  out.add_bytes("text", text);
  options.progress(fmt::format("lemmas: {} irregular words", irregular.size()));
  return out.write(options.out / "lemmas.bin");
}

}  // namespace skein::extract
