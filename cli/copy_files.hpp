// COPY ... TO 'file': rows in a row format, or the graph in a file format.
#pragma once

#include "cli/database.hpp"
#include "dsl/copy.hpp"

namespace skein::cli {

// Writes wherever the user may; a relative name is counted from the working directory.
class CopyFiles final : public dsl::CopyTarget {
 public:
  explicit CopyFiles(const Runner& runner) : runner_(runner) {}  // which must outlive it
  Result<std::unique_ptr<dsl::CopyJob>> begin(const dsl::CopyRequest& request) override;

 private:
  const Runner& runner_;
};

}  // namespace skein::cli
