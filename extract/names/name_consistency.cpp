#include "extract/names/name_consistency.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "extract/text/unicode.hpp"

namespace skein::extract {

namespace {

constexpr float sure = 0.8F;     // a name that may speak for others
constexpr float carried = 0.6F;  // the score of what was found by carrying over

bool capitalised(const WordTraits& w) {
  return w.shape == Shape::capital || w.shape == Shape::upper || w.shape == Shape::one_capital ||
         w.shape == Shape::mixed || w.shape == Shape::stopped || w.shape == Shape::letters_figures;
}

bool is_legal_form(const WordTraits& w) { return capitalised(w) && (w.flags & lex::legal_form) != 0; }

class Settler {
 public:
  Settler(Document& document, std::span<const WordTraits> words) : d_(document), words_(words) {}

  void run() {
    for (Mention& m : d_.mentions) trim(m);
    std::erase_if(d_.mentions, [](const Mention& m) { return m.tokens.size() == 0; });
    cut_headlines();
    learn_abbreviations();
    take_in();
    vote();
    for (Mention& m : d_.mentions) retype(m);
    complete();
  }

 private:
  [[nodiscard]] std::string key(TokenRange r) const {
    std::string out;
    for (std::uint32_t i = r.first; i < r.last; ++i) {
      if (!out.empty()) out += ' ';
      out += d_.form(i);
    }
    return out;
  }
  void set(Mention& m, TokenRange r) const {
    m.tokens = r;
    if (r.size() > 0) m.span = {d_.tokens[r.first].begin, d_.tokens[r.last - 1].end};
  }

  // "The company" is no name; "Acme Corp. routers" ends at its legal form; "Mr. Hale" and "Hale 's" are
  // "Hale".
  void trim(Mention& m) const {
    TokenRange r = m.tokens;
    while (r.size() > 0 &&
           (d_.lower(r.last - 1) == "'s" || d_.lower(r.last - 1) == "'" || d_.lower(r.last - 1) == ","))
      --r.last;
    if (m.type == EntityType::organization) {
      for (std::uint32_t i = r.first + 1; i + 1 < r.last; ++i) {
        const std::string_view next = d_.lower(i + 1);
        const bool goes_on = is_legal_form(words_[i + 1]) || next == "&" || next == "of" || next == "and" ||
                             next == "." || next == "-" || next == "," ||
                             (words_[i + 1].flags & (lex::organization_noun | lex::legal_form)) != 0;
        if (is_legal_form(words_[i]) && d_.form(i) != "Co" && d_.form(i) != "SE" && !goes_on) {
          r.last = i + 1;
          break;
        }
      }
    }
    if (m.type == EntityType::person)
      while (r.size() > 1 && (words_[r.first].flags & lex::title) != 0 && titled(r.first)) ++r.first;
    if (m.type == EntityType::demonym && r.size() > 1 && (words_[r.last - 1].flags & lex::demonym) == 0)
      m.type = (words_[r.last - 1].flags & lex::organization_noun) != 0 ? EntityType::organization
                                                                        : EntityType::misc;
    const bool common_end = r.size() > 0 && words_[r.last - 1].shape == Shape::lower;
    if (r.size() > 0 && m.type != EntityType::concept_ && common_end &&
        (r.size() == 1 || (r.size() == 2 && d_.tokens[r.first].tag == Upos::det)) &&
        (words_[r.last - 1].flags & lex::word_classes) != 0)
      r.last = r.first;
    set(m, r);
  }
  [[nodiscard]] bool titled(std::uint32_t i) const {
    const std::string_view w = d_.lower(i);
    return w.back() == '.' || w == "mr" || w == "mrs" || w == "ms" || w == "dr" || w == "president" ||
           w == "chairman" || w == "ceo" || w == "chancellor" || w == "senator" || w == "governor" ||
           w == "minister" || w == "premier" || w == "professor" || w == "founder" || w == "coach" ||
           w == "judge" || w == "sir";
  }

  // In a headline every word is capitalised: "Bank Names Clara Hale" holds the name that the text below gives
  // apart.
  void cut_headlines() {
    std::unordered_map<std::string, float> known;
    for (const Mention& m : d_.mentions)
      if (!d_.sentences[d_.tokens[m.tokens.first].sentence].headline) {
        float& best = known[key(m.tokens)];
        best = std::max(best, m.score);
      }
    for (Mention& m : d_.mentions) {
      if (!d_.sentences[d_.tokens[m.tokens.first].sentence].headline || m.tokens.size() < 2) continue;
      if (known.contains(key(m.tokens))) continue;
      TokenRange best{0, 0};
      for (std::uint32_t first = m.tokens.first; first < m.tokens.last; ++first)
        for (std::uint32_t last = m.tokens.last; last > first + best.size(); --last)
          if (const auto k = known.find(key({first, last})); k != known.end() && k->second >= sure &&
                                                             loose({m.tokens.first, first}) &&
                                                             loose({last, m.tokens.last}))
            best = {first, last};
      if (best.size() > 0 && best.size() < m.tokens.size()) set(m, best);
    }
  }

