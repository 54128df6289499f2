// GET /evidence/RELATIONSHIP and /documents/KEY: what a claim rests on.
#include "cli/serve/service_state.hpp"
#include "graph/element_id.hpp"
#include "graph/formats/explorer.hpp"
#include "graph/json/value_json.hpp"
#include "graph/json/value_text.hpp"

namespace skein::cli::serve {

Response Service::State::evidence(std::string_view relationship) {
  const auto id = graph::relationship_of(relationship);
  if (!id)
    return failure(400, "Neo.ClientError.Request.Invalid",
                   "'" + std::string(relationship.substr(0, 100)) + "' is no relationship's elementId()",
                   "RETURN elementId(r) gives it");
  const auto transaction = newest();
  if (!transaction) return failure(transaction.error());
  const auto exists = (*transaction)->exists(*id);
  if (!exists) return failure(exists.error());
  if (!*exists)
    return failure(404, "Neo.ClientError.Statement.EntityNotFound",
                   "there is no relationship " + std::string(relationship) + " (any more)");
  graph::formats::EvidenceTexts texts(**transaction);
  const auto quotations = texts.sentences(*id);
  if (!quotations) return failure(quotations.error());
  Response response;
  response.body = "{\"evidence\":[";
  for (const auto& quotation : *quotations) {
    if (response.body.back() != '[') response.body += ',';
    graph::formats::append_explorer_evidence(quotation, response.body);
  }
  response.body += "]}";
  return response;
}

Response Service::State::document(std::string_view key) {
  const auto name = percent_decoded(key);
  if (!name) return failure(400, "Neo.ClientError.Request.Invalid", "the address has a broken % escape");
  const auto transaction = newest();
  if (!transaction) return failure(transaction.error());
  const auto id = (*transaction)->find_document(*name);
  if (!id) return failure(id.error());
  if (!*id)
    return failure(404, "Neo.ClientError.Statement.EntityNotFound", "there is no document '" + *name + "'");
  const auto record = (*transaction)->document(**id);
  if (!record) return failure(record.error());
  Response response;
  response.body = "{";
  const auto field = [&](std::string_view field_name, std::string_view text) {
    if (response.body.size() > 1) response.body += ',';
    graph::append_json_string(response.body, field_name);
    response.body += ':';
    graph::append_json_string(response.body, text);
  };
  field("key", record->key);
  field("title", record->title);
  field("url", record->url);
  field("source", record->source);
  if (record->published) field("published", graph::plain_text(Value(*record->published)));
  field("text", record->text);
  response.body += '}';
  return response;
}

}  // namespace skein::cli::serve
