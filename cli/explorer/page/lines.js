// The lines of a large picture: on a canvas below the one of Cytoscape.js, which has thousands of nodes to keep already.
"use strict";
// `container` is that of `cy`, whose nodes stay where they are.
skein.lines = (container, cy, color) => {
  const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
  canvas.style = "inset: 0; pointer-events: none; position: absolute";
  container.prepend(canvas);
  // Ends x1, y1, x2, y2 of the lines of each kind, in the order in which they are drawn.
  const kinds = ["plain", "doubtful", "conflict", "beside"];
  let ends = {};

  // `lines`: [kind, from, to]
  function set(lines) {
    const found = Object.fromEntries(kinds.map((kind) => [kind, []]));
    for (const [kind, from, to] of lines) found[kind].push(from.x, from.y, to.x, to.y);
    ends = found;
    draw();
  }
  function draw() {
    const width = container.clientWidth, height = container.clientHeight;
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const level = cy.zoom(), { x, y } = cy.pan();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(level, 0, 0, level, x, y);
    const colors = { plain: "faint", doubtful: "line", conflict: "conflict", beside: "accent" };
    for (const kind of kinds) {
      const all = ends[kind] || [];
      if (all.length === 0) continue;
      context.beginPath();
      for (let i = 0; i < all.length; i += 4) {
        context.moveTo(all[i], all[i + 1]);
        context.lineTo(all[i + 2], all[i + 3]);
      }
      context.strokeStyle = color(colors[kind]);
      context.lineWidth = (kind === "conflict" || kind === "beside" ? 1.6 : 0.7) / Math.min(level, 1);
      context.setLineDash(kind === "doubtful" ? [6 / level, 4 / level] : []);
      context.stroke();
    }
  }
  cy.on("render", draw);
  return { set };
};
