// Tells an article from what stands around it on a page: bylines, advertising, share and subscribe lines,
// links to other articles, disclaimers, reference marks, stray text, and paragraphs that the page repeats.
// Only the look of a line and its place decide; no rule knows a site.
#pragma once

#include "extract/document.hpp"

namespace skein::extract {

// Fills `dropped`; the text stays as it is, so offsets never move.
void clean(Document& document);

// What the text itself says about its origin: fills title and published where they are empty, from the head
// lines, before or after clean().
void read_dateline(Document& document);

}  // namespace skein::extract
