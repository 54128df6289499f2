// Lists of names in a text: "A, B and C", "A as well as B", "from A to B". What is said of one member is said
// of all.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "extract/discourse/drafts.hpp"

namespace skein::extract {

class Enumerations {
 public:
  Enumerations() = default;
  // Of a document whose names have their types.
  explicit Enumerations(const Drafts& drafts);

  // The mentions of the list that this one stands in, in the order of the text; null when it stands alone.
  [[nodiscard]] const std::vector<std::uint32_t>* list_of(std::uint32_t mention) const {
    return mention < list_of_.size() && list_of_[mention] != no_cluster ? &lists_[list_of_[mention]]
                                                                        : nullptr;
  }
  // Does it stand in a list whose members have descriptions of their own: "the British A and Japan's B"?
  [[nodiscard]] bool in_described_list(std::uint32_t mention) const {
    return mention < list_of_.size() && list_of_[mention] != no_cluster &&
           described_lists_.contains(list_of_[mention]);
  }

 private:
  std::vector<std::uint32_t> list_of_;  // mention -> list number, or no_cluster
  std::vector<std::vector<std::uint32_t>> lists_;
  std::set<std::uint32_t> described_lists_;
};

// Names with nothing but commas and conjunctions between them, whatever they are, in the order of the text;
// most stand alone in their row.
std::vector<std::vector<std::uint32_t>> rows_of_names(const Drafts& drafts);
// The noun that the names of a row are examples of: "start-ups such as A and B", "the tankers A and B";
// no_token.
std::uint32_t noun_of_row(const Drafts& drafts, const std::vector<std::uint32_t>& row);

}  // namespace skein::extract
