#include "tests/cli/run_program.hpp"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/support/temp_dir.hpp"

namespace skein::tests {

namespace {

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

Ran shell(const std::string& command) {
  const TempDir folder;
  const std::string base = folder.path();
  const std::string line = "SKEIN=" + quoted(SKEIN_PROGRAM) + "; export SKEIN; { " + command + "\n} >" +
                           base + "/out 2>" + base + "/err";
  const int status = std::system(line.c_str());
  Ran ran;
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  ran.out = read_file(base + "/out");
  ran.err = read_file(base + "/err");
  return ran;
}

Ran run(const std::vector<std::string>& arguments, const std::string& input, const std::string& environment) {
  const TempDir folder;
  const std::string file = folder.path() + "/in";
  write_file(file, input);
  std::string line = environment + " \"$SKEIN\"";
  for (const auto& argument : arguments) line += " " + quoted(argument);
  return shell(line + " <" + file);
}

}  // namespace skein::tests
