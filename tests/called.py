"""The real command in a process of its own, without half a second of imports for each call.

One process has imported what commands import, and forks for each call: folder, environment, output
and exit code are the child's own. What the interpreter reads before any import (PYTHON…, the locale) needs a fresh one,
and so does a system without fork.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

FRESH = ("PYTHON", "LANG", "LC_")
"""Beginnings of the names of what only a fresh interpreter reads."""

SERVER = """
import atexit, gc, importlib, json, os, pkgutil, runpy, sys, threading
import reviewer
for name in ("cli", "checks", "dossier", "export", "formats", "operations", "store"):
    room = importlib.import_module(f"reviewer.{name}")
    for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        importlib.import_module(found.name)
reviewer.dossier.lint.registry.rules()
gc.collect()
gc.freeze()  # a child that counted what is garbage would copy all pages
for line in iter(sys.stdin.readline, ""):
    asked = json.loads(line)
    if child := os.fork():
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        continue
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, path in ((1, asked["out"]), (2, asked["err"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.stdin = open(0)
    sys.stdout, sys.stderr = open(1, "w"), open(2, "w", errors="backslashreplace")
    sys.argv = ["reviewer", *asked["words"]]
    try:
        runpy.run_module("reviewer", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if type(end.code) is not int:
            raise
        # As the interpreter ends, without taking apart every module first.
        threading._shutdown()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code)
    break
"""


@cache
def _server(process: int) -> subprocess.Popen[str]:  # noqa: ARG001 -- the key of the cache
    """The one process that forks, of this one."""
    words = [sys.executable, "-c", SERVER]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def call(
    words: Sequence[str], environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """`python -m reviewer WORDS`, with these variables besides the present ones, in that folder; nothing on stdin."""
    more = dict(environment or {})
    whole = {**os.environ, **more}
    if not hasattr(os, "fork") or any(name.startswith(FRESH) for name in more):
        command = [sys.executable, "-m", "reviewer", *words]
        return subprocess.run(
            command, env=whole, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    with TemporaryDirectory() as place:
        out, err = Path(place, "out"), Path(place, "err")
        asked = {"words": list(words), "environment": whole, "folder": str(folder or Path.cwd())}
        server = _server(os.getpid())
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps({**asked, "out": str(out), "err": str(err)}) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        return subprocess.CompletedProcess(list(words), code, out.read_bytes(), err.read_bytes())
