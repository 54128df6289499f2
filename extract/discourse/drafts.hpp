// The local entities of one document in the making: the names that mean each of them, and which mention
// covers which token. The stages that find names, group them and decide their types all work on one of these.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "extract/document.hpp"
#include "extract/rules/rules.hpp"
#include "extract/syntax/syntax.hpp"

namespace skein::extract {

// A local entity in the making.
struct Draft {
  EntityType type = EntityType::none;
  std::map<std::string, std::uint32_t> names;  // as written -> mentions
  std::map<EntityType, double> votes;
  std::map<EntityType, double> model_votes;  // those among them that the name model gave
  std::vector<Span> spans;                   // of its names, bytes
  std::string core;                          // see core_name()
  std::vector<std::string> more_cores;       // other names for it which this document equates
  EntityType kind = EntityType::none;        // the type that the schema declares for it, below `type`
  std::map<EntityType, double> kind_votes;   // declared types
  std::string kind_of_event;  // without a name of its own: "climate summit", see event_chains.hpp
  std::string canonical;      // the name that the schema gives it
  bool used = false;          // a relation or a name speaks of it: it will be a node
  bool unnamed = false;       // the text never names it: "he", with nobody before

  // The type with most votes; the first of equals, none without votes.
  [[nodiscard]] EntityType leading_type() const;
};

class Drafts {
 public:
  // All three must outlive this.
  Drafts(Document& of, const Syntax& parsed, const RuleSet& with)
      : document(of), syntax(parsed), rules(with), mention_at(of.tokens.size(), no_cluster) {}

  Document& document;
  const Syntax& syntax;
  const RuleSet& rules;
  std::vector<std::uint32_t> mention_at;  // token -> the mention that covers it, or no_cluster
  std::unordered_map<std::string, std::uint32_t> by_key;  // core names and other keys -> draft

  Draft& operator[](std::size_t draft) { return all_[draft]; }
  const Draft& operator[](std::size_t draft) const { return all_[draft]; }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  auto begin() { return all_.begin(); }
  auto end() { return all_.end(); }
  [[nodiscard]] auto begin() const { return all_.begin(); }
  [[nodiscard]] auto end() const { return all_.end(); }

  // The draft with this key; a new one with this core name when there is none.
  std::uint32_t for_key(const std::string& key);
  // All that one draft has goes to the other; an empty draft stays in its place.
  void join(std::uint32_t into, std::uint32_t from);
  // The draft that has what this one had, itself where it was never joined to another.
  [[nodiscard]] std::uint32_t now(std::uint32_t draft) const;

  // Adds a mention. Tokens that a name covers stay that name's.
  void add_mention(const Mention& mention);
  void add_name(TokenRange tokens, EntityType type, float score);
  // What the mentions are of tokens, set anew.
  void cover_tokens();

  // The text of some tokens, each run of spaces as one.
  [[nodiscard]] std::string text_of(TokenRange range) const;
  // A word that stands for a place by itself: "Chinese", "US", and not "us" or "polish".
  [[nodiscard]] bool place_word(std::uint32_t token) const;

 private:
  std::vector<Draft> all_;
  std::unordered_map<std::uint32_t, std::uint32_t> joined_;  // from -> into
};

}  // namespace skein::extract
