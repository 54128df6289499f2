// Changing the graph for the rows of a batch: what CREATE, MERGE, SET, REMOVE and FOREACH share.
#pragma once

#include <vector>

#include "dsl/exec/expression.hpp"
#include "dsl/exec/operator.hpp"

namespace skein::dsl::exec {

// Takes in all rows of an input, so that no change is seen by what is read for them.
Result<Batch> drain(Operator& input);

// TypeError InvalidPropertyType unless the value can be stored as a property (null can: it removes one).
Result<void> check_storable(const Value& value, std::string_view key);

// The key in n[key].
Result<std::string> property_key(const Value& value);

// Node and relationship patterns to be made: CREATE, and MERGE where nothing was found.
class ElementMaker {
 public:
  ElementMaker(const std::vector<plan::NewElement>& elements, Runtime& runtime);
  // Makes the elements for every row and sets their columns.
  Result<void> make(Batch& rows);

 private:
  Result<void> make_nodes(const plan::NewNode& element, Expression* properties, Batch& rows);
  Result<void> make_relationships(const plan::NewRelationship& element, Expression* properties, Batch& rows);
  Result<graph::Properties> properties_of(const Value& value);

  const std::vector<plan::NewElement>& elements_;
  Runtime& runtime_;
  std::vector<ExpressionPtr> properties_;
};

// The items of SET, done for every row: item by item, or row by row where a row may read what an earlier row wrote.
class Setter {
 public:
  Setter(const std::vector<const ast::SetItem*>& items, Runtime& runtime);
  Result<void> apply(const Batch& rows);
  [[nodiscard]] bool empty() const { return items_.empty(); }

 private:
  struct Item {
    const ast::SetItem* ast;
    ExpressionPtr target, value;
    std::string key;
    ExpressionPtr computed_key;  // n[key]
    bool reads = false;
  };
  Result<bool> must_go_row_by_row(const Batch& rows);
  Result<void> apply_item(const Item& item, const Batch& rows);
  Result<void> set_all(const Value& target, const Value& source, bool merge);
  Result<void> set_one(const Value& target, std::string_view key, const Value& value);

  Runtime& runtime_;
  std::vector<Item> items_;
};

}  // namespace skein::dsl::exec
