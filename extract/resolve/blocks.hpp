// Blocking records of resolution: what all documents together say about one resolution key (see resolve.hpp).
// They are sums over local entities, so they do not depend on the order in which documents come and go.
//
//   record space 'b':  'k' key                -> Block
//                      'p' key 0 document key -> (empty): this document has a local entity with this key
//   record space 'm':  key 0 key           -> Decision, both names (in both directions)
#pragma once

#include <cstdint>
#include <functional>
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
  std::uint32_t countries = 0;                 // those among them that are known for countries
  std::map<EntityType, std::uint32_t> types;   // of entities whose first key this is
  std::map<std::string, std::uint32_t> names;  // of entities whose first key this is -> mentions
  std::map<std::string, std::uint32_t>
      labels;  // of those of declared types: labels, most special first, and the type
  std::map<std::string, std::uint32_t> canonical;  // names that a schema gives them
  std::map<std::string, std::uint32_t> ties;  // other keys that local entities tie to this one -> how many do
  std::map<std::string, std::uint32_t> leans_on;  // keys that entities of this one lean on -> how many do
  std::map<std::string, std::uint32_t> leaning;   // the other way round
  std::string linked;  // what linked() said when components were last settled, of the keys in `leaning`
  bool operator==(const Block&) const = default;
};

// What a person decided about two resolution keys; kept in record space 'm', it survives every rebuild.
enum class Decision : std::uint8_t { merge = 1, separate = 2 };

// One decision with the names by which the person called the two.
struct DecisionRecord {
  std::string key, other;  // key < other
  std::string name, other_name;
  Decision decision = Decision::merge;
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
  // The keys that are one with this one, itself included, and all that would be but for a person's refusal:
  // sorted groups of sorted keys. Empty when no entity has the key.
  Result<std::vector<std::vector<std::string>>> components(const std::string& key);
  // The keys that this one is tied to directly, by documents or by a person, each with how (for people).
  struct Tie {
    std::string key;
    enum class Kind : std::uint8_t { names, short_form, doubt, decision } kind = Kind::names;
  };
  Result<std::vector<Tie>> ties(const std::string& key);
  // Touches what people tied to touched keys, and what leans on one whose link changed. To be called once,
  // before components().
  Result<void> settle_links();
  // A key whose component may have changed by a decision.
  void touch(const std::string& key);
  [[nodiscard]] std::vector<std::string> touched() const;
  Result<void> flush();

 private:
  // What people decided about this key, by the other one. A full name without a walk of life stands for those
  // with one while nobody has it as it is.
  Result<std::map<std::string, Decision>> decisions(const std::string& key);

  graph::Transaction& transaction_;
  std::map<std::string, Block> blocks_;
  std::map<std::string, bool> touched_;
};

Result<void> put_decision(graph::Transaction& transaction, const DecisionRecord& record);
// false: there was none.
Result<bool> erase_decision(graph::Transaction& transaction, const std::string& a, const std::string& b);
// All decisions, in key order.
Result<std::vector<DecisionRecord>> decisions(const graph::Transaction& transaction);
// Every block there is, in key order.
Result<void> for_each_block(const graph::Transaction& transaction,
                            const std::function<bool(std::string_view key, const Block& block)>& visit);

}  // namespace skein::extract
