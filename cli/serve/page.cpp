#include "cli/serve/page.hpp"

#include "cli/serve/page_files.hpp"

namespace skein::cli::serve {

namespace {

std::string_view content_type(std::string_view name) {
  const std::string_view extension = name.substr(name.rfind('.') + 1);
  if (extension == "html") return "text/html; charset=utf-8";
  if (extension == "js") return "text/javascript; charset=utf-8";
  if (extension == "css") return "text/css; charset=utf-8";
  if (extension == "svg") return "image/svg+xml";
  return "application/octet-stream";
}

}  // namespace

std::optional<Asset> page_asset(std::string_view path) {
  constexpr std::string_view folder = "/assets/";
  const std::string_view name = path == "/"                               ? "index.html"
                                : path.substr(0, folder.size()) == folder ? path.substr(folder.size())
                                                                          : "";
  for (const PageFile& file : page_files())
    if (!name.empty() && file.name == name) return Asset{content_type(name), file.text};
  return std::nullopt;
}

}  // namespace skein::cli::serve
