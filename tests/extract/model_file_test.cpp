#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "extract/model/model_file.hpp"
#include "extract/model/weights.hpp"

using namespace skein;
using namespace skein::extract;

namespace {

struct TemporaryFile {
  std::filesystem::path path;
  TemporaryFile() {
    std::string name = (std::filesystem::temp_directory_path() / "skein-model-XXXXXX").string();
    const int file = ::mkstemp(name.data());
    REQUIRE(file >= 0);
    std::fclose(::fdopen(file, "w"));
    path = name;
  }
  ~TemporaryFile() { std::filesystem::remove(path); }
  void write(const std::string& bytes) const {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }
};

std::string sample() {
  ModelWriter out("sample");
  out.add("numbers", std::vector<std::int32_t>{1, -2, 3});
  out.add_bytes("text", "hello");
  return out.bytes();
}

}  // namespace

TEST_CASE("a model file gives back the sections that were written", "[extract][model]") {
  const TemporaryFile file;
  file.write(sample());
  const auto model = ModelFile::open(file.path, "sample");
  REQUIRE(model.ok());
  const auto numbers = model->section<std::int32_t>("numbers");
  REQUIRE(numbers.ok());
  CHECK(std::vector<std::int32_t>(numbers->begin(), numbers->end()) == std::vector<std::int32_t>{1, -2, 3});
  CHECK_FALSE(model->section<std::int32_t>("absent").ok());
  CHECK_FALSE(model->section<std::int64_t>("text").ok());
}

TEST_CASE("a model file that is not as it was written is refused with a reason", "[extract][model]") {
  const TemporaryFile file;
  const std::string good = sample();
  const auto error_of = [&](const std::string& bytes, std::string_view kind = "sample") {
    file.write(bytes);
    const auto model = ModelFile::open(file.path, kind);
    REQUIRE_FALSE(model.ok());
    CHECK(model.error().message.find(file.path.string()) != std::string::npos);
    return model.error();
  };
  SECTION("cut short anywhere") {
    for (std::size_t size = 0; size < good.size(); size += 7)
      CHECK(error_of(good.substr(0, size)).code == ErrorCode::corruption);
  }
  SECTION("one bit flipped anywhere") {
    for (std::size_t at = 0; at < good.size(); at += 3) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ 4);
      error_of(bad);
    }
  }
  SECTION("of a newer format") {
    std::string newer = good;
    newer[8] = 2;
    const Error error = error_of(newer);
    CHECK(error.code == ErrorCode::newer_format);
    CHECK(error.message.find("format 2") != std::string::npos);
  }
  SECTION("of another kind") {
    CHECK(error_of(good, "tagger").message.find("'sample'") != std::string::npos);
  }
  SECTION("not a model at all") { CHECK(error_of(std::string(500, 'x')).code == ErrorCode::corruption); }
}

TEST_CASE("an absent model file is named", "[extract][model]") {
  const auto model = ModelFile::open("/nowhere/tagger.bin", "tagger");
  REQUIRE_FALSE(model.ok());
  CHECK(model.error().code == ErrorCode::not_found);
  CHECK(model.error().message.find("/nowhere/tagger.bin") != std::string::npos);
}

TEST_CASE("weights come back by feature, rounded to what a byte can hold", "[extract][model]") {
  const TemporaryFile file;
  std::vector<Weight> weights;
  for (std::uint64_t f = 0; f < 500; ++f) {
    weights.push_back({feature(f), 0, 49});
    weights.push_back({feature(f), 1, static_cast<std::int32_t>(f * f % 8000)});
    weights.push_back({feature(f), 2, -100});
  }
  std::sort(weights.begin(), weights.end(), [](const Weight& a, const Weight& b) {
    return a.feature != b.feature ? a.feature < b.feature : a.label < b.label;
  });
  ModelWriter out("sample");
  write_sparse(out, "s", weights);
  write_triples(out, "t", weights);
  REQUIRE(out.write(file.path).ok());
  const auto model = ModelFile::open(file.path, "sample");
  REQUIRE(model.ok());
  const auto sparse = SparseWeights::open(*model, "s", 3);
  const auto triples = TripleWeights::open(*model, "t");
  REQUIRE(sparse.ok());
  REQUIRE(triples.ok());
  for (std::uint64_t f = 0; f < 500; ++f) {
    std::int32_t a[3] = {0, 0, 0}, b[3] = {0, 0, 0};
    sparse->add(feature(f), a);
    triples->add(feature(f), b);
    CHECK(a[2] == -100);
    CHECK(a[0] == 49);
    CHECK(std::abs(a[1] - static_cast<std::int32_t>(f * f % 8000)) <= 100);
    // Differences to the first label are what triples keep.
    CHECK(b[0] == 0);
    CHECK(b[2] == -144);
    CHECK(std::abs(b[1] - (static_cast<std::int32_t>(f * f % 8000) - 49)) <= 100);
  }
  CHECK_FALSE(SparseWeights::open(*model, "s", 2).ok());  // a label is out of range
  CHECK_FALSE(SparseWeights::open(*model, "t", 3).ok());  // not that kind of table
}
