// Blocking records of resolution: what all documents together say about one resolution key (see resolve.hpp).
// They are sums over local entities, so they do not depend on the order in which documents come and go.
//
//   record space 'b':  'k' key                -> Block
//                      'p' key 0 document key -> (empty): this document has a local entity with this key
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "extract/extraction.hpp"
#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::extract {

struct Block {
  std::string representative;                  // the smallest key of the component it was last found in
  std::uint32_t entities = 0;                  // local entities with this key
  std::map<EntityType, std::uint32_t> types;   // of entities whose first key this is
  std::map<std::string, std::uint32_t> names;  // of entities whose first key this is -> mentions
  std::map<std::string, std::uint32_t> ties;  // other keys that local entities tie to this one -> how many do
  bool operator==(const Block&) const = default;
};

// Blocks of one transaction, read once and written back by flush().
class Blocks {
 public:
  explicit Blocks(graph::Transaction& transaction) : transaction_(transaction) {}

  // sign +1 adds what a document says, -1 takes it away. Touched keys are remembered.
  Result<void> apply(const Extraction& extraction, std::string_view document, int sign);
  // The block of a key; one without entities when there is none.
  Result<Block*> get(const std::string& key);
  // Documents with a local entity under this key, in key order.
  Result<std::vector<std::string>> documents(const std::string& key) const;
  // All keys that are tied to this one, itself included, sorted. Decisions of people count as ties or cuts.
  Result<std::vector<std::string>> component(const std::string& key);
  [[nodiscard]] std::vector<std::string> touched() const;
  Result<void> flush();

 private:
  graph::Transaction& transaction_;
  std::map<std::string, Block> blocks_;
  std::map<std::string, bool> touched_;
};

// What a person decided about two resolution keys; kept in record space 'm', it survives every rebuild.
enum class Decision : std::uint8_t { merge = 1, separate = 2 };
Result<void> put_decision(graph::Transaction& transaction, const std::string& a, const std::string& b,
                          Decision decision);
Result<void> erase_decision(graph::Transaction& transaction, const std::string& a, const std::string& b);

}  // namespace skein::extract
