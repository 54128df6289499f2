// evidence(r): what a relationship rests on, a map for each piece of evidence:
//   document, title   the document's key and title
//   sentence          the sentence's text; begin, end: its place in the document, in code points, end
//   exclusive text              the words that say it confidence        0..1 polarity, modality, attribution,
//   published   where they say more than the default
#include <map>

#include "dsl/procedures/builtin.hpp"

namespace skein::dsl::procedures {

namespace {

// Code points [begin, end) of a UTF-8 text.
std::string_view code_points(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  std::size_t at = 0, from = text.size();
  std::uint32_t number = 0;
  for (; at < text.size() && number < end; ++number) {
    if (number == begin) from = at;
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return from < at ? text.substr(from, at - from) : std::string_view();
}

Result<Value> evidence_of(const graph::Transaction& graph, std::span<const Value> arguments) {
  if (arguments[0].is_null()) return Value();
  const auto* relationship = arguments[0].get_if<RelationshipId>();
  if (!relationship) {
    Error error;
    error.code = ErrorCode::query_failed;
    error.message = "evidence() takes a relationship, not " + std::string(kind_name(arguments[0].kind()));
    error.error_class = "TypeError";
    error.detail = "InvalidArgumentType";
    error.phase = "runtime";
    return error;
  }
  SKEIN_ASSIGN(const auto all, graph.evidence(*relationship));
  std::map<DocumentId, graph::DocumentRecord> documents;
  List result;
  for (const graph::Evidence& one : all) {
    auto known = documents.find(one.document);
    if (known == documents.end()) {
      SKEIN_ASSIGN(auto record, graph.document(one.document));
      known = documents.emplace(one.document, std::move(record)).first;
    }
    const graph::DocumentRecord& document = known->second;
    Map map;
    map["document"] = document.key;
    map["title"] = document.title;
    map["sentence"] = code_points(document.text, one.sentence.begin, one.sentence.end);
    map["begin"] = static_cast<std::int64_t>(one.sentence.begin);
    map["end"] = static_cast<std::int64_t>(one.sentence.end);
    map["text"] = one.predicate_text;
    map["confidence"] = one.confidence;
    if (one.polarity == graph::Polarity::denied) map["polarity"] = "denied";
    if (one.modality == graph::Modality::planned) map["modality"] = "planned";
    if (one.modality == graph::Modality::possible) map["modality"] = "possible";
    if (!one.attribution.empty()) map["attribution"] = one.attribution;
    if (one.published) map["published"] = *one.published;
    result.emplace_back(std::move(map));
  }
  return Value(std::move(result));
}

}  // namespace

void add_evidence(ProcedureRegistry& registry) {
  ExternalFunction function;
  function.name = "evidence";
  function.min_arguments = function.max_arguments = 1;
  function.signature = "evidence(relationship :: RELATIONSHIP?) :: LIST<MAP>?";
  function.description = "The sentences that a relationship rests on, with their documents and places.";
  function.call = evidence_of;
  registry.add(std::move(function));
}

}  // namespace skein::dsl::procedures
