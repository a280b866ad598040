"""Here is a file or a pasted list; give me its questions, as people keep such lists.

Lists come as text (one a line, numbered or not, or with tabs), CSV or XLSX (a column `text`, 名称, 公司 …,
else the only one that holds words) or JSON Lines (`id`, `text`).  Where several columns could hold the
questions, the person is asked which: `ColumnWanted` says what is in each.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import PurePath

from corpus.errors import CorpusError
from search.model import whole

MOST_ROWS = 100_000
"""Rows of a workbook that are read: a sheet may claim to be a million rows long."""

TEXT_KEYS = (
    *("text", "query", "q", "查询", "检索式", "检索词", "关键词", "名称", "name", "公司", "公司名称", "单位"),
    *("单位名称", "企业", "企业名称", "机构", "机构名称", "姓名", "人名", "人物", "题目", "标题", "主题"),
)
ID_KEYS = ("id", "qid", "编号", "序号", "no", "no.")

LONGEST = 20
"""Characters of a name in a line that lists several."""

_SAMPLES = 3
_HAN = "一二三四五六七八九十"
_NUMBERED = re.compile(
    rf"\s*(?:第?(?P<plain>\d{{1,5}})\s*(?:[、)）:：]|[.．](?!\d))|[(（\[【]\s*(?P<round>\d{{1,5}})\s*[)）\]】]"
    rf"|(?P<circled>[①-⑳])|[(（]?(?P<han>[{_HAN}]{{1,3}})(?:、|[)）]))\s*"
)
_BULLET = re.compile(r"\s*(?:[•·●○■□◆◇▪➢✓*]|[-–—](?=\s))\s*")


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a list.  id: its own, else its number from 1."""

    id: str
    text: str


def numbered(questions: Iterable[str | Question]) -> Iterator[Question]:
    """Texts as questions whose ids count from 1; what is a question already stays as it is."""
    for number, each in enumerate(questions, start=1):
        yield Question(str(number), each) if isinstance(each, str) else each


class ColumnWanted(CorpusError):
    """Several columns of a list hold words.  columns: (number from 1, heading or first cells) of each."""

    def __init__(self, source: str, columns: Sequence[tuple[int, str]]) -> None:
        self.columns = tuple(columns)
        listed = "；".join(f"{number}：{sample}" for number, sample in columns)
        super().__init__(
            source,
            f"有几列都是文字（{listed}），请用 --column 指定查哪一列"
            " / several columns hold words: say with --column which of them to look up",
        )


def questions_of(data: bytes, name: str, column: str | None = None) -> list[Question]:
    """The questions of a file; its name's ending says the format.

    column: number from 1, or heading, of the column that holds them.  Raises CorpusError naming the line,
    ColumnWanted where `column` is None and several columns could be meant.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in (".xlsx", ".csv", ".tsv"):
        return _numbered(_from_rows(rows_of(data, name), name, column))
    if suffix in (".jsonl", ".ndjson"):
        return _numbered(_from_jsonl(_text(data, name), name))
    return pasted(_text(data, name), name, column)


def rows_of(data: bytes, name: str) -> list[list[str]]:
    """The cells of a table: XLSX, else text with tabs, commas or semicolons.  Raises CorpusError."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".xlsx":
        return list(_sheet(data, name))
    text = _text(data, name)
    return _cells(text, "\t" if suffix == ".tsv" else _delimiter(text), name)


def _delimiter(text: str) -> str:
    """What parts the cells of a CSV: tabs or semicolons where every line has as many and none a comma."""
    lines = [line for line in text.splitlines() if line.strip()]
    for sign in "\t;":
        counts = {line.count(sign) for line in lines}
        if len(lines) > 1 and len(counts) == 1 and counts != {0} and not any("," in line for line in lines):
            return sign
    return ","


def _text(data: bytes, name: str) -> str:
    from corpus.reading.encoding import decode

    return decode(name, data)[0].lstrip("\ufeff") if data else ""


def pasted(text: str, name: str = "", column: str | None = None) -> list[Question]:
    """The questions of a list as text: one a line, without the numbers or bullets before them."""
    lines = [line for line in text.splitlines() if line.strip()]
    if any("\t" in line.strip() for line in lines):
        return _numbered(_from_rows(_cells(text, "\t", name), name, column))
    if len(lines) > 1 and "," in lines[0] and {cell.strip() for cell in lines[0].split(",")} & set(TEXT_KEYS):
        return _numbered(_from_rows(_cells(text, ",", name), name, column))
    if len(lines) == 1 and _is_row_of_names(lines[0]):
        lines = lines[0].split("、")
    return _numbered((None, line) for line in _without_numbers(lines))


def _is_row_of_names(line: str) -> bool:
    """Whether one line lists three and more names (甲公司、乙公司、丙公司)."""
    pieces = line.strip().rstrip("。；").split("、")
    return len(pieces) > 2 and all(1 < len(piece) <= LONGEST and piece.isalnum() for piece in pieces)


def lines_of(data: bytes, name: str, column: str | None = None) -> list[str]:
    """The texts of a file's questions."""
    return [question.text for question in questions_of(data, name, column)]


def _numbered(pairs: Iterator[tuple[str | None, str]]) -> list[Question]:
    filled = ((given, " ".join(whole(line).split())) for given, line in pairs)
    counted = enumerate(((given, line) for given, line in filled if line), start=1)
    return [Question(given or str(number), line) for number, (given, line) in counted]


