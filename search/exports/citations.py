"""Here is an article, tell me how to cite it.

`work_of` gathers what a reference names; `cite` writes it down:

* "gbt7714": GB/T 7714—2015, newspaper [N] `作者. 题名[N]. 报名, 年-月-日(版次).` and serial [J]
  `作者. 题名[J]. 刊名, 年(期): 页.`; three authors, then 等 or et al.;
* "apa": APA 7; "mla": MLA 9; "chicago": Chicago 17, bibliography form.

Chinese names stay as they are in every style; names in Latin letters are put surname first as the style
asks.  `coins` and `meta` say the same to Zotero and its kind.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlencode

from corpus.model import Article, Issue

Kind = Literal["newspaper", "serial"]

_NAMES = "January,February,March,April,May,June,July,August,September,October,November,December"
_MONTHS = ("", *_NAMES.split(","))
_MLA_MONTHS = tuple(name if len(name) < 5 else f"{name[: 4 if name[0] == 'S' else 3]}." for name in _MONTHS)
_CJK = "㐀-鿿豈-﫿"
_SPACED = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")
_NUMBER = re.compile(r"(?<!总)第\s*(\d+)\s*期|^(?!总)\D*(\d+)\D*$")
_QUOTED_SOURCE = re.compile(r"^(?:据|来源|转载|转自|摘自|编辑|责编|责任编辑|图片?|摄影)")


@dataclass(frozen=True, slots=True)
class Work:
    """What a reference names.

    authors: people; organization: who answers for it where no person is named; container: the newspaper
    or serial; number: issue within the year; page: 版 or page; year, month, day: of publication.
    """

    kind: Kind
    title: str
    authors: tuple[str, ...] = ()
    organization: str = ""
    container: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    number: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference as runs of text: (text, italic)."""

    runs: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """Without the slant."""
        return "".join(text for text, _ in self.runs)


def work_of(article: Article, issue: Issue | None = None, kind: Kind | None = None) -> Work:
    """What a reference to this article names.

    issue: the one it was printed in; kind: None = a serial where it stands in an issue of one, else a
    newspaper.  The date of a serial is its issue's, whatever day the article tells of.
    """
    in_issue = issue is not None and issue.date_basis != "record"
    kind = kind or ("serial" if in_issue else "newspaper")
    date = article.date if article.date_basis == "stated" or not in_issue else None
    year, month, day = (date.year, date.month, date.day) if date else (None, None, None)
    container, number = article.source, ""
    if issue is not None:
        container = container or issue.publication or _name_of(issue)
        number = issue_number(issue.number or "")
        if in_issue and issue.year is not None:
            year, month, day = issue.year, issue.month, None
    if article.date_basis == "issue":
        day = None
    title = ": ".join(_heading(text) for text in (article.title, article.subtitle) if text.strip())
    authors = tuple(unspaced(name) for name in article.authors if name.strip())
    credit = unspaced(article.credit or "")
    organization = "" if authors or _QUOTED_SOURCE.match(credit) else credit
    return Work(kind, title, authors, organization, container, year, month, day, number, article.page_no)


def _name_of(issue: Issue) -> str:
    """An issue's title, unless it is only the name of its file."""
    stem = PurePosixPath(issue.source_file).stem
    return "" if issue.date_basis == "record" or issue.title == stem else issue.title


def issue_number(printed: str) -> str:
    """The number within the year: 第7期（总第35期） → 7; what holds no such number comes back trimmed."""
    found = _NUMBER.search(printed)
    if found:
        return str(int(found[1] or found[2]))
    bare = printed.strip()
    return bare[1:].removesuffix("期") if bare.startswith("第") else bare


def unspaced(text: str) -> str:
    """A name on one line, without the spaces that layout puts between Chinese characters (徐 媛)."""
    return _SPACED.sub("", " ".join(text.split()))


def _heading(text: str) -> str:
    """A title on one line; 初 见 雄 安 is set in spaced letters, 守正创新 砥砺前行 is not."""
    words = text.split()
    return "".join(words) if all(len(word) == 1 for word in words) else " ".join(words)


def cite(style: str, work: Work) -> Citation:
    """The reference in one of `STYLES` (KeyError for another)."""
    runs = STYLES[style](work)
    return Citation(tuple((text, slanted) for text, slanted in runs if text))


_Runs = Sequence[tuple[str, bool]]


def _gbt7714(work: Work) -> _Runs:
    names = [_capital(name) for name in work.authors[:3]]
    if len(work.authors) > 3:
        names.append("et al" if all(map(_latin, work.authors[:3])) else "等")
    who = _stopped(", ".join(names) or work.organization)
    mark = "N" if work.kind == "newspaper" else "J"
    if work.kind == "newspaper":
        place = f"({work.page})" if work.page else ""
        where = f"{_iso(work)}{place}"
    else:
        where = str(work.year or "")
        if work.number or work.month:  # a monthly that prints no number is known by its month
            where += f"({work.number or work.month})"
        if work.page:
            where += f": {work.page}"
    printed = ", ".join(part for part in (work.container, where) if part)
    return [(_joined(who, f"{work.title}[{mark}].", _stopped(printed)), False)]


def _apa(work: Work) -> _Runs:
    date = str(work.year or "n.d.")
    if work.year and work.month:
        date += f", {_MONTHS[work.month]}" + (f" {work.day}" if work.day else "")
    who = _apa_names([_initials(name) for name in work.authors]) or work.organization
    head = [who, f"({date}).", _stopped(work.title)] if who else [_stopped(work.title), f"({date})."]
    head[0] = _stopped(head[0]) if who else head[0]
    tail = [f"({work.number})" if work.number and work.kind == "serial" else "", str(work.page or "")]
    rest = "".join(f", {part}" for part in tail if part)
    return _with_container(head, work.container, rest + ".")


