// Words that keep their full stop, and what a full stop after them may mean.
#pragma once

#include <string_view>

namespace skein::extract {

enum class Abbreviation {
  none,
  leads,   // something follows: "Dr.", "St.", "vs."; never the end of a sentence
  closes,  // may end a sentence, when what follows looks like a new one: "Inc.", "U.S.", "p.m."
  number,  // only before a figure: "No.", "p."
};

// `word` is lower case and without its last full stop: "inc", "u.s", "dr".
Abbreviation abbreviation(std::string_view word);

// Words that begin many sentences and no names ("the", "he", "however"). Lower case.
bool opens_sentences(std::string_view word);

// "said", "says", "told" and the like: a quotation goes on with its speaker. Lower case.
bool speaks(std::string_view word);

// Prefixes whose hyphen does not part words: "co-founder", "e-commerce", "non-profit". Lower case.
bool keeps_hyphen(std::string_view prefix);

// Units that are tokens of their own after a figure: "53bn", "10pm", "5km". Lower case.
bool is_unit(std::string_view word);

}  // namespace skein::extract
