// evidence(r): what a relationship rests on, a map for each piece of evidence:
//   document, title   the document's key and title
//   sentence          the sentence's text
//   begin, end        its place in the document, in code points, end exclusive
//   subject, object   the mentions of both ends: begin, end, and text, empty for one that lies outside the sentence
//   text              the words that say it
//   confidence        0..1
//   polarity, modality, attribution, published   where they say more than the default

#include "dsl/procedures/builtin.hpp"
#include "graph/formats/evidence_text.hpp"

namespace skein::dsl::procedures {

namespace {

// Where a mention stands in the document, in code points, and its words.
Map mention(graph::TextSpan span, std::string_view sentence, graph::formats::ByteSpan bytes) {
  Map map;
  map["begin"] = static_cast<std::int64_t>(span.begin);
  map["end"] = static_cast<std::int64_t>(span.end);
  map["text"] = std::string(sentence.substr(bytes.begin, bytes.end - bytes.begin));
  return map;
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
  graph::formats::EvidenceTexts texts(graph);
  SKEIN_ASSIGN(const auto quotations, texts.sentences(*relationship));
  List result;
  for (const graph::formats::Quotation& quotation : quotations) {
    const graph::Evidence& one = quotation.evidence;
    Map map;
    map["document"] = quotation.document;
    map["title"] = quotation.title;
    map["sentence"] = quotation.sentence;
    map["begin"] = static_cast<std::int64_t>(one.sentence.begin);
    map["end"] = static_cast<std::int64_t>(one.sentence.end);
    map["subject"] = mention(one.subject, quotation.sentence, quotation.subject);
    map["object"] = mention(one.object, quotation.sentence, quotation.object);
    map["text"] = one.predicate_text;
    map["confidence"] = one.confidence;
    if (one.polarity == graph::Polarity::denied) map["polarity"] = "denied";
    if (one.modality == graph::Modality::planned) map["modality"] = "planned";
    if (one.modality == graph::Modality::possible) map["modality"] = "possible";
    if (!one.attribution.empty()) map["attribution"] = one.attribution;
    if (!one.rule.empty()) map["rule"] = one.rule;
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
