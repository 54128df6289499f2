// From findings to claims: whether the text says that it is so, plans it, guesses it or denies it; who says
// so; when.
#pragma once

#include <string>

#include "extract/discourse/discourse.hpp"
#include "extract/document.hpp"
#include "extract/extraction.hpp"
#include "extract/rules/matcher.hpp"
#include "extract/rules/rules.hpp"
#include "extract/syntax/syntax.hpp"

namespace skein::extract {

struct Stance {
  graph::Polarity polarity = graph::Polarity::affirmed;
  graph::Modality modality = graph::Modality::asserted;
  std::string attribution;
  std::string when;
};

Stance stance_of(const Finding& finding, const Document& document, const Syntax& syntax,
                 const Discourse& discourse, const RuleSet& rules, const std::vector<Figure>& figures);

}  // namespace skein::extract
