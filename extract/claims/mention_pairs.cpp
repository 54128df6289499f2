#include "extract/claims/mention_pairs.hpp"

#include <algorithm>
#include <cctype>

#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

constexpr std::size_t longest_stretch = 16;  // words between the ends that are looked at one by one
constexpr std::size_t longest_path = 12;

constexpr std::uint64_t code(EntityType type) { return static_cast<std::uint64_t>(type); }
constexpr std::uint64_t code(MentionKind kind) { return static_cast<std::uint64_t>(kind); }

std::uint64_t bucket(std::size_t n) { return n < 5 ? n : n < 8 ? 5 : n < 12 ? 6 : n < 20 ? 7 : 8; }

// "nsubj" and its passive are told apart, other subtypes are not.
std::uint64_t label(Deprel relation) {
  if (relation == Deprel::nsubj_pass || relation == Deprel::obl_agent || relation == Deprel::acl_relcl ||
      relation == Deprel::nmod_poss)
    return 100 + static_cast<std::uint64_t>(relation);
  return hash_text(base_name(relation));
}

}  // namespace

std::vector<std::vector<std::uint32_t>> mentions_by_sentence(const Document& document) {
  std::vector<std::vector<std::uint32_t>> out(document.sentences.size());
  for (std::uint32_t m = 0; m < document.mentions.size(); ++m)
    out[document.tokens[document.mentions[m].tokens.first].sentence].push_back(m);
  for (auto& list : out)
    std::sort(list.begin(), list.end(),
              [&](auto a, auto b) { return document.mentions[a].span < document.mentions[b].span; });
  return out;
}

std::vector<PairEnd> pair_ends(const Document& document, Discourse& discourse, const Sentence& sentence,
                               const std::vector<std::uint32_t>& mentions) {
  std::vector<PairEnd> out;
  for (const auto m : mentions) {
    const auto party = discourse.party(m);
    if (!party) continue;
    const auto mention = document.mentions[m];
    PairEnd end;
    end.party = *party;
    end.type = mention.type == EntityType::demonym ? EntityType::demonym : discourse.type_of(*party);
    end.kind = mention.kind;
    end.tokens = mention.tokens;
    end.head = mention.head == no_token ? mention.tokens.last - 1 : mention.head;
    if (end.tokens.first < sentence.tokens.first || end.tokens.last > sentence.tokens.last) continue;
    // Of two mentions on the same words the first one counts.
    if (!out.empty() && end.tokens.first < out.back().tokens.last) continue;
    out.push_back(end);
  }
  return out;
}

PairReader::PairReader(const Document& document, const Syntax& syntax, const Discourse& discourse,
                       const Sentence& sentence, const std::vector<PairEnd>& ends,
                       const std::vector<Finding>& findings, const TellingWords& telling,
                       const Lexicon& lexicon)
    : document_(document),
      syntax_(syntax),
      discourse_(discourse),
      sentence_(sentence),
      ends_(ends),
      telling_(telling) {
  for (const auto& f : findings)
    if (f.trigger >= sentence.tokens.first && f.trigger < sentence.tokens.last) findings_.push_back(&f);
  for (const auto& d : discourse.drafts()) {
    if (d.unnamed || d.spans.empty()) continue;
    auto& kind = standing_[static_cast<std::size_t>(d.type)];
    kind.most = std::max(kind.most, d.spans.size());
    kind.first = std::min(kind.first, d.spans.front().begin);
  }
  symbols_.reserve(sentence.tokens.size());
  for (auto t = sentence.tokens.first; t < sentence.tokens.last; ++t) {
    const auto form = document.form(t);
    const bool figures = std::any_of(form.begin(), form.end(), [](char c) { return c >= '0' && c <= '9'; });
    symbols_.push_back(figures ? 7 : hash_text(document.lemma(t)));
    classes_.push_back(lexicon.find(hash_text(document.lower(t))));
    tells_.push_back(telling.find(document.lower(t)).tells | telling.find(document.lemma(t)).tells);
  }
  for (const auto& e : ends) {
    for (auto t = e.tokens.first; t < e.tokens.last; ++t) symbols_[t - sentence.tokens.first] = 0;
    symbols_[e.tokens.first - sentence.tokens.first] =
        e.kind == MentionKind::pronoun ? hash_text(document.lower(e.tokens.first)) : 20 + code(e.type);
    if (e.kind == MentionKind::name)
      for (auto t = e.tokens.first; t < e.tokens.last; ++t) tells_[t - sentence.tokens.first] = 0;
  }
}

