#include "storage/store_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "storage/bytes.hpp"
#include "storage/files.hpp"

namespace skein::storage {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view magic = "skein store\n";
constexpr std::string_view format_word = "format ";
constexpr std::string_view checksum_word = "checksum ";

std::string sealed(const std::string& text) {
  return text + fmt::format("{}{:016x}\n", checksum_word, checksum(text));
}

// The text without its checksum line; nothing when that line is wrong.
std::optional<std::string_view> unsealed(std::string_view bytes) {
  const std::size_t at = bytes.rfind(checksum_word);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view text = bytes.substr(0, at);
  if (sealed(std::string(text)) != bytes) return std::nullopt;
  return text;
}

// A number at the front of `text`, taken off with the character that follows it.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc() || end == text.data() + text.size()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return n;
}

Result<DirectoryState> read_format(const std::string& path, std::string_view bytes) {
  const auto text = unsealed(bytes);
  if (!text && bytes.substr(0, magic.size()) != magic)
    return Error{ErrorCode::corruption,
                 fmt::format("{} is damaged: it should begin with \"skein store\", but begins with "
                             "\"{}\"",
                             path, printable(bytes.substr(0, 20)))};
  if (!text)
    return Error{ErrorCode::corruption,
                 fmt::format("{} is damaged: its checksum does not fit its {} bytes", path, bytes.size())};
  std::string_view rest = text->substr(std::min(text->size(), magic.size() + format_word.size()));
  const auto format = take_number(rest);
  if (!format) return Error{ErrorCode::corruption, fmt::format("{} is damaged: it names no format", path)};
  if (*format > store_format)
    return Error{
        ErrorCode::newer_format,
        fmt::format("{} says store format {}, written by a later skein; this one reads formats up to {}",
                    path, *format, store_format)};
  return DirectoryState::store;
}

}  // namespace

StoreDirectory::StoreDirectory(std::string path) : path_(std::move(path)) {
  while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
}

// While another process makes the store, FORMAT.new.tmp becomes FORMAT.new and that FORMAT; a look in between
// may see none of them beside the rest, and is then taken again.
Result<DirectoryState> StoreDirectory::look() const {
  while (true) {
    auto state = look_once();
    std::error_code ignored;
    const bool refused = !state.ok() && (state.error().code == ErrorCode::not_a_store ||
                                         state.error().code == ErrorCode::corruption);
    if (!refused || !fs::is_directory(path_, ignored)) return state;
    const auto format = read_small_file(path_ + "/FORMAT");
    if (format.ok() && *format) return read_format(path_ + "/FORMAT", **format);
    if (!fs::exists(path_ + "/FORMAT.new", ignored)) return state;
  }
}

Result<DirectoryState> StoreDirectory::look_once() const {
  std::error_code error;
  const auto status = fs::status(path_, error);
  if (status.type() == fs::file_type::not_found) return DirectoryState::absent;
  if (error) return io_error("look at", path_, error.value());
  if (status.type() != fs::file_type::directory)
    return Error{ErrorCode::not_a_store, fmt::format("{} is a file; a store is a directory", path_)};
  SKEIN_ASSIGN(const auto format, read_small_file(path_ + "/FORMAT"));
  if (format) return read_format(path_ + "/FORMAT", *format);
  if (fs::exists(path_ + "/FORMAT.new", error)) return DirectoryState::unfinished;

  std::string stranger;  // the first by name, so that the message does not vary
  fs::directory_iterator entries(path_, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    const std::string name = entries->path().filename().string();
    if (name == "LOCK.skein" || name == "FORMAT.new.tmp") continue;
    if (stranger.empty() || name < stranger) stranger = name;
  }
  if (error) return io_error("list", path_, error.value());
  if (stranger.empty()) return DirectoryState::empty;
  if (fs::exists(kv() + "/CURRENT", error))
    return Error{ErrorCode::corruption,
                 fmt::format("{}/FORMAT is missing, though kv/ is there: the store was damaged", path_)};
  return Error{ErrorCode::not_a_store,
               fmt::format("{} is not a skein store: it has no FORMAT, and it is not empty (\"{}\" is in it)",
                           path_, stranger)};
}

Result<void> StoreDirectory::make_directory() {
  std::error_code error;
  for (fs::path p = path_; !p.empty() && !fs::exists(p, error); p = p.parent_path()) made_ = p.string();
  fs::create_directories(path_, error);
  if (!error) return {};
  undo_directory();
  return io_error("make the directory", path_, error.value());
}

Result<void> StoreDirectory::begin_store() {
  std::error_code error;
  fs::remove_all(kv(), error);  // what an earlier maker left when it died
  SKEIN_TRY(replace_file(path_ + "/FORMAT.new",
                         sealed(fmt::format("{}{}{}\n", magic, format_word, store_format)), true));
  return {};
}

Result<void> StoreDirectory::finish_store() {
  std::error_code error;
  fs::rename(path_ + "/FORMAT.new", path_ + "/FORMAT", error);
  if (error) return io_error("put in place", path_ + "/FORMAT", error.value());
  SKEIN_TRY(sync_directory(path_));
  // A directory that is new is itself an entry in the one above it.
  if (made_.empty()) return {};
  for (fs::path p = path_;; p = p.parent_path()) {
    SKEIN_TRY(sync_directory(p.parent_path().string()));
    if (p == made_) return {};
  }
}

