#!/usr/bin/env node
// Other engines behind the lines that run.py speaks.
//   PEERS=FOLDER peer.mjs ENGINE import --db DIR ... ; peer.mjs ENGINE query --db DIR ...
// ENGINE is grafeo (@grafeo-db/js) or duckdb (@duckdb/node-api), installed by npm in PEERS. Each is called inside this
// process through its own client, and an answer says how long that took ("ms"), so that no pipe is counted against it.
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { createRequire } from 'node:module';

const npm = name => createRequire(path.resolve(process.env.PEERS ?? 'peers', 'package.json'))(name);
const [engineName, command, ...rest] = process.argv.slice(2);
const option = name => rest[rest.indexOf(name) + 1];
const dir = option('--db');
const files = Object.fromEntries(rest.filter(a => a.endsWith('.csv')).map(a => [path.basename(a, '.csv'), a.replace(/^\w+=/, '')]));

// The generated files quote nothing.
function* records(file) {
  let header;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    if (!line) continue;
    const fields = line.split(',');
    if (!header) header = fields; else yield fields;
  }
}
const columns = file => fs.readFileSync(file, 'utf8').split('\n', 1)[0].split(',').map(h => h.replace(/\{.*\}/, '').split(':'));

const grafeo = {
  open: () => npm('@grafeo-db/js').GrafeoDB.open(path.join(dir, 'graph.grafeo')),
  async load() {
    const db = npm('@grafeo-db/js').GrafeoDB.create(path.join(dir, 'graph.grafeo'));
    const entity = new Map(), document = new Map();
    const head = columns(files.entities);
    const groups = new Map();
    for (const f of records(files.entities)) {
      const node = { id: Number(f[0]), name: f[1], aliases: f[3] ? f[3].split(';') : [] };
      for (let i = 4; i < f.length; ++i) if (f[i]) node[head[i][0]] = head[i][1] === 'int' ? Number(f[i]) : f[i];
      if (!groups.has(f[2])) groups.set(f[2], []);
      groups.get(f[2]).push(node);
    }
    for (const [labels, nodes] of groups)
      (await db.batchCreateNodesWithProps(['Entity', ...labels.split(';')], nodes)).forEach((n, i) => entity.set(nodes[i].id, n));
    const documents = [...records(files.documents)].map(f => ({ id: Number(f[0]), title: f[1], day: f[2], year: Number(f[2].slice(0, 4)) }));
    (await db.batchCreateNodesWithProps('Document', documents)).forEach((n, i) => document.set(documents[i].id, n));
    let part = [];
    const flush = async least => { if (part.length > least) { await db.batchCreateEdges(part); part = []; } };
    for (const f of records(files.relationships)) {
      part.push({ src: entity.get(Number(f[0])), dst: entity.get(Number(f[1])), type: f[2], properties: f[3] ? { since: Number(f[3]) } : undefined });
      await flush(100000);
    }
    for (const f of records(files.mentions)) {
      part.push({ src: document.get(Number(f[0])), dst: entity.get(Number(f[1])), type: 'MENTIONS', properties: { count: Number(f[2]) } });
      await flush(100000);
    }
    await flush(0);
    db.walCheckpoint();
    db.close();
  },
  // A day is text here.
  text: statement => statement.replace('d.day.year', 'd.year'),
  async ask(db, statement, parameters) { return (await db.executeCypher(this.text(statement), parameters)).rows(); },
  close: db => db.close(),
};