std::uint64_t PairReader::symbol(std::int64_t token) const {
  if (token < sentence_.tokens.first) return 1;
  if (token >= sentence_.tokens.last) return 2;
  return symbols_[static_cast<std::size_t>(token) - sentence_.tokens.first];
}

void PairReader::words(const PairEnd& first, const PairEnd& second, std::uint64_t direction,
                       std::vector<Feature>& out) const {
  std::vector<std::uint64_t> between;
  std::size_t names = 0;
  for (auto t = first.tokens.last; t < second.tokens.first; ++t)
    if (const auto s = symbol(t); s != 0) between.push_back(s);
  for (const auto& e : ends_)
    if (e.tokens.first >= first.tokens.last && e.tokens.last <= second.tokens.first &&
        e.kind != MentionKind::pronoun)
      ++names;
  // Words on both sides, going outwards; a mention counts as one.
  std::uint64_t before[3] = {1, 1, 1}, after[3] = {2, 2, 2};
  std::size_t n = 0;
  for (auto t = static_cast<std::int64_t>(first.tokens.first) - 1; t >= sentence_.tokens.first && n < 3; --t)
    if (const auto s = symbol(t); s != 0) before[n++] = s;
  n = 0;
  for (auto t = static_cast<std::int64_t>(second.tokens.last); t < sentence_.tokens.last && n < 3; ++t)
    if (const auto s = symbol(t); s != 0) after[n++] = s;

  const auto types = code(first.type) << 8 | code(second.type);
  const auto put = [&](std::uint64_t id, auto... values) {
    out.push_back(feature(id, direction, values...));
  };
  std::uint64_t whole = 17;
  const std::size_t size = between.size();
  for (const auto s : between) whole = mix(whole ^ s);
  put(10, bucket(size));
  put(11, bucket(names), types);
  if (size <= 8) {
    put(12, whole);
    put(13, whole, types);
    put(14, whole, before[0]);
    put(15, whole, after[0]);
  }
  for (std::size_t i = 0; i < size && i < longest_stretch; ++i) {
    put(16, between[i]);
    if (i > 0) put(17, between[i - 1], between[i]);
    if (i > 1) put(18, between[i - 2], between[i - 1], between[i]);
    if (size <= 5) put(19, between[i], bucket(names));
  }
  if (size > 0) {
    put(20, between[0]);
    put(21, between[size - 1]);
    put(22, between[0], between[size - 1]);
    if (size > 1) {
      put(23, between[0], between[1]);
      put(24, between[size - 2], between[size - 1]);
    }
    if (size > 2) put(25, between[size - 3], between[size - 2], between[size - 1]);
  }
  for (std::uint64_t i = 0; i < 3; ++i) {
    put(26, before[i], i);
    put(27, after[i], i);
    put(28, before[i], size <= 3 ? whole : 0);
    put(29, after[i], size <= 3 ? whole : 0);
  }
  put(30, before[1], before[0]);
  put(31, after[0], after[1]);
}

PairReader::Path PairReader::path(std::uint32_t from, std::uint32_t to) const {
  Path p;
  std::vector<std::uint32_t> above;  // from `to` upwards
  for (auto t = to; t != no_token && above.size() < 40; t = syntax_.head(t)) above.push_back(t);
  for (auto t = from; t != no_token && p.up.size() < 40; t = syntax_.head(t)) {
    p.up.push_back(t);
    const auto it = std::find(above.begin(), above.end(), t);
    if (it == above.end()) continue;
    p.down.assign(std::make_reverse_iterator(it), above.rend());
    p.joined = true;
    return p;
  }
  return p;
}

