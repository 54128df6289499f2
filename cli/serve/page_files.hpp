// The files of the page as the build put them into the program (cmake/embed.cmake).
#pragma once

#include <string_view>
#include <vector>

namespace skein::cli::serve {

struct PageFile {
  std::string_view name;  // "index.html"
  std::string_view text;
};
const std::vector<PageFile>& page_files();

}  // namespace skein::cli::serve
