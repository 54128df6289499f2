#include "graph/documents.hpp"

#include "graph/varint.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

namespace {

constexpr std::size_t step = 256;  // code points between two known offsets of an IndexedText

}  // namespace

namespace {

constexpr std::uint8_t record_version = 1;
constexpr std::uint8_t has_published = 1, has_valid_from = 2, has_valid_to = 4;

void put_span(std::string& out, TextSpan span) {
  storage::put_varint(out, span.begin);
  storage::put_signed_varint(out, static_cast<std::int64_t>(span.end) - span.begin);
}
TextSpan take_span(RecordReader& in) {
  TextSpan span;
  span.begin = static_cast<std::uint32_t>(in.varint());
  span.end = static_cast<std::uint32_t>(span.begin + in.signed_varint());
  return span;
}

}  // namespace

std::string encode_document(const DocumentRecord& document) {
  std::string out{static_cast<char>(record_version),
                  static_cast<char>(document.published ? has_published : 0)};
  if (document.published) storage::put_signed_varint(out, document.published->days);
  for (const auto* text : {&document.key, &document.title, &document.url, &document.source, &document.hash})
    storage::put_string(out, *text);
  storage::put_varint(out, document.node.value);
  return out;
}

Result<DocumentRecord> decode_document(DocumentId id, std::string_view bytes) {
  RecordReader in(bytes);
  DocumentRecord document;
  document.id = id;
  const bool known = in.byte() == record_version;
  if ((in.byte() & has_published) != 0) document.published = Date{in.signed_varint()};
  for (auto* text : {&document.key, &document.title, &document.url, &document.source, &document.hash})
    *text = in.counted();
  document.node = NodeId(in.varint());
  if (!known || !in.ok() || !in.at_end())
    return Error{ErrorCode::corruption, "document: record of a wrong form"};
  return document;
}

std::string encode_evidence(const Evidence& evidence) {
  std::string out{
      static_cast<char>(record_version),
      static_cast<char>((evidence.published ? has_published : 0) |
                        (evidence.valid_from ? has_valid_from : 0) | (evidence.valid_to ? has_valid_to : 0))};
  storage::put_varint(out, evidence.document.value);
  put_span(out, evidence.sentence);
  put_span(out, evidence.subject);
  put_span(out, evidence.object);
  out.push_back(static_cast<char>(evidence.polarity));
  out.push_back(static_cast<char>(evidence.modality));
  storage::put_double(out, evidence.confidence);
  storage::put_signed_varint(out, evidence.recorded);
  for (const auto* text : {&evidence.predicate_text, &evidence.attribution, &evidence.rule})
    storage::put_string(out, *text);
  for (const auto* date : {&evidence.published, &evidence.valid_from, &evidence.valid_to})
    if (*date) storage::put_signed_varint(out, (*date)->days);
  return out;
}

Result<Evidence> decode_evidence(std::string_view bytes) {
  RecordReader in(bytes);
  Evidence evidence;
  const bool known = in.byte() == record_version;
  const auto flags = in.byte();
  evidence.document = DocumentId(in.varint());
  evidence.sentence = take_span(in);
  evidence.subject = take_span(in);
  evidence.object = take_span(in);
  const auto polarity = in.byte(), modality = in.byte();
  evidence.polarity = static_cast<Polarity>(polarity);
  evidence.modality = static_cast<Modality>(modality);
  evidence.confidence = storage::ByteReader(in.bytes(8)).take_double();
  evidence.recorded = in.signed_varint();
  for (auto* text : {&evidence.predicate_text, &evidence.attribution, &evidence.rule}) *text = in.counted();
  if ((flags & has_published) != 0) evidence.published = Date{in.signed_varint()};
  if ((flags & has_valid_from) != 0) evidence.valid_from = Date{in.signed_varint()};
  if ((flags & has_valid_to) != 0) evidence.valid_to = Date{in.signed_varint()};
  if (!known || !in.ok() || !in.at_end() || polarity > 1 || modality > 2)
    return Error{ErrorCode::corruption, "evidence: record of a wrong form"};
  return evidence;
}

storage::keys::EvidencePlace place_of(const Evidence& evidence, std::string_view document_key) {
  auto apart = evidence;
  apart.document = {};  // ids depend on the order of arrival
  return {storage::checksum(document_key), evidence.sentence.begin,
          storage::checksum(encode_evidence(apart))};
}

std::string_view code_points(std::string_view text, TextSpan span) {
  std::size_t at = 0, from = text.size();
  std::uint32_t number = 0;
  for (; at < text.size() && number < span.end; ++number) {
    if (number == span.begin) from = at;
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return from < at ? text.substr(from, at - from) : std::string_view();
}

IndexedText::IndexedText(std::string text) : text_(std::move(text)) {
  std::size_t number = 0;
  for (std::size_t at = 0; at < text_.size(); ++at)
    if ((static_cast<unsigned char>(text_[at]) & 0xC0) != 0x80 && number++ % step == 0)
      offsets_.push_back(at);
}

std::string_view IndexedText::code_points(TextSpan span) const {
  const auto entry = span.begin / step;
  if (entry >= offsets_.size() || span.end < span.begin) return {};
  const auto skipped = static_cast<std::uint32_t>(entry * step);
  return graph::code_points(std::string_view(text_).substr(offsets_[entry]),
                            {span.begin - skipped, span.end - skipped});
}

}  // namespace skein::graph
