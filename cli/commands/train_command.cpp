// skein train: the shipped models, made again.
#include <cstdio>

#include "cli/commands/commands.hpp"
#include "cli/output/terminal.hpp"
#include "extract/train/train.hpp"

namespace skein::cli {

int train_command(const TrainArguments& arguments) {
  extract::TrainOptions options;
  options.data = arguments.data;
  options.out = arguments.out;
  options.only = arguments.models;
  options.progress = [](std::string_view line) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
  };
  if (arguments.evaluate) {
    const auto table = extract::evaluate(options.data, options.out);
    if (!table) return fail(table.error());
    std::fputs(table->c_str(), stdout);
    return exit_ok;
  }
  const auto done = extract::train(options);
  return done ? exit_ok : fail(done.error());
}

}  // namespace skein::cli
