"""Reference files of one field a line: RIS, and NoteExpress' own form, in which CNKI gives references too.

RIS: `TY  - NEWS`, fields `AU  - …`, end `ER  - `.  NoteExpress: `{Reference Type}: Newspaper Article`, fields
`{Title}: …`, until the next reference begins.  A line without a tag goes on with the field above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from corpus.errors import CorpusError
from corpus.reading.references import LISTS, reference_row
from corpus.reading.rows import encoding_of, numbered_lines
from corpus.reading.types import DEFAULT_LIMITS, Failure, Limits, Origin, Records, TableRow, problem

TaggedForm = Literal["ris", "noteexpress"]


@dataclass(frozen=True, slots=True)
class _Grammar:
    """first: the tag that begins a reference; last: the one that ends it, "" for none; roles: what tags
    mean; between: what stands between several values of one field."""

    line: re.Pattern[str]
    first: str
    last: str
    roles: Mapping[str, str]
    between: re.Pattern[str] | None


_SEMICOLONS = re.compile(r"\s*[;；]+\s*")
_FORMS: Mapping[TaggedForm, _Grammar] = MappingProxyType(
    {
        "ris": _Grammar(
            re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|$)"),
            "TY",
            "ER",
            {
                "ID": "id", "TI": "title", "T1": "title", "AU": "authors", "A1": "authors", "T2": "source",
                "JO": "source", "JF": "source", "JA": "source", "J2": "source", "KW": "tags", "N2": "text",
                "AB": "text", "SE": "section", "DA": "date", "Y1": "date", "PY": "year",
            },
            None,
        ),
        "noteexpress": _Grammar(
            re.compile(r"\{([^{}]{1,60})\}\s*[:：]\s*(.*)"),
            "Reference Type",
            "",
            {
                "Title": "title", "Author": "authors", "Journal": "source", "Newspaper": "source",
                "Secondary Title": "source", "Keywords": "tags", "Abstract": "text", "Date": "date",
                "Year": "year", "Section": "section", "Subtitle": "subtitle",
            },
            _SEMICOLONS,
        ),
    }
)  # fmt: skip

_HEADS: Mapping[TaggedForm, re.Pattern[bytes]] = MappingProxyType(
    {
        "ris": re.compile(rb"(?:\xef\xbb\xbf)?\s*TY {1,2}- [A-Z]{3,6}\s"),
        "noteexpress": re.compile(rb"(?:\xef\xbb\xbf)?\s*\{Reference Type\}\s*:"),
    }
)


def tagged_form(head: bytes) -> TaggedForm | None:
    """The form of a file that begins so, whatever it is called; None for any other."""
    return next((form for form, pattern in _HEADS.items() if pattern.match(head)), None)


def read_tagged(name: str, origin: Origin, limits: Limits = DEFAULT_LIMITS) -> Records:
    """References of a RIS or NoteExpress file.  Raises `CorpusError` where it is neither."""
    encoding = encoding_of(name, origin)
    head = origin.head(4096).decode(encoding, "ignore").lstrip("\ufeff")
    form = tagged_form(head.encode()) or ("ris" if name.lower().endswith(".ris") else None)
    if form is None:
        raise problem(
            name,
            "认不出这种题录，请导出为 RIS、BibTeX 或 NoteExpress 格式",
            "no references of a known form: export them as RIS, BibTeX or NoteExpress",
        )
    return Records(name, form, lambda: _references(name, origin, encoding, limits, _FORMS[form]))


def _references(
    name: str, origin: Origin, encoding: str, limits: Limits, grammar: _Grammar
) -> Iterator[TableRow | Failure]:
    start, fields, stray = 0, list[tuple[str, str]](), False
    for number, line in numbered_lines(name, origin, encoding, limits.row):
        if isinstance(line, Failure):
            yield line
            continue
        text = line.strip("\r\n")
        found = grammar.line.match(text)
        tag = found[1].strip() if found else ""
        if tag == grammar.first or (tag and tag == grammar.last):
            if fields:
                yield _row(start, fields, grammar)
            fields, stray = [], False
            if tag == grammar.first and found:
                start = number
                fields.append((tag, found[2] or ""))
        elif not fields:
            if text.strip() and not stray:
                stray = True
                yield Failure(name, _outside(name, number, text.strip()))
        elif found:
            fields.append((tag, found[2] or ""))
        elif text.strip():
            last, value = fields[-1]
            fields[-1] = (last, f"{value}\n{text.strip()}")
    if fields:
        yield _row(start, fields, grammar)


def _row(start: int, fields: list[tuple[str, str]], grammar: _Grammar) -> TableRow:
    if grammar.between is not None:
        between, roles = grammar.between, grammar.roles
        fields = [
            (tag, part)
            for tag, value in fields
            for part in (between.split(value) if roles.get(tag) in LISTS else (value,))
        ]
    return reference_row(start, fields, grammar.roles)


def _outside(name: str, number: int, text: str) -> CorpusError:
    return problem(
        name,
        f"“{text[:30]}”不在任何题录之内，至下一条题录开始之前未收入；请补上开头的标记",
        f"{text[:30]!r} stands in no reference: not taken in up to the next one; give it its first tag",
        number,
    )