TellingWords::Relations PairReader::tells(std::uint32_t token, const PairEnd& subject,
                                          const PairEnd& object) const {
  if (token < sentence_.tokens.first || token >= sentence_.tokens.last) return 0;
  const auto relations = tells_[token - sentence_.tokens.first];
  return relations != 0 && !is_aside(token, subject, object) ? relations : 0;
}

TellingWords::Relations PairReader::denies(std::uint32_t token) const {
  return telling_.find(document_.lower(token)).denies | telling_.find(document_.lemma(token)).denies;
}

PairReader::Told PairReader::told(const PairEnd& s, const PairEnd& o) const {
  constexpr std::uint32_t near = 10, beside = 2;
  Told out;
  const auto p = path(s.head, o.head);
  std::optional<std::uint32_t> below = no_token;
  if (p.joined) {
    below = told_below(p, s, o);
    if (!below) {
      out.barred = true;
      return out;
    }
    for (const auto* part : {&p.up, &p.down})
      for (const auto t : *part) {
        if (t == s.head || t == o.head) continue;
        if (part == &p.up ? *below != no_token : *below != no_token && t != *below && !is_below(t, *below))
          continue;
        out.path |= tells(t, s, o);
        out.denied |= denies(t);
        for (const auto c : syntax_.children(t)) {
          out.at_path |= tells(c, s, o);
          out.denied |= denies(c);
          for (const auto k : syntax_.children(c))  // "was awarded an honorary degree by …"
            if (syntax_.relation(k) == Deprel::amod) out.denied |= denies(k);
        }
      }
  }
  for (const auto* e : {&s, &o})
    if (e->kind == MentionKind::nominal)
      for (auto t = e->tokens.first; t < e->tokens.last; ++t) out.described |= tells(t, s, o);
  const auto& first = s.tokens.first < o.tokens.first ? s : o;
  const auto& second = s.tokens.first < o.tokens.first ? o : s;
  if (second.tokens.first - first.tokens.last <= near)
    for (auto t = first.tokens.last; t < second.tokens.first; ++t)
      if (*below == no_token || is_below(t, *below)) out.between |= tells(t, s, o);
  for (std::uint32_t k = 1; k <= beside; ++k) {
    if (first.tokens.first >= sentence_.tokens.first + k) out.beside |= tells(first.tokens.first - k, s, o);
    if (second.tokens.last + k <= sentence_.tokens.last)
      out.beside |= tells(second.tokens.last + k - 1, s, o);
  }
  return out;
}

TellingWords::Relations PairReader::told(std::size_t subject, std::size_t object) const {
  const auto& s = ends_[subject];
  const auto& o = ends_[object];
  const auto by = told(s, o);
  if (by.barred) return 0;
  if (o.type == EntityType::date && o.tokens.first >= s.tokens.last && in_life_span(s, o))
    return ~TellingWords::Relations{0};
  return (telling_.told_by_nothing() | by.path | by.at_path | by.described | by.between | by.beside) &
         ~by.denied;
}

TellingWords::Relations PairReader::named(std::size_t object) const {
  auto relations = telling_.named_by_nothing();
  const auto& o = ends_[object];
  for (auto t = o.tokens.first; t < o.tokens.last; ++t)
    relations |= telling_.find(document_.lower(t)).names | telling_.find(document_.lemma(t)).names;
  if (o.party.entity == no_cluster) return relations;
  // "the Party of Progress (PP) … a PP member": what the text calls it elsewhere counts too.
  for (const auto& [name, count] : discourse_.drafts()[o.party.entity].names)
    for (std::size_t from = 0; from < name.size();) {
      const auto space = std::min(name.find(' ', from), name.size());
      relations |= telling_.find(ascii_lower(name.substr(from, space - from))).names;
      from = space + 1;
    }
  return relations;
}

bool PairReader::is_below(std::uint32_t token, std::uint32_t above) const {
  for (auto t = token; t != no_token; t = syntax_.head(t))
    if (t == above) return true;
  return false;
}

