"""ZIP packages that are documents: here is a file that begins like a ZIP archive, tell me which document it
is.

Office files, e-books and the like are told by what is packed in them, never by their suffix, so that none is
unpacked as a folder.  Forms that the libraries refuse though they hold the same (strict Office Open XML,
templates, macro-enabled documents) are written anew in the form that they read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from corpus.reading.archives import BROKEN
from corpus.reading.types import Limits, Origin, problem

_MIMETYPES = {
    b"application/epub+zip": ".epub",
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.text-template": ".odt",
    b"application/vnd.oasis.opendocument.text-master": ".odt",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/vnd.oasis.opendocument.graphics": ".odg",
}
_MAIN = (
    ("word/document", ".docx"),
    ("xl/workbook", ".xlsx"),
    ("ppt/presentation", ".pptx"),
    ("visio/", ".vsdx"),
)
_CONTENT = (
    (b"wordprocessingml.", ".docx"),
    (b"ms-word.", ".docx"),
    (b"spreadsheetml.", ".xlsx"),
    (b"ms-excel.", ".xlsx"),
    (b"presentationml.", ".pptx"),
    (b"ms-powerpoint.", ".pptx"),
)
_TYPES = "[Content_Types].xml"
_MAIN_TYPES = re.compile(
    rb"application/(?:vnd\.openxmlformats-officedocument\.(?P<kind>\w+)ml\.(?:template|slideshow)\.main"
    rb"|vnd\.ms-(?P<app>word|excel|powerpoint)\.\w+\.macroEnabled(?:Template)?\.main)\+xml"
)
_PLAIN = {
    b"word": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    b"excel": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    b"powerpoint": b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
_APPS = {b"wordprocessing": b"word", b"spreadsheet": b"excel", b"presentation": b"powerpoint"}
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/([\w/]+)")
_SCHEMAS = b"http://schemas.openxmlformats.org/"
_ROOTS = (b"officeDocument", b"wordprocessingml", b"spreadsheetml", b"presentationml", b"drawingml")


def kind_of(origin: Origin) -> str | None:
    """The suffix of the document that a package is; None for an archive of files and for a damaged one."""
    try:
        with origin.open() as stream, zipfile.ZipFile(stream) as package:
            names = package.namelist()
            if _TYPES in names:
                return _office(names, _start(package, _TYPES))
            if "mimetype" in names:
                said = _MIMETYPES.get(_start(package, "mimetype").strip())
                if said is not None:
                    return said
            if "OFD.xml" in names:
                return ".ofd"
            if "META-INF/container.xml" in names:
                return ".epub"
            if any(name.endswith("Index/Document.iwa") or name == "Index.zip" for name in names):
                return ".pages"
    except BROKEN:
        return None
    return None


def _start(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as stream:
        return stream.read(2**18)


def _office(names: list[str], types: bytes) -> str | None:
    for start, suffix in _MAIN:
        if any(name.startswith(start) for name in names):
            return suffix
    return next((suffix for mark, suffix in _CONTENT if mark in types and b"main" in types), None)


def check_size(name: str, data: bytes, limits: Limits) -> None:
    """Raise `CorpusError` when a package would unpack to an absurd size.  A damaged one passes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            total = sum(entry.file_size for entry in package.infolist())
    except BROKEN:
        return
    if not limits.allows(total, len(data)):
        raise problem(
            name,
            "解压后大得不合理，疑似压缩炸弹，未读取；请核对文件",
            "unpacks to an absurd size (a zip bomb?): check the file",
        )


def plain_office(name: str, data: bytes, limits: Limits) -> bytes:
    """An Office Open XML package in the transitional form of a plain document; itself where it is that
    already."""
    check_size(name, data, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            types = package.read(_TYPES) if _TYPES in package.namelist() else b""
            strict = any(
                _STRICT.search(package.read(part)) for part in package.namelist() if part == "_rels/.rels"
            )
            if not strict and not _MAIN_TYPES.search(types):
                return data
            return _rewritten(package, _transitional if strict else lambda xml: xml)
    except BROKEN:
        return data


def _rewritten(package: zipfile.ZipFile, change: Callable[[bytes], bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as fresh:
        for entry in package.infolist():
            part = package.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                part = change(part)
            if entry.filename == _TYPES:
                part = _MAIN_TYPES.sub(_plain_type, part)
            fresh.writestr(entry.filename, part)
    return written.getvalue()


def _plain_type(found: re.Match[bytes]) -> bytes:
    return _PLAIN[found["app"] or _APPS.get(found["kind"], b"word")]


def _transitional(xml: bytes) -> bytes:
    """Names of strict Office Open XML as the transitional ones, which differ by root and year."""

    def renamed(found: re.Match[bytes]) -> bytes:
        root, _, rest = found[1].partition(b"/")
        if root not in _ROOTS:
            return found[0]
        return _SCHEMAS + root + b"/2006/" + rest

    return _STRICT.sub(renamed, xml)
