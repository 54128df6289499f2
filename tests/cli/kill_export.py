#!/usr/bin/env python3
"""Ends exports at random moments: afterwards there is the whole file or nothing, and no leavings beside it.

    kill_export.py SKEIN [MOMENTS [NODES]]
"""
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

skein, moments = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
count = int(sys.argv[3]) if len(sys.argv) > 3 else 30000
random.seed(7)


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def content(path):
    return {name: (path / name).read_bytes() for name in names(path)} if path.is_dir() else path.read_bytes()


with tempfile.TemporaryDirectory() as name:
    work = pathlib.Path(name)
    db = work / "db"
    (work / "facts.tsv").write_text("".join(f"n{i}\tNEXT\tn{i * 7 % count}\n" for i in range(count)))
    done = subprocess.run([skein, "import", "--db", db, work / "facts.tsv"], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    script = work / "copy.cypher"
    out = work / "out"
    script.write_text(f"COPY GRAPH TO '{out}/g.graphml';\n")
    commands = {
        "g.jsonl": [skein, "export", "--db", db, "-o", out / "g.jsonl"],
        "g.csv": [skein, "export", "--db", db, "--format", "csv", "-o", out / "g.csv"],
        "g.graphml": [skein, "query", "--db", db, "-f", script],
    }
    ended = 0
    for file, command in commands.items():
        # A file system that gives every file a name at once leaves one behind when nobody can clean up any more.
        signals = [signal.SIGINT, signal.SIGTERM] + ([] if file == "g.csv" else [signal.SIGKILL])
        out.mkdir()
        start = time.monotonic()
        done = subprocess.run(command, capture_output=True)
        took = time.monotonic() - start
        assert done.returncode == 0, done.stderr.decode()
        whole = content(out / file)
        subprocess.run(["rm", "-r", out], check=True)
        for moment in range(moments):
            how = signals[moment % len(signals)]
            out.mkdir()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            time.sleep(random.uniform(0.01, took))
            process.send_signal(how)
            status = process.wait()
            said = process.stderr.read().decode()
            assert status in (0, 130, -how), f"{file}: {how.name} gave status {status}: {said}"
            ended += status != 0
            found = names(out)
            if found:
                assert found[0] == file and not any(".part-" in one for one in found), f"{file}: {how.name} left {found}"
                assert content(out / file) == whole, f"{file}: {how.name} left a file that is not whole"
            else:
                assert status != 0, f"{file}: nothing was written"
            subprocess.run(["rm", "-r", out], check=True)
    print(f"{ended} of {moments * len(commands)} exports were ended")
    assert ended > 0
