#!/usr/bin/env python3
"""Broken, cut, mixed and enormous HTTP for `skein serve`: serve_fuzz.py SKEIN [SECONDS [SEED]]

Whatever comes, the server has to stay, to answer the next one who asks, to give back what it took (descriptors,
memory), and to change nothing: it serves a graph that is open for reading. Four connections at a time. With the same
seed the same bytes are sent, in another order among the connections.
"""
import errno
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time

SKEIN = sys.argv[1]
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 5
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1

STATEMENTS = [
    "MATCH (n) RETURN n", "MATCH p = (a)-[r*1..3]->(b) RETURN p LIMIT 5", "RETURN $x", "UNWIND range(1, 1000) AS i RETURN i",
    "CREATE (:X)", "BEGIN", "MATCH (n) DETACH DELETE n", "CALL db.labels()", "RETURN 1 / 0", "MATCH (", "LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r",
]


def body(rng):
    statement = rng.choice(STATEMENTS)
    kind = rng.randrange(8)
    if kind == 0:
        return b"{" * rng.randrange(5000)
    if kind == 1:
        return b'{"statement": "' + bytes(rng.randrange(256) for _ in range(rng.randrange(200))) + b'"}'
    if kind == 2:
        return b'{"statement": 1, "parameters": []}'
    if kind == 3:
        return b'{"nodes": ["1", "x", 2, "99999999999999999999"], "relationships": ["1:1:1:1", "::::"]}'
    text = '{"statement": "%s", "parameters": {"x": %s}}' % (
        statement, rng.choice(["1", "null", '{"$type":"Date","_value":"x"}', "[" * 50 + "]" * 50, '"\\ud800"', "1e999"]))
    return text.encode()


def request(rng):
    """One request, mostly right: what is wrong with it comes after."""
    path = rng.choice([
        "/", "/assets/main.js", "/assets/../x", "/health", "/explorer/overview", "/explorer/part", "/explorer/search?q=Ann%20",
        "/explorer/search?q=%", "/explorer/search?q=" + "%F0" * rng.randrange(100), "/explorer/neighbours/1", "/explorer/neighbours/-1",
        "/evidence/1:1:2:0", "/evidence/%31%3A", "/documents/" + "%2e%2e%2f" * 5, "/documents/%00", "/db/skein/query/v2",
        "/db/neo4j/query/v2", "/db/skein/query/v2/tx", "http://elsewhere/", "*", "//", "/" + "a" * rng.randrange(20000)])
    method = rng.choice(["GET", "GET", "POST", "POST", "HEAD", "PUT", "OPTIONS", "TRACE", "get", "\x00", "CONNECT"])
    if rng.randrange(2):
        method, path = "POST", rng.choice(["/db/skein/query/v2", "/explorer/part"])
    content = body(rng) if method == "POST" else b""
    headers = ["Host: 127.0.0.1:7475", "Content-Type: application/json"]
    length = len(content)
    kind = rng.randrange(12)
    if kind == 0:
        length = rng.choice([-1, 0, length + 10, 1 << 30, 1 << 64, 17 << 20])
    if kind == 1:
        headers.append("Host: elsewhere")
    if kind == 2:
        headers[0] = "Host: " + rng.choice(["elsewhere", "", "[::1]:x", "127.0.0.1:7475, x", "]["])
    if kind == 3:
        headers.append("X: " + "y" * rng.randrange(40000))
    if kind == 4:
        headers.append("Accept: " + rng.choice(["application/vnd.neo4j.query", "application/vnd.neo4j.query.v1.0+jsonl", "*/*;q=" + "9" * 100]))
    if kind == 5:
        headers.append("Origin: http://elsewhere")
    if kind == 6:
        headers.append("Expect: 100-continue")
    if kind == 7:
        headers.append("Transfer-Encoding: chunked")
        size = rng.choice(["%x" % len(content), "ffffffffffffffff", "-1", "zz", "0"])
        content = size.encode() + b"\r\n" + content + b"\r\n0\r\n\r\n"
    elif content or kind == 0:
        headers.append("Content-Length: %d" % length)
    if kind == 8:
        headers += ["A%d: b" % i for i in range(rng.randrange(3000))]
    if kind == 9:
        headers.append("Upgrade: websocket\r\nConnection: Upgrade")
    version = rng.choice(["HTTP/1.1"] * 8 + ["HTTP/1.0", "HTTP/2.0", "HTTP/9.9", ""])
    return ("%s %s %s\r\n" % (method, path, version)).encode("latin-1") + "\r\n".join(headers).encode("latin-1") + b"\r\n\r\n" + content


