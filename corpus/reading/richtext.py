"""RTF: here are the bytes, give me its paragraphs, notes, boxes, and what stands on its pages beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.characters import mend
from corpus.model import Aside, Document, Line
from corpus.reading.extras import needed
from corpus.reading.plain import check_lines, clean
from corpus.reading.richgroups import taken_apart
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem
from corpus.reading.wrapping import looks_wrapped

_PAGE = re.compile(rb"\\ansicpg(\d+)")
_MADE = re.compile(r"\\creatim\s*\\yr(\d{4})\s*\\mo(\d{1,2})\s*\\dy(\d{1,2})")
_REASONS = {
    **dict.fromkeys(("header", "headerl", "headerr"), "running head"),
    **dict.fromkeys(("footer", "footerf", "footerl", "footerr"), "running foot"),
    "annotation": "comment",
}


def read_rich_text(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Paragraphs as lines, a note after its own; the first page's head opens them, others are kept aside.

    Raises `CorpusError` where the library is absent, for a damaged file and for one without text.
    """
    library = needed("striprtf.striprtf", "striprtf", name, "RTF 文件", "RTF")
    stated = _PAGE.search(data[:4096])
    source = data.decode("latin-1")
    groups = taken_apart(source, library.destinations)
    head = f"{{\\rtf1\\ansi\\ansicpg{stated[1].decode() if stated else 936}{library.font_table_group(source)}"
    codec = f"cp{stated[1].decode()}" if stated else "cp936"

    def read(part: str) -> list[str]:
        text = library.rtf_to_text(part, encoding=codec, errors="replace")
        check_lines(name, text, limits.line)
        return list(filter(None, (_row(line) for line in mend(clean(text)).split("\n"))))

    try:
        texts = read(groups.text)
        beside = [(kind, read(f"{head} {part}}}")) for kind, part in groups.beside]
    except (LookupError, ValueError, IndexError, UnicodeError) as error:
        raise problem(
            name, "RTF 文件不完整或已损坏，请另存为 DOCX", "truncated or damaged RTF: save it as DOCX"
        ) from error
    first = [line for kind, lines in beside if kind == "headerf" for line in lines]
    lines = tuple(Line(part, number) for number, part in enumerate([*first, *texts], start=1))
    if not lines:
        raise problem(
            name, "文档里没有文字，请换一个有内容的文件", "the document has no text: give one with content"
        )
    return Document(
        name,
        "rtf",
        lines,
        looks_wrapped(line.text for line in lines),
        _meta(source, beside),
        tuple(
            Aside("furniture", "\n".join(lines), _REASONS[kind])
            for kind, lines in beside
            if _is_aside(kind, lines)
        ),
    )


def _is_aside(kind: str, lines: Sequence[str]) -> bool:
    return kind in _REASONS and bool(lines)


def _meta(source: str, beside: Sequence[tuple[str, Sequence[str]]]) -> dict[str, str]:
    """What the file says of itself: title, author, day of its making (ISO), running heads."""
    meta = {kind: " ".join(lines) for kind, lines in beside if kind in ("title", "author")}
    if made := _MADE.search(source):
        meta["date"] = "-".join(part.zfill(2) for part in made.groups())
    meta["running_heads"] = "\n".join(
        line for kind, lines in beside if _REASONS.get(kind) == "running head" for line in lines
    )
    return {key: value for key, value in meta.items() if value}


def _row(text: str) -> str:
    """A line; the library writes a row of a table as cells that end with a bar."""
    return text.strip().rstrip("|").replace("|", "  ") if text.rstrip().endswith("|") else text.strip()
