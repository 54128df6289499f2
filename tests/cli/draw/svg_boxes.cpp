#include "tests/cli/draw/svg_boxes.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "cli/output/text_width.hpp"

namespace skein::tests {

namespace {

std::string attribute(const std::string& element, const std::string& name) {
  const std::size_t at = element.find(" " + name + "=\"");
  if (at == std::string::npos) return "";
  const std::size_t start = at + name.size() + 3;
  return element.substr(start, element.find('"', start) - start);
}

// All numbers of a path or a polygon, as x, y, x, y, ...
Box outline(const std::string& points) {
  Box box{std::numeric_limits<double>::max(), std::numeric_limits<double>::max(),
          std::numeric_limits<double>::lowest(), std::numeric_limits<double>::lowest(), ""};
  bool x = true;
  for (const char* p = points.c_str(); *p != '\0';) {
    char* end = nullptr;
    const double number = std::strtod(p, &end);
    if (end == p) {
      ++p;
      continue;
    }
    (x ? box.left : box.top) = std::min(x ? box.left : box.top, number);
    (x ? box.right : box.bottom) = std::max(x ? box.right : box.bottom, number);
    x = !x;
    p = end;
  }
  return box;
}

}  // namespace

SvgBoxes svg_boxes(const std::string& svg) {
  SvgBoxes boxes;
  for (std::size_t at = 0; (at = svg.find("<g id=\"", at)) != std::string::npos;) {
    const std::size_t end = std::min(svg.find("</g>", at), svg.size());
    const std::string group = svg.substr(at, end - at);
    at = end;
    const bool node = group.find("class=\"node\"") != std::string::npos,
               edge = group.find("class=\"edge\"") != std::string::npos;
    if (!node && !edge) continue;
    std::string words;
    for (std::size_t t = 0; (t = group.find("<text", t)) != std::string::npos;) {
      const std::size_t close = group.find('>', t);
      const std::string element = group.substr(t, close - t);
      const std::string text = group.substr(close + 1, group.find("</text>", close) - close - 1);
      t = close;
      words += (words.empty() ? "" : " ") + text;
      if (!edge) continue;
      const double size = std::strtod(attribute(element, "font-size").c_str(), nullptr);
      const double x = std::strtod(attribute(element, "x").c_str(), nullptr),
                   y = std::strtod(attribute(element, "y").c_str(), nullptr);
      const double width = 0.5 * size * static_cast<double>(cli::columns_of(text));
      const std::string anchor = attribute(element, "text-anchor");
      const double left = anchor == "middle" ? x - width / 2 : anchor == "end" ? x - width : x;
      boxes.labels.push_back({left, y - 0.75 * size, left + width, y + 0.2 * size, text});
    }
    if (!node) continue;
    for (const char* shape : {"<path", "<polygon"}) {
      const std::size_t s = group.find(shape);
      if (s == std::string::npos) continue;
      const std::string element = group.substr(s, group.find('>', s) - s);
      Box box = outline(attribute(element, shape == std::string("<path") ? "d" : "points"));
      box.name = words;
      boxes.nodes.push_back(box);
      break;
    }
  }
  return boxes;
}

std::vector<std::string> overlaps(const SvgBoxes& boxes, double slack) {
  std::vector<std::string> found;
  const auto meet = [&](const Box& a, const Box& b) {
    return std::min(a.right, b.right) - std::max(a.left, b.left) > slack &&
           std::min(a.bottom, b.bottom) - std::max(a.top, b.top) > slack;
  };
  std::vector<const Box*> all;
  for (const Box& box : boxes.nodes) all.push_back(&box);
  for (const Box& box : boxes.labels) all.push_back(&box);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      if (meet(*all[i], *all[j])) found.push_back(all[i]->name + " / " + all[j]->name);
    }
  }
  return found;
}

}  // namespace skein::tests
