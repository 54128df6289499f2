#include "extract/llm/model_reader.hpp"

#include <algorithm>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "extract/llm/chat_answer.hpp"
#include "extract/llm/chat_request.hpp"
#include "extract/llm/curl_library.hpp"
#include "extract/text/hash.hpp"
#include "storage/bytes.hpp"

namespace skein::extract::llm {

namespace {

constexpr std::uint8_t version = 1;
constexpr char settings_space = 'p';
constexpr std::chrono::seconds longest_wait{300};

std::string record_key(std::string_view key) { return "answer " + std::string(key); }

std::string encode(std::string_view message) {
  std::string out;
  storage::put_u8(out, version);
  storage::put_string(out, message);
  return out;
}

Result<std::string> decode(std::string_view bytes) {
  storage::ByteReader in(bytes);
  if (in.take_u8() > version)
    return Error{ErrorCode::newer_format, "a language model's answer was kept by a later skein"};
  std::string message(in.take_string());
  if (!in.done()) return Error{ErrorCode::corruption, "the record of a language model's answer is damaged"};
  return message;
}

Error interrupted() { return {ErrorCode::cancelled, "the build was interrupted; what was committed stays"}; }

// May the same question go better in a while?
bool passes(const HttpAnswer& answer) {
  using Outcome = HttpAnswer::Outcome;
  if (answer.outcome == Outcome::broken || answer.outcome == Outcome::timed_out ||
      answer.outcome == Outcome::unreachable)
    return true;
  const auto s = answer.status;
  return s == 408 || s == 409 || s == 425 || s == 429 || (s >= 500 && s != 501 && s != 505);
}

std::string what_happened(const HttpAnswer& answer) {
  if (answer.outcome != HttpAnswer::Outcome::answered) return answer.problem;
  const auto said = error_text(answer.body);
  return fmt::format("status {}{}{}", answer.status, said.empty() ? "" : ", ", said);
}

}  // namespace

std::string chat_url(std::string endpoint) {
  constexpr std::string_view tail = "/chat/completions";
  while (endpoint.ends_with('/')) endpoint.pop_back();
  if (endpoint.ends_with(tail)) return endpoint;
  const auto host = endpoint.find("://");
  const bool bare = endpoint.find('/', host == endpoint.npos ? 0 : host + 3) == endpoint.npos;
  return endpoint + (bare ? "/v1" : "") + std::string(tail);
}

ModelReader::ModelReader(ModelSettings settings, const RuleSet& rules)
    : settings_(std::move(settings)),
      http_{chat_url(settings_.endpoint), settings_.api_key, settings_.timeout, settings_.cancel},
      rules_(rules),
      instructions_(instructions(rules)) {}

std::string ModelReader::fingerprint() const {
  return "llm:" + hex_hash(settings_.model + '\0' + instructions_).substr(0, 16);
}

std::string ModelReader::key_of(std::string_view passage) const {
  return hex_hash(settings_.model + '\0' + instructions_ + '\0' + std::string(passage));
}

bool ModelReader::stopped() const {
  return failed_ || (settings_.cancel != nullptr && settings_.cancel->cancelled());
}

Result<void> ModelReader::prepare(graph::Graph& graph, const std::vector<const Document*>& documents) {
  messages_.clear();
  std::vector<Wanted> wanted;
  {
    SKEIN_ASSIGN(const auto transaction, graph.begin(storage::Access::read));
    std::set<std::string> asked;
    for (const auto* document : documents)
      for (auto& passage : passages_of_raw(*document)) {
        auto key = key_of(passage);
        if (!asked.insert(key).second) continue;
        ++passages_;
        SKEIN_ASSIGN(const auto bytes, transaction->get_record(settings_space, record_key(key)));
        if (!bytes) {
          wanted.push_back({std::move(key), std::move(passage), {}, false});
          continue;
        }
        ++from_store_;
        SKEIN_ASSIGN(messages_[key], decode(*bytes));
      }
  }
  // Kept every so often, so that little is paid for twice when the program is killed.
  const auto at_a_time = std::max<std::size_t>(16, 4 * settings_.concurrency);
  for (std::size_t begin = 0; begin < wanted.size(); begin += at_a_time) {
    const auto end = std::min(wanted.size(), begin + at_a_time);
    const auto start = std::chrono::steady_clock::now();
    auto fetched = fetch(wanted, begin, end);
    seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    SKEIN_ASSIGN(const auto transaction, graph.begin(storage::Access::write));
    for (auto i = begin; i < end; ++i)
      if (wanted[i].answered)
        SKEIN_TRY(
            transaction->put_record(settings_space, record_key(wanted[i].key), encode(wanted[i].message)));
    SKEIN_TRY(transaction->commit());
    SKEIN_TRY(std::move(fetched));
    for (auto i = begin; i < end; ++i) messages_[wanted[i].key] = std::move(wanted[i].message);
    if (progress) progress(end, wanted.size());
  }
  return {};
}

Result<void> ModelReader::fetch(std::vector<Wanted>& wanted, std::size_t begin, std::size_t end) {
  SKEIN_ASSIGN(const auto library, CurlLibrary::load());
  std::atomic<std::size_t> next{begin};
  std::mutex guard;
  std::optional<Error> error;
  const auto work = [&] {
    HttpClient client(*library, http_);
    for (auto i = next.fetch_add(1); i < end && !stopped(); i = next.fetch_add(1)) {
      auto message = ask(client, wanted[i].passage);
      if (message.ok()) {
        wanted[i].message = std::move(*message);
        wanted[i].answered = true;
        continue;
      }
      failed_ = true;
      const std::scoped_lock lock(guard);
      if (!error) error = message.error();
    }
  };
  std::vector<std::thread> helpers;
  const auto threads = std::min<std::size_t>(std::max(1u, settings_.concurrency), end - begin);
  for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(work);
  work();
  for (auto& helper : helpers) helper.join();
  if (error) return *error;
  if (stopped()) return interrupted();
  return {};
}

// A sleep that ends when the work does.
Result<void> ModelReader::pause(std::chrono::milliseconds time) const {
  const auto until = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < until) {
    if (stopped()) return interrupted();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return {};
}

Result<std::string> ModelReader::ask(HttpClient& client, std::string_view passage) {
  bool unusable_before = false;
  auto wait = settings_.first_wait;
  for (unsigned tries = 0;;) {
    if (stopped()) return interrupted();
    const bool with_format = with_format_;
    const auto answer =
        client.post(request_body({settings_.model, instructions_, passage, &rules_, with_format}));
    ++requests_;
    if (answer.outcome == HttpAnswer::Outcome::cancelled) return interrupted();
    const bool never = answer.outcome == HttpAnswer::Outcome::unreachable && !reached_;
    if (answer.outcome == HttpAnswer::Outcome::answered) reached_ = true;
    const bool good = answer.outcome == HttpAnswer::Outcome::answered && answer.status == 200;
    if (good || answer.outcome == HttpAnswer::Outcome::too_long) {
      if (const auto read = good ? read_answer(answer.body) : std::nullopt) {
        tokens_in_ += read->tokens_in;
        tokens_out_ += read->tokens_out;
        if (proposals_in(read->content)) return read->content;
      }
      // Once more; a model that answers so twice has nothing to say on this passage.
      if (unusable_before) return std::string();
      unusable_before = true;
      ++retries_;
      continue;
    }
    if (with_format && answer.outcome == HttpAnswer::Outcome::answered &&
        (answer.status == 400 || answer.status == 422 || answer.status == 501)) {
      with_format_ = false;  // a server that knows no JSON schemas: the instructions must do
      ++retries_;
      continue;
    }
    if (never || !passes(answer))
      return Error{ErrorCode::io, fmt::format("{}: {}", http_.url, what_happened(answer))};
    if (tries >= settings_.retries)
      return Error{ErrorCode::io,
                   fmt::format("{}: {}, {} times; the build goes on from here when it is started again",
                               http_.url, what_happened(answer), tries + 1)};
    if (answer.retry_after && *answer.retry_after > longest_wait)
      return Error{ErrorCode::io, fmt::format("{}: {}; it asks to wait {} s", http_.url,
                                              what_happened(answer), answer.retry_after->count())};
    ++tries;
    ++retries_;
    SKEIN_TRY(pause(answer.retry_after ? std::chrono::milliseconds(*answer.retry_after) : wait));
    wait = std::min<std::chrono::milliseconds>(wait * 2, longest_wait);
  }
}

std::vector<Proposal> ModelReader::proposals(std::string_view passage) const {
  const auto it = messages_.find(key_of(passage));
  if (it == messages_.end()) return {};
  auto found = proposals_in(it->second);
  if (!found) {
    ++unusable_;
    return {};
  }
  return std::move(*found);
}

ModelTally ModelReader::tally() const {
  ModelTally t;
  t.passages = passages_;
  t.from_store = from_store_;
  t.requests = requests_;
  t.retries = retries_;
  t.tokens_in = tokens_in_;
  t.tokens_out = tokens_out_;
  t.unusable = unusable_;
  t.taken = taken_;
  for (std::size_t i = 0; i < refusals; ++i) t.refused[i] = refused_[i];
  t.seconds = seconds_;
  return t;
}

}  // namespace skein::extract::llm
