#include "cli/commands/import_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace skein::cli {

namespace {

// Reading the files takes about this much of the whole time, writing both sides of the relationships the
// rest.
constexpr double reading_part = 0.6;

std::string amount(double count) {
  if (count >= 1e6) return fmt::format("{:.1f} M", count / 1e6);
  if (count >= 1e4) return fmt::format("{:.0f} k", count / 1e3);
  return fmt::format("{:.0f}", count);
}

}  // namespace

std::string import_progress_text(const graph::ImportProgress& progress, double seconds) {
  const auto& p = progress;
  double done = -1;
  if (p.bytes_total > 0 && p.bytes_done <= p.bytes_total) {
    done = reading_part * static_cast<double>(p.bytes_done) / static_cast<double>(p.bytes_total);
    if (p.stage == "writing")
      done = reading_part + (1 - reading_part) * static_cast<double>(p.written) /
                                static_cast<double>(std::max<std::uint64_t>(1, 2 * p.relationships));
  }
  std::string text(p.stage);
  if (done >= 0) {
    constexpr int width = 20;
    const int full = std::clamp(static_cast<int>(done * width), 0, width);
    text += fmt::format(" [{:#<{}}{:.<{}}] {} %", "", full, "", width - full, static_cast<int>(done * 100));
  }
  double count = static_cast<double>(p.stage == "nodes" ? p.nodes : p.relationships);
  if (p.stage == "writing") count = static_cast<double>(p.written) / 2;
  text += (done >= 0 ? ", " : " ") + amount(count);
  if (seconds > 0.1)
    text += fmt::format(" at {}/s", amount(static_cast<double>(p.nodes + p.relationships) / seconds));
  if (done > 0.01 && seconds > 0.5) text += fmt::format(", {:.0f} s left", seconds / done - seconds);
  return text;
}

}  // namespace skein::cli