def _apa_names(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    if len(names) > 20:
        return ", ".join(names[:19]) + f", … {names[-1]}"
    return ", ".join(names[:-1]) + f", & {names[-1]}"


def _mla(work: Work) -> _Runs:
    first = _inverted(work.authors[0]) if work.authors else work.organization
    if len(work.authors) == 2:
        first += f", and {work.authors[1]}"
    elif len(work.authors) > 2:
        first += ", et al."
    date = ""
    if work.year:
        month = f"{_MLA_MONTHS[work.month]} " if work.month else ""
        date = (f"{work.day} " if work.day and month else "") + f"{month}{work.year}"
    number = f"no. {work.number}" if work.number and work.kind == "serial" else ""
    tail = [number, date, f"p. {work.page}" if work.page else ""]
    rest = "".join(f", {part}" for part in tail if part)
    return _with_container([_stopped(first), f"“{_stopped(work.title)}”"], work.container, rest + ".")


def _chicago(work: Work) -> _Runs:
    names = [_inverted(work.authors[0]), *work.authors[1:]] if work.authors else []
    if len(names) > 10:
        who = ", ".join(names[:7]) + ", et al."
    elif len(names) > 2:
        who = ", ".join(names[:-1]) + f", and {names[-1]}"
    elif len(names) == 2:
        who = f"{names[0]}{',' if _latin(names[0]) else ''} and {names[1]}"
    else:
        who = "".join(names) or work.organization
    month = _MONTHS[work.month] if work.month else ""
    if work.kind == "newspaper":
        day = f" {work.day}" if work.day else ""
        date = ", ".join(part for part in (f"{month}{day}", str(work.year or "")) if part) if day else (
            f"{month} {work.year or ''}".strip()
        )  # fmt: skip
        rest = f", {date}" if date else ""
    else:
        date = f"{month} {work.year or ''}".strip()
        rest = (f", no. {work.number}" if work.number else "") + (f" ({date})" if date else "")
        rest += f": {work.page}" if work.page else ""
    return _with_container([_stopped(who), f"“{_stopped(work.title)}”"], work.container, rest + ".")


STYLES: Mapping[str, Callable[[Work], _Runs]] = MappingProxyType(
    {"gbt7714": _gbt7714, "apa": _apa, "mla": _mla, "chicago": _chicago}
)
"""Every style by the name it is asked for under."""


def coins(work: Work) -> str:
    """The OpenURL context object (NISO Z39.88) for `<span class="Z3988" title="…">`."""
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", work.title),
        ("rft.jtitle", work.container),
        ("rft.date", _iso(work)),
        ("rft.issue", work.number),
        ("rft.pages", str(work.page or "")),
        *(("rft.au", name) for name in work.authors or (work.organization,)),
        ("rft.language", "zh"),
    ]
    return urlencode([(key, value) for key, value in pairs if value])


def meta(work: Work) -> list[tuple[str, str]]:
    """(name, content) of the `citation_*` elements that Google Scholar and Zotero read."""
    pairs = [
        ("citation_title", work.title),
        *(("citation_author", name) for name in work.authors or (work.organization,)),
        ("citation_publication_date", _iso(work).replace("-", "/")),
        ("citation_journal_title", work.container),
        ("citation_issue", work.number),
        ("citation_firstpage", str(work.page or "")),
        ("citation_language", "zh"),
    ]
    return [(name, content) for name, content in pairs if content]


def published(work: Work) -> dt.date | None:
    """The day of publication, as far as it is known down to the day."""
    return dt.date(work.year, work.month, work.day) if work.year and work.month and work.day else None


def _iso(work: Work) -> str:
    parts = [f"{work.year:04}"] if work.year else []
    if work.year and work.month:
        parts.append(f"{work.month:02}")
        if work.day:
            parts.append(f"{work.day:02}")
    return "-".join(parts)


def _with_container(head: Sequence[str], container: str, rest: str) -> _Runs:
    before = _joined(*head)
    if not container:
        rest = rest.removeprefix(", ").strip()
        return [(_joined(before, "" if rest == "." else rest), False)]
    return [(before + " ", False), (container, True), (rest, False)]


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _stopped(text: str) -> str:
    return text if not text or text[-1] in ".。?？!！…" else text + "."


def _latin(name: str) -> bool:
    return re.search(f"[{_CJK}]", name) is None


def _parts(name: str) -> tuple[str, list[str]]:
    """(surname, given names) of a name in Latin letters."""
    if "," in name:
        surname, given = name.split(",", 1)
        return surname.strip(), given.split()
    *given_names, surname = name.split()
    return surname, given_names


def _capital(name: str) -> str:
    """GB/T 7714: surname in capitals, initials without stops (SMITH J P)."""
    if not _latin(name):
        return name
    surname, given = _parts(name)
    return _joined(surname.upper(), *(one[0].upper() for one in given))


def _initials(name: str) -> str:
    """APA: surname, then initials (Smith, J. P.)."""
    if not _latin(name):
        return name
    surname, given = _parts(name)
    return ", ".join(part for part in (surname, " ".join(f"{one[0].upper()}." for one in given)) if part)


def _inverted(name: str) -> str:
    """Surname first (Smith, John Paul)."""
    if not _latin(name):
        return name
    surname, given = _parts(name)
    return ", ".join(part for part in (surname, " ".join(given)) if part)
