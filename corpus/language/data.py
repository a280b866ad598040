"""Here is the name of a data file; give me its rows.

What splitting and recognition know of the world lives in `corpus/data/` as plain CSV and word lists, so
that a person who is not a programmer can correct it.  Lines that begin with "#" are comments.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


def lines(name: str) -> Iterator[str]:
    """The lines of a text file that are neither empty nor comments."""
    with (DATA / name).open(encoding="utf-8") as stream:
        for line in stream:
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                yield line


def words(name: str) -> tuple[str, ...]:
    """The white-space separated words of a text file, in order."""
    return tuple(word for line in lines(name) for word in line.split())


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file with a header; missing cells are ""."""
    return [{key: value or "" for key, value in row.items()} for row in csv.DictReader(lines(name))]


def parts(cell: str) -> tuple[str, ...]:
    """A cell with several values: "a;b;c"."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())
