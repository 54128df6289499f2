// Which variables can be seen where.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast.hpp"

namespace skein::dsl {

class Scope {
 public:
  [[nodiscard]] std::optional<ast::Symbol> find(std::string_view name) const;
  // Declares or shadows.
  void set(const std::string& name, ast::Symbol symbol) { names_[name] = symbol; }
  void erase(const std::string& name) { names_.erase(name); }
  // All names, sorted.
  [[nodiscard]] const std::map<std::string, ast::Symbol, std::less<>>& names() const { return names_; }
  // The name in scope that `name` was probably meant to be; empty when none is near.
  [[nodiscard]] std::string_view similar(std::string_view name) const;

 private:
  std::map<std::string, ast::Symbol, std::less<>> names_;
};

}  // namespace skein::dsl
