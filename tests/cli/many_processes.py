#!/usr/bin/env python3
"""Two writers and four readers, each a process, on one store: no error but a stated conflict or lock, no update lost,
and every reader sees whole statements.

    many_processes.py SKEIN [SECONDS]
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

skein, seconds = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 5
# One statement changes two things: whoever sees one of them alone has seen half a statement.
STEP = "MATCH (c:Counter) SET c.n = c.n + 1 CREATE (:Step {by: $by})"
LOOK = "MATCH (c:Counter) OPTIONAL MATCH (s:Step) RETURN c.n AS n, count(s) AS steps"


class Batch:
    def __init__(self, db):
        self.process = subprocess.Popen([skein, "query", "--db", db, "--batch", "--plain", "--lock-wait", "30"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def ask(self, statement, **parameters):
        self.process.stdin.write(json.dumps({"statement": statement, "parameters": parameters}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        assert self.process.wait(30) == 0


with tempfile.TemporaryDirectory() as name:
    db = pathlib.Path(name) / "g"
    subprocess.run([skein, "query", "--db", db, "CREATE (:Counter {n: 0})"], check=True)
    end = time.monotonic() + seconds
    done, looks, problems = [0, 0], [0] * 4, []

    def write(who):
        # A writer gives the store back after a few statements, or the other would wait for ever.
        while time.monotonic() < end:
            batch = Batch(db)
            for _ in range(20):
                answer = batch.ask(STEP, by=who)
                code = answer.get("errors", [{}])[0].get("code", "")
                if not code:
                    done[who] += 1
                elif not code.startswith("Neo.TransientError."):
                    problems.append(answer)
            batch.close()

    def read(who):
        batch = Batch(db)
        last = 0
        while time.monotonic() < end:
            answer = batch.ask(LOOK)
            if "errors" in answer:
                problems.append(answer)
                continue
            (n, steps), = answer["data"]["values"]
            if n != steps or n < last:
                problems.append(f"a reader saw {n} with {steps} steps after {last}")
            last = n
            looks[who] += 1
        batch.close()

    threads = [threading.Thread(target=write, args=(i,)) for i in range(2)] + [threading.Thread(target=read, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    batch = Batch(db)
    (n, steps), = batch.ask(LOOK)["data"]["values"]
    batch.close()
    assert not problems, problems[:3]
    assert n == steps == sum(done), (n, steps, done)
    assert all(done) and all(looks), (done, looks)
    verified = subprocess.run([skein, "verify", "--db", db], capture_output=True, text=True)
    assert verified.returncode == 0, verified.stderr
    print(f"{sum(done)} updates by two writers, {sum(looks)} looks by four readers in {seconds:g} s")
