#include "extract/builder.hpp"

#include "graph/search.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include <fmt/format.h>

#include "extract/readers/clean.hpp"
#include "extract/readers/sources.hpp"
#include "extract/resolve/graph_schema.hpp"
#include "extract/resolve/projection.hpp"
#include "extract/rules/rules.hpp"
#include "extract/text/hash.hpp"
#include "extract/values/calendar.hpp"

namespace skein::extract {

namespace {

constexpr std::size_t longest_key = 4096;

graph::DocumentRecord record_of(const Document& document) {
  graph::DocumentRecord record;
  const auto& meta = document.metadata;
  record.key = meta.id;
  record.title = meta.title;
  record.url = meta.url;
  record.source = meta.source;
  if (const auto day = parse_iso_day(meta.published))
    record.published = Date{days_from_civil(day->year, day->month, day->day)};
  record.text = document.text;
  record.hash = meta.hash;
  return record;
}

// A document as it came from its source, so that it can be read again.
Document document_of(graph::DocumentRecord record) {
  Document document(std::move(record.text));
  auto& meta = document.metadata;
  meta.id = std::move(record.key);
  meta.title = std::move(record.title);
  meta.url = std::move(record.url);
  meta.source = std::move(record.source);
  if (record.published) {
    meta.published = to_iso(civil_from_days(record.published->days));
  }
  return document;
}

// Relations that the graph's schema described, and the one that takes its place does not, are like any other.
Result<void> drop_traits(graph::Transaction& transaction, const std::vector<RuleText>& schema,
                         const std::map<std::string, graph::RelationTraits>& relations) {
  if (schema.empty()) return {};
  SKEIN_ASSIGN(auto texts, read_rule_texts({default_rule_directory()}));
  texts.insert(texts.end(), schema.begin(), schema.end());
  const auto before = RuleSet::load(texts);
  if (!before.ok()) return {};  // of an older skein
  for (const auto& [relation, traits] : before->relations())
    if (!relations.contains(relation)) SKEIN_TRY(graph::erase_relation_traits(transaction, relation));
  return {};
}

// Collects documents into batches; each batch is read by all threads, then written by this one in one
// transaction.
class Build {
 public:
  Build(graph::Graph& graph, const Extractor& extractor, const BuildOptions& options)
      : graph_(graph), extractor_(extractor), options_(options) {
    threads_ = options.threads != 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
  }

  // false: no more documents, please.
  bool add(Document document) {
    if (error_) return false;
    if (options_.cancel != nullptr && options_.cancel->cancelled()) {
      error_ = Error{ErrorCode::cancelled, "the build was interrupted; what was committed stays"};
      return false;
    }
    auto& meta = document.metadata;
    if (meta.id.empty() || meta.id.size() > longest_key || meta.id.find('\0') != meta.id.npos) {
      summary_.problems.push_back(
          fmt::format("{}: a document's key has 1 to {} bytes", meta.id.substr(0, 80), longest_key));
      return true;
    }
    read_dateline(document);
    meta.hash = hex_hash(document.text);
    bytes_ += document.text.size();
    batch_.push_back(std::move(document));
    ++progress_.read;
    if (batch_.size() >= std::max<std::size_t>(1, options_.commit_every) || bytes_ > (32u << 20)) flush();
    return !error_;
  }

  void problem(std::string what) { summary_.problems.push_back(std::move(what)); }

  Result<BuildSummary> finish() {
    if (!error_) flush();
    if (!error_)
      if (auto done = apply_schema(); !done.ok()) error_ = std::move(done).error();
    if (error_) return *error_;
    return std::move(summary_);
  }

 private:
  // Once, in the first transaction: from here on the graph is one of this schema, and until every document
  // was read with it, this build or the next one has still to do so.
  Result<void> take_schema(graph::Transaction& transaction) {
    if (schema_taken_) return {};
    SKEIN_ASSIGN(const auto before, schema_of(transaction));
    const bool same = same_schema(before.texts, extractor_.schema());
    apply_schema_ = !same || !before.settled;
    if (!same) {
      SKEIN_TRY(drop_traits(transaction, before.texts, extractor_.relations()));
      SKEIN_TRY(put_schema(transaction, {extractor_.schema(), false}));
    }
    return {};
  }

