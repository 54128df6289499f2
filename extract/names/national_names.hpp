// Institutions that every country has one of and calls by common words: "Labour Party", "Supreme Court",
// "Ministry of Finance". Such a name says little without its country, so the country becomes part of its
// resolution key.
#pragma once

#include <string>
#include <string_view>

#include "extract/discourse/discourse.hpp"
#include "extract/pipeline.hpp"
#include "extract/rules/rules.hpp"

namespace skein::extract {

// The country that a document is about, by its own name ("New Zealand"): the one that at least half of its
// mentions of countries and their people mean. Empty when there is none, or when two share the most.
std::string main_country(const Document& document, const RuleSet& rules);

struct NationalName {
  std::string bare;       // "labour party"
  std::string qualified;  // "new zealand labour party"; empty when no country is known
};

// What an organisation's core name is as that of a national institution, given in a document about `country`
// (may be empty); both empty when it is none. A country or its people in the name itself counts before the
// document's.
NationalName national_name(std::string_view core, std::string_view country, const RuleSet& rules,
                           const Models& models);

}  // namespace skein::extract
