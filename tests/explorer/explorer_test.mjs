// The explorer's page in headless Chromium, by real clicks and keys: `node explorer_test.mjs SKEIN [FOLDER [PART]]`. With
// a folder the screenshots of docs/ are written there, with a part of their names only some tests run. Exit status 77:
// Chromium or playwright-core is not installed.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [, , skein, pictures, only] = process.argv;
const modules = process.env.SKEIN_NODE_MODULES || join(dirname(fileURLToPath(import.meta.url)), "node_modules");
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
if (!executablePath || !existsSync(join(modules, "playwright-core"))) {
  console.log("skipped: " + (executablePath ? "playwright-core is not there (npm)" : "chromium is not installed (apt-get install chromium)"));
  process.exit(77);
}
const { chromium } = createRequire(join(modules, "x.js"))("playwright-core");
const sources = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = mkdtempSync(join(tmpdir(), "skein-explorer-"));

function run(...args) {
  const done = spawnSync(skein, args, { encoding: "utf8", cwd: sources });
  assert.equal(done.status, 0, args.join(" ") + "\n" + done.stderr);
  return done.stdout;
}
const servers = [];
async function serve(db) {
  const child = spawn(skein, ["serve", "--db", db, "--port", "0"], { cwd: sources });
  servers.push(child);
  const address = await new Promise((done, failed) => {
    let said = "";
    child.stderr.on("data", (bytes) => {
      said += bytes;
      const found = /(http:\/\/127\.0\.0\.1:\d+\/)/.exec(said);
      if (found) done(found[1]);
    });
    child.on("exit", () => failed(new Error("serve ended: " + said)));
  });
  return address;
}

// A graph of 5,000 nodes in which some have many relationships, the same each time.
function writeLargeGraph(db) {
  let state = 7;
  const random = (n) => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % n;
  const nodes = [":ID,:LABEL,name"], relationships = [":START_ID,:END_ID,:TYPE"], ends = [0];
  const labels = ["Person", "Organization", "Place", "Product"], types = ["KNOWS", "OWNS", "WORKS_FOR"];
  for (let i = 0; i < 5000; ++i) {
    nodes.push(i + "," + labels[i % 4] + ",Name " + i);
    for (let n = i === 0 || i % 29 === 0 ? 0 : 1 + (i % 3 === 0) + (i % 7 === 0); n > 0; --n) {
      const to = random(4) > 0 ? ends[random(ends.length)] : random(i);
      relationships.push(i + "," + to + "," + types[i % 3]);
      ends.push(i, to);
    }
  }
  writeFileSync(join(folder, "n.csv"), nodes.join("\n") + "\n");
  writeFileSync(join(folder, "r.csv"), relationships.join("\n") + "\n");
  run("import", "--db", db, "--nodes", join(folder, "n.csv"), "--relationships", join(folder, "r.csv"));
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const failures = [];
const figures = {};

// A page of its own for each; what goes wrong on it, or leaves it for elsewhere, is a failure.
// `expected`: errors of the console that belong to the test.
async function test(name, address, { expected = /^$/, ...options }, body) {
  if (only && !name.includes(only)) return;
  const context = await browser.newContext({ viewport: { width: 1100, height: 680 }, colorScheme: "light", ...options });
  const page = await context.newPage(), troubles = [], requests = [];
  page.on("pageerror", (error) => troubles.push("error on the page: " + error.message));
  page.on("console", (message) => message.type() === "error" && !expected.test(message.text()) && troubles.push("console: " + message.text()));
  page.on("request", (request) => requests.push(request.url()));
  try {
    await page.goto(address);
    await page.waitForSelector("html[data-ready]", { timeout: 30000 });
    await body(page);
    const own = address.startsWith("file:") ? "file:" : new URL(address).origin;
    assert.deepEqual(requests.filter((url) => !url.startsWith(own) && !url.startsWith("data:") && !url.startsWith("blob:")), [], "a request left the page");
    assert.deepEqual(troubles, []);
    console.log("ok      " + name);
  } catch (error) {
    failures.push(name);
    console.log("FAILED  " + name + "\n" + error.stack + "\n" + troubles.join("\n"));
    await page.screenshot({ path: join(process.env.SKEIN_FAILURES || folder, name.replace(/\W+/g, "-") + ".png") }).catch(() => {});
  }
  await context.close();
}

const idOf = (page, name) => page.evaluate((wanted) => [...skein.store.nodes.values()].find((node) => node.name === wanted)?.id, name);
async function clickNode(page, name, how = "click") {
  const at = await page.evaluate((id) => skein.view.placeOf(id), await idOf(page, name));
  assert.ok(at, name + " is not to be seen");
  await page.mouse[how](at.x, at.y);
}
const panel = (page) => page.locator("#panel");
const visible = (page) => page.evaluate(() => skein.view.visible().length);
async function picture(page, name) {
  if (!pictures) return; // also when it is empty
  await page.waitForTimeout(700);
  await page.screenshot({ path: join(pictures, name) });
}
// How long a method of the view takes until its picture stands on the screen.
const answered = (page, method, ...parameters) =>
  page.evaluate(async ([name, given]) => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    await frame();
    const started = performance.now();
    await skein.view[name](...given);
    await frame();
    return Math.round(performance.now() - started);
  }, [method, parameters]);
