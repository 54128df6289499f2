// Keys for all that clicks do. Letters count only where nobody writes.
"use strict";
skein.keyboard = (() => {
  const { view } = skein;
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const writes = (target) => target.matches("input, textarea, [contenteditable]");

  const anywhere = {
    "/": () => skein.search.focus(),
    f: () => skein.filters.toggle(),
    c: () => skein.panel.showConflicts(),
    q: () => skein.query.toggle(),
    g: () => skein.filters.toggleFigures(),
    t: () => skein.theme.next(),
    "?": () => document.getElementById("keys").showModal(),
    "+": () => view.zoom(1.3),
    "=": () => view.zoom(1.3),
    "-": () => view.zoom(1 / 1.3),
    0: () => view.fit(),
  };
  const on_picture = {
    Enter: () => view.chosen() !== null && skein.store.nodes.has(view.chosen()) && view.grow(view.chosen()).catch(skein.fail),
    " ": () => skein.panel.isOpen() && skein.panel.focus(),
  };

  // What is on top goes first.
  function escape() {
    if (skein.query.isOpen()) skein.query.toggle(false);
    else if (skein.filters.isOpen()) skein.filters.toggle(false);
    else if (skein.panel.isOpen()) view.choose(null);
    else if (view.current() === "near") view.showOverview();
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") return escape();
    if (writes(event.target)) return;
    const picture = event.target.classList.contains("graph");
    if (picture && arrows[event.key]) view.step(...arrows[event.key]);
    else if (picture && on_picture[event.key]) on_picture[event.key]();
    else if (anywhere[event.key]) anywhere[event.key]();
    else return;
    event.preventDefault();
  });
})();
