// How pictures look: colours, light and dark, and the style sheet for Cytoscape.js.
"use strict";
skein.look = (() => {
  const types = new Map(); // type: its number, for the style class
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const dark = () => document.documentElement.dataset.theme === "dark";

  // A colour a type, the same on every page: a pastel, or a deep one on dark ground.
  const known = {
    Person: ["#ffcf99", "#a8641a"], Organization: ["#a9cff7", "#2c6cab"], Product: ["#b0e0b3", "#2f8239"],
    Place: ["#d6c3b4", "#7f6552"], Money: ["#ffe67a", "#8f7a00"], Percent: ["#f5d795", "#8c6a1a"],
    Number: ["#dedc9c", "#76752f"], Date: ["#d6b8ea", "#74459a"], Period: ["#d6b8ea", "#74459a"],
    Concept: ["#a9dde1", "#2a8189"], Event: ["#f7b3bf", "#a5364c"], Work: ["#bcc4f0", "#4754ab"],
    Document: ["#d5dbe3", "#57616f"],
  };
  const others = [["#b7e3c8", "#2f7d56"], ["#f7c3a4", "#a34f20"], ["#cdbaf3", "#6144a5"], ["#b0d5d5", "#387272"],
    ["#f0b6db", "#943775"], ["#d0dd96", "#6a7c1f"]];
  function colorOf(type) {
    let hash = 2166136261;
    for (const letter of new TextEncoder().encode(type)) hash = Math.imul(hash ^ letter, 16777619) >>> 0;
    const pair = Object.hasOwn(known, type) ? known[type] : others[hash % others.length];
    return pair[dark() ? 1 : 0];
  }

  // In a large picture every property counts, for there are thousands of elements. In an overview only nodes whose name
  // is in sight have a label at all.
  function style({ plain, overview }) {
    const named = {
      "label": "data(label)", "color": color("text"), "font-size": 11, "font-family": "DejaVu Sans, sans-serif",
      "text-valign": "bottom", "text-margin-y": 3, "text-background-color": color("ground"), "text-background-opacity": 0.75,
      "text-background-padding": 1 };
    const sheet = [
      { selector: "node", style: { "width": "data(size)", "height": "data(size)" } },
      ...[...types].map(([type, number]) => ({ selector: "node.t" + number, style: { "background-color": colorOf(type) } })),
    ];
    if (overview) sheet.push({ selector: "node.named", style: { ...named, "font-size": "data(font)", "z-index": 5 } });
    else sheet.push({ selector: "node", style: { ...named, "text-wrap": "wrap", "text-max-width": 110, "min-zoomed-font-size": 6 } });
    if (!plain) {
      sheet.push({ selector: "node", style: { "border-width": 1, "border-color": color("node-border") } },
        { selector: "edge", style: {
          "width": "data(width)", "line-color": color("line"), "curve-style": "bezier", "target-arrow-shape": "triangle",
          "target-arrow-color": color("line"), "arrow-scale": 0.8, "label": "data(label)", "font-size": 8,
          "color": color("grey"), "font-family": "DejaVu Sans, sans-serif", "text-rotation": "autorotate",
          "text-background-color": color("ground"), "text-background-opacity": 0.85, "text-background-padding": 1,
          "min-zoomed-font-size": overview ? 9 : 6 } });
    }
    const line = (name) => ({ "line-color": color(name), "target-arrow-color": color(name) });
    sheet.push(
      { selector: "node:active, edge:active", style: { "overlay-opacity": 0 } },
      { selector: "edge.doubtful", style: { "line-style": "dashed" } },
      { selector: "edge.conflict", style: { ...line("conflict"), "color": color("conflict") } },
      { selector: "node.chosen", style: { "border-width": 4, "border-color": color("accent"),
        "font-weight": "bold", "min-zoomed-font-size": 0, "z-index": 10 } },
      { selector: "edge.beside, edge.chosen", style: { ...line("accent"), "z-index": 9 } },
      { selector: "edge.conflict.beside, edge.conflict.chosen", style: line("conflict") },
      { selector: "edge.chosen", style: { "width": 4 } },
      { selector: ".filtered", style: { "display": "none" } });
    return sheet;
  }

  function classOf(type) {
    if (!types.has(type)) types.set(type, types.size);
    return "t" + types.get(type);
  }
  return { color, colorOf, style, classOf, types: () => types.size };
})();
