// Text in XML 1.0 (https://www.w3.org/TR/xml/, "Characters"), which has no form at all for most control
// characters.
#pragma once

#include <string>
#include <string_view>

namespace skein::graph::formats {

// Escaped for text, or for the value of an attribute, where readers would take line breaks for spaces. What
// XML cannot carry becomes U+FFFD.
void append_xml(std::string& out, std::string_view text);
void append_xml_attribute(std::string& out, std::string_view text);
// JSON, in which control characters are escaped anyway, with U+FFFE and U+FFFF escaped too.
std::string xml_safe_json(std::string json);
bool xml_can_carry(std::string_view text);

}  // namespace skein::graph::formats
