#include "extract/claims/proposals.hpp"

#include <algorithm>
#include <optional>

#include "extract/readers/clean.hpp"
#include "extract/text/lines.hpp"
#include "extract/text/pieces.hpp"
#include "extract/text/tokens.hpp"
#include "extract/text/unicode.hpp"

namespace skein::extract {

namespace {

constexpr std::size_t longest_passage = 6000;  // bytes; a longer sentence is a passage of its own
constexpr double confidence = 0.7;             // nobody has calibrated what a model says
constexpr std::string_view source_name = "llm";

// A text as models quote it back: white space folded, quotation marks and dashes of one shape. `from` has the
// byte of the text for each byte.
struct Folded {
  std::string text;
  std::vector<std::uint32_t> from;
};

Folded fold(std::string_view text, std::uint32_t begin = 0) {
  Folded out;
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = decode(text, at);
    if (kind(c.value) == CharKind::space) {
      space = !out.text.empty();
    } else {
      const auto put = [&](std::string_view bytes) {
        if (space) {
          out.text += ' ';
          out.from.push_back(begin + static_cast<std::uint32_t>(at) - 1);
          space = false;
        }
        for (const char b : bytes) {
          out.text += b;
          out.from.push_back(begin + static_cast<std::uint32_t>(at));
        }
      };
      if (is_apostrophe(c.value) || c.value == 0x2018)
        put("'");
      else if (is_quote(c.value))
        put("\"");
      else if (is_dash(c.value))
        put("-");
      else
        put(text.substr(at, c.size));
    }
    at += c.size;
  }
  return out;
}

bool word_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  const auto k = kind(decode(text, at).value);
  return k == CharKind::letter || k == CharKind::digit;
}

// The first place where `part` stands as whole words within [from, to) of `text`.
std::size_t find_words(std::string_view text, std::string_view part, std::size_t from, std::size_t to) {
  for (auto at = text.find(part, from); at != text.npos && at + part.size() <= to;
       at = text.find(part, at + 1)) {
    const auto k = at == 0 ? CharKind::space : kind(decode_before(text, at).value);
    const bool begins = !word_at(text, at) || (k != CharKind::letter && k != CharKind::digit);
    const auto last = kind(decode_before(text, at + part.size()).value);
    const bool ends =
        (last != CharKind::letter && last != CharKind::digit) || !word_at(text, at + part.size());
    if (begins && ends) return at;
  }
  return std::string_view::npos;
}

// The text of a document without furniture, sentence by sentence, with the token each byte belongs to.
class Sentences {
 public:
  explicit Sentences(const Document& document) : document_(document) {
    for (const auto& s : document.sentences) folded_.push_back(fold(document.slice(s.span), s.span.begin));
  }

  struct Place {
    std::uint32_t sentence = 0;
    TokenRange subject, object, words;
  };

  // Where a quote has both ends within one sentence; a refusal otherwise.
  [[nodiscard]] std::optional<Place> find(const Proposal& p, Refusal& reason) const {
    reason = Refusal::quote_not_in_text;
    const auto quote = fold(p.quote).text, subject = fold(p.subject).text, object = fold(p.object).text;
    const auto words = fold(p.words).text;
    if (quote.empty()) return std::nullopt;
    for (std::uint32_t s = 0; s < folded_.size(); ++s) {
      const auto& text = folded_[s].text;
      for (auto at = find_words(text, quote, 0, text.size()); at != text.npos;
           at = find_words(text, quote, at + 1, text.size())) {
        const auto place = ends_in(s, at, at + quote.size(), subject, object, words);
        if (place) return place;
        reason = Refusal::end_not_in_quote;
      }
    }
    if (reason == Refusal::quote_not_in_text && spans_sentences(quote)) reason = Refusal::ends_apart;
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::optional<Place> ends_in(std::uint32_t s, std::size_t from, std::size_t to,
                                             std::string_view subject, std::string_view object,
                                             std::string_view words) const {
    const auto& f = folded_[s];
    if (subject.empty() || object.empty()) return std::nullopt;
    for (auto a = find_words(f.text, subject, from, to); a != f.text.npos;
         a = find_words(f.text, subject, a + 1, to)) {
      for (auto b = find_words(f.text, object, from, to); b != f.text.npos;
           b = find_words(f.text, object, b + 1, to)) {
        if (a < b + object.size() && b < a + subject.size()) continue;
        Place place;
        place.sentence = s;
        place.subject = tokens_of(s, f.from[a], f.from[a + subject.size() - 1]);
        place.object = tokens_of(s, f.from[b], f.from[b + object.size() - 1]);
        if (!words.empty())
          if (const auto w = find_words(f.text, words, from, to); w != f.text.npos)
            place.words = tokens_of(s, f.from[w], f.from[w + words.size() - 1]);
        if (place.subject.size() > 0 && place.object.size() > 0) return place;
      }
    }
    return std::nullopt;
  }

  // The tokens that bytes [first, last] of the text touch.
  [[nodiscard]] TokenRange tokens_of(std::uint32_t s, std::uint32_t first, std::uint32_t last) const {
    const auto& range = document_.sentences[s].tokens;
    TokenRange out{range.last, range.last};
    for (auto t = range.first; t < range.last; ++t) {
      if (document_.tokens[t].end <= first || document_.tokens[t].begin > last) continue;
      out.first = std::min(out.first, t);
      out.last = t + 1;
    }
    return out.first < out.last ? out : TokenRange{};
  }

  // Is it there when sentences are read on, one after another?
  [[nodiscard]] bool spans_sentences(std::string_view quote) const {
    for (std::size_t s = 0; s + 1 < folded_.size(); ++s) {
      std::string joined;
      for (auto k = s; k < std::min(s + 4, folded_.size()); ++k)
        joined += (joined.empty() ? "" : " ") + folded_[k].text;
      if (joined.find(quote) != joined.npos) return true;
    }
    return false;
  }

  const Document& document_;
  std::vector<Folded> folded_;
};

bool fits_any(const Schema& schema, const std::vector<RelationEnds>& ends, EntityType subject,
              EntityType object) {
  const auto within = [&](EntityType type, const std::vector<EntityType>& wanted) {
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](EntityType w) { return schema.is(type, w) || schema.is(w, type); });
  };
  return std::any_of(ends.begin(), ends.end(), [&](const RelationEnds& e) {
    return within(subject, e.subjects) && within(object, e.objects);
  });
}

