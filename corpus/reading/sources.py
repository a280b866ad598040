"""Files, folders and archives: here is a path, give me a `Source` or a `Failure` for every file in it.

Nothing raises: a file that cannot be read is a `Failure` in its place and the rest still comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from corpus.errors import CorpusError
from corpus.model import Document
from corpus.reading import archives, packages, soffice
from corpus.reading.book import read_book
from corpus.reading.hypertext import read_html
from corpus.reading.mail import attachments, is_mail, read_mail
from corpus.reading.marked import read_markdown
from corpus.reading.opendocument import read_opendocument
from corpus.reading.pdf import read_pdf
from corpus.reading.plain import read_plain
from corpus.reading.richtext import read_rich_text
from corpus.reading.rows import read_json_lines
from corpus.reading.separated import read_csv
from corpus.reading.slides import read_slides
from corpus.reading.types import DEFAULT_LIMITS, Failure, Limits, Origin, Records, Source, problem
from corpus.reading.word import read_word
from corpus.reading.workbook import read_workbook

Reader = Callable[[str, Origin, Limits], Document | Records]


def _whole(read: Callable[[str, bytes, Limits], Document]) -> Reader:
    """A reader of documents as one of origins, for files small enough to be held."""

    def reader(name: str, origin: Origin, limits: Limits) -> Document:
        size = origin.size()
        if size > limits.document:
            raise problem(
                name,
                f"文件有 {size / 2**20:,.0f} MB，超过上限 {limits.document / 2**20:,.0f} MB，请分成几个文件",
                f"{size / 2**20:,.0f} MB, more than {limits.document / 2**20:,.0f} MB: split the file",
            )
        return read(name, origin.read(), limits)

    return reader


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": _whole(read_plain),
        ".text": _whole(read_plain),
        ".pdf": _whole(read_pdf),
        ".docx": _whole(read_word),
        ".docm": _whole(read_word),
        ".dotx": _whole(read_word),
        ".dotm": _whole(read_word),
        ".html": _whole(read_html),
        ".htm": _whole(read_html),
        ".xhtml": _whole(read_html),
        ".md": _whole(read_markdown),
        ".markdown": _whole(read_markdown),
        ".jsonl": read_json_lines,
        ".ndjson": read_json_lines,
        ".json": read_json_lines,
        ".csv": read_csv,
        ".tsv": read_csv,
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
        b"\x89PNG": ("图片，请先做文字识别", "an image: run OCR first"),
        b"\xff\xd8\xff": ("图片，请先做文字识别", "an image: run OCR first"),
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


def read(path: Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[Source | Failure]:
    """Every file at `path`: itself, or those of a folder or ZIP archive, in the order of their names."""
    if path.is_dir():
        found = False
        for inner in sorted(path.rglob("*")):
            name = archives.shown(inner.relative_to(path).as_posix())
            if inner.is_file() and not archives.is_hidden(name):
                found = True
                yield from _read(name, Origin(inner), limits, 0)
        if not found:
            yield Failure(
                archives.shown(str(path)),
                problem(
                    archives.shown(str(path)), "文件夹是空的，请换一个", "the folder is empty: give another"
                ),
            )
    elif path.is_file():
        yield from _read(archives.shown(path.name), Origin(path), limits, 0)
    else:
        name = archives.shown(str(path))
        yield Failure(
            name,
            problem(name, "没有这个文件或文件夹，请核对路径", "no such file or folder: check the path"),
        )


def read_bytes(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Iterator[Source | Failure]:
    """The same for a file that was uploaded: its name and its bytes."""
    yield from _read(name, Origin(data), limits, 0)


def _read(name: str, origin: Origin, limits: Limits, depth: int) -> Iterator[Source | Failure]:
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
        yield from _read_archive(name, origin, limits, depth)
        return
    try:
        yield Source(name, origin, _content(name, suffix, head, origin, limits))
        if suffix == ".eml" and depth < limits.nesting:
            for member in attachments(name, origin):
                yield from _read(member.name, Origin(member.data), limits, depth + 1)
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


def _read_archive(name: str, origin: Origin, limits: Limits, depth: int) -> Iterator[Source | Failure]:
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
            yield from _read(member.name, Origin(member.data), limits, depth + 1)


def _content(name: str, suffix: str, head: bytes, origin: Origin, limits: Limits) -> Document | Records:
    """What the file is by its first bytes, then by its suffix, then as text."""
    if not head:
        raise problem(name, "文件是空的，请换一个有内容的文件", "the file is empty: give one with content")
    if head[:1024].lstrip().startswith(b"%PDF-"):
        return READERS[".pdf"](name, origin, limits)
    if suffix in _UNREAD:
        zh, en = _UNREAD[suffix]
        raise problem(name, f"这是{zh}", en)
    if head.startswith(soffice.OLE) or suffix in soffice.KINDS:
        return _old(name, suffix, head, origin, limits)
    if head.startswith(b"{\\rtf"):
        return READERS[".rtf"](name, origin, limits)
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
