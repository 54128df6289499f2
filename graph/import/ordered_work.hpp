// Work on many pieces by several threads whose results are taken in the order of the pieces, so that nothing
// shows how the threads ran. A bounded number of pieces is under way at a time.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "storage/result.hpp"

namespace skein::graph {

// `next(piece)` gives the next piece, or false at the end; it is called by one thread at a time.
// `work(piece)` makes a result of it, in any thread. `take(result)` is called in this thread, in order. The
// first error, in the order of the pieces, ends all.
template <typename Piece, typename Next, typename Work, typename Take>
Result<void> work_in_order(unsigned threads, Next next, Work work, Take take) {
  using Done = decltype(work(std::declval<Piece>()));
  struct Outcome {
    Result<void> error;
    std::optional<Done> done;
    std::exception_ptr thrown;
  };
  const std::size_t most = 2 * std::size_t{threads};
  std::mutex turn, mutex;  // turn: to ask for the next piece; mutex: guards the rest
  std::condition_variable changed;
  std::map<std::size_t, Outcome> outcomes;
  std::size_t begun = 0, taken = 0;
  bool ended = false;

  const auto run = [&] {
    for (;;) {
      Piece piece;
      Outcome outcome;
      std::size_t number = 0;
      {
        const std::lock_guard my_turn(turn);
        {
          std::unique_lock lock(mutex);
          changed.wait(lock, [&] { return ended || begun - taken < most; });
          if (ended) return;
        }
        bool more = false;
        try {
          auto asked = next(piece);
          if (asked.ok())
            more = *asked;
          else
            outcome.error = std::move(asked).error();
        } catch (...) {
          outcome.thrown = std::current_exception();
        }
        const std::lock_guard lock(mutex);
        if (!more) ended = true;
        if (!more && outcome.error.ok() && !outcome.thrown) {
          changed.notify_all();
          return;
        }
        number = begun++;
      }
      if (outcome.error.ok() && !outcome.thrown) {
        try {
          outcome.done.emplace(work(std::move(piece)));
        } catch (...) {
          outcome.thrown = std::current_exception();
        }
      }
      const std::lock_guard lock(mutex);
      outcomes.emplace(number, std::move(outcome));
      changed.notify_all();
    }
  };

  // Whatever happens, the threads end before what they work on.
  struct Team {
    std::vector<std::jthread> threads;
    std::mutex& mutex;
    std::condition_variable& changed;
    bool& ended;
    ~Team() {
      const std::lock_guard lock(mutex);
      ended = true;
      changed.notify_all();
    }
  };
  Team team{{}, mutex, changed, ended};
  for (unsigned i = 0; i < threads; ++i) team.threads.emplace_back(run);
  for (;;) {
    Outcome outcome;
    {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return outcomes.contains(taken) || (ended && taken == begun); });
      if (!outcomes.contains(taken)) return {};
      outcome = std::move(outcomes.extract(taken).mapped());
      ++taken;
      changed.notify_all();
    }
    if (outcome.thrown) std::rethrow_exception(outcome.thrown);
    SKEIN_TRY(std::move(outcome.error));
    SKEIN_TRY(take(std::move(*outcome.done)));
  }
}

}  // namespace skein::graph
