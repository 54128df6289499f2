#include "cli/explorer/page.hpp"

#include <algorithm>

#include "cli/explorer/page_files.hpp"
#include "graph/formats/explorer.hpp"
#include "graph/formats/explorer_part.hpp"

namespace skein::cli::explorer {

namespace {

constexpr std::string_view styles_mark = "<!-- styles -->", scripts_mark = "<!-- scripts -->",
                           data_mark = "<!-- data -->";

std::string_view extension_of(std::string_view name) { return name.substr(name.rfind('.') + 1); }

std::string_view content_type(std::string_view name) {
  const std::string_view extension = extension_of(name);
  if (extension == "html") return "text/html; charset=utf-8";
  if (extension == "js") return "text/javascript; charset=utf-8";
  if (extension == "css") return "text/css; charset=utf-8";
  return "application/octet-stream";
}

void replace(std::string& text, std::string_view mark, std::string_view by) {
  if (const std::size_t at = text.find(mark); at != std::string::npos) text.replace(at, mark.size(), by);
}

// index.html with its marks filled in: with addresses of the other files, or with the files themselves.
std::string assemble(bool in_one_file) {
  std::string html, styles, scripts;
  for (const PageFile& file : page_files()) {
    const std::string_view extension = extension_of(file.name);
    const std::string address = "/assets/" + std::string(file.name);
    if (extension == "html") {
      html = file.text;
    } else if (extension == "css") {
      styles += in_one_file ? "<style>\n" + std::string(file.text) + "</style>\n"
                            : "<link rel=\"stylesheet\" href=\"" + address + "\">\n";
    } else if (extension == "js") {
      scripts += in_one_file ? "<script>\n" + std::string(file.text) + "</script>\n"
                             : "<script src=\"" + address + "\"></script>\n";
    }
  }
  // Nothing may be loaded from anywhere, whatever the data hold.
  if (in_one_file)
    styles.insert(
        0,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src "
        "'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action "
        "'none'\">\n");
  replace(html, styles_mark, styles);
  replace(html, scripts_mark, scripts);
  return html;
}

}  // namespace

bool has_explorer() {
  const auto& files = page_files();
  return std::any_of(files.begin(), files.end(),
                     [](const PageFile& file) { return file.name == "cytoscape.min.js"; });
}

std::optional<Asset> page_asset(std::string_view path) {
  static const std::string index = [] {
    std::string html = assemble(false);
    replace(html, data_mark, "");
    return html;
  }();
  if (path == "/") return Asset{content_type("index.html"), index};
  constexpr std::string_view folder = "/assets/";
  if (path.substr(0, folder.size()) != folder) return std::nullopt;
  const std::string_view name = path.substr(folder.size());
  for (const PageFile& file : page_files())
    if (file.name == name && name != "index.html") return Asset{content_type(name), file.text};
  return std::nullopt;
}

std::string escaped_for_script(std::string_view json) {
  // All of these can stand within strings only, where JSON has another way to write them.
  std::string out;
  out.reserve(json.size() + json.size() / 50);
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '<') {
      out += "\\u003c";
    } else if (c == '>') {
      out += "\\u003e";
    } else if (c == '&') {
      out += "\\u0026";
    } else if (json.compare(i, 3, "\u2028") == 0 || json.compare(i, 3, "\u2029") == 0) {
      out += json[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += c;
    }
  }
  return out;
}

Result<void> write_page(const graph::Transaction& transaction, const graph::formats::Subgraph& part,
                        std::ostream& out) {
  if (!has_explorer()) {
    Error error{ErrorCode::unsupported, "this skein was built without the explorer's page"};
    error.hint =
        "build it again where npm can fetch Cytoscape.js (docs/serving.md), or choose another format";
    return error;
  }
  graph::formats::Subgraph chosen;
  if (part.everything) {
    SKEIN_ASSIGN(chosen, graph::formats::explorer_part(transaction, most_page_nodes));
  } else if (part.nodes.empty()) {
    Error error{ErrorCode::invalid_argument,
                "there is nothing to explore: no node, relationship or path was found"};
    error.hint = "return some, for example: MATCH (a)-[r]->(b) RETURN a, r, b";
    return error;
  } else if (part.nodes.size() > most_page_nodes) {
    return Error{ErrorCode::limit, "the query gives " + std::to_string(part.nodes.size()) +
                                       " nodes, more than the " + std::to_string(most_page_nodes) +
                                       " that a page holds"};
  }
  graph::formats::ExplorerOptions options;
  options.sentences = true;
  options.numbers = true;
  SKEIN_ASSIGN(const auto conflicts, graph::conflicts(transaction));
  std::string data;
  SKEIN_TRY(graph::formats::append_explorer_data(transaction, part.everything ? chosen : part, conflicts,
                                                 options, data));
  const std::string page = assemble(true);
  const std::size_t at = page.find(data_mark);
  out << std::string_view(page).substr(0, at) << "<script type=\"application/json\" id=\"data\">"
      << escaped_for_script(data) << "</script>" << std::string_view(page).substr(at + data_mark.size());
  if (!out) return Error{ErrorCode::io, "the output cannot be written"};
  return {};
}

}  // namespace skein::cli::explorer
