#include <fmt/format.h>

#include <algorithm>

#include "extract/syntax/lexicon.hpp"
#include "extract/train/name_lists.hpp"
#include "extract/train/trainers.hpp"
#include "extract/train/word_clusters.hpp"

namespace skein::extract {

namespace {

// "new york" -> an entry for the phrase, and the first word marked as one that begins phrases.
void add_phrase(const std::string& phrase, std::uint32_t flags,
                std::map<std::uint64_t, Lexicon::Entry>& all) {
  std::uint64_t h = 0;
  std::uint64_t first = 0;
  int words = 0;
  for (std::size_t at = 0; at <= phrase.size();) {
    const auto end = std::min(phrase.find(' ', at), phrase.size());
    const std::uint64_t word = hash_text(std::string_view(phrase).substr(at, end - at));
    h = words == 0 ? word : phrase_hash(h, word);
    if (words == 0) first = word;
    ++words;
    at = end + 1;
  }
  if (words > longest_phrase) return;
  all[h].flags |= flags;
  if (words > 1) all[first].flags |= lex::starts_phrase;
}

}  // namespace

Result<void> train_lexicon(const TrainOptions& options) {
  SKEIN_ASSIGN(const FlaggedPhrases phrases, read_name_lists(options.data));
  std::map<std::uint64_t, Lexicon::Entry> all;
  for (const auto& [phrase, flags] : phrases) add_phrase(phrase, flags, all);
  SKEIN_ASSIGN(const auto clusters, word_clusters(options));
  for (const auto& [word, cluster] : clusters) {
    Lexicon::Entry& e = all[hash_text(word)];
    e.cluster = cluster.fine;
    e.wide_cluster = cluster.wide;
  }
  std::map<std::uint32_t, std::uint16_t> numbers = {{0, 0}};  // flags -> kind
  for (const auto& [hash, entry] : all) numbers.emplace(entry.flags, 0);
  std::vector<std::uint32_t> kinds;
  for (auto& [flags, number] : numbers) {
    number = static_cast<std::uint16_t>(kinds.size());
    kinds.push_back(flags);
  }
  std::vector<Lexicon::Slot> slots(all.size() + all.size() / 3 + 16);
  for (const auto& [hash, entry] : all) {
    if (entry.flags == 0 && entry.cluster == 0) continue;
    if (entry.cluster >= Lexicon::most_clusters || entry.wide_cluster >= Lexicon::most_wide_clusters)
      return Error{.code = ErrorCode::invalid_argument,
                   .message = fmt::format("lexicon: more than {} clusters, or {} wide ones",
                                          Lexicon::most_clusters, Lexicon::most_wide_clusters)};
    auto at = static_cast<std::size_t>(((hash >> 32) * slots.size()) >> 32);
    while (!slots[at].empty()) at = at + 1 == slots.size() ? 0 : at + 1;
    slots[at] = {
        static_cast<std::uint32_t>(hash), numbers.at(entry.flags),
        static_cast<std::uint16_t>(entry.cluster * Lexicon::most_wide_clusters + entry.wide_cluster)};
  }
  ModelWriter out("lexicon");
  out.add("kinds", kinds);
  out.add("slots", slots);
  options.progress(fmt::format("lexicon: {} words and phrases, {} in clusters", all.size(), clusters.size()));
  return out.write(options.out / "lexicon.bin");
}

}  // namespace skein::extract
