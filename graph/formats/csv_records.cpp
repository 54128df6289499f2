#include "graph/formats/csv_records.hpp"

namespace skein::graph {

Result<bool> CsvRecords::next(std::vector<CsvField>& fields) {
  while (at_ < text_.size()) {
    const auto outcome = parse(fields);
    if (outcome == Outcome::record) return true;
    if (outcome == Outcome::blank) continue;
    const auto place = std::string(path_) + ":" + std::to_string(next_line_);
    if (outcome == Outcome::stray_quote)
      return Error{ErrorCode::invalid_argument,
                   place + ": text after a closing quote; wanted the delimiter or the end of the line"};
    return Error{ErrorCode::invalid_argument, place + ": a quote is not closed before the end of the file"};
  }
  return false;
}

CsvRecords::Outcome CsvRecords::parse(std::vector<CsvField>& fields) {
  fields.clear();
  if (!unescaped_.empty()) unescaped_.clear();
  const char* p = text_.data() + at_;
  const char* const end = text_.data() + text_.size();
  std::uint64_t lines = 0;
  for (;;) {
    if (p < end && *p == options_.quote) {
      bool doubled = false;
      const char* const first = ++p;
      for (;; ++p) {
        while (p < end && *p != options_.quote && *p != '\n') ++p;
        if (p == end) return Outcome::open_quote;
        if (*p == '\n') {
          ++lines;
          continue;
        }
        if (p + 1 == end || p[1] != options_.quote) break;
        doubled = true;
        ++p;
      }
      const std::string_view raw(first, static_cast<std::size_t>(p - first));
      ++p;
      fields.push_back({doubled ? unescape(raw) : raw, true});
      if (p < end && *p != options_.delimiter && *p != '\n' && *p != '\r') return Outcome::stray_quote;
    } else {
      const char* const first = p;
      while (p < end && *p != options_.delimiter && *p != '\n') ++p;
      auto length = static_cast<std::size_t>(p - first);
      if ((p == end || *p == '\n') && length > 0 && first[length - 1] == '\r') --length;
      fields.push_back({std::string_view(first, length), false});
    }
    if (p < end && *p == '\r') {
      if (p + 1 < end && p[1] != '\n') return Outcome::stray_quote;
      ++p;
    }
    if (p == end || *p == '\n') {
      line_ = next_line_;
      next_line_ += lines + 1;
      at_ = static_cast<std::size_t>((p == end ? p : p + 1) - text_.data());
      return fields.size() == 1 && fields[0].text.empty() && !fields[0].quoted ? Outcome::blank
                                                                               : Outcome::record;
    }
    ++p;  // the delimiter
  }
}

// Doubled quotes made single.
std::string_view CsvRecords::unescape(std::string_view raw) {
  auto& text = unescaped_.emplace_back();
  text.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    text.push_back(raw[i]);
    if (raw[i] == options_.quote) ++i;
  }
  return text;
}

}  // namespace skein::graph
