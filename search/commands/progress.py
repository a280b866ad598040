"""Here is long work that reports how far it is; give me bars with rate and time left on the error output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from tqdm import tqdm

    from corpus.intake.report import Progress


class Bars:
    """One bar for reading (bytes), one for indexing (articles); silent when quiet or not on a terminal."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet or not sys.stderr.isatty()
        self._bar: tqdm[NoReturn] | None = None
        self._kind = ""
        self._said = False

    def __enter__(self) -> Bars:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def reading(self, progress: Progress) -> None:
        """How far an ingest is."""
        bar = self._open("读取 / reading", progress.total, unit="B", scale=True)
        if bar is not None:
            bar.total = progress.total
            bar.set_postfix_str(f"{progress.articles} 篇, {progress.rate:.0f}/s", refresh=False)
            bar.update(progress.done - bar.n)

    def indexing(self, done: int, total: int | None, rate: float) -> None:
        """How far an index is."""
        bar = self._open("索引 / indexing", total, unit="篇", scale=False)
        if bar is not None:
            bar.update(done - bar.n)

    def counting(self, kind: str, done: int, total: int) -> None:
        """How far anything else is that is counted."""
        bar = self._open(kind, total, unit="", scale=False)
        if bar is not None:
            bar.update(done - bar.n)

    def waiting(self, seconds: float) -> bool:
        """Wait for another writer for as long as it takes, and say so once."""
        if seconds > 0.5 and not self._said:
            self._said = True
            self._close()
            print(
                "等待另一个程序写完…（Ctrl-C 停止，已入库的不会丢）/ "
                "waiting for another program to finish writing (Ctrl-C stops, nothing kept is lost)",
                file=sys.stderr,
            )
        return True

    def _open(self, kind: str, total: int | None, *, unit: str, scale: bool) -> tqdm[NoReturn] | None:
        if self._quiet:
            return None
        if self._kind != kind:
            from tqdm import tqdm

            self._close()
            self._kind = kind
            self._bar = tqdm(
                desc=kind, total=total, unit=unit, unit_scale=scale, file=sys.stderr, leave=False
            )
        return self._bar

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        self._bar, self._kind = None, ""