// Where what is said of the pair must stand when conjunctions lie on the path: below the last member of a row
// of predicates ("moved to Norland and sacked its capital": below "sacked"); no_token: anywhere on it.
// Nothing is said of the members of one list, nor of one of them and what hangs on another, nor of a
// predicate that has its own subject.
std::optional<std::uint32_t> PairReader::told_below(const Path& p, const PairEnd& subject,
                                                    const PairEnd& object) const {
  const auto conjoined = [&](std::uint32_t t) { return syntax_.relation(t) == Deprel::conj; };
  const auto top = p.up.back();
  if (top == subject.head && !p.down.empty() && conjoined(p.down.front())) return std::nullopt;
  if (top == object.head && p.up.size() > 1 && conjoined(p.up[p.up.size() - 2])) return std::nullopt;
  std::uint32_t below = no_token;
  for (const auto t : p.down) {
    if (!conjoined(t) || t == object.head) continue;
    const bool named = std::any_of(ends_.begin(), ends_.end(), [&](const PairEnd& e) {
      return t >= e.tokens.first && t < e.tokens.last;
    });
    if (named) continue;  // a list in which the object stands
    for (const auto c : syntax_.children(t))
      if (const auto r = syntax_.relation(c); r == Deprel::nsubj || r == Deprel::nsubj_pass)
        return std::nullopt;
    if (syntax_.is_verb(t)) below = t;
  }
  return below;
}

// Does the token stand within brackets in which neither end stands? "Ann Lee (born 1950) is a swimmer from
// Norland"
bool PairReader::is_aside(std::uint32_t token, const PairEnd& subject, const PairEnd& object) const {
  std::uint32_t open = no_token;
  for (auto t = token; t > sentence_.tokens.first && open == no_token; --t) {
    if (document_.form(t) == ")") return false;
    if (document_.form(t) == "(") open = t;
  }
  if (open == no_token) return false;
  auto close = token;
  while (close < sentence_.tokens.last && document_.form(close) != ")") ++close;
  const auto inside = [&](const PairEnd& e) { return e.tokens.first > open && e.tokens.first < close; };
  return !inside(subject) && !inside(object);
}

// Is the object the first or the last of two dates with a dash between them in brackets behind the subject?
// "Ann Lee (3 May 1901 – 1970)", and not "Ann Lee (medicine, 1970)".
bool PairReader::in_life_span(const PairEnd& subject, const PairEnd& object) const {
  auto open = object.tokens.first;
  while (open > subject.tokens.last && document_.form(open - 1) != "(" && document_.form(open - 1) != ")")
    --open;
  if (open == subject.tokens.last || document_.form(open - 1) != "(") return false;
  auto close = object.tokens.last;
  while (close < sentence_.tokens.last && document_.form(close) != ")") ++close;
  const PairEnd* before = nullptr;
  for (const auto& e : ends_) {
    if (e.type != EntityType::date || e.tokens.first < open || e.tokens.last > close) continue;
    if (before != nullptr &&
        (before->tokens.first == object.tokens.first || e.tokens.first == object.tokens.first))
      for (auto t = before->tokens.last; t < e.tokens.first; ++t)
        if (const auto w = document_.form(t); w.starts_with("-") || w == "–" || w == "—") return true;
    before = &e;
  }
  return false;
}

std::uint32_t PairReader::trigger(std::size_t subject, std::size_t object) const {
  const auto& s = ends_[subject];
  const auto& o = ends_[object];
  const auto p = path(s.head, o.head);
  if (!p.joined) return o.head;
  const auto inside = [](const PairEnd& e, std::uint32_t t) {
    return t >= e.tokens.first && t < e.tokens.last;
  };
  const auto top = p.up.back();
  if (!inside(s, top) && !inside(o, top)) return top;
  // One end hangs on the other: the word between them that is nearest to the top.
  for (const auto t : p.down)
    if (!inside(s, t) && !inside(o, t)) return t;
  for (auto it = p.up.rbegin(); it != p.up.rend(); ++it)
    if (!inside(s, *it) && !inside(o, *it)) return *it;
  return top;
}

