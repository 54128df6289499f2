#include "cli/output/stream_output.hpp"

namespace skein::cli {

OutputStream::OutputStream(Output& output)
    : std::ostream(static_cast<std::streambuf*>(this)), output_(output) {}

std::streamsize OutputStream::xsputn(const char* text, std::streamsize size) {
  if (status_) status_ = output_.write({text, static_cast<std::size_t>(size)});
  return status_ ? size : 0;
}

std::streambuf::int_type OutputStream::overflow(std::streambuf::int_type c) {
  const char one = static_cast<char>(c);
  return xsputn(&one, 1) == 1 ? c : std::streambuf::traits_type::eof();
}

}  // namespace skein::cli
