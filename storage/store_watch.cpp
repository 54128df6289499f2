#include "storage/store_watch.hpp"

#include <sys/stat.h>

#include <chrono>
#include <optional>

namespace skein::storage {

namespace {

// How far apart two changes must be to have different times for certain. Linux stamps files with the time of
// its last tick, at most 10 ms ago; some file systems keep seconds or hundredths of it only, which shows in
// the time itself.
std::int64_t step_of(std::int64_t time) {
  constexpr std::int64_t millisecond = 1'000'000;
  return time % millisecond != 0 ? 50 * millisecond : 3'000 * millisecond;
}

std::optional<std::int64_t> changed(const std::string& directory) {
  struct stat found {};
  if (::stat(directory.c_str(), &found) != 0) return std::nullopt;
  return found.st_mtim.tv_sec * 1'000'000'000 + found.st_mtim.tv_nsec;
}

}  // namespace

std::string StoreWatch::look() {
  using std::chrono::nanoseconds, std::chrono::system_clock;
  growing_.clear();
  const auto when = changed(directory_.kv());  // first: a file that comes after this shows next time
  const auto now = std::chrono::duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
  settled_ = when && now - *when > step_of(*when);
  changed_ = when.value_or(0);
  auto print = directory_.fingerprint(true);
  for (const auto& file : directory_.growing_files())
    growing_.push_back({directory_.kv() + "/" + file.name, file.size});
  // The files may have grown between the two.
  if (settled_ && print != directory_.fingerprint(true)) settled_ = false;
  return print;
}

bool StoreWatch::unchanged() const {
  if (!settled_ || changed(directory_.kv()) != changed_) return false;
  for (const auto& [path, size] : growing_) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0 || static_cast<std::uint64_t>(found.st_size) != size) return false;
  }
  return true;
}

}  // namespace skein::storage
