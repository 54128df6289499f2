// From what a user names (files, folders, standard input) to documents with text and metadata.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/document.hpp"

namespace skein::extract {

struct SourceSink {
  std::function<bool(Document)> document;    // false ends the reading
  std::function<void(std::string)> problem;  // "path: what is wrong", one line
};

// Walks folders in name order; hidden files are left out. A document's id is its URL, or else the path as
// given.
void read_sources(const std::vector<std::string>& sources, const SourceSink& sink);

// The content of a file that is in memory already, read by the ending of its path (.txt, .md, .html, .jsonl).
void read_content(std::string content, const std::string& path, const SourceSink& sink);

// One reader per kind of file; each gets the whole content and the path for messages.
void read_text(std::string content, const std::string& path, const SourceSink& sink);
void read_markdown(std::string content, const std::string& path, const SourceSink& sink);
void read_html(const std::string& content, const std::string& path, const SourceSink& sink);
// One line of a .jsonl file: {"text", "title", "url", "published", "source"}. `number` counts from 1.
void read_json_line(std::string_view line, const std::string& path, std::size_t number,
                    const SourceSink& sink);
void read_pdf(const std::string& path, const SourceSink& sink);

// Why these bytes are no text for us ("not UTF-8 at byte 17", "binary", "UTF-16"), or empty when they are.
std::string why_not_text(std::string_view bytes);

}  // namespace skein::extract
