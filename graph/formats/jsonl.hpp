// JSON lines: the lossless form of a graph. One object a line:
//
//   {"kind":"document","id":"d:…","key":…,"title":…,"url":…,"published":…,"source":…,"hash":…,"mentions":["e:…"],
//    "mention_properties":[{"count":2}],"labels":["Document"],"properties":{…},"text":…}
//   {"kind":"entity","id":"e:…","name":…,"type":…,"aliases":[…],"labels":[…],"properties":{…}}
//   {"kind":"node","id":"n:…","labels":[…],"properties":{…}}
//   {"kind":"relation","id":"r:…","subject":"e:…","predicate":…,"object":"e:…","asserted":true,"confidence":…,
//    "support":…,"properties":{…},"evidence":[…]}                          evidence as in
//    json/evidence_json.hpp
//   {"kind":"relationship","id":"w:…","type":…,"start":…,"end":…,"properties":{…}}
//   {"kind":"relation_type","name":"CEO_OF","one_subject":true}             what a relation allows
//   (conflicts.hpp)
//   {"kind":"conflict","subject":"e:…","predicate":…,"values":[…]}
//
// Entities and relations were derived from documents, nodes and relationships are what people wrote. Ids
// derive from content (names.hpp), and lines are in the order of kind and content: two graphs with the same
// content give the same bytes, however they came to be. Values that JSON does not know are written as
// {"$type":"Date","_value":"2025-02-24"}.
#pragma once

#include <ostream>

#include "graph/graph.hpp"
#include "graph/query_context.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

Result<void> write_jsonl(const Transaction& transaction, std::ostream& out,
                         const QueryContext* context = nullptr);

}  // namespace skein::graph::formats
