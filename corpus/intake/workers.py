"""Here are rows, give me articles, on as many processor cores as there are.

Workers are child programs (`corpus.children`) that read pickled rows and write articles, a chunk at a
time, in turn.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import traceback
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Protocol, TypeAlias, cast

from corpus.children import Child, ChildEnded, serve
from corpus.errors import CorpusError
from corpus.model import Article, Issue
from corpus.reading import Failure, TableRow

CHUNK = 64
"""Rows sent at a time."""

ENOUGH = 3000
"""Rows from which other processes pay for their start."""

Result: TypeAlias = Article | CorpusError
Parts: TypeAlias = tuple[str, str, "int | None", str]

logger = logging.getLogger(f"xunzhang.{__name__}")


class RecordParser(Protocol):
    """What makes an article of a row; it must pickle."""

    def record(self, row: TableRow, name: str, issue: Issue) -> Article: ...


def convert(
    parser: RecordParser, rows: Iterable[TableRow | Failure], name: str, issue: Issue
) -> Iterator[Result]:
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
    parser: RecordParser, rows: Iterable[TableRow | Failure], name: str, issue: Issue, processes: int
) -> Iterator[Result]:
    """The same, in order, in `processes` others; a worker that dies is made up for here."""
    stream = iter(rows)
    with contextlib.ExitStack() as stack:
        workers = [stack.enter_context(_Worker(parser, name, issue)) for _ in range(processes)]
        waiting: list[list[TableRow | Failure]] = []
        for worker in workers:
            waiting.append(list(islice(stream, CHUNK)))
            worker.hand(waiting[-1])
        turn = 0
        while waiting[turn]:
            results = workers[turn].results()
            if results is None:
                results = list(convert(parser, waiting[turn], name, issue))
            waiting[turn] = list(islice(stream, CHUNK))
            workers[turn].hand(waiting[turn])
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
    found = CorpusError(
        name,
        f"程序处理此文件时出错（{what}），未收入；请报告此问题 / "
        f"a defect in the program ({what}), not taken in: please report it",
        line,
    )
    found.trace = "".join(traceback.format_exception(error))
    return found


class _Worker(Child):
    """One child program.  After it has died, `hand` does nothing and `results` gives None."""

    def __init__(self, parser: RecordParser, name: str, issue: Issue) -> None:
        super().__init__("corpus.intake.workers:main")
        self.send((parser, name, issue))

    def hand(self, rows: list[TableRow | Failure]) -> None:
        if rows:
            self.send([row if isinstance(row, TableRow) else _parts(row.error) for row in rows])

    def results(self) -> list[Result] | None:
        try:
            answer = pickle.loads(self.receive())
        except ChildEnded as ended:
            logger.warning("a worker died (%s); its rows are read here", ended)
            return None
        return [_whole(one) if isinstance(one, tuple) else one for one in answer]


def _whole(parts: Parts) -> CorpusError:
    """The error of these parts."""
    error = CorpusError(*parts[:3])
    error.trace = parts[3]
    return error


def _parts(error: CorpusError) -> Parts:
    """What an error is made of; errors themselves do not pickle."""
    return error.source, error.message, error.line, error.trace


def main() -> None:
    """The child's part: first a parser with the issue, then chunk after chunk."""
    serve(_converter)


def _converter(opening: object) -> Callable[[object], object]:
    parser, name, issue = cast(tuple[RecordParser, str, Issue], opening)

    def answer(rows: object) -> object:
        sent = cast(list[TableRow | Parts], rows)
        held = [row if isinstance(row, TableRow) else Failure(row[0], _whole(row)) for row in sent]
        results = convert(parser, held, name, issue)
        return [_parts(one) if isinstance(one, CorpusError) else one for one in results]

    return answer
