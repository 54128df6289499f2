#include "extract/discourse/walks_of_life.hpp"

#include <array>
#include <set>

#include "extract/resolve/resolve.hpp"

namespace skein::extract {

namespace {

constexpr std::array<const char*, walk_names.size()> lists = {"arts_occupation", "public_occupation",
                                                              "sport_occupation"};

}  // namespace

std::vector<std::string_view> walks_of_life(const Discourse& discourse, const Document& document,
                                            const RuleSet& rules, std::uint32_t draft) {
  std::set<std::string_view> found;
  const auto& tokens = document.tokens;
  const auto look_at = [&](std::uint32_t t) {
    for (std::size_t i = 0; i < lists.size(); ++i)
      if (rules.list(lists[i]).contains(document.lemma(t)) ||
          rules.list(lists[i]).contains(document.lower(t)))
        found.insert(walk_names[i]);
  };
  for (const auto& m : document.mentions) {
    if (m.kind != MentionKind::name || m.cluster != draft) continue;
    const auto sentence = tokens[m.tokens.first].sentence;
    const auto first = document.sentences[sentence].tokens.first,
               end = document.sentences[sentence].tokens.last;
    // "the former goalkeeper Ann Lee", "Norvik Foods CEO Ann Lee"
    for (auto t = m.tokens.first; t > first && m.tokens.first - t < 3; --t) {
      const auto tag = tokens[t - 1].tag;
      if (tag != Upos::noun && tag != Upos::propn && tag != Upos::adj) break;
      if (discourse.mention_at(t - 1) != no_cluster &&
          document.mentions[discourse.mention_at(t - 1)].kind == MentionKind::name)
        break;
      look_at(t - 1);
    }
    // "Ann Lee, a Spanish goalkeeper", "Ann Lee (born 1950) is a Spanish goalkeeper"
    auto t = m.tokens.last;
    if (t < end && document.form(t) == "(") {
      const auto open = t;
      while (t < end && t < open + 24 && document.form(t) != ")") ++t;
      ++t;
    }
    if (t + 1 >= end) continue;
    const auto link = document.lower(t);
    if (link != "," && link != "is" && link != "was") continue;
    for (++t; t < end; ++t) {
      const auto tag = tokens[t].tag;
      if (tag == Upos::noun) look_at(t);
      const bool goes_on = tag == Upos::noun || tag == Upos::propn || tag == Upos::adj || tag == Upos::det ||
                           tag == Upos::num || document.form(t) == "-" || document.lower(t) == "and" ||
                           document.lower(t) == "'s";
      if (!goes_on) break;
    }
  }
  return {found.begin(), found.end()};
}

}  // namespace skein::extract