void PairReader::dependencies(const PairEnd& subject, const PairEnd& object,
                              std::vector<Feature>& out) const {
  const auto put = [&](std::uint64_t id, auto... values) { out.push_back(feature(id, values...)); };
  const auto p = path(subject.head, object.head);
  const auto types = code(subject.type) << 8 | code(object.type);
  if (!p.joined || p.up.size() + p.down.size() > longest_path) {
    put(40, types);
    return;
  }
  const auto top = p.up.back();
  std::uint64_t labels = 3, lemmas = 5, both = 7, lean = 9, lean_lemmas = 11;  // `lean`: without conjunctions
  const auto step = [&](std::uint64_t up, Deprel r, std::uint32_t inner) {
    const auto l = mix(label(r) ^ up);
    const auto w = inner == no_token ? 13 : hash_text(document_.lemma(inner));
    labels = mix(labels ^ l);
    lemmas = mix(lemmas ^ w);
    both = mix(both ^ l ^ (w << 1));
    if (r != Deprel::conj) {
      lean = mix(lean ^ l);
      lean_lemmas = mix(lean_lemmas ^ l ^ (w << 1));
    }
    put(41, l, w);
  };
  for (std::size_t i = 0; i + 1 < p.up.size(); ++i)
    step(1, syntax_.relation(p.up[i]), i + 2 < p.up.size() ? p.up[i + 1] : no_token);
  const auto top_lemma = top == subject.head ? 15 : top == object.head ? 16 : hash_text(document_.lemma(top));
  lemmas = mix(lemmas ^ top_lemma);
  both = mix(both ^ top_lemma);
  lean_lemmas = mix(lean_lemmas ^ top_lemma);
  for (std::size_t i = 0; i < p.down.size(); ++i)
    step(2, syntax_.relation(p.down[i]), i + 1 < p.down.size() ? p.down[i] : no_token);
  for (const auto& part : {p.up, p.down})
    for (const auto t : part)
      if (t != subject.head && t != object.head) {
        put(42, hash_text(document_.lemma(t)));
        put(43, hash_text(document_.lemma(t)), types);
      }
  std::uint64_t prepositions[2] = {0, 0};
  for (const bool of_object : {false, true})
    for (const auto c : syntax_.children(of_object ? object.head : subject.head))
      if (syntax_.relation(c) == Deprel::case_ || syntax_.relation(c) == Deprel::mark)
        prepositions[of_object ? 1 : 0] = hash_text(document_.lower(c));
  put(44, labels);
  put(45, labels, types);
  put(46, lemmas);
  put(47, both);
  put(48, lean);
  put(49, lean_lemmas);
  put(50, lean_lemmas, prepositions[0], prepositions[1]);
  put(51, lean, prepositions[0], prepositions[1]);
  put(52, top_lemma);
  put(53, top_lemma, labels);
  put(54, top_lemma, prepositions[1]);
  put(55, top_lemma, prepositions[0]);
  put(56, prepositions[0], prepositions[1]);
  put(57, bucket(p.up.size()), bucket(p.down.size()), types);
  std::size_t shown = 0;
  for (const auto c : syntax_.children(top)) {
    const bool on_path = std::find(p.up.begin(), p.up.end(), c) != p.up.end() ||
                         std::find(p.down.begin(), p.down.end(), c) != p.down.end();
    if (on_path || syntax_.relation(c) == Deprel::punct || ++shown > 8) continue;
    put(58, label(syntax_.relation(c)), hash_text(document_.lemma(c)));
    put(59, top_lemma, label(syntax_.relation(c)), hash_text(document_.lemma(c)));
  }
}

// What an end is called and what hangs on it.
void PairReader::surroundings(const PairEnd& end, std::uint64_t which, std::vector<Feature>& out) const {
  const auto put = [&](std::uint64_t id, auto... values) { out.push_back(feature(id, which, values...)); };
  if (end.kind == MentionKind::pronoun || end.kind == MentionKind::nominal) {
    put(70, hash_text(document_.lemma(end.head)));
  } else if (end.kind == MentionKind::name) {
    put(71, hash_text(document_.lower(end.tokens.last - 1)));
    put(73, bucket(end.tokens.size()));
    for (auto t = end.tokens.first; t < end.tokens.last; ++t)
      if (discourse_.is_description(document_.lower(t))) put(79, hash_text(document_.lower(t)));
  } else {
    put(74, bucket(end.tokens.size()));
  }
  std::size_t shown = 0;
  for (const auto c : syntax_.children(end.head)) {
    if (c >= end.tokens.first && c < end.tokens.last) continue;
    if (syntax_.relation(c) == Deprel::punct || ++shown > 8) continue;
    put(75, label(syntax_.relation(c)));
    put(76, label(syntax_.relation(c)), hash_text(document_.lemma(c)));
  }
  put(77, label(syntax_.relation(end.head)));
  if (const auto up = syntax_.head(end.head); up != no_token)
    put(78, label(syntax_.relation(end.head)), hash_text(document_.lemma(up)));
}

