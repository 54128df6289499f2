// A request and a response of HTTP, as far as skein looks at them. Nothing here knows of sockets.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skein::cli::serve {

struct Request {
  std::string method;                                       // "GET"
  std::string target;                                       // "/db/skein/query/v2?x=1", as sent
  std::map<std::string, std::string, std::less<>> headers;  // names in lower case; of repeated ones the last
  std::string body;

  [[nodiscard]] std::string_view header(std::string_view name) const {
    const auto it = headers.find(name);
    return it == headers.end() ? std::string_view() : std::string_view(it->second);
  }
  [[nodiscard]] std::string_view path() const {
    return std::string_view(target).substr(0, target.find_first_of("?#"));
  }
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  // beside content type and length
};

}  // namespace skein::cli::serve
