// Treebanks and other annotated text, read as a Document with the right answers beside it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "extract/document.hpp"
#include "storage/result.hpp"

namespace skein::extract {

// The whole of a data file; where only `path`.xz exists, that is unpacked by the xz program.
Result<std::string> read_data(const std::filesystem::path& path);

struct GoldToken {
  Upos tag = Upos::x;
  std::string fine;   // the Penn tag, "VBD"
  std::string lemma;
  std::uint32_t head = no_token;  // as in Token
  Deprel relation = Deprel::dep;
};

struct Treebank {
  Document document;            // tokens and sentences as in the treebank
  std::vector<GoldToken> gold;  // one per token
};

// Appends the sentences of a CoNLL-U file.
Result<void> read_conllu(const std::filesystem::path& path, Treebank& out);

// Appends a sentence of given words to a document: one space between all words but those glued on.
struct PlainToken {
  std::string_view form;
  bool space_before = true;
};
void append_sentence(Document& document, const std::vector<PlainToken>& words);

// Appends the sentence with the words written as in a headline: "Bank to Buy Rival".
void append_title_case(Treebank& bank, std::uint32_t sentence);
std::string title_case(std::string_view word, bool first);

Result<Deprel> deprel_from(std::string_view text);

}  // namespace skein::extract
