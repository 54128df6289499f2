#include "graph/import/csv_rest.hpp"

#include <charconv>

#include "graph/json/parse_json.hpp"
#include "graph/temporal/text.hpp"

namespace skein::graph {

namespace {

Result<std::optional<Date>> parse_date(std::string_view text) {
  if (text.empty()) return std::optional<Date>();
  SKEIN_ASSIGN(const Date parsed, temporal::parse_date(text));
  return std::optional(parsed);
}

template <typename T>
Result<void> parse_number(const NamedCsv& file, const char* column, T& to) {
  const std::string_view text = file.field(column);
  if (text.empty()) return {};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
  if (error == std::errc() && end == text.data() + text.size()) return {};
  return Error{ErrorCode::invalid_argument, std::string("column ") + column + ": \"" +
                                                std::string(text.substr(0, 40)) +
                                                "\" is no number that fits"};
}

}  // namespace

Result<CsvRest> parse_csv_rest(std::string_view text) {
  CsvRest rest;
  SKEIN_ASSIGN(const Value value, parse_json(text));
  const Error wrong{ErrorCode::invalid_argument,
                    "column skein: wanted an object with \"derived\", \"asserted\", "
                    "\"labels\" or \"properties\""};
  if (value.kind() != Value::Kind::map) return wrong;
  for (const auto& [key, one] : value.as_map()) {
    if (key == "derived" && one.is<bool>()) {
      rest.derived = one.as_bool();
    } else if (key == "asserted" && one.is<bool>()) {
      rest.asserted = one.as_bool();
    } else if (key == "labels" && one.kind() == Value::Kind::list) {
      rest.labels.emplace();
      for (const Value& label : one.as_list()) {
        if (!label.is<std::string>()) return wrong;
        rest.labels->push_back(label.as_string());
      }
    } else if (key == "properties" && one.kind() == Value::Kind::map) {
      for (const auto& [name, property] : one.as_map()) rest.properties.emplace_back(name, property);
    } else {
      return wrong;
    }
  }
  return rest;
}

Result<void> apply(const CsvRest& rest, BulkLoader& loader, Properties& properties) {
  for (const auto& [name, value] : rest.properties) {
    SKEIN_ASSIGN(const auto key, loader.key(name));
    std::erase_if(properties, [&](const auto& one) { return one.first == key; });
    if (!value.is_null()) properties.emplace_back(key, value);
  }
  return {};
}

Result<std::unique_ptr<NamedCsv>> NamedCsv::open(const std::string& path, const CsvOptions& options) {
  SKEIN_ASSIGN(auto blocks, CsvBlocks::open(path, options));
  std::unique_ptr<NamedCsv> file(new NamedCsv(std::move(blocks), path, options));
  SKEIN_ASSIGN(const bool any, file->next());
  if (!any) return Error{ErrorCode::invalid_argument, path + ": is empty; wanted a header line"};
  for (std::size_t i = 0; i < file->fields_.size(); ++i) file->columns_.emplace(file->fields_[i].text, i);
  return file;
}

Result<bool> NamedCsv::next() {
  for (;;) {
    if (records_) {
      SKEIN_ASSIGN(const bool more, records_->next(fields_));
      if (more) return true;
    }
    SKEIN_ASSIGN(const bool more, blocks_->next(block_));
    if (!more) return false;
    records_.emplace(block_.text, block_.line, path_, options_);
  }
}

std::string_view NamedCsv::field(std::string_view name) const {
  const auto at = columns_.find(name);
  return at == columns_.end() || at->second >= fields_.size() ? std::string_view() : fields_[at->second].text;
}

namespace {

Result<void> add_document(BulkLoader& loader, const NamedCsv& file, const IdMap& ids) {
  DocumentRecord d;
  d.key = file.field("key");
  if (d.key.empty()) return Error{ErrorCode::invalid_argument, "a document without a key"};
  d.title = file.field("title");
  d.url = file.field("url");
  SKEIN_ASSIGN(d.published, parse_date(file.field("published")));
  d.source = file.field("source");
  d.hash = file.field("hash");
  d.text = file.field("text");
  std::optional<std::uint32_t> node;
  if (const auto id = file.field("node"); !id.empty()) {
    node = ids.find(id);
    if (!node) return Error{ErrorCode::invalid_argument, "no node has the id " + std::string(id)};
  }
  SKEIN_TRY(loader.add_document(std::move(d), node));
  return {};
}

}  // namespace

Result<void> read_csv_documents(ImportRun& run, const std::string& path, const CsvOptions& options,
                                const IdMap& ids) {
  SKEIN_ASSIGN(const auto file, NamedCsv::open(path, options));
  for (;;) {
    SKEIN_ASSIGN(const bool more, file->next());
    if (!more) break;
    if (auto added = add_document(run.loader(), *file, ids); !added)
      SKEIN_TRY(run.reject(path, file->line(), std::move(added).error()));
  }
  run.file_done(file->size());
  return run.report();
}

Result<std::unique_ptr<CsvEvidence>> CsvEvidence::open(ImportRun& run, const std::string& path,
                                                       const CsvOptions& options) {
  SKEIN_ASSIGN(auto file, NamedCsv::open(path, options));
  std::unique_ptr<CsvEvidence> evidence(new CsvEvidence(run, std::move(file)));
  SKEIN_TRY(evidence->advance());
  return evidence;
}

Result<void> CsvEvidence::advance() {
  for (;;) {
    row_ = 0;
    SKEIN_ASSIGN(const bool more, file_->next());
    if (!more) return {};
    auto parsed = parse_number(*file_, "relationship", row_);
    if (parsed && row_ > 0) return {};
    SKEIN_TRY(
        run_.reject(file_->path(), file_->line(), "column relationship: wanted the number of a row, from 1"));
  }
}

Result<std::vector<Evidence>> CsvEvidence::of(std::uint64_t row) {
  std::vector<Evidence> out;
  while (row_ == row) {
    auto parsed = parse();
    if (parsed) {
      out.push_back(std::move(*parsed));
    } else {
      SKEIN_TRY(run_.reject(file_->path(), file_->line(), std::move(parsed).error()));
    }
    SKEIN_TRY(advance());
  }
  return out;
}

Result<void> CsvEvidence::finish() {
  while (row_ != 0) {
    SKEIN_TRY(run_.reject(file_->path(), file_->line(),
                          "evidence for relationship " + std::to_string(row_) +
                              ", which is not there; rows must be in the order of relationships"));
    SKEIN_TRY(advance());
  }
  return {};
}

Result<Evidence> CsvEvidence::parse() const {
  Evidence e;
  SKEIN_ASSIGN(e.document, run_.loader().document(file_->field("document")));
  SKEIN_TRY(parse_number(*file_, "begin", e.sentence.begin));
  SKEIN_TRY(parse_number(*file_, "end", e.sentence.end));
  SKEIN_TRY(parse_number(*file_, "subject_begin", e.subject.begin));
  SKEIN_TRY(parse_number(*file_, "subject_end", e.subject.end));
  SKEIN_TRY(parse_number(*file_, "object_begin", e.object.begin));
  SKEIN_TRY(parse_number(*file_, "object_end", e.object.end));
  e.predicate_text = file_->field("words");
  SKEIN_TRY(parse_number(*file_, "confidence", e.confidence));
  if (!(e.confidence >= 0 && e.confidence <= 1))
    return Error{ErrorCode::invalid_argument, "column confidence: wanted a number from 0 to 1"};
  if (file_->field("polarity") == "denied") e.polarity = Polarity::denied;
  if (file_->field("modality") == "planned") e.modality = Modality::planned;
  if (file_->field("modality") == "possible") e.modality = Modality::possible;
  e.attribution = file_->field("attribution");
  e.rule = file_->field("rule");
  SKEIN_ASSIGN(e.published, parse_date(file_->field("published")));
  SKEIN_TRY(parse_number(*file_, "recorded", e.recorded));
  SKEIN_ASSIGN(e.valid_from, parse_date(file_->field("valid_from")));
  SKEIN_ASSIGN(e.valid_to, parse_date(file_->field("valid_to")));
  return e;
}

}  // namespace skein::graph
