"""What every report is made of: tables of cells, each of which leads to the articles it stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from corpus.errors import ArchiveError
from search.model import SearchRequest

if TYPE_CHECKING:
    from search.application.archive import Archive

Words: TypeAlias = tuple[str, str]
"""The same in Chinese and in English."""

Shape: TypeAlias = Literal["text", "reference", "count", "share", "change", "points"]
"""How a column's values are written: as they are, behind the heading (见 …), 12, 34.5%, +3, 1.5."""

WORDY: tuple[Shape, ...] = ("text", "reference")
"""Those that are no numbers."""

Value: TypeAlias = "str | int | float | None"


class ReportProblem(ArchiveError):
    """What was asked of a report cannot be done; the message says what can."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value.

    request: finds exactly the articles that are counted or named, as many as `value` where that is a count;
    article: id of the one article it is from; said: for what is inferred, the words that say so; parts: of a
    value that lists several, each by itself.
    """

    value: Value = None
    request: SearchRequest | None = None
    article: str = ""
    said: str = ""
    parts: tuple[Cell, ...] = ()


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column.  key: its name in JSON, unique in the table."""

    key: str
    words: Words
    shape: Shape = "text"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a table: bars or lines over its rows, or the network that pairs of names make.

    across: key of the column of labels; of: keys of the columns that are drawn (of a network: the other name
    and how often both); first: so many rows at most.
    """

    kind: Literal["bar", "line", "network"]
    across: str
    of: tuple[str, ...]
    first: int = 20


@dataclass(frozen=True, slots=True)
class Table:
    """One table.  layout: "table", or "index": entries under letters, to be set in two columns (its columns
    are letter, entry, and what stands behind it)."""

    key: str
    words: Words
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Words = ("", "")
    layout: Literal["table", "index"] = "table"
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it stands now.

    request: which articles it is about; text: paragraphs that lead, as they would stand in a letter; notes:
    what is left out, guessed or stated how.
    """

    name: str
    words: Words
    request: SearchRequest
    tables: tuple[Table, ...]
    text: tuple[Words, ...] = ()
    notes: tuple[Words, ...] = ()

    def table(self, key: str) -> Table:
        """The table of this key.  Raises ReportProblem."""
        found = next((one for one in self.tables if one.key == key), None)
        if found is None:
            known = ", ".join(one.key for one in self.tables)
            raise ReportProblem(f"没有表 {key}，可用：{known} / no table {key}; there are: {known}")
        return found


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be asked of one report beside which articles it is about.

    kind: "names" is a list, one a line; choices: the values of a choice with their words; the first is the
    default.
    """

    name: str
    words: Words
    kind: Literal["choice", "names", "text"] = "choice"
    choices: tuple[tuple[str, Words], ...] = ()


Options: TypeAlias = Mapping[str, str]
"""Name of an option → what was asked, "" for its default."""

Make: TypeAlias = "Callable[[Archive, SearchRequest, Options], Report]"


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One row of the registry.  module: in this package, with a function `make`; yearly: about one year,
    the newest, where no other period is asked for; kept: for who asks again, since it takes a while."""

    name: str
    words: Words
    about: Words
    module: str
    options: tuple[Option, ...] = field(default_factory=tuple)
    yearly: bool = False
    kept: bool = False
