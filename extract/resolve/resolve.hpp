// Which local entities of which documents are one. A local entity has resolution keys and ties them together;
// entities that share a key are the same. So a cluster is a connected component of keys, a function of the
// set of local entities alone, and an added or forgotten document touches only the components of its own
// keys.
//
//   p:ana ruiz        a person's full name
//   p/sport:ana ruiz  the same where the text says what she is; see walks_of_life.hpp
//   p@DOCUMENT:wu     a surname alone: never leaves its document
//   l:china           a place
//   n:norvik          an organisation, product, work or event by its core name (no legal form); what every
//   country has
//                     one of with the country, see national_names.hpp
//   c:data center     a concept, by its singular
//   u@DOCUMENT:unnamed he  whom the text never names: never leaves its document
//   e@DOCUMENT:summit an event without a name of its own: never leaves its document
//   e:summit/p:ana ruiz/2025-02  unless the text says who held it; without the month where no text dates it
//
// Beside its keys an entity may lean on others, and these lead nowhere by themselves:
//
//   a short form   n:delta of "Delta Air Lines", n:iea of "International Energy Agency": it joins documents
//                  that know the short form alone, unless other entities have the same short form;
//                  likewise n:labour party of n:norway labour party, p:ana ruiz of p/sport:ana ruiz
//                  and e:summit/p:ana ruiz of the same with a month
//   a doubt        n:norvik of a place that no list knows, or of a person who has but one name: it joins
//                  documents in which an organisation or a product is called so
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "extract/discourse/discourse.hpp"
#include "extract/extraction.hpp"

namespace skein::extract {

struct ResolutionKeys {
  std::vector<std::string> keys;      // sorted, never empty for a draft with a core
  std::vector<std::string> leans_on;  // sorted, none of `keys`
};

// `document` is the document's own key. `certain`: the text, not a model alone, says of which type it is.
ResolutionKeys resolution_keys(const Draft& draft, std::string_view document, bool certain);

// Is this the short form of an entity of the same key space, and not a doubt about its type?
bool is_short_form(std::string_view key, std::string_view of);

// The key of an event by its kind, the key of who held it, and the month ("2025-02"; empty: unknown). One
// with a month leans on the key without; `leans_on` is empty for one without.
struct HostedEvent {
  std::string key, leans_on;
};
HostedEvent hosted_event_keys(std::string_view kind, std::string_view host, std::string_view month);

// Is it the key of a person's full name, in some walk of life or none?
bool is_full_name(std::string_view key);

// The walks of life that keys of full names tell apart, sorted.
inline constexpr std::array<std::string_view, 3> walk_names = {"arts", "public", "sport"};

// "p/sport:ana ruiz" of "p:ana ruiz" and "sport".
std::string full_name_key(std::string_view key, std::string_view walk);
// "p:ana ruiz" of "p/sport:ana ruiz"; any other key as it is.
std::string without_walk(std::string_view key);

// The name an entity goes by: the form most often used among those its type prefers (an organisation's
// without its legal form, a person's full name), then the shorter, then the first in byte order. A place with
// a demonym goes by the name that `key` (its smallest resolution key) gives it.
std::string canonical_name(EntityType type, const std::vector<NameCount>& names, std::string_view key);

}  // namespace skein::extract
