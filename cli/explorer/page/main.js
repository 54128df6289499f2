// Puts the parts together and begins.
"use strict";
skein.status = (message) => { document.getElementById("status").textContent = message; };
skein.fail = (error) => skein.status("That did not work: " + error.message);

skein.theme = (() => {
  const root = document.documentElement, system = matchMedia("(prefers-color-scheme: dark)");
  let asked = null; // "light" or "dark"; null: as the system has it
  try { asked = localStorage.getItem("skein-theme"); } catch { /* a page from a file may have no storage */ }
  const apply = () => { root.dataset.theme = asked || (system.matches ? "dark" : "light"); };
  function next() {
    asked = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("skein-theme", asked); } catch { /* then for this visit only */ }
    changed();
  }
  function changed() {
    apply();
    skein.view.restyle();
    skein.panel.update();
    skein.filters.update(true);
  }
  system.addEventListener("change", changed);
  apply();
  return { next };
})();

(async () => {
  const { store, view, text } = skein;
  const button = (id, action) => document.getElementById(id).addEventListener("click", action);
  button("to-overview", () => view.showOverview());
  button("to-filters", () => skein.filters.toggle());
  button("to-conflicts", () => skein.panel.showConflicts());
  button("to-query", () => skein.query.toggle());
  button("to-theme", () => skein.theme.next());
  button("to-keys", () => document.getElementById("keys").showModal());
  button("zoom-in", () => view.zoom(1.3));
  button("zoom-out", () => view.zoom(1 / 1.3));
  button("zoom-fit", () => view.fit());
  skein.search.whenTaken((id) => view.showAround(id).then(() => view.choose(id), skein.fail));
  view.whenChosen(skein.panel.show);
  view.whenChanged((picture, { nodes, relationships }) => {
    const all = store.totals().nodes - store.totals().documents; // documents are no part of pictures
    const cut = picture === "overview" && store.nodes.size < all;
    skein.status((cut ? nodes.length.toLocaleString("en") + " of " + text.count(all, "node") : text.count(nodes.length, "node")) +
      ", " + text.count(relationships.length, "relation"));
    skein.filters.update();
    const conflicts = document.getElementById("to-conflicts");
    conflicts.hidden = store.conflicts.length === 0;
    conflicts.textContent = text.count(store.conflicts.length, "conflict");
  });

  try {
    const data = await store.load();
    document.getElementById("to-query").hidden = !store.live();
    view.showOverview(data);
    await view.rendered();
    if (data.nodes.length === 0) skein.status("There is nothing in this graph yet.");
    document.documentElement.dataset.ready = String(Math.round(performance.now())); // ms from the start to the first picture
    if (store.live()) await skein.document.open();
  } catch (error) {
    skein.fail(error);
  }
})();
