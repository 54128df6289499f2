// What a domain has beside the words and patterns of its rules: types of things, names that are known before
// any text is read, and what its relations join. Declared in .rules files (rule_grammar.hpp):
//
//   type Drug : Product { drug medicine "active ingredient" }
//   names Drug from "drugs.txt"
//   alias Drug "Curaxil" { curaxiline CX-12 }
//   relation TREATS(Drug, Disease) { inverse:TREATED_WITH }
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "extract/document.hpp"
#include "storage/result.hpp"

namespace skein::extract {

struct DeclaredType {
  std::string name;  // its label in the graph
  EntityType type;   // base type and number
  EntityType parent;
};

// A name that is known beforehand.
struct ListedName {
  std::string name;                    // by which the thing goes in the graph
  EntityType type = EntityType::none;  // none: whatever the text says it is
};

// What a relation joins: any of these as its subject, any of those as its object.
struct RelationEnds {
  std::vector<EntityType> subjects, objects;
};

class Schema {
 public:
  // --- types
  // Built in ("Person") or declared.
  [[nodiscard]] std::optional<EntityType> type_named(std::string_view name) const;
  [[nodiscard]] std::string_view name_of(EntityType type) const;
  [[nodiscard]] const std::vector<DeclaredType>& types() const { return types_; }
  // The type that is declared under this name; a second declaration adds words, but may not change the
  // parent. Error: there is another type of this name, the parent is itself, or there are 255 types already.
  Result<EntityType> declare(std::string name, EntityType parent);
  // Is `kind` the wanted type, or one below it?
  [[nodiscard]] bool is(EntityType kind, EntityType wanted) const;
  // Does a thing of a built-in type, that is of the declared type `kind` too unless that is none, fit one of
  // these?
  [[nodiscard]] bool fits(EntityType base, EntityType kind, const std::vector<EntityType>& wanted) const;
  // The labels of a declared type and those above it that are declared, the type's own first; none for
  // others.
  [[nodiscard]] std::vector<std::string> labels(EntityType kind) const;

  // --- words for things of a type
  // One word or several, singular: "tanker", "active ingredient".
  void add_word(std::string_view words, EntityType type);
  // The type whose word, or last of several words, is this token; none.
  [[nodiscard]] EntityType called(const Document& document, std::uint32_t token) const;
  [[nodiscard]] bool is_word(std::string_view word) const { return words_.contains(word); }

  // --- names
  // `other` stands for `name`, or is the name itself. A later line wins over an earlier one for the same
  // text.
  void add_name(std::string_view other, std::string_view name, EntityType type);
  // Names in the form of a list: one a line, after which '|' may set apart other names for the same thing;
  // empty lines and those that begin with '#' do not count.
  void add_names(std::string_view lines, EntityType type);
  [[nodiscard]] const std::vector<ListedName>& listed() const { return listed_; }
  // Finds the names in a document whose own names a model has found. They go before shorter names that the
  // model found in their place, and give way to longer ones that hold them. A capital in the list must be one
  // in the text, a small letter may be one. Names without a type need a name that the model found.
  void mark(Document& document) const;

  // --- relations
  void add_ends(const std::string& relation, RelationEnds ends) {
    ends_[relation].push_back(std::move(ends));
  }
  // Empty: the relation joins whatever its rules find.
  [[nodiscard]] const std::vector<RelationEnds>& ends(std::string_view relation) const;
  [[nodiscard]] const std::map<std::string, std::vector<RelationEnds>, std::less<>>& ends() const {
    return ends_;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>{}(s); }
  };
  struct Spelling {
    std::string text;
    std::uint32_t listed;
  };
  [[nodiscard]] std::pair<const Spelling*, std::uint32_t> longest_at(const Document& document,
                                                                     std::uint32_t token) const;

  std::vector<DeclaredType> types_;  // by number, from 1
  std::unordered_map<std::string, EntityType, Hash, std::equal_to<>> words_;
  std::uint32_t longest_words_ = 1;
  std::vector<ListedName> listed_;
  // By the letters and digits that they begin with, in lower case; the longest first.
  std::unordered_map<std::string, std::vector<Spelling>, Hash, std::equal_to<>> spellings_;
  std::map<std::string, std::vector<RelationEnds>, std::less<>> ends_;
};

}  // namespace skein::extract
