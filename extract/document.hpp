// Document: a text and what the reading stages found in it. Every stage takes a Document and enriches it:
//
//   clean -> tokens -> tagger -> names -> parser -> values -> coreference -> relations
//
// All positions inside the program are byte offsets into `text` (UTF-8), and `text` never changes, so a span found
// by one stage is good for all later ones. What a user sees are code points: see code_points().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skein::extract {

// [begin, end) in bytes of Document::text.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  [[nodiscard]] std::uint32_t size() const { return end - begin; }
  auto operator<=>(const Span&) const = default;
};

// [first, last) token indexes of Document::tokens.
struct TokenRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  [[nodiscard]] std::uint32_t size() const { return last - first; }
  auto operator<=>(const TokenRange&) const = default;
};

// Universal part-of-speech tags, https://universaldependencies.org/u/pos/. Numbers are stored in model files.
enum class Upos : std::uint8_t {
  adj, adp, adv, aux, cconj, det, intj, noun, num, part, pron, propn, punct, sconj, sym, verb, x,
};
std::string_view name(Upos tag);  // "ADJ", "PROPN"

// The verb and noun forms that claims need (tense, passive, plural). `none` for everything else.
enum class Form : std::uint8_t {
  none,
  plural,           // NNS, NNPS
  base,             // infinitive or imperative, VB
  present,          // VBP: "they plan"
  present_third,    // VBZ: "it plans"
  past,             // VBD
  past_participle,  // VBN: "was founded", "has grown"
  gerund,           // VBG: present participle too
  modal,            // MD: will, may, would
  possessive,       // PRP$ "its", POS "'s"
  comparative,      // JJR, RBR
  superlative,      // JJS, RBS
};

// Universal dependency relations with the subtypes that English treebanks use. Numbers are stored in model files.
enum class Deprel : std::uint8_t {
  acl, acl_relcl, advcl, advcl_relcl, advmod, amod, appos, aux, aux_pass, case_, cc, cc_preconj, ccomp, compound,
  compound_prt, conj, cop, csubj, csubj_outer, csubj_pass, dep, det, det_predet, discourse, dislocated, expl, fixed,
  flat, goeswith, iobj, list, mark, nmod, nmod_desc, nmod_poss, nmod_unmarked, nsubj, nsubj_outer, nsubj_pass,
  nummod, obj, obl, obl_agent, obl_unmarked, orphan, parataxis, punct, reparandum, root, vocative, xcomp,
};
std::string_view name(Deprel relation);     // "nsubj:pass"
std::string_view base_name(Deprel relation);  // "nsubj"

// What a name or a value names. The first block comes from the name model, the second from the value rules. The low
// byte is one of these; the high byte numbers a type that a schema declares below it (schema.hpp), 0 for none.
enum class EntityType : std::uint16_t {
  none,
  person, organization, place, product, event, work, demonym, concept_, misc,
  money, percent, number, date, period, rank,
};
std::string_view name(EntityType type);  // of one without a declared part: the label in the graph, "Person", "Money"
constexpr EntityType base_of(EntityType type) {
  return static_cast<EntityType>(static_cast<std::uint16_t>(type) & 0xff);
}

inline constexpr std::uint32_t no_token = 0xffffffffu;
inline constexpr std::uint32_t no_cluster = 0xffffffffu;
inline constexpr std::uint32_t not_listed = 0xffffffffu;

struct Token {
  std::uint32_t begin = 0;     // bytes of Document::text
  std::uint32_t end = 0;
  std::uint32_t sentence = 0;  // index into Document::sentences
  std::uint32_t head = no_token;  // index into Document::tokens; no_token: root of its sentence, or not parsed
  std::uint32_t lemma_begin = 0;  // bytes of Document::lemmas; use Document::lemma()
  std::uint32_t lower_begin = 0;  // bytes of Document::lemmas; use Document::lower()
  std::uint16_t lemma_size = 0;
  std::uint16_t lower_size = 0;
  Upos tag = Upos::x;
  Form form = Form::none;
  Deprel relation = Deprel::dep;
  std::uint8_t tag_id = 0;     // the tagger's own fine tag, for the stages that share its model
  bool space_before = false;   // white space (or the start of the text) stands before it
  bool sentence_start = false;
};

struct Sentence {
  TokenRange tokens;
  Span span;               // from its first to its last token
  bool headline = false;   // a line of its own without closing punctuation, or set in title case
  bool paragraph_start = false;
};

enum class MentionKind : std::uint8_t { name, nominal, pronoun, value };

struct Mention {
  TokenRange tokens;
  Span span;
  EntityType type = EntityType::none;
  MentionKind kind = MentionKind::name;
  float score = 0;                     // 0..1, of span and type together
  std::uint32_t head = no_token;       // the token that stands for the mention in the tree
  std::uint32_t cluster = no_cluster;  // mentions with one number name the same thing in this document
  std::uint32_t listed = not_listed;   // the name of the schema that it is, see Schema::listed()
  EntityType said = EntityType::none;  // what somebody who has read the text says it is; built in or declared
};

struct Metadata {
  std::string id;         // the URL, or else the path as given: what makes this document itself
  std::string path;
  std::string url;
  std::string title;
  std::string published;  // ISO 8601, as far as known: "2025-02-24", "2025"
  std::string source;     // the publisher
  std::string hash;       // of the text
};

class Document {
 public:
  Document() = default;
  explicit Document(std::string utf8) : text(std::move(utf8)) {}

  std::string text;  // set once, before the first stage
  Metadata metadata;
  std::vector<Span> dropped;  // furniture: sorted, apart from one another. No token lies in or across one
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  std::vector<Mention> mentions;  // sorted by span; those of kind name never overlap one another
  std::string lemmas;             // storage for lemma() and lower()

  [[nodiscard]] std::string_view slice(Span s) const { return std::string_view(text).substr(s.begin, s.size()); }
  [[nodiscard]] std::string_view form(std::uint32_t token) const {
    return std::string_view(text).substr(tokens[token].begin, tokens[token].end - tokens[token].begin);
  }
  // The views live until the next stage adds to `lemmas`.
  [[nodiscard]] std::string_view lemma(std::uint32_t token) const {
    return std::string_view(lemmas).substr(tokens[token].lemma_begin, tokens[token].lemma_size);
  }
  [[nodiscard]] std::string_view lower(std::uint32_t token) const {
    return std::string_view(lemmas).substr(tokens[token].lower_begin, tokens[token].lower_size);
  }
  [[nodiscard]] std::string_view form(const Mention& m) const { return slice(m.span); }
};

// Code points of a text from bytes, in O(1) after one pass.
class CodePoints {
 public:
  explicit CodePoints(std::string_view text);
  // The number of code points before `byte`, which lies at the start of a code point (or at the end of the text).
  [[nodiscard]] std::uint32_t at(std::uint32_t byte) const;
  [[nodiscard]] Span of(Span bytes) const { return {at(bytes.begin), at(bytes.end)}; }

 private:
  std::string_view text_;
  std::vector<std::uint32_t> before_;  // code points before each 64-byte block
};

}  // namespace skein::extract
