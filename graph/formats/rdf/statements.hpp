// The statements of a graph in RDF, one after another, for whatever syntax (see vocabulary.hpp for the
// model).
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "graph/formats/export.hpp"
#include "graph/formats/rdf/vocabulary.hpp"

namespace skein::graph::formats::rdf {

struct Object {
  enum class Kind : std::uint8_t { iri, literal, list } kind = Kind::iri;
  std::string iri;
  Literal literal;
  std::vector<Literal> items;
};

// Statements about one subject in one graph come together.
class StatementSink {
 public:
  virtual ~StatementSink() = default;
  virtual Result<void> prefix(std::string_view name, std::string_view iri) = 0;  // before all statements
  // `graph` is empty for the default graph.
  virtual Result<void> statement(std::string_view subject, std::string_view predicate, const Object& object,
                                 std::string_view graph) = 0;
  // RDF 1.2: `reifier` stands for the triple, whether or not it is said.
  virtual Result<void> reifies(std::string_view reifier, std::string_view subject, std::string_view predicate,
                               std::string_view object) = 0;
  virtual Result<void> finish() = 0;
};

// How a relationship of which more is said is told apart.
enum class Reification : std::uint8_t { named_graph, statement, triple_term };

Result<void> emit_statements(const Transaction& transaction, const Subgraph& part, std::string_view base,
                             Reification how, StatementSink& sink);

}  // namespace skein::graph::formats::rdf
