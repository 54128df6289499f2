// libcurl, loaded when it is first wanted. Linked like other libraries, it and the thirty it needs in turn
// would cost every start of the program 9 ms, for something that most people never use.
#pragma once

#include <curl/curl.h>

#include "storage/result.hpp"

namespace skein::extract::llm {

struct CurlLibrary {
  decltype(&::curl_global_init) global_init;
  decltype(&::curl_easy_init) easy_init;
  decltype(&::curl_easy_cleanup) easy_cleanup;
  decltype(&::curl_easy_reset) easy_reset;
  decltype(&::curl_easy_perform) easy_perform;
  decltype(&::curl_easy_strerror) easy_strerror;
  decltype(&::curl_slist_append) slist_append;
  decltype(&::curl_slist_free_all) slist_free_all;
  CURLcode (*easy_setopt)(CURL*, CURLoption, ...);
  CURLcode (*easy_getinfo)(CURL*, CURLINFO, ...);

  // Lives as long as the program. Error: it is not there; the message says what to install.
  static Result<const CurlLibrary*> load();
};

}  // namespace skein::extract::llm
