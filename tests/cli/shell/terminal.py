#!/usr/bin/env python3
"""The shell in a real terminal, by tmux: highlighting, wide characters, several lines, completion, history, Ctrl-C.

    shell_terminal.py SKEIN
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

skein = sys.argv[1]
if shutil.which("tmux") is None:
    print("tmux is not installed: skipped")
    sys.exit(77)


class Terminal:
    """One tmux server of its own, so that nothing else is touched."""

    def __init__(self, home, db, columns, color):
        self.socket = f"{home}/tmux-{columns}-{color}-{time.monotonic_ns()}"
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", "30",
                  f"env HOME={home} XDG_STATE_HOME={home}/state TERM=screen-256color LC_ALL=C.UTF-8 {'' if color else 'NO_COLOR=1'} "
                  f"{skein} shell {db}; echo LEFT; cat")
        self.wait_for("skein>")

    def tmux(self, *arguments):
        return subprocess.run(["tmux", "-u", "-S", self.socket, *arguments], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout

    def type(self, text):
        # tmux takes a `;` at the end of an argument for its own.
        self.tmux("send-keys", "-l", text[:-1] + "\\;" if text.endswith(";") else text)

    def key(self, *names):
        self.tmux("send-keys", *names)

    def screen(self, colors=False):
        return self.tmux("capture-pane", "-p", *(["-e"] if colors else []))

    def wait_for(self, text, seconds=10, colors=False):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            shown = self.screen(colors)
            if text in shown:
                return shown
            time.sleep(0.05)
        raise AssertionError(f"'{text}' did not appear; the screen is\n{self.screen(colors)}")

    def close(self):
        self.tmux("kill-server")


def check(condition, terminal, what):
    if not condition:
        raise AssertionError(f"{what}; the screen is\n{terminal.screen()}")


with tempfile.TemporaryDirectory() as home:
    db = pathlib.Path(home) / "g"
    subprocess.run([skein, "query", "--db", db,
                    "CREATE (:Person {name: '吴泳铭'})-[:CEO_OF]->(:Organization {name: 'Alibaba'}), (:Organization {name: 'Aldermoor'})"], check=True)
    for columns in (80, 200):
        for color in (True, False):
            t = Terminal(home, db, columns, color)
            # Two lines with wide characters, edited in the first of them.
            t.type("MATCH (p:Person {name: '吴泳铭'})-[r]->(o)")
            t.key("Enter")
            t.wait_for("...>")
            if color:
                shown = t.wait_for("\x1b[32m'吴泳铭'", colors=True)
                check("MATCH" in shown and "\x1b[33mPerson" in shown, t, "keywords and labels are coloured")
            t.key("Up", "Home")
            t.key("Down", "End")
            t.type("RETURN o.name AS company;")
            t.key("Enter")
            t.wait_for("│ Alibaba │")
            t.wait_for("1 row")
            # A mistake shows where it is.
            t.type("RETURN nope;")
            t.key("Enter")
            t.wait_for("^~~~")
            # Completion of a label, and of a name within quotes.
            t.type("MATCH (x:Org")
            t.key("Tab")
            t.wait_for("(x:Organization")
            t.type(" {name: 'Ali")
            t.key("Tab")
            t.wait_for("'Alibaba")
            t.type("'}) RETURN count(*) AS found;")
            t.key("Enter")
            t.wait_for("│ found │")
            # Ctrl-C: what is typed is dropped; a long statement ends.
            t.type("MATCH (never")
            t.key("C-c")
            t.wait_for("^C")
            t.type("UNWIND range(1, 9000) AS a UNWIND range(1, 9000) AS b UNWIND range(1, 9000) AS c RETURN count(*);")
            t.key("Enter")
            time.sleep(0.5)
            t.key("C-c")
            t.wait_for("interrupted")
            t.type(":schema")
            t.key("Enter")
            t.wait_for(":Organization")
            t.type("'Alibaba'")
            t.key("Enter")
            t.wait_for("←CEO_OF─ 吴泳铭")
            t.key("C-d")
            t.wait_for("LEFT")
            t.close()
            # The history is there after a restart.
            t = Terminal(home, db, columns, color)
            t.key("C-r")
            t.type("AS company")
            t.wait_for("RETURN o.name AS company")
            t.key("Enter")
            t.wait_for("│ Alibaba │")
            t.key("C-d")
            t.wait_for("LEFT")
            t.close()
    print("the shell works at 80 and 200 columns, with and without colours")