def _without_numbers(lines: list[str]) -> list[str]:
    """The lines without their own numbering, where they have one: rising numbers, or a bullet each."""
    found = [_NUMBERED.match(line) for line in lines]
    numbers = [_value(match) for match in found if match]
    rising = all(a < b for a, b in pairwise(numbers))
    if numbers and rising and numbers[0] <= 1 and len(numbers) * 2 > len(lines):
        return _next_too(
            [line[match.end() :] if match else None for match, line in zip(found, lines, strict=True)], lines
        )
    bullets = [_BULLET.match(line) for line in lines]
    if len(lines) > 1 and all(bullets):
        return [line[match.end() :] for match, line in zip(bullets, lines, strict=True) if match]
    return lines


def _next_too(bare: list[str | None], lines: list[str]) -> list[str]:
    """The numbered lines bare; also one whose number runs into a digit of its text (3.5G基站)."""
    result: list[str] = []
    for number, (text, line) in enumerate(zip(bare, lines, strict=True), start=1):
        glued = re.match(rf"\s*{number}[.．]", line) if text is None else None
        result.append(text if text is not None else line[glued.end() :] if glued else line)
    return result


def _value(match: re.Match[str]) -> int:
    from corpus.numerals import from_han

    if match["circled"]:
        return ord(match["circled"]) - ord("①") + 1
    return from_han(match["plain"] or match["round"] or match["han"]) or 0


def _cells(text: str, delimiter: str, name: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise CorpusError(
            name, f"不是能读的表格，请另存为 csv 或 txt（{error}）/ no table: save it as csv or txt"
        ) from None


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
            given = next((row[key] for key in ID_KEYS if key in row), None)
            said = next((row[key] for key in TEXT_KEYS if row.get(key) is not None), "")
            yield None if given is None else str(given), str(said)
        else:
            raise CorpusError(name, "这一行应是对象 / this line should be an object", number)


def _sheet(data: bytes, name: str) -> Iterator[list[str]]:
    """The rows of the first sheet of a workbook."""
    from zipfile import ZipFile

    from openpyxl import load_workbook

    from corpus.reading.types import DEFAULT_LIMITS

    try:
        with ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(member.file_size for member in package.infolist())
        if not DEFAULT_LIMITS.allows(unpacked, len(data)):
            raise ValueError("unpacks to an absurd size")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for row in islice(book.worksheets[0].iter_rows(values_only=True), MOST_ROWS):
            yield ["" if cell is None else str(cell) for cell in row]
    except Exception:  # noqa: BLE001 - a damaged part raises whatever openpyxl's code runs into
        raise CorpusError(
            name, "不是能读的 Excel 文件，请另存为 xlsx 或 csv / no workbook: save it as xlsx or csv"
        ) from None


def _from_rows(rows: list[list[str]], name: str, column: str | None) -> Iterator[tuple[str | None, str]]:
    """(own id, text) of each row."""
    rows = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return
    head = [cell.casefold() for cell in rows[0]]
    ids = next((head.index(key) for key in ID_KEYS if key in head), None)
    named = next((head.index(key) for key in TEXT_KEYS if key in head), None)
    chosen = _chosen(column, rows, head, name)
    if chosen is None and named is None:
        chosen, ids = _only(rows, name)
    if named is not None or (column and column.strip().casefold() in head):
        rows = rows[1:]
    place = chosen if chosen is not None else named
    assert place is not None
    texts = _without_numbers([row[place] if len(row) > place else "" for row in rows])
    for row, text in zip(rows, texts, strict=True):
        yield (row[ids] or None) if ids is not None and len(row) > ids else None, text


def _chosen(column: str | None, rows: list[list[str]], head: list[str], name: str) -> int | None:
    """The index of the column that was named.  Raises CorpusError where there is none such."""
    if column is None or not column.strip():
        return None
    asked = column.strip().casefold()
    if asked in head:
        return head.index(asked)
    width = max(map(len, rows))
    if asked.isdecimal() and 1 <= int(asked[:6]) <= width:
        return int(asked) - 1
    raise CorpusError(
        name,
        f"没有“{column}”这一列，共 {width} 列 / no column {column}: there are {width}, from 1 or by heading",
    )


def _only(rows: list[list[str]], name: str) -> tuple[int, int | None]:
    """(the one column that holds words, the one that numbers the rows).  Raises ColumnWanted.

    Where half of the rows or more have one cell, a comma in another is a part of its question: its cells are
    joined again.
    """
    if sum(sum(map(bool, row)) > 1 for row in rows) * 2 <= len(rows):
        for row in rows:
            row[:] = [",".join(filter(None, row))]
    width = max(map(len, rows))
    columns = [[row[at] for row in rows if len(row) > at and row[at]] for at in range(width)]
    numbering = next((at for at, cells in enumerate(columns) if _numbers(cells, len(rows))), None)
    wordy = [at for at, cells in enumerate(columns) if cells and at != numbering]
    if len(wordy) > 1:
        wordy = [at for at in wordy if not all(_is_number(cell) for cell in columns[at])] or wordy
    if len(wordy) > 1:
        samples = [(at + 1, "、".join(columns[at][:_SAMPLES])) for at in wordy]
        raise ColumnWanted(name, samples)
    return (wordy[0], numbering) if wordy else (numbering or 0, None)


def _numbers(cells: list[str], rows: int) -> bool:
    """Whether a column only counts the rows."""
    if len(cells) < rows or rows < 2 or not all(cell.isdecimal() and len(cell) < 7 for cell in cells):
        return False
    values = list(map(int, cells))
    return values == list(range(values[0], values[0] + rows))


def _is_number(cell: str) -> bool:
    return not any(char.isalpha() for char in cell)