def broken(rng, data):
    data = bytearray(data)
    for _ in range(rng.choice([0, 0, 0, 1, 2, 8])):
        if not data:
            break
        at = rng.randrange(len(data))
        kind = rng.randrange(5)
        if kind == 0:
            data[at] = rng.randrange(256)
        elif kind == 1:
            del data[at:at + rng.randrange(1, 40)]
        elif kind == 2:
            data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 30)))
        elif kind == 3:
            data[at:at] = data[at:at + rng.randrange(1, 100)]
        else:
            del data[at:]
    return bytes(data)


def exchange(port, data, rng):
    """Sends, in pieces or at once, reads what comes, sometimes leaves before the end."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as s:
        try:
            step = rng.choice([len(data) or 1, len(data) or 1, 1000, 7])
            for i in range(0, min(len(data), 60 * step), step):
                s.sendall(data[i:i + step])
            if rng.randrange(10) == 0:
                return b""
            s.shutdown(socket.SHUT_WR)
            got = b""
            while len(got) < 1 << 20:
                piece = s.recv(65536)
                if not piece:
                    break
                got += piece
            return got
        except ConnectionError:  # the server has had enough
            return b""
        except OSError as error:
            if error.errno == errno.ENOTCONN:
                return b""
            raise


def state_of(pid):
    with open("/proc/%d/status" % pid) as f:
        rss = int(next(line for line in f if line.startswith("VmRSS")).split()[1])
    return rss / 1024, len(os.listdir("/proc/%d/fd" % pid))


def main():
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "g")
        subprocess.run([SKEIN, "query", "--db", db, "UNWIND range(1, 300) AS i CREATE (:Person {name: 'Ann ' + i})-[:KNOWS]->(:Place)"],
                       check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([SKEIN, "serve", "--db", db, "--port", "0", "--timeout", "2"], stderr=subprocess.PIPE, text=True)
        port = int(server.stderr.readline().split("127.0.0.1:")[1].split("/")[0])
        threading.Thread(target=lambda: sys.stderr.writelines(server.stderr), daemon=True).start()
        sent, troubles, lock, end = [0], [], threading.Lock(), time.time() + SECONDS

        def work(number):
            rng = random.Random(SEED * 1000 + number)
            while time.time() < end and not troubles and server.poll() is None:
                data = b"".join(broken(rng, request(rng)) for _ in range(rng.choice([1, 1, 1, 2, 5])))
                try:
                    got = exchange(port, data, rng)
                    if got and not got.startswith(b"HTTP/1."):
                        troubles.append("an answer that is no HTTP: %r" % got[:80])
                except OSError as error:
                    troubles.append("%s after %r" % (error, data[:200]))
                with lock:
                    sent[0] += 1

        exchange(port, b"GET /explorer/overview HTTP/1.1\r\nHost: localhost\r\n\r\n", random.Random(0))
        before = state_of(server.pid)
        threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if server.poll() is None:
            got = exchange(port, b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", random.Random(1))
            if b'{"status":"ok"}' not in got:
                troubles.append("no health: %r" % got[:200])
            time.sleep(0.3)
            after = state_of(server.pid)
            if after[1] > before[1] + 2:
                troubles.append("descriptors: %d before, %d after" % (before[1], after[1]))
            if after[0] > before[0] + 200:
                troubles.append("memory: %.0f MB before, %.0f MB after" % (before[0], after[0]))
            server.terminate()
            server.wait(timeout=20)
            print("%d exchanges in %.0f s; memory %.0f MB before, %.0f MB after; descriptors %d and %d"
                  % (sent[0], SECONDS, before[0], after[0], before[1], after[1]))
        else:
            troubles.append("the server ended with status %d after %d exchanges" % (server.returncode, sent[0]))
        count = subprocess.run([SKEIN, "query", "--db", db, "--format", "csv", "MATCH (n) RETURN count(n)"], capture_output=True, text=True).stdout
        if "600" not in count:
            troubles.append("the graph has changed: " + count)
    for trouble in troubles:
        print("FAILED", trouble)
    return 1 if troubles else 0


sys.exit(main())
