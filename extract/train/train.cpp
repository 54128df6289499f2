#include "extract/train/train.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "extract/train/trainers.hpp"

namespace skein::extract {

namespace {

using Trainer = Result<void> (*)(const TrainOptions&);
constexpr std::pair<const char*, Trainer> trainers[] = {
    {"lexicon", train_lexicon}, {"lemmas", train_lemmas}, {"tagger", train_tagger},
    {"parser", train_parser},   {"names", train_names}, {"relations", train_relations},
};

}  // namespace

const std::vector<std::string>& model_names() {
  static const auto names = [] {
    std::vector<std::string> all;
    for (const auto& [name, trainer] : trainers) all.emplace_back(name);
    return all;
  }();
  return names;
}

Result<void> train(const TrainOptions& options) {
  const auto& names = model_names();
  for (const std::string& wanted : options.only) {
    if (std::find(names.begin(), names.end(), wanted) == names.end()) {
      return Error{.code = ErrorCode::invalid_argument,
                   .message = fmt::format("no model is called '{}'; there are {}", wanted, fmt::join(names, ", "))};
    }
  }
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  if (error) {
    return Error{.code = ErrorCode::io,
                 .message = fmt::format("cannot make {}: {}", options.out.string(), error.message())};
  }
  for (const auto& [name, trainer] : trainers) {
    const bool wanted =
        options.only.empty() || std::find(options.only.begin(), options.only.end(), name) != options.only.end();
    if (wanted) SKEIN_TRY(trainer(options));
  }
  return {};
}

}  // namespace skein::extract
