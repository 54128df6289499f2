// Names of zones that agree with another one since 1970 and are links to it in IANA's main data (file `backward`).
#pragma once

#include <string_view>

namespace skein::graph::temporal {

// The zone that `name` is a link to; empty when it is none.
std::string_view zone_link(std::string_view name);

}  // namespace skein::graph::temporal