void StoreDirectory::undo() {
  std::error_code ignored;
  for (const char* name : {"kv", "runs", "FORMAT", "FORMAT.new", "FORMAT.new.tmp", "LOCK.skein"})
    fs::remove_all(path_ + "/" + name, ignored);
  undo_directory();
}

void StoreDirectory::undo_directory() {
  std::error_code ignored;
  if (made_.empty()) return;
  // Only directories that are empty now go, from the inside out.
  for (fs::path p = path_;; p = p.parent_path()) {
    fs::remove(p, ignored);
    if (p == made_) return;
  }
}

void StoreDirectory::clear_runs() const {
  std::error_code ignored;
  fs::remove_all(runs(), ignored);
}

std::optional<StoreDirectory::Closed> StoreDirectory::closed() const {
  const auto bytes = read_small_file(path_ + "/CLOSED");
  if (!bytes.ok() || !*bytes) return std::nullopt;
  auto text = unsealed(**bytes);
  if (!text) return std::nullopt;
  Closed closed;
  const auto sequence = take_number(*text);
  if (!sequence) return std::nullopt;
  closed.sequence = *sequence;
  while (!text->empty()) {
    const auto size = take_number(*text);
    const std::size_t end = text->find('\n');
    if (!size || end == std::string_view::npos) return std::nullopt;
    closed.files.push_back({std::string(text->substr(0, end)), *size});
    text->remove_prefix(end + 1);
  }
  return closed;
}

void StoreDirectory::write_closed(std::uint64_t sequence) const {
  std::string text = fmt::format("{}\n", sequence);
  for (const auto& file : data_files()) text += fmt::format("{} {}\n", file.size, file.name);
  (void)replace_file(path_ + "/CLOSED", sealed(text), false).ok();  // a help, not a need
}

Result<void> StoreDirectory::check_files() const {
  const std::string current_path = kv() + "/CURRENT";
  SKEIN_ASSIGN(const auto current, read_small_file(current_path));
  if (!current)
    return Error{ErrorCode::corruption, fmt::format("{} is missing: the store was damaged", current_path)};
  if (current->rfind("MANIFEST-", 0) != 0 || current->back() != '\n')
    return Error{ErrorCode::corruption,
                 fmt::format("{} is damaged: it should name a MANIFEST file, but has \"{}\"", current_path,
                             printable(*current))};
  const std::string manifest = current->substr(0, current->size() - 1);
  std::error_code error;
  const auto manifest_size = fs::file_size(kv() + "/" + manifest, error);
  if (error)
    return Error{
        ErrorCode::corruption,
        fmt::format("{}/{} is missing, though CURRENT names it: the store was damaged", kv(), manifest)};
  const auto last = closed();
  if (!last) return {};
  // Files come and go only with an entry in the MANIFEST.
  const bool unchanged =
      std::count(last->files.begin(), last->files.end(), File{manifest, manifest_size}) == 1;
  for (const auto& [name, size] : last->files) {
    const auto found = fs::file_size(kv() + "/" + name, error);
    if (error && unchanged)
      return Error{ErrorCode::corruption, fmt::format("{}/{} is missing: the store was damaged", kv(), name)};
    if (!error && found < size)
      return Error{
          ErrorCode::corruption,
          fmt::format("{}/{} was cut off: it has {} bytes, but had {} when the store was last closed", kv(),
                      name, found, size)};
  }
  return {};
}

Result<void> StoreDirectory::check_sequence(std::uint64_t found) const {
  const auto last = closed();
  if (!last || found >= last->sequence) return {};
  return Error{
      ErrorCode::corruption,
      fmt::format("{} has lost commits: its files reach up to {}, but it was closed at {}; a file of {} is "
                  "missing or was put back from an older copy",
                  name(), found, last->sequence, kv())};
}

std::vector<StoreDirectory::File> StoreDirectory::files_where(
    const std::function<bool(const std::string&)>& wanted) const {
  std::vector<File> files;
  std::error_code error;
  for (fs::directory_iterator it(kv(), error); !error && it != fs::directory_iterator();
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (!wanted(name)) continue;
    std::error_code gone;
    const auto size = it->file_size(gone);
    if (!gone) files.push_back({name, size});
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string StoreDirectory::manifest() const {
  const auto current = read_small_file(kv() + "/CURRENT");
  if (!current.ok() || !*current || (*current)->empty()) return {};
  return (*current)->substr(0, (*current)->size() - 1);
}

std::vector<StoreDirectory::File> StoreDirectory::data_files() const {
  return files_where([manifest = manifest()](const std::string& name) {
    return name == manifest || name.ends_with(".log") || name.ends_with(".sst");
  });
}

std::vector<StoreDirectory::File> StoreDirectory::growing_files() const {
  return files_where([manifest = manifest()](const std::string& name) {
    return name == manifest || name.ends_with(".log");
  });
}

std::vector<StoreDirectory::File> StoreDirectory::logs() const {
  return files_where([](const std::string& name) { return name.ends_with(".log"); });
}

std::string StoreDirectory::fingerprint(bool with_logs) const {
  std::string print;
  std::error_code error;
  if (const auto current = read_small_file(kv() + "/CURRENT");
      current.ok() && *current && !(*current)->empty()) {
    print = **current;
    print += fmt::format("{}\n", fs::file_size(kv() + "/" + print.substr(0, print.size() - 1), error));
  }
  if (!with_logs) return print;
  for (const auto& log : logs()) print += fmt::format("{} {}\n", log.name, log.size);
  return print;
}

}  // namespace skein::storage
