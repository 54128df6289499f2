#include "dsl/query.hpp"

#include <chrono>

#include "dsl/procedures.hpp"
#include "dsl/session/session.hpp"

namespace skein::dsl {

bool Counters::any() const {
  return nodes_created || nodes_deleted || relationships_created || relationships_deleted || properties_set ||
         labels_added || labels_removed || indexes_added || indexes_removed ||
         constraints_added || constraints_removed;
}

Session::Session(graph::Graph& graph, std::shared_ptr<const ProcedureRegistry> procedures)
    : state_(std::make_unique<State>(graph, std::move(procedures))) {}
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

const graph::Transaction* Session::transaction() const {
  return state_->open ? state_->open.get() : state_->last.get();
}
bool Session::in_transaction() const { return state_->open != nullptr; }
std::shared_ptr<ProjectedGraphs> Session::projections() const { return state_->projections; }
void Session::set_projections(std::shared_ptr<ProjectedGraphs> projections) { state_->projections = std::move(projections); }
void Session::set_copy_target(CopyTarget* target) { state_->copy_target = target; }
void Session::set_planning(const Planning& planning) {
  if (state_->planning != planning) state_->plans.clear();
  state_->planning = planning;
}

namespace {

DateTime now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since);
  DateTime time;
  time.seconds = seconds.count();
  time.nanos = static_cast<std::int32_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(since - seconds).count());
  return time;
}

// The clock of one statement, unless the caller has set one.
class StatementClock {
 public:
  explicit StatementClock(graph::QueryContext& context) : context_(context), mine_(context.statement_time == DateTime{}) {
    if (mine_) context_.statement_time = now();
  }
  ~StatementClock() {
    if (mine_) context_.statement_time = {};
  }
  StatementClock(const StatementClock&) = delete;
  StatementClock& operator=(const StatementClock&) = delete;

 private:
  graph::QueryContext& context_;
  bool mine_;
};

}  // namespace

Result<QueryResult> Session::run(std::string_view text, graph::QueryContext& context, RowSink& sink) {
  const StatementClock clock(context);
  return state_->run(text, context, sink);
}

}  // namespace skein::dsl
