"""Errors that say the remedy.

Every error carries a message for people, Chinese first and English beside it.  Adapters translate
foreign exceptions into these at their border; the command line maps a type to an exit code and the
web maps it to a status, each in one table.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path


class ArchiveError(Exception):
    """Any failure a person can act on.  `str(error)` is one line and names the remedy."""


class CorpusError(ArchiveError):
    """A source that cannot be read.

    source: file name as the person gave it; line: 1-based line, or None where there is no line;
    trace: the traceback of a defect in the program, for the log.
    """

    def __init__(self, source: str, message: str, line: int | None = None) -> None:
        self.source = source
        self.line = line
        self.message = message
        self.trace = ""
        where = source if line is None else f"{source}:{line}"
        super().__init__(f"{where}: {message}")


class StoreError(ArchiveError):
    """The archive's own files cannot be read or written: disk full, no permission, locked, damaged."""


class ArticleNotFound(ArchiveError):
    """No article has this id."""

    def __init__(self, article_id: str) -> None:
        self.article_id = article_id
        super().__init__(f"没有编号为 {article_id} 的文章 / no article has the id {article_id}")


class IssueNotFound(ArchiveError):
    """No issue has this id."""

    def __init__(self, issue_id: str) -> None:
        self.issue_id = issue_id
        super().__init__(f"没有编号为 {issue_id} 的期 / no issue has the id {issue_id}")


class QuerySyntaxError(ArchiveError):
    """A query that cannot be read as meant.

    position: 0-based character in `text`; hint: one line; repaired: the nearest query that parses.
    """

    def __init__(self, text: str, position: int, hint: str, repaired: str = "") -> None:
        self.text = text
        self.position = position
        self.hint = hint
        self.repaired = repaired
        super().__init__(f"{hint} (第 {position + 1} 个字符 / character {position + 1})")

    def said(self, language: str) -> str:
        """The hint with its place in one language, "zh" or "en"."""
        chinese, _, english = self.hint.partition(" / ")
        if language == "en":
            return f"{english or chinese} (character {self.position + 1})"
        return f"{chinese}（第 {self.position + 1} 个字符）"

    def pointed(self, around: int = 40) -> str:
        """Two lines: the query near the mistake, at most `around` characters to either side, and an arrow
        under the character, whatever the width of those before it."""
        start = max(0, self.position - around)
        shown = "".join(
            char if char.isprintable() else " " for char in self.text[start : self.position + around]
        )
        before = shown[: self.position - start]
        wide = (unicodedata.east_asian_width(char) in "WF" for char in before)
        lead = "…" if start else ""
        return f"{lead}{shown}\n{' ' if lead else ''}{''.join('　' if each else ' ' for each in wide)}↑"


class UnreadParameter(ArchiveError):
    """A parameter whose value cannot be read: for a program, no answer is better than another one."""

    def __init__(self, name: str, value: str, message: str) -> None:
        self.name = name
        self.value = value
        super().__init__(message)


class IndexMissing(ArchiveError):
    """The archive has no index yet, or it was removed; `xunzhang reindex` builds it."""

    @classmethod
    def at(cls, directory: Path) -> IndexMissing:
        """The error for a directory that holds no index."""
        return cls(
            f"{directory} 中没有索引，请运行 xunzhang reindex / "
            f"no index in {directory}: run `xunzhang reindex`"
        )


class IndexBusy(ArchiveError):
    """Another program writes the index, and went on for as long as this one was ready to wait."""

    @classmethod
    def at(cls, directory: Path) -> IndexBusy:
        """The error for an index directory."""
        return cls(
            f"另一个程序正在写索引 {directory}，请稍后再试 / "
            f"another program is writing the index {directory}: try again later"
        )


class IndexStale(ArchiveError):
    """The index was built with another analyzer than the one in force."""

    def __init__(self, found: str, wanted: str) -> None:
        self.found = found
        self.wanted = wanted
        super().__init__(
            f"索引由 {found} 建立，当前为 {wanted}；请运行 xunzhang reindex / "
            f"the index was built with {found}, in force is {wanted}: run `xunzhang reindex`"
        )


class EngineUnavailable(ArchiveError):
    """The search engine named in the settings cannot be reached or is not installed."""