bool may_be_a_name(const Document& document, TokenRange range, EntityType type) {
  switch (base_of(type)) {
    case EntityType::person:
    case EntityType::organization:
    case EntityType::place:
    case EntityType::product:
    case EntityType::event:
    case EntityType::work:
      return starts_upper(document.form(range.first)) || starts_upper(document.form(range.last - 1));
    default:
      return false;
  }
}

// Whoever names a type has read the text for it: that counts for a name that is there, and makes one where
// the model of names has missed it.
void tell_type(Document& document, TokenRange range, EntityType type) {
  while (range.size() > 1 && document.tokens[range.first].tag == Upos::det) ++range.first;
  if (!may_be_a_name(document, range, type)) return;
  for (auto& m : document.mentions) {
    if (m.tokens.first >= range.last || range.first >= m.tokens.last) continue;
    if (m.tokens == range && m.kind == MentionKind::name && m.type != EntityType::demonym) m.said = type;
    return;
  }
  Mention m;
  m.tokens = range;
  m.span = {document.tokens[range.first].begin, document.tokens[range.last - 1].end};
  m.type = base_of(type);
  m.score = 0.7F;
  m.said = type;
  const auto at = std::lower_bound(document.mentions.begin(), document.mentions.end(), m,
                                   [](const Mention& x, const Mention& y) { return x.span < y.span; });
  document.mentions.insert(at, m);
}

}  // namespace

std::string_view words_for(Refusal reason) {
  static constexpr std::array<std::string_view, refusals> words = {"not in the form that was asked for",
                                                                   "the relation is not in the schema",
                                                                   "the relation does not join these types",
                                                                   "the quote is not in the text",
                                                                   "an end is not in the quote",
                                                                   "the ends stand in two sentences",
                                                                   "an end stands for nothing",
                                                                   "both ends are one thing"};
  return words[static_cast<std::size_t>(reason)];
}

std::vector<std::string> passages(const Document& document) {
  std::vector<std::string> out;
  for (const auto& s : document.sentences) {
    const auto text = fold_spaces(document.slice(s.span));
    if (out.empty() || out.back().size() + text.size() + 1 > longest_passage)
      out.push_back(text);
    else
      out.back() += (s.paragraph_start ? "\n" : " ") + text;
  }
  return out;
}

std::vector<std::string> passages_of_raw(const Document& document) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin < document.text.size();) {
    const auto end = piece_end(document.text, begin);
    Document piece(document.text.substr(begin, end - begin));
    clean(piece);
    tokenize(piece);
    auto some = passages(piece);
    std::move(some.begin(), some.end(), std::back_inserter(out));
    begin = end;
  }
  return out;
}

std::vector<PlacedProposal> place_proposals(ProposalSource& source, Document& document,
                                            const RuleSet& rules) {
  std::vector<PlacedProposal> out;
  const Sentences sentences(document);
  for (const auto& passage : passages(document))
    for (auto& p : source.proposals(passage)) {
      if (p.malformed) {
        source.count_refused(Refusal::malformed);
        continue;
      }
      const auto ends = rules.ends(p.relation);
      if (ends.empty()) {
        source.count_refused(Refusal::unknown_relation);
        continue;
      }
      const auto subject = rules.schema().type_named(p.subject_type),
                 object = rules.schema().type_named(p.object_type);
      if (!subject || !object || !fits_any(rules.schema(), ends, *subject, *object)) {
        source.count_refused(Refusal::wrong_types);
        continue;
      }
      Refusal reason{};
      const auto place = sentences.find(p, reason);
      if (!place) {
        source.count_refused(reason);
        continue;
      }
      tell_type(document, place->subject, *subject);
      tell_type(document, place->object, *object);
      out.push_back({std::move(p), place->subject, place->object, place->words});
    }
  return out;
}

