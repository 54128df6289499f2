// Builds a NamedText out of the tokens of a source, which are cut finer where skein's own tokens are finer.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extract/train/entity_data.hpp"

namespace skein::extract {

struct MarkedSpan {
  std::uint32_t first = 0;  // source tokens
  std::uint32_t last = 0;
  TypeSet types = 0;        // what it may be
  CoarseType coarse = CoarseType::misc;
  bool maybe = false;       // it may be no name at all
};

// What holds for tokens outside of all marked spans.
enum class Rest { no_names, capitals_open };

void add_marked_sentence(NamedText& text, const std::vector<std::string>& tokens, const std::vector<MarkedSpan>& spans,
                         Rest rest);

}  // namespace skein::extract
