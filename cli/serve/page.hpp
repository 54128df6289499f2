// The explorer's page and what it needs, compiled into the program.
#pragma once

#include <optional>
#include <string_view>

namespace skein::cli::serve {

struct Asset {
  std::string_view content_type, text;
};
// "/" and "/assets/...": nothing when there is no such file.
std::optional<Asset> page_asset(std::string_view path);

}  // namespace skein::cli::serve
