"""Files, folders and archives: here is a path, give me a `Source` or a `Failure` for every file in it.

Nothing raises: a file that cannot be read is a `Failure` in its place and the rest still comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from corpus.errors import CorpusError
from corpus.model import Document
from corpus.reading import archives, packages, soffice
from corpus.reading.bibtex import read_bibtex
from corpus.reading.book import read_book
from corpus.reading.confined import Confined
from corpus.reading.hypertext import read_html
from corpus.reading.mail import is_mail, read_mail
from corpus.reading.marked import read_markdown
from corpus.reading.opendocument import read_opendocument
from corpus.reading.pdf import read_pdf
from corpus.reading.pictures import SUFFIXES, is_picture, read_picture
from corpus.reading.plain import read_plain, too_many_lines
from corpus.reading.richtext import read_rich_text
from corpus.reading.rows import read_json_lines
from corpus.reading.separated import read_csv
from corpus.reading.slides import read_slides
from corpus.reading.tagged import read_tagged, tagged_form
from corpus.reading.types import DEFAULT_LIMITS, Failure, Limits, Origin, Records, Source, problem
from corpus.reading.word import read_word
from corpus.reading.workbook import read_workbook

Reader = Callable[[str, Origin, Limits], Document | Records]


def _whole(read: Callable[[str, bytes, Limits], Document], *, text: bool = False) -> Reader:
    """A reader of documents as one of origins, for files small enough to be held.  text: it is plain text."""

    def reader(name: str, origin: Origin, limits: Limits) -> Document:
        size, most = origin.size(), limits.text if text else limits.document
        if size > most:
            raise problem(
                name,
                f"文件有 {size / 2**20:,.0f} MB，超过上限 {most / 2**20:,.0f} MB，请分成几个文件",
                f"{size / 2**20:,.0f} MB, more than {most / 2**20:,.0f} MB: split the file",
            )
        document = read(name, origin.read(), limits)
        if len(document.lines) > limits.lines:
            raise too_many_lines(name, len(document.lines), limits)
        return document

    return reader


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": _whole(read_plain, text=True),
        ".text": _whole(read_plain, text=True),
        ".pdf": _whole(read_pdf),
        ".docx": _whole(read_word),
        ".docm": _whole(read_word),
        ".dotx": _whole(read_word),
        ".dotm": _whole(read_word),
        **dict.fromkeys(SUFFIXES, _whole(read_picture)),
        ".html": _whole(read_html, text=True),
        ".htm": _whole(read_html, text=True),
        ".xhtml": _whole(read_html, text=True),
        ".md": _whole(read_markdown, text=True),
        ".markdown": _whole(read_markdown, text=True),
        ".jsonl": read_json_lines,
        ".ndjson": read_json_lines,
        ".json": read_json_lines,
        ".csv": read_csv,
        ".tsv": read_csv,
        ".ris": read_tagged,
        ".net": read_tagged,
        ".bib": read_bibtex,
        ".xlsx": read_workbook,
        ".xlsm": read_workbook,
        ".pptx": _whole(read_slides),
        ".odt": _whole(read_opendocument),
        ".epub": _whole(read_book),
        ".rtf": _whole(read_rich_text),
        ".eml": _whole(read_mail),
        ".mht": _whole(read_mail),
        ".mhtml": _whole(read_mail),
    }
)
"""Reader for each suffix.  A format is added by one module and one line here."""

_FOREIGN: Mapping[bytes, tuple[str, str]] = MappingProxyType(
    {
        b"GIF8": ("图片，请先做文字识别", "an image: run OCR first"),
        b"Rar!": ("RAR 压缩包，请改用 ZIP", "a RAR archive: use ZIP"),
        b"7z\xbc\xaf": ("7z 压缩包，请改用 ZIP", "a 7z archive: use ZIP"),
        b"\x1f\x8b": ("gzip 压缩文件，请先解压", "gzip: unpack it first"),
        b"\xfd7zXZ": ("xz 压缩文件，请先解压", "xz: unpack it first"),
    }
)


_UNREAD: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        ".ofd": ("OFD 版式文件，请用阅读器另存为 PDF", "an OFD file: save it as PDF"),
        ".vsdx": ("Visio 绘图，请另存为 PDF", "a Visio drawing: save it as PDF"),
        ".pages": ("iWork 文件，请另存为 DOCX 或 PDF", "an iWork file: save it as DOCX or PDF"),
        ".odg": ("ODG 绘图，请另存为 PDF", "an ODG drawing: save it as PDF"),
    }
)
"""Documents that are known by name and not read."""
_PACKED = (b"PK\x03\x04", b"PK\x05\x06")
_STREAMED = frozenset({".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".ris", ".net", ".bib"})
"""Formats that are read record by record, each with bounds of its own."""
_PLAIN: Mapping[str, int] = MappingProxyType(
    {".txt": 2**22, ".text": 2**22, ".md": 2**18, ".markdown": 2**18}
)
"""Bytes up to which files of plain text are read by this process."""


def read(
    path: Path, limits: Limits = DEFAULT_LIMITS, child: Confined | None = None
) -> Iterator[Source | Failure]:
    """Every file at `path`: itself, or those of a folder or ZIP archive, in the order of their names.

    child: reads what this process cannot read without danger; one of this call's own where none is given.
    """
    with nullcontext(child) if child is not None else Confined(limits) as reader:
        yield from _at(path, limits, reader)


def _at(path: Path, limits: Limits, child: Confined) -> Iterator[Source | Failure]:
    if path.is_dir():
        found = False
        for inner in sorted(path.rglob("*")):
            name = archives.shown(inner.relative_to(path).as_posix())
            if inner.is_file() and not archives.is_hidden(name):
                found = True
                yield from _read(name, Origin(inner), limits, child, 0)
        if not found:
            yield Failure(
                archives.shown(str(path)),
                problem(
                    archives.shown(str(path)), "文件夹是空的，请换一个", "the folder is empty: give another"
                ),
            )
    elif path.is_file():
        yield from _read(archives.shown(path.name), Origin(path), limits, child, 0)
    else:
        name = archives.shown(str(path))
        yield Failure(
            name,
            problem(name, "没有这个文件或文件夹，请核对路径", "no such file or folder: check the path"),
        )


def read_bytes(
    name: str, data: bytes, limits: Limits = DEFAULT_LIMITS, child: Confined | None = None
) -> Iterator[Source | Failure]:
    """The same for a file that was uploaded: its name and its bytes."""
    with nullcontext(child) if child is not None else Confined(limits) as reader:
        yield from _read(name, Origin(data), limits, reader, 0)


def _read(
    name: str, origin: Origin, limits: Limits, child: Confined, depth: int
) -> Iterator[Source | Failure]:
    try:
        head = origin.head(4096)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Failure(
            name,
            problem(
                name, f"打不开（{reason}），请检查权限", f"cannot be opened ({reason}): check its permissions"
            ),
        )
        return
    suffix = PurePosixPath(name).suffix.lower()
    packed = head.startswith(_PACKED)
    kind = packages.kind_of(origin) if packed else None
    if kind is not None:
        suffix = kind
    elif suffix == ".zip" or (packed and suffix not in READERS):
        yield from _read_archive(name, origin, limits, child, depth)
        return
    try:
        if _is_harmless(suffix, head, origin.size()):
            found = content(name, suffix, head, origin, limits)
        else:
            found = child.content(name, suffix, head, origin)
        yield Source(name, origin, found)
        if suffix == ".eml" and depth < limits.nesting:
            for member in child.attached(name, origin):
                yield from _read(member.name, Origin(member.data), limits, child, depth + 1)
    except CorpusError as error:
        yield Failure(name, error)
    except (OSError, MemoryError) as error:
        reason = type(error).__name__
        yield Failure(
            name,
            problem(
                name,
                f"读取失败（{reason}），请重试或分成小文件",
                f"reading failed ({reason}): try again or split it",
            ),
        )


def _read_archive(
    name: str, origin: Origin, limits: Limits, child: Confined, depth: int
) -> Iterator[Source | Failure]:
    if depth >= limits.nesting:
        yield Failure(
            name,
            problem(
                name,
                "压缩包套得太深，未读取；请先解开一层",
                "archives nested too deep: unpack one level first",
            ),
        )
        return
    for member in archives.members(name, origin, limits):
        if isinstance(member, Failure):
            yield member
        else:
            yield from _read(member.name, Origin(member.data), limits, child, depth + 1)


def _is_harmless(suffix: str, head: bytes, size: int) -> bool:
    """Whether this process reads a file without danger: nothing, records one by one, a little plain text."""
    if not head:
        return True
    if head[:1024].lstrip().startswith(b"%PDF-") or _is_html(head) or is_mail(head) or is_picture(head):
        return False
    if head.startswith((*_PACKED, soffice.OLE, b"{\\rtf", *_FOREIGN)):
        return False
    return suffix in _STREAMED or tagged_form(head) is not None or size <= _PLAIN.get(suffix, 0)


def content(name: str, suffix: str, head: bytes, origin: Origin, limits: Limits) -> Document | Records:
    """What the file is by its first bytes, then by its suffix, then as text."""
    if not head:
        raise problem(name, "文件是空的，请换一个有内容的文件", "the file is empty: give one with content")
    if head[:1024].lstrip().startswith(b"%PDF-"):
        return READERS[".pdf"](name, origin, limits)
    if is_picture(head):
        return READERS[".png"](name, origin, limits)
    if suffix in _UNREAD:
        zh, en = _UNREAD[suffix]
        raise problem(name, f"这是{zh}", en)
    if head.startswith(soffice.OLE) or suffix in soffice.KINDS:
        return _old(name, suffix, head, origin, limits)
    if head.startswith(b"{\\rtf"):
        return READERS[".rtf"](name, origin, limits)
    if tagged_form(head) is not None:  # CNKI calls such files .txt
        return read_tagged(name, origin, limits)
    if suffix not in READERS and is_mail(head):
        return READERS[".eml"](name, origin, limits)
    if suffix in READERS and not (suffix in (".txt", ".text") and _is_html(head)):
        if suffix not in (".pdf", ".docx"):
            _refuse_foreign(name, head)
        return READERS[suffix](name, origin, limits)
    _refuse_foreign(name, head)
    return READERS[".html" if _is_html(head) else ".txt"](name, origin, limits)


def _old(name: str, suffix: str, head: bytes, origin: Origin, limits: Limits) -> Document | Records:
    """An old Office file, through LibreOffice; what is no such file in spite of its suffix, as what it is."""
    if not head.startswith((soffice.OLE, *_PACKED)):
        if head.startswith(b"{\\rtf") or _is_html(head) or is_mail(head):
            told = ".rtf" if head.startswith(b"{\\rtf") else ".html" if _is_html(head) else ".eml"
            return READERS[told](name, origin, limits)
        _refuse_foreign(name, head)
    data = origin.read() if origin.size() <= limits.document else b""
    kind = soffice.kind_of_old(name, data) if head.startswith(soffice.OLE) else suffix
    if kind is None or not data:
        raise problem(
            name,
            "这是旧版 Office 文件，认不出是哪一种，请另存为 DOCX",
            "old Office file of an unknown kind: save it as DOCX",
        )
    changed = soffice.converted(name, data, kind, limits)
    read = READERS[f".{soffice.KINDS[kind][0]}"](name, Origin(changed), limits)
    said = "由 LibreOffice 转换后读取，版面以原件为准 / read through LibreOffice: the original decides"
    return replace(read, notices=(*read.notices, said)) if isinstance(read, Document) else read


def _refuse_foreign(name: str, head: bytes) -> None:
    for magic, (zh, en) in _FOREIGN.items():
        if head.startswith(magic):
            raise problem(name, f"这是{zh}", en)


def _is_html(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:256].lower()
    return start.startswith((b"<!doctype html", b"<html"))
