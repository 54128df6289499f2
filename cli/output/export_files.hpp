// The files of an export: they appear under their names when all of it is written, or not at all.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/output/output.hpp"
#include "cli/output/stream_output.hpp"
#include "graph/formats/export.hpp"

namespace skein::cli {

class ExportFiles : public graph::formats::ExportTarget {
 public:
  // A file, or standard output for an empty path or "-".
  static Result<std::unique_ptr<ExportFiles>> file(const std::string& path);
  // A folder, which may be there already: files of the same names in it are replaced, others stay. Files are
  // gathered in a folder beside it, DIR.part-PID.
  static Result<std::unique_ptr<ExportFiles>> folder(const std::string& path);

  // All was written: the files get their names. The first error of a write is reported here too.
  virtual Result<void> finish() = 0;
  // Why a stream failed, which the writer itself does not know.
  [[nodiscard]] virtual Result<void> status() const = 0;
  // Has the reader of standard output gone?
  [[nodiscard]] virtual bool closed() const { return false; }
};

// A graph or a part of it to `path`: a file, a folder for formats of several files. What was written when
// this returns an error is gone again. That the reader of standard output has gone is no error.
Result<void> export_graph(const graph::Transaction& transaction, const graph::formats::Subgraph& part,
                          const graph::formats::ExportFormat& format,
                          const graph::formats::ExportOptions& options, const std::string& path);

// By name, or by the extension of `path` when the name is empty. Errors: invalid_argument, listing the
// formats.
Result<const graph::formats::ExportFormat*> choose_export_format(const std::string& name,
                                                                 const std::string& path);

}  // namespace skein::cli
