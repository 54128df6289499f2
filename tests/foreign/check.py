#!/usr/bin/env python3
"""Reads skein's exports with programs that are not skein. See README.md."""

import argparse
import inspect
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent

GRAPH = r"""
CREATE (ann:Person:Founder {name: 'Ann "A" Lee, Jr. <&>', born: date('1970-01-02'), score: 1.5, tags: ['x', 'y;z']}),
       (bob:Person {name: 'שלום\n`tick` \\ # | [[x]]', zoned: datetime('2017-10-29T02:30+01:00[Europe/Stockholm]')}),
       (none), (`odd label`:`A;B` {`a:b`: 'colon', `q"uote`: 1, control: 'a\u0001b', place: point({x: 1, y: 2})}),
       (values:Values {max: 9223372036854775807, min: -9223372036854775808, nan: 0.0/0.0, inf: 1.0/0.0, yes: true,
                       span: duration('P1M-3D'), time: time('12:31+01:00'), empty: '', numbers: [1, 2, 3], none: []}),
       (ann)-[:KNOWS]->(bob), (ann)-[:KNOWS]->(bob), (ann)-[:KNOWS {since: 2001, note: 'line\nbreak'}]->(bob),
       (bob)-[:`odd type: <&>`]->(bob), (values)-[:OF]->(none)
"""

SCHEMA = """
CREATE CONSTRAINT pk FOR (n:Person) REQUIRE n.name IS UNIQUE;
CREATE CONSTRAINT `odd name` FOR (n:`A;B`) REQUIRE (n.`a:b`, n.control) IS NODE KEY;
CREATE CONSTRAINT told FOR ()-[r:TOLD]-() REQUIRE r.at IS NOT NULL;
CREATE CONSTRAINT told_key FOR ()-[r:TOLD]-() REQUIRE r.id IS RELATIONSHIP KEY;
CREATE CONSTRAINT tags FOR (n:Person) REQUIRE n.tags IS :: LIST<STRING NOT NULL>;
CREATE INDEX by_name FOR (n:Person) ON (n.name, n.born);
CREATE INDEX since FOR ()-[r:KNOWS]-() ON (r.since);
CREATE FULLTEXT INDEX words FOR (n:Person|Values) ON EACH [n.name, n.empty];
"""

DOCUMENT = "Ann Lee is the chief executive of Orbital Foundry. Orbital Foundry acquired Quiet Harbor for $2 million.\n"


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)


class Checks:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, name, problem):
        """`problem` is empty, or says what is wrong."""
        if problem:
            self.failed += 1
            print(f"FAILED  {name}: {problem}")
        else:
            self.passed += 1
            print(f"ok      {name}")

    def skip(self, name, why):
        self.skipped += 1
        print(f"skipped {name}: {why}")


def compare(found, wanted):
    return "; ".join(f"{key}: found {found.get(key)}, wanted {value}" for key, value in wanted.items()
                     if found.get(key) != value)


def with_node(checks, reader, file, wanted):
    name = f"{reader} read in npm's reader"
    if not shutil.which("node") or not (HERE / "node_modules").exists():
        return checks.skip(name, "npm install in tests/foreign was not run")
    done = run("node", HERE / "read.mjs", reader, file)
    if done.returncode == 77:
        return checks.skip(name, done.stderr.strip())
    problem = done.stderr.strip()[:500] if done.returncode else compare(json.loads(done.stdout), wanted)
    checks.check(name, problem)


def with_networkx(checks, files, nodes, relationships):
    try:
        import networkx
    except ImportError:
        return checks.skip("networkx", "it is not installed")
    # Since 3.4 it looks for "edges" unless it is told what D3 calls them.
    links = {"edges": "links"} if "edges" in inspect.signature(networkx.node_link_graph).parameters else {}
    readers = {"graphml": lambda: networkx.read_graphml(files["graphml"]),
               "gexf 1.2": lambda: networkx.read_gexf(files["gexf12"]),
               "d3": lambda: networkx.node_link_graph(json.loads(files["d3"].read_text()), **links)}
    for name, reader in readers.items():
        try:
            graph = reader()
            found = {"nodes": graph.number_of_nodes(), "relationships": graph.number_of_edges()}
            checks.check(f"{name} in networkx", compare(found, {"nodes": nodes, "relationships": relationships}))
        except Exception as error:  # whatever the library says
            checks.check(f"{name} in networkx", f"{type(error).__name__}: {error}")


