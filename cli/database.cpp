#include "cli/database.hpp"

#include <unistd.h>

#include <ctime>
#include <filesystem>

#include "cli/copy_files.hpp"
#include "cli/output/terminal.hpp"
#include "cli/updates.hpp"
#include "dsl/parse.hpp"
#include "graph/open_graph.hpp"

namespace skein::cli {

namespace {

storage::StoreOptions options_for(const StoreArgument& store, storage::Access access, bool create) {
  storage::StoreOptions options;
  options.access = access;
  options.create = create;
  options.lock_wait = std::chrono::milliseconds(static_cast<std::int64_t>(store.lock_wait * 1000));
  return options;
}

bool is_memory(const StoreArgument& store) { return store.db == ":memory:"; }

// An absent or an empty directory is where a store can be made.
bool is_absent(const std::string& directory) {
  std::error_code ignored;
  const auto status = std::filesystem::status(directory, ignored);
  if (!std::filesystem::exists(status)) return true;
  return std::filesystem::is_directory(status) && std::filesystem::is_empty(directory, ignored);
}

Error absent(const StoreArgument& store) {
  Error error{ErrorCode::not_found, "there is no graph at " + store.db};
  error.hint = "make one: skein build --db " + store.db + " DOCUMENT...";
  return error;
}

DateTime now() {
  timespec time{};
  ::clock_gettime(CLOCK_REALTIME, &time);
  DateTime value;
  value.seconds = time.tv_sec;
  value.nanos = static_cast<std::int32_t>(time.tv_nsec);
  return value;
}

// Lets nothing through before the first row, so that a statement can be run again when it turns out to write.
class FirstRow final : public dsl::RowSink {
 public:
  explicit FirstRow(dsl::RowSink& to) : to_(to) {}
  Result<void> begin(const std::vector<std::string>& columns) override {
    columns_ = columns;
    began_ = true;
    return {};
  }
  Result<void> row(std::vector<Value> values) override {
    if (!passed_) SKEIN_TRY(pass());
    return to_.row(std::move(values));
  }
  Result<void> finish() { return began_ && !passed_ ? pass() : Result<void>(); }
  [[nodiscard]] bool passed() const { return passed_; }
  void reset() { began_ = false; }

 private:
  Result<void> pass() {
    passed_ = true;
    return to_.begin(columns_);
  }
  dsl::RowSink& to_;
  std::vector<std::string> columns_;
  bool began_ = false, passed_ = false;
};

}  // namespace

std::shared_ptr<const dsl::ProcedureRegistry> all_procedures() {
  return std::make_shared<const dsl::ProcedureRegistry>(dsl::builtin_procedures());
}

Result<std::unique_ptr<graph::Graph>> open_for_reading(const StoreArgument& store) {
  if (is_memory(store)) return graph::Graph::open(store.db, options_for(store, storage::Access::write, true));
  if (is_absent(store.db)) return absent(store);
  return graph::Graph::open(store.db, options_for(store, storage::Access::read, false));
}

Result<std::unique_ptr<graph::Graph>> open_for_writing(const StoreArgument& store, bool create) {
  if (!is_memory(store) && !create && is_absent(store.db)) return absent(store);
  return graph::Graph::open(store.db, options_for(store, storage::Access::write, create));
}

Runner::Runner(StoreArgument store, bool read_only, std::shared_ptr<const dsl::ProcedureRegistry> procedures)
    : store_(std::move(store)), read_only_(read_only), procedures_(std::move(procedures)) {}
Runner::~Runner() {
  session_.reset();
  graph_.reset();
}

Result<std::unique_ptr<Runner>> Runner::open(const StoreArgument& store, bool read_only,
                                             std::shared_ptr<const dsl::ProcedureRegistry> procedures) {
  std::unique_ptr<Runner> runner(new Runner(store, read_only, std::move(procedures)));
  SKEIN_TRY(runner->open_if_present());
  return runner;
}

Result<void> Runner::open_if_present() {
  if (!is_memory(store_) && is_absent(store_.db)) {
    if (read_only_) return absent(store_);
    return {};
  }
  SKEIN_ASSIGN(graph_, open_for_reading(store_));
  start_session();
  return {};
}

void Runner::start_session() {
  session_ = std::make_unique<dsl::Session>(*graph_, procedures_);
  session_->set_copy_target(copy_target_.get());
}

void Runner::allow_files() {
  copy_target_ = std::make_unique<CopyFiles>(*this);
  if (session_) session_->set_copy_target(copy_target_.get());
}

Result<void> Runner::become_writer() {
  const auto projections = session_ ? session_->projections() : nullptr;
  session_.reset();
  const auto kept = graph_ ? graph::cache_of(*graph_) : nullptr;  // the state that was read is as a rule the newest
  graph_.reset();
  auto opened = graph::open_with(store_.db, options_for(store_, storage::Access::write, true), kept);
  if (!opened) {
    Error error = std::move(opened).error();
    SKEIN_TRY(open_if_present());  // reading goes on
    return error;
  }
  graph_ = std::move(*opened);
  start_session();
  if (projections) session_->set_projections(projections);
  return {};
}

Result<dsl::QueryResult> Runner::run(std::string_view text, graph::QueryContext& context,
                                     dsl::RowSink& sink) {
  context.statement_time = now();
  if (context.cancel == nullptr) context.cancel = &interrupt_token();
  if (!graph_) {
    SKEIN_ASSIGN(const auto statement, dsl::parse(text));
    if (!updates(statement)) return absent(store_);
    SKEIN_TRY(become_writer());
  }
  if (!graph_->read_only()) return session_->run(text, context, sink);

  FirstRow first(sink);
  auto result = session_->run(text, context, first);
  if (!result && result.error().code == ErrorCode::read_only && !first.passed()) {
    if (read_only_) {
      Error error{ErrorCode::read_only, "the graph is opened for reading only, and this statement writes"};
      error.hint = "leave --read-only out";
      return error;
    }
    const bool inside = session_->in_transaction();
    SKEIN_TRY(become_writer());
    first.reset();
    if (inside) SKEIN_TRY(session_->run("BEGIN", context, first));
    first.reset();
    result = session_->run(text, context, first);
  }
  if (result) SKEIN_TRY(first.finish());
  return result;
}

const graph::Transaction* Runner::transaction() const { return session_ ? session_->transaction() : nullptr; }
bool Runner::in_transaction() const { return session_ && session_->in_transaction(); }
bool Runner::writing() const { return graph_ && !graph_->read_only(); }

Result<std::unique_ptr<graph::Transaction>> Runner::read() {
  if (!graph_) return absent(store_);
  return graph_->begin(storage::Access::read);
}

Result<graph::Graph*> Runner::graph_for_reading() {
  if (!graph_) return absent(store_);
  return graph_.get();
}

Result<graph::Graph*> Runner::graph_for_writing() {
  if (read_only_) return Error{ErrorCode::read_only, "the graph is opened for reading only"};
  if (in_transaction())
    return Error{ErrorCode::invalid_argument, "a transaction is open: COMMIT or ROLLBACK first"};
  if (!writing()) SKEIN_TRY(become_writer());
  return graph_.get();
}

void Runner::set_procedures(std::shared_ptr<const dsl::ProcedureRegistry> procedures) {
  procedures_ = std::move(procedures);
  if (graph_) start_session();
}

}  // namespace skein::cli
