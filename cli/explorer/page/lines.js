// The lines of a large picture, below what Cytoscape.js draws, and above it what is chosen: Cytoscape.js has thousands of
// nodes to keep, and need not draw them again for a click.
"use strict";
// `container` is that of `cy`, whose nodes stay where they are.
skein.lines = (container, cy, color) => {
  const [below, above] = ["prepend", "append"].map((add) => {
    const canvas = document.createElement("canvas");
    canvas.style = "left: 0; pointer-events: none; position: absolute; top: 0";
    container[add](canvas);
    return canvas.getContext("2d");
  });
  // Ends x1, y1, x2, y2 of the lines of each kind, in the order in which they are drawn.
  const kinds = ["plain", "doubtful", "conflict", "beside"];
  let ends = {}, ring = null;

  // `lines`: [kind, from, to]; `chosen`: {x, y, size, label} or null.
  function set(lines, chosen) {
    ring = chosen;
    const found = Object.fromEntries(kinds.map((kind) => [kind, []]));
    for (const [kind, from, to] of lines) found[kind].push(from.x, from.y, to.x, to.y);
    ends = found;
    draw();
  }
  function cleared(context) {
    const { canvas } = context, width = container.clientWidth, height = container.clientHeight;
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  }
  function draw() {
    const level = cy.zoom(), { x, y } = cy.pan();
    for (const each of [below, above]) cleared(each).setTransform(level, 0, 0, level, x, y);
    const colors = { plain: "faint", doubtful: "line", conflict: "conflict", beside: "accent" };
    for (const kind of kinds) {
      const all = ends[kind] || [];
      if (all.length === 0) continue;
      const context = kind === "beside" ? above : below;
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
    above.setTransform(1, 0, 0, 1, 0, 0);
    above.setLineDash([]);
    drawRing(above, level, x, y);
  }
  function drawRing(context, level, x, y) {
    if (!ring) return;
    const at = { x: ring.x * level + x, y: ring.y * level + y }, radius = (ring.size * level) / 2 + 3;
    context.beginPath();
    context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
    context.lineWidth = 3.5;
    context.strokeStyle = color("accent");
    context.stroke();
    context.font = "bold 12px DejaVu Sans, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "top";
    const width = context.measureText(ring.label).width + 6;
    context.fillStyle = color("ground");
    context.fillRect(at.x - width / 2, at.y + radius + 1, width, 17);
    context.fillStyle = color("text");
    context.fillText(ring.label, at.x, at.y + radius + 3);
  }
  cy.on("render", draw);
  return { set };
};
