#include "extract/resolve/candidates.hpp"

#include <algorithm>
#include <deque>
#include <set>

#include <fmt/format.h>

#include "extract/names/names.hpp"
#include "extract/resolve/projection.hpp"
#include "extract/resolve/resolve.hpp"
#include "extract/text/lines.hpp"
#include "graph/conflicts.hpp"

namespace skein::extract {

namespace {

std::string_view core_of(std::string_view key) {
  const auto colon = key.find(':', key.starts_with("p@") || key.starts_with("e@") ? key.rfind(':') : 0);
  return colon == key.npos ? key : key.substr(colon + 1);
}

std::string space_of(std::string_view key) { return std::string(key.substr(0, key.find_first_of(":@") + 1)); }

std::string last_word(std::string_view words) { return std::string(words.substr(words.rfind(' ') + 1)); }

// "j smith" and "john smith", "john a smith" and "john smith"
bool compatible_people(std::string_view a, std::string_view b) {
  const auto x = split_words(a), y = split_words(b);
  if (x.size() < 2 || y.size() < 2 || x.back() != y.back() || a == b) return false;
  const auto bare = [](std::string w) {
    std::erase(w, '.');
    return w;
  };
  const auto first = bare(x.front()), second = bare(y.front());
  if (first == second) return true;
  const auto& shorter = first.size() < second.size() ? first : second;
  const auto& longer = first.size() < second.size() ? second : first;
  return shorter.size() == 1 && longer.starts_with(shorter);
}

std::string initials_of(std::string_view words) {
  std::string out;
  for (const auto& w : split_words(words))
    if (w != "of" && w != "and" && w != "the" && w != "for" && w != "in" && w != "&") out += w[0];
  return out;
}

struct Published {
  std::optional<Date> first, last;
};

class Proposer {
 public:
  explicit Proposer(graph::Transaction& transaction) : transaction_(transaction), blocks_(transaction) {}

  Result<std::vector<MergeCandidate>> run() {
    SKEIN_ASSIGN(clusters_, Clusters::load(transaction_));
    name_ = transaction_.catalog().key("name");
    SKEIN_ASSIGN(const auto decided, decisions(transaction_));
    for (const auto& d : decided) {
      const auto *a = clusters_.with_key(d.key), *b = clusters_.with_key(d.other);
      if (a != nullptr && b != nullptr) decided_.insert(std::minmax(a->node, b->node));
    }
    SKEIN_TRY(by_office());
    SKEIN_TRY(by_name());
    SKEIN_TRY(by_surname());
    std::vector<MergeCandidate> out;
    for (auto& [pair, candidate] : found_) out.push_back(std::move(candidate));
    std::sort(out.begin(), out.end(), [](const MergeCandidate& a, const MergeCandidate& b) {
      return std::tuple(-a.score, a.name, a.other_name) < std::tuple(-b.score, b.name, b.other_name);
    });
    return out;
  }

 private:
  Result<void> propose(NodeId a, NodeId b, double score, std::string reason) {
    if (a == b || a == NodeId{} || b == NodeId{}) return {};
    const std::pair<NodeId, NodeId> pair = std::minmax(a, b);
    if (decided_.contains(pair)) return {};
    auto& candidate = found_[pair];
    if (candidate.score >= score) return {};
    candidate = {pair.first, pair.second, {}, {}, std::move(reason), score};
    SKEIN_ASSIGN(candidate.name, name_of(pair.first));
    SKEIN_ASSIGN(candidate.other_name, name_of(pair.second));
    if (candidate.other_name < candidate.name) {
      std::swap(candidate.name, candidate.other_name);
      std::swap(candidate.node, candidate.other);
    }
    return {};
  }

  Result<std::string> name_of(NodeId node) const {
    if (!name_) return std::string();
    SKEIN_ASSIGN(const auto value, transaction_.property(node, *name_));
    return value.is<std::string>() ? value.as_string() : std::string();
  }

