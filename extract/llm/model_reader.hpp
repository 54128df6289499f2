// A language model as one more reader of documents: asks an OpenAI-compatible endpoint about each passage, a
// few at a time, and keeps the answers in the graph's store, so that no passage is paid for twice and a graph
// can be built again without a network.
//
//   record space 'p':  "answer " hash of model, instructions and passage -> version, the message as it came
//   ("" for an
//                      answer without relations that can be read)
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "extract/claims/proposals.hpp"
#include "extract/llm/http_client.hpp"
#include "extract/rules/rules.hpp"

namespace skein::extract::llm {

struct ModelSettings {
  std::string endpoint;  // ".../v1/chat/completions", or what stands before it
  std::string model;
  std::string api_key;
  std::chrono::milliseconds timeout{120'000};  // for one answer
  std::chrono::milliseconds first_wait{1000};  // before the second try; doubles from try to try
  unsigned retries = 5;                        // of one passage
  unsigned concurrency = 4;                    // requests at a time
  const graph::CancelToken* cancel = nullptr;
};

// What it took, and what came of it.
struct ModelTally {
  std::uint64_t passages = 0, from_store = 0, requests = 0, retries = 0;
  std::uint64_t tokens_in = 0, tokens_out = 0;  // as the server says
  std::uint64_t unusable = 0;                   // answers without relations that can be read
  std::uint64_t taken = 0;
  std::array<std::uint64_t, refusals> refused{};
  double seconds = 0;  // of waiting for answers
};

// The address that is asked: endpoints are given with or without "/v1" and "/chat/completions".
std::string chat_url(std::string endpoint);

class ModelReader : public ProposalSource {
 public:
  // The rules must outlive this.
  ModelReader(ModelSettings settings, const RuleSet& rules);

  [[nodiscard]] std::string fingerprint() const override;
  Result<void> prepare(graph::Graph& graph, const std::vector<const Document*>& documents) override;
  [[nodiscard]] std::vector<Proposal> proposals(std::string_view passage) const override;
  void count_refused(Refusal reason) override { ++refused_[static_cast<std::size_t>(reason)]; }
  void count_taken() override { ++taken_; }

  [[nodiscard]] ModelTally tally() const;
  // Called now and then from the thread that called prepare(), with passages answered and to be answered.
  std::function<void(std::uint64_t, std::uint64_t)> progress;

 private:
  struct Wanted {
    std::string key, passage, message;
    bool answered = false;
  };
  Result<void> fetch(std::vector<Wanted>& wanted, std::size_t begin, std::size_t end);
  Result<std::string> ask(HttpClient& client, std::string_view passage);
  Result<void> pause(std::chrono::milliseconds time) const;
  [[nodiscard]] std::string key_of(std::string_view passage) const;
  [[nodiscard]] bool stopped() const;

  ModelSettings settings_;
  HttpSettings http_;
  const RuleSet& rules_;
  std::string instructions_;
  std::map<std::string, std::string, std::less<>> messages_;  // key -> message, of the documents at hand
  std::atomic<bool> failed_{false}, reached_{false}, with_format_{true};
  std::atomic<std::uint64_t> requests_{0}, retries_{0}, tokens_in_{0}, tokens_out_{0}, taken_{0};
  mutable std::atomic<std::uint64_t> unusable_{0};
  std::array<std::atomic<std::uint64_t>, refusals> refused_{};
  std::uint64_t passages_ = 0, from_store_ = 0;
  double seconds_ = 0;
};

}  // namespace skein::extract::llm
