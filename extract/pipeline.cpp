#include "extract/pipeline.hpp"

#include <cstdlib>
#include <system_error>

#include "extract/tokens.hpp"

namespace skein::extract {

struct Models::Parts {};

Models::Models(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Models::Models(Models&&) noexcept = default;
Models& Models::operator=(Models&&) noexcept = default;
Models::~Models() = default;

Result<Models> Models::load(const std::filesystem::path&) { return Models(std::make_unique<Parts>()); }

std::filesystem::path default_model_directory() {
  if (const char* data = std::getenv("SKEIN_DATA"); data != nullptr && *data != 0)
    return std::filesystem::path(data) / "models";
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path() / "share" / "skein" / "models";
}

void read(Document& document, const Models&) { tokenize(document); }

}  // namespace skein::extract
