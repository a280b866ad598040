"""CSV: here is a table as text, give me its rows one after another; nothing is swallowed by a stray
quotation mark.

csv.reader takes a quotation mark that is never closed for the beginning of a cell that goes on for lines.
A record of several lines is therefore looked at: where its lines are records themselves, or its quotes do
not pair, the first line is mended alone and the others are read afresh.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.model import Aside
from corpus.reading.headings import (
    GUESSED,
    LOOKED_AT,
    above_headings,
    column_names,
    guessed_columns,
    heading_row,
    key_of,
)
from corpus.reading.rows import encoding_of, numbered_lines
from corpus.reading.types import DEFAULT_LIMITS, Failure, Limits, Origin, Records, TableRow, problem

_SEPARATOR = re.compile(r'^"?sep=(.)"?;*\s*$', re.IGNORECASE)
_DELIMITERS = ",\t;|"
_LIKE_A_DAY = re.compile(r"\s*(?:(?:19|20)\d\d\D|\d{8}\b|\d{5}\b|\d{1,2}/\d{1,2}/)")


def read_csv(name: str, origin: Origin, limits: Limits = DEFAULT_LIMITS) -> Records:
    """Records of a CSV file; the row that names the columns is the first, or the likest below a title.

    Comma, semicolon, tab or bar, or what `sep=` says.  Raises `CorpusError` where it is no text.
    """
    encoding = encoding_of(name, origin)
    return Records(name, "csv", lambda: _rows(_RecordTable(name, origin, encoding, limits)))


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    cells: list[str]
    notice: str = ""


class _Lines:
    """Lines of text that can be given back; `taken` are those handed out since it was last cleared."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._back: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._source)
        self.number += 1
        self.taken.append(line)
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        """Hand these, the last that were taken, out again."""
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


class _RecordTable:
    """The records of a file with what its first rows say of it: delimiter, headings, what stands above
    them."""

    def __init__(self, name: str, origin: Origin, encoding: str, limits: Limits) -> None:
        csv.field_size_limit(limits.row)
        self.name = name
        self.bad: list[Failure] = []
        self._lines = _Lines(self._texts(origin, encoding, limits))
        head = origin.head(64 * 1024).decode("utf-8" if encoding == "utf-8-sig" else encoding, "ignore")
        self.delimiter = _delimiter(head.lstrip("\ufeff").split("\n", LOOKED_AT)[:LOOKED_AT])
        self.header: list[str] = []
        self._days: int | None = None

    def _texts(self, origin: Origin, encoding: str, limits: Limits) -> Iterator[str]:
        for _, line in numbered_lines(self.name, origin, encoding, limits.row):
            if isinstance(line, Failure):
                self.bad.append(line)
                yield "\n"  # keeps the count of lines
            else:
                yield line.replace("\0", "")

    def name_columns(self, cells: Sequence[str]) -> None:
        """Take a row for the headings."""
        self.header = column_names(cells)
        self._days = next((i for i, cell in enumerate(cells) if key_of(cell) == "date"), None)

    def records(self) -> Iterator[_Record | Failure]:
        """Every record with the line on which it begins, `sep=` lines left out."""
        reader = csv.reader(self._lines, delimiter=self.delimiter)
        taken = self._lines.taken
        while True:
            taken.clear()
            start = self._lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._mended(start, str(error))
                continue
            if start == 1 and _SEPARATOR.match(taken[0]):
                continue
            looked_at = len(taken) > 1 or (len(cells) < len(self.header) and '"' in taken[0])
            if looked_at and self._broken(cells):
                yield self._mended(start, "unclosed quote")
            else:
                yield _Record(start, cells)

    def _broken(self, cells: Sequence[str]) -> bool:
        """Whether a record has swallowed others, or ends the file within a quotation."""
        taken, width = self._lines.taken, len(self.header)
        if any(line.count(self.delimiter) >= width - 1 and self._like_a_record(line) for line in taken[1:]):
            return True
        if len(cells) == width and sum(line.count('"') for line in taken) % 2 == 0:
            return False
        try:
            whole = list(csv.reader(taken, delimiter=self.delimiter, strict=True))
        except csv.Error as error:
            alone = len(self._plain(taken[0])) == width  # cells that quotation marks have run together
            return "unexpected end" in str(error) or (len(cells) != width and (len(taken) > 1 or alone))
        return len(whole) != 1

    def _like_a_record(self, line: str) -> bool:
        width = len(self.header)
        cells = next(csv.reader([line], delimiter=self.delimiter), [])
        if width < 3 or len(cells) != width:
            return False
        if self._days is not None:
            return bool(_LIKE_A_DAY.match(cells[self._days]))
        return all(cell.strip() for cell in cells)

    def _plain(self, line: str) -> list[str]:
        """The cells of a line whose quotation marks mean nothing."""
        return [cell.strip().strip('"') for cell in line.split(self.delimiter)]

    def _mended(self, start: int, reason: str) -> _Record | Failure:
        """The record that the first line taken is, its stray quotation mark mended; the rest is read
        afresh."""
        first, width = self._lines.taken[0].rstrip("\r\n"), len(self.header)
        self._lines.give_back(self._lines.taken[1:])
        closed = next(csv.reader([first + '"'], delimiter=self.delimiter), [])
        plain = self._plain(first)
        said = (
            f"第 {start} 行有引号没有配对，已按一行读取，请核对 / "
            f"line {start}: a quotation mark is never closed, the line was read alone"
        )
        for cells in (closed, plain):
            if len(cells) == width or not width:
                return _Record(start, cells, said)
        return Failure(
            self.name,
            problem(
                self.name,
                f"这一行不是 CSV（{reason}），已跳过；请把引号配对",
                f"not CSV ({reason}): mend the quotes",
                start,
            ),
        )


