// What is said: a node's card with its facts, a relationship, or all conflicts; each fact with its sentences.
"use strict";
skein.panel = (() => {
  const { store, text } = skein;
  const { element, isolated } = text;
  const panel = document.getElementById("panel");
  const at_once = 60; // facts
  let shown = null;   // what the panel is about: an id, or "conflicts"

  const nameOf = (id) => (store.nodes.has(id) ? store.nodes.get(id).name : "?");
  function open(about, heading, ...children) {
    shown = about;
    const title = element("div", { class: "title" }, heading, element("button", { "aria-label": "Close", onclick: close }, "×"));
    panel.replaceChildren(title, ...children.filter((child) => child !== null));
    panel.hidden = false;
    panel.scrollTop = 0;
  }
  function close() {
    const within = panel.contains(document.activeElement);
    shown = null;
    panel.hidden = true;
    if (within) document.getElementById(skein.view.current()).focus();
  }
  const toNode = (id, label) => element("button", { class: "link", onclick: () => skein.view.choose(id) }, label || isolated(nameOf(id)));
  const badge = (label, kind = "") => element("span", { class: "badge " + kind }, label);

  function properties(of, leave_out = []) {
    const list = element("dl");
    for (const [key, v] of Object.entries(of || {})) {
      if (leave_out.includes(key)) continue;
      list.append(element("dt", {}, text.clean(key)), element("dd", { dir: "auto" }, text.cut(text.value(v), 2000)));
    }
    return list.childElementCount > 0 ? list : null;
  }

  // One sentence with its mentions, and where it stands.
  function quotation(piece) {
    const { document: source } = piece, label = text.cut(source.title || source.key, 160);
    const place = "#document=" + encodeURIComponent(source.key) + "&begin=" + piece.begin + "&end=" + piece.end;
    const address = store.live() ? place : text.address(source.url) || text.address(source.key);
    const link = address ? element("a", { href: address, rel: "noreferrer", target: store.live() ? null : "_blank" }, label) : element("span", {}, label);
    const line = element("div", { class: "grey source", dir: "auto" }, link);
    for (const part of [source.source, piece.published, piece.attribution && "says " + piece.attribution, piece.stance])
      if (part) line.append(", ", text.clean(part));
    return element("blockquote", {}, text.marked(piece.text, [["subject", piece.subject], ["object", piece.object]]), line);
  }
  async function fill(holder, id) {
    try {
      const all = await store.evidenceOf(id);
      holder.replaceChildren(...all.map(quotation));
      if (all.length === 0) holder.append(element("p", { class: "grey" }, "Written by hand: no document says it."));
    } catch (error) {
      holder.replaceChildren(element("p", { class: "warning" }, error.message));
    }
  }

  function fact(r, id) {
    const out = r.from === id, other = store.nodes.get(store.other(r, id)), disputed = store.conflicting.has(r.id);
    const summary = element("summary", {},
      element("span", { class: "relation" }, (out ? "" : "← ") + text.readable(r.type) + (out ? " → " : " ")),
      toNode(other.id), " ", badge(text.clean(other.type) || "node"));
    if (r.support > 1) summary.append(" ", badge(text.count(r.support, "document")));
    if (r.stance) summary.append(" ", badge(r.stance, "stance"));
    if (disputed) summary.append(" ", badge("disputed", "conflict"));
    const holder = element("div");
    return element("details", { class: disputed ? "fact conflict" : "fact", "data-id": r.id,
      ontoggle: (event) => { if (event.target.open && !holder.hasChildNodes()) fill(holder, r.id); } }, summary, holder);
  }

  const order = (id) => (a, b) =>
    Number(Boolean(a.stance)) - Number(Boolean(b.stance)) || b.support - a.support || (a.type < b.type ? -1 : a.type > b.type ? 1 : 0) ||
    (nameOf(store.other(a, id)) < nameOf(store.other(b, id)) ? -1 : 1);

  function showNode(id) {
    const node = store.nodes.get(id);
    const heading = element("h2", { dir: "auto" }, text.clean(node.name));
    const about = element("div", { class: "grey" }, element("span", { class: "swatch", style: "background:" + skein.look.colorOf(node.type) }), " ",
      text.clean((node.labels || [node.type]).join(", ")));
    if (Array.isArray(node.aliases) && node.aliases.length > 0) about.append(" · also ", isolated(node.aliases.join(", ")));
    const facts = element("div", { class: "facts" }), title = element("h3", {}, "…");
    open(id, heading, about,
      element("div", { class: "actions" },
        element("button", { onclick: () => skein.view.showAround(id).catch(skein.fail) }, "Show what surrounds it"),
        element("button", { onclick: () => skein.view.grow(id).catch(skein.fail), title: "Enter, or a double click" }, "Add its relations")),
      properties(node.properties), title, facts);
    const list = (relationships) => {
      if (shown !== id) return;
      relationships = [...relationships].sort(order(id));
      const said = relationships.length + (store.left_out.get(id) || 0);
      title.textContent = said === 0 ? "Nothing else is said about it" : text.count(said, "relation");
      const more = (from) => {
        facts.append(...relationships.slice(from, from + at_once).map((r) => fact(r, id)));
        const left = relationships.length - from - at_once;
        if (left > 0) {
          const button = element("button", { onclick: () => { button.remove(); more(from + at_once); } }, text.count(left, "more relation"));
          facts.append(button);
        }
      };
      facts.replaceChildren();
      more(0);
    };
    list(store.relationshipsOf(id));
    if (!store.isComplete(id)) store.neighbours(id).then(list, skein.fail);
  }

  function showRelationship(id) {
    const r = store.relationships.get(id), holder = element("div");
    const heading = element("h2", { dir: "auto" }, toNode(r.from), " ", element("span", { class: "grey" }, text.readable(r.type)), " ", toNode(r.to));
    const facts = { documents: r.support || undefined, confidence: r.confidence, "first published": r.first, "last published": r.first === r.last ? undefined : r.last, ...r.properties };
    const line = element("div", { class: "actions" });
    if (r.stance) line.append(badge(r.stance, "stance"));
    open(id, heading, line, properties(Object.fromEntries(Object.entries(facts).filter(([, v]) => v !== undefined))), holder);
    fill(holder, id);
    for (const conflict of store.conflicts.filter((each) => each.claims.includes(id)))
      panel.append(element("h3", { class: "warning" }, "Sources disagree"), claims(conflict, id));
  }

  const claims = (conflict, leave_out) => {
    const list = element("div", { class: "facts" });
    for (const id of conflict.claims) {
      if (id === leave_out) continue;
      const line = fact(store.relationships.get(id), conflict.subject);
      line.open = true;
      list.append(line);
    }
    return list;
  };
  function showConflicts() {
    open("conflicts", element("h2", {}, "Where sources disagree"));
    for (const conflict of store.conflicts)
      panel.append(element("h3", {}, toNode(conflict.subject), " ", element("span", { class: "grey" }, text.readable(conflict.type))), claims(conflict));
  }

  // A node's or relationship's id, or null.
  function show(id) {
    if (id === null) return close();
    if (store.nodes.has(id)) showNode(id);
    else showRelationship(id);
  }
  // The same again: colours have changed.
  function update() {
    if (shown === null) return;
    if (shown === "conflicts") showConflicts();
    else show(shown);
  }
  return { show, showConflicts, close, update, isOpen: () => !panel.hidden, focus: () => panel.focus() };
})();
