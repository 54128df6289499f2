#include "dsl/value/unicode.hpp"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace skein::dsl::unicode {

namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

icu::StringPiece piece(std::string_view text) {
  return {text.data(), static_cast<std::int32_t>(text.size())};
}

// `map` writes what `text` becomes to a sink. It fails for want of memory or of ICU's own data alone: the
// text stays.
template <typename Map>
std::string mapped(std::string_view text, Map map) {
  std::string out;
  icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
  UErrorCode status = U_ZERO_ERROR;
  map(sink, status);
  return U_FAILURE(status) ? std::string(text) : out;
}

const icu::Normalizer2* normalizer(Form form, UErrorCode& status) {
  switch (form) {
    case Form::nfc:
      return icu::Normalizer2::getNFCInstance(status);
    case Form::nfd:
      return icu::Normalizer2::getNFDInstance(status);
    case Form::nfkc:
      return icu::Normalizer2::getNFKCInstance(status);
    case Form::nfkd:
      return icu::Normalizer2::getNFKDInstance(status);
  }
  return nullptr;
}

}  // namespace

CodePoint decode(std::string_view text, std::size_t at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data()) + at;
  if (bytes[0] < 0x80) return {bytes[0], 1};
  const auto left = static_cast<std::int32_t>(std::min<std::size_t>(text.size() - at, U8_MAX_LENGTH));
  std::int32_t size = 0;
  UChar32 c = 0;
  U8_NEXT(bytes, size, left, c);
  if (c < 0) return {bytes[0], 1};
  return {static_cast<char32_t>(c), static_cast<std::uint32_t>(size)};
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += decode(text, at).size) ++count;
  return count;
}

std::size_t byte_of(std::string_view text, std::size_t index) {
  std::size_t at = 0;
  for (; index > 0 && at < text.size(); --index) at += decode(text, at).size;
  return std::min(at, text.size());
}

std::string upper(std::string_view text) {
  if (is_ascii(text)) {
    std::string out(text);
    for (char& c : out)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
  }
  return mapped(text, [&](icu::ByteSink& sink, UErrorCode& status) {
    icu::CaseMap::utf8ToUpper("", 0, piece(text), sink, nullptr, status);
  });
}

std::string lower(std::string_view text) {
  if (is_ascii(text)) {
    std::string out(text);
    for (char& c : out)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
  }
  return mapped(text, [&](icu::ByteSink& sink, UErrorCode& status) {
    icu::CaseMap::utf8ToLower("", 0, piece(text), sink, nullptr, status);
  });
}

bool is_space(char32_t c) { return (c >= 0x1C && c <= 0x1F) || u_isUWhiteSpace(static_cast<UChar32>(c)); }

std::string normalize(std::string_view text, Form form) {
  if (is_ascii(text)) return std::string(text);
  return mapped(text, [&](icu::ByteSink& sink, UErrorCode& status) {
    const icu::Normalizer2* to = normalizer(form, status);
    if (U_SUCCESS(status)) to->normalizeUTF8(0, piece(text), sink, nullptr, status);
  });
}

}  // namespace skein::dsl::unicode
