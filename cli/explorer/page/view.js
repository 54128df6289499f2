// The pictures: an overview with the positions that skein computed, and one that grows around a node. Together with
// look.js and lines.js all that knows Cytoscape.js.
"use strict";
skein.view = (() => {
  const { store, text, look } = skein;
  const large = 800;       // nodes: beyond, lines cannot be clicked and names are few
  const most_names = 60;   // at once in the overview
  const at_a_time = 40;    // nodes that one double click adds

  const pictures = { overview: null, near: null };
  let current = "overview", chosen = null, focus = null, on_choose = () => {}, on_change = () => {};

  // A large picture is seen from far away: its nodes are larger.
  const nodeElement = (node, position, { overview, grown }) => {
    const size = grown * (14 + Math.min(30, 4 * Math.sqrt(store.relationshipsOf(node.id).length)));
    return { group: "nodes", classes: look.classOf(node.type), position,
      data: { id: node.id, label: text.cut(node.name, overview ? 24 : 40), size, font: 11.5 } };
  };
  const edgeElement = (r) => ({
    group: "edges",
    classes: (r.stance ? "doubtful" : "") + (store.conflicting.has(r.id) ? " conflict" : ""),
    data: { id: r.id, source: r.from, target: r.to, label: text.readable(r.type), width: 1 + Math.min(4, Math.max(0, r.support - 1) * 0.7) },
  });

  function open(name, plain) {
    const overview = name === "overview", picture = {
      overview,
      members: new Map(), // node id: its place; what belongs to the picture whether filtered or not
      plain, types: 0, marked: null, relationships: [], grown: 1,
      fitted: false, // is all of it in sight because nobody moved it since?
      cy: cytoscape({
        container: document.getElementById(name), style: look.style({ plain, overview }), minZoom: 0.01, maxZoom: 4, boxSelectionEnabled: false,
        autounselectify: true, autoungrabify: plain, textureOnViewport: plain, pixelRatio: plain ? 1 : "auto",
      }),
    };
    if (plain) picture.lines = skein.lines(picture.cy.container(), picture.cy, look.color);
    picture.cy.on("tap", "node", (event) => choose(event.target.id()));
    picture.cy.on("tap", "edge", (event) => choose(event.target.id()));
    picture.cy.on("tap", (event) => event.target === picture.cy && choose(null));
    picture.cy.on("dbltap", "node", (event) => grow(event.target.id()).catch(skein.fail));
    picture.cy.on("dragpan pinchzoom scrollzoom", () => { picture.fitted = false; });
    if (overview) picture.cy.on("viewport", () => {
      clearTimeout(picture.later);
      picture.later = setTimeout(() => nameSome(picture), 120);
    });
    return picture;
  }
  const picture = () => pictures[current];
  // In the overview names are as large on the screen whatever the zoom: those of the largest nodes in sight, none
  // over another.
  function nameSome({ cy }) {
    const level = cy.zoom(), named = new Set(), boxes = [];
    const in_sight = cy.nodes().filter((each) => {
      const { x, y } = each.renderedPosition();
      return x > 0 && y > 0 && x < cy.width() && y < cy.height() && !each.hasClass("filtered");
    }).sort((a, b) => b.data("size") - a.data("size"));
    for (const each of in_sight.toArray()) {
      if (named.size === most_names) break;
      const { x, y } = each.renderedPosition(), half = each.data("label").length * 3.6 + 4;
      const top = y + (each.data("size") * level) / 2, box = [x - half, top, x + half, top + 18];
      if (boxes.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
      boxes.push(box);
      named.add(each.id());
    }
    cy.batch(() => cy.nodes().forEach((each) => {
      const name = named.has(each.id());
      if (name) each.data("font", 11.5 / level);
      if (name !== each.hasClass("named") && !each.hasClass("chosen")) each.toggleClass("named");
    }));
  }

  // Brings a picture up to date with its members, the store and the filters.
  function refresh(name = current) {
    const { cy, members } = pictures[name], added = [], wanted = new Set();
    const seen = skein.filters.shown(members);
    for (const id of seen.nodes) {
      wanted.add(id);
      if (cy.getElementById(id).empty()) added.push(nodeElement(store.nodes.get(id), { ...members.get(id) }, pictures[name]));
    }
    pictures[name].relationships = seen.relationships;
    if (!pictures[name].plain) for (const r of seen.relationships) {
      wanted.add(r.id);
      if (cy.getElementById(r.id).empty()) added.push(edgeElement(r));
    }
    const changed = cy.collection();
    cy.batch(() => {
      if (added.length > 0) cy.add(added);
      cy.elements().forEach((each) => {
        const hide = !wanted.has(each.id());
        if (hide === each.hasClass("filtered")) return;
        each.toggleClass("filtered", hide);
        changed.merge(each);
      });
      if (look.types() !== pictures[name].types) {
        pictures[name].types = look.types();
        cy.style(look.style(pictures[name]));
      }
    });
    // Cytoscape.js may remember of an element that it is visible from before its style was computed anew.
    changed.forEach((each) => { each.style("display"); });
    changed.dirtyStyleCache();
    mark();
    if (pictures[name].overview) nameSome(pictures[name]);
    on_change(name, seen);
  }

  // The zoom at which nodes are all in sight.
  function levelOf(nodes, cy) {
    let [x1, y1, x2, y2] = [0, 0, 1, 1];
    for (const { x, y } of nodes) [x1, y1, x2, y2] = [Math.min(x1, x), Math.min(y1, y), Math.max(x2, x), Math.max(y2, y)];
    return Math.min(cy.width() / (x2 - x1), cy.height() / (y2 - y1));
  }
  function showOverview(data) {
    if (data) {
      takeSize();
      const plain = data.nodes.length > large;
      pictures.overview = open("overview", plain);
      for (const node of data.nodes) pictures.overview.members.set(node.id, { x: node.x, y: node.y });
      if (plain) pictures.overview.grown = Math.max(1, 3.4 / 14 / levelOf(data.nodes, pictures.overview.cy));
    }
    turnTo("overview");
    refresh();
    if (data) fit();
  }
  function turnTo(name) {
    current = name;
    takeSize();
    document.getElementById("overview").hidden = name !== "overview";
    document.getElementById("near").hidden = name !== "near";
    if (name === "near" && !pictures.near) pictures.near = open("near", false);
    picture().cy.resize();
  }

  // A new picture of the given nodes, at places of their own.
  function showPlaced(places) {
    turnTo("near");
    picture().cy.elements().remove();
    picture().marked = null;
    picture().members = new Map(places);
    focus = null;
    refresh();
    fit();
  }
  async function showAround(id) {
    turnTo("near");
    picture().cy.elements().remove();
    picture().marked = null;
    picture().members = new Map([[id, { x: 0, y: 0 }]]);
    focus = id;
    await grow(id);
    fit();
  }

  // Adds what a node is related to, the best supported first. In the overview: turns to what surrounds it.
  async function grow(id) {
    if (current === "overview") {
      await showAround(id);
      return choose(id);
    }
    const { members, cy } = picture();
    const relationships = await store.neighbours(id);
    const waiting = new Map();
    for (const r of relationships) {
      const other = store.other(r, id), node = store.nodes.get(other);
      if (members.has(other) || !skein.filters.passes(node, r)) continue;
      waiting.set(other, Math.max(waiting.get(other) || 0, r.support));
    }
    const order = (a, b) => waiting.get(b) - waiting.get(a) || (store.nodes.get(a).name < store.nodes.get(b).name ? -1 : 1);
    const chosen_ones = [...waiting.keys()].sort(order).slice(0, at_a_time);
    const kind = (each) => store.nodes.get(each).type + " " + store.nodes.get(each).name;
    chosen_ones.sort((a, b) => (kind(a) < kind(b) ? -1 : 1)); // those of a kind side by side
    cy.nodes().forEach((each) => members.set(each.id(), { ...each.position() })); // where they were dragged to
    const places = skein.layout.around(members.get(id), chosen_ones.length, [...members.values()], members.get(focus) || { x: 0, y: 0 });
    chosen_ones.forEach((each, i) => members.set(each, places[i]));
    refresh();
    const more = waiting.size - chosen_ones.length + (store.left_out.get(id) || 0);
    if (more > 0) skein.status(text.count(more, "more relation") + " of " + text.clean(store.nodes.get(id).name) + ": double-click again");
    if (chosen_ones.length > 0 && members.size > chosen_ones.length + 1) reveal();
  }

  // What the picture takes, names below nodes included.
  function extent() {
    let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
    picture().cy.nodes().forEach((each) => {
      if (each.hasClass("filtered")) return;
      const { x, y } = each.position();
      [x1, y1, x2, y2] = [Math.min(x1, x), Math.min(y1, y), Math.max(x2, x), Math.max(y2, y)];
    });
    return { x1: x1 - 60, y1: y1 - 25, x2: x2 + 60, y2: y2 + 40 };
  }
  // Nothing of it outside the window.
  function reveal() {
    const all = extent(), seen = picture().cy.extent();
    if (all.x1 < seen.x1 || all.y1 < seen.y1 || all.x2 > seen.x2 || all.y2 > seen.y2) fit();
  }
  function fit() {
    const { cy } = picture(), { x1, y1, x2, y2 } = extent();
    if (x1 > x2) return;
    picture().fitted = true;
    const level = Math.min(1.4, cy.width() / (x2 - x1), cy.height() / (y2 - y1));
    cy.viewport({ zoom: level, pan: { x: (cy.width() - level * (x1 + x2)) / 2, y: (cy.height() - level * (y1 + y2)) / 2 } });
  }
  function zoom(factor) {
    const { cy } = picture();
    picture().fitted = false;
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  // A node or a relationship, by id; null: none.
  function choose(id) {
    chosen = id;
    mark();
    on_choose(id);
  }
  function mark() {
    if (picture().plain) return markPlainly();
    const { cy, marked } = picture();
    cy.batch(() => {
      if (marked) marked.removeClass("chosen beside named");
      picture().marked = null;
      if (chosen === null) return;
      const element = cy.getElementById(chosen);
      if (picture().overview) element.data("font", 12 / cy.zoom());
      element.addClass("chosen named");
      const edges = element.nonempty() && element.isNode() ? element.connectedEdges().addClass("beside") : cy.collection();
      picture().marked = element.union(edges);
    });
  }
  function markPlainly() {
    const kind = (r) => (r.from === chosen || r.to === chosen || r.id === chosen ? "beside"
      : store.conflicting.has(r.id) ? "conflict" : r.stance ? "doubtful" : "plain");
    const { cy, members, relationships, lines } = picture();
    const element = chosen === null ? cy.collection() : cy.getElementById(chosen);
    const ring = element.empty() || element.hasClass("filtered") ? null : { ...element.position(), size: element.data("size"), label: element.data("label") };
    lines.set(relationships.map((r) => [kind(r), members.get(r.from), members.get(r.to)]), ring);
  }
  // Brings the chosen one into sight.
  function bringIntoSight() {
    const { cy } = picture(), element = chosen === null ? cy.collection() : cy.getElementById(chosen);
    if (element.empty()) return;
    const { x1, x2, y1, y2 } = cy.extent(), at = element.isNode() ? element.position() : element.midpoint();
    if (at.x < x1 || at.x > x2 || at.y < y1 || at.y > y2) {
      cy.center(element);
      picture().fitted = false;
    }
  }

  // The nearest node that way: dx, dy of -1, 0, 1.
  function step(dx, dy) {
    const { cy } = picture(), from = chosen !== null && cy.getElementById(chosen).nonempty() && cy.getElementById(chosen).isNode()
      ? cy.getElementById(chosen) : null;
    const extent = cy.extent();
    const start = from ? from.position() : { x: (extent.x1 + extent.x2) / 2, y: (extent.y1 + extent.y2) / 2 };
    let best = null, least = Infinity;
    cy.nodes(":visible").forEach((each) => {
      if (from && each.same(from)) return;
      const x = each.position().x - start.x, y = each.position().y - start.y;
      const along = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (from && (along <= 0 || aside > along * 1.5)) return;
      const far = from ? along + 2 * aside : Math.hypot(x, y);
      if (far < least) [best, least] = [each, far];
    });
    if (best) {
      choose(best.id());
      bringIntoSight();
    }
  }

  // Panels come and go beside the pictures. A picture takes its new size, and is all in sight again if it was, but not at
  // once: a click opens a panel and is answered before; the second one of a double click must find its node where it was.
  let later = 0;
  new ResizeObserver(() => {
    if (!picture()) return;
    clearTimeout(later);
    later = setTimeout(() => {
      takeSize();
      picture().cy.resize();
      if (picture().fitted) fit();
      bringIntoSight();
    }, 350);
  }).observe(document.getElementById("stage"));
  function takeSize() {
    const { clientWidth, clientHeight } = document.getElementById("stage");
    for (const name of ["overview", "near"]) {
      const { style } = document.getElementById(name);
      [style.width, style.height] = [clientWidth + "px", clientHeight + "px"];
    }
  }

  function restyle() {
    for (const each of Object.values(pictures)) if (each) each.cy.style(look.style(each));
    mark();
  }
  const rendered = () => new Promise((done) => picture().cy.one("render", done));
  // For tests: where an element stands on the page.
  function placeOf(id) {
    const { cy } = picture(), element = cy.getElementById(id), box = cy.container().getBoundingClientRect();
    if (element.empty() || !element.visible()) return null;
    const at = element.isNode() ? element.renderedPosition() : element.renderedMidpoint();
    return { x: box.left + at.x, y: box.top + at.y };
  }

  return {
    showOverview, showAround, showPlaced, grow, choose, step, fit, zoom, refresh, restyle, rendered, placeOf,
    chosen: () => chosen, current: () => current, visible: () => [...picture().cy.nodes(":visible").map((each) => each.id()), ...picture().relationships.map((r) => r.id)],
    whenChosen: (f) => { on_choose = f; }, whenChanged: (f) => { on_change = f; },
  };
})();
