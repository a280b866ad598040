"""Here is what a reference names, give me the reference.

`cite` writes a `Work` down in a style of `STYLES`:

* "gbt7714": GB/T 7714—2025; "gbt7714-2015": the edition before (see `gbt7714`);
* "apa": APA 7; "mla": MLA 9; "chicago": Chicago 17, bibliography form.

Chinese names stay as they are in every style; names in Latin letters are put surname first as the style
asks.  `coins`, `meta` and `csl` say the same to Zotero and its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from search.exports.gbt7714 import edition_2015, edition_2025
from search.exports.naming import joined, latin, parts_of, stopped
from search.exports.work import Work, iso

_NAMES = "January,February,March,April,May,June,July,August,September,October,November,December"
_MONTHS = ("", *_NAMES.split(","))
_MLA_MONTHS = tuple(name if len(name) < 5 else f"{name[: 4 if name[0] == 'S' else 3]}." for name in _MONTHS)


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference as runs of text: (text, italic)."""

    runs: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """Without the slant."""
        return "".join(text for text, _ in self.runs)


def cite(style: str, work: Work) -> Citation:
    """The reference in one of `STYLES` (KeyError for another)."""
    runs = STYLES[style](work)
    return Citation(tuple((text, slanted) for text, slanted in runs if text))


_Runs = Sequence[tuple[str, bool]]


def _apa(work: Work) -> _Runs:
    date = str(work.year or "n.d.")
    if work.year and work.month:
        date += f", {_MONTHS[work.month]}" + (f" {work.day}" if work.day else "")
    who = _apa_names([_initials(name) for name in work.authors]) or work.organization
    head = [who, f"({date}).", stopped(work.title)] if who else [stopped(work.title), f"({date})."]
    head[0] = stopped(head[0]) if who else head[0]
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
    return _with_container([stopped(first), f"“{stopped(work.title)}”"], work.container, rest + ".")


def _chicago(work: Work) -> _Runs:
    names = [_inverted(work.authors[0]), *work.authors[1:]] if work.authors else []
    if len(names) > 10:
        who = ", ".join(names[:7]) + ", et al."
    elif len(names) > 2:
        who = ", ".join(names[:-1]) + f", and {names[-1]}"
    elif len(names) == 2:
        who = f"{names[0]}{',' if latin(names[0]) else ''} and {names[1]}"
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
    return _with_container([stopped(who), f"“{stopped(work.title)}”"], work.container, rest + ".")


STYLES: Mapping[str, Callable[[Work], _Runs]] = MappingProxyType(
    {
        "gbt7714": edition_2025,
        "gbt7714-2015": edition_2015,
        "apa": _apa,
        "mla": _mla,
        "chicago": _chicago,
    }
)
"""Every style by the name it is asked for under."""

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "gbt7714": "GB/T 7714—2025",
        "gbt7714-2015": "GB/T 7714—2015",
        "apa": "APA",
        "mla": "MLA",
        "chicago": "Chicago",
    }
)
"""What a person calls a style."""


def coins(work: Work) -> str:
    """The OpenURL context object (NISO Z39.88) for `<span class="Z3988" title="…">`."""
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", work.title),
        ("rft.jtitle", work.container),
        ("rft.date", iso(work)),
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
        ("citation_publication_date", iso(work).replace("-", "/")),
        ("citation_journal_title", work.container),
        ("citation_issue", work.number),
        ("citation_firstpage", str(work.page or "")),
        ("citation_language", "zh"),
    ]
    return [(name, content) for name, content in pairs if content]


def csl(work: Work, key: str, url: str = "") -> dict[str, object]:
    """The work as an item of CSL-JSON, which Zotero, Pandoc and citeproc read."""
    date = [part for part in (work.year, work.month, work.day) if part]
    names = work.authors or ((work.organization,) if work.organization else ())
    item: dict[str, object] = {
        "id": key,
        "type": "article-newspaper" if work.kind == "newspaper" else "article-journal",
        "title": work.title,
        "author": [_csl_name(name) for name in names],
        "container-title": work.container,
        "issued": {"date-parts": [date]} if date else {},
        "issue": work.number,
        "page": str(work.page or ""),
        "URL": url,
        "language": "zh-CN",
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: str) -> dict[str, str]:
    if not latin(name) or " " not in name.strip():
        return {"literal": name}
    surname, given = parts_of(name)
    return {"family": surname, "given": " ".join(given)}


def _with_container(head: Sequence[str], container: str, rest: str) -> _Runs:
    before = joined(*head)
    if not container:
        rest = rest.removeprefix(", ").strip()
        return [(joined(before, "" if rest == "." else rest), False)]
    return [(before + " ", False), (container, True), (rest, False)]


def _initials(name: str) -> str:
    """APA: surname, then initials (Smith, J. P.)."""
    if not latin(name):
        return name
    surname, given = parts_of(name)
    return ", ".join(part for part in (surname, " ".join(f"{one[0].upper()}." for one in given)) if part)


def _inverted(name: str) -> str:
    """Surname first (Smith, John Paul)."""
    if not latin(name):
        return name
    surname, given = parts_of(name)
    return ", ".join(part for part in (surname, " ".join(given)) if part)
