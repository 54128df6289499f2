#include "extract/resolve/graph_schema.hpp"

#include <algorithm>

#include "storage/bytes.hpp"

namespace skein::extract {

namespace {

namespace s = storage;

constexpr std::uint8_t version = 1;
constexpr char settings_space = 'p';
constexpr std::string_view schema_key = "schema";

}  // namespace

Result<GraphSchema> schema_of(const graph::Transaction& transaction) {
  GraphSchema schema;
  SKEIN_ASSIGN(const auto bytes, transaction.get_record(settings_space, schema_key));
  if (!bytes) return schema;
  s::ByteReader in(*bytes);
  if (in.take_u8() > version)
    return Error{ErrorCode::newer_format, "the graph's schema record was written by a later skein"};
  schema.settled = in.take_u8() != 0;
  schema.texts.resize(in.take_count(3));
  for (auto& text : schema.texts) {
    text.name = std::string(in.take_string());
    text.text = std::string(in.take_string());
    for (auto n = in.take_count(2); n > 0 && in.ok(); --n) {
      std::string file(in.take_string());
      text.files[std::move(file)] = std::string(in.take_string());
    }
  }
  if (!in.done()) return Error{ErrorCode::corruption, "the graph's schema record is damaged"};
  return schema;
}

Result<void> put_schema(graph::Transaction& transaction, const GraphSchema& schema) {
  if (schema.texts.empty() && schema.settled) return transaction.erase_record(settings_space, schema_key);
  std::string out;
  s::put_u8(out, version);
  s::put_u8(out, schema.settled ? 1 : 0);
  s::put_varint(out, schema.texts.size());
  for (const auto& text : schema.texts) {
    s::put_string(out, text.name);
    s::put_string(out, text.text);
    s::put_varint(out, text.files.size());
    for (const auto& [file, content] : text.files) {
      s::put_string(out, file);
      s::put_string(out, content);
    }
  }
  return transaction.put_record(settings_space, schema_key, std::move(out));
}

bool same_schema(const std::vector<RuleText>& a, const std::vector<RuleText>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const RuleText& x, const RuleText& y) {
    return x.text == y.text && x.files == y.files;
  });
}

}  // namespace skein::extract
