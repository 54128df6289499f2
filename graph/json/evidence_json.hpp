// Evidence and documents as JSON objects, both ways; exports carry them and imports take them back.
//
//   evidence {"document":KEY,"begin":0,"end":15,"text":"Ann runs
//   Acme.","subject":[0,3],"object":[9,13],"words":"runs",
//             "confidence":0.9}
//            and where they are not the usual: "polarity" ("denied"), "modality" ("planned", "possible"),
//            "attribution", "rule", "published", "recorded", "valid_from", "valid_to"
//   document "key":KEY,"title":…,"url":…,"published":"2025-02-24","source":…,"hash":…  (null where there is
//   none)
//
// Offsets are Unicode code points of the document's text. "text" is the sentence, for people; it is not read
// back.
#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>

#include "graph/evidence.hpp"
#include "storage/result.hpp"

namespace skein::graph {

void append_evidence_json(std::string& out, const Evidence& evidence, std::string_view document_key,
                          std::string_view sentence);
// The members without braces; not the text, which is long.
void append_document_members(std::string& out, const DocumentRecord& document);

// `evidence.document` stays 0: the key says which it is. Errors: invalid_argument, saying what is missing or
// wrong.
struct KeyedEvidence {
  std::string document;
  Evidence evidence;
};
Result<KeyedEvidence> parse_evidence(simdjson::dom::element element);
// With its "text", where there is one. A missing hash is left empty.
Result<DocumentRecord> parse_document(simdjson::dom::object object);

}  // namespace skein::graph
