// What the shipped lists know of names, as the stages ask for it that decide what a name is.
#pragma once

#include <functional>
#include <string_view>

#include "extract/pipeline.hpp"

namespace skein::extract {

// Does some list have a name, in lower case? Empty: there is no list, and nothing is concluded from one.
using Listed = std::function<bool(std::string_view name)>;

struct NameLists {
  Listed place;   // towns, countries, regions
  Listed person;  // first names, surnames, famous people
  Listed first_name;
};

// The models must outlive what is returned.
NameLists name_lists_of(const Models& models);

}  // namespace skein::extract