// Where a date stands in brackets behind a name: "(11 May 1955 - 2 June 2001)".
void PairReader::brackets(const PairEnd& subject, const PairEnd& object, std::vector<Feature>& out) const {
  if (object.tokens.first < subject.tokens.last) return;
  std::uint64_t open = 0, closed = 0, dates = 0, dashes = 0, born = 0, behind = 0;
  for (auto t = subject.tokens.last; t < object.tokens.first; ++t) {
    const auto w = document_.form(t);
    if (w == "(") {
      ++open;
      dates = dashes = 0;
    } else if (w == ")") {
      ++closed;
    } else if (w == "-" || w == "–" || w == "—") {
      ++dashes;
    } else if (w == "born" || w == "b." || w == "b") {
      born = 1;
    }
  }
  if (open <= closed) return;
  for (const auto& e : ends_)
    if (e.type == EntityType::date && e.tokens.first >= subject.tokens.last &&
        e.tokens.last <= object.tokens.first)
      ++dates;
  for (auto t = object.tokens.last; t < sentence_.tokens.last && document_.form(t) != ")"; ++t)
    if (const auto w = document_.form(t); w == "-" || w == "–" || w == "—") behind = 1;
  const auto gap = symbol(subject.tokens.last);
  out.push_back(feature(90, dates, std::min<std::uint64_t>(dashes, 2), born, code(object.type)));
  out.push_back(feature(91, dates, std::min<std::uint64_t>(dashes, 2), born, behind, code(object.type)));
  out.push_back(feature(92, dates, dashes > 0 ? 1u : 0u, gap == hash_text("(") ? 1u : 0u, code(object.type)));
}

void PairReader::rules(const PairEnd& subject, const PairEnd& object, std::vector<Feature>& out) const {
  for (const auto* f : findings_) {
    const auto is = [](const Party& p, const PairEnd& e) {
      return p.mention == e.party.mention || (p.entity != no_cluster && p.entity == e.party.entity);
    };
    const auto relation = hash_text(f->relation);
    if (is(f->subject, subject) && is(f->object, object)) out.push_back(feature(95, relation));
    if (is(f->subject, object) && is(f->object, subject)) out.push_back(feature(96, relation));
    if (is(f->subject, subject)) out.push_back(feature(97, relation, code(object.type)));
    if (is(f->object, object)) out.push_back(feature(98, relation, code(subject.type)));
  }
}

// Words by the company they keep, which say something of words that were never seen in training.
void PairReader::classes(const PairEnd& subject, const PairEnd& object, std::uint64_t direction,
                         std::vector<Feature>& out) const {
  const auto put = [&](std::uint64_t id, auto... values) {
    out.push_back(feature(id, direction, values...));
  };
  const auto at = [&](std::uint32_t t) { return classes_[t - sentence_.tokens.first]; };
  const auto p = path(subject.head, object.head);
  const auto types = code(subject.type) << 8 | code(object.type);
  if (p.joined && p.up.size() + p.down.size() <= longest_path) {
    std::uint64_t all = 19;
    for (const auto& part : {p.up, p.down})
      for (const auto t : part) {
        all = mix(all ^ label(syntax_.relation(t)));
        if (t == subject.head || t == object.head) continue;
        put(101, at(t).cluster, types);
        put(102, at(t).wide_cluster, label(syntax_.relation(t)), types);
        all = mix(all ^ at(t).wide_cluster);
      }
    put(103, all);
  }
  const auto& first = direction != 0 ? subject : object;
  const auto& second = direction != 0 ? object : subject;
  std::size_t seen = 0;
  std::uint64_t before = 0, whole = 23;
  for (auto t = first.tokens.last; t < second.tokens.first && seen < longest_stretch; ++t, ++seen) {
    const auto symbol = symbols_[t - sentence_.tokens.first];
    const std::uint64_t c = symbol < 100 ? symbol : 1000 + at(t).cluster;
    if (symbol == 0) continue;
    put(104, c, types);
    put(105, before, c);
    whole = mix(whole ^ c);
    before = c;
  }
  if (seen <= 8) put(106, whole, types);
}

