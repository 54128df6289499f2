// node read.mjs READER FILE: reads a file with a library from npm and prints what it found as JSON. See README.md.
import { readFileSync } from "node:fs";

const [reader, file] = process.argv.slice(2);
const text = readFileSync(file, "utf8");

async function graphology(format) {
  const { MultiDirectedGraph } = (await import("graphology")).default;
  if (format === "gexf") {
    const gexf = (await import("graphology-gexf")).default;
    const graph = gexf.parse(MultiDirectedGraph, text, { allowUndeclaredAttributes: false });
    return { nodes: graph.order, relationships: graph.size };
  }
  const graphml = (await import("graphology-graphml")).default;
  const graph = graphml.parse(MultiDirectedGraph, text);
  return { nodes: graph.order, relationships: graph.size };
}

async function oxigraph(format) {
  const { Store } = await import("oxigraph");
  const store = new Store();
  store.load(text, { format, no_transaction: false });
  return { triples: store.size };
}

async function jsonld() {
  const library = (await import("jsonld")).default;
  const quads = await library.toRDF(JSON.parse(text), {
    documentLoader: (url) => { throw new Error(`asked for ${url}`); },
  });
  return { triples: quads.length };
}

async function cypher() {
  const { lintCypherQuery } = await import("@neo4j-cypher/language-support");
  const found = lintCypherQuery(text, {}, {});
  const errors = (found.diagnostics ?? found).filter((one) => one.severity === 1);
  if (errors.length > 0) throw new Error(JSON.stringify(errors.slice(0, 3)));
  return { statements: text.split(";\n").length - 1 };
}

const readers = {
  gexf: () => graphology("gexf"),
  graphml: () => graphology("graphml"),
  turtle: () => oxigraph("text/turtle"),
  ntriples: () => oxigraph("application/n-triples"),
  nquads: () => oxigraph("application/n-quads"),
  trig: () => oxigraph("application/trig"),
  jsonld,
  cypher,
};

try {
  console.log(JSON.stringify(await readers[reader]()));
} catch (error) {
  console.error(`${error.code ?? ""} ${error.message}`);
  process.exit(error.code === "ERR_MODULE_NOT_FOUND" ? 77 : 1);
}
