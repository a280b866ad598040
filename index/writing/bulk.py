"""Here is a stream of articles, give me their runs, in bounded memory and on every core.

A run is inverted in memory; when another follows, it goes to a temporary file and is mapped from there.
With more than one process, articles go out in runs and only file names come back.
"""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

import numpy as np

from corpus.errors import ArchiveError
from corpus.model import Article
from index.arrays.files import ArrayFileWriter
from index.text.tokenizer import Tokenizer
from index.writing.inversion import BATCH, Inverter, Run, invert
from index.writing.merging import MergeSource, RunSource

Progress = Callable[[int, int | None, float], None]
"""Called with articles done, articles in all (None = not known) and articles a second."""

PREFIX = "runs-"
"""Of the directory that holds the runs of a commit under way."""

CHAR_BYTES = 48
"""Peak memory of inverting one character of a run, measured."""

LARGE = 4000
"""Articles below which a second process costs more than it saves."""


class Runs:
    """Runs of one commit; a context manager that owns their files."""

    def __init__(self, directory: Path, tokenizer: Tokenizer, memory_mb: int, processes: int | None) -> None:
        self._directory, self._tokenizer = directory, tokenizer
        self._limit = max(1, memory_mb * (1 << 20) // CHAR_BYTES)
        self._processes = processes or os.cpu_count() or 1
        self._temporary: TemporaryDirectory[str] | None = None
        self._runs: list[Run | Path] = []
        self._ids: list[list[str]] = []

    def __enter__(self) -> Runs:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runs.clear()
        if self._temporary:
            self._temporary.cleanup()

    @property
    def ids(self) -> set[str]:
        """Ids of all articles taken."""
        return {article_id for ids in self._ids for article_id in ids}

    def take(self, articles: Iterable[Article], progress: Progress | None, total: int | None) -> None:
        """Invert a stream of articles."""
        meter = _Meter(progress, total)
        stream = iter(articles)
        head = list(islice(stream, LARGE)) if self._processes > 1 else []
        if len(head) < LARGE:
            self._take_here(chain(head, stream), meter)
        else:
            self._take_there(chain(head, stream), meter)

    def _take_here(self, articles: Iterator[Article], meter: _Meter) -> None:
        inverter = Inverter(self._tokenizer)
        while batch := list(islice(articles, BATCH)):
            if inverter.chars > self._limit:
                self._keep(inverter.finish())
                inverter = Inverter(self._tokenizer)
            inverter.add(batch)
            self._note(batch, meter, len(inverter) == len(batch))
        if len(inverter):
            self._runs.append(inverter.finish())

    def _take_there(self, articles: Iterator[Article], meter: _Meter) -> None:
        waiting: deque[tuple[Path, int, Future[None]]] = deque()
        with ProcessPoolExecutor(self._processes, get_context("spawn"), _ignore_interrupts) as pool:
            try:
                for number, job in enumerate(_jobs(articles, self._limit // 2)):
                    path = self._path(f"{number}.run")
                    future = pool.submit(_invert_to_file, job, self._tokenizer, path)
                    self._note(job, _Meter(None, None), True)
                    waiting.append((path, len(job), future))
                    while len(waiting) > self._processes + 1:
                        self._collect(waiting, meter)
                while waiting:
                    self._collect(waiting, meter)
            except BrokenProcessPool:
                raise ArchiveError(
                    "建立索引的子进程意外结束（内存不足？），索引未改动；可用单进程重试 / "
                    "a process building the index died (out of memory?), the index is as before: "
                    "try again with one process"
                ) from None
            finally:
                pool.shutdown(cancel_futures=True)

    def _collect(self, waiting: deque[tuple[Path, int, Future[None]]], meter: _Meter) -> None:
        path, count, future = waiting.popleft()
        future.result()
        self._runs.append(path)
        meter.step(count)

    def _note(self, articles: Sequence[Article], meter: _Meter, first: bool) -> None:
        ids = [article.id for article in articles]
        if first:
            self._ids.append(ids)
        else:
            self._ids[-1] += ids
        meter.step(len(ids))

    def _keep(self, run: Run) -> None:
        path = self._path(f"{len(self._runs)}.run")
        _write(run, path)
        self._runs.append(path)

    def _path(self, name: str) -> Path:
        if not self._temporary:
            self._temporary = TemporaryDirectory(prefix=PREFIX, dir=self._directory)
        return Path(self._temporary.name) / name

    def sources(self) -> list[MergeSource]:
        """The runs as merge sources; of several articles with one id only the last is live."""
        seen: set[str] = set()
        sources: list[MergeSource] = []
        for run, ids in zip(reversed(self._runs), reversed(self._ids), strict=True):
            live = np.ones(len(ids), np.bool_)
            for doc in range(len(ids) - 1, -1, -1):
                live[doc] = ids[doc] not in seen
                seen.add(ids[doc])
            sources.append(RunSource(run, live))
        return sources[::-1]


class _Meter:
    def __init__(self, progress: Progress | None, total: int | None) -> None:
        self._progress, self._total = progress, total
        self._began, self._done = time.monotonic(), 0

    def step(self, count: int) -> None:
        self._done += count
        if self._progress:
            self._progress(self._done, self._total, self._done / max(time.monotonic() - self._began, 1e-9))


def _ignore_interrupts() -> None:
    """In a worker: an interruption is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _jobs(articles: Iterator[Article], limit: int) -> Iterator[list[Article]]:
    """Articles in lists of at most some `limit` characters."""
    job: list[Article] = []
    size = 0
    for article in articles:
        job.append(article)
        size += len(article.body) + len(article.title)
        if size > limit:
            yield job
            job, size = [], 0
    if job:
        yield job


def _invert_to_file(articles: list[Article], tokenizer: Tokenizer, path: Path) -> None:
    _write(invert(articles, tokenizer), path)


def _write(run: Run, path: Path) -> None:
    file = ArrayFileWriter(path)
    try:
        for name, array in run.items():
            file.append(name, array)
        file.finish()
    finally:
        file.close()
