// What the page knows of the graph. A page in one file has all of it inside; a live one asks its server.
"use strict";
skein.store = (() => {
  const nodes = new Map();          // id: node
  const relationships = new Map();  // id: relationship
  const around = new Map();         // node id: ids of its relationships
  const conflicts = [];             // {subject, type, claims}
  const conflicting = new Set();    // relationship ids
  const complete = new Set();       // node ids whose relationships are all here
  const left_out = new Map();       // node id: how many of its relationships the server keeps back
  const evidence = new Map();       // relationship id: its evidence
  let embedded = null, totals = { nodes: 0, relationships: 0, documents: 0 };
  const live = () => embedded === null;

  // Takes in an answer of the form of graph/formats/explorer.hpp.
  function add(data) {
    for (const node of data.nodes) {
      if (nodes.has(node.id)) continue;
      nodes.set(node.id, node);
      around.set(node.id, []);
    }
    for (const relationship of data.relationships) {
      if (relationships.has(relationship.id)) continue;
      relationships.set(relationship.id, relationship);
      around.get(relationship.from).push(relationship.id);
      if (relationship.to !== relationship.from) around.get(relationship.to).push(relationship.id);
    }
    for (const conflict of data.conflicts) {
      if (conflict.claims.every((id) => conflicting.has(id))) continue;
      conflicts.push(conflict);
      conflict.claims.forEach((id) => conflicting.add(id));
    }
    totals = data.totals;
  }

  async function request(address, options) {
    const response = await fetch(address, options);
    const answer = await response.json();
    if (answer.errors) throw new Error(answer.errors.map((e) => e.message + (e.hint ? "\n" + e.hint : "")).join("\n"));
    return answer;
  }
  const post = (address, body, accept = "application/json") =>
    request(address, { method: "POST", headers: { "Content-Type": "application/json", Accept: accept }, body: JSON.stringify(body) });

  async function load() {
    const element = document.getElementById("data");
    if (element) {
      embedded = JSON.parse(element.textContent);
      element.remove();
      add(embedded);
      return embedded;
    }
    const data = await request("/explorer/overview");
    add(data);
    return data;
  }

  // All relationships of a node, as far as they are to be had.
  async function neighbours(id) {
    if (live() && !complete.has(id)) {
      const data = await request("/explorer/neighbours/" + encodeURIComponent(id));
      add(data);
      complete.add(id);
      if (data.left_out) left_out.set(id, data.left_out);
    }
    return relationshipsOf(id);
  }
  const relationshipsOf = (id) => (around.get(id) || []).map((each) => relationships.get(each));
  const isComplete = (id) => !live() || complete.has(id);
  const other = (relationship, id) => (relationship.from === id ? relationship.to : relationship.from);

  // Pieces of evidence with "document" as {key, title, source, url}.
  async function evidenceOf(id) {
    if (!evidence.has(id)) {
      if (live()) {
        const { evidence: all } = await request("/evidence/" + encodeURIComponent(id));
        evidence.set(id, all.map((e) => ({ ...e, document: { key: e.document, title: e.title, source: e.source } })));
      } else {
        const all = relationships.get(id).evidence || [];
        evidence.set(id, all.map((e) => ({ ...e, document: embedded.documents[e.document] })));
      }
    }
    return evidence.get(id);
  }
  const knownEvidence = (id) => evidence.get(id);

  // Nodes that the server knows by a name.
  async function searched(text) {
    const data = await request("/explorer/search?q=" + encodeURIComponent(text));
    add(data);
    return data.found.map((id) => nodes.get(id));
  }
  async function part(wanted) {
    const data = await post("/explorer/part", wanted);
    add(data);
    return data;
  }
  const ask = (statement) => post("/db/skein/query/v2", { statement, parameters: {} }, "application/vnd.neo4j.query");
  const documentAt = (key) => request("/documents/" + encodeURIComponent(key));

  return {
    nodes, relationships, conflicts, conflicting, left_out, live, load, neighbours, relationshipsOf, isComplete, other,
    evidenceOf, knownEvidence, searched, part, ask, documentAt, totals: () => totals,
  };
})();
