// A std::ostream over an Output, for writers of file formats.
#pragma once

#include <ostream>
#include <streambuf>

#include "cli/output/output.hpp"

namespace skein::cli {

class OutputStream : private std::streambuf, public std::ostream {
 public:
  explicit OutputStream(Output& output);
  // What went wrong while writing; the stream itself only knows that something did.
  [[nodiscard]] const Result<void>& status() const { return status_; }

 private:
  std::streamsize xsputn(const char* text, std::streamsize size) override;
  std::streambuf::int_type overflow(std::streambuf::int_type c) override;
  Output& output_;
  Result<void> status_;
};

}  // namespace skein::cli