def _rows(table: _RecordTable) -> Iterator[TableRow | Failure]:
    records = table.records()
    waiting, above, beside = _top(table, records)
    held: TableRow | None = None
    empty = True
    for record in _chained(waiting, records):
        if table.bad or isinstance(record, Failure):
            if held is not None:
                yield held
                held = None
            yield from table.bad
            table.bad.clear()
        if isinstance(record, Failure):
            yield record
            continue
        if not any(map(str.strip, record.cells)):
            continue
        empty = False
        if held is not None and held.values and len(record.cells) == 1 and len(table.header) >= 3:
            held = _continued(held, record)
            continue
        row = _row(table, record)
        if isinstance(row, Failure):
            yield row
            continue
        row, above, beside = replace(row, notice=above or row.notice, beside=beside), "", ()
        if held is not None:
            yield held
        held = row
    if held is not None:
        yield held
    if empty and not table.bad:
        yield Failure(
            table.name,
            problem(
                table.name,
                "除表头外没有记录；请核对文件",
                "no record but the row taken for the headings: check the file",
            ),
        )
    yield from table.bad


def _top(
    table: _RecordTable, records: Iterator[_Record | Failure]
) -> tuple[list[_Record | Failure], str, tuple[Aside, ...]]:
    """Find the headings; (what was read beyond them, a notice of what stands above them, and that)."""
    read: list[_Record | Failure] = []
    full: list[_Record] = []
    for record in records:
        read.append(record)
        if isinstance(record, _Record) and any(map(str.strip, record.cells)):
            full.append(record)
            if len(full) == 1 or len(full) >= LOOKED_AT:
                found = heading_row([one.cells for one in full])
                if found == 0 or len(full) >= LOOKED_AT:
                    break
    if not full:
        return read, "", ()
    found = heading_row([one.cells for one in full])
    if found is None and (names := guessed_columns([one.cells for one in full])) is not None:
        table.name_columns(names)
        named = "、".join(names)
        return read, GUESSED.format(named, named), ()
    chosen = full[found or 0]
    table.name_columns(chosen.cells)
    at = read.index(chosen)
    texts = [" ".join(filter(None, map(str.strip, one.cells))) for one in full[: full.index(chosen)]]
    failures = [one for one in read[:at] if isinstance(one, Failure)]
    return [*failures, *read[at + 1 :]], *above_headings(texts)


def _chained(
    first: Sequence[_Record | Failure], rest: Iterator[_Record | Failure]
) -> Iterator[_Record | Failure]:
    yield from first
    yield from rest


def _continued(row: TableRow, record: _Record) -> TableRow:
    """A row with the line after it, which has one cell where others have several: its text goes on."""
    last = list(row.values)[-1]
    said = (
        f"第 {record.line} 行只有一格，已并入上一条记录 / "
        f"line {record.line} has one cell and was joined to the record above"
    )
    text = f"{row.values[last]}\n{record.cells[0].strip().strip(chr(34))}"
    return replace(row, values={**row.values, last: text}, notice=row.notice or said)


def _row(table: _RecordTable, record: _Record) -> TableRow | Failure:
    header, cells = table.header, record.cells
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        return Failure(
            table.name,
            problem(
                table.name,
                f"这一行有 {len(cells)} 格，表头只有 {len(header)} 格，已跳过；含逗号的文字请加引号",
                f"{len(cells)} cells under {len(header)} headings: quote text that holds commas",
                record.line,
            ),
        )
    values = {key: cell for key, cell in zip(header, cells, strict=False) if cell.strip()}
    return TableRow(record.line, values, record.notice)


def _delimiter(lines: Sequence[str]) -> str:
    """What `sep=` says, else what cuts out most known headings, else what is most frequent in the first
    line."""
    if lines and (said := _SEPARATOR.match(lines[0])):
        return said[1]
    first = next((line for line in lines if line.strip()), "")

    def worth(delimiter: str) -> tuple[int, int]:
        known = (
            sum(key_of(cell.strip(' "')) is not None for cell in line.split(delimiter)) for line in lines
        )
        return max(known, default=0), first.count(delimiter)

    return max(_DELIMITERS, key=worth)
