#include "dsl/bind/types.hpp"

#include <array>
#include <utility>
#include <vector>

namespace skein::dsl {

Type type_of(const Value& value) {
  if (value.kind() != Kind::list) return type_of_kind(value.kind());
  KindSet elements = value.as_list().empty() ? null_kind : 0;
  for (const Value& element : value.as_list()) elements |= kind_bit(element.kind());
  return list_of(elements);
}

std::string describe(KindSet set) {
  if (set == any_kind) return "any value";
  std::vector<std::string> names;
  for (unsigned kind = 1; kind < 17; ++kind) {  // null is understood
    if (has_kind(set, static_cast<Kind>(kind)))
      names.push_back((kind == static_cast<unsigned>(Kind::integer) ? "an " : "a ") +
                      std::string(kind_name(static_cast<Kind>(kind))));
  }
  if (names.empty()) return "null";
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
    out += names[i];
  }
  return out;
}

KindSet declared_kinds(std::string_view declared) {
  static constexpr std::array<std::pair<std::string_view, KindSet>, 20> known = {{
      {"BOOLEAN", kinds(Kind::boolean)},
      {"INTEGER", kinds(Kind::integer)},
      {"FLOAT", number_kinds},
      {"NUMBER", number_kinds},
      {"STRING", kinds(Kind::string)},
      {"LIST", kinds(Kind::list)},
      {"MAP", kinds(Kind::map, Kind::node, Kind::relationship)},
      {"NODE", kinds(Kind::node)},
      {"RELATIONSHIP", kinds(Kind::relationship)},
      {"PATH", kinds(Kind::path)},
      {"DATE", kinds(Kind::date)},
      {"TIME", kinds(Kind::time)},
      {"LOCALTIME", kinds(Kind::local_time)},
      {"LOCAL TIME", kinds(Kind::local_time)},
      {"DATETIME", kinds(Kind::date_time)},
      {"LOCALDATETIME", kinds(Kind::local_date_time)},
      {"LOCAL DATETIME", kinds(Kind::local_date_time)},
      {"DURATION", kinds(Kind::duration)},
      {"POINT", kinds(Kind::point)},
      {"ANY", any_kind},
  }};
  const std::string_view plain = declared.substr(0, declared.find_first_of("?<"));
  for (const auto& [name, set] : known) {
    if (name == plain) return set;
  }
  return any_kind;
}

}  // namespace skein::dsl
