"""Runs the shell and Python examples of the documents and writes below them what they print.

    python bench/consoles.py            rewrite README.md and docs/*.md
    python bench/consoles.py --check    exit 1 if what they show is not what is printed

In a ```console block a line that begins with `$ ` is a command, and the lines up to the next one are its output. In a
```pycon block it is as in Python's own shell. The examples of a document run one after the other, in one empty folder
that has `examples/`.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"^```(?P<kind>console|pycon)\n(?P<lines>.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"^\$ .*$", re.MULTILINE)
_WIDTH = "100"


def documents() -> list[Path]:
    """README.md and those documents that have examples."""
    return [
        p for p in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if _BLOCK.search(p.read_text("utf-8"))
    ]


def rerun(text: str, folder: Path) -> str:
    """A document with the output of its examples as it is now; they run in `folder`."""
    if not (folder / "examples").exists():
        shutil.copytree(ROOT / "examples", folder / "examples")
    names: dict[str, Any] = {}

    def block(match: re.Match[str]) -> str:
        kind, lines = match["kind"], match["lines"]
        with contextlib.chdir(folder):
            now = _shell(lines) if kind == "console" else _python(lines, names)
        return f"```{kind}\n{now}```"

    return _BLOCK.sub(block, text)


def _shell(lines: str) -> str:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    env = {**os.environ, "PATH": path, "COLUMNS": _WIDTH, "PYTHONUTF8": "1"}
    out = ""
    for command in _COMMAND.findall(lines):
        run = ["bash", "-c", command.removeprefix("$ ")]
        done = subprocess.run(
            run, env=env, check=False, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        out += f"{command}\n" + "".join(f"{line.rstrip()}\n" for line in done.stdout.rstrip().splitlines())
    return out


def _python(lines: str, names: dict[str, Any]) -> str:
    out = ""
    for example in doctest.DocTestParser().get_examples(lines):
        first, *more = example.source.splitlines()
        out += f">>> {first}\n" + "".join(f"... {line}\n" for line in more)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(example.source, "example", "single"), names)
        out += printed.getvalue()
    return out


def main() -> int:
    """The exit code: with --check 1 if a document is stale."""
    stale = 0
    for path in documents():
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            now = rerun(text, Path(folder))
        if now == text:
            continue
        stale += 1
        if "--check" in sys.argv[1:]:
            print(f"{path} shows what is not printed: run `make docs`", file=sys.stderr)
        else:
            path.write_text(now, encoding="utf-8")
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
