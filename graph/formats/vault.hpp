// A folder of Markdown notes that link to each other, as Obsidian, Logseq, Foam and others read it: one note
// for each node in a folder named after its type, with properties as YAML at its head, what is said of it
// with the sentences, and links to the notes of both ends and of the documents.
//
//   Person/Ann Lee.md, Organization/Acme.md, Documents/News.md
#pragma once

#include "graph/formats/export.hpp"

namespace skein::graph::formats {

// File names are made from names: letters that file systems or links do not take become `-`, long ones are
// cut, and ones that differ only in letter case are numbered. Keeps a file name for each node in memory.
Result<void> write_vault(const Transaction& transaction, const Subgraph& part, ExportTarget& target);

// What `name` is called as a file, without folder and extension; never empty, at most 100 bytes.
std::string note_name(std::string_view name);

}  // namespace skein::graph::formats
