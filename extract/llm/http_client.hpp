// One POST over HTTP or HTTPS, by libcurl (see curl_library.hpp). The only part of skein that reaches out to
// a network.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "graph/query_context.hpp"

namespace skein::extract::llm {

struct HttpAnswer {
  enum class Outcome : std::uint8_t {
    answered,     // with some status
    unreachable,  // no such host, nobody listens there, no trust in its certificate
    broken,       // the connection ended, or something that is not HTTP came
    timed_out,
    too_long,  // more than the bound
    cancelled
  } outcome = Outcome::answered;
  long status = 0;
  std::string body;
  std::string problem;                                // what libcurl says, when not answered
  std::optional<std::chrono::seconds> retry_after{};  // as the server asks
};

struct HttpSettings {
  std::string url;
  std::string api_key;                         // sent as "Authorization: Bearer ..."; empty: none
  std::chrono::milliseconds timeout{120'000};  // for one answer
  const graph::CancelToken* cancel = nullptr;
};

struct CurlLibrary;

// A connection that is used again and again by one thread.
class HttpClient {
 public:
  // Both must outlive this.
  HttpClient(const CurlLibrary& library, const HttpSettings& settings);
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient();
  HttpAnswer post(const std::string& body);

 private:
  const CurlLibrary& curl_;
  const HttpSettings& settings_;
  void* handle_;
  void* headers_ = nullptr;
};

// Why a URL cannot be asked; empty when it can.
std::string url_problem(const std::string& url);

}  // namespace skein::extract::llm
