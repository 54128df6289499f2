// The options of a procedure: a map whose keys and values are checked against what the procedure says it
// takes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/procedures.hpp"

namespace skein::dsl::procedures {

Error option_error(std::string message, std::string hint = {});
// An error of the graph side, as one of the language.
Error as_option_error(Error error);

class Options {
 public:
  // `given` is a map or null. An unknown key is an error that says which ones there are and which was
  // probably meant.
  static Result<Options> read(const Value& given, std::string_view procedure, std::span<const Option> known);

  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] const Value& value(std::string_view key) const;  // null when absent
  // Each names the option, what was found and what was wanted when the value is of no use.
  [[nodiscard]] Result<double> number(std::string_view key, double otherwise, double least,
                                      double most) const;
  [[nodiscard]] Result<std::int64_t> integer(std::string_view key, std::int64_t otherwise, std::int64_t least,
                                             std::int64_t most) const;
  [[nodiscard]] Result<bool> flag(std::string_view key, bool otherwise) const;
  [[nodiscard]] Result<std::optional<std::string>> text(std::string_view key) const;
  // The place of the word among `words`; case does not count.
  [[nodiscard]] Result<std::size_t> word(std::string_view key, std::span<const std::string_view> words,
                                         std::size_t otherwise) const;
  // A name or a list of names under either key.
  [[nodiscard]] Result<std::vector<std::string>> names(std::string_view one, std::string_view many) const;
  [[nodiscard]] Result<std::optional<NodeId>> node(
      std::string_view key) const;  // a node, or what id() gives for one

 private:
  [[nodiscard]] Error wrong(std::string_view key, std::string_view wanted) const;
  std::string procedure_;
  Map map_;
};

// The name among `known` that `name` was probably meant to be; empty when none is near.
std::string_view similar_name(std::string_view name, const std::vector<std::string>& known);

}  // namespace skein::dsl::procedures
