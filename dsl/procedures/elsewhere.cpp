#include "dsl/procedures/elsewhere.hpp"

#include <fmt/format.h>

namespace skein::dsl::procedures {

namespace {

struct Entry {
  std::string_view prefix;  // of the name, in small letters; the longest that fits counts
  std::string_view advice;
};

constexpr Entry entries[] = {
    // --- graph algorithms
    {"gds.",
     "graph algorithms are algo.*; SHOW PROCEDURES lists them and the gds.* names that are understood"},
    {"gds.graph.create", "write CALL gds.graph.project(name, 'Label', 'TYPE')"},
    {"gds.graph.project",
     "a graph is chosen by labels and types: CALL gds.graph.project(name, 'Label', 'TYPE')"},
    {"gds.graph.filter",
     "project a graph of fewer labels and types: CALL gds.graph.project(name, 'Label', 'TYPE')"},
    {"gds.graph.sample", "algorithms look at the whole graph; algo.betweenness has the option samples"},
    {"gds.graph.nodeproperties.stream", "write CALL gds.graph.nodeProperty.stream(graph, property)"},
    {"gds.graph.streamnodeproperty", "write CALL gds.graph.nodeProperty.stream(graph, property)"},
    {"gds.graph.writenodeproperties", "write CALL gds.graph.nodeProperties.write(graph, properties)"},
    {"gds.graph.exists", "it is a procedure: CALL gds.graph.exists(name) YIELD exists"},
    {"gds.util.", "gds.util.asNode and gds.util.asNodes are understood"},
    {"gds.articlerank", "there is algo.pagerank"},
    {"gds.eigenvector", "there is algo.pagerank, which with damping near 1 ranks alike"},
    {"gds.hits", "there is algo.pagerank"},
    {"gds.celf", "there is algo.betweenness, algo.degree and algo.pagerank"},
    {"gds.leiden", "write algo.communities or gds.louvain"},
    {"gds.modularity", "gds.louvain.stats gives the modularity it reaches"},
    {"gds.modularityoptimization", "write algo.communities or gds.louvain"},
    {"gds.k1coloring", "there is no colouring; algo.communities groups nodes"},
    {"gds.kmeans", "there are no node vectors; algo.communities groups nodes by their relationships"},
    {"gds.knn", "there are no node vectors; algo.similarity compares nodes by the neighbours they share"},
    {"gds.fastrp", "there are no node vectors; algo.similarity compares nodes by the neighbours they share"},
    {"gds.node2vec",
     "there are no node vectors; algo.similarity compares nodes by the neighbours they share"},
    {"gds.graphsage",
     "there are no node vectors; algo.similarity compares nodes by the neighbours they share"},
    {"gds.hashgnn", "there are no node vectors; algo.similarity compares nodes by the neighbours they share"},
    {"gds.ml.", "models are not trained on the graph here; algorithms are algo.*"},
    {"gds.pipeline", "models are not trained on the graph here; algorithms are algo.*"},
    {"gds.linkprediction", "count what two nodes share: COUNT { (a)--()--(b) }"},
    {"gds.similarity.", "algo.similarity compares nodes by the neighbours they share"},
    {"gds.bfs", "write algo.shortest_paths({source: n}), or a pattern of variable length"},
    {"gds.dfs", "write algo.shortest_paths({source: n}), or a pattern of variable length"},
    {"gds.shortestpath.astar", "write gds.shortestPath.dijkstra.stream or algo.shortest_path"},
    {"gds.allshortestpaths.delta", "write gds.allShortestPaths.dijkstra.stream or algo.shortest_paths"},
    {"gds.allshortestpaths.stream",
     "write algo.shortest_paths for each node, or allShortestPaths((a)-[*]-(b))"},
    {"gds.bellmanford", "weights have to be at least 0: write gds.allShortestPaths.dijkstra.stream"},
    {"gds.spanningtree", "there is no spanning tree; algo.shortest_paths gives the tree of cheapest paths"},
    {"gds.randomwalk",
     "there are no random walks; write a pattern of variable length with ORDER BY rand() LIMIT n"},
    {"gds.triangles", "write MATCH (a)--(b)--(c)--(a), or algo.triangles for how many each node is in"},
    {"gds.triangle", "write algo.triangles or gds.triangleCount.stream"},
    {"algo.unionfind", "write algo.components"},
    {"algo.scc", "write algo.components({strong: true})"},
    {"algo.louvain", "write algo.communities"},
    {"algo.labelpropagation", "write algo.communities({method: 'label_propagation'})"},
    {"algo.trianglecount", "write algo.triangles"},
    {"algo.shortestpath", "write algo.shortest_path({source: a, target: b})"},
    {"algo.kshortestpaths", "write algo.shortest_path({source: a, target: b, k: 3})"},
    {"algo.jaccard", "write algo.similarity"},
    {"algo.nodesimilarity", "write algo.similarity"},
    // --- apoc
    {"apoc.", "apoc is a library of another database; SHOW FUNCTIONS and SHOW PROCEDURES list what there is"},
    {"apoc.algo.", "graph algorithms are algo.*; SHOW PROCEDURES lists them"},
    {"apoc.algo.dijkstra", "write algo.shortest_path({source: a, target: b, weight: 'property'})"},
    {"apoc.any.properties", "write properties(x)"},
    {"apoc.atomic.", "a statement is atomic: write SET n.key = n.key + 1"},
    {"apoc.case", "write CASE WHEN ... THEN ... END, or CALL { } with WHERE"},
    {"apoc.coll.", "write a list comprehension or reduce(): [x IN list WHERE ... | ...]"},
    {"apoc.coll.avg", "write reduce(s = 0.0, x IN list | s + x) / size(list)"},
    {"apoc.coll.contains", "write x IN list"},
    {"apoc.coll.flatten", "write reduce(all = [], x IN lists | all + x)"},
    {"apoc.coll.frequencies", "write UNWIND list AS item RETURN item, count(*)"},
    {"apoc.coll.indexof", "write head([i IN range(0, size(list) - 1) WHERE list[i] = x])"},
    {"apoc.coll.intersection", "write [x IN a WHERE x IN b]"},
    {"apoc.coll.max", "write UNWIND list AS x RETURN max(x)"},
    {"apoc.coll.min", "write UNWIND list AS x RETURN min(x)"},
    {"apoc.coll.pairs", "write [i IN range(0, size(list) - 2) | [list[i], list[i + 1]]]"},
    {"apoc.coll.sort", "write UNWIND list AS x WITH x ORDER BY x RETURN collect(x)"},
    {"apoc.coll.subtract", "write [x IN a WHERE NOT x IN b]"},
    {"apoc.coll.sum", "write reduce(s = 0, x IN list | s + x)"},
    {"apoc.coll.toset", "write UNWIND list AS x RETURN collect(DISTINCT x)"},
    {"apoc.coll.union", "write a + [x IN b WHERE NOT x IN a]"},
    {"apoc.coll.zip", "write [i IN range(0, size(a) - 1) | [a[i], b[i]]]"},
    {"apoc.convert.", "write toInteger(), toFloat(), toString(), toBoolean() or their ...List forms"},
    {"apoc.convert.tojson", "skein query --format json gives results as JSON"},
    {"apoc.convert.fromjson", "give the values as a parameter: --param name=JSON"},
    {"apoc.create.node", "write CREATE (n:Label $properties)"},
    {"apoc.create.relationship", "write CREATE (a)-[:TYPE $properties]->(b)"},
    {"apoc.create.setproperty", "write SET n += $map"},
    {"apoc.create.addlabels", "write SET n:Label"},
    {"apoc.create.removelabels", "write REMOVE n:Label"},
    {"apoc.create.uuid", "write randomUUID()"},
    {"apoc.cypher.", "write the statement itself, with CALL { } where it runs for each row"},
    {"apoc.date.", "write datetime(), date() and duration(): datetime({epochMillis: x}), date(text)"},
    {"apoc.date.currenttimestamp", "write timestamp()"},
    {"apoc.do.", "write CALL { } with WHERE, or FOREACH over CASE WHEN ... THEN [1] ELSE [] END"},
    {"apoc.export.", "write skein export, or skein query --format csv"},
    {"apoc.help", "SHOW PROCEDURES and SHOW FUNCTIONS list what there is"},
    {"apoc.import.", "write skein import"},
    {"apoc.index.", "write CREATE INDEX; MATCH uses indexes by itself"},
    {"apoc.load.", "write LOAD CSV, or skein import for whole files"},
    {"apoc.log.", "return the values instead"},
    {"apoc.lock.", "a statement is a transaction: nothing has to be locked"},
    {"apoc.map.", "write a map projection or literal: n {.*, key: value}"},
    {"apoc.map.merge", "write a map projection: n {.*, key: value}, or SET n += map"},
    {"apoc.math.", "write round(), abs(), sqrt() ... : SHOW FUNCTIONS lists them"},
    {"apoc.merge.node", "write MERGE (n:Label {key: value}) ON CREATE SET n += $map"},
    {"apoc.merge.relationship", "write MERGE (a)-[:TYPE]->(b)"},
    {"apoc.meta.",
     "write CALL db.schema.visualization(), CALL db.schema.nodeTypeProperties() or valueType(x)"},
    {"apoc.meta.type", "write valueType(x)"},
    {"apoc.neighbors.", "write MATCH (n)-[*1..2]-(m) RETURN DISTINCT m, or CALL skein.neighbourhood(n, 2)"},
    {"apoc.node.degree", "write COUNT { (n)--() }"},
    {"apoc.node.relationship.exists", "write EXISTS { (n)-[:TYPE]->() }"},
    {"apoc.number.", "write toInteger(text), toString(number)"},
    {"apoc.path.expand", "write a pattern of variable length: MATCH p = (n)-[:TYPE*1..3]->(m)"},
    {"apoc.path.subgraph", "write CALL skein.neighbourhood(n, hops)"},
    {"apoc.path.spanningtree", "write CALL algo.shortest_paths({source: n})"},
    {"apoc.path.elements", "write nodes(p) and relationships(p)"},
    {"apoc.periodic.commit", "write CALL { } IN TRANSACTIONS OF 1000 ROWS"},
    {"apoc.periodic.iterate", "write CALL { } IN TRANSACTIONS OF 1000 ROWS"},
    {"apoc.refactor.", "write MERGE, SET and DELETE; the text side merges names itself, skein why shows how"},
    {"apoc.rel.", "write type(r), startNode(r), endNode(r)"},
    {"apoc.schema.",
     "write CREATE INDEX and CREATE CONSTRAINT ... IF NOT EXISTS; SHOW INDEXES, SHOW CONSTRAINTS"},
    {"apoc.search.", "write CALL skein.search(text), or MATCH (n) WHERE n.name CONTAINS text"},
    {"apoc.stats.degrees", "write CALL algo.degree()"},
    {"apoc.text.", "write replace(), split(), substring(), =~ ... : SHOW FUNCTIONS lists them"},
    {"apoc.text.join", "write reduce(s = head(list), x IN tail(list) | s + ', ' + x)"},
    {"apoc.text.regexgroups", "write text =~ 'pattern', split() and substring()"},
    {"apoc.text.replace", "write replace(text, old, new)"},
    {"apoc.text.capitalize", "write toUpper(left(text, 1)) + substring(text, 1)"},
    {"apoc.text.clean", "write toLower(replace(text, ' ', ''))"},
    {"apoc.text.levenshtein", "write CALL skein.resolve(text), which finds names that are nearly alike"},
    {"apoc.text.similarity", "write CALL skein.resolve(text), which finds names that are nearly alike"},
    {"apoc.trigger.", "there are no triggers"},
    {"apoc.util.", "write the check with WHERE"},
    {"apoc.util.sleep", "there is no waiting in a query"},
    {"apoc.version", "write skein --version"},
    {"apoc.when", "write CASE WHEN ... THEN ... END, or CALL { } with WHERE"},
    // --- others
    {"db.index.vector", "there are no vector indexes; db.index.fulltext.queryNodes searches text"},
    {"db.index.fulltext.createnodeindex", "write CREATE FULLTEXT INDEX name FOR (n:Label) ON EACH [n.key]"},
    {"db.index.fulltext.queryrelationships",
     "full-text indexes are over nodes; skein.search(text) searches evidence as well"},
    {"db.createlabel", "a label is made by its first node"},
    {"db.createrelationshiptype", "a type is made by its first relationship"},
    {"db.createproperty", "a property key is made by its first use"},
    {"db.stats.", "write PROFILE before the statement"},
    {"dbms.security", "a database is a folder: rights are those of its files"},
    {"dbms.listconfig", "settings are options of the commands: skein --help"},
    {"dbms.queryjmx", "skein stats tells how much of what a store holds"},
};

}  // namespace

std::string written_here(std::string_view name) {
  std::string low(name);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  // What an early version of the library called alpha or beta has dropped that since.
  for (const std::string_view stage : {std::string_view("gds.alpha."), std::string_view("gds.beta.")})
    if (low.starts_with(stage)) {
      const auto rest = std::string(name.substr(stage.size()));
      return fmt::format("without its stage the name is gds.{}", rest);
    }
  const Entry* best = nullptr;
  for (const Entry& entry : entries)
    if (low.starts_with(entry.prefix) && (best == nullptr || entry.prefix.size() > best->prefix.size()))
      best = &entry;
  return best == nullptr ? std::string() : std::string(best->advice);
}

}  // namespace skein::dsl::procedures
