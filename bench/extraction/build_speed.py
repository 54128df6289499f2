#!/usr/bin/env python3
"""What a document costs while a graph grows: adds a corpus part by part and draws the words read a second.

    build_speed.py --skein PROGRAM --corpus corpus.jsonl --store DIR [--parts 20] [--threads 1] [--times FILE] [--svg FILE]

Every part is a `skein build` of its own, opening and closing the store included. Prints part, documents, words, seconds,
seconds of processor time and peak memory in MiB, tab-separated; --times reads such lines instead of measuring.
"""
import argparse, json, os, pathlib, shutil, subprocess, tempfile, time


def measure(args):
    lines = args.corpus.read_text(encoding="utf-8").splitlines(keepends=True)
    size = -(-len(lines) // args.parts)
    shutil.rmtree(args.store, ignore_errors=True)
    for n in range(args.parts):
        part = lines[n * size:(n + 1) * size]
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.writelines(part)
            file.flush()
            start = time.perf_counter()
            process = subprocess.Popen([args.skein, "build", "-q", "--db", args.store, "--threads", str(args.threads), file.name])
            _, status, used = os.wait4(process.pid, 0)
            took = time.perf_counter() - start
        if status != 0:
            raise SystemExit(f"part {n}: skein ended with {os.waitstatus_to_exitcode(status)}")
        words = sum(len(json.loads(line)["text"].split()) for line in part)
        yield n, len(part), words, took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def plot(rows, path):
    width, height, left, bottom = 640, 240, 56, 36
    speeds = [words / took for _, _, words, took, _, _ in rows]
    top = -(-max(speeds) // 10000) * 10000
    total = sum(r[1] for r in rows)
    x = lambda documents: left + (width - left - 30) * documents / total
    y = lambda speed: height - bottom - (height - bottom - 24) * speed / top
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11" fill="#333">',
           f'<rect width="{width}" height="{height}" fill="#fff"/>']
    for speed in range(0, int(top) + 1, 10000):
        out.append(f'<path d="M{left} {y(speed):.1f}H{width - 30}" stroke="#ddd"/><text x="{left - 6}" y="{y(speed) + 4:.1f}" text-anchor="end">{speed:,}</text>')
    points, seen = [], 0
    for row, speed in zip(rows, speeds):
        points.append(f"{x(seen + row[1] / 2):.1f},{y(speed):.1f}")
        seen += row[1]
    for documents in range(0, total + 1, max(1, total // 4)):
        out.append(f'<text x="{x(documents):.1f}" y="{height - bottom + 16}" text-anchor="middle">{documents:,}</text>')
    out.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="#1f6fb2" stroke-width="2"/>')
    out.append(f'<text x="{width / 2}" y="{height - 4}" text-anchor="middle">documents in the graph</text>')
    out.append(f'<text x="{left}" y="14">words a second</text></svg>')
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--skein", default="skein")
    ap.add_argument("--corpus", type=pathlib.Path)
    ap.add_argument("--store")
    ap.add_argument("--parts", type=int, default=20)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--times", type=pathlib.Path)
    ap.add_argument("--svg", type=pathlib.Path)
    args = ap.parse_args()
    if not args.times and not (args.corpus and args.store):
        ap.error("give --corpus and --store, or --times")
    rows = []
    measured = (tuple(float(f) if "." in f else int(f) for f in line.split("\t")) for line in args.times.open()) if args.times else measure(args)
    for row in measured:
        rows.append(row)
        if not args.times:
            print("\t".join(f"{f:.2f}" if isinstance(f, float) else str(f) for f in row), flush=True)
    if args.svg:
        plot(rows, args.svg)


if __name__ == "__main__":
    main()
