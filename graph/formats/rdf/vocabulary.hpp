// How a property graph is told in RDF 1.1 (https://www.w3.org/TR/rdf11-concepts/): the words, the IRIs, the
// literals. Writers and the reader of graph/import/ share it.
//
//   a node           BASE node/NAME, NAME from names.hpp; or the IRI in its property `iri`
//   a label          rdf:type BASE label/LABEL
//   a property       BASE key/KEY and a literal, an rdf:List of them, or rdf:JSON for maps and lists in lists
//   a relationship   BASE type/TYPE between both nodes. One with properties, evidence or a parallel twin has
//   an IRI,
//                    BASE relationship/NAME, about which the rest is said; its triple stands in a named graph
//                    of that IRI (N-Quads, TriG, JSON-LD), is reified by it (Turtle, N-Triples), or, in
//                    RDF 1.2, by rdf:reifies
//   evidence         BASE evidence/HASH, a prov:Entity from which the relationship's was derived
//   (prov:wasDerivedFrom)
//                    and which was quoted from a document (prov:wasQuotedFrom)
//   a document       BASE document/HASH, a prov:Entity with its text
//
// The first statement says that BASE dataset is a skein:Dataset, so that a reader need not be told BASE.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::graph::formats::rdf {

inline constexpr std::string_view rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
inline constexpr std::string_view rdfs = "http://www.w3.org/2000/01/rdf-schema#";
inline constexpr std::string_view xsd = "http://www.w3.org/2001/XMLSchema#";
inline constexpr std::string_view prov = "http://www.w3.org/ns/prov#";
inline constexpr std::string_view dcterms = "http://purl.org/dc/terms/";
inline constexpr std::string_view skein = "urn:skein:vocabulary:";  // words that no other vocabulary has
inline constexpr std::string_view default_base = "urn:skein:";

inline std::string operator+(std::string_view space, const char* name) {
  return std::string(space).append(name);
}

// Percent-encoded but for unreserved ASCII and ':', so that any name fits into an IRI, and back.
std::string encode_name(std::string_view name);
std::optional<std::string> decode_name(std::string_view text);

// An absolute IRI of characters that all syntaxes take as they are.
bool is_iri(std::string_view text);

struct Literal {
  std::string text;
  std::string datatype;  // an IRI; empty: xsd:string
};
// Lists of scalars are written as rdf:List: see list_items().
Literal literal_of(const Value& value);
// The items when the value is a list whose items are scalars of RDF, else null.
const List* list_items(const Value& value);
// Errors: invalid_argument for a text that is none of the datatype's. An unknown datatype gives the text as a
// String.
Result<Value> value_of(std::string_view text, std::string_view datatype);

}  // namespace skein::graph::formats::rdf