// The same for a click of the mouse.
async function clicked(page, at) {
  await page.evaluate(() => {
    window.answer = null;
    addEventListener("mouseup", () => {
      const started = performance.now();
      requestAnimationFrame(() => setTimeout(() => { window.answer = performance.now() - started; }));
    }, { capture: true, once: true });
  });
  await page.mouse.click(at.x, at.y);
  return Math.round(await (await page.waitForFunction(() => window.answer)).jsonValue());
}

async function common(kind, address) {
  await test(kind + ": search by alias shows what surrounds a node, with its sentences", address, {}, async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.type("alibaba group");
    const first = page.locator("#found li").first();
    await first.waitFor();
    assert.match(await first.innerText(), /Alibaba/);
    await page.keyboard.press("Enter");
    await panel(page).waitFor();
    assert.match(await panel(page).innerText(), /Alibaba/);
    assert.ok(await page.locator("#near").isVisible());
    const chief = page.locator("#panel .fact", { hasText: "Eddie Wu" }).first();
    await chief.locator("summary").click({ position: { x: 4, y: 8 } });
    const quotation = chief.locator("blockquote", { hasText: "the chief executive of" }).first();
    await quotation.waitFor();
    assert.equal(await quotation.locator("mark.subject").count(), 1);
    assert.equal(await quotation.locator("mark.object").count(), 1);
    assert.match(await quotation.locator("mark.subject").innerText(), /Wu/);
    assert.match(await quotation.locator("mark.object").innerText(), /Alibaba/);
    if (kind === "live") await picture(page, "explorer-light.png");
  });
  await test(kind + ": a double click grows the picture, Escape leads back", address, {}, async (page) => {
    await clickNode(page, "Alibaba", "dblclick");
    await page.waitForFunction(() => skein.view.current() === "near" && skein.view.visible().length > 3);
    const before = await visible(page);
    await page.waitForTimeout(500);
    // One that is related to something which is not there yet.
    const name = await page.evaluate(async () => {
      const { store, view } = skein, seen = new Set(view.visible());
      for (const id of seen) {
        if (!store.nodes.has(id) || store.nodes.get(id).name === "Alibaba") continue;
        const others = (await store.neighbours(id)).map((r) => store.nodes.get(store.other(r, id)));
        if (others.some((node) => !seen.has(node.id) && !node.figure)) return store.nodes.get(id).name;
      }
    });
    await clickNode(page, name, "dblclick");
    await page.waitForFunction((n) => skein.view.visible().length > n, before);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    assert.ok(await page.locator("#overview").isVisible());
  });
  await test(kind + ": figures are hidden until they are asked for; types and dates filter", address, {}, async (page) => {
    const at_first = await visible(page);
    await page.locator("#to-filters").click();
    await page.locator("#figures input").check();
    const with_figures = await visible(page);
    assert.ok(with_figures > at_first);
    const kinds = () => page.evaluate(() => new Set(skein.view.visible().map((id) => skein.store.nodes.get(id)?.type)).has("Person"));
    assert.ok(await kinds());
    await page.locator("#filters label", { hasText: /^Person/ }).locator("input").uncheck();
    assert.ok(!(await kinds()));
    await page.locator("#filters label", { hasText: /^Person/ }).locator("input").check();
    await page.locator("#support").fill("2");
    await page.locator("#support").blur();
    const supported = await visible(page);
    assert.ok(supported > 0 && supported < with_figures);
    assert.ok(await page.evaluate(() => skein.view.visible().map((id) => skein.store.relationships.get(id)).every((r) => !r || r.support >= 2)));
    await page.locator("#support").fill("0");
    await page.locator("#from").fill("2025-03-01");
    await page.locator("#from").blur();
    const dated = await page.evaluate(() => skein.view.visible().map((id) => skein.store.relationships.get(id)).filter(Boolean).map((r) => r.last));
    assert.ok(dated.length > 0 && dated.every((day) => day >= "2025-03-01"));
  });
  await test(kind + ": conflicts are marked, and told with both sides", address, {}, async (page) => {
    await page.locator("#to-conflicts").click();
    assert.match(await panel(page).innerText(), /\$52 billion/);
    assert.match(await panel(page).innerText(), /\$53 billion/);
    await page.locator("#panel .fact", { hasText: "$52 billion" }).locator("blockquote mark.object").first().waitFor();
    assert.ok(await page.evaluate(() => skein.store.conflicting.size >= 2));
  });
  await test(kind + ": the keyboard reaches everything", address, {}, async (page) => {
    await page.locator("#overview").focus();
    await page.keyboard.press("ArrowRight");
    const first = await page.evaluate(() => skein.view.chosen());
    assert.ok(first);
    for (const key of ["ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight"]) await page.keyboard.press(key);
    assert.ok(await panel(page).isVisible());
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => skein.view.current() === "near");
    await page.keyboard.press("?");
    assert.ok(await page.locator("#keys").isVisible());
    await page.keyboard.press("Escape");
    assert.ok(!(await page.locator("#keys").isVisible()));
    await page.keyboard.press("f");
    assert.ok(await page.locator("#filters").isVisible());
    await page.keyboard.press("Escape");
    assert.ok(!(await page.locator("#filters").isVisible()));
    const scheme = () => page.evaluate(() => document.documentElement.dataset.theme);
    const before = await scheme();
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("t");
    assert.notEqual(await scheme(), before);
  });
  await test(kind + ": dark, as the system has it", address, { colorScheme: "dark" }, async (page) => {
    const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(dark, "rgb(22, 24, 29)");
    await page.keyboard.press("g");
    await clickNode(page, "Alibaba");
    await page.locator("#panel .fact.conflict summary").first().click({ position: { x: 4, y: 8 } });
    await page.locator("#panel blockquote").first().waitFor();
    if (kind === "live") await picture(page, "explorer-dark.png");
  });
  await test(kind + ": on a phone nothing is wider than the screen, and touch works", address,
    { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true }, async (page) => {
      await page.locator("#search").tap();
      await page.keyboard.type("eddie");
      await page.locator("#found li").first().tap();
      await panel(page).waitFor();
      const { width, right } = await page.evaluate(() => ({ width: document.documentElement.scrollWidth,
        right: Math.max(...[...document.querySelectorAll("header *, #panel")].filter((e) => e.offsetParent).map((e) => e.getBoundingClientRect().right)) }));
      assert.ok(width <= 390 && right <= 390.5, "width " + width + ", right " + right);
      await page.locator("#panel .fact summary").first().tap({ position: { x: 4, y: 8 } });
      await page.locator("#panel blockquote").first().waitFor();
      if (kind === "live") await picture(page, "explorer-phone.png");
    });
}

