// A text of several statements, cut one by one, and errors placed in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/result.hpp"

namespace skein::cli {

// Hands out the statements of a text in order, without their `;`, comments and empty ones left out.
class Script {
 public:
  Script(std::string text, std::string name) : text_(std::move(text)), name_(std::move(name)) {}
  // Nothing at the end. The view lives as long as the script.
  std::optional<std::string_view> next();
  // "NAME:3:17: message" with the line and a caret below, for an error of a statement that next() gave.
  // Without a name only line and column are said, and those only where there is more than one line.
  [[nodiscard]] std::string describe(const Error& error, std::string_view statement) const;

 private:
  std::string text_, name_;
  std::size_t position_ = 0;
};

// Whitespace and comments only?
[[nodiscard]] bool is_blank(std::string_view statement);

}  // namespace skein::cli
