// The query box of a live page: rows as a table; nodes and relationships in them as a picture.
"use strict";
skein.query = (() => {
  const { store, text } = skein;
  const { element } = text;
  const section = document.getElementById("query"), statement = document.getElementById("statement");
  const said = document.getElementById("answer-status"), rows = document.getElementById("rows");
  const most_rows = 500;

  // A typed value of the query API as text; nodes, relationships and paths are noted in `part`.
  function plain(typed, part) {
    if (typed === null) return "";
    const { $type: type, _value: v } = typed;
    switch (type) {
      case "Null": return "";
      case "List": return "[" + v.map((item) => plain(item, part)).join(", ") + "]";
      case "Map": return "{" + Object.entries(v).map(([key, item]) => key + ": " + plain(item, part)).join(", ") + "}";
      case "Node": part.nodes.add(v._element_id); return nodeText(v);
      case "Relationship": part.relationships.add(v._element_id); return "[:" + v._type + "]";
      case "Path": return v.map((step) => plain(step, part)).join("—");
      default: return String(v);
    }
  }
  function nodeText(v) {
    const name = v._properties.name || v._properties.title || v._properties.id;
    return name ? String(name._value) : "(" + v._labels.map((label) => ":" + label).join("") + ")";
  }
  function cell(typed, part) {
    const type = typed && typed.$type, label = text.cut(plain(typed, part), 1000);
    const inner = type === "Node" || type === "Relationship"
      ? element("button", { class: "link", onclick: () => skein.view.choose(typed._value._element_id) }, text.isolated(label)) : text.isolated(label);
    return element("td", { class: type === "Integer" || type === "Float" ? "number" : null }, inner);
  }

  async function run() {
    said.className = "";
    said.textContent = "…";
    const started = performance.now();
    try {
      const { data, counters, notifications } = await store.ask(statement.value);
      const { fields, values } = data, part = { nodes: new Set(), relationships: new Set() };
      const lines = values.slice(0, most_rows).map((row) => element("tr", {}, ...row.map((v) => cell(v, part))));
      rows.replaceChildren(element("table", {}, element("thead", {}, element("tr", {}, ...fields.map((field) => element("th", { scope: "col" }, text.clean(field))))), element("tbody", {}, ...lines)));
      const about = [text.count(values.length, "row") + (values.length > most_rows ? ", of which " + most_rows + " are shown" : "")];
      about.push(Math.round(performance.now() - started) + " ms");
      for (const [what, n] of Object.entries(counters || {})) if (typeof n === "number" && n > 0) about.push(n + " " + what);
      said.textContent = about.concat(notifications || []).join(" · ");
      if (part.nodes.size + part.relationships.size > 0) await draw(part);
    } catch (error) {
      said.className = "warning";
      said.textContent = error.message;
      rows.replaceChildren();
    }
  }
  async function draw(part) {
    const data = await store.part({ nodes: [...part.nodes], relationships: [...part.relationships] });
    if (data.nodes.length > 0) skein.view.showPlaced(data.nodes.map((node) => [node.id, { x: node.x, y: node.y }]));
  }

  document.getElementById("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  statement.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
  function toggle(open = section.hidden) {
    if (!store.live()) return;
    section.hidden = !open;
    document.getElementById("to-query").setAttribute("aria-expanded", String(open));
    if (open) statement.focus();
    else document.getElementById(skein.view.current()).focus();
  }
  return { toggle, isOpen: () => !section.hidden };
})();
