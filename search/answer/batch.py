"""Here is a list of questions, give me a table: how often, first, last and the best articles of each.

Lists come as text (one a line), CSV or XLSX (a column `text`, `query` or 查询, else the first) or JSON Lines
(`id`, `text`).  Tables go out as CSV, XLSX and JSON Lines, rankings as TREC run lines.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO

from corpus.errors import CorpusError, QuerySyntaxError
from corpus.model import Article
from search.model import ResultPage, SearchRequest, whole

TOP = 3
MOST_ROWS = 100_000
"""Rows of a workbook that are read: a sheet may claim to be a million rows long."""

_TEXT_KEYS = ("text", "query", "q", "查询", "检索词", "名称", "name")
_ID_KEYS = ("id", "qid", "编号")
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
class Question:
    """One line of a list.  id: its own, else its number from 1."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What was printed about one question.

    total: articles found strictly; first, last: ISO dates of the earliest and latest dated; top: the best;
    note: what was understood (an organisation, a date) or why the text was searched plainly.
    """

    query: str
    total: int
    first: str | None = None
    last: str | None = None
    top: tuple[Article, ...] = ()
    note: str = ""
    id: str = ""


def questions_of(data: bytes, name: str) -> list[Question]:
    """The questions of a file; its name's ending says the format.  Raises CorpusError naming the line."""
    from corpus.reading.encoding import decode

    suffix = PurePath(name).suffix.lower()
    text = decode(name, data)[0].lstrip("\ufeff") if data and suffix != ".xlsx" else ""
    if suffix == ".xlsx":
        pairs = _from_rows(_sheet(data, name))
    elif suffix in (".jsonl", ".ndjson"):
        pairs = _from_jsonl(text, name)
    elif suffix in (".csv", ".tsv"):
        pairs = _from_rows(csv.reader(io.StringIO(text), delimiter="\t" if suffix == ".tsv" else ","))
    else:
        pairs = ((None, line) for line in text.splitlines())
    filled = ((given, whole(line).strip()) for given, line in pairs)
    numbered = enumerate(((given, line) for given, line in filled if line), start=1)
    return [Question(given or str(number), line) for number, (given, line) in numbered]


def lines_of(data: bytes, name: str) -> list[str]:
    """The texts of a file's questions."""
    return [question.text for question in questions_of(data, name)]


def _from_jsonl(text: str, name: str) -> Iterator[tuple[str | None, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise CorpusError(name, "这一行不是 JSON / this line is not JSON", number) from None
        if isinstance(row, str):
            yield None, row
        elif isinstance(row, dict):
            given = next((row[key] for key in _ID_KEYS if key in row), None)
            said = next((row[key] for key in _TEXT_KEYS if row.get(key) is not None), "")
            yield None if given is None else str(given), str(said)
        else:
            raise CorpusError(name, "这一行应是对象 / this line should be an object", number)


def _sheet(data: bytes, name: str) -> Iterator[list[str]]:
    """The rows of the first sheet of a workbook."""
    from zipfile import BadZipFile, ZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    from corpus.reading.types import DEFAULT_LIMITS

    try:
        with ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(member.file_size for member in package.infolist())
        if not DEFAULT_LIMITS.allows(unpacked, len(data)):
            raise ValueError("unpacks to an absurd size")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for row in islice(book.worksheets[0].iter_rows(values_only=True), MOST_ROWS):
            yield ["" if cell is None else str(cell) for cell in row]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError):
        raise CorpusError(
            name, "不是能读的 Excel 文件，请另存为 xlsx 或 csv / no workbook: save it as xlsx or csv"
        ) from None


def _from_rows(rows: Iterator[list[str]]) -> Iterator[tuple[str | None, str]]:
    head = [cell.strip().lower() for cell in next(rows, [])]
    column = next((head.index(key) for key in _TEXT_KEYS if key in head), None)
    ids = next((head.index(key) for key in _ID_KEYS if key in head), None)
    if column is None:
        if head:
            yield None, head[0]
        column, ids = 0, None
    for row in rows:
        if len(row) > column:
            yield row[ids] if ids is not None and len(row) > ids else None, row[column]


def batch(
    questions: Iterable[Question], ask: Callable[[SearchRequest], ResultPage], *, limit: int = TOP
) -> Iterator[BatchRow]:
    """One row a question, as `ask` answers it: the same as the search box.

    A question that is no query is searched as its plain words, and says so.
    """
    for question in questions:
        request = SearchRequest(q=question.text, size=max(limit, 1), facets=())
        note = ""
        try:
            page = ask(request)
        except QuerySyntaxError as error:
            note = error.hint
            request = replace(request, q=plain_query(question.text))
            page = ask(request)
        note = "；".join(
            filter(None, (note, *(f"{notice.text} → {notice.value}" for notice in page.notices)))
        )
        first, last = _ends(page, request, ask) if page.total else (None, None)
        top = tuple(hit.article for hit in page.hits if not hit.soft)[:limit]
        yield BatchRow(question.text, page.total, first, last, top, note, question.id)


def _ends(
    page: ResultPage, request: SearchRequest, ask: Callable[[SearchRequest], ResultPage]
) -> tuple[str | None, str | None]:
    """ISO dates of the earliest and the latest article."""
    if page.total <= len(page.hits):
        days = [hit.article.date for hit in page.hits if hit.article.date and not hit.soft]
        return (min(days).isoformat(), max(days).isoformat()) if days else (None, None)
    ends = [ask(replace(request, sort=sort, size=1)).hits for sort in ("oldest", "newest")]
    first, last = (hits[0].article.date if hits else None for hits in ends)
    return first.isoformat() if first else None, last.isoformat() if last else None


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
