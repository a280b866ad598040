"""What reading gives: sources, documents, records, failures.

Here is a path or some bytes, give me `Source | Failure`, one for every file found in it:

* `Source.content` is a `Document` (lines, for the splitter) or `Records` (rows that are articles
  already, for `article_from_record`);
* `Source.data` is the unaltered file, for the store to keep; it is read from the disk when asked for,
  so a large JSON Lines file is never held in memory by reading it;
* `Records.rows` streams: every iteration reads the file afresh and yields a `TableRow`, or a `Failure` that
  names the line in place of one that cannot be read.  The other rows still come.

Lines of a TXT document are all physical lines, blank ones too, numbered as `text.split("\\n")`
numbers them; a line that begins a page keeps its leading space.  Lines of the other formats are never
blank: white space above them is in `Line.gap`.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from corpus.errors import CorpusError
from corpus.model import Aside, Document


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a source may ask of the machine.

    line: characters in one line; document: bytes of a file that is read whole; row: bytes of one record;
    members, total, ratio, nesting: an archive's number of members, unpacked bytes, unpacked bytes for each
    packed one, and archives within archives; text, lines: bytes of a file of plain text that is one document,
    and lines of any.  What reading one file may take (`corpus.reading.confined`): memory, output: bytes, of
    the process and of what it found; processor, seconds: of processor time, for files up to a megabyte, and
    by the clock; ocr: seconds of text recognition.
    """

    line: int = 5_000_000
    document: int = 512 * 2**20
    row: int = 64 * 2**20
    members: int = 20_000
    total: int = 4 * 2**30
    ratio: int = 200
    nesting: int = 2
    text: int = 64 * 2**20
    lines: int = 200_000
    memory: int = 1024 * 2**20
    output: int = 256 * 2**20
    processor: int = 60
    seconds: int = 900
    ocr: int = 600

    @classmethod
    def of(
        cls,
        *,
        memory_mb: int,
        processor_seconds: int,
        seconds: int,
        output_mb: int,
        ocr_seconds: int,
        lines: int,
    ) -> Limits:
        """By the names of the settings ([reading] in `config.toml`)."""
        return cls(
            memory=memory_mb * 2**20,
            processor=processor_seconds,
            seconds=seconds,
            output=output_mb * 2**20,
            ocr=ocr_seconds,
            lines=lines,
        )

    def allows(self, unpacked: int, packed: int) -> bool:
        """Whether a document that is packed itself (DOCX, XLSX) may be unpacked; both in bytes."""
        return unpacked <= self.document and unpacked <= self.ratio * max(packed, 2**16)


DEFAULT_LIMITS = Limits()
_MANY = 16 * 2**20
"""Bytes from which a file is cheaper than a pipe."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, a member of one or a row of one that could not be read; it stands in its place."""

    name: str
    error: CorpusError


@dataclass(frozen=True, slots=True)
class TableRow:
    """One record.

    line: 1-based line (of a workbook: row) of the file on which it begins; values: as read, keys as written;
    notice: what was mended in it, one line, "" for nothing; beside: texts of the file that stand in no
    record (titles above the headings, sheets that hold no records), with the first record below them.
    """

    line: int
    values: Mapping[str, object]
    notice: str = ""
    beside: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes come from: a file on the disk, or bytes that were unpacked from an archive."""

    place: Path | bytes

    def open(self) -> BinaryIO:
        """A new binary stream from the beginning."""
        return io.BytesIO(self.place) if isinstance(self.place, bytes) else self.place.open("rb")

    def read(self) -> bytes:
        """All of it."""
        return self.place if isinstance(self.place, bytes) else self.place.read_bytes()

    @contextlib.contextmanager
    def to_send(self) -> Iterator[Path | bytes]:
        """What another process reads it from: few bytes as they are, many as a file for that time."""
        if not isinstance(self.place, bytes):
            yield self.place.absolute()
        elif len(self.place) <= _MANY:
            yield self.place
        else:
            with tempfile.TemporaryDirectory(prefix="xunzhang-") as folder:
                path = Path(folder) / "source"
                path.write_bytes(self.place)
                yield path

    def size(self) -> int:
        """Bytes."""
        return len(self.place) if isinstance(self.place, bytes) else self.place.stat().st_size

    def head(self, size: int) -> bytes:
        """The first `size` bytes, or fewer."""
        with self.open() as stream:
            return stream.read(size)


@dataclass(frozen=True, slots=True)
class Records:
    """Rows that are articles already.  format: "jsonl" | "csv" | "xlsx" | "ris" |
    "noteexpress" | "bibtex"; `reader` makes a fresh iterator of
    rows."""

    name: str
    format: str
    reader: Callable[[], Iterator[TableRow | Failure]]

    @property
    def rows(self) -> Iterator[TableRow | Failure]:
        """The rows from the beginning, read as they are asked for."""
        return self.reader()


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read.

    name: the file's name, or its path within the folder or archive it was found in; content: see above.
    """

    name: str
    origin: Origin
    content: Document | Records

    @property
    def data(self) -> bytes:
        """The file, unaltered."""
        return self.origin.read()

    def digest(self) -> str:
        """SHA-256 of the file in hexadecimal, computed without holding the file in memory."""
        total = hashlib.sha256()
        with self.origin.open() as stream:
            while block := stream.read(2**20):
                total.update(block)
        return total.hexdigest()


def problem(name: str, zh: str, en: str, line: int | None = None) -> CorpusError:
    """A `CorpusError` on one line: Chinese first, English beside it."""
    return CorpusError(name, " ".join(f"{zh} / {en}".split()), line)


def listed(numbers: Iterable[int]) -> tuple[str, str]:
    """Page numbers (from 0) for people, in Chinese and in English: "2、5", "pages 2, 5"."""
    names = [str(number + 1) for number in numbers]
    shown = names if len(names) <= 12 else [*names[:11], "…", names[-1]]
    return "、".join(shown), ("page " if len(names) == 1 else "pages ") + ", ".join(shown)
