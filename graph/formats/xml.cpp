#include "graph/formats/xml.hpp"

#include <algorithm>
#include <utility>

namespace skein::graph::formats {

bool xml_can_carry(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 && c != '\n' && c != '\t' && c != '\r') return false;
    if (c == 0xef && text.substr(i, 3) >= "\xef\xbf\xbe") return false;  // U+FFFE, U+FFFF
  }
  return true;
}

void append_xml(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\r':
        out += "&#13;";
        break;
      default:
        if (c < 0x20 && c != '\n' && c != '\t') {
          out += "\xef\xbf\xbd";
        } else if (c == 0xef && text.substr(i, 3) >= "\xef\xbf\xbe") {  // U+FFFE, U+FFFF
          out += "\xef\xbf\xbd";
          i += 2;
        } else {
          out += text[i];
        }
    }
  }
}

void append_xml_attribute(std::string& out, std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find_first_of("\n\t", begin), text.size());
    append_xml(out, text.substr(begin, end - begin));
    if (end < text.size()) out += text[end] == '\n' ? "&#10;" : "&#9;";
    begin = end + 1;
  }
}

std::string xml_safe_json(std::string json) {
  for (const auto& [bytes, escape] :
       {std::pair{"\xef\xbf\xbe", "\\ufffe"}, std::pair{"\xef\xbf\xbf", "\\uffff"}}) {
    for (auto at = json.find(bytes); at != std::string::npos; at = json.find(bytes, at))
      json.replace(at, 3, escape);
  }
  return json;
}

}  // namespace skein::graph::formats
