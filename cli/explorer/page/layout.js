// Places for nodes that come into a picture: around the one they belong to, where there is room.
"use strict";
skein.layout = (() => {
  const spacing = 96;
  const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

  // How near the nearest of `taken` is to any of `places`.
  function room(places, taken) {
    let nearest = Infinity;
    for (const place of places) for (const each of taken) nearest = Math.min(nearest, distance(place, each));
    return nearest;
  }

  // `n` places on rings around `centre`, within `angle` to both sides of `direction`; as few rings as can be, and on each
  // as many as its length allows.
  function arc(centre, n, direction, angle, first) {
    const radii = [], alone = (n * spacing) / (2 * angle); // the ring that would hold all
    let room = 0;
    for (let radius = alone < 460 ? Math.max(first, alone) : first; room < n; radius += spacing) {
      radii.push(radius);
      room += Math.max(1, Math.floor((2 * angle * radius) / spacing + 1e-6));
    }
    const places = [], length = radii.reduce((sum, radius) => sum + radius, 0);
    radii.forEach((radius, ring) => {
      const last = ring === radii.length - 1;
      const here = last ? n - places.length : Math.min(n - places.length, Math.round((n * radius) / length));
      for (let i = 0; i < here; ++i) {
        const turn = direction - angle + (2 * angle * (i + 0.5)) / here;
        places.push({ x: centre.x + radius * Math.cos(turn), y: centre.y + radius * Math.sin(turn) });
      }
    });
    return places;
  }

  // All around the first node of a picture; for a node that was there already away from the middle, as near as nothing
  // else stands in the way.
  function around(centre, n, taken, middle) {
    const others = taken.filter((each) => each !== centre);
    if (others.length === 0) return arc(centre, n, 0, Math.PI, n < 12 ? 150 : 190);
    const direction = Math.atan2(centre.y - middle.y, centre.x - middle.x);
    let best = null, most = -1;
    for (const angle of [Math.PI / 3, Math.PI / 2]) {
      for (let radius = 120; radius < 900; radius += 60) {
        const places = arc(centre, n, direction, angle, radius);
        const free = room(places, others);
        if (free >= spacing * 0.8) return places;
        if (free > most) [best, most] = [places, free];
      }
    }
    return best;
  }

  return { around };
})();