namespace {

// The token of a phrase that hangs on something outside it.
std::uint32_t head_of(const Document& document, TokenRange range) {
  for (auto t = range.first; t < range.last; ++t) {
    const auto up = document.tokens[t].head;
    if ((up == no_token || up < range.first || up >= range.last) && document.tokens[t].tag != Upos::punct &&
        document.tokens[t].tag != Upos::det && document.tokens[t].tag != Upos::adp)
      return t;
  }
  return range.last - 1;
}

// The word that carries the claim: among those the model names a verb, else a noun; without them, where the
// paths of both ends to the root meet.
std::uint32_t trigger_of(const Document& document, const Syntax& syntax, const PlacedProposal& p) {
  for (const bool verb : {true, false})
    for (auto t = p.words.first; t < p.words.last; ++t) {
      const auto tag = document.tokens[t].tag;
      if (verb ? tag == Upos::verb : tag == Upos::noun) return t;
    }
  if (p.words.size() > 0) return p.words.first;
  std::vector<std::uint32_t> above;
  for (auto t = head_of(document, p.subject); t != no_token && above.size() < 64; t = syntax.head(t))
    above.push_back(t);
  int steps = 0;
  for (auto t = head_of(document, p.object); t != no_token && steps < 64; t = syntax.head(t), ++steps)
    if (std::find(above.begin(), above.end(), t) != above.end()) return t;
  return head_of(document, p.object);
}

std::optional<Party> party_of(const Document& document, Discourse& discourse, TokenRange range,
                              const std::vector<EntityType>& wanted) {
  const auto head = head_of(document, range);
  for (auto t = head; t < range.last; ++t)
    if (const auto m = discourse.mention_at(t); m != no_cluster) return discourse.party(m);
  for (auto t = range.first; t < head; ++t)
    if (const auto m = discourse.mention_at(t); m != no_cluster) return discourse.party(m);
  std::vector<Party> parties;
  discourse.parties(head, wanted, parties);
  if (parties.empty()) return std::nullopt;
  return parties.front();
}

}  // namespace

void add_proposals(ProposalSource& source, const std::vector<PlacedProposal>& placed,
                   const Document& document, const Syntax& syntax, Discourse& discourse, const RuleSet& rules,
                   std::vector<Finding>& findings) {
  for (const auto& p : placed) {
    const auto ends = rules.ends(p.proposal.relation);
    std::vector<EntityType> subjects, objects;
    for (const auto& e : ends) {
      subjects.insert(subjects.end(), e.subjects.begin(), e.subjects.end());
      objects.insert(objects.end(), e.objects.begin(), e.objects.end());
    }
    const auto subject = party_of(document, discourse, p.subject, subjects);
    const auto object = party_of(document, discourse, p.object, objects);
    if (!subject || !object || subject->entity == no_cluster) {
      source.count_refused(Refusal::no_entity);
      continue;
    }
    if (subject->mention == object->mention || subject->entity == object->entity) {
      source.count_refused(Refusal::same_end);
      continue;
    }
    if (std::none_of(ends.begin(), ends.end(), [&](const RelationEnds& e) {
          return discourse.fits(*subject, e.subjects) && discourse.fits(*object, e.objects);
        })) {
      source.count_refused(Refusal::wrong_types);
      continue;
    }
    source.count_taken();
    const auto trigger = trigger_of(document, syntax, p);
    const auto sentence = document.tokens[p.subject.first].sentence;
    const auto name = rules.relation_name(p.proposal.relation);
    const auto known = std::any_of(findings.begin(), findings.end(), [&](const Finding& f) {
      return f.relation == name && document.tokens[f.trigger].sentence == sentence &&
             f.subject.entity == subject->entity &&
             (object->entity == no_cluster ? f.object.mention == object->mention
                                           : f.object.entity == object->entity);
    });
    if (known) continue;
    findings.push_back(
        {.relation = name,
         .source = source_name,
         .rule = nullptr,
         .subject = *subject,
         .object = *object,
         .trigger = trigger,
         .words = {std::min(p.subject.first, p.object.first), std::max(p.subject.last, p.object.last)},
         .confidence = confidence * subject->certainty * object->certainty,
         .polarity = p.proposal.polarity,
         .modality = p.proposal.modality});
  }
}

}  // namespace skein::extract
