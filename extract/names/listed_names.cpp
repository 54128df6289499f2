#include "extract/names/listed_names.hpp"

namespace skein::extract {

NameLists name_lists_of(const Models& models) {
  const auto listed = [&](std::uint32_t flags) {
    return [&models, flags](std::string_view name) { return (listed_as(name, models) & flags) != 0; };
  };
  return {listed(listed_places), listed(lex::first_name | lex::surname | lex::famous),
          listed(lex::first_name)};
}

}  // namespace skein::extract
