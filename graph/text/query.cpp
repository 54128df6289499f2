#include "graph/text/query.hpp"

#include "graph/text/words.hpp"

namespace skein::graph::text {

namespace {

using Kind = QueryPart::Kind;
using Occur = QueryPart::Occur;

Error wrong(std::string message, std::string hint = {}) {
  Error error{ErrorCode::invalid_argument, "the search: " + std::move(message)};
  error.hint = std::move(hint);
  return error;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<std::vector<QueryPart>> run() {
    for (;;) {
      while (at_ < text_.size() && is_space(text_[at_])) ++at_;
      if (at_ >= text_.size()) break;
      SKEIN_TRY(next());
    }
    if (pending_and_ || pending_not_) return wrong("nothing stands behind AND or NOT");
    bool positive = false;
    for (const auto& part : parts_) positive = positive || part.occur != Occur::must_not;
    if (!positive)
      return wrong(parts_.empty() ? "there is no word in it" : "it says only what must not be there",
                   "write a word to look for");
    return std::move(parts_);
  }

 private:
  Result<void> next() {
    Occur occur = Occur::should;
    if (text_[at_] == '+' || text_[at_] == '-') {
      occur = text_[at_] == '+' ? Occur::must : Occur::must_not;
      ++at_;
    }
    if (at_ < text_.size() && text_[at_] == '"') return phrase(occur);
    const auto begin = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '"') ++at_;
    std::string_view word = text_.substr(begin, at_ - begin);
    if (occur == Occur::should) {
      if (word == "AND" || word == "&&") return joined();
      if (word == "OR" || word == "||") return {};
      if (word == "NOT" || word == "!") {
        pending_not_ = true;
        return {};
      }
    }
    return plain(word, occur);
  }

  Result<void> joined() {
    if (parts_.empty()) return wrong("nothing stands before AND");
    if (parts_.back().occur == Occur::should) parts_.back().occur = Occur::must;
    pending_and_ = true;
    return {};
  }

  Result<void> phrase(Occur occur) {
    const auto end = text_.find('"', at_ + 1);
    if (end == std::string_view::npos) return wrong("a quotation mark is missing: \"...\"");
    auto found = terms(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    if (at_ < text_.size() && (text_[at_] == '~' || text_[at_] == '^'))
      return wrong("nothing can follow the closing quotation mark of a phrase", "leave what follows it out");
    add(std::move(found), Kind::phrase, occur, 0);
    return {};
  }

  Result<void> plain(std::string_view word, Occur occur) {
    if (word.find_first_of("()[]{}") != std::string_view::npos)
      return wrong("brackets are not understood, found '" + std::string(word) + "'",
                   "write +word for what has to be there and -word for what must not");
    if (const auto colon = word.find(':');
        colon != std::string_view::npos && colon > 0 && colon + 1 <= word.size() &&
        word.find("://") == std::string_view::npos && !(word[colon - 1] >= '0' && word[colon - 1] <= '9'))
      return wrong("an index does not tell its properties apart, found '" + std::string(word) + "'",
                   "write the word alone: " + std::string(word.substr(colon + 1)));
    if (const auto boost = word.find('^'); boost != std::string_view::npos)
      return wrong("words all weigh the same, found '" + std::string(word) + "'",
                   "leave out " + std::string(word.substr(boost)));
    if (const auto tilde = word.find('~'); tilde != std::string_view::npos) {
      const auto after = word.substr(tilde + 1);
      if (!after.empty() && after != "1" && after != "2" && after != "0")
        return wrong("behind ~ stands how many letters may differ, 1 or 2; found '" + std::string(word) +
                     "'");
      add(terms(word.substr(0, tilde)), Kind::fuzzy, occur,
          after.empty() ? 2u : static_cast<unsigned>(after[0] - '0'));
      return {};
    }
    if (const auto star = word.find_first_of("*?"); star != std::string_view::npos) {
      if (word[star] == '?' || star + 1 != word.size() || star == 0)
        return wrong("a * stands at the end of a word, found '" + std::string(word) + "'",
                     "write the beginning of the word: begin*");
      add(terms(word.substr(0, star)), Kind::prefix, occur, 0);
      return {};
    }
    add(terms(word), Kind::word, occur, 0);
    return {};
  }

  // A word that is several to the index (e-mail) is a phrase.
  void add(std::vector<std::string> found, Kind kind, Occur occur, unsigned edits) {
    if (pending_not_)
      occur = Occur::must_not;
    else if (pending_and_ && occur == Occur::should)
      occur = Occur::must;
    pending_not_ = pending_and_ = false;
    if (found.empty()) return;
    if (found.size() == 1 && kind == Kind::phrase) kind = Kind::word;
    if (found.size() > 1 && kind != Kind::phrase) {
      kind = Kind::phrase;
      edits = 0;
    }
    parts_.push_back({kind, occur, std::move(found), edits});
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool pending_and_ = false, pending_not_ = false;
  std::vector<QueryPart> parts_;
};

}  // namespace

Result<std::vector<QueryPart>> parse_query(std::string_view text) { return Parser(text).run(); }

}  // namespace skein::graph::text