  Result<Published> published(const RelationshipId& r) const {
    Published out;
    SKEIN_ASSIGN(const auto evidence, transaction_.evidence(r));
    for (const auto& e : evidence) {
      if (!e.published) continue;
      out.first = out.first ? std::min(*out.first, *e.published) : *e.published;
      out.last = out.last ? std::max(*out.last, *e.published) : *e.published;
    }
    return out;
  }

  // Two who hold at one time what only one can hold.
  Result<void> by_office() {
    const auto& catalog = transaction_.catalog();
    SKEIN_ASSIGN(const auto traits, graph::relation_traits(transaction_));
    for (const auto& [relation, trait] : traits) {
      const auto type = catalog.type(relation);
      if (!type || !trait.one_subject) continue;
      std::map<NodeId, std::vector<RelationshipId>> holders;
      SKEIN_TRY(transaction_.scan_relationships(*type, [&](const RelationshipId& r) {
        holders[r.to].push_back(r);
        return true;
      }));
      for (const auto& [office, all] : holders)
        for (std::size_t i = 0; i < all.size(); ++i)
          for (std::size_t k = i + 1; k < all.size(); ++k) {
            if (clusters_.of(all[i].from) == nullptr || clusters_.of(all[k].from) == nullptr) continue;
            SKEIN_ASSIGN(const bool follows, succession(all[i].from, all[k].from));
            if (follows) continue;
            SKEIN_ASSIGN(const auto a, published(all[i]));
            SKEIN_ASSIGN(const auto b, published(all[k]));
            constexpr int slack = 90;  // days
            if (a.first && b.first &&
                (a.first->days > b.last->days + slack || b.first->days > a.last->days + slack))
              continue;
            SKEIN_ASSIGN(const auto first, name_of(all[i].from));
            SKEIN_ASSIGN(const auto second, name_of(all[k].from));
            SKEIN_ASSIGN(const auto where, name_of(office));
            const bool alike = share_a_word(first, second);
            SKEIN_TRY(propose(all[i].from, all[k].from, alike ? 0.9 : 0.6,
                              fmt::format("both {} {} at one time{}", relation, where,
                                          alike ? ", and their names share a word" : "")));
          }
    }
    return {};
  }

  static bool share_a_word(std::string_view a, std::string_view b) {
    for (const auto& x : split_words(ascii_lower(a)))
      for (const auto& y : split_words(ascii_lower(b)))
        if (x == y && x.size() > 1) return true;
    return false;
  }

  Result<bool> succession(NodeId a, NodeId b) const {
    for (const std::string_view name : {"REPLACES", "REPLACES_PLANNED"}) {
      const auto type = transaction_.catalog().type(name);
      if (!type) continue;
      std::vector<RelationshipId> there;
      SKEIN_TRY(transaction_.between(a, b, *type, there));
      SKEIN_TRY(transaction_.between(b, a, *type, there));
      if (!there.empty()) return true;
    }
    return false;
  }

