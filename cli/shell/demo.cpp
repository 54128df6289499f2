#include "cli/shell/demo.hpp"

#include "extract/readers/sources.hpp"

namespace skein::cli {

std::vector<extract::Document> example_documents() {
  std::vector<extract::Document> documents;
  const extract::SourceSink sink{[&](extract::Document document) {
                                   documents.push_back(std::move(document));
                                   return true;
                                 },
                                 [](const std::string&) {}};
  for (const auto& file : example_files())
    extract::read_content(std::string(file.text), "examples/ai-industry/" + std::string(file.name), sink);
  return documents;
}

}  // namespace skein::cli
