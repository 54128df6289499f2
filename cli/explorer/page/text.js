// Text that people read: from data that may hold anything.
"use strict";
const skein = {};

skein.text = (() => {
  // Control characters, and those that turn the direction of what follows, shown as a mark. Bidirectional text itself is
  // left to the browser, within elements of its own.
  const unreadable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
  const clean = (text) => String(text).replace(unreadable, "\ufffd").replace(/[\r\n\t]+/g, " ");
  const cut = (text, most) => {
    const letters = Array.from(clean(text));
    return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : letters.join("");
  };

  // element("a", {href: "x", onclick: f}, "text", child, ...): text is never taken for markup.
  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined || value === null || value === false) continue;
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }
  // Text in a direction of its own.
  const isolated = (text, attributes = {}) => element("bdi", attributes, clean(text));

  // "PLANS_INVESTMENT" as "plans investment".
  const readable = (type) => clean(type).replace(/_/g, " ").toLowerCase();
  // Lower case without accents: what is compared when people search.
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const count = (n, one, many = one + "s") => n.toLocaleString("en") + " " + (n === 1 ? one : many);
  // An address that a link may lead to; null for any other ("javascript:", "file:").
  const address = (url) => (/^https?:\/\//i.test(url || "") ? url : null);

  // A sentence with its mentions marked; spans count code points.
  function marked(sentence, spans) {
    const letters = Array.from(sentence);
    const sorted = spans.filter(([, span]) => span).sort((a, b) => a[1][0] - b[1][0] || b[1][1] - a[1][1]);
    const line = element("p", { dir: "auto" });
    let at = 0;
    for (const [role, [begin, end]] of sorted) {
      if (begin < at) continue; // one within the other: the outer is marked
      line.append(clean(letters.slice(at, begin).join("")));
      line.append(element("mark", { class: role }, clean(letters.slice(begin, end).join(""))));
      at = end;
    }
    line.append(clean(letters.slice(at).join("")));
    return line;
  }
  // A property's value: text as it is, lists with commas, all else as JSON.
  function value(v) {
    if (Array.isArray(v)) return v.map(value).join(", ");
    return typeof v === "string" ? v : typeof v === "number" ? v.toLocaleString("en", { maximumFractionDigits: 6 }) : JSON.stringify(v);
  }

  return { clean, cut, element, isolated, readable, folded, count, address, marked, value };
})();
