// Who is who within one document. Names that mean the same thing become one local entity; nominals ("the
// company") and pronouns are given the entity they stand for; and phrases tell which entities they speak of.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "extract/document.hpp"
#include "extract/rules.hpp"
#include "extract/syntax.hpp"

namespace skein::extract {

struct LocalName {
  std::uint32_t count = 0;
};

// A local entity in the making.
struct Draft {
  EntityType type = EntityType::none;
  std::map<std::string, std::uint32_t> names;  // as written -> mentions
  std::map<EntityType, double> votes;
  std::map<EntityType, double> model_votes;  // those among them that the name model gave
  std::vector<Span> spans;                   // of its names, bytes
  std::string core;                          // see core_name()
  std::vector<std::string> more_cores;       // other names for it which this document equates
  bool used = false;                         // a relation or a name speaks of it: it will be a node
  bool unnamed = false;                      // the text never names it: "he", with nobody before
};

// One end of a relation: an entity and the mention that stands for it. Figures have no entity.
struct Party {
  std::uint32_t mention = 0;
  std::uint32_t entity = no_cluster;
  float certainty = 1;  // less for pronouns and nominals
};

class Discourse {
 public:
  // Takes the name and value mentions of a parsed document and adds nominals and pronouns to it. All three
  // must outlive this. `known_place`: does some list have a name, in lower case, as that of a place? Without
  // it every name counts as known.
  using KnownPlace = std::function<bool(std::string_view name)>;
  Discourse(Document& document, const Syntax& syntax, const RuleSet& rules, KnownPlace known_place = {});

  [[nodiscard]] const std::vector<Draft>& drafts() const { return drafts_; }
  [[nodiscard]] std::vector<Draft>& drafts() { return drafts_; }
  // The index of the mention that covers a token, or no_cluster.
  [[nodiscard]] std::uint32_t mention_at(std::uint32_t token) const { return mention_at_[token]; }
  [[nodiscard]] EntityType type_of(const Party& party) const;

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
  std::uint32_t imply(std::uint32_t token, const std::vector<EntityType>& wanted);
  // A noun that may stand before a name and say what it is: "utility", "engineer", "president".
  [[nodiscard]] bool is_description(std::string_view noun) const;
  // Is it in a list whose members have descriptions of their own: "the British A and Japan's B"?
  [[nodiscard]] bool in_described_list(std::uint32_t mention) const;
  // Do words of the text say of which type it is, and not a model alone: "in Helvia", "Mr Doe"?
  [[nodiscard]] bool told(std::uint32_t draft) const;
  // The place a word stands for, as an entity of this document: "Chinese", "US".
  std::uint32_t place_entity(std::string_view name);

 private:
  void parties(std::uint32_t token, const std::vector<EntityType>& wanted, std::vector<Party>& out,
               int depth);
  void add_party(std::uint32_t mention, const std::vector<EntityType>& wanted, std::vector<Party>& out);
  bool add_examples(std::uint32_t head, const std::vector<EntityType>& wanted, std::vector<Party>& out);
  std::uint32_t make_concept(std::uint32_t head, EntityType type);

  [[nodiscard]] bool no_name(const Mention& mention) const;
  bool extend_over_hyphens(TokenRange& range) const;
  void adjust_names();
  void add_unseen_names();
  void add_coordinated_names();
  void add_repeated_names();
  [[nodiscard]] std::string titled_name(TokenRange range) const;
  [[nodiscard]] std::unordered_map<std::string, EntityType> short_names() const;
  [[nodiscard]] bool place_word(std::uint32_t token) const;
  void add_type_evidence();
  void votes_by_pronoun(const Mention& subject, std::map<EntityType, double>& votes) const;
  [[nodiscard]] bool behind_in(std::uint32_t token) const;
  void doubt_places();
  [[nodiscard]] bool guessed(const Draft& draft, EntityType type) const;
  void add_list_evidence();
  [[nodiscard]] bool in_place_phrase(std::uint32_t draft) const;
  void add_governments();
  void group_names();
  void join_short_names();
  [[nodiscard]] bool introduced(std::uint32_t full, std::uint32_t short_form) const;
  void join_acronyms();
  void decide_types();
  void collect_descriptions();
  void find_lists();
  void add_nominals_and_pronouns();
  void add_unnamed(const std::vector<Mention>& unresolved);
  void add_relatives();
  [[nodiscard]] std::uint32_t speaker(std::uint32_t token) const;
  void add_mention(const Mention& mention);
  void add_name(TokenRange tokens, EntityType type, float score);
  std::uint32_t draft_for(const std::string& key);
  void join(std::uint32_t into, std::uint32_t from);
  [[nodiscard]] std::uint32_t resolve(const Mention& anaphor, const std::vector<EntityType>& types,
                                      bool possessive, std::string_view noun) const;
  [[nodiscard]] std::uint32_t foreshadowed(std::uint32_t pronoun, const std::vector<EntityType>& types) const;
  [[nodiscard]] double weight(const Mention& mention) const;
  [[nodiscard]] std::string text_of(TokenRange range) const;

  Document& document_;
  const Syntax& syntax_;
  const RuleSet& rules_;
  KnownPlace known_place_;
  std::vector<Draft> drafts_;
  std::vector<std::uint32_t> mention_at_;
  std::vector<std::uint32_t> list_of_;  // mention -> list number, or no_cluster
  std::vector<std::vector<std::uint32_t>> lists_;
  std::set<std::uint32_t> described_lists_;
  std::unordered_map<std::string, std::uint32_t> by_key_;
  std::vector<std::set<std::string>> described_;  // draft -> nouns that the text gives it: "drugmaker"
  std::unordered_map<std::uint32_t, std::uint32_t> concept_at_;  // head token -> mention
};

}  // namespace skein::extract
