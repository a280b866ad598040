"""Here are articles of a report; give me cells that count them, each with the search that finds these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from corpus.store.listing import ListedArticle
from search.model import SearchRequest
from search.reports.types import Cell
from search.request import to_query_string

if TYPE_CHECKING:
    from search.application.archive import Archive

A_YEAR = 366
KEPT = 8
"""Reports of one state of the archive that are kept for who asks again."""

Made = TypeVar("Made")


def found(archive: Archive, request: SearchRequest) -> list[ListedArticle]:
    """The articles that the request finds strictly, in its order, without their texts."""
    listed = archive.answering.view.submissions().listed
    ids = archive.answering.ids(request)
    return [listed[each] for each in ids if each in listed]


def kept_for(archive: Archive, asked: tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
    """What `make` gives, kept for who asks the same of the same articles and issues again.

    asked: what tells it from others, by type of the result too; requests among it go by their parameters.
    """
    kept = archive.answering.view.submissions().reports
    parts = (to_query_string(one) if isinstance(one, SearchRequest) else one for one in asked)
    key = (*parts, *archive.store.issues())
    if key not in kept:
        made = make()
        while len(kept) >= KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = made
    return cast(Made, kept[key])


def narrowed(request: SearchRequest, **values: str) -> SearchRequest:
    """The request with this one value of each of these fields wanted."""
    return replace(request, filters={**request.filters, **{name: (value,) for name, value in values.items()}})


def count(articles: Sequence[object] | int, request: SearchRequest, **values: str) -> Cell:
    """How many articles there are, with the search for these values; nothing to open where there is none."""
    number = articles if isinstance(articles, int) else len(articles)
    return Cell(number, narrowed(request, **values) if number else None)


def share(part: int, whole: int) -> Cell:
    """The part of the whole, from 0 to 1; none of nothing."""
    return Cell(part / whole if whole else None)


def named(value: str, request: SearchRequest, **values: str) -> Cell:
    """A name with the search for its articles."""
    return Cell(value, narrowed(request, **values))


def month_of(article: ListedArticle) -> str:
    """2021-09; "" where no day is known."""
    day = article.article.date
    return f"{day:%Y-%m}" if day else ""


def periods(articles: Iterable[ListedArticle]) -> tuple[str, list[str]]:
    """("month" or "year", its values that occur, oldest first): months of up to twelve, else years."""
    months = sorted({month_of(one) for one in articles} - {""})
    if len({one[:4] for one in months}) <= 1:
        return "month", months
    return "year", sorted({one[:4] for one in months})


def year_before(request: SearchRequest) -> SearchRequest | None:
    """The same request one year earlier; None where no period of at most a year is asked for."""
    if (
        request.date_from
        and request.date_to
        and (request.date_to - request.date_from).days <= A_YEAR
        and not request.filters.get("year")
    ):
        return replace(
            request, date_from=_earlier(request.date_from, 1), date_to=_earlier(request.date_to, 1)
        )
    return None


def _earlier(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
