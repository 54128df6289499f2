"use strict";
const byId = (id) => document.getElementById(id);

async function ask(statement, parameters = {}) {
  const response = await fetch("/db/skein/query/v2", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ statement, parameters }),
  });
  const answer = await response.json();
  if (answer.errors) throw new Error(answer.errors.map((e) => e.message + (e.hint ? "\n" + e.hint : "")).join("\n"));
  return answer.data;
}

function cell(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function show({ fields, values }) {
  const head = document.createElement("tr");
  head.append(...fields.map((name) => cell("th", name)));
  const rows = values.map((row) => {
    const line = document.createElement("tr");
    line.append(...row.map((value) => cell("td", typeof value === "string" ? value : JSON.stringify(value))));
    return line;
  });
  byId("rows").replaceChildren(head, ...rows);
}

byId("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("message").textContent = "…";
  try {
    const data = await ask(byId("statement").value);
    show(data);
    byId("message").textContent = data.values.length + (data.values.length === 1 ? " row" : " rows");
  } catch (error) {
    byId("message").textContent = error.message;
  }
});
byId("statement").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("ask").requestSubmit();
});
