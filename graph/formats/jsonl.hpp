// JSON lines: the lossless form of a graph. One object a line:
//
//   {"kind":"document","id":"d:…","key":…,"title":…,"url":…,"published":…,"source":…,"hash":…,"text":…}
//   {"kind":"entity","id":"e:…","name":…,"type":…,"aliases":[…],"labels":[…],"properties":{…},"documents":["d:…"]}
//   {"kind":"relation","id":"r:…","subject":"e:…","predicate":…,"object":"e:…","asserted":true,"confidence":…,
//    "support":…,"properties":{…},"evidence":[{"document":KEY,"begin":…,"end":…,"text":…,"subject":[b,e],
//    "object":[b,e],…}]}
//   {"kind":"node","id":"n:…","labels":[…],"properties":{…}}
//   {"kind":"relationship","id":"w:…","type":…,"start":…,"end":…,"properties":{…}}
//   {"kind":"conflict","subject":"e:…","predicate":…,"values":[…]}
//
// Ids derive from content, and lines are in the order of kind and content: two graphs with the same content
// give the same bytes, however they came to be. Offsets are Unicode code points. Values that JSON does not
// know are written as {"$type":"Date","_value":"2025-02-24"}.
#pragma once

#include <ostream>

#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::graph {

Result<void> write_jsonl(const Transaction& transaction, std::ostream& out);

}  // namespace skein::graph
