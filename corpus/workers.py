"""Here are rows, give me articles, on as many processor cores as there are.

Workers are plain child programs that read pickled rows from their standard input and write articles to
their standard output, a chunk at a time, in turn.  So it works from any program on any platform, nothing
is forked under running threads, and a worker whose parent is gone reads its end of file and goes too.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias

from corpus.errors import CorpusError
from corpus.model import Article, Issue
from corpus.reading import Failure, Row

CHUNK = 64
"""Rows sent at a time."""

ENOUGH = 3000
"""Rows from which other processes pay for their start."""

Result: TypeAlias = Article | CorpusError


class RecordParser(Protocol):
    """What makes an article of a row; it must pickle."""

    def record(self, row: Row, name: str, issue: Issue) -> Article: ...


def convert(parser: RecordParser, rows: Iterable[Row | Failure], name: str, issue: Issue) -> Iterator[Result]:
    """One article or error for each row, in order, in this process."""
    for row in rows:
        if isinstance(row, Failure):
            yield row.error
            continue
        try:
            yield parser.record(row, name, issue)
        except CorpusError as error:
            yield error
        except Exception as error:  # noqa: BLE001 - a defect met in one record must not lose the others
            yield defect(name, error, row.line)


def convert_parallel(
    parser: RecordParser, rows: Iterable[Row | Failure], name: str, issue: Issue, processes: int
) -> Iterator[Result]:
    """The same, in order, in `processes` others; a worker that dies is made up for here."""
    stream = iter(rows)
    with contextlib.ExitStack() as stack:
        workers = [stack.enter_context(_Worker(parser, name, issue)) for _ in range(processes)]
        waiting: list[list[Row | Failure]] = []
        for worker in workers:
            waiting.append(list(islice(stream, CHUNK)))
            worker.send(waiting[-1])
        turn = 0
        while waiting[turn]:
            results = workers[turn].receive()
            if results is None:
                results = list(convert(parser, waiting[turn], name, issue))
            waiting[turn] = list(islice(stream, CHUNK))
            workers[turn].send(waiting[turn])
            yield from results
            turn = (turn + 1) % processes


def cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def defect(name: str, error: Exception, line: int | None = None) -> CorpusError:
    """A failure that is the program's fault, named with the file that brought it out."""
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    return CorpusError(
        name,
        f"程序处理此文件时出错（{what}），未收入；请报告此问题 / "
        f"a defect in the program ({what}), not taken in: please report it",
        line,
    )


class _Worker:
    """One child program.  After it has died, `send` does nothing and `receive` gives None."""

    def __init__(self, parser: RecordParser, name: str, issue: Issue) -> None:
        here = str(Path(__file__).resolve().parents[1])
        path = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "corpus.workers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._send((parser, name, issue))

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._process.wait()

    def send(self, rows: list[Row | Failure]) -> None:
        if rows:
            self._send([row if isinstance(row, Row) else _parts(row.error) for row in rows])

    def receive(self) -> list[Result] | None:
        assert self._process.stdout is not None
        try:
            answer = pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            return None
        return [CorpusError(*one) if isinstance(one, tuple) else one for one in answer]

    def _send(self, what: object) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            pickle.dump(what, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()


def _parts(error: CorpusError) -> tuple[str, str, int | None]:
    """What an error is made of; errors themselves do not pickle."""
    return error.source, error.message, error.line


def serve(given: BinaryIO, answers: BinaryIO) -> None:
    """The child's part: a parser, then chunk after chunk until the end of the input."""
    parser, name, issue = pickle.load(given)
    while True:
        try:
            rows = pickle.load(given)
        except EOFError:
            return
        held = [Failure(row[0], CorpusError(*row)) if isinstance(row, tuple) else row for row in rows]
        results = [
            _parts(one) if isinstance(one, CorpusError) else one for one in convert(parser, held, name, issue)
        ]
        pickle.dump(results, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and closes the pipe
    with contextlib.suppress(BrokenPipeError, EOFError):
        serve(sys.stdin.buffer, os.fdopen(os.dup(1), "wb"))
