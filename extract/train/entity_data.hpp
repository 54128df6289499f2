// Text with names marked, from many sources whose ideas of a name differ. What a source does not say stays
// open: every token has the set of labels that its source allows, and training sums over them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "extract/document.hpp"
#include "extract/names/name_features.hpp"
#include "extract/syntax/lexicon.hpp"
#include "storage/result.hpp"

namespace skein::extract {

using LabelSet = std::uint32_t;  // bit l: name label l
static_assert(name_label::count <= 32);

// The coarse types that sources share, for measuring.
enum class CoarseType : std::uint8_t { person, organization, place, misc };

struct GoldName {
  TokenRange tokens;
  CoarseType type;
};

struct NamedText {
  Document document;
  std::vector<LabelSet> allowed;  // one per token
  std::vector<GoldName> names;    // where the source marks all names
  float weight = 1;               // how much its sentences count in training
};

inline constexpr LabelSet any_label = (LabelSet{1} << name_label::count) - 1;
inline constexpr LabelSet no_name = 1;

// One bit per EntityType.
using TypeSet = std::uint32_t;
template <typename... Types>
constexpr TypeSet types(Types... t) {
  return ((TypeSet{1} << static_cast<unsigned>(t)) | ...);
}

enum class Part { train, held_out };

// Documents whose index is divisible by 5 are held out.
Result<std::vector<NamedText>> read_redocred(const std::filesystem::path& data, Part part);
// The held-out part: UNER over the EWT dev part.
Result<std::vector<NamedText>> read_uner(const std::filesystem::path& data);
Result<std::vector<NamedText>> read_wikigold(const std::filesystem::path& data);
Result<std::vector<NamedText>> read_crossner(const std::filesystem::path& data);
Result<std::vector<NamedText>> read_sec_filings(const std::filesystem::path& data);
Result<std::vector<NamedText>> read_wnut(const std::filesystem::path& data);
Result<std::vector<NamedText>> read_gum(const std::filesystem::path& data);
// Folds 1 and 2: the ends of facts are names, the rest is left open.
Result<std::vector<NamedText>> read_knowledge_net(const std::filesystem::path& data);
// Pairs of companies: their names are marked, the rest is left open.
Result<std::vector<NamedText>> read_core(const std::filesystem::path& data);

// The treebank's word on what is no proper noun; what is one stays open.
Result<std::vector<NamedText>> read_ewt_nouns(const std::filesystem::path& data);

// Makes names of nationalities a type of their own, by the word lists and the tags: sources mark them as
// places, as something else, or not at all. The text must be tagged.
void settle_demonyms(NamedText& text, const Lexicon& lexicon);

// A copy with most words capitalised, as in headlines, of every `nth` sentence.
NamedText as_headlines(const NamedText& text, std::uint32_t nth);

}  // namespace skein::extract
