#!/usr/bin/env python3
"""A knowledge graph as documents give it, for benchmarks: the same bytes on every machine.

    generate.py --out DIR [--scale 1.0] [--seed 11]

Scale 1: 200,000 entities of 30 labels (most have one, some up to three), 300 relationship types whose frequencies fall
off as 1/rank, two hubs with 250,000 relationships each, many leaves with one, chains of 64 steps, names, lists of
aliases, 40 properties that most entities lack; 40,000 documents that mention entities. Writes CSV with neo4j-admin
headers for `skein import`, and parameters.json with the parameters of workload.py.
"""
import argparse
import csv
import itertools
import json
import pathlib
import random

LABELS, TYPES, SPARSE, CHAIN = 30, 300, 40, 64
SYLLABLES = "ka lo mi ran te vis dor el qu ash ben tor nia gul pra se mo zen hal ix".split()


def pick_by_rank(rng, cumulative):
    return rng.choices(range(len(cumulative)), cum_weights=cumulative)[0]


def name_of(rng):
    return " ".join("".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4))).capitalize() for _ in range(rng.randint(1, 3)))


def write(path, header, rows):
    with open(path, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", required=True)
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--seed", type=int, default=11)
    chosen = options.parse_args()
    rng = random.Random(chosen.seed)
    out = pathlib.Path(chosen.out)
    out.mkdir(parents=True, exist_ok=True)

    entities, documents = int(200_000 * chosen.scale), int(40_000 * chosen.scale)
    hub_edges, edges = int(250_000 * chosen.scale), int(700_000 * chosen.scale)
    by_label = list(itertools.accumulate(1 / (rank + 1) for rank in range(LABELS)))
    by_type = list(itertools.accumulate(1 / (rank + 1) for rank in range(TYPES)))
    hubs, leaves = [0, 1], range(entities * 6 // 10, entities)
    middle = range(2, entities * 6 // 10)

    names, aliases = [], []

    def entity_rows():
        for i in range(entities):
            labels = {pick_by_rank(rng, by_label) for _ in range(rng.choice((1, 1, 1, 2, 3)))}
            name = name_of(rng)
            names.append(name)
            also = [name_of(rng) for _ in range(rng.choice((0, 0, 1, 2, 5)))]
            aliases.append(also)
            sparse = [""] * SPARSE
            for _ in range(rng.choice((0, 1, 2))):
                at = rng.randrange(SPARSE)
                sparse[at] = rng.randrange(1, 10_000) if at % 2 == 0 else name_of(rng)
            yield [i, name, ";".join(f"L{n}" for n in sorted(labels)), ";".join(also), *sparse]

    sparse_columns = [f"p{i}:int" if i % 2 == 0 else f"p{i}" for i in range(SPARSE)]
    write(out / "entities.csv", ["id:ID(E){id-type:long}", "name", ":LABEL", "aliases:string[]", *sparse_columns], entity_rows())

    def edge_rows():
        def typed():
            return [f"T{pick_by_rank(rng, by_type)}", rng.randrange(1950, 2025)]
        for hub in hubs:
            for _ in range(hub_edges):
                other = rng.randrange(2, entities)
                yield ([hub, other] if rng.random() < 0.5 else [other, hub]) + typed()
        for _ in range(edges):  # between entities that matter, with a preference for the first ones
            yield [middle[int(len(middle) * rng.random() ** 2)], middle[int(len(middle) * rng.random() ** 2)]] + typed()
        for leaf in leaves:
            yield [leaf, middle[int(len(middle) * rng.random() ** 2)]] + typed()
        for start in range(2, min(entities, 2 + 200 * CHAIN), CHAIN):
            for at in range(start, min(start + CHAIN - 1, entities - 1)):
                yield [at, at + 1, "NEXT", 2000]

    write(out / "relationships.csv", [":START_ID(E)", ":END_ID(E)", ":TYPE", "since:int"], edge_rows())
    write(out / "documents.csv", ["id:ID(D){id-type:long}", "title", "day:date"],
          ([i, name_of(rng), f"{rng.randrange(1990, 2025)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"] for i in range(documents)))
    write(out / "mentions.csv", [":START_ID(D)", ":END_ID(E)", "count:int"],
          ([i, other, rng.randrange(1, 9)] for i in range(documents)
           for other in sorted({middle[int(len(middle) * rng.random() ** 2)] for _ in range(rng.randrange(2, 20))})))

    some = lambda population, count: [rng.choice(population) for _ in range(count)]
    named = [i for i in range(entities) if aliases[i]]
    parameters = {
        "leaf": [{"id": i} for i in some(leaves, 200)],
        "middle": [{"id": i} for i in some(middle, 200)],
        "hub": [{"id": i} for i in hubs],
        "pairs": [{"a": a, "b": b} for a, b in zip(some(leaves, 50), some(leaves, 50))],
        "chain": [{"id": 2 + CHAIN * i} for i in range(min(50, entities // CHAIN - 1))],
        "alias": [{"alias": rng.choice(aliases[i])} for i in some(named, 100)],
        "prefix": [{"prefix": names[i][:5]} for i in some(range(entities), 100)],
        "name": [{"name": names[i]} for i in some(range(entities), 200)],
        "new": [{"id": 10_000_000 + i, "name": f"New {i}", "hub": i % 2} for i in range(100)],
    }
    (out / "parameters.json").write_text(json.dumps(parameters))


main()
