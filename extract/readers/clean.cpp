#include "extract/readers/clean.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "extract/text/lines.hpp"
#include "extract/values/calendar.hpp"

namespace skein::extract {

namespace {

using Words = std::vector<std::string>;

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Verbs that open a line which wants something from its reader.
constexpr std::array<std::string_view, 40> imperatives = {
    "learn",  "get",      "join", "subscribe", "sign",   "follow",   "share", "leave", "click",  "download",
    "enjoy",  "stay",     "read", "watch",     "listen", "register", "buy",   "save",  "unlock", "start",
    "find",   "contact",  "see",  "explore",   "check",  "tap",      "tweet", "view",  "report", "support",
    "donate", "discover", "try",  "log",       "email",  "print",    "copy",  "skip",  "search", "send"};

// Words of the trade around an article, with "you" or an imperative beside them.
constexpr std::array<std::string_view, 22> promotion = {
    "newsletter",   "newsletters", "inbox",     "subscribe", "subscriber", "subscribers",
    "subscription", "unlock",      "delivered", "channel",   "app",        "workflow",
    "workflows",    "attention",   "webinar",   "free",      "archive",    "account",
    "whatsapp",     "telegram",    "podcast",   "membership"};

constexpr std::array<std::string_view, 16> legal_phrases = {"informational purposes",
                                                            "all rights reserved",
                                                            "terms of use",
                                                            "terms of service",
                                                            "privacy policy",
                                                            "disclaim",
                                                            "editorial standards",
                                                            "editorial disclosure",
                                                            "editorial member",
                                                            "investment advice",
                                                            "financial advice",
                                                            "financial advisor",
                                                            "cookie",
                                                            "affiliate link",
                                                            "copyright ©",
                                                            "sponsored content"};

constexpr std::array<std::string_view, 15> teasers = {"also", "related",  "recommended", "trending", "read",
                                                      "see",  "watch",    "more",        "listen",   "don't",
                                                      "next", "previous", "must",        "topics",   "tags"};

constexpr std::array<std::string_view, 14> bylines = {
    "by",   "edited",    "written",  "generated", "posted", "published", "updated",
    "last", "reporting", "reviewed", "photo",     "image",  "author",    "source"};

struct Look {
  Words words;             // lower case
  bool closed = false;     // ends like a sentence
  bool has_lower = false;  // a lower case letter somewhere
  bool body = false;       // reads like running text
};

Look look_at(std::string_view line) {
  Look look;
  look.words = lower_words(line);
  for (const char c : line) look.has_lower = look.has_lower || (c >= 'a' && c <= 'z');
  std::string_view rest = line;
  const auto closers = std::string_view("\"')]");
  for (;;) {
    if (!rest.empty() && closers.find(rest.back()) != closers.npos)
      rest.remove_suffix(1);
    else if (rest.ends_with("’") || rest.ends_with("”"))
      rest.remove_suffix(3);
    else
      break;
  }
  look.closed = rest.ends_with('.') || rest.ends_with('!') || rest.ends_with('?') || rest.ends_with("…");
  if (rest.ends_with("...")) look.closed = false;
  look.body = look.words.size() >= 12 && look.closed;
  return look;
}

bool has_clock_or_date(std::string_view line) {
  if (find_date(line)) return true;
  for (std::size_t i = 1; i + 2 < line.size(); ++i)
    if (line[i] == ':' && std::isdigit(static_cast<unsigned char>(line[i - 1])) &&
        std::isdigit(static_cast<unsigned char>(line[i + 1])))
      return true;
  return false;
}

bool is_byline(const Look& look, std::string_view line) {
  const auto& w = look.words;
  if (w.empty() || look.body || w.size() > 14) return false;
  if (has_clock_or_date(line) && (w.size() <= 9 || line.front() == '|') && !look.closed) return true;
  if (!contains(bylines, w[0])) return false;
  if (w[0] == "by") return w.size() <= 8 && !look.closed;
  if (w[0] == "last") return w.size() >= 2 && w[1] == "updated";
  if (line.find(':') != line.npos && line.find(':') < 24) return true;
  return w.size() >= 2 && w.size() <= 9 && (w[1] == "by" || w[1] == "on") && !look.closed;
}

bool is_teaser(const Look& look, std::string_view line) {
  const auto colon = line.find(':');
  if (look.words.empty() || colon == line.npos || colon > 28) return false;
  if (!contains(teasers, look.words[0])) return false;
  return lower_words(line.substr(0, colon)).size() <= 4;
}

bool is_promotion(const Look& look, std::string_view line) {
  const auto& w = look.words;
  if (w.empty()) return false;
  const bool you = has(w, "you") || has(w, "your") || has(w, "our");
  const bool trade =
      std::any_of(w.begin(), w.end(), [](const std::string& x) { return contains(promotion, x); });
  const bool imperative = contains(imperatives, w[0]);
  const bool quoted = line.find('"') != line.npos || line.find("“") != line.npos;
  if (imperative && !quoted && (w.size() <= 7 || (w.size() <= 40 && (you || trade)))) return true;
  if (you && trade && !quoted && w.size() <= 60) return true;
  // "… 3 comments", "No comments yet", "5 min read"
  if (w.size() <= 4 && (has(w, "comments") || has(w, "comment") || has(w, "advertisement"))) return true;
  if (w.size() <= 6 && w.back() == "read" && (has(w, "min") || has(w, "minute"))) return true;
  return w.size() <= 10 && line.find('?') != line.npos && (has(w, "report") || has(w, "error"));
}

bool is_legal(std::string_view line) {
  const auto low = ascii_lower(line);
  return std::any_of(legal_phrases.begin(), legal_phrases.end(),
                     [&](std::string_view p) { return low.find(p) != low.npos; }) ||
         low.find("©") != low.npos;
}

// The text's own voice is neither "I" nor "your": a line with both is about its author.
bool is_self_description(const Look& look, std::string_view line) {
  const bool quoted = line.find('"') != line.npos || line.find("“") != line.npos;
  return !quoted && has(look.words, "i") && (has(look.words, "your") || has(look.words, "you"));
}

class Cleaner {
 public:
  explicit Cleaner(Document& document) : document_(document), text_(document.text) {}

