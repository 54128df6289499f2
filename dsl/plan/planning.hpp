// How a statement is planned. Tests compare the ways; everybody else takes the best one.
#pragma once

#include <cstdint>

namespace skein::dsl {

struct Planning {
  // Off: patterns are found in the order of the text, by scanning all nodes, and no rewrite is applied.
  bool rewrites = true;
  // Other than 0: costs are multiplied by random factors, so that plans are made which nobody would choose.
  std::uint32_t shuffle = 0;
  // Rewrites that help large graphs only are applied to small ones too.
  bool eager = false;
  bool operator==(const Planning&) const = default;
};

}  // namespace skein::dsl
