#include "extract/llm/curl_library.hpp"

#include <dlfcn.h>

#include <string>

namespace skein::extract::llm {

namespace {

constexpr const char* file = "libcurl.so.4";

Result<CurlLibrary> open() {
  void* const handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  const auto failed = [] {
    const char* why = dlerror();
    return Error{ErrorCode::not_found, std::string("asking a language model needs ") + file + ": " +
                                           (why == nullptr ? "it cannot be loaded" : why) +
                                           " (Debian has it in the package libcurl4)"};
  };
  if (handle == nullptr) return failed();
  CurlLibrary library{};
  bool complete = true;
  const auto find = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(handle, name));
    complete = complete && function != nullptr;
  };
  find(library.global_init, "curl_global_init");
  find(library.easy_init, "curl_easy_init");
  find(library.easy_cleanup, "curl_easy_cleanup");
  find(library.easy_reset, "curl_easy_reset");
  find(library.easy_perform, "curl_easy_perform");
  find(library.easy_strerror, "curl_easy_strerror");
  find(library.slist_append, "curl_slist_append");
  find(library.slist_free_all, "curl_slist_free_all");
  find(library.easy_setopt, "curl_easy_setopt");
  find(library.easy_getinfo, "curl_easy_getinfo");
  if (!complete) return failed();
  library.global_init(CURL_GLOBAL_DEFAULT);
  return library;
}

}  // namespace

Result<const CurlLibrary*> CurlLibrary::load() {
  static const auto loaded = open();  // stays loaded
  if (!loaded.ok()) return loaded.error();
  return &*loaded;
}

}  // namespace skein::extract::llm
