#include "graph/import/import_triples.hpp"

#include <simdjson.h>

#include <array>

#include "graph/import/id_map.hpp"
#include "graph/import/line_reader.hpp"

namespace skein::graph {

namespace {

class Triples {
 public:
  explicit Triples(ImportRun& run) : run_(run), loader_(run.loader()) {}

  Result<void> start() {
    SKEIN_ASSIGN(entity_, loader_.label("Entity"));
    SKEIN_ASSIGN(name_, loader_.key("name"));
    return {};
  }

  Result<void> read(const std::string& path) {
    SKEIN_ASSIGN(const auto lines, LineReader::open(path));
    run_.stage("reading");
    std::string_view line;
    for (;;) {
      SKEIN_ASSIGN(const bool more, lines->next(line));
      if (!more) break;
      if (line.empty()) continue;
      if (const char* why = wrong(line)) {
        SKEIN_TRY(run_.reject(path, lines->line(), why));
      } else {
        SKEIN_TRY(add());
      }
      SKEIN_TRY(run_.row(lines->bytes_read()));
    }
    run_.file_done(lines->size());
    return run_.report();
  }

 private:
  // Cuts the line into fields_; says why it cannot be.
  const char* wrong(std::string_view line) {
    if (!simdjson::validate_utf8(line.data(), line.size())) return "the line is not UTF-8";
    std::size_t count = 0;
    for (std::size_t begin = 0; begin <= line.size(); ++count) {
      const auto end = std::min(line.find('\t', begin), line.size());
      if (count < fields_.size()) fields_[count] = line.substr(begin, end - begin);
      begin = end + 1;
    }
    if (count != fields_.size()) return "wanted subject, predicate and object with tabs between them";
    for (const auto field : fields_) {
      if (field.empty()) return "subject, predicate or object is empty";
    }
    return nullptr;
  }

  Result<std::uint32_t> node(std::string_view name) {
    if (const auto known = ids_.find(name)) return *known;
    NodeRow row;
    row.labels.push_back(entity_);
    row.properties.emplace_back(name_, Value(name));
    SKEIN_ASSIGN(const auto number, loader_.add_node(std::move(row)));
    ids_.add(name, number);
    return number;
  }

  Result<void> add() {
    SKEIN_ASSIGN(const auto from, node(fields_[0]));
    SKEIN_ASSIGN(const auto to, node(fields_[2]));
    SKEIN_ASSIGN(const auto type, loader_.type(fields_[1]));
    return loader_.add_relationship(from, type, to, {});
  }

  ImportRun& run_;
  BulkLoader& loader_;
  LabelId entity_;
  KeyId name_;
  IdMap ids_;
  std::array<std::string_view, 3> fields_;
};

}  // namespace

Result<void> read_triples(ImportRun& run, const std::vector<std::string>& paths) {
  Triples triples(run);
  SKEIN_TRY(triples.start());
  for (const auto& path : paths) SKEIN_TRY(triples.read(path));
  return {};
}

}  // namespace skein::graph