def lines_of(path):
    return sum(1 for line in path.read_text().split("\n") if line)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("skein")
    parser.add_argument("--db", help="export this graph instead of a made one")
    parser.add_argument("--keep", help="write the exports here and keep them")
    arguments = parser.parse_args()
    checks = Checks()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(arguments.keep or scratch)
        folder.mkdir(exist_ok=True)
        db = arguments.db or f"{scratch}/db"
        if not arguments.db:
            document = pathlib.Path(scratch) / "news.txt"
            document.write_text(DOCUMENT)
            for command in (["build", "--db", db, document], ["query", "--db", db, GRAPH],
                            ["query", "--db", db, SCHEMA]):
                done = run(arguments.skein, *command)
                if done.returncode:
                    sys.exit(done.stderr)
        count = run(arguments.skein, "query", "--db", db, "--format", "csv", "MATCH (n) RETURN count(n)")
        nodes = int(count.stdout.split()[1])

        files = {}
        for format, name, *options in [("graphml", "g.graphml"), ("gexf", "g.gexf"), ("d3", "g.json"), ("dot", "g.dot"),
                                       ("cytoscape", "g.cyjs"), ("cypher", "g.cypher"), ("turtle", "g.ttl"),
                                       ("ntriples", "g.nt"), ("nquads", "g.nq"), ("trig", "g.trig"),
                                       ("jsonld", "g.jsonld"), ("mermaid", "g.mmd"),
                                       ("gexf", "g12.gexf", "--gexf-version", "1.2"),
                                       ("nquads", "g12.nq", "--rdf-annotations"),
                                       ("turtle", "g12.ttl", "--rdf-annotations")]:
            done = run(arguments.skein, "export", "--db", db, "--format", format, "-o", folder / name, *options)
            if done.returncode:
                checks.check(f"export {name}", done.stderr)
            files[name if options else format] = folder / name
        files["gexf12"] = folder / "g12.gexf"
        relationships = files["graphml"].read_text().count("<edge ")
        graph = {"nodes": nodes, "relationships": relationships}

        for format in ("graphml", "gexf"):
            ElementTree.parse(files[format])
            with_node(checks, format, files[format], graph)
        with_networkx(checks, files, nodes, relationships)

        quads, triples = lines_of(files["nquads"]), lines_of(files["ntriples"])
        for format, wanted in (("nquads", quads), ("ntriples", triples), ("trig", quads), ("turtle", triples)):
            if shutil.which("serdi"):
                done = run("serdi", "-q", "-i", format, "-o", "nquads", files[format])
                checks.check(f"{format} in serdi", done.stderr or compare(
                    {"triples": len(done.stdout.splitlines())}, {"triples": wanted}))
            else:
                checks.skip(f"{format} in serdi", "it is not installed")
            # A store knows each triple once: said twice, it is the same.
            distinct = len(set(files["nquads" if format in ("nquads", "trig") else "ntriples"].read_text().split("\n")) - {""})
            with_node(checks, format, files[format], {"triples": distinct})
            if shutil.which("rapper"):
                done = run("rapper", "-q", "-c", "-i", format, files[format])
                checks.check(f"{format} in rapper", done.stderr.strip() if done.returncode else "")
            else:
                checks.skip(f"{format} in rapper", "it is not installed")
        with_node(checks, "jsonld", files["jsonld"], {"triples": len(set(files["nquads"].read_text().split("\n")) - {""})})
        with_node(checks, "nquads", folder / "g12.nq", {})
        with_node(checks, "turtle", folder / "g12.ttl", {})

        if shutil.which("dot"):
            done = run("dot", "-Tsvg", files["dot"])
            checks.check("dot in GraphViz", done.stderr if done.returncode else "")
        else:
            checks.skip("dot in GraphViz", "it is not installed")

        elements = json.loads(files["cytoscape"].read_text())["elements"]
        checks.check("cytoscape is JSON with all elements", compare(
            {"nodes": len(elements["nodes"]), "relationships": len(elements["edges"])}, graph))
        with_node(checks, "cypher", files["cypher"], {})
        again = f"{scratch}/again"
        done = run(arguments.skein, "query", "--db", again, "-f", files["cypher"])
        problem = done.stderr if done.returncode else ""
        if not problem:
            done = run(arguments.skein, "query", "--db", again, "--format", "csv", "MATCH (n) RETURN count(n)")
            problem = compare({"nodes": int(done.stdout.split()[1])}, {"nodes": nodes})
        checks.check("cypher run by skein", problem)
    print(f"{checks.passed} passed, {checks.failed} failed, {checks.skipped} skipped")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
