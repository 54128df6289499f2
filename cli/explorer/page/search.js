// Finding nodes by name or alias: among those that are here, and on a live page among all.
"use strict";
skein.search = (() => {
  const { store, text } = skein;
  const { element } = text;
  const input = document.getElementById("search"), list = document.getElementById("found");
  const most = 12;
  let index = [], indexed = 0, options = [], at = -1, asked = 0, on_take = () => {};

  // Every name with its node, folded once.
  function names() {
    if (indexed === store.nodes.size) return index;
    index = [];
    for (const node of store.nodes.values()) {
      index.push([text.folded(node.name), node, null]);
      for (const alias of Array.isArray(node.aliases) ? node.aliases : []) index.push([text.folded(String(alias)), node, alias]);
    }
    indexed = store.nodes.size;
    return index;
  }
  // 0 the name itself, 1 its beginning, 2 the beginning of a word in it, 3 within it; -1 not.
  function fit(name, wanted) {
    const where = name.indexOf(wanted);
    if (where < 0) return -1;
    if (where === 0) return name.length === wanted.length ? 0 : 1;
    return name.includes(" " + wanted) ? 2 : 3;
  }
  function found(wanted) {
    const best = new Map();
    for (const [name, node, alias] of names()) {
      const rank = fit(name, wanted);
      if (rank < 0) continue;
      const score = rank * 4 + (node.figure ? 2 : 0) + (alias ? 1 : 0);
      if (!best.has(node.id) || best.get(node.id).score > score) best.set(node.id, { node, alias, score });
    }
    const degree = (each) => store.relationshipsOf(each.node.id).length;
    return [...best.values()].sort((a, b) => a.score - b.score || degree(b) - degree(a) || (a.node.name < b.node.name ? -1 : 1)).slice(0, most);
  }

  function show(hits, message = "Nothing has such a name") {
    options = hits;
    at = hits.length > 0 ? 0 : -1;
    list.replaceChildren(...hits.map(({ node, alias }, i) =>
      element("li", { role: "option", id: "found-" + i, "aria-selected": String(i === at), "data-id": node.id,
                      onpointerdown: (event) => { event.preventDefault(); take(i); } },
        element("span", { class: "swatch", style: "background:" + skein.look.colorOf(node.type) }),
        text.isolated(text.cut(node.name, 80)),
        element("span", { class: "grey" }, alias ? text.isolated(text.cut(alias, 50)) : text.clean(node.type)))));
    if (hits.length === 0) list.append(element("li", { role: "option", "aria-disabled": "true" }, element("span", { class: "grey", style: "margin:0" }, message)));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    point();
  }
  function point() {
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", "found-" + at);
      list.children[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }
  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function take(i) {
    if (!options[i]) return;
    close();
    input.value = text.clean(options[i].node.name);
    on_take(options[i].node.id);
  }

  input.addEventListener("input", async () => {
    const number = ++asked, wanted = text.folded(input.value.trim());
    if (wanted === "") return close();
    const here = found(wanted);
    show(here, store.live() ? "…" : undefined);
    if (!store.live()) return;
    await new Promise((done) => setTimeout(done, 150)); // until one stops typing
    if (number !== asked) return;
    try {
      const elsewhere = await store.searched(input.value.trim());
      if (number !== asked || list.hidden) return;
      const seen = new Set(here.map(({ node }) => node.id));
      show([...here, ...elsewhere.filter((node) => !seen.has(node.id)).map((node) => ({ node, alias: null }))].slice(0, 2 * most));
    } catch (error) {
      if (number === asked) show(here, error.message);
    }
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (options.length > 0) at = (at + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length;
      point();
      event.preventDefault();
    } else if (event.key === "Enter") {
      if (!list.hidden && at >= 0) take(at);
      event.preventDefault();
    } else if (event.key === "Escape") {
      if (!list.hidden) event.stopPropagation();
      close();
    }
  });
  input.addEventListener("blur", close);

  return { focus: () => { input.focus(); input.select(); }, whenTaken: (f) => { on_take = f; } };
})();
