#include "extract/llm/http_client.hpp"

#include <algorithm>

#include "extract/llm/curl_library.hpp"

namespace skein::extract::llm {

namespace {

constexpr std::size_t longest_answer = 8u << 20;
constexpr long connect_timeout_ms = 15'000;

struct Receiver {
  std::string body;
  bool too_long = false;
};

std::size_t receive(const char* bytes, std::size_t, std::size_t count, void* to) {
  auto& receiver = *static_cast<Receiver*>(to);
  if (receiver.body.size() + count > longest_answer) {
    receiver.too_long = true;
    return 0;
  }
  receiver.body.append(bytes, count);
  return count;
}

int look_up(void* cancel, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto* token = static_cast<const graph::CancelToken*>(cancel);
  return token != nullptr && token->cancelled() ? 1 : 0;
}

HttpAnswer::Outcome outcome_of(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return HttpAnswer::Outcome::unreachable;
    case CURLE_OPERATION_TIMEDOUT:
      return HttpAnswer::Outcome::timed_out;
    case CURLE_ABORTED_BY_CALLBACK:
      return HttpAnswer::Outcome::cancelled;
    default:
      return HttpAnswer::Outcome::broken;
  }
}

}  // namespace

HttpClient::HttpClient(const CurlLibrary& library, const HttpSettings& settings)
    : curl_(library), settings_(settings), handle_(library.easy_init()) {
  auto* headers = curl_.slist_append(nullptr, "Content-Type: application/json");
  headers = curl_.slist_append(headers, "Expect:");  // no waiting for "100 Continue"
  if (!settings.api_key.empty())
    headers = curl_.slist_append(headers, ("Authorization: Bearer " + settings.api_key).c_str());
  headers_ = headers;
}

HttpClient::~HttpClient() {
  curl_.slist_free_all(static_cast<curl_slist*>(headers_));
  curl_.easy_cleanup(static_cast<CURL*>(handle_));
}

HttpAnswer HttpClient::post(const std::string& body) {
  HttpAnswer answer;
  auto* curl = static_cast<CURL*>(handle_);
  if (curl == nullptr) {
    answer.outcome = HttpAnswer::Outcome::broken;
    answer.problem = "libcurl could not be started";
    return answer;
  }
  Receiver receiver;
  char problem[CURL_ERROR_SIZE] = "";
  curl_.easy_reset(curl);  // keeps the connection
  curl_.easy_setopt(curl, CURLOPT_URL, settings_.url.c_str());
  curl_.easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_.easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);  // the key is for this server alone
  curl_.easy_setopt(curl, CURLOPT_HTTPHEADER, static_cast<curl_slist*>(headers_));
  curl_.easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  curl_.easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_.easy_setopt(curl, CURLOPT_USERAGENT, "skein");
  curl_.easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_.easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
  curl_.easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.timeout.count()));
  curl_.easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
  curl_.easy_setopt(curl, CURLOPT_WRITEDATA, &receiver);
  curl_.easy_setopt(curl, CURLOPT_ERRORBUFFER, problem);
  curl_.easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_.easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_up);
  curl_.easy_setopt(curl, CURLOPT_XFERINFODATA, const_cast<graph::CancelToken*>(settings_.cancel));
  const auto code = curl_.easy_perform(curl);
  curl_.easy_setopt(curl, CURLOPT_ERRORBUFFER, nullptr);
  curl_.easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
  curl_off_t wait = 0;
  if (curl_.easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait) == CURLE_OK && wait > 0)
    answer.retry_after = std::chrono::seconds(wait);
  answer.body = std::move(receiver.body);
  if (code == CURLE_OK) return answer;
  answer.outcome = receiver.too_long ? HttpAnswer::Outcome::too_long : outcome_of(code);
  answer.problem = problem[0] != 0 ? problem : curl_.easy_strerror(code);
  return answer;
}

std::string url_problem(const std::string& url) {
  const auto colon = url.find("://");
  const auto scheme = url.substr(0, colon);
  if (colon == url.npos || (scheme != "http" && scheme != "https"))
    return "found '" + url + "', wanted http://... or https://...";
  const auto host = url.substr(colon + 3, url.find('/', colon + 3) - colon - 3);
  if (host.empty()) return "it names no server";
  if (std::any_of(url.begin(), url.end(),
                  [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 127; }))
    return "there is a space in it";
  return {};
}

}  // namespace skein::extract::llm
