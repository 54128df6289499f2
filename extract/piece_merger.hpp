// A text of many megabytes is read in pieces (text/pieces.hpp): what they say, put together as if it were one
// text's.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "extract/extraction.hpp"

namespace skein::extract {

class PieceMerger {
 public:
  // `into` must outlive the merger.
  explicit PieceMerger(Extraction& into) : into_(into) {}

  // `shift`: code points of the text before the piece. Entities meet by their keys. Of one claim, the first
  // sentences that say so are kept.
  void add(Extraction piece, std::uint32_t shift);

 private:
  std::uint32_t entity(LocalEntity& entity, std::uint32_t shift);

  Extraction& into_;
  std::map<std::string, std::uint32_t> by_key_;
  std::map<std::string, std::uint32_t> said_;  // how often each claim was met
};

}  // namespace skein::extract
