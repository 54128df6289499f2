// The statements of a folder of Gherkin features, as the openCypher TCK keeps them: every text between """
// that a step runs, with the rows of a Scenario Outline's Examples put in.
#pragma once

#include <string>
#include <vector>

namespace skein::dsl {

struct FeatureStatement {
  std::string place;  // file name and line
  std::string text;
};

// In order of file and line. Empty when there is no such folder.
std::vector<FeatureStatement> feature_statements(const std::string& folder);

}  // namespace skein::dsl
