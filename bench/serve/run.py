#!/usr/bin/env python3
"""`skein serve` under many clients: run.py SKEIN DB [CLIENTS [SECONDS]]

DB has (:Person {id}) with ids from 1 to 100,000 and an index on id. wrk (the Debian package) asks for one person after
the other; meanwhile the server's memory is read every second.
"""
import pathlib
import subprocess
import sys
import threading
import time

skein, db = sys.argv[1:3]
clients = sys.argv[3] if len(sys.argv) > 3 else "200"
seconds = sys.argv[4] if len(sys.argv) > 4 else "60"
server = subprocess.Popen([skein, "serve", "--db", db, "--port", "0"], stderr=subprocess.PIPE, text=True)
address = server.stderr.readline().split()[1]
memory = []


def watch():
    while server.poll() is None:
        status = pathlib.Path("/proc/%d/status" % server.pid).read_text()
        memory.append(int(status.split("VmRSS:")[1].split()[0]) // 1024)
        time.sleep(1)


threading.Thread(target=watch, daemon=True).start()
script = pathlib.Path(__file__).with_name("lookup.lua")
done = subprocess.run(["wrk", "-t2", "-c" + clients, "-d" + seconds + "s", "-s", script, address], capture_output=True, text=True)
print(done.stdout.splitlines()[-1] if done.stdout else done.stderr)
steps = [memory[len(memory) * i // 6] for i in range(6)] + [memory[-1]]
print("memory in MB, from the start to the end: " + " ".join(map(str, steps)))
server.terminate()
server.wait()
