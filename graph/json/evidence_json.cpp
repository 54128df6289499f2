#include "graph/json/evidence_json.hpp"

#include <fmt/format.h>

#include "graph/json/value_json.hpp"
#include "graph/json/value_text.hpp"
#include "graph/temporal/text.hpp"

namespace skein::graph {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

Error wrong(std::string_view what, std::string_view member, std::string_view wanted) {
  return Error{ErrorCode::invalid_argument, fmt::format("{}: \"{}\" wants {}", what, member, wanted)};
}

void append_text(std::string& out, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  out += fmt::format(",\"{}\":", key);
  append_json_string(out, text);
}

void append_date(std::string& out, std::string_view key, const std::optional<Date>& date) {
  if (date) append_text(out, key, temporal::to_text(*date));
}

// Reads members of one object; the first that is wrong is remembered.
class Members {
 public:
  Members(object o, std::string_view what) : object_(o), what_(what) {}

  void text(std::string_view key, std::string& to, bool needed = false) {
    const element e = find(key);
    if (!here_) {
      if (needed) fail(key, "a string");
      return;
    }
    std::string_view value;
    if (e.get(value) != simdjson::SUCCESS) return fail(key, "a string");
    to = value;
  }
  void number(std::string_view key, std::uint32_t& to, bool needed = false) {
    std::int64_t value = 0;
    const element e = find(key);
    if (!here_) {
      if (needed) fail(key, "a number");
      return;
    }
    if (e.get(value) != simdjson::SUCCESS || value < 0 || value > 0xffffffffLL)
      return fail(key, "a number from 0 to 4294967295");
    to = static_cast<std::uint32_t>(value);
  }
  void integer(std::string_view key, std::int64_t& to) {
    const element e = find(key);
    if (here_ && e.get(to) != simdjson::SUCCESS) fail(key, "an integer");
  }
  void confidence(std::string_view key, double& to) {
    const element e = find(key);
    if (here_ && (e.get(to) != simdjson::SUCCESS || !(to >= 0 && to <= 1))) fail(key, "a number from 0 to 1");
  }
  void span(std::string_view key, TextSpan& to) {
    const element e = find(key);
    if (!here_) return;
    simdjson::dom::array ends;
    std::uint64_t begin = 0, end = 0;
    if (e.get(ends) != simdjson::SUCCESS || ends.size() != 2 || ends.at(0).get(begin) != simdjson::SUCCESS ||
        ends.at(1).get(end) != simdjson::SUCCESS || begin > 0xffffffffU || end > 0xffffffffU)
      return fail(key, "two offsets, [begin, end]");
    to = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  void date(std::string_view key, std::optional<Date>& to) {
    std::string text_of;
    text(key, text_of);
    if (!here_ || !status_) return;
    auto date = temporal::parse_date(text_of);
    if (!date) return fail(key, "a date as 2025-02-24");
    to = *date;
  }
  [[nodiscard]] Result<void> status() && { return std::move(status_); }

 private:
  element find(std::string_view key) {
    element e;
    here_ = object_.at_key(key).get(e) == simdjson::SUCCESS && !e.is_null();
    return e;
  }
  void fail(std::string_view key, std::string_view wanted) {
    if (status_) status_ = wrong(what_, key, wanted);
  }
  object object_;
  std::string_view what_;
  bool here_ = false;
  Result<void> status_;
};

}  // namespace

void append_evidence_json(std::string& out, const Evidence& e, std::string_view document_key,
                          std::string_view sentence) {
  out += "{\"document\":";
  append_json_string(out, document_key);
  out += fmt::format(",\"begin\":{},\"end\":{},\"text\":", e.sentence.begin, e.sentence.end);
  append_json_string(out, sentence);
  out += fmt::format(",\"subject\":[{},{}],\"object\":[{},{}],\"words\":", e.subject.begin, e.subject.end,
                     e.object.begin, e.object.end);
  append_json_string(out, e.predicate_text);
  out += ",\"confidence\":";
  append_json_number(out, e.confidence);
  if (e.polarity == Polarity::denied) out += ",\"polarity\":\"denied\"";
  if (e.modality == Modality::planned) out += ",\"modality\":\"planned\"";
  if (e.modality == Modality::possible) out += ",\"modality\":\"possible\"";
  append_text(out, "attribution", e.attribution);
  append_text(out, "rule", e.rule);
  append_date(out, "published", e.published);
  if (e.recorded != 0) out += fmt::format(",\"recorded\":{}", e.recorded);
  append_date(out, "valid_from", e.valid_from);
  append_date(out, "valid_to", e.valid_to);
  out += '}';
}

void append_document_members(std::string& out, const DocumentRecord& d) {
  out += "\"key\":";
  append_json_string(out, d.key);
  const auto member = [&](std::string_view key, const std::string& value) {
    out += fmt::format(",\"{}\":", key);
    if (value.empty()) {
      out += "null";
    } else {
      append_json_string(out, value);
    }
  };
  member("title", d.title);
  member("url", d.url);
  member("published", d.published ? temporal::to_text(*d.published) : std::string());
  member("source", d.source);
  member("hash", d.hash);
}

Result<KeyedEvidence> parse_evidence(element e) {
  object o;
  if (e.get(o) != simdjson::SUCCESS)
    return Error{ErrorCode::invalid_argument,
                 "evidence: wanted an object with \"document\", \"begin\" and \"end\""};
  KeyedEvidence out;
  Evidence& evidence = out.evidence;
  std::string polarity, modality;
  Members in(o, "evidence");
  in.text("document", out.document, true);
  in.number("begin", evidence.sentence.begin, true);
  in.number("end", evidence.sentence.end, true);
  in.span("subject", evidence.subject);
  in.span("object", evidence.object);
  in.text("words", evidence.predicate_text);
  in.confidence("confidence", evidence.confidence);
  in.text("polarity", polarity);
  in.text("modality", modality);
  in.text("attribution", evidence.attribution);
  in.text("rule", evidence.rule);
  in.date("published", evidence.published);
  in.integer("recorded", evidence.recorded);
  in.date("valid_from", evidence.valid_from);
  in.date("valid_to", evidence.valid_to);
  SKEIN_TRY(std::move(in).status());
  if (polarity == "denied") {
    evidence.polarity = Polarity::denied;
  } else if (!polarity.empty() && polarity != "affirmed") {
    return wrong("evidence", "polarity", "\"affirmed\" or \"denied\"");
  }
  if (modality == "planned") {
    evidence.modality = Modality::planned;
  } else if (modality == "possible") {
    evidence.modality = Modality::possible;
  } else if (!modality.empty() && modality != "asserted") {
    return wrong("evidence", "modality", "\"asserted\", \"planned\" or \"possible\"");
  }
  return out;
}

Result<DocumentRecord> parse_document(object o) {
  DocumentRecord out;
  Members in(o, "document");
  in.text("key", out.key, true);
  in.text("title", out.title);
  in.text("url", out.url);
  in.date("published", out.published);
  in.text("source", out.source);
  in.text("hash", out.hash);
  in.text("text", out.text);
  SKEIN_TRY(std::move(in).status());
  return out;
}

}  // namespace skein::graph
