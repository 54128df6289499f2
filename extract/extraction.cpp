#include "extract/extraction.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "storage/bytes.hpp"

namespace skein::extract {

void settle_leaning(LocalEntity& e) {
  std::sort(e.leans_on.begin(), e.leans_on.end());
  e.leans_on.erase(std::unique(e.leans_on.begin(), e.leans_on.end()), e.leans_on.end());
  std::erase_if(e.leans_on,
                [&](const std::string& k) { return std::binary_search(e.keys.begin(), e.keys.end(), k); });
}

namespace {

namespace s = storage;

constexpr std::uint8_t version = 3;  // 2: leans_on; 3: labels, canonical

void put_span(std::string& out, graph::TextSpan span) {
  s::put_varint(out, span.begin);
  s::put_varint(out, span.end - span.begin);
}

graph::TextSpan take_span(s::ByteReader& in) {
  graph::TextSpan span;
  span.begin = in.take_varint32();
  span.end = span.begin + in.take_varint32();
  return span;
}

std::string take_text(s::ByteReader& in) { return std::string(in.take_string()); }

}  // namespace

std::string encode(const Extraction& extraction) {
  std::string out;
  s::put_u8(out, version);
  s::put_varint(out, extraction.sentences);
  s::put_varint(out, extraction.words);
  s::put_u8(out, extraction.correction ? 1 : 0);
  s::put_varint(out, extraction.entities.size());
  for (const auto& e : extraction.entities) {
    s::put_u8(out, static_cast<std::uint8_t>(e.type));
    s::put_varint(out, e.names.size());
    for (const auto& n : e.names) {
      s::put_string(out, n.name);
      s::put_varint(out, n.count);
    }
    s::put_varint(out, e.keys.size());
    for (const auto& k : e.keys) s::put_string(out, k);
    s::put_varint(out, e.leans_on.size());
    for (const auto& k : e.leans_on) s::put_string(out, k);
    s::put_u8(out, e.country ? 1 : 0);
    s::put_varint(out, e.labels.size());
    for (const auto& label : e.labels) s::put_string(out, label);
    s::put_string(out, e.canonical);
    s::put_varint(out, e.mentions.size());
    for (const auto m : e.mentions) put_span(out, m);
  }
  s::put_varint(out, extraction.figures.size());
  for (const auto& f : extraction.figures) {
    s::put_u8(out, static_cast<std::uint8_t>(f.type));
    s::put_double(out, f.amount);
    for (const auto* text : {&f.unit, &f.name, &f.also, &f.bound}) s::put_string(out, *text);
  }
  s::put_varint(out, extraction.claims.size());
  for (const auto& c : extraction.claims) {
    s::put_string(out, c.relation);
    s::put_varint(out, c.subject);
    s::put_varint(out, c.object);
    const int flags = (c.object_is_figure ? 1 : 0) | (c.falling ? 2 : 0) |
                      (c.polarity == graph::Polarity::denied ? 4 : 0) | (static_cast<int>(c.modality) << 4);
    s::put_u8(out, static_cast<std::uint8_t>(flags));
    put_span(out, c.sentence);
    put_span(out, c.subject_span);
    put_span(out, c.object_span);
    for (const auto* text : {&c.words, &c.attribution, &c.rule, &c.when}) s::put_string(out, *text);
    s::put_double(out, c.confidence);
  }
  return out;
}

Result<Extraction> decode_extraction(std::string_view bytes) {
  s::ByteReader in(bytes);
  const auto v = in.take_u8();
  if (v > version)
    return Error{
        ErrorCode::newer_format,
        fmt::format("a document's extraction record has version {}; this skein reads up to {}", v, version)};
  Extraction x;
  x.sentences = in.take_varint32();
  x.words = in.take_varint32();
  if (v >= 2) x.correction = in.take_u8() != 0;
  x.entities.resize(in.take_count(3));
  for (auto& e : x.entities) {
    e.type = static_cast<EntityType>(in.take_u8());
    e.names.resize(in.take_count(2));
    for (auto& n : e.names) {
      n.name = take_text(in);
      n.count = in.take_varint32();
    }
    e.keys.resize(in.take_count());
    for (auto& k : e.keys) k = take_text(in);
    if (v >= 2) e.leans_on.resize(in.take_count());
    for (auto& k : e.leans_on) k = take_text(in);
    if (v >= 2) e.country = in.take_u8() != 0;
    if (v >= 3) {
      e.labels.resize(in.take_count());
      for (auto& label : e.labels) label = take_text(in);
      e.canonical = take_text(in);
    }
    e.mentions.resize(in.take_count(2));
    for (auto& m : e.mentions) m = take_span(in);
  }
  x.figures.resize(in.take_count(10));
  for (auto& f : x.figures) {
    f.type = static_cast<EntityType>(in.take_u8());
    f.amount = in.take_double();
    for (auto* text : {&f.unit, &f.name, &f.also, &f.bound}) *text = take_text(in);
  }
  x.claims.resize(in.take_count(20));
  for (auto& c : x.claims) {
    c.relation = take_text(in);
    c.subject = in.take_varint32();
    c.object = in.take_varint32();
    const int flags = in.take_u8();
    c.object_is_figure = (flags & 1) != 0;
    c.falling = (flags & 2) != 0;
    c.polarity = (flags & 4) != 0 ? graph::Polarity::denied : graph::Polarity::affirmed;
    c.modality = static_cast<graph::Modality>((flags >> 4) & 3);
    c.sentence = take_span(in);
    c.subject_span = take_span(in);
    c.object_span = take_span(in);
    for (auto* text : {&c.words, &c.attribution, &c.rule, &c.when}) *text = take_text(in);
    c.confidence = in.take_double();
    const auto objects = c.object_is_figure ? x.figures.size() : x.entities.size();
    if (c.subject >= x.entities.size() || c.object >= objects) in.fail();
  }
  if (!in.done()) return Error{ErrorCode::corruption, "a document's extraction record is damaged"};
  return x;
}

}  // namespace skein::extract
