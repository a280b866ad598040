"""Here is a list of questions, give me a table: how often, first, last and the best articles of each.

`search.answer.lists` reads the lists.  Tables go out as CSV, XLSX and JSON Lines, rankings as TREC run lines.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from corpus.errors import QuerySyntaxError
from corpus.model import Article
from search.answer.lists import Question
from search.exports.columns import day
from search.model import ResultPage, SearchRequest

TOP = 3
COLUMNS = (
    "查询 query",
    "篇数 total",
    "最早 first",
    "最近 last",
    "代表文章 top articles",
    "编号 ids",
    "备注 note",
)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What was printed about one question.

    total: articles found strictly; first, last: ISO dates of the earliest and latest dated, a month where
    only that is known (2021-09); top: the best;
    note: what was understood (an organisation, a date) or why the text was searched plainly.
    """

    query: str
    total: int
    first: str | None = None
    last: str | None = None
    top: tuple[Article, ...] = ()
    note: str = ""
    id: str = ""


def batch(
    questions: Iterable[Question],
    ask: Callable[[SearchRequest], ResultPage],
    *,
    limit: int = TOP,
    base: SearchRequest | None = None,
) -> Iterator[BatchRow]:
    """One row a question, as `ask` answers it: the same as the search box.

    base: what holds for the whole table, such as a range of dates.  A question that is no query is searched
    as its plain words, and says so.
    """
    common = replace(base or SearchRequest(), page=1, size=max(limit, 1), facets=())
    for question in questions:
        request = replace(common, q=question.text)
        notes = []
        try:
            page = ask(request)
        except QuerySyntaxError as error:
            notes.append(error.hint)
            request = replace(request, q=plain_query(question.text))
            page = ask(request)
        notes += [
            f"{notice.text} → {notice.value}" if notice.value else notice.text
            for notice in page.notices
            if notice.kind not in _UNTOLD
        ]
        if page.suggestion and not page.total:
            notes.append(f"？{page.suggestion}")
        first, last = _ends(page, request, ask) if page.total else (None, None)
        top = tuple(hit.article for hit in page.hits if not hit.soft)[:limit]
        yield BatchRow(question.text, page.total, first, last, top, "；".join(notes), question.id)


_UNTOLD = ("soft", "headline")
"""Notices about what a table does not show."""


def _ends(
    page: ResultPage, request: SearchRequest, ask: Callable[[SearchRequest], ResultPage]
) -> tuple[str | None, str | None]:
    """The earliest and the latest date, as far as each is known."""
    if page.total <= len(page.hits):
        dated = [hit.article for hit in page.hits if hit.article.date and not hit.soft]
        dated.sort(key=lambda article: article.date or dt.date.min)
        return (_known(dated[0]), _known(dated[-1])) if dated else (None, None)
    ends = [ask(replace(request, sort=sort, size=1)).hits for sort in ("oldest", "newest")]
    first, last = (_known(hits[0].article) if hits and not hits[0].soft else None for hits in ends)
    return first, last


def _known(article: Article) -> str | None:
    """The date as far as it is known: the month alone where only the issue's is."""
    found = day(article)
    return None if found is None else str(found)


def plain_query(text: str) -> str:
    """A query that means the plain words of `text`, whatever is in it."""
    from search.language import parse_plain, render

    return render(parse_plain(text))


def trec_lines(query_id: str, ids: Sequence[str], scores: Sequence[float], tag: str) -> Iterator[str]:
    """`qid Q0 docid rank score tag`, the scores strictly falling so that sorting on them keeps the order."""
    previous = math.inf
    for rank, (article_id, score) in enumerate(zip(ids, scores, strict=True), start=1):
        step = max(1e-6, abs(previous) * 1e-9) if math.isfinite(previous) else 0.0
        previous = min(float(score), previous - step)
        yield f"{_unspaced(query_id)} Q0 {_unspaced(article_id)} {rank} {previous:.6f} {tag}"


def _unspaced(text: str) -> str:
    return "_".join(text.split()) or "_"


def cells(row: BatchRow) -> tuple[str | int, ...]:
    """A row of the table."""
    titles, ids = "；".join(one.title for one in row.top), "；".join(one.id for one in row.top)
    return row.query, row.total, row.first or "", row.last or "", titles, ids, row.note


def row_dict(row: BatchRow) -> dict[str, object]:
    """A row as plain data."""
    top = [{"id": a.id, "title": a.title, "date": a.date.isoformat() if a.date else None} for a in row.top]
    return {
        "id": row.id,
        "query": row.query,
        "total": row.total,
        "first": row.first,
        "last": row.last,
        "top": top,
        "note": row.note,
    }


def table_csv(rows: Iterable[BatchRow], out: BinaryIO) -> None:
    """Write the table as CSV (UTF-8 with a mark, so that spreadsheet programs read it right)."""
    from search.exports.columns import harmless

    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([harmless(str(cell)) for cell in cells(row)])
    text.detach()


def table_xlsx(rows: Iterable[BatchRow], out: BinaryIO) -> None:
    """Write the table as an Excel workbook."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    from search.exports.workbook import pack

    book = Workbook(write_only=True)
    sheet = book.create_sheet("寻章")
    sheet.append(list(COLUMNS))
    for row in rows:
        line = []
        for value in cells(row):
            cell = WriteOnlyCell(sheet, value=_printable(value))
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula
            line.append(cell)
        sheet.append(line)
    pack(book, out)


def _printable(value: str | int) -> str | int:
    """Without the control characters that a workbook cannot hold; at most a cell's length."""
    if isinstance(value, int):
        return value
    return "".join(char for char in value if char >= " " or char in "\t\n")[:32_000]