  Result<void> by_name() {
    std::map<std::string, std::vector<const Cluster*>> by_core, people, by_initials;
    for (const auto& c : clusters_.all())
      for (const auto& key : c.keys) {
        const std::string core(core_of(key));
        const auto space = space_of(key);
        if (space != "p@" && space != "e@") by_core[core].push_back(&c);
        if (is_full_name(key)) people[last_word(core)].push_back(&c);
        if (space == "n:" && core.find(' ') != core.npos) by_initials[initials_of(core)].push_back(&c);
      }
    for (const auto& [core, same] : by_core)
      for (std::size_t i = 0; i < same.size(); ++i)
        for (std::size_t k = i + 1; k < same.size(); ++k)
          SKEIN_TRY(propose(same[i]->node, same[k]->node, 0.7,
                            is_full_name(same[i]->representative) && is_full_name(same[k]->representative)
                                ? "one name, of people in different walks of life"
                                : "one name, read as different types of thing"));
    for (const auto& [surname, same] : people)
      for (std::size_t i = 0; i < same.size(); ++i)
        for (std::size_t k = i + 1; k < same.size(); ++k)
          for (const auto& a : same[i]->keys)
            for (const auto& b : same[k]->keys)
              if (compatible_people(core_of(a), core_of(b)))
                SKEIN_TRY(propose(same[i]->node, same[k]->node, 0.65,
                                  "first names agree as far as they are given"));
    for (const auto& c : clusters_.all())
      for (const auto& key : c.keys) {
        if (!key.starts_with("n:")) continue;
        const std::string core(core_of(key));
        if (core.find(' ') == core.npos && core.size() >= 2 && core.size() <= 6)
          if (const auto it = by_initials.find(core); it != by_initials.end())
            for (const auto* other : it->second)
              SKEIN_TRY(propose(c.node, other->node, 0.5,
                                fmt::format("'{}' may be the initials of the other", core)));
        // A short form that is not joined, since it has several longer ones.
        SKEIN_ASSIGN(const Block* const block, blocks_.get(key));
        for (const auto& [longer, count] : block->leaning)
          if (const auto* other = clusters_.with_key(longer); other != nullptr && is_short_form(key, longer))
            SKEIN_TRY(propose(c.node, other->node, 0.6,
                              fmt::format("documents shorten the other to '{}', and others as well", core)));
        // "Kessler" and "Kessler Industries", in documents that never use both.
        for (auto space = core.rfind(' '); space != core.npos && space > 0;
             space = core.rfind(' ', space - 1))
          if (const auto* other = clusters_.with_key("n:" + core.substr(0, space)); other != nullptr)
            SKEIN_TRY(propose(c.node, other->node, 0.4, "one name begins with the other"));
      }
    return {};
  }

  // A surname that stands alone in a document, beside what a full name stands beside elsewhere.
  Result<void> by_surname() {
    std::map<std::string, std::vector<const Cluster*>> people;
    for (const auto& c : clusters_.all())
      for (const auto& key : c.keys)
        if (is_full_name(key)) people[last_word(core_of(key))].push_back(&c);
    const auto types = transaction_.catalog().types();
    const auto mentions = transaction_.catalog().type("MENTIONS");
    const auto around = [&](NodeId node) -> Result<std::set<NodeId>> {
      std::vector<graph::Neighbour> neighbours;
      SKEIN_TRY(transaction_.expand(node, graph::Direction::both, types, neighbours));
      std::set<NodeId> out;
      for (const auto& n : neighbours)
        if (!mentions || n.relationship.type != *mentions) out.insert(n.node);
      return out;
    };
    for (const auto& c : clusters_.all()) {
      if (!c.representative.starts_with("p@")) continue;
      const auto it = people.find(std::string(core_of(c.representative)));
      if (it == people.end()) continue;
      SKEIN_ASSIGN(const auto mine, around(c.node));
      for (const auto* full : it->second) {
        SKEIN_ASSIGN(const auto theirs, around(full->node));
        for (const auto shared : mine) {
          if (!theirs.contains(shared)) continue;
          SKEIN_ASSIGN(const auto where, name_of(shared));
          SKEIN_TRY(propose(c.node, full->node, 0.8, "a surname alone, and both stand beside " + where));
          break;
        }
      }
    }
    return {};
  }