  // Reads what is there and was read with another schema.
  Result<void> apply_schema() {
    if (!schema_taken_) {
      SKEIN_ASSIGN(auto transaction, graph_.begin(storage::Access::write));
      SKEIN_TRY(take_schema(*transaction));
      SKEIN_TRY(transaction->commit());
      schema_taken_ = true;
    }
    if (!apply_schema_) return {};
    reading_anew_ = true;
    std::vector<DocumentId> stale;
    {
      SKEIN_ASSIGN(auto transaction, graph_.begin(storage::Access::read));
      const Projection projection(*transaction);
      SKEIN_ASSIGN(const auto all, transaction->documents());
      for (const auto id : all) {
        SKEIN_ASSIGN(const auto info, transaction->document_info(id));
        SKEIN_ASSIGN(const auto state, projection.state(info.key));
        if (state && !current(state->fingerprint)) stale.push_back(id);
      }
    }
    for (const auto id : stale) {
      SKEIN_ASSIGN(auto transaction, graph_.begin(storage::Access::read));
      SKEIN_ASSIGN(auto record, transaction->document(id));
      if (!add(document_of(std::move(record)))) break;
    }
    if (!error_) flush();
    if (error_) return *error_;
    SKEIN_ASSIGN(auto transaction, graph_.begin(storage::Access::write));
    SKEIN_TRY(put_schema(*transaction, {extractor_.schema(), true}));
    SKEIN_TRY(transaction->commit());
    return {};
  }

  void flush() {
    if (batch_.empty()) return;
    if (auto written = write_batch(); !written.ok()) error_ = written.error();
    batch_.clear();
    bytes_ = 0;
    if (options_.progress) options_.progress(progress_);
  }

  // Of all that reads a document here.
  [[nodiscard]] std::string fingerprint() const {
    return extractor_.fingerprint() + (options_.more != nullptr ? "+" + options_.more->fingerprint() : "");
  }
  // Was a document of this fingerprint read as it would be read now? One that another source has read beside
  // the extractor keeps what that source said when it is not at hand.
  [[nodiscard]] bool current(const std::string& read_with) const {
    return read_with == fingerprint() ||
           (options_.more == nullptr && read_with.starts_with(extractor_.fingerprint() + "+"));
  }

  // Is a document in the graph as it is now, and as it would be read now?
  Result<bool> unchanged(const graph::Transaction& transaction, const std::optional<DocumentState>& before,
                         const Document& document) const {
    if (!before || !current(before->fingerprint)) return false;
    SKEIN_ASSIGN(const auto info, transaction.document_info(before->id));
    const auto now = record_of(document);
    return info.hash == now.hash && info.title == now.title && info.url == now.url &&
           info.source == now.source && info.published == now.published;
  }

  // Has the other source look at what will be read.
  Result<void> prepare() {
    if (options_.more == nullptr) return {};
    std::vector<const Document*> wanted;
    {
      SKEIN_ASSIGN(const auto transaction, graph_.begin(storage::Access::read));
      const Projection projection(*transaction);
      for (const auto& document : batch_) {
        SKEIN_ASSIGN(const auto before, projection.state(document.metadata.id));
        SKEIN_ASSIGN(const bool same, unchanged(*transaction, before, document));
        if (!same) wanted.push_back(&document);
      }
    }
    return options_.more->prepare(graph_, wanted);
  }

