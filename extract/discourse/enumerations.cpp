#include "extract/discourse/enumerations.hpp"

#include <algorithm>

namespace skein::extract {

namespace {

// The mentions by name that stand for something, as the text has them.
std::vector<std::uint32_t> names_in_order(const Document& document) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < document.mentions.size(); ++i)
    if (document.mentions[i].kind == MentionKind::name && document.mentions[i].cluster != no_cluster)
      order.push_back(i);
  std::sort(order.begin(), order.end(),
            [&](auto a, auto b) { return document.mentions[a].span < document.mentions[b].span; });
  return order;
}

}  // namespace

Enumerations::Enumerations(const Drafts& drafts) {
  const auto& document = drafts.document;
  const auto& rules = drafts.rules;
  list_of_.assign(document.mentions.size(), no_cluster);
  std::vector<std::uint32_t> run;
  bool joined = false, any_described = false;
  const auto flush = [&] {
    if (run.size() > 1 && joined) {
      if (any_described) described_lists_.insert(static_cast<std::uint32_t>(lists_.size()));
      for (const auto m : run) list_of_[m] = static_cast<std::uint32_t>(lists_.size());
      lists_.push_back(run);
    }
    run.clear();
    joined = any_described = false;
  };
  for (const auto i : names_in_order(document)) {
    const auto& m = document.mentions[i];
    const auto behind = m.tokens.last;
    if (m.type == EntityType::place && !run.empty() &&
        document.mentions[run.back()].type != EntityType::place && behind < document.tokens.size() &&
        (document.lower(behind) == "'s" || document.lower(behind) == "’s"))
      continue;  // "Norvik and Japan's Mirai"
    bool follows = false, conjunction = false, described = false;
    if (!run.empty()) {
      const auto& previous = document.mentions[run.back()];
      const auto from = previous.tokens.last, to = m.tokens.first;
      follows = to > from && to - from <= 7 &&
                document.tokens[from].sentence == document.tokens[to].sentence && previous.type == m.type;
      bool comma = false;
      for (auto t = from; follows && t < to; ++t) {
        const auto w = document.lower(t);
        const auto tag = document.tokens[t].tag;
        if (w == ",")
          comma = true;
        else if (w == "and" || w == "or" || w == "&" || w == "as" || w == "well")
          conjunction = true;
        else if (w == "to" && to == from + 1 && run.size() == 1 && previous.tokens.first > 0 &&
                 document.lower(previous.tokens.first - 1) == "from")
          conjunction = true;
        // "and Japan's Mirai", "and the British operator SkyGrid"
        else if (conjunction &&
                 (tag == Upos::det || tag == Upos::adj || w == "'s" || w == "’s" || drafts.place_word(t) ||
                  rules.list("organization_noun").contains(document.lemma(t))))
          described = true;
        else if (w != ";")
          follows = false;
      }
      if (described && comma) follows = false;
      if (follows && comma && !conjunction && m.type == EntityType::place) follows = false;
    }
    // After the conjunction a list is over, but for a comma ("A and B, C") that starts something else.
    if (!follows || (joined && !conjunction)) flush();
    run.push_back(i);
    joined = joined || (follows && conjunction);
    any_described = any_described || (follows && described);
  }
  flush();
}

std::vector<std::vector<std::uint32_t>> rows_of_names(const Drafts& drafts) {
  const auto& document = drafts.document;
  const auto separates = [&](std::uint32_t from, std::uint32_t to) {
    if (to <= from || to - from > 3 || document.tokens[from].sentence != document.tokens[to].sentence)
      return false;
    for (auto t = from; t < to; ++t)
      if (const auto w = document.lower(t); w != "," && w != "and" && w != "or" && w != "&") return false;
    return true;
  };
  std::vector<std::vector<std::uint32_t>> rows;
  for (const auto i : names_in_order(document)) {
    if (rows.empty() ||
        !separates(document.mentions[rows.back().back()].tokens.last, document.mentions[i].tokens.first))
      rows.emplace_back();
    rows.back().push_back(i);
  }
  return rows;
}

std::uint32_t noun_of_row(const Drafts& drafts, const std::vector<std::uint32_t>& row) {
  const auto& document = drafts.document;
  const auto first = document.mentions[row.front()].tokens.first;
  const auto sentence = document.tokens[first].sentence;
  if (first > 0 && document.tokens[first - 1].sentence == sentence &&
      document.tokens[first - 1].tag == Upos::noun && document.tokens[first - 1].form == Form::plural)
    return first - 1;
  for (auto t = first; t > 0 && first - t < 4 && document.tokens[t - 1].sentence == sentence; --t) {
    const auto w = document.lower(t - 1);
    const bool marker =
        w == "including" || w == "like" || (w == "as" && t > 1 && document.lower(t - 2) == "such");
    if (!marker) continue;
    for (auto k = t - 1; k > 0 && t - k < 5 && document.tokens[k - 1].sentence == sentence; --k)
      if (document.tokens[k - 1].tag == Upos::noun) return k - 1;
    return no_token;
  }
  return no_token;
}

}  // namespace skein::extract