  graph::Transaction& transaction_;
  Blocks blocks_;
  Clusters clusters_;
  std::optional<KeyId> name_;
  std::set<std::pair<NodeId, NodeId>> decided_;
  std::map<std::pair<NodeId, NodeId>, MergeCandidate> found_;
};

}  // namespace

Result<Clusters> Clusters::load(graph::Transaction& transaction) {
  std::map<std::string, std::vector<std::string>> members;
  SKEIN_TRY(for_each_block(transaction, [&](std::string_view key, const Block& block) {
    if (block.entities > 0) members[block.representative].emplace_back(key);
    return true;
  }));
  Clusters out;
  for (auto& [representative, keys] : members) {
    SKEIN_ASSIGN(const auto node, node_of_cluster(transaction, representative));
    if (node != NodeId{}) out.clusters_.push_back({node, representative, std::move(keys)});
  }
  std::sort(out.clusters_.begin(), out.clusters_.end(),
            [](const Cluster& a, const Cluster& b) { return a.node < b.node; });
  for (std::size_t i = 0; i < out.clusters_.size(); ++i)
    for (const auto& key : out.clusters_[i].keys) out.by_key_[key] = i;
  return out;
}

const Cluster* Clusters::of(NodeId node) const {
  const auto it = std::lower_bound(clusters_.begin(), clusters_.end(), node,
                                   [](const Cluster& c, NodeId n) { return c.node < n; });
  return it == clusters_.end() || it->node != node ? nullptr : &*it;
}

const Cluster* Clusters::with_key(const std::string& key) const {
  auto it = by_key_.find(key);
  for (std::size_t i = 0; it == by_key_.end() && key.starts_with("p:") && i < walk_names.size(); ++i)
    it = by_key_.find(full_name_key(key, walk_names[i]));
  return it == by_key_.end() ? nullptr : &clusters_[it->second];
}

std::string Clusters::key_for(const Cluster& cluster, std::string_view name) {
  const auto wanted = ascii_lower(name);
  std::string best = cluster.representative;
  std::size_t longest = 0;
  for (const auto& key : cluster.keys) {
    const auto core = core_of(key);
    if (core == wanted) return key;
    if (core.size() > longest &&
        (wanted.starts_with(std::string(core) + " ") || wanted.ends_with(" " + std::string(core)))) {
      longest = core.size();
      best = key;
    }
  }
  return best;
}

Result<std::vector<MergeCandidate>> merge_candidates(graph::Transaction& transaction) {
  return Proposer(transaction).run();
}

Result<MergeExplanation> explain_merge(graph::Transaction& transaction, NodeId node, std::string_view name,
                                       NodeId other, std::string_view other_name) {
  MergeExplanation out;
  SKEIN_ASSIGN(const auto clusters, Clusters::load(transaction));
  const auto *a = clusters.of(node), *b = clusters.of(other);
  if (a == nullptr || b == nullptr) return out;
  out.one = node == other;
  out.keys = a->keys;
  out.other_keys = b->keys;
  if (!out.one) {
    SKEIN_ASSIGN(const auto decided, decisions(transaction));
    for (const auto& d : decided) {
      const auto *x = clusters.with_key(d.key), *y = clusters.with_key(d.other);
      if (d.decision == Decision::separate && ((x == a && y == b) || (x == b && y == a))) out.refused = d;
    }
    SKEIN_ASSIGN(const auto candidates, merge_candidates(transaction));
    for (const auto& c : candidates)
      if (std::minmax(c.node, c.other) == std::minmax(node, other)) out.candidate = c.reason;
    return out;
  }
  const auto from = Clusters::key_for(*a, name), to = Clusters::key_for(*a, other_name);
  Blocks blocks(transaction);
  std::map<std::string, MergeStep> reached;  // by the key it leads to
  std::deque<std::string> open = {from};
  while (!open.empty() && !reached.contains(to)) {
    const auto at = open.front();
    open.pop_front();
    SKEIN_ASSIGN(const auto ties, blocks.ties(at));
    for (const auto& tie : ties) {
      if (tie.key == from || reached.contains(tie.key)) continue;
      if (!std::binary_search(a->keys.begin(), a->keys.end(), tie.key)) continue;
      reached[tie.key] = {at, tie.key, tie.kind, {}};
      open.push_back(tie.key);
    }
  }
  for (auto at = to; at != from && reached.contains(at); at = reached[at].key)
    out.steps.push_back(reached[at]);
  std::reverse(out.steps.begin(), out.steps.end());
  for (auto& step : out.steps) {
    if (step.kind == Blocks::Tie::Kind::decision) continue;
    SKEIN_ASSIGN(const auto first, blocks.documents(step.key));
    SKEIN_ASSIGN(const auto second, blocks.documents(step.other));
    if (step.kind == Blocks::Tie::Kind::names) {
      std::set_intersection(first.begin(), first.end(), second.begin(), second.end(),
                            std::back_inserter(step.documents));
    } else {  // the documents of the longer form, or of the doubt
      SKEIN_ASSIGN(const Block* const block, blocks.get(step.key));
      step.documents = block->leaning.contains(step.other) ? second : first;
    }
    if (step.documents.size() > 5) step.documents.resize(5);
  }
  return out;
}

}  // namespace skein::extract