  void run() {
    lines_ = split_lines(text_);
    for (const Span s : lines_) looks_.push_back(look_at(line(s)));
    keep_.assign(lines_.size(), true);
    drop_by_look();
    drop_repeats();
    drop_loose_short_lines();
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!keep_[i])
        dropped_.push_back(lines_[i]);
      else
        drop_marks(lines_[i]);
    }
    drop_place_line();
    merge();
  }

 private:
  [[nodiscard]] std::string_view line(Span s) const { return text_.substr(s.begin, s.size()); }

  void drop_by_look() {
    int named_below = 0;  // "By" alone: the next short lines say who
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const auto text = line(lines_[i]);
      const auto& look = looks_[i];
      if (named_below > 0 && !look.closed && look.words.size() <= 8) {
        keep_[i] = false;
        --named_below;
        continue;
      }
      named_below = 0;
      if (is_byline(look, text)) {
        keep_[i] = false;
        if (look.words.size() <= 2 && look.words.back() == "by") named_below = 2;
      } else if (is_teaser(look, text) || is_promotion(look, text) || is_legal(text) ||
                 is_self_description(look, text) || (!look.has_lower && look.words.size() <= 3)) {
        keep_[i] = false;
      }
    }
  }

  void drop_repeats() {
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!keep_[i] || looks_[i].words.size() < 3) continue;
      std::string key;
      for (const auto& w : looks_[i].words) key += w + ' ';
      if (!seen.insert(std::move(key)).second) keep_[i] = false;
    }
  }

  // A short line without a full stop is a heading when running text follows it, or when it opens the page.
  void drop_loose_short_lines() {
    bool text_follows = false;
    std::size_t first_body = lines_.size();
    for (std::size_t i = lines_.size(); i-- > 0;)
      if (keep_[i] && looks_[i].body) first_body = i;
    for (std::size_t i = lines_.size(); i-- > 0;) {
      if (!keep_[i]) {
        if (!looks_[i].body) text_follows = false;
        continue;
      }
      const auto& look = looks_[i];
      const bool loose = !look.closed && look.words.size() <= 12;
      if (!loose) {
        text_follows = true;
        continue;
      }
      const bool opening = i < first_body && look.words.size() >= 3;
      if (!text_follows && !opening && first_body != lines_.size()) keep_[i] = false;
      text_follows = text_follows && opening;
    }
  }

  // "[1](https://…)", "[12]", "(source)", bare addresses, and text in another script glued to the end of a
  // line.
  void drop_marks(Span s) {
    const auto t = line(s);
    drop_line_mark(s);
    for (std::size_t i = 0; i < t.size(); ++i) {
      std::size_t end = 0;
      if (t[i] == '[')
        end = reference_end(t, i);
      else if (t[i] == '(')
        end = source_note_end(t, i);
      else if (t.substr(i).starts_with("http://") || t.substr(i).starts_with("https://") ||
               t.substr(i).starts_with("www."))
        end = std::min(t.find_first_of(" \t)]>\"", i), t.size());
      if (end > i) {
        add(s.begin + i, s.begin + end);
        i = end - 1;
      }
    }
    drop_foreign_tail(s);
  }

  // "# Heading", "> quoted", "- item", "* item": the mark, not the line.
  void drop_line_mark(Span s) {
    const auto t = line(s);
    const auto end = t.find_first_not_of("#>*-");
    if (end != t.npos && end > 0 && end <= 6 && t[end] == ' ') add(s.begin, s.begin + end + 1);
  }

  static std::size_t reference_end(std::string_view t, std::size_t i) {
    const auto close = t.find(']', i);
    if (close == t.npos || close - i > 60) return 0;
    const auto inside = t.substr(i + 1, close - i - 1);
    const bool number = !inside.empty() && std::all_of(inside.begin(), inside.end(),
                                                       [](char c) { return c >= '0' && c <= '9'; });
    const bool link = close + 1 < t.size() && t[close + 1] == '(';
    if (!number) return 0;
    if (!link) return close + 1;
    const auto paren = t.find(')', close);
    return paren == t.npos ? close + 1 : paren + 1;
  }

  // "(source)", "(Reuters)": one word in parentheses just before the end of a sentence, which names a source.
  static std::size_t source_note_end(std::string_view t, std::size_t i) {
    const auto close = t.find(')', i);
    if (close == t.npos || close - i > 24) return 0;
    const auto inside = t.substr(i + 1, close - i - 1);
    const bool one_word = inside.find(' ') == inside.npos && !inside.empty();
    const auto low = ascii_lower(inside);
    if (low == "source" || low == "sources" || low == "link") return close + 1;
    const bool ends =
        close + 1 < t.size() && t[close + 1] == '.' && (close + 2 >= t.size() || t[close + 2] == ' ');
    const bool capital = one_word && inside.front() >= 'A' && inside.front() <= 'Z' && inside.size() > 5 &&
                         low.substr(1) == inside.substr(1);
    return one_word && ends && capital ? close + 1 : 0;
  }

  void drop_foreign_tail(Span s) {
    const auto t = line(s);
    std::size_t latin = 0, foreign = 0, first = t.npos,
                behind = 0;  // Latin letters after the last foreign one
    for (std::size_t i = 0; i < t.size(); ++i) {
      const auto c = static_cast<unsigned char>(t[i]);
      if (std::isalpha(c)) {
        ++latin;
        ++behind;
      }
      // Cyrillic, Hebrew, Arabic: lead bytes D0..DB. Han and kana stay: names are given in them.
      if (c >= 0xD0 && c <= 0xDB) {
        ++foreign;
        behind = 0;
        if (first == t.npos) first = i;
      }
    }
    if (foreign < 4 || latin < 4 * foreign || behind > 3) return;
    const auto last_stop = t.rfind(". ", first);
    std::size_t begin = first;
    while (begin > 0 && std::string_view("\"'])}{[(").find(t[begin - 1]) != std::string_view::npos) --begin;
    if (t.size() - first < 160 && (last_stop == t.npos || last_stop < first)) add(s.begin + begin, s.end);
  }

  // "LONDON, March 3 (Agency) –" before the first sentence.
  void drop_place_line() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!keep_[i] || !looks_[i].body) continue;
      const auto t = line(lines_[i]);
      for (const std::string_view dash : {" – ", " — ", " - ", " -- "}) {
        const auto at = t.find(dash);
        if (at == t.npos || at > 60) continue;
        const auto head = t.substr(0, at);
        if (head.find('(') != head.npos && head.find(')') == head.npos)
          return;  // "Ann Lee (1901 – 1980) was"
        const auto words = lower_words(head);
        std::size_t capitals = 0, letters = 0;
        bool fresh = true;
        for (const char c : head) {
          const bool alpha = std::isalpha(static_cast<unsigned char>(c)) != 0;
          if (alpha && fresh) {
            ++letters;
            capitals += (c >= 'A' && c <= 'Z') ? 1 : 0;
          }
          fresh = !alpha;
        }
        if (words.size() <= 6 && letters > 0 && capitals == letters)
          add(lines_[i].begin, lines_[i].begin + at + dash.size());
        return;
      }
      return;
    }
  }

  void add(std::size_t begin, std::size_t end) {
    dropped_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }

  void merge() {
    std::sort(dropped_.begin(), dropped_.end());
    document_.dropped.clear();
    for (const Span s : dropped_) {
      auto& out = document_.dropped;
      if (!out.empty() && s.begin <= out.back().end)
        out.back().end = std::max(out.back().end, s.end);
      else if (s.size() > 0)
        out.push_back(s);
    }
  }

  Document& document_;
  std::string_view text_;
  std::vector<Span> lines_;
  std::vector<Look> looks_;
  std::vector<bool> keep_;
  std::vector<Span> dropped_;
};

}  // namespace

void clean(Document& document) { Cleaner(document).run(); }

void read_dateline(Document& document) {
  auto& meta = document.metadata;
  constexpr std::size_t longest_headline =
      400;  // bytes; what is longer is text, and may be a line of megabytes
  int seen = 0;
  for (const Span s : split_lines(document.text)) {
    const auto whole = std::string_view(document.text).substr(s.begin, s.size());
    const bool paragraph = whole.size() > longest_headline;
    const auto line = whole.substr(0, longest_headline);
    const auto look = look_at(line);
    const bool body = look.body || paragraph;
    if (look.words.empty()) continue;
    if (++seen > 12) break;
    if (meta.title.empty() && seen == 1 && !body && look.words.size() >= 3 && !is_byline(look, line) &&
        !is_promotion(look, line))
      meta.title = fold_spaces(line.substr(std::min(line.find_first_not_of("#> *"), line.size())));
    if (meta.published.empty() && (!body || seen <= 2)) {
      const auto head = body ? line.substr(0, std::min<std::size_t>(line.size(), 60)) : line;
      if (const auto date = find_date(head); date && date->day > 0) meta.published = to_iso(*date);
    }
  }
}

}  // namespace skein::extract
