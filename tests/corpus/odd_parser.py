"""A parser for the tests of workers: light to import, for they import it too."""

from __future__ import annotations

import os
from dataclasses import dataclass

from corpus.errors import CorpusError
from corpus.model import Article, Issue
from corpus.reading import Failure, TableRow


@dataclass(frozen=True)
class Odd:
    """A parser that refuses, fails and dies by the title."""

    parent: int = 0

    def record(self, row: TableRow, name: str, issue: Issue) -> Article:
        title = str(row.values["title"])
        if title == "refuse":
            raise CorpusError(name, "没有 / none", row.line)
        if title == "fail":
            raise ZeroDivisionError(title)
        if title == "die" and os.getpid() != self.parent:
            os._exit(1)
        return Article(title, name, extra={"line": row.line})


def rows(*titles: str) -> list[TableRow | Failure]:
    return [TableRow(line, {"title": title}) for line, title in enumerate(titles, 1)]
