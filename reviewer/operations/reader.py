"""Reading big files in processes of their own: two cores load faster than one, and a screen stays free meanwhile.

The parent starts `python -m reviewer.operations.reader`, writes down what is to be read, and takes the parts of one
file after the other from its output. A small load is read in the parent itself: a process takes a third of a second to
start.
"""

from __future__ import annotations

import gc
import marshal
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import IO, Any

from reviewer.formats import Fill, Source
from reviewer.operations.reading import End, Kind, Part, parts
from reviewer.store.content import Content

WORTH_IT = 16 << 20
"""Bytes to read, from which on processes are started."""

PROCESSES = max(2, min(4, (os.cpu_count() or 2) - 1))
"""At most: a document takes up to three times as long to read as its rows take to write."""

_CHUNK = 1 << 20
_WAITING = 8
"""Chunks that are read ahead."""

_HELLO = b"hello"


class Readers:
    """The processes of one load, none for a small one. Each file is read by one of them; they take turns."""

    def __init__(self, sources: Sequence[Source], fill: Fill) -> None:
        alone = [source for source in sources if not source.member_name]  # an archive is opened once, for all members
        count = min(PROCESSES, len(alone)) if sum(source.size for source in alone) >= WORTH_IT else 0
        self._processes = [ReaderProcess(alone[place::count], fill) for place in range(count)]
        self._reads = {
            source.name: self._processes[place % count] for place, source in enumerate(alone if count else ())
        }
        for process in self._processes:
            process.greet()

    def parts(self, source: Source) -> Iterator[Part] | None:
        """The parts of a file, which are asked for in the order of the files; None where nobody reads it here."""
        process = self._reads.get(source.name)
        return None if process is None or process.lost else process.parts()

    def close(self) -> None:
        """Stops all of them."""
        for process in self._processes:
            process.close()


class ReaderProcess:
    """Reads files, in the given order, ahead of whoever takes their parts. `close` it, finished or not."""

    def __init__(self, sources: Sequence[Source], fill: Fill) -> None:
        # Nothing of the present folder is imported (-P), and Ctrl-C is for the parent only (a session of its own).
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reviewer.operations.reader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pipesize=_CHUNK,
            start_new_session=True,
            env={**os.environ, "PYDANTIC_DISABLE_PLUGINS": "true"},  # to look for them takes a sixth of its start
        )
        request = marshal.dumps(
            ([(os.fsencode(source.path), os.fsencode(source.name)) for source in sources], astuple(fill))
        )
        self._chunks: queue.Queue[bytes] = queue.Queue(_WAITING)
        self._closed = False
        self._unpacked: Iterator[tuple[Kind, int, Any]] = iter(())
        self._feeder = threading.Thread(target=self._feed, args=(request,), daemon=True)
        self._feeder.start()
        self.lost = False
        """Whether it ended before its time: its other files are then read as small ones are."""

    def greet(self) -> bool:
        """Waits for its first word; False where it could not be started."""
        self.lost = self._chunks.get() != _HELLO
        return not self.lost

    def parts(self) -> Iterator[Part]:
        """The parts of the next file. Ends without an end part where the process did: the file is to be refused."""
        while True:
            for kind, consumed, value in self._unpacked:
                match kind:
                    case "content":
                        yield Part(kind, consumed, Content(*value))
                    case "end":
                        yield Part(kind, consumed, End(*value))
                        return
                    case _:
                        yield Part(kind, consumed, value)
            chunk = self._chunks.get()
            if not chunk:
                self.lost = True
                return
            self._unpacked = iter(marshal.loads(chunk))  # noqa: S302 - our own process wrote it

    def close(self) -> None:
        """Stops the process, if it still runs."""
        self._closed = True
        self._process.kill()
        while self._feeder.is_alive():  # it may be waiting for room
            try:
                self._chunks.get(timeout=0.05)
            except queue.Empty:
                continue
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # a request that it never read
                    pipe.close()

    def _feed(self, request: bytes) -> None:
        """The request in, the chunks out; an empty one is the last."""
        stdin, stdout = self._process.stdin, self._process.stdout
        with suppress(OSError):  # when it has died, who waits for the rest sees that nothing more comes
            if stdin is not None and stdout is not None:
                _send(stdin, request)
                while not self._closed and (chunk := _receive(stdout)):
                    self._chunks.put(chunk)
        if not self._closed:
            self._chunks.put(b"")


def main() -> None:
    """The process: reads what stdin asks for, writes the parts to stdout, in chunks."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # nearly all that is made here is no garbage before its chunk is sent
    wanted, filled = marshal.loads(_receive(sys.stdin.buffer))  # noqa: S302 - our own parent wrote it
    fill = Fill(*filled)
    try:
        _send(sys.stdout.buffer, _HELLO)
        for packed in _chunked(
            part for path, name in wanted for part in parts(Source(Path(os.fsdecode(path)), os.fsdecode(name)), fill)
        ):
            _send(sys.stdout.buffer, packed)
    except BrokenPipeError:  # the parent has gone, or wants no more
        os._exit(1)


def _chunked(made: Iterable[Part]) -> Iterator[bytes]:
    """The parts, packed about a megabyte at a time."""
    waiting: list[tuple[Any, ...]] = []
    size = 0
    for part in made:
        plain = part.value if part.kind in ("format", "refused") else tuple(part.value)
        waiting.append((part.kind, part.consumed, plain))
        size += part.value.size if part.kind == "content" else 100
        if size >= _CHUNK:
            yield marshal.dumps(waiting)
            waiting, size = [], 0
    if waiting:
        yield marshal.dumps(waiting)


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(8, "big"))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    """The next message; nothing at the end, or where it breaks off."""
    length = int.from_bytes(pipe.read(8), "big")
    data = pipe.read(length)
    return data if len(data) == length else b""


if __name__ == "__main__":
    main()
