#!/usr/bin/env python3
"""Runs a page of docs/ as its reader would: writes the files it shows, types its commands, compares what comes out.

    run_page.py SKEIN PAGE.md [FOLDER...]

Blocks ```text title="NAME" are files. Blocks ```console are commands after `$ `, further lines of one after `> `, and
what they print. A line `...` stands for any lines; times and speeds may be others. It runs in a folder of its own, into
which each FOLDER is linked.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

skein, page, *folders = [pathlib.Path(argument).resolve() for argument in sys.argv[1:]]


def blocks(text):
    for match in re.finditer(r"^```(\w+)([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        title = re.search(r'title="([^"]+)"', match[2])
        yield match[1], title and title[1], match[3], text[:match.start()].count("\n") + 2


def commands(block, line):
    """(line, command, expected lines) of a console block."""
    found = []
    for number, text in enumerate(block.splitlines(), line):
        if text.startswith("$ "):
            found.append((number, text[2:], []))
        elif text.startswith("> ") and found and not found[-1][2]:
            found[-1] = (found[-1][0], found[-1][1] + "\n" + text[2:], [])
        else:
            assert found, f"{page.name}:{number}: a console block begins with `$ `"
            found[-1][2].append(text)
    return found


def masked(line):
    line = re.sub(r"\d+(\.\d+)? (ms|s)\b", "TIME", line.rstrip())
    return re.sub(r"\d+ words/s", "SPEED", line)


def matches(expected, got):
    if not expected:
        return not got
    if expected[0] == "...":
        return any(matches(expected[1:], got[i:]) for i in range(len(got) + 1))
    return bool(got) and masked(expected[0]) == masked(got[0]) and matches(expected[1:], got[1:])


def strip_ends(lines):
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


with tempfile.TemporaryDirectory() as home:
    home = pathlib.Path(home)
    (home / "bin").mkdir()
    (home / "bin" / "skein").symlink_to(skein)
    for folder in folders:
        (home / folder.name).symlink_to(folder)
    environment = {**os.environ, "HOME": str(home), "PATH": f"{home}/bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8",
                   "SKEIN_DATA": str(skein.parent.parent / "share" / "skein")}
    for name in ("PAGER", "DISPLAY", "WAYLAND_DISPLAY", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        environment.pop(name, None)
    count = 0
    for language, title, text, line in blocks(page.read_text()):
        if title:
            path = home / title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        elif language == "console":
            for number, command, expected in commands(text, line):
                count += 1
                ran = subprocess.run(["sh", "-c", command], cwd=home, env=environment, capture_output=True, text=True, timeout=120)
                got, wanted = strip_ends((ran.stdout + ran.stderr).splitlines()), strip_ends(expected)
                if ran.returncode != 0 or not matches(wanted, got):
                    print(f"{page.name}:{number}: $ {command}\n--- wanted\n" + "\n".join(wanted) + "\n--- got\n" + "\n".join(got) +
                          f"\n--- exit status {ran.returncode}")
                    sys.exit(1)
    assert count > 0, f"{page.name} has no commands"
    print(f"{page.name}: {count} commands did what the page says")