// Where the words stand that tell of a relation.
void PairReader::telling(const PairEnd& subject, const PairEnd& object, std::uint64_t direction,
                         std::vector<Feature>& out) const {
  const auto by = told(subject, object);
  if (by.barred) {
    out.push_back(feature(110, direction));
    return;
  }
  std::uint64_t preposition = 0;
  for (const auto c : syntax_.children(object.head))
    if (syntax_.relation(c) == Deprel::case_) preposition = hash_text(document_.lower(c));
  std::uint64_t where = 0;
  for (const auto relations : {by.path, by.at_path, by.described, by.between, by.beside}) {
    ++where;
    for (std::size_t r = 0; r < telling_.relations().size(); ++r) {
      if ((relations >> r & 1) == 0) continue;
      const auto name = telling_.relations()[r];
      out.push_back(feature(111, name, where, direction));
      out.push_back(feature(112, name, where, direction, code(subject.type), code(object.type)));
      out.push_back(feature(113, name, where, direction, preposition));
    }
  }
}

// How much the text is about an end, and what lists know of its name.
void PairReader::standing(const PairEnd& end, std::uint64_t which, std::vector<Feature>& out) const {
  const auto put = [&](std::uint64_t id, auto... values) { out.push_back(feature(id, which, values...)); };
  if (end.party.entity == no_cluster) return;
  const auto& draft = discourse_.drafts()[end.party.entity];
  const auto& kind = standing_[static_cast<std::size_t>(draft.type)];
  const bool first = !draft.spans.empty() && draft.spans.front().begin == kind.first;
  put(120, draft.unnamed ? 1u : 0u, first ? 1u : 0u, code(draft.type));
  put(121, draft.spans.size() >= kind.most ? 1u : 0u, code(draft.type));
  if (end.kind != MentionKind::name) return;
  const auto& last = classes_[end.tokens.last - 1 - sentence_.tokens.first];
  put(122, last.cluster);
  put(123, last.wide_cluster, code(end.type));
  for (std::uint64_t bit = 0; bit < 32; ++bit)
    if ((last.flags & ~lex::word_classes) >> bit & 1)
      put(124, bit, code(end.type), bucket(end.tokens.size()));
}

void PairReader::read(std::size_t subject, std::size_t object, std::vector<Feature>& out) const {
  out.clear();
  const auto& s = ends_[subject];
  const auto& o = ends_[object];
  const std::uint64_t direction = subject < object ? 1 : 0;
  const auto put = [&](std::uint64_t id, auto... values) {
    out.push_back(feature(id, direction, values...));
  };
  put(1, code(s.type), code(o.type));
  put(2, code(s.type), code(o.type), code(s.kind), code(o.kind));
  put(3, code(s.kind), code(o.kind));
  // How many others of the same type stand between the two, and how many in the whole sentence.
  const auto [low, high] = std::minmax(subject, object);
  std::size_t like_subject = 0, like_object = 0;
  for (auto i = low + 1; i < high; ++i) {
    like_subject += ends_[i].type == s.type ? 1 : 0;
    like_object += ends_[i].type == o.type ? 1 : 0;
  }
  put(4, bucket(like_subject), bucket(like_object));
  put(5, bucket(like_object));
  put(6, bucket(like_subject));
  words(ends_[low], ends_[high], direction, out);
  dependencies(s, o, out);
  surroundings(s, 1, out);
  surroundings(o, 2, out);
  brackets(s, o, out);
  rules(s, o, out);
  classes(s, o, direction, out);
  telling(s, o, direction, out);
  standing(s, 1, out);
  standing(o, 2, out);
}

}  // namespace skein::extract