// Names that would break out of a page, a script or a line.
const odd = ["</script><script>window.broken = 1</script>", "<img src=x onerror='window.broken = 1'>", "\"quoted\" 'and' `so`", "a\u2028b\u2029c",
  "שלום עולם", "مرحبا", "\u202eevil\u202c txt.exe", "\u0007\u001b[31mred", "line\nbreak\ttab", "&lt;b&gt; &amp;", "{{constructor}} ${1}", "𝒜 👩‍👩‍👧 Größe", "<!--", "]]>", "x".repeat(10000)];

let status = 1;
try {
  const news = join(folder, "news"), strange = join(folder, "strange"), large = join(folder, "large");
  run("build", "--db", news, "examples/ai-industry");
  const statements = odd.map((name, i) => "CREATE (:Person {name: " + JSON.stringify(name) + ", aliases: [" + JSON.stringify(name) + "], note: " + JSON.stringify(name) + ", number: " + i + "});").join("\n");
  writeFileSync(join(folder, "odd.cypher"), statements + "\nMATCH (a {number: 0}), (b) WHERE b.number > 0 CREATE (a)-[:`KNOWS </script>` {since: '</script>'}]->(b);\n");
  run("query", "--db", strange, "-f", join(folder, "odd.cypher"));
  writeLargeGraph(large);
  for (const [db, file] of [[news, "news.html"], [strange, "strange.html"], [large, "large.html"]])
    run("export", "--db", db, "--format", "html", "-o", join(folder, file));
  const file = (name) => "file://" + join(folder, name);

  const live = await serve(news), live_strange = await serve(strange), live_large = await serve(large);
  await common("file", file("news.html"));
  await common("live", live);

  for (const [kind, address] of [["file", file("strange.html")], ["live", live_strange]]) {
    await test(kind + ": names that look like markup or commands are only names", address, {}, async (page) => {
      const names = await page.evaluate(() => [...skein.store.nodes.values()].sort((a, b) => a.properties.number - b.properties.number).map((node) => node.name));
      assert.deepEqual(names, odd);
      for (const name of odd) {
        await page.evaluate((id) => skein.view.choose(id), await idOf(page, name));
        await page.locator("#panel h2").waitFor();
        await page.locator("#search").fill(name.slice(0, 20));
      }
      assert.equal(await page.evaluate(() => window.broken), undefined);
      assert.equal(await page.locator("#panel img, #panel script, #found img").count(), 0);
    });
  }

  await test("live: a statement's rows as a table, its nodes as a picture", live, { expected: /status of 40[03]/ }, async (page) => {
    await page.locator("#to-query").click();
    const chiefs = "MATCH (p:Person)-[r:CEO_OF]->(o)";
    const expected = Number(run("query", "--db", news, "--format", "csv", chiefs + " RETURN count(*)").split("\n")[1]);
    assert.ok(expected > 1);
    await page.locator("#statement").fill(chiefs + " RETURN p, r, o.name AS company, 1 + 1 AS two ORDER BY company");
    await page.keyboard.press("Control+Enter");
    await page.locator("#rows td").first().waitFor();
    assert.deepEqual(await page.locator("#rows th").allInnerTexts(), ["p", "r", "company", "two"]);
    assert.equal(await page.locator("#rows tbody tr").count(), expected);
    await page.waitForFunction(() => skein.view.current() === "near" && skein.view.visible().length > 3);
    await picture(page, "explorer-query.png");
    await page.locator("#rows td button").first().click();
    await panel(page).waitFor();
    await page.locator("#statement").fill("MATCH (p:Person RETURN p");
    await page.keyboard.press("Control+Enter");
    await page.locator("#answer-status.warning").waitFor();
    await page.locator("#statement").fill("CREATE (:X)");
    await page.keyboard.press("Control+Enter");
    await page.waitForFunction(() => /read/.test(document.getElementById("answer-status").textContent));
  });
  await test("live: a sentence leads into its document", live, {}, async (page) => {
    await clickNode(page, "Eddie Wu");
    const fact = page.locator("#panel .fact", { hasText: "Alibaba" }).first();
    await fact.locator("summary").click({ position: { x: 4, y: 8 } });
    const sentence = await fact.locator("blockquote p").first().innerText();
    await fact.locator("blockquote a").first().click();
    await page.locator("#document mark.sentence").waitFor();
    assert.equal((await page.locator("#document mark.sentence").innerText()).replace(/\s+/g, " "), sentence.replace(/\s+/g, " "));
    const link = page.url();
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => location.hash === "");
    await page.goto(link); // the link works by itself
    await page.locator("#document mark.sentence").waitFor();
  });
  await test("live: a server that has gone is told, and the page goes on", live, { expected: /ERR_FAILED/ }, async (page) => {
    await page.route("**/explorer/neighbours/**", (route) => route.abort());
    await clickNode(page, "Alibaba");
    await page.waitForFunction(() => /did not work/.test(document.getElementById("status").textContent));
    assert.ok(await panel(page).isVisible());
  });

  for (const [kind, address] of [["file", file("large.html")], ["live", live_large]]) {
    await test(kind + ": 5,000 nodes", address, {}, async (page) => {
      const numbers = { "first view": Number(await page.evaluate(() => document.documentElement.dataset.ready)) };
      assert.ok((await visible(page)) > 10000);
      if (kind === "file" && pictures) {
        await page.setViewportSize({ width: 820, height: 540 });
        await picture(page, "explorer-5000.png");
        await page.setViewportSize({ width: 1100, height: 680 });
        await page.waitForTimeout(1000);
      }
      const some = await page.evaluate(() => [...skein.store.nodes.values()].sort((a, b) => skein.store.relationshipsOf(b.id).length - skein.store.relationshipsOf(a.id).length).slice(0, 5).map((node) => node.id));
      const clicks = [];
      for (const id of some) {
        const at = await page.evaluate((each) => skein.view.placeOf(each), id);
        clicks.push(await clicked(page, at));
        await page.waitForTimeout(500); // or two would be a double click
        assert.equal(await page.evaluate(() => skein.store.nodes.has(skein.view.chosen())), true);
      }
      numbers["clicks on nodes"] = clicks.join(" ");
      numbers["grow around one"] = await answered(page, "grow", some[0]);
      numbers["grow again"] = await answered(page, "grow", some[0]);
      numbers["back to all"] = await answered(page, "showOverview");
      await page.locator("#search").fill("Name 49");
      assert.ok((await page.locator("#found li").count()) > 5);
      figures[kind] = numbers;
    });
  }
  for (const [kind, numbers] of Object.entries(figures))
    console.log("5,000 nodes, " + kind + " (ms): " + Object.entries(numbers).map(([what, ms]) => what + " " + ms).join(", "));
  status = failures.length === 0 ? 0 : 1;
} catch (error) {
  console.log(error.stack);
} finally {
  await browser.close();
  servers.forEach((server) => server.kill("SIGTERM"));
  rmSync(folder, { recursive: true, force: true });
}
process.exit(status);
