// Which local entities of which documents are one. A local entity has resolution keys; it ties its keys
// together; entities that share a key are the same. So a cluster is a connected component of keys, a function
// of the set of local entities alone, and an added or forgotten document touches only the components of its
// own keys.
//
//   p:eddie wu        a person's full name
//   p@DOCUMENT:wu     a surname alone: never leaves its document
//   l:china           a place
//   n:alibaba         an organisation, product, work or event by its core name (no legal form)
//   c:data center     a concept, by its singular
//   e@DOCUMENT:summit an event without a name of its own: never leaves its document
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/discourse.hpp"
#include "extract/extraction.hpp"

namespace skein::extract {

// The keys of a local entity, sorted. `document` is the document's own key.
std::vector<std::string> resolution_keys(const Draft& draft, std::string_view document);

// The name an entity goes by: the form most often used among those its type prefers (an organisation's
// without its legal form, a person's full name), then the shorter, then the first in byte order. A place with
// a demonym goes by the name that `key` (its smallest resolution key) gives it.
std::string canonical_name(EntityType type, const std::vector<NameCount>& names, std::string_view key);

}  // namespace skein::extract
