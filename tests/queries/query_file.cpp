#include "tests/queries/query_file.hpp"

#include <fstream>
#include <sstream>

namespace skein::tests {

std::vector<Block> read_blocks(const std::string& path) {
  std::vector<Block> blocks;
  std::ifstream in(path);
  std::string line;
  Block block;
  bool inside = false, expecting = false;
  const auto end = [&] {
    if (inside) blocks.push_back(std::move(block));
    block = {};
    inside = expecting = false;
  };
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty()) {
      end();
    } else if (line[0] == '#' && !expecting) {
      continue;
    } else if (!inside) {
      std::istringstream words(line);
      words >> block.kind;
      for (std::string word; words >> word;) block.words.push_back(word);
      block.line = number;
      inside = true;
    } else if (line == "----") {
      expecting = true;
    } else if (expecting) {
      block.expected.push_back(line);
    } else {
      block.statement += line + "\n";
    }
  }
  end();
  return blocks;
}

}  // namespace skein::tests