  Result<void> write_batch() {
    SKEIN_TRY(prepare());
    // Documents of one key: the last one counts, wherever the batches are cut.
    std::vector<std::size_t> wanted;
    SKEIN_ASSIGN(auto transaction, graph_.begin(storage::Access::write));
    SKEIN_TRY(take_schema(*transaction));
    Projection projection(*transaction);
    std::map<std::string, std::size_t> last;
    for (std::size_t i = 0; i < batch_.size(); ++i) last[batch_[i].metadata.id] = i;
    for (std::size_t i = 0; i < batch_.size(); ++i) {
      const auto& meta = batch_[i].metadata;
      if (last[meta.id] != i) continue;
      SKEIN_ASSIGN(const auto before, projection.state(meta.id));
      SKEIN_ASSIGN(const bool same, unchanged(*transaction, before, batch_[i]));
      if (same) {
        ++summary_.unchanged;
        continue;
      }
      ++(!before ? summary_.added : reading_anew_ ? summary_.read_anew : summary_.changed);
      wanted.push_back(i);
    }
    if (wanted.empty()) {
      progress_.committed += batch_.size();
      return {};
    }
    SKEIN_TRY(graph::make_search_indexes(*transaction));
    std::vector<Extraction> extractions(wanted.size());
    extract_all(wanted, extractions);
    for (std::size_t k = 0; k < wanted.size(); ++k) {
      auto& x = extractions[k];
      summary_.sentences += x.sentences;
      summary_.words += x.words;
      summary_.claims += x.claims.size();
      SKEIN_TRY(projection.put(record_of(batch_[wanted[k]]), fingerprint(), std::move(x)));
    }
    for (const auto& [relation, traits] : extractor_.relations())
      SKEIN_TRY(graph::put_relation_traits(*transaction, relation, traits));
    SKEIN_TRY(projection.finish());
    SKEIN_TRY(transaction->commit());
    schema_taken_ = true;
    progress_.committed += batch_.size();
    progress_.words = summary_.words;
    return {};
  }

  void extract_all(const std::vector<std::size_t>& wanted, std::vector<Extraction>& out) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (auto k = next.fetch_add(1); k < wanted.size(); k = next.fetch_add(1)) {
        auto& document = batch_[wanted[k]];
        out[k] = extractor_.extract(document, options_.more);
        // What the stages found is in the extraction now; keep text and metadata only.
        Document slim(std::move(document.text));
        slim.metadata = std::move(document.metadata);
        document = std::move(slim);
      }
    };
    std::vector<std::thread> helpers;
    for (unsigned i = 1; i < threads_ && i < wanted.size(); ++i) helpers.emplace_back(work);
    work();
    for (auto& h : helpers) h.join();
  }

  graph::Graph& graph_;
  const Extractor& extractor_;
  const BuildOptions& options_;
  unsigned threads_ = 1;
  std::vector<Document> batch_;
  std::size_t bytes_ = 0;
  BuildSummary summary_;
  BuildProgress progress_;
  std::optional<Error> error_;
  bool schema_taken_ = false;  // committed
  bool apply_schema_ = false;  // documents that are in the graph may have been read with another one
  bool reading_anew_ = false;
};

}  // namespace

Result<BuildSummary> build(graph::Graph& graph, const Extractor& extractor,
                           const std::vector<std::string>& sources, const BuildOptions& options) {
  Build build(graph, extractor, options);
  SourceSink sink;
  sink.document = [&](Document d) { return build.add(std::move(d)); };
  sink.problem = [&](std::string p) { build.problem(std::move(p)); };
  read_sources(sources, sink);
  return build.finish();
}

Result<BuildSummary> build_documents(graph::Graph& graph, const Extractor& extractor,
                                     std::vector<Document> documents, const BuildOptions& options) {
  Build build(graph, extractor, options);
  for (auto& d : documents)
    if (!build.add(std::move(d))) break;
  return build.finish();
}

Result<bool> forget(graph::Graph& graph, std::string_view document_key) {
  SKEIN_ASSIGN(auto transaction, graph.begin(storage::Access::write));
  Projection projection(*transaction);
  SKEIN_ASSIGN(const bool there, projection.remove(document_key));
  if (!there) return false;
  SKEIN_TRY(projection.finish());
  SKEIN_TRY(transaction->commit());
  return true;
}

}  // namespace skein::extract
