#!/usr/bin/env python3
"""Runs workload.py over a generated graph and prints a table of medians, ratios and whether the answers agree.

    generate.py --out data
    run.py --data data --work /a/directory/on/the/disk/to/measure skein=build/release/bin/skein [old=other/skein ...]

Each NAME=PROGRAM is a program (arguments may follow) with skein's `import` and `query --batch --plain`: another build of
skein, or peer.mjs around another engine. The first named is compared with the best of the others. A query is warmed up
once, then run for each member of its parameter list, or --repeat times. Times are net of the pipe, which a program that
answers every line at once measures first; an answer that says how long it took itself ("ms") is believed. What an engine
cannot do, or not within --limit seconds, is told and not compared.
"""
import argparse
import json
import pathlib
import select
import shlex
import shutil
import statistics
import subprocess
import sys
import time

from workload import QUERIES, SETUP

ECHO = "import sys\nfor _ in sys.stdin:\n  sys.stdout.write('{\"data\":{\"fields\":[\"n\"],\"values\":[[1]]}}\\n'); sys.stdout.flush()"


class Lines:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, statement, parameters=None, name="", limit=None):
        line = json.dumps({"statement": statement, "parameters": parameters or {}, "id": name}).encode() + b"\n"
        start = time.perf_counter()
        self.process.stdin.write(line)
        self.process.stdin.flush()
        if limit and not select.select([self.process.stdout], [], [], limit)[0]:
            self.process.kill()
            return None, limit
        answer = self.process.stdout.readline()
        took = time.perf_counter() - start
        if not answer:
            sys.exit(f"the engine ended at: {statement}")
        return answer, took

    def peak_mib(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
        return 0.0

    def close(self):
        if self.process.poll() is None:
            self.process.stdin.close()
        self.process.wait()


def pipe_cost():
    echo = Lines([sys.executable, "-c", ECHO])
    times = [echo.ask("RETURN 1 AS n")[1] for _ in range(300)]
    echo.close()
    return statistics.median(times[50:])


def run(program, data, store, repeat, only, pipe, limit):
    shutil.rmtree(store, ignore_errors=True)
    start = time.perf_counter()
    subprocess.run([*program, "import", "--db", store, "--nodes", f"Entity={data}/entities.csv", "--nodes",
                    f"Document={data}/documents.csv", "--relationships", f"{data}/relationships.csv", "--relationships",
                    f"MENTIONS={data}/mentions.csv"], check=True, stdout=subprocess.DEVNULL)
    loaded = time.perf_counter() - start
    engine = Lines([*program, "query", "--db", store, "--batch", "--plain"])
    for statement in SETUP:
        engine.ask(statement)
    engine.close()
    size = sum(f.stat().st_size for f in pathlib.Path(store).rglob("*") if f.is_file())
    engine = Lines([*program, "query", "--db", store, "--batch", "--plain"])
    parameters = json.loads((pathlib.Path(data) / "parameters.json").read_text())
    results = {}
    for name, _, each, statement in QUERIES:
        if only and name not in only:
            continue
        members = parameters[each] if each else [{}] * repeat
        answers, times, failed = [], [], ""
        warm = [] if name.startswith("w_") else [members[0]]
        for i, member in enumerate(warm + members):
            answer, took = engine.ask(statement, member, name, limit)
            parsed = json.loads(answer) if answer else {"errors": [{"message": f"longer than {limit} s"}]}
            if "errors" in parsed:
                failed = parsed["errors"][0]["message"]
                if not answer:
                    engine = Lines([*program, "query", "--db", store, "--batch", "--plain"])
                break
            if i < len(warm):
                continue
            answers.append(parsed["data"]["values"])
            times.append(parsed["ms"] / 1e3 if "ms" in parsed else max(0.0, took - pipe))
        if failed:
            print(f"{program[-1]}: {name}: {failed}", file=sys.stderr)
            results[name] = (None, failed)
            continue
        results[name] = (statistics.median(times), json.dumps(answers[: len(members) if each else 1]))
    peak = engine.peak_mib()
    engine.close()
    return loaded, size, peak, results


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", required=True)
    options.add_argument("--work", required=True)
    options.add_argument("--repeat", type=int, default=7)
    options.add_argument("--only", default="")
    options.add_argument("--limit", type=float, default=30, help="seconds for one statement")
    options.add_argument("engines", nargs="+", metavar="NAME=PROGRAM")
    chosen = options.parse_args()
    pipe = pipe_cost()
    only = set(filter(None, chosen.only.split(",")))
    engines = [one.split("=", 1) for one in chosen.engines]
    ran = {name: run(shlex.split(program), chosen.data, f"{chosen.work}/{name}", chosen.repeat, only, pipe, chosen.limit)
           for name, program in engines}
    print(f"pipe: {pipe * 1e6:.0f} us a line, taken off below\n")
    print("| | " + " | ".join(name for name, _ in engines) + " | ratio |\n| --- |" + " ---: |" * (len(engines) + 1))
    print("| import, s | " + " | ".join(f"{ran[n][0]:.2f}" for n, _ in engines) + " | |")
    print("| on disk, MiB | " + " | ".join(f"{ran[n][1] / 2**20:.1f}" for n, _ in engines) + " | |")
    print("| peak memory of the queries, MiB | " + " | ".join(f"{ran[n][2]:.0f}" for n, _ in engines) + " | |")
    first = engines[0][0]
    ratios = []
    for name, what, _, _ in QUERIES:
        if name not in ran[first][3]:
            continue
        cells = []
        for engine, _ in engines:
            took, answer = ran[engine][3][name]
            if took is None:
                cells.append("-")
                continue
            cells.append(("" if answer == ran[first][3][name][1] else "! ") + f"{took * 1e3:.3f}")
        others = [ran[e][3][name][0] for e, _ in engines[1:]
                  if ran[e][3][name][0] is not None and ran[e][3][name][1] == ran[first][3][name][1]]
        ratio = ran[first][3][name][0] / max(min(others), 1e-9) if others else None
        if ratio:
            ratios.append(ratio)
        print(f"| {name}: {what}, ms | " + " | ".join(cells) + f" | {f'{ratio:.2f}' if ratio else ''} |")
    if ratios:
        print(f"| geometric mean | | | {statistics.geometric_mean(ratios):.2f} |")


main()
