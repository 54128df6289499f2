// Normalization Forms (Unicode Standard Annex 15).
#include <algorithm>
#include <unordered_map>
#include <vector>

#include "dsl/value/unicode.hpp"
#include "dsl/value/unicode_tables.hpp"

namespace skein::dsl::unicode {

namespace {

// Hangul syllables are composed by arithmetic.
constexpr char32_t s_base = 0xAC00, l_base = 0x1100, v_base = 0x1161, t_base = 0x11A7;
constexpr char32_t l_count = 19, v_count = 21, t_count = 28, s_count = l_count * v_count * t_count;

template <typename Entry>
const Entry* find_entry(const Entry* entries, std::size_t count, char32_t c) {
  const Entry* it =
      std::lower_bound(entries, entries + count, c, [](const Entry& e, char32_t x) { return e.from < x; });
  return it != entries + count && it->from == c ? it : nullptr;
}

int combining_class(char32_t c) {
  if (c < 0x300) return 0;
  using tables::ClassRun;
  const ClassRun* end = tables::class_runs + tables::class_run_count;
  const ClassRun* next =
      std::upper_bound(tables::class_runs, end, c, [](char32_t x, const ClassRun& r) { return x < r.first; });
  return next != tables::class_runs && c <= (next - 1)->last ? (next - 1)->combining_class : 0;
}

void decompose(std::u32string& out, char32_t c, bool compatibility) {
  if (c < 0xA0) {
    out.push_back(c);
    return;
  }
  if (c >= s_base && c < s_base + s_count) {
    const char32_t s = c - s_base;
    out.push_back(l_base + s / (v_count * t_count));
    out.push_back(v_base + s % (v_count * t_count) / t_count);
    if (s % t_count) out.push_back(t_base + s % t_count);
    return;
  }
  if (const auto* pair = find_entry(tables::canonical_pairs, tables::canonical_pair_count, c)) {
    decompose(out, pair->first, compatibility);
    decompose(out, pair->second, compatibility);
  } else if (const auto* single = find_entry(tables::canonical_singles, tables::canonical_single_count, c)) {
    decompose(out, single->to, compatibility);
  } else if (const auto* many = compatibility ? find_entry(tables::compatible, tables::compatible_count, c) : nullptr) {
    for (std::size_t i = 0; i < many->length; ++i) decompose(out, tables::compatible_pool[many->at + i], true);
  } else {
    out.push_back(c);
  }
}

// Marks in a row are sorted by class, marks of one class keep their order.
void reorder(std::u32string& text) {
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && combining_class(text[end]) != 0) ++end;
    std::stable_sort(text.begin() + static_cast<std::ptrdiff_t>(i), text.begin() + static_cast<std::ptrdiff_t>(end),
                     [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
    i = end + 1;
  }
}

// The one character that two make; 0 for none.
char32_t composed(char32_t a, char32_t b) {
  if (a >= l_base && a < l_base + l_count && b >= v_base && b < v_base + v_count)
    return s_base + ((a - l_base) * v_count + (b - v_base)) * t_count;
  if (a >= s_base && a < s_base + s_count && (a - s_base) % t_count == 0 && b > t_base && b < t_base + t_count)
    return a + (b - t_base);
  static const std::unordered_map<std::uint64_t, char32_t> pairs = [] {
    std::unordered_map<std::uint64_t, char32_t> out;
    for (std::size_t i = 0; i < tables::canonical_pair_count; ++i)
      if (const auto& p = tables::canonical_pairs[i]; p.composes)
        out.emplace(static_cast<std::uint64_t>(p.first) << 32 | p.second, p.from);
    return out;
  }();
  const auto it = pairs.find(static_cast<std::uint64_t>(a) << 32 | b);
  return it == pairs.end() ? 0 : it->second;
}

std::u32string compose(const std::u32string& text) {
  std::u32string out;
  std::size_t starter = std::u32string::npos;
  int last_class = 0;  // of the mark written last after the starter
  for (const char32_t c : text) {
    const int cls = combining_class(c);
    const bool blocked = starter != std::u32string::npos && out.size() - 1 != starter && last_class >= cls;
    if (starter != std::u32string::npos && !blocked) {
      if (const char32_t one = composed(out[starter], c)) {
        out[starter] = one;
        continue;
      }
    }
    if (cls == 0) starter = out.size();
    last_class = cls;
    out.push_back(c);
  }
  return out;
}

}  // namespace

std::string normalize(std::string_view text, Form form) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return std::string(text);
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    decompose(points, c.value, form == Form::nfkc || form == Form::nfkd);
    at += c.size;
  }
  reorder(points);
  if (form == Form::nfc || form == Form::nfkc) points = compose(points);
  std::string out;
  for (const char32_t c : points) append(out, c);
  return out;
}

}  // namespace skein::dsl::unicode
