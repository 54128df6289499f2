// Where COPY writes. The language itself touches no file: a session that may write is given a CopyTarget by
// who opened it, one that may not (a server's, the batch mode's) has none.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/query.hpp"
#include "graph/graph.hpp"

namespace skein::dsl {

struct CopyRequest {
  bool graph = false;                                        // the whole graph, not the rows of a query
  std::string file;                                          // as the statement names it
  std::vector<std::pair<std::string, std::string>> options;  // names in lower case
  // "format", or empty when it is not among the options.
  [[nodiscard]] std::string_view option(std::string_view name) const;
};

// One COPY under way. Takes the rows of the query; nothing of it may be left when it is destroyed before
// finish().
class CopyJob : public RowSink {
 public:
  virtual Result<void> finish(const graph::Transaction& transaction, const graph::QueryContext& context) = 0;
};

class CopyTarget {
 public:
  virtual ~CopyTarget() = default;
  // Errors: invalid_argument for an option or a format that is unknown; io.
  virtual Result<std::unique_ptr<CopyJob>> begin(const CopyRequest& request) = 0;
};

}  // namespace skein::dsl
