#!/usr/bin/env python3
"""Writes a first corpus for fuzz_parse and fuzz_query: the statements of the repository's own texts, a file each.

    tests/fuzz/seeds.py DIRECTORY
"""
import hashlib
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]


def query_files():
    for path in sorted((root / "tests/queries").glob("*.test")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            lines = [line for line in block.splitlines() if not line.startswith("#")]
            if not lines:
                continue
            statement = "\n".join(lines[1:]).split("\n----")[0]
            yield from re.split(r";\s*\n", statement) if lines[0].startswith("graph") else [statement]


def examples():
    for path in sorted((root / "docs").glob("*.md")):
        for block in re.findall(r"```cypher\n(.*?)```", path.read_text(encoding="utf-8"), re.S):
            yield from re.split(r";\s*\n", block)


def mistakes():
    for block in (root / "tests/dsl/text/mistakes.txt").read_text(encoding="utf-8").split("\n====\n"):
        yield block.split("\n----")[0]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    count = 0
    for source in (query_files, examples, mistakes):
        for statement in source():
            data = statement.strip().encode()
            if data:
                (target / hashlib.sha1(data).hexdigest()).write_bytes(data)
                count += 1
    print(f"{count} seeds in {target}")


if __name__ == "__main__":
    main()
