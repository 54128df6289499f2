// The files of the page as the build put them into the program (cmake/embed.cmake).
#pragma once

#include <string_view>
#include <vector>

namespace skein::cli::explorer {

struct PageFile {
  std::string_view name;  // "style.css"
  std::string_view text;
};
// index.html, then style sheets and scripts in the order in which a page needs them.
const std::vector<PageFile>& page_files();

}  // namespace skein::cli::explorer
