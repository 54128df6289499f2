// Who is who within one document. Names that mean the same thing become one local entity; nominals ("the
// company") and pronouns are given the entity they stand for; and phrases tell which entities they speak of.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "extract/discourse/drafts.hpp"
#include "extract/discourse/enumerations.hpp"
#include "extract/document.hpp"
#include "extract/names/name_types.hpp"
#include "extract/rules/rules.hpp"
#include "extract/syntax/syntax.hpp"

namespace skein::extract {

// One end of a relation: an entity and the mention that stands for it. Figures have no entity.
struct Party {
  std::uint32_t mention = 0;
  std::uint32_t entity = no_cluster;
  float certainty = 1;  // less for pronouns and nominals
};

class Discourse {
 public:
  // Takes the name and value mentions of a parsed document and adds nominals and pronouns to it. All three
  // must outlive this.
  Discourse(Document& document, const Syntax& syntax, const RuleSet& rules, const NameLists& lists = {});

  [[nodiscard]] const Drafts& drafts() const { return drafts_; }
  [[nodiscard]] Drafts& drafts() { return drafts_; }
  // The index of the mention that covers a token, or no_cluster.
  [[nodiscard]] std::uint32_t mention_at(std::uint32_t token) const { return drafts_.mention_at[token]; }
  [[nodiscard]] EntityType type_of(const Party& party) const;
  // Is it of one of these types, built in or declared?
  [[nodiscard]] bool fits(const Party& party, const std::vector<EntityType>& wanted) const;

  // The entities or figures that the phrase headed by `token` speaks of: its name, all members of a list of
  // names, examples ("rivals such as A and B"), the name beside a description ("the carmaker Norvik"), the
  // antecedent of a pronoun. `wanted` types only; a concept or event is made of the noun phrase when those
  // are wanted.
  void parties(std::uint32_t token, const std::vector<EntityType>& wanted, std::vector<Party>& out) {
    parties(token, wanted, out, 0);
  }
  // What one mention by itself stands for; a demonym stands for its place.
  std::optional<Party> party(std::uint32_t mention);
  // The same for one mention with the list it stands in.
  void parties_of_mention(std::uint32_t mention, const std::vector<EntityType>& wanted,
                          std::vector<Party>& out);
  // One past the last token of the list of names that starts with this mention; the end of the mention when
  // alone.
  [[nodiscard]] std::uint32_t list_end(std::uint32_t mention) const;
  // The organisation (or whatever is wanted) that a sentence leaves unsaid: "Chief Executive Ann Lee said". A
  // mention on `token` stands for it. no_cluster when there is none.
  // `kind`: the noun that says what it is, where one does ("club captain Ann Lee"); then only what the text
  // calls so.
  std::uint32_t imply(std::uint32_t token, const std::vector<EntityType>& wanted, std::string_view kind = {});
  // A noun that may stand before a name and say what it is: "utility", "engineer", "president".
  [[nodiscard]] bool is_description(std::string_view noun) const;
  // Is it in a list whose members have descriptions of their own: "the British A and Japan's B"?
  [[nodiscard]] bool in_described_list(std::uint32_t mention) const {
    return enumerations_.in_described_list(mention);
  }
  // Do words of the text say of which type it is, and not a model alone: "in Helvia", "Mr Doe"?
  [[nodiscard]] bool told(std::uint32_t draft) const { return type_is_told(drafts_, draft); }
  // The place a word stands for, as an entity of this document: "Chinese", "US".
  std::uint32_t place_entity(std::string_view name);

 private:
  void parties(std::uint32_t token, const std::vector<EntityType>& wanted, std::vector<Party>& out,
               int depth);
  void add_party(std::uint32_t mention, const std::vector<EntityType>& wanted, std::vector<Party>& out);
  bool add_examples(std::uint32_t head, const std::vector<EntityType>& wanted, std::vector<Party>& out);
  [[nodiscard]] std::uint32_t behind_aside(std::uint32_t token) const;
  std::uint32_t make_concept(std::uint32_t head, EntityType type);

  [[nodiscard]] bool fits(const Draft& draft, const std::vector<EntityType>& wanted) const {
    return rules_.schema().fits(draft.type, draft.kind, wanted);
  }
  [[nodiscard]] EntityType called(std::uint32_t token) const {
    return rules_.schema().called(document_, token);
  }
  void collect_descriptions();
  void add_nominals_and_pronouns();
  void add_unnamed(const std::vector<Mention>& unresolved);
  void add_relatives();
  [[nodiscard]] bool is_predicate(std::uint32_t noun) const;
  [[nodiscard]] std::uint32_t said_of(std::uint32_t noun) const;
  [[nodiscard]] bool stands_for_place(std::uint32_t mention) const;
  [[nodiscard]] std::uint32_t place_before(std::uint32_t token) const;
  [[nodiscard]] std::uint32_t only_subject(std::uint32_t token, const std::vector<EntityType>& wanted) const;
  [[nodiscard]] std::uint32_t joined_owner(std::uint32_t pronoun, const std::vector<EntityType>& types) const;
  [[nodiscard]] std::uint32_t speaker(std::uint32_t token) const;
  [[nodiscard]] std::uint32_t resolve(const Mention& anaphor, const std::vector<EntityType>& types,
                                      bool possessive, std::string_view noun) const;
  [[nodiscard]] std::uint32_t foreshadowed(std::uint32_t pronoun, const std::vector<EntityType>& types) const;
  [[nodiscard]] bool called_so(std::uint32_t draft, std::string_view noun) const;
  [[nodiscard]] double weight(const Mention& mention) const;

  Document& document_;
  const Syntax& syntax_;
  const RuleSet& rules_;
  Drafts drafts_;
  Enumerations enumerations_;
  std::vector<std::set<std::string>> described_;  // draft -> nouns that the text gives it: "drugmaker"
  std::unordered_map<std::uint32_t, std::uint32_t> concept_at_;  // head token -> mention
};

}  // namespace skein::extract
