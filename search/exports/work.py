"""Here is an article, tell me what a reference to it names; `citations` writes it down."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from corpus.model import Article, Issue

Kind = Literal["newspaper", "serial"]

CJK = "㐀-鿿豈-﫿"
_SPACED = re.compile(rf"(?<=[{CJK}])\s+(?=[{CJK}])")
_NUMBER = re.compile(r"(?<!总)第\s*(\d+)\s*期|^(?!总)\D*(\d+)\D*$")
_QUOTED_SOURCE = re.compile(r"^(?:据|来源|转载|转自|摘自|编辑|责编|责任编辑|图片?|摄影)")
_NEWSPAPER = re.compile(r"报$|(?:Daily|Times|Post)$")
_NO_NEWSPAPER = re.compile(r"(?:[学简通公情画季月汇捷专]|(?<![青少])年)报$")
_DAY = re.compile(r"(?<!\d)(\d{4})[-./年]?(0?[1-9]|1[0-2])[-./月]?(0?[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Work:
    """What a reference names.

    title: with the subtitle after a colon; authors: people; organization: who answers for it where no
    person is named; container: the newspaper or serial; number: issue within the year; page: 版 or page;
    year, month, day: of publication.
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
    subtitle: str = ""


def newspaper_named(name: str) -> bool:
    """Whether a publication of this name is a newspaper (云州日报), not a newsletter or a journal (学报)."""
    name = name.strip()
    return bool(_NEWSPAPER.search(name)) and not _NO_NEWSPAPER.search(name)


def work_of(
    article: Article, issue: Issue | None = None, kind: Kind | None = None, publication: str = ""
) -> Work:
    """What a reference to this article names.

    issue: the one it was printed in; kind: None = a serial where it stands in an issue of one that is not
    called a newspaper, else a newspaper; publication: the name where neither article nor issue gives one.
    The date of a serial is its issue's, whatever day the article tells of.
    """
    in_issue = issue is not None and issue.date_basis != "record"
    date = article.date if article.date_basis == "stated" or not in_issue else None
    year, month, day = (date.year, date.month, date.day) if date else (None, None, None)
    container = article.source or (issue and (issue.publication or _name_of(issue))) or publication
    kind = kind or ("serial" if in_issue and not newspaper_named(container) else "newspaper")
    number = issue_number(issue.number or "") if issue else ""
    if issue is not None and in_issue and issue.year is not None:
        year, month, day = issue.year, issue.month, _day_of(issue) if kind == "newspaper" else None
    if article.date_basis == "issue" and not in_issue:
        day = None
    subtitle = _heading(article.subtitle)
    title = ": ".join(text for text in (_heading(article.title), subtitle) if text)
    authors = tuple(unspaced(name) for name in article.authors if name.strip())
    credit = unspaced(article.credit or "")
    organization = "" if authors or _QUOTED_SOURCE.match(credit) else credit
    return Work(
        kind, title, authors, organization, container, year, month, day, number, article.page_no, subtitle
    )


def _day_of(issue: Issue) -> int | None:
    """The day of a daily's issue, where its head or file states one in the issue's own month."""
    for text in (issue.number or "", issue.title, PurePosixPath(issue.source_file).stem):
        found = _DAY.search(text)
        if found and (int(found[1]), int(found[2])) == (issue.year, issue.month):
            return int(found[3])
    return None


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


def published(work: Work) -> dt.date | None:
    """The day of publication, as far as it is known down to the day."""
    return dt.date(work.year, work.month, work.day) if work.year and work.month and work.day else None


def iso(work: Work) -> str:
    """The date of publication as far as it is known: 2031, 2031-07 or 2031-07-05."""
    parts = [f"{work.year:04}"] if work.year else []
    if work.year and work.month:
        parts.append(f"{work.month:02}")
        if work.day:
            parts.append(f"{work.day:02}")
    return "-".join(parts)
