// Tests of the language as text. A file is a list of blocks; blank lines end a block, `#` starts a comment line.
//
//   graph                      a fresh, empty graph, changed by the statements below, each ended by `;`
//   CREATE (:A {n: 1});
//
//   query                      a statement, then `----`, the columns, and the rows in any order
//   MATCH (a:A) RETURN a.n AS n
//   ----
//   n
//   1
//
//   ordered                    as query, the rows in this order
//   changes                    a statement, then `----` and its counters, as `nodes_created 1`, a line each
//   error TypeError Detail     a statement that fails so; the detail may be left out; then, after `----`, words of the
//                              message or its hint, a line each
//   runs                       statements, each ended by `;`, which succeed
//   refused                    statements, each ended by `;`, which fail with a hint
//   plan                       a statement, then `----` and its plan, as EXPLAIN prints it
//
// A block may give parameters in its first line, `query x=1 y='b'`: each value a literal without blanks. Every query is
// run twice, with the planner's rewrites and without.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace skein::tests {

struct Block {
  std::string kind;
  std::vector<std::string> words;  // of the first line, after the kind
  std::string statement;
  std::vector<std::string> expected;
  int line = 0;
};

std::vector<Block> read_blocks(const std::string& path);

}  // namespace skein::tests
