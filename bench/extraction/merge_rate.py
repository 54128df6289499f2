#!/usr/bin/env python3
"""How often skein takes two things for one, and one thing for two, across documents.

    merge_rate.py --skein PROGRAM KNOWLEDGE_NET.jsonl[.xz]...
    merge_rate.py --skein PROGRAM tests/extract/gold/homonyms.jsonl
    merge_rate.py --skein PROGRAM --within RE_DOCRED.jsonl[.xz]

KnowledgeNet (Mesquita et al. 2019) links the ends of its facts to Wikidata. skein's own homonyms have one document a
line, {"id", "text", "names": [[name, what it is]]}: things of one name, and names of one thing. Each document is read as a document of its
own; a linked name in a document is looked up among the entities that the document mentions. Two such occurrences in
different documents are a pair (--within: two in one document, as Re-DocRED (Tan et al. 2022) tells its entities apart;
TIME and NUM left out): of pairs on one node, those with different links are wrong merges; of pairs with one link,
those on different nodes are missed merges. Dates, pronouns and descriptions (lower case) are left out.
"""
import argparse, collections, itertools, json, lzma, pathlib, subprocess, tempfile


def documents(paths):
    for path in paths:
        opener = lzma.open if path.endswith(".xz") else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


def linked_names(d):
    """Document -> key, text, (name, link) pairs."""
    if "names" in d:
        return d["id"], d["text"], {(n, i) for n, i in d["names"]}
    if "sents" in d:
        text = "\n".join(" ".join(s) for s in d["sents"])
        return d["title"], text, {(m["name"], f"{d['title']}#{i}") for i, v in enumerate(d["vertexSet"]) for m in v
                                  if m["type"] not in ("TIME", "NUM") and m["name"][:1].isupper()}
    names = set()
    for p in d["passages"]:
        for f in p["facts"]:
            for end in ("subject", "object"):
                name, link = f[end + "Text"], f[end + "Uri"]
                if link and name[:1].isupper() and name.lower() not in ("he", "she", "it", "his", "her", "its", "they", "their", "who"):
                    names.add((name, link))
    return d["documentId"], "\n\n".join(p["passageText"] for p in d["passages"]), names


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("files", nargs="+")
    ap.add_argument("--skein", default="skein")
    ap.add_argument("--within", action="store_true", help="pairs of names within one document")
    ap.add_argument("--show", type=int, default=0, help="so many examples of each error")
    args = ap.parse_args()
    gold = collections.defaultdict(set)  # document -> (name, link)
    with tempfile.TemporaryDirectory() as tmp:
        source = pathlib.Path(tmp) / "docs.jsonl"
        with source.open("w", encoding="utf-8") as out:
            for d in documents(args.files):
                key, text, names = linked_names(d)
                out.write(json.dumps({"id": key, "text": text}) + "\n")
                if names:
                    gold[key] |= names
        db = str(pathlib.Path(tmp) / "graph")
        subprocess.run([args.skein, "build", "-q", "--db", db, str(source)], check=True)
        export = subprocess.run([args.skein, "export", "--db", db, "--format", "jsonl"], check=True, capture_output=True, text=True).stdout
    names, mentioned = {}, {}
    for line in export.splitlines():
        o = json.loads(line)
        if o["kind"] == "entity":
            names[o["id"]] = {o["name"], *o["aliases"]}
        elif o["kind"] == "document":
            mentioned[o["key"]] = o["mentions"]
    seen, found = [], 0
    total = sum(len(v) for v in gold.values())
    for document, pairs in sorted(gold.items()):
        placed = set()
        for name, link in sorted(pairs):
            node = next((m for m in mentioned.get(document, []) if name in names.get(m, ())), None)
            found += node is not None
            if node is not None and (args.within or (node, link) not in placed):
                placed.add((node, link))
                seen.append((document, name, link, node))
    by_node, by_link = collections.defaultdict(list), collections.defaultdict(list)
    for s in seen:
        by_node[s[3]].append(s)
        by_link[s[2]].append(s)
    across = lambda group: [(a, b) for a, b in itertools.combinations(group, 2) if (a[0] == b[0]) == args.within]
    merged = [p for g in by_node.values() for p in across(g)]
    wrong = [p for p in merged if p[0][2] != p[1][2]]
    same = [p for g in by_link.values() for p in across(g)]
    missed = [p for p in same if p[0][3] != p[1][3]]
    print(f"{len(gold)} documents, {total} linked names, {found} found")
    print(f"pairs on one node: {len(merged)}, of different things: {len(wrong)} ({len(wrong) / max(1, len(merged)):.4f})")
    print(f"pairs of one thing: {len(same)}, on different nodes: {len(missed)} ({len(missed) / max(1, len(same)):.4f})")
    for title, pairs in (("wrong", wrong), ("missed", missed)):
        shown = collections.Counter((a[1], b[1], a[2].rsplit("/", 1)[-1], b[2].rsplit("/", 1)[-1]) for a, b in pairs)
        for (a, b, x, y), n in shown.most_common(args.show):
            print(f"  {title} {n}x: {a} ({x}), {b} ({y})")


if __name__ == "__main__":
    main()
