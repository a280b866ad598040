"""The plain values of the read side: what was asked and what came back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpus.model import Article

Sort = Literal["relevance", "newest", "oldest", "title"]
FACET_FIELDS = (
    "section",
    "organization",
    "subject",
    "author",
    "person",
    "source",
    "issue",
    "tag",
    "year",
    "month",
)
WORKED_OUT = ("unit", "unit_by")
"""Conditions that no field holds: the unit that submitted an article, and how that is known."""


_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What was asked; round-trips to URL parameters (see `search.request`).

    filters / excluded: keyword field → values (any of them wanted / none of them wanted);
    page: 1-based; size: hits a page; facets: fields to count;
    aliases: resolve organisation names; recency: gentle prior for newer articles;
    soft: allow the softer tail when the strict query finds little; grouped: fold reprints;
    literal: `q` is exactly what must be printed, no syntax and no names in it;
    unread: (parameter, value) of what stood there and cannot be read: no date, no facet.
    """

    q: str = ""
    page: int = 1
    size: int = 10
    sort: Sort = "relevance"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    facets: tuple[str, ...] = ("section", "organization", "author", "year", "month")
    aliases: bool = True
    dates: bool = True
    recency: bool = False
    soft: bool = True
    grouped: bool = False
    literal: bool = False
    unread: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "q", whole(self.q))


def whole(text: str) -> str:
    """`text` without half characters (surrogates of undecodable bytes), which no text can contain."""
    return _HALF.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage in the original characters.  spans: (start, end) of every marked form, in `text`."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """One value of a facet field with the number of matching articles that carry it."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One article of the answer.  soft: belongs to the softer tail, below the line.

    title_spans: marked forms in the title; copies: ids of reprints folded under this hit.
    """

    article: Article
    score: float
    snippets: tuple[Snippet, ...] = ()
    title_spans: tuple[tuple[int, int], ...] = ()
    soft: bool = False
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something done to the query that the person must see and can undo.

    kind: "organization" | "date" | "pinyin" | "soft" | "long" | "open" | …; text: what was understood (as
    typed); value: what it was taken for; undo: the request that does without it (None = cannot be undone).
    """

    kind: str
    text: str
    value: str
    undo: SearchRequest | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer that is counted by itself.  request: finds exactly these articles."""

    total: int
    request: SearchRequest


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The answer.  total counts strict hits, everywhere alike; soft_total those that match in part only.

    mixed: these are ranked among the strict hits (a long query), not after them; literal, dispersed: of
    `total`, how many print the words as they were typed and how many only apart (None: nothing to tell
    apart).
    """

    request: SearchRequest
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    took_ms: float
    soft_total: int = 0
    suggestion: str | None = None
    notices: tuple[Notice, ...] = ()
    mixed: bool = False
    literal: Part | None = None
    dispersed: Part | None = None


@dataclass(frozen=True, slots=True)
class EngineResult:
    """What an engine returns: ids, scores and counts only, for one window of the ranking.

    total: articles that match strictly; ids, scores: the window [offset, offset + limit) in rank order, where
    the strict matches come first; soft_total: the tail that follows them, 0 where there is none;
    facets: field → ((value, count), …) by count then value.
    """

    total: int
    ids: tuple[str, ...]
    scores: tuple[float, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    soft_total: int = 0
    partial: tuple[bool, ...] = ()
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class FieldValues:
    """The values of a keyword field.  values: sorted; totals: articles that carry each, beside them."""

    values: tuple[str, ...]
    totals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ArchiveSize:
    """articles, issues: what the store keeps; generation: of the index, 0 while there is none."""

    articles: int
    issues: int
    generation: int