  // Words that may stand beside a name without being part of it.
  [[nodiscard]] bool loose(TokenRange r) const {
    constexpr std::uint32_t parts = lex::organization_noun | lex::legal_form | lex::place_noun |
                                    lex::event_noun | lex::work_noun | lex::first_name | lex::country |
                                    lex::demonym;
    for (std::uint32_t i = r.first; i < r.last; ++i)
      if ((words_[i].flags & parts) != 0 || d_.tokens[i].tag == Upos::adp || d_.lower(i) == "&") return false;
    return true;
  }

  // "Artificial General Intelligence (AGI)", "the Food Agency, or FA": the short form is what the long one
  // is.
  void learn_abbreviations() {
    for (const Sentence& s : d_.sentences) {
      for (std::uint32_t i = s.tokens.first; i + 2 < s.tokens.last; ++i) {
        if (d_.form(i) != "(" || d_.form(i + 2) != ")") continue;
        const std::string_view abbreviation = d_.form(i + 1);
        if (abbreviation.size() < 2 || abbreviation.size() > 8 || words_[i + 1].shape != Shape::upper)
          continue;
        const auto start = long_form(s.tokens.first, i, abbreviation);
        if (!start) continue;
        const EntityType type = type_of_long_form({*start, i});
        if (type == EntityType::none) continue;
        abbreviations_[std::string(abbreviation)] = type;
        if (type == EntityType::concept_) add_or_retype({*start, i}, type);
      }
    }
  }

  // Where the words begin whose first letters are those of the abbreviation, just before token `end`.
  [[nodiscard]] std::optional<std::uint32_t> long_form(std::uint32_t first, std::uint32_t end,
                                                       std::string_view abbreviation) const {
    std::size_t left = abbreviation.size();
    std::uint32_t i = end;
    while (left > 0 && i > first && end - i < 12) {
      --i;
      const std::string_view w = d_.lower(i);
      const char wanted = static_cast<char>(abbreviation[left - 1] | 0x20);
      if (w[0] == wanted)
        --left;
      else if (w != "of" && w != "and" && w != "the" && w != "for" && w != "-" && w != "&" && w != "on" &&
               w != "in")
        return std::nullopt;
    }
    return left == 0 ? std::optional(i) : std::nullopt;
  }

  // The first mention that ends behind `token`.
  [[nodiscard]] std::vector<Mention>::iterator first_after(std::uint32_t token) const {
    return std::partition_point(d_.mentions.begin(), d_.mentions.end(),
                                [&](const Mention& m) { return m.tokens.last <= token; });
  }

  [[nodiscard]] EntityType type_of_long_form(TokenRange r) const {
    EntityType type = EntityType::none;
    const auto at = first_after(r.last - 1);
    if (at != d_.mentions.end() && at->tokens.last == r.last && at->tokens.first <= r.first + 1 &&
        at->tokens.first + 3 >= r.first)
      type = at->type;
    if (type != EntityType::none) return type;
    bool common = true;  // words that are no name: a field, a method, a quantity
    for (std::uint32_t i = r.first; i < r.last; ++i)
      common = common && ((words_[i].flags & lex::word_classes) != 0 || words_[i].shape == Shape::mark ||
                          d_.tokens[i].tag == Upos::adp || d_.tokens[i].tag == Upos::cconj);
    return common ? EntityType::concept_ : EntityType::none;
  }

  void add_or_retype(TokenRange r, EntityType type) {
    auto m = first_after(r.first);
    if (m != d_.mentions.end() && m->tokens.first < r.last) {  // something is there already
      if (m->tokens.first >= r.first && m->tokens.last <= r.last) {
        const auto next = m + 1;
        m->type = type;
        if (next == d_.mentions.end() || next->tokens.first >= r.last) set(*m, r);
      }
      return;
    }
    Mention added;
    added.type = type;
    added.score = carried;
    set(added, r);
    more_.push_back(added);
  }

  void take_in() {
    d_.mentions.insert(d_.mentions.end(), more_.begin(), more_.end());
    more_.clear();
    std::sort(d_.mentions.begin(), d_.mentions.end(),
              [](const Mention& x, const Mention& y) { return x.span < y.span; });
  }

  // What each name, and each part that may stand for it, was most surely taken for.
  void vote() {
    for (const Mention& m : d_.mentions) {
      const float weight = m.score * m.score;
      votes_[key(m.tokens)][static_cast<std::size_t>(m.type)] += weight;
      if (m.tokens.size() < 2 || m.score < 0.6F) continue;
      if (m.type == EntityType::person) {
        const TokenRange last{m.tokens.last - 1, m.tokens.last};
        if (capitalised(words_[last.first]))
          short_forms_[key(last)][static_cast<std::size_t>(m.type)] += 2 * weight;
        // Family names that stand first: only where the first word is no usual first name.
        if ((words_[m.tokens.first].flags & lex::first_name) == 0)
          short_forms_[key({m.tokens.first, m.tokens.first + 1})][static_cast<std::size_t>(m.type)] +=
              weight * 0.5F;
      } else if (m.type == EntityType::organization) {
        std::uint32_t end = m.tokens.last;
        while (end > m.tokens.first + 1 &&
               (words_[end - 1].flags & (lex::legal_form | lex::organization_noun)) != 0)
          --end;
        if (end < m.tokens.last && m.tokens.first + 1 <= end &&
            (words_[m.tokens.first].flags & lex::demonym) == 0 && no_common_word({m.tokens.first, end}))
          short_forms_[key({m.tokens.first, end})][static_cast<std::size_t>(m.type)] += 3 * weight;
      }
    }
  }

