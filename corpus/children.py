"""Child programs: here is a function of ours, give me a process that runs it and can be killed.

A child is a fresh interpreter that imports *us*: it is started in isolated mode with the search path of
this process, the folder that holds this package first, so that neither the current directory nor
`PYTHONPATH` decides which `corpus` runs.  Parent and child exchange frames, a length and so many bytes,
over the child's standard input and output.  So it works from any program on any platform, nothing is
forked under running threads, and a child whose parent is gone reads its end of file and goes too.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from typing_extensions import Self

from corpus.bounds import NO_MEMORY, NO_TIME

_LENGTH = struct.Struct(">Q")
_BOOT = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "import importlib; module, name = sys.argv[2].split(':'); "
    "getattr(importlib.import_module(module), name)()"
)
_HERE = str(Path(__file__).resolve().parents[1])


def command(entry: str) -> list[str]:
    """The command line that calls `entry` ("module:function") in a fresh interpreter."""
    inherited = [place for place in sys.path if place and Path(place).is_absolute() and place != _HERE]
    return [sys.executable, "-I", "-c", _BOOT, json.dumps([_HERE, *inherited]), entry]


_CAUSES = {NO_MEMORY: "memory", NO_TIME: "processor"}
if os.name == "posix":
    _CAUSES |= {-signal.SIGXCPU: "processor", -signal.SIGALRM: "time"}


class ChildEnded(Exception):
    """A child gave no answer.

    why: "time" | "output" | "processor" | "memory" | "died"; code: its exit code.
    """

    def __init__(self, why: str, code: int | None) -> None:
        self.why = why
        self.code = code
        super().__init__(f"{why} ({code})")


class Child:
    """One child program.  After it has died, `send` does nothing and `receive` raises `ChildEnded`."""

    def __init__(self, entry: str, quiet: bool = False) -> None:
        """entry: "module:function"; quiet: what its libraries print is nobody's business."""
        self._process = subprocess.Popen(
            command(entry),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            start_new_session=os.name == "posix",  # so that what it starts can be killed with it
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._process.wait()

    def send(self, what: object) -> None:
        """Pickle `what` to the child."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            write_frame(self._process.stdin, pickle.dumps(what, pickle.HIGHEST_PROTOCOL))

    def receive(self, seconds: float | None = None, most: int | None = None) -> bytes:
        """The next frame.  After `seconds`, or for over `most` bytes, kills it and raises `ChildEnded`."""
        assert self._process.stdout is not None
        with self._watched(seconds) as late:
            try:
                length = _read_length(self._process.stdout)
                if most is not None and length > most:
                    raise self._end("output")
                return _read_exactly(self._process.stdout, length)
            except (EOFError, OSError):
                raise self._end("time" if late.is_set() else "died") from None

    @contextlib.contextmanager
    def _watched(self, seconds: float | None) -> Iterator[threading.Event]:
        """Kill the child when the block takes longer than `seconds`; the event says whether it was."""
        late = threading.Event()
        if seconds is None:
            yield late
            return

        def end() -> None:
            late.set()
            self.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()

    def _end(self, why: str) -> ChildEnded:
        self.kill()
        code = self._process.wait()
        return ChildEnded(_CAUSES.get(code, why) if why == "died" else why, code)

    def kill(self) -> None:
        """End it, and on POSIX whatever it has started."""
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """One frame."""
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes:
    """The next frame.  Raises EOFError at the end of the stream."""
    return _read_exactly(stream, _read_length(stream))


def _read_length(stream: IO[bytes]) -> int:
    return int(_LENGTH.unpack(_read_exactly(stream, _LENGTH.size))[0])


def _read_exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def serve(prepare: Callable[[object], Callable[[object], object]]) -> None:
    """The child's part.  The first thing sent prepares it; every later one is answered, until the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and closes the pipe
    given, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    with contextlib.suppress(BrokenPipeError, EOFError):
        answer = prepare(pickle.loads(read_frame(given)))
        while True:
            try:
                reply = pickle.dumps(answer(pickle.loads(read_frame(given))), pickle.HIGHEST_PROTOCOL)
            except MemoryError:
                os._exit(NO_MEMORY)
            write_frame(answers, reply)
