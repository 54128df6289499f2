// A document's text with a sentence marked, on a live page: #document=KEY&begin=N&end=N, in code points.
"use strict";
skein.document = (() => {
  const { store, text } = skein;
  const dialog = document.getElementById("document"), body = document.getElementById("document-text");
  const title = document.getElementById("document-title"), about = document.getElementById("document-source");
  // As clean(), but with its lines.
  const lines = (part) => part.split("\n").map(text.clean).join("\n");

  async function open() {
    const asked = new URLSearchParams(location.hash.slice(1)), key = asked.get("document");
    if (!key || !store.live()) return;
    const found = await store.documentAt(key);
    const letters = Array.from(found.text);
    const begin = Math.max(0, Number(asked.get("begin")) || 0), end = Math.max(begin, Number(asked.get("end")) || 0);
    const mark = text.element("mark", { class: "sentence" }, lines(letters.slice(begin, end).join("")));
    title.textContent = text.clean(found.title || found.key);
    about.replaceChildren(text.clean([found.source, found.published, found.key].filter(Boolean).join(", ")));
    if (text.address(found.url)) about.append(" · ", text.element("a", { href: found.url, rel: "noreferrer", target: "_blank" }, "where it was published"));
    body.replaceChildren(lines(letters.slice(0, begin).join("")), mark, lines(letters.slice(end).join("")));
    body.dir = "auto";
    if (!dialog.open) dialog.showModal();
    if (end > begin) mark.scrollIntoView({ block: "center" });
  }
  dialog.addEventListener("close", () => {
    // Without a step in the history: the next Back leaves as before.
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  });
  window.addEventListener("hashchange", () => open().catch(skein.fail));
  return { open };
})();
