// Types as Cypher writes them after `IS ::` and in property type constraints: "INTEGER", "LIST<STRING NOT NULL>",
// "INTEGER | FLOAT NOT NULL". Synonyms are read (BOOL, INT, VARCHAR, TIMESTAMP WITH TIME ZONE, STRING LIST, ...), one
// name of each type is written. ISO/IEC 39075 (GQL), 18.9 "value type"; the names are those of Neo4j.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::graph {

class ValueType {
 public:
  // In the order in which the parts of a union are written.
  enum class Base : std::uint8_t {
    nothing, null, boolean, string, integer, floating, date, local_time, zoned_time, local_datetime, zoned_datetime,
    duration, point, node, relationship, map, list, path, property_value, any,
  };
  // Error: invalid_argument, naming the word that is no type.
  static Result<ValueType> parse(std::string_view text);
  // The closest type of one value: "INTEGER NOT NULL", "LIST<INTEGER NOT NULL | STRING NOT NULL> NOT NULL".
  static ValueType of(const Value& value);

  // Null belongs to every type that does not say NOT NULL.
  [[nodiscard]] bool accepts(const Value& value) const;
  // Could a property ever be of this type?
  [[nodiscard]] bool storable() const;
  [[nodiscard]] std::string text() const;
  bool operator==(const ValueType& other) const { return text() == other.text(); }

 private:
  struct Part {
    Base base = Base::any;
    bool not_null = false;
    std::shared_ptr<const ValueType> element = {};  // of a list
    [[nodiscard]] bool accepts(const Value& value) const;
    [[nodiscard]] std::string text() const;
  };
  class Parser;
  std::vector<Part> parts_;  // one of them
};

}  // namespace skein::graph
