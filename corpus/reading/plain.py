"""Plain text: here are the bytes of a TXT file, give me its physical lines."""

from __future__ import annotations

from corpus.characters import mend
from corpus.errors import CorpusError
from corpus.model import Document, Line
from corpus.reading.encoding import decode, guessed
from corpus.reading.types import DEFAULT_LIMITS, Limits, problem

_INVISIBLE = "\ufeff\u200b\u2060\xad\0"
"""Characters that print nothing and would split a word: they are dropped."""


_BREAKS = "\r\v\x85\u2028\u2029"
"""What else ends a line: return alone, vertical tab, NEL, line and paragraph separator."""


def clean(text: str) -> str:
    """`text` with one kind of line break and without invisible characters."""
    for char in _INVISIBLE:
        text = text.replace(char, "")
    text = text.replace("\r\n", "\n")
    for mark in _BREAKS:
        text = text.replace(mark, "\n")
    return text


def check_lines(name: str, text: str, limit: int) -> None:
    """Raise `CorpusError` when one line is longer than `limit` characters."""
    start, number = 0, 1
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > limit:
            raise problem(
                name,
                f"这一行有 {end - start:,} 个字符而没有换行，请先分行再导入",
                f"a single line of {end - start:,} characters: break it into lines first",
                number,
            )
        start, number = end + 1, number + 1


def too_many_lines(name: str, count: int, limits: Limits) -> CorpusError:
    """What is said of a document of more lines than are allowed."""
    return problem(
        name,
        f"文件有 {count:,} 行，超过上限 {limits.lines:,} 行，请分成几个文件，或提高设置 reading.lines",
        f"{count:,} lines, more than {limits.lines:,}: split the file, or raise reading.lines",
    )


def read_plain(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Every physical line, blank ones too; form feeds count pages.

    Raises `CorpusError` for an empty file, an unknown encoding, binary junk, a boundless line.
    """
    text, encoding = decode(name, data)
    check_lines(name, text, limits.line)
    text = clean(text)
    if (count := text.count("\n") + 1) > limits.lines:
        raise too_many_lines(name, count, limits)
    text, notices = mend(text), guessed(text, encoding)
    lines: list[Line] = []
    page = 1 if "\f" in text else None
    for number, raw in enumerate(text.split("\n"), start=1):
        if page is not None:
            page += raw.count("\f")
        lines.append(Line(raw.replace("\f", " " if raw.strip() else "").rstrip(), number, page=page))
    return Document(name, "txt", tuple(lines), wrapped=True, meta={"encoding": encoding}, notices=notices)
