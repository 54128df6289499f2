// What a user has settled once for all shells: $XDG_CONFIG_HOME/skein/config.toml.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "storage/result.hpp"

namespace skein::cli {

struct Settings {
  std::string mode = "table";        // how rows are shown
  bool timer = true;                 // how long a statement took
  std::optional<bool> color;         // absent: as the terminal and NO_COLOR say
  std::optional<std::string> pager;  // absent: $PAGER, or less; empty: none
  std::size_t history = 2000;        // statements kept
  std::string theme = "light";       // of pictures
};

// $XDG_CONFIG_HOME/skein/config.toml, or ~/.config/skein/config.toml; empty where there is no home.
std::filesystem::path settings_file();

// Reads a file that need not be there. What is wrong in it becomes a line in `problems`, with the file and
// the line, and the other settings hold.
Settings read_settings(const std::filesystem::path& file, std::vector<std::string>& problems);

}  // namespace skein::cli
