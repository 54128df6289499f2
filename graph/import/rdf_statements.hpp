// RDF files as statements in memory: terms by number, literals as values. Turtle, N-Triples, N-Quads and TriG
// are read by serd.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/import/import.hpp"

namespace skein::graph {

enum class RdfSyntax : std::uint8_t { turtle, ntriples, nquads, trig };

class RdfStatements {
 public:
  using Term = std::uint32_t;                    // an IRI or a blank node
  static constexpr Term none = 0;                // no graph
  static constexpr Term literal_bit = 1u << 31;  // in `object`: a place in `values`
  struct Statement {
    Term subject, predicate, object, graph;
  };

  RdfStatements();
  // Adds what the file says. Blank nodes of one file are not those of another. A literal that is none of its
  // datatype is rejected, in line formats a line that cannot be read too; in the others that ends the import.
  Result<void> read(ImportRun& run, const std::string& path, RdfSyntax syntax);

  [[nodiscard]] const std::vector<Statement>& all() const { return statements_; }
  [[nodiscard]] std::string_view text(Term term) const { return *texts_[term]; }
  [[nodiscard]] static bool is_literal(Term object) { return (object & literal_bit) != 0; }
  [[nodiscard]] const Value& value(Term object) const { return values_[object & ~literal_bit]; }
  // Blank nodes are written "_:name".
  [[nodiscard]] bool is_blank(Term term) const { return text(term).starts_with("_:"); }
  [[nodiscard]] Term find(std::string_view iri) const;  // `none` when no statement has it
  [[nodiscard]] std::size_t terms() const { return texts_.size(); }

 private:
  friend class SerdInput;
  Term intern(std::string text);

  std::unordered_map<std::string, Term> terms_;
  std::vector<const std::string*> texts_;
  std::vector<Value> values_;
  std::vector<Statement> statements_;
  unsigned files_ = 0;
};

}  // namespace skein::graph
