#include "dsl/value/regex.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "dsl/value/regex_program.hpp"
#include "dsl/value/unicode.hpp"

namespace skein::dsl {

namespace {

using regex::Assertion;
using regex::Instruction;
using regex::Op;
using regex::Program;

bool is_newline(char32_t c) { return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029; }
bool is_word(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The set of instructions that may come next, each once, in a sparse set.
class Threads {
 public:
  explicit Threads(std::size_t size) : place_(size), list_() { list_.reserve(size); }
  void clear() { list_.clear(); }
  [[nodiscard]] bool has(std::uint32_t pc) const { return place_[pc] < list_.size() && list_[place_[pc]] == pc; }
  void add(std::uint32_t pc) {
    place_[pc] = static_cast<std::uint32_t>(list_.size());
    list_.push_back(pc);
  }
  [[nodiscard]] const std::vector<std::uint32_t>& list() const { return list_; }

 private:
  std::vector<std::uint32_t> place_, list_;
};

constexpr char32_t no_char = 0xFFFFFFFF;

class Matcher {
 public:
  explicit Matcher(const Program& program)
      : program_(program), now_(program.code.size()), next_(program.code.size()) {}

  bool matches(std::string_view text) {
    char32_t before = no_char;
    std::size_t at = 0;
    now_.clear();
    auto c = read(text, at);
    follow(now_, 0, before, c.value);
    while (at < text.size()) {
      at += c.size;
      const auto after = read(text, at);
      next_.clear();
      for (const std::uint32_t pc : now_.list())
        if (consumes(program_.code[pc], c.value)) follow(next_, pc + 1, c.value, after.value);
      std::swap(now_, next_);
      if (now_.list().empty()) return false;
      before = c.value;
      c = after;
    }
    return now_.has(static_cast<std::uint32_t>(program_.code.size() - 1));
  }

 private:
  static unicode::CodePoint read(std::string_view text, std::size_t at) {
    return at < text.size() ? unicode::decode(text, at) : unicode::CodePoint{no_char, 0};
  }

  [[nodiscard]] bool consumes(const Instruction& i, char32_t c) const {
    switch (i.op) {
      case Op::character:
        return c == i.character || (program_.ignore_case && unicode::to_lower(c) == i.character);
      case Op::any: return true;
      case Op::any_but_newline: return !is_newline(c);
      case Op::char_class: return program_.classes[i.x].matches(c, program_.ignore_case);
      default: return false;
    }
  }

  static bool holds(Assertion a, char32_t before, char32_t after) {
    const auto word = [](char32_t c) { return c != no_char && is_word(c); };
    switch (a) {
      case Assertion::text_begin: return before == no_char;
      case Assertion::text_end: return after == no_char;
      case Assertion::line_begin: return before == no_char || is_newline(before);
      case Assertion::line_end: return after == no_char || is_newline(after);
      case Assertion::word_edge: return word(before) != word(after);
      case Assertion::no_word_edge: return word(before) == word(after);
    }
    return false;
  }

  // Adds what can be reached from `start` without reading.
  void follow(Threads& threads, std::uint32_t start, char32_t before, char32_t after) {
    stack_.assign(1, start);
    while (!stack_.empty()) {
      const std::uint32_t pc = stack_.back();
      stack_.pop_back();
      if (threads.has(pc)) continue;
      threads.add(pc);
      const Instruction& i = program_.code[pc];
      if (i.op == Op::jump) {
        stack_.push_back(pc + i.x);
      } else if (i.op == Op::split) {
        stack_.push_back(pc + i.y);
        stack_.push_back(pc + i.x);
      } else if (i.op == Op::assertion && holds(static_cast<Assertion>(i.x), before, after)) {
        stack_.push_back(pc + 1);
      }
    }
  }

  const Program& program_;
  Threads now_, next_;
  std::vector<std::uint32_t> stack_;
};

}  // namespace

Result<bool> regex_matches(std::string_view pattern, std::string_view text) {
  struct Cache {
    std::string pattern;
    std::unique_ptr<Program> program;
    std::unique_ptr<Matcher> matcher;
  };
  constexpr std::size_t most_cached = 16;
  thread_local std::vector<Cache> cache;
  auto it = std::find_if(cache.begin(), cache.end(), [&](const Cache& c) { return c.pattern == pattern; });
  if (it == cache.end()) {
    SKEIN_ASSIGN(Program program, regex::compile(pattern));
    Cache entry{std::string(pattern), std::make_unique<Program>(std::move(program)), nullptr};
    entry.matcher = std::make_unique<Matcher>(*entry.program);
    if (cache.size() >= most_cached) cache.erase(cache.begin());
    cache.push_back(std::move(entry));
    it = cache.end() - 1;
  }
  return it->matcher->matches(text);
}

}  // namespace skein::dsl
