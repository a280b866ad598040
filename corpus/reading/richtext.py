"""RTF: here are the bytes, give me its paragraphs."""

from __future__ import annotations

import re

from corpus.characters import mend
from corpus.model import Document, Line
from corpus.reading.extras import needed
from corpus.reading.plain import check_lines, clean
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem
from corpus.reading.wrapping import looks_wrapped

_PAGE = re.compile(rb"\\ansicpg(\d+)")


def read_rich_text(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Paragraphs as lines.

    Raises `CorpusError` where the library is absent, for a damaged file and for one without text.
    """
    library = needed("striprtf.striprtf", "striprtf", name, "RTF 文件", "RTF")
    stated = _PAGE.search(data[:4096])
    codec = f"cp{stated[1].decode()}" if stated else "cp936"
    try:
        text = library.rtf_to_text(data.decode("latin-1"), encoding=codec, errors="replace")
    except (LookupError, ValueError, IndexError, UnicodeError) as error:
        raise problem(
            name, "RTF 文件不完整或已损坏，请另存为 DOCX", "truncated or damaged RTF: save it as DOCX"
        ) from error
    check_lines(name, text, limits.line)
    texts = (_row(part) for part in mend(clean(text)).split("\n"))
    lines = tuple(Line(part, number) for number, part in enumerate(filter(None, texts), start=1))
    if not lines:
        raise problem(
            name, "文档里没有文字，请换一个有内容的文件", "the document has no text: give one with content"
        )
    return Document(name, "rtf", lines, looks_wrapped(line.text for line in lines))


def _row(text: str) -> str:
    """A line; the library writes a row of a table as cells that end with a bar."""
    return text.strip().rstrip("|").replace("|", "  ") if text.rstrip().endswith("|") else text.strip()
