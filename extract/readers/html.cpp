// The readable text of a page: block elements become lines; scripts, forms, menus and the like are left out.
// Offsets of an HTML document count in this text.
#include <gumbo.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <string_view>

#include "extract/readers/sources.hpp"
#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

constexpr int deepest = 400;  // gumbo itself copes with any depth; our recursion does not

bool is_skipped(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_FIGCAPTION:
      return true;
    default:
      return false;
  }
}

bool is_inline(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_ABBR:
    case GUMBO_TAG_B:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_MARK:
    case GUMBO_TAG_Q:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_TIME:
    case GUMBO_TAG_U:
    case GUMBO_TAG_VAR:
      return true;
    default:
      return false;
  }
}

std::string_view attribute(const GumboNode* node, const char* name) {
  const auto* a = gumbo_get_attribute(&node->v.element.attributes, name);
  return a == nullptr ? std::string_view() : std::string_view(a->value);
}

struct Page {
  std::string text;
  Metadata meta;

  void append(std::string_view piece) {
    for (const char c : piece) {
      const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
      if (space && (text.empty() || text.back() == ' ' || text.back() == '\n')) continue;
      text += space ? ' ' : c;
    }
  }
  void new_line() {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    if (!text.empty() && text.back() != '\n') text += '\n';
  }

  void body(const GumboNode* node, int depth) {
    if (depth > deepest) return;
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
        node->type == GUMBO_NODE_CDATA)
      return append(node->v.text.text);
    if (node->type != GUMBO_NODE_ELEMENT || is_skipped(node->v.element.tag)) return;
    if (node->v.element.tag == GUMBO_TAG_BR) return new_line();
    const bool block = !is_inline(node->v.element.tag);
    if (block) new_line();
    for (unsigned i = 0; i < node->v.element.children.length; ++i)
      body(static_cast<const GumboNode*>(node->v.element.children.data[i]), depth + 1);
    if (block) new_line();
  }

  void head(const GumboNode* node, int depth) {
    if (depth > 8 || node->type != GUMBO_NODE_ELEMENT) return;
    const auto set = [](std::string& field, std::string_view value) {
      if (field.empty()) field = fold_spaces(value);
    };
    const auto& element = node->v.element;
    if (element.tag == GUMBO_TAG_BODY) return;
    if (element.tag == GUMBO_TAG_META) {
      auto name = ascii_lower(attribute(node, "property"));
      if (name.empty()) name = ascii_lower(attribute(node, "name"));
      const auto content = attribute(node, "content");
      if (name == "og:title")
        meta.title = fold_spaces(content);
      else if (name == "og:url")
        set(meta.url, content);
      else if (name == "og:site_name")
        set(meta.source, content);
      else if (name == "article:published_time" || name == "date" || name == "datepublished" ||
               name == "dc.date" || name == "pubdate")
        set(meta.published, content);
    } else if (element.tag == GUMBO_TAG_LINK && attribute(node, "rel") == "canonical") {
      meta.url = std::string(attribute(node, "href"));
    } else if (element.tag == GUMBO_TAG_TITLE && element.children.length > 0) {
      const auto* child = static_cast<const GumboNode*>(element.children.data[0]);
      if (child->type == GUMBO_NODE_TEXT) set(meta.title, child->v.text.text);
    }
    for (unsigned i = 0; i < element.children.length; ++i)
      head(static_cast<const GumboNode*>(element.children.data[i]), depth + 1);
  }
};

// The <article> or <main> of a page, when it has just one; menus and teasers lie outside.
const GumboNode* main_part(const GumboNode* node, int depth, int& count) {
  if (depth > deepest || node->type != GUMBO_NODE_ELEMENT) return nullptr;
  if (node->v.element.tag == GUMBO_TAG_ARTICLE || node->v.element.tag == GUMBO_TAG_MAIN) {
    ++count;
    return node;
  }
  const GumboNode* found = nullptr;
  for (unsigned i = 0; i < node->v.element.children.length; ++i)
    if (const auto* part =
            main_part(static_cast<const GumboNode*>(node->v.element.children.data[i]), depth + 1, count);
        part != nullptr && found == nullptr)
      found = part;
  return found;
}

// Does a tag of this name stay open until it is closed? Those of paragraphs, rows and the like do not.
bool stays_open(std::string_view name) {
  static constexpr std::array<std::string_view, 27> others = {
      "p",     "li",     "dt",    "dd",   "tr",     "td",    "th",    "thead", "tbody",
      "br",    "img",    "hr",    "meta", "link",   "input", "area",  "base",  "col",
      "embed", "source", "track", "wbr",  "option", "tfoot", "param", "rt",    "rp"};
  return std::find(others.begin(), others.end(), name) == others.end();
}

// How deep the tags of a page nest, as far as can be told without parsing it.
int nesting(std::string_view page) {
  int depth = 0, most = 0;
  for (auto at = page.find('<'); at != page.npos && at + 1 < page.size(); at = page.find('<', at + 1)) {
    const bool closes = page[at + 1] == '/';
    const auto first = at + (closes ? 2 : 1);
    auto last = first;
    while (last < page.size() && std::isalnum(static_cast<unsigned char>(page[last])) != 0) ++last;
    if (last == first || !stays_open(ascii_lower(page.substr(first, last - first)))) continue;
    depth = std::max(0, depth + (closes ? -1 : 1));
    most = std::max(most, depth);
  }
  return most;
}

}  // namespace

void read_html(const std::string& content, const std::string& path, const SourceSink& sink) {
  if (const auto why = why_not_text(content); !why.empty()) return sink.problem(path + ": " + why);
  // The parser's time grows with the square of the depth; browsers stop at 512 levels.
  constexpr int most_levels = 4000;
  if (const auto levels = nesting(content); levels > most_levels)
    return sink.problem(path + ": tags nest " + std::to_string(levels) + " deep; a page nests at most " +
                        std::to_string(most_levels));
  const std::unique_ptr<GumboOutput, void (*)(GumboOutput*)> output(
      gumbo_parse_with_options(&kGumboDefaultOptions, content.data(), content.size()),
      [](GumboOutput* o) { gumbo_destroy_output(&kGumboDefaultOptions, o); });
  Page page;
  page.head(output->root, 0);
  int articles = 0;
  const auto* part = main_part(output->root, 0, articles);
  if (part != nullptr && articles == 1) page.body(part, 0);
  if (page.text.size() < 200) {
    page.text.clear();
    page.body(output->root, 0);
  }
  if (page.text.find_first_not_of(" \n") == page.text.npos)
    return sink.problem(path + ": a page without readable text");
  Document document(std::move(page.text));
  document.metadata = std::move(page.meta);
  document.metadata.path = path;
  document.metadata.id = document.metadata.url.empty() ? path : document.metadata.url;
  if (document.metadata.published.size() > 10) document.metadata.published.resize(10);
  sink.document(std::move(document));
}

}  // namespace skein::extract