// One table a kind, and both directions of every relationship in one more, clustered and indexed by the near end: what
// somebody would build who wants neighbours. Documents have ids from 10^9 on there.
const far = 1000000000;
const chain = n => {
  const from = [...Array(n).keys()].map(i => `rel r${i}`).join(', ');
  const on = [...Array(n).keys()].map(i => `r${i}.type IN ($t1, $t2) AND ` + (i ? `r${i}.src = r${i - 1}.dst` : 'r0.src = $id')).join(' AND ');
  return `SELECT r${n - 1}.dst b FROM ${from} WHERE ${on}`;
};
const sql = {
  one: 'SELECT 1',
  id: 'SELECT name FROM entity WHERE id = $id',
  name: 'SELECT id FROM entity WHERE name = $name ORDER BY id',
  prefix: 'SELECT count(*), min(name) FROM entity WHERE starts_with(name, $prefix)',
  alias: 'SELECT id FROM entity WHERE list_contains(aliases, $alias) ORDER BY id',
  sparse: 'SELECT count(*), max(p6) FROM entity WHERE p6 > 9000',
  leaf: `SELECT type t, CASE WHEN b >= ${far} THEN b - ${far} ELSE b END id FROM near WHERE a = $id ORDER BY t, id`,
  node: 'SELECT type t, count(*) n FROM near WHERE a = $id GROUP BY t ORDER BY n DESC, t LIMIT 20',
  hub: `SELECT dst FROM rel WHERE src = $id AND dst < ${far} ORDER BY dst LIMIT 10`,
  hub_types: 'SELECT type t, count(*) n FROM near WHERE a = $id GROUP BY t ORDER BY n DESC, t LIMIT 10',
  two: `SELECT count(DISTINCT y.b) FROM near x JOIN near y ON y.a = x.b AND y.eid <> x.eid WHERE x.a = $id AND y.b < ${far}`,
  var: `SELECT count(DISTINCT b) FROM (${[1, 2, 3].map(chain).join(' UNION ALL ')})`.replaceAll('$t1', "'NEXT'").replaceAll('$t2', "'T150'"),
  path20: `WITH RECURSIVE w AS (SELECT $id AS b, 0 AS n UNION ALL SELECT r.dst, n + 1 FROM w JOIN rel r ON r.src = w.b AND r.type = 'NEXT' WHERE n < 20) SELECT b FROM w WHERE n = 20`,
  short: 'WITH RECURSIVE w AS (SELECT $a AS b, 0 AS n UNION SELECT e.b, n + 1 FROM w JOIN near e ON e.a = w.b WHERE n < 10 AND NOT EXISTS (SELECT 1 FROM w v WHERE v.b = $b)) SELECT min(n) FROM w WHERE b = $b',
  triangle: "SELECT count(*) FROM near x JOIN near y ON y.a = x.b AND y.type = 'T0' AND y.eid <> x.eid JOIN near z ON z.a = y.b AND z.type = 'T1' AND z.b = x.a WHERE x.a = $id AND x.type = 'T0'",
  co: "SELECT o.dst, count(*) n FROM near m JOIN rel o ON o.src = m.b AND o.type = 'MENTIONS' AND o.eid <> m.eid WHERE m.a = $id AND m.type = 'MENTIONS' GROUP BY o.dst ORDER BY n DESC, o.dst LIMIT 10",
  types: 'SELECT type t, count(*) n FROM rel GROUP BY t ORDER BY n DESC, t LIMIT 10',
  labels: 'SELECT l, count(*) n FROM (SELECT unnest(labels) l FROM entity) GROUP BY l ORDER BY n DESC, l',
  days: 'SELECT year(day) y, count(*) n FROM document GROUP BY y ORDER BY y',
  w_node: "INSERT INTO entity (id, name, labels, aliases) VALUES ($id, $name, ['Entity', 'L3'], ['a', 'b'])",
  w_hub: `INSERT INTO rel SELECT $hub, $id, 'T5', 2024, (SELECT max(eid) + 1 FROM rel) WHERE NOT EXISTS (SELECT 1 FROM rel WHERE src = $hub AND dst = $id AND type = 'T5')`,
  w_set: 'UPDATE entity SET p6 = 7 WHERE id = $id',
  w_delete: 'DELETE FROM rel WHERE src = $id OR dst = $id',
};
const duckdb = {
  async open() {
    this.instance = await npm('@duckdb/node-api').DuckDBInstance.create(path.join(dir, 'graph.duckdb'), { threads: '2', memory_limit: '4GB' });
    this.prepared = new Map();
    return this.instance.connect();
  },
  async load() {
    const db = await this.open();
    const sparse = columns(files.entities).slice(4);
    const list = (column, always = '') => `CASE WHEN ${column} IS NULL THEN ${always || '[]'} ELSE ${always ? `list_concat(${always}, ` : '('}string_split(${column}, ';')) END`;
    const names = { id: 'BIGINT', name: 'VARCHAR', labels: 'VARCHAR', aliases: 'VARCHAR', ...Object.fromEntries(sparse.map(([n, t]) => [n, t === 'int' ? 'BIGINT' : 'VARCHAR'])) };
    const read = (file, types) => `read_csv('${file}', header = false, skip = 1, columns = ${JSON.stringify(types).replaceAll('"', "'")})`;
    await db.run(`CREATE TABLE entity (id BIGINT PRIMARY KEY, name VARCHAR, labels VARCHAR[], aliases VARCHAR[], ${sparse.map(([n]) => `${n} ${names[n]}`).join(', ')})`);
    await db.run(`INSERT INTO entity SELECT id, name, ${list('labels', "['Entity']")}, ${list('aliases')}, ${sparse.map(([n]) => n).join(', ')} FROM ${read(files.entities, names)}`);
    await db.run(`CREATE TABLE document AS SELECT * FROM ${read(files.documents, { id: 'BIGINT', title: 'VARCHAR', day: 'DATE' })}`);
    await db.run(`CREATE TABLE rel AS SELECT *, row_number() OVER () eid FROM (SELECT src, dst, type, since FROM ${read(files.relationships, { src: 'BIGINT', dst: 'BIGINT', type: 'VARCHAR', since: 'BIGINT' })}
      UNION ALL SELECT doc + ${far}, dst, 'MENTIONS', n FROM ${read(files.mentions, { doc: 'BIGINT', dst: 'BIGINT', n: 'BIGINT' })}) ORDER BY src, dst`);
    await db.run(`CREATE TABLE near AS SELECT * FROM (SELECT src a, dst b, type, eid FROM rel UNION ALL SELECT dst, src, type, eid FROM rel WHERE src <> dst) ORDER BY a, b`);
    for (const [name, on] of [['name', 'entity(name)'], ['src', 'rel(src)'], ['dst', 'rel(dst)'], ['a', 'near(a)']])
      await db.run(`CREATE INDEX by_${name} ON ${on}`);
    await db.run('CHECKPOINT');
    this.close(db);
  },
  async ask(db, statement, parameters, id) {
    if (statement.startsWith('CREATE INDEX')) return [];
    let prepared = this.prepared.get(id);
    if (!prepared) this.prepared.set(id, prepared = await db.prepare(sql[id]));
    const used = Object.fromEntries(Object.entries(parameters).filter(([k]) => sql[id].includes('$' + k)));
    if (Object.keys(used).length) prepared.bind(used);
    const rows = (await (await prepared.runAndReadAll()).getRowsJS()).map(r => r.map(v => typeof v === 'bigint' ? Number(v) : v));
    return id.startsWith('w_') ? [] : rows;
  },
  close(db) { db.closeSync(); this.instance.closeSync(); },
};

const engine = { grafeo, duckdb }[engineName];
if (!engine || !['import', 'query'].includes(command) || !dir) {
  console.error('usage: peer.mjs grafeo|duckdb import|query --db DIR [FILES]');
  process.exit(2);
}
if (command === 'import') {
  fs.mkdirSync(dir, { recursive: true });
  await engine.load();
  process.exit(0);
}
const db = await engine.open();
for await (const line of readline.createInterface({ input: process.stdin })) {
  const { statement, parameters, id } = JSON.parse(line);
  let answer;
  try {
    const start = performance.now();
    const values = await engine.ask(db, statement, parameters, id);
    answer = { ms: performance.now() - start, data: { values } };
  } catch (e) {
    answer = { errors: [{ message: String(e.message ?? e).split('\n')[0].slice(0, 200) }] };
  }
  process.stdout.write(JSON.stringify(answer, (_, v) => typeof v === 'bigint' ? Number(v) : v) + '\n');
}
engine.close(db);
