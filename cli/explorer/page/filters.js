// What of a picture is shown: by type, support, date, and whether figures and doubtful claims are wanted.
"use strict";
skein.filters = (() => {
  const { store, text } = skein;
  const { element } = text;
  const off_types = new Set(), off_relations = new Set();
  const wanted = { figures: false, doubtful: true, conflicts: false, support: 0, from: "", to: "" };

  const relationshipPasses = (r) =>
    !off_relations.has(r.type) && (wanted.doubtful || !r.stance) && r.support >= wanted.support &&
    (!wanted.conflicts || store.conflicting.has(r.id)) &&
    // Published within the time asked for, as far as is known: [first, last] and [from, to] have a day in common.
    (!wanted.from || (r.last !== undefined && r.last >= wanted.from)) && (!wanted.to || (r.first !== undefined && r.first <= wanted.to));
  const nodePasses = (node) => (wanted.figures || !node.figure) && !off_types.has(node.type);
  const passes = (node, relationship) => nodePasses(node) && relationshipPasses(relationship);
  // Is a node left alone by the filters no longer of interest?
  const narrowed = () => wanted.support > 0 || wanted.conflicts || !wanted.doubtful || wanted.from !== "" || wanted.to !== "" || off_relations.size > 0;

  // The nodes and relationships of a picture that are shown. `members`: its node ids.
  function shown(members) {
    const nodes = new Set(), relationships = [], touched = new Set();
    for (const id of members.keys()) if (nodePasses(store.nodes.get(id))) nodes.add(id);
    for (const r of store.relationships.values()) {
      if (!nodes.has(r.from) || !nodes.has(r.to) || !relationshipPasses(r)) continue;
      relationships.push(r);
      touched.add(r.from).add(r.to);
    }
    const kept = narrowed() ? [...nodes].filter((id) => touched.has(id) || id === skein.view.chosen()) : [...nodes];
    return { nodes: kept, relationships };
  }

  const panel = document.getElementById("filters");
  let drawn = 0;

  function changed() {
    skein.view.refresh();
  }
  function check(label, checked, on, extra = []) {
    const box = element("input", { type: "checkbox", onchange: (event) => { on(event.target.checked); changed(); } });
    box.checked = checked;
    return element("label", {}, box, ...extra, text.isolated(label));
  }
  function counted(items) {
    const counts = new Map();
    for (const item of items) counts.set(item.type, (counts.get(item.type) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }
  function listOf(kinds, off, readable, swatches) {
    return element("div", { class: "list" }, ...kinds.map(([type, n]) => {
      const swatch = swatches ? [element("span", { class: "swatch", style: "background:" + skein.look.colorOf(type) })] : [];
      const line = check(readable(type) || "without a label", !off.has(type), (on) => (on ? off.delete(type) : off.add(type)), swatch);
      line.append(element("span", { class: "count" }, n.toLocaleString("en")));
      return line;
    }));
  }
  function draw() {
    drawn = store.nodes.size;
    const field = (label, attributes, on) =>
      element("label", {}, label, element("input", { ...attributes, onchange: (event) => { on(event.target.value); changed(); } }));
    let most = 0;
    for (const r of store.relationships.values()) most = Math.max(most, r.support);
    const figures = check("Figures: amounts, shares, dates", wanted.figures, (on) => { wanted.figures = on; });
    figures.id = "figures";
    panel.replaceChildren(
      element("div", { class: "title" }, element("h2", {}, "Filters")),
      figures,
      check("What is denied, planned or possible (dashed)", wanted.doubtful, (on) => { wanted.doubtful = on; }),
      check("Only where sources disagree (red)", wanted.conflicts, (on) => { wanted.conflicts = on; }),
      element("h3", {}, "Documents"),
      field("At least", { type: "number", id: "support", min: 0, max: most, value: wanted.support }, (v) => { wanted.support = Number(v) || 0; }),
      field("Published from", { type: "date", id: "from", value: wanted.from }, (v) => { wanted.from = v; }),
      field("to", { type: "date", id: "to", value: wanted.to }, (v) => { wanted.to = v; }),
      element("h3", {}, "Types"),
      listOf(counted([...store.nodes.values()].filter((node) => wanted.figures || !node.figure)), off_types, (type) => text.clean(type), true),
      element("h3", {}, "Relations"),
      listOf(counted(store.relationships.values()), off_relations, text.readable, false),
    );
  }
  function toggle(open = panel.hidden) {
    panel.hidden = !open;
    document.getElementById("to-filters").setAttribute("aria-expanded", String(open));
    if (open) {
      draw();
      panel.querySelector("input").focus();
    }
  }
  function toggleFigures() {
    wanted.figures = !wanted.figures;
    changed();
    if (!panel.hidden) draw();
  }
  // More may be known by now, or other colours hold.
  function update(force = false) {
    if (!panel.hidden && (force || drawn !== store.nodes.size)) draw();
  }
  return { shown, passes, toggle, toggleFigures, update, isOpen: () => !panel.hidden };
})();
