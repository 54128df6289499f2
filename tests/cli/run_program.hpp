// Runs the program as a user would.
#pragma once

#include <string>
#include <vector>

namespace skein::tests {

struct Ran {
  int status = -1;  // 128 + signal when one ended it
  std::string out, err;
};

// skein with these arguments and this standard input. `environment` stands before the command: "NO_COLOR=1".
Ran run(const std::vector<std::string>& arguments, const std::string& input = "",
        const std::string& environment = "");
// A command line for sh, with $SKEIN as the program.
Ran shell(const std::string& command);

std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& text);

}  // namespace skein::tests
