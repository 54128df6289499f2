#!/usr/bin/env python3
""":draw in terminals that say they show pictures: a pseudo-terminal that answers as kitty does, as one with sixel
graphics does, and as one with neither.

    images.py SKEIN
"""
import os
import pathlib
import pty
import re
import select
import sys
import tempfile
import time

skein = str(pathlib.Path(sys.argv[1]).resolve())
QUESTION = b"\x1b[c"
ANSWERS = {"kitty": b"\x1b_Gi=31;OK\x1b\\\x1b[?62c", "sixel": b"\x1b[?62;4;22c", "neither": b"\x1b[?1;2c"}


def session(answer, folder):
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        environment = {"HOME": folder, "PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
        os.execve(skein, [skein, "shell"], environment)
    seen = b""

    def wait_for(text):
        nonlocal seen
        end = time.monotonic() + 60
        while text not in seen:
            assert time.monotonic() < end, f"{text!r} did not come, but {seen[-2000:]!r}"
            if select.select([terminal], [], [], 1)[0]:
                seen += os.read(terminal, 65536)
        at = seen.index(text)
        before, seen = seen[:at], seen[at + len(text):]
        return before

    wait_for(b"skein> ")
    os.write(terminal, b"CREATE (:Person {name: 'Ada'})-[r:KNOWS]->(:Person {name: 'Bob'}) RETURN r;\r")
    wait_for(b"1 relationship created")
    os.write(terminal, b":draw\r")
    wait_for(QUESTION)
    os.write(terminal, answer)
    shown = wait_for(b"skein> ")
    os.write(terminal, b"\x04")
    os.waitpid(child, 0)
    os.close(terminal)
    return shown


for kind, answer in ANSWERS.items():
    with tempfile.TemporaryDirectory() as folder:
        shown = session(answer, folder)
        left = sorted(name for name in os.listdir(folder) if name.startswith("skein"))
        if kind == "neither":
            assert b"wrote skein.svg" in shown and left == ["skein.svg"], (shown, left)
            continue
        assert left == [], left
        if kind == "kitty":
            pieces = re.findall(rb"\x1b_G([^;]*);([^\x1b]*)\x1b\\", shown)
            assert pieces and pieces[0][0].startswith(b"a=T,f=100") and pieces[0][1].startswith(b"iVBOR"), shown[:200]
            assert pieces[-1][0].endswith(b"m=0") and all(p[0].endswith(b"m=1") for p in pieces[:-1])
            assert all(len(data) <= 4096 for _, data in pieces)
        else:
            assert re.search(rb"\x1bP[0-9;]*q.*\x1b\\", shown, re.DOTALL), shown[:200]
print("pictures are shown by kitty's protocol and by sixel, and written where there is neither")
