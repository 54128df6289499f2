// skein_train: the developer's way to make and to measure the models.
//   skein_train train --data DIR --out DIR [MODEL...]
//   skein_train eval --data DIR --models DIR
//   skein_train misses --data DIR --models DIR   (after train --parts)
#include <fmt/format.h>

#include <string_view>

#include "extract/train/train.hpp"

namespace {

int usage() {
  fmt::print(stderr,
             "usage: skein_train train --data DIR --out DIR [--parts] [MODEL...]\n"
             "       skein_train eval --data DIR --models DIR\n"
             "       skein_train misses --data DIR --models DIR\n");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return usage();
  const std::string_view command = argv[1];
  skein::extract::TrainOptions options;
  for (int i = 2; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--data" && i + 1 < argc) options.data = argv[++i];
    else if ((word == "--out" || word == "--models") && i + 1 < argc) options.out = argv[++i];
    else if (word == "--parts") options.relation_parts = true;
    else if (word.starts_with("-")) return usage();
    else options.only.emplace_back(word);
  }
  if (options.data.empty() || options.out.empty()) return usage();
  if (command == "train") {
    options.progress = [](std::string_view line) { fmt::print(stderr, "{}\n", line); };
    const auto done = skein::extract::train(options);
    if (!done) fmt::print(stderr, "skein_train: {}\n", done.error().message);
    return done ? 0 : 1;
  }
  if (command == "eval") {
    const auto table = skein::extract::evaluate(options.data, options.out);
    if (!table) fmt::print(stderr, "skein_train: {}\n", table.error().message);
    else fmt::print("{}", *table);
    return table ? 0 : 1;
  }
  if (command == "misses") {
    const auto table = skein::extract::relation_misses(
        options.data, options.out, [](std::string_view line) { fmt::print("{}\n", line); });
    if (!table) fmt::print(stderr, "skein_train: {}\n", table.error().message);
    else fmt::print("{}", *table);
    return table ? 0 : 1;
  }
  return usage();
}
