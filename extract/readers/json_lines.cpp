#include <simdjson.h>

#include <fmt/format.h>

#include "extract/readers/sources.hpp"

namespace skein::extract {

void read_json_line(std::string_view line, const std::string& path, std::size_t number,
                    const SourceSink& sink) {
  thread_local simdjson::dom::parser parser;
  const auto complain = [&](std::string_view what) {
    sink.problem(fmt::format("{}:{}: {}", path, number, what));
  };
  simdjson::dom::element element;
  if (const auto error = parser.parse(line.data(), line.size(), true).get(element))
    return complain(simdjson::error_message(error));
  simdjson::dom::object object;
  if (element.get_object().get(object)) return complain("not a JSON object");
  const auto field = [&](std::string_view name) {
    std::string_view value;
    if (object[name].get_string().get(value)) return std::string();
    return std::string(value);
  };
  Document document;
  document.text = field("text");
  if (const auto why = why_not_text(document.text); !why.empty())
    return complain("\"text\" is " + (why == "empty" ? std::string("missing or empty") : why));
  auto& meta = document.metadata;
  meta.title = field("title");
  meta.url = field("url");
  meta.published = field("published");
  meta.source = field("source");
  meta.path = fmt::format("{}#{}", path, number);
  auto id = field("id");
  meta.id = !meta.url.empty() ? meta.url : !id.empty() ? std::move(id) : meta.path;
  sink.document(std::move(document));
}

}  // namespace skein::extract