  // Words that the lexicon knows in lower case may stand at the head of a sentence without being the name.
  [[nodiscard]] bool no_common_word(TokenRange r) const {
    if (r.size() > 1) return true;
    return (words_[r.first].flags & lex::word_classes) == 0;
  }

  static EntityType best(const std::array<float, 10>& votes) {
    const auto most = std::max_element(votes.begin(), votes.end());
    return *most > 0 ? static_cast<EntityType>(most - votes.begin()) : EntityType::none;
  }

  void retype(Mention& m) const {
    const std::string k = key(m.tokens);
    if (const auto a = abbreviations_.find(k); a != abbreviations_.end()) {
      m.type = a->second;
      return;
    }
    std::array<float, 10> votes = votes_.at(k);
    if (const auto s = short_forms_.find(k); s != short_forms_.end())
      for (std::size_t t = 0; t < votes.size(); ++t) votes[t] += s->second[t];
    if (const EntityType t = best(votes); t != EntityType::none) m.type = t;
  }

  // Names that were missed: the same words as a sure name, a known abbreviation, or the short form of a full
  // name.
  void complete() {
    std::map<std::string, EntityType> wanted;
    std::size_t longest = 1;
    const auto want = [&](const std::string& k, EntityType type) {
      wanted.emplace(k, type);
      longest = std::max(longest, static_cast<std::size_t>(std::count(k.begin(), k.end(), ' ')) + 1);
    };
    for (const Mention& m : d_.mentions)
      if (m.score >= sure && m.type != EntityType::concept_ &&
          (m.tokens.size() > 1 || no_common_word(m.tokens)))
        want(key(m.tokens), m.type);
    for (const auto& [k, type] : abbreviations_) want(k, type);
    for (const auto& [k, votes] : short_forms_)
      if (votes[static_cast<std::size_t>(best(votes))] >= 0.4F) want(k, best(votes));
    std::size_t next = 0;
    for (const Sentence& s : d_.sentences) {
      for (std::uint32_t i = s.tokens.first; i < s.tokens.last;) {
        while (next < d_.mentions.size() && d_.mentions[next].tokens.last <= i) ++next;
        const std::uint32_t free_until =
            next < d_.mentions.size() ? d_.mentions[next].tokens.first : s.tokens.last;
        if (free_until <= i) {
          i = d_.mentions[next].tokens.last;
          continue;
        }
        const std::uint32_t end = std::min(free_until, s.tokens.last);
        std::uint32_t found = i;
        EntityType type = EntityType::none;
        if (capitalised(words_[i])) {
          for (std::uint32_t stop = std::min<std::uint32_t>(end, i + static_cast<std::uint32_t>(longest));
               stop > i; --stop) {
            const auto it = wanted.find(key({i, stop}));
            if (it == wanted.end() || !may_stand_alone(s.tokens, {i, stop}, it->second)) continue;
            found = stop;
            type = it->second;
            break;
          }
        }
        if (found == i) {
          ++i;
          continue;
        }
        Mention m;
        m.type = type;
        m.score = carried;
        set(m, {i, found});
        more_.push_back(m);
        i = found;
      }
    }
    take_in();
  }

  // Not a common word at the head of a sentence, and not the middle of a longer row of capitals ("Bank of
  // Hale").
  [[nodiscard]] bool may_stand_alone(TokenRange sentence, TokenRange r, EntityType type) const {
    if (r.size() == 1 && r.first == sentence.first && !no_common_word(r)) return false;
    if (type != EntityType::person || r.size() > 1) return true;
    const bool before = r.first > sentence.first && capitalised(words_[r.first - 1]) &&
                        d_.tokens[r.first - 1].tag == Upos::propn &&
                        (words_[r.first - 1].flags & lex::title) == 0;
    const bool after =
        r.last < sentence.last && capitalised(words_[r.last]) && d_.tokens[r.last].tag == Upos::propn;
    return !before && !after;
  }

  Document& d_;
  std::span<const WordTraits> words_;
  std::unordered_map<std::string, std::array<float, 10>> votes_;
  std::map<std::string, std::array<float, 10>> short_forms_;
  std::map<std::string, EntityType> abbreviations_;
  std::vector<Mention> more_;
};

}  // namespace

void settle_names(Document& document, std::span<const WordTraits> words) { Settler(document, words).run(); }

}  // namespace skein::extract
