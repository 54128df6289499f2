#include "dsl/exec/memory.hpp"

#include <fmt/format.h>

#include "dsl/exec/batch.hpp"

namespace skein::dsl::exec {

namespace {

std::string size_text(std::uint64_t bytes) {
  constexpr std::uint64_t kilo = 1024, mega = kilo * 1024, giga = mega * 1024;
  if (bytes % giga == 0) return fmt::format("{} GB", bytes / giga);
  if (bytes % mega == 0) return fmt::format("{} MB", bytes / mega);
  if (bytes % kilo == 0) return fmt::format("{} kB", bytes / kilo);
  return fmt::format("{} bytes", bytes);
}

constexpr std::uint64_t map_node_bytes = 48;  // beside key and value

}  // namespace

Result<void> Memory::take(std::uint64_t bytes, std::string_view what) {
  held_ += bytes;
  if (!limited() || held_ <= limit_) return {};
  Error error;
  error.code = ErrorCode::limit;
  error.message = fmt::format("the statement needs more memory than its limit of {}: {}", size_text(limit_), what);
  error.error_class = "MemoryLimit";
  error.phase = "runtime";
  error.hint = "ask for less at a time, such as with LIMIT or CALL { } IN TRANSACTIONS, or allow more: --memory-limit SIZE";
  return error;
}

Result<void> Share::add(std::uint64_t bytes) {
  if (!memory_.limited()) return {};
  held_ += bytes;
  return memory_.take(bytes, what_);
}

Result<void> Share::add(const Batch& rows) { return memory_.limited() ? add(bytes_of(rows)) : Result<void>(); }

Result<void> Share::add(const Value& value) { return memory_.limited() ? add(bytes_of(value)) : Result<void>(); }

Result<void> Share::set(std::uint64_t bytes) {
  clear();
  return add(bytes);
}

void Share::clear() {
  memory_.give_back(held_);
  held_ = 0;
}

std::uint64_t bytes_of(const Value& value) {
  std::uint64_t bytes = sizeof(Value);
  switch (value.kind()) {
    case Value::Kind::string:
      if (value.as_string().capacity() > 15) bytes += value.as_string().capacity();
      break;
    case Value::Kind::list:
      for (const Value& item : value.as_list()) bytes += bytes_of(item);
      break;
    case Value::Kind::map:
      for (const auto& [key, item] : value.as_map()) bytes += map_node_bytes + sizeof(key) + bytes_of(item);
      break;
    case Value::Kind::path:
      bytes += value.as_path().nodes.size() * sizeof(NodeId) + value.as_path().relationships.size() * sizeof(RelationshipId);
      break;
    default:
      break;
  }
  return bytes;
}

std::uint64_t bytes_of(const Batch& rows) {
  std::uint64_t bytes = 0;
  for (const Column& column : rows.columns) {
    if (!column.is_set() || column.is_constant()) continue;
    switch (column.kind()) {
      case Column::Kind::value: {
        Value scratch;
        for (std::size_t i = 0; i < rows.size; ++i) bytes += bytes_of(column.value(i, scratch));
        break;
      }
      case Column::Kind::boolean:
        bytes += rows.size;
        break;
      case Column::Kind::relationship:
        bytes += rows.size * sizeof(RelationshipId);
        break;
      default:
        bytes += rows.size * sizeof(std::int64_t);
    }
  }
  return bytes;
}

}  // namespace skein::dsl::exec
