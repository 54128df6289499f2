#!/usr/bin/env python3
"""Kills builds at random moments with SIGKILL: after each, the store must verify, and building the same documents once
more must give the same export as a build that nobody disturbed.

    kill_build.py SKEIN [MOMENTS [DOCUMENTS]]
"""
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

skein, moments = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
count = int(sys.argv[3]) if len(sys.argv) > 3 else 1500
random.seed(7)

FIRST = ["Ann", "Boris", "Carla", "Dmitri", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas"]
LAST = ["Lindqvist", "Okafor", "Petrov", "Marsh", "Tanaka", "Duarte", "Novak", "Weiss", "Halloran", "Sato"]
FIRM = ["Corvane", "Bluefield", "Orsted Mills", "Tamarind", "Kestrel", "Northgate", "Palisade", "Quillon", "Radiant", "Solway"]
KIND = ["Motors", "Bank", "Pharma", "Foods", "Energy"]


def documents(folder, count):
    for i in range(count):
        r = random.Random(i)
        firm, other = (f"{r.choice(FIRM)} {r.choice(KIND)}" for _ in range(2))
        boss = f"{r.choice(FIRST)} {r.choice(LAST)}"
        text = (f"{firm} names a new head\n\nMarch {r.randint(1, 28)}, 2025\n\n"
                f"{boss} is the chief executive of {firm}. {firm} plans to invest ${r.randint(2, 90)} billion in new plants. "
                f"It competes with {other}.\n\n{other} said that it would buy a stake of {r.randint(5, 40)}% in {firm}.\n")
        (folder / f"{i:04}.txt").write_text(text)


def build(db, folder):
    return subprocess.run([skein, "build", "--db", db, str(folder)], capture_output=True)


def export(db):
    done = subprocess.run([skein, "export", "--db", db, "--format", "jsonl"], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


with tempfile.TemporaryDirectory() as name:
    work = pathlib.Path(name)
    folder = work / "documents"
    folder.mkdir()
    documents(folder, count)
    start = time.monotonic()
    done = build(work / "whole", folder)
    took = time.monotonic() - start
    assert done.returncode == 0, done.stderr.decode()
    wanted = export(work / "whole")
    assert b'"CEO_OF"' in wanted, "the documents say something"
    killed = 0
    for i in range(moments):
        db = work / f"killed{i}"
        process = subprocess.Popen([skein, "build", "--db", db, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.02, took))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        if (db / "FORMAT").exists():
            checked = subprocess.run([skein, "verify", "--db", db], capture_output=True)
            assert checked.returncode == 0, f"moment {i}: {checked.stderr.decode()}{checked.stdout.decode()}"
        again = build(db, folder)
        assert again.returncode == 0, f"moment {i}: {again.stderr.decode()}"
        assert export(db) == wanted, f"moment {i}: the export differs"
        subprocess.run(["rm", "-r", db], check=True)
    print(f"{moments} moments, {killed} builds killed, {took:.1f} s a build: every store verified and came out the same")
