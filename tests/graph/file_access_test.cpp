#include "graph/formats/file_access.hpp"

#include <fstream>

#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph::formats;
using namespace skein::graph::test;

TEST_CASE("a file is found within the allowed folder only", "[graph][files]") {
  const ScratchDirectory scratch("files");
  const std::string folder = scratch / "open";
  std::filesystem::create_directories(folder + "/more");
  for (const char* name : {"/a.csv", "/more/b c.csv"}) std::ofstream(folder + name) << "x\n";
  std::ofstream(scratch / "secret.csv") << "x\n";
  std::filesystem::create_symlink(scratch / "secret.csv", folder + "/link.csv");
  std::filesystem::create_symlink(folder + "/a.csv", folder + "/inner.csv");

  const std::string found = std::filesystem::canonical(folder).string();
  for (const char* name : {"a.csv", "/a.csv", "file:a.csv", "file:/a.csv", "file:///a.csv", "FILE:///a.csv", "inner.csv", "more/../a.csv"}) {
    INFO(name);
    if (std::string(name).find("..") != std::string::npos)
      CHECK(allowed_file(folder, name).error().code == ErrorCode::invalid_argument);
    else
      CHECK(ok(allowed_file(folder, name)) == found + "/a.csv");
  }
  CHECK(ok(allowed_file(folder, "file:///more/b%20c.csv")) == found + "/more/b c.csv");

  CHECK(allowed_file("", "a.csv").error().code == ErrorCode::unsupported);
  CHECK(allowed_file(folder, "https://example.org/a.csv").error().code == ErrorCode::unsupported);
  for (const char* name : {"../secret.csv", "file:///../secret.csv", "file:///%2e%2e/secret.csv", "link.csv", "file://host/a.csv", "more", ""}) {
    INFO(name);
    CHECK(allowed_file(folder, name).error().code == ErrorCode::invalid_argument);
  }
  CHECK(allowed_file(folder, "none.csv").error().code == ErrorCode::not_found);
  CHECK(allowed_file(folder + "/gone", "a.csv").error().code == ErrorCode::not_found);
}
