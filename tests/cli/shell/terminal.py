#!/usr/bin/env python3
"""The shell in a real terminal, by tmux, at 80 and 200 columns, with and without colours. Every scene's screen is
compared with the one in screens/.

    terminal.py SKEIN [--update]

Nothing here depends on time: a scene waits for the text that ends it, and for the prompt behind it.
"""
import difflib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

skein = pathlib.Path(sys.argv[1]).resolve()
update = "--update" in sys.argv
screens = pathlib.Path(__file__).parent / "screens"
if shutil.which("tmux") is None:
    print("tmux is not installed: skipped")
    sys.exit(77)

ARTICLE = """Northwind Robotics names a new chief

Northwind Robotics, a maker of warehouse robots, named Mira Olsen as its chief executive on Monday.
"""
SETTINGS = """timer = false
pager = "sed s/^/paged:/"
"""


class Terminal:
    """One tmux server of its own, so that nothing else is touched."""

    def __init__(self, home, columns, color):
        self.socket = str(home / f"tmux-{time.monotonic_ns()}")
        environment = f"HOME={home} XDG_STATE_HOME={home}/state XDG_CONFIG_HOME={home}/config TERM=screen-256color LC_ALL=C.UTF-8"
        if not color:
            environment += " NO_COLOR=1"
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", "40", "-c", str(home),
                  f"env -u PAGER -u DISPLAY -u WAYLAND_DISPLAY {environment} {skein} shell g; echo LEFT; cat")
        self.wait("skein>")

    def tmux(self, *arguments):
        return subprocess.run(["tmux", "-u", "-S", self.socket, *arguments], capture_output=True, text=True,
                              env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout

    def type(self, text):
        # tmux takes a `;` at the end of an argument for its own.
        self.tmux("send-keys", "-l", text[:-1] + "\\;" if text.endswith(";") else text)

    def key(self, *names):
        self.tmux("send-keys", *names)

    def screen(self, colors=False):
        return self.tmux("capture-pane", "-p", *(["-e"] if colors else [])).rstrip("\n")

    def wait_until(self, ready, what):
        end = time.monotonic() + 60  # of a machine that is busy; nobody waits so long for a shell that works
        while time.monotonic() < end:
            if ready(self.screen()):
                return
            time.sleep(0.02)
        raise AssertionError(f"{what}; the screen is\n{self.screen()}")

    def wait(self, text):
        self.wait_until(lambda screen: text in screen, f"'{text}' did not appear")

    def wait_prompt(self, text):
        """Until `text` stands there and a new, empty prompt below it."""
        self.wait_until(lambda screen: text in screen and screen.splitlines()[-1].rstrip() == "skein>",
                        f"'{text}' and a prompt did not appear")

    def clear(self):
        self.key("C-l")
        self.wait_until(lambda screen: screen.strip() == "skein>", "Ctrl-L did not clear the screen")

    def close(self):
        self.tmux("kill-server")


class Scenes:
    def __init__(self, terminal, name, color):
        self.terminal, self.color, self.path = terminal, color, screens / f"{name}.txt"
        self.shown = []

    def take(self, title):
        text = self.terminal.screen(self.color).replace("\x1b", "␛")
        self.shown.append(f"=== {title}\n" + "\n".join(line.rstrip() for line in text.splitlines()) + "\n")

    def compare(self):
        text = "\n".join(self.shown)
        if update:
            self.path.parent.mkdir(exist_ok=True)
            self.path.write_text(text)
            return
        wanted = self.path.read_text()
        if text != wanted:
            sys.exit("".join(difflib.unified_diff(wanted.splitlines(True), text.splitlines(True), str(self.path), "this run")))


def play(home, columns, color):
    t = Terminal(home, columns, color)
    s = Scenes(t, f"{columns}-{'color' if color else 'plain'}", color)

    t.clear()
    t.type("MATCH (p:Person {name: '吴泳铭'})-[r]->(o)  // ] is never opened")
    t.key("Enter")
    t.wait("...>")
    t.type("RETURN o.name AS company, 1.5 AS number, $x")
    t.wait("$x")
    s.take("highlighting while a statement of two lines is typed")
    t.key("BSpace", "BSpace", "BSpace", "BSpace", "Up", "Home", "Down", "End")
    t.type(";")
    t.key("Enter")
    t.wait_prompt("1 row")
    s.take("its result")

    t.clear()
    t.type("MATCH (x:Comp")
    t.key("Tab")
    t.wait("(x:Company")
    t.type(" {name: 'Ald")
    t.key("Tab")
    t.wait("'Aldermoor")
    s.take("a label and a name are completed")
    t.type("'}) RETURN x.name;")
    t.key("Enter")
    t.wait_prompt("1 row")
    t.clear()
    t.type(":me")
    t.key("Tab")
    t.wait(":merges")
    t.key("C-c")
    t.wait_prompt("^C")
    s.take("a command is completed, and dropped by Ctrl-C")

    t.clear()
    t.type("MATCH (n:Company) RETRUN n;")
    t.key("Enter")
    t.wait_prompt("error:")
    s.take("a mistake shows where it is")

    t.clear()
    t.type(":schema")
    t.key("Enter")
    t.wait_prompt("evidence")
    s.take(":schema")

    t.clear()
    t.type("(:Person)-[:CEO_OF]->(:Organization)")
    t.key("Enter")
    t.wait_prompt("1 row")
    t.type(":why")
    t.key("Enter")
    t.wait_prompt("chief executive on Monday")
    t.type('"Northwind Robotics"')
    t.key("Enter")
    t.wait_prompt("PRODUCES")
    s.take("a bare pattern, :why of its result, and a card")

    t.clear()
    t.type("(:Person)-[:CEO_OF]->(:Organization)")
    t.key("Enter")
    t.wait_prompt("1 row")
    t.type(":draw")
    t.key("Enter")
    t.wait_prompt("wrote")
    s.take(":draw in a terminal without pictures")
    assert "Mira Olsen" in (home / "skein.svg").read_text()

    t.clear()
    t.type("UNWIND range(1, 40) AS i RETURN i, i * i AS square;")
    t.key("Enter")
    t.wait_prompt("40 rows")
    t.wait("paged:│ 40")
    s.take("what is longer than the screen goes through the pager")
    t.clear()
    t.type(":pager /nowhere/less")
    t.key("Enter")
    t.wait_prompt("pager /nowhere/less")
    t.type("UNWIND range(1, 40) AS i RETURN i;")
    t.key("Enter")
    t.wait_prompt("40 rows")
    assert "cannot run the pager '/nowhere/less'" in t.tmux("capture-pane", "-p", "-S", "-60"), "the dead pager is told"
    s.take("and to the screen where the pager cannot be run")

    t.clear()
    t.type("MATCH (p:Person {name: '吴泳铭'})-[r]->(o) RETURN p, r, o, labels(p) AS l, p.name, o.name, type(r), id(p) IS NULL AS no;")
    t.key("Enter")
    t.wait_prompt("1 row")
    s.take("columns that do not fit stand below one another")

    t.clear()
    t.type("UNWIND range(1, 9000) AS a UNWIND range(1, 9000) AS b UNWIND range(1, 9000) AS c RETURN count(*);")
    t.key("Enter")
    t.wait("Ctrl-C stops it")  # it has told that it is at work, so it is
    t.key("C-c")
    t.wait_prompt("interrupted")
    s.take("a long statement is stopped")
    t.key("C-d")
    t.wait("LEFT")
    t.close()

    t = Terminal(home, columns, color)
    s.terminal = t
    t.clear()
    t.key("C-r")
    t.type("AS company")
    t.wait("RETURN o.name AS company")
    t.key("Enter")
    t.wait_prompt("Aldermoor")
    s.take("the history is there after a restart")
    t.key("C-d")
    t.wait("LEFT")
    t.close()
    s.compare()


for columns in (80, 200):
    for color in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            home = pathlib.Path(folder)
            (home / "note.txt").write_text(ARTICLE)
            (home / "config" / "skein").mkdir(parents=True)
            (home / "config" / "skein" / "config.toml").write_text(SETTINGS)
            run = lambda *arguments: subprocess.run([skein, *arguments], check=True, cwd=home, stdout=subprocess.DEVNULL)
            run("build", "--db", "g", "note.txt")
            run("query", "--db", "g", "CREATE (:Person {name: '吴泳铭'})-[:CHAIRS]->(:Company {name: 'Aldermoor'})")
            play(home, columns, color)
print("screens written" if update else "the shell works at 80 and 200 columns, with and without colours")
