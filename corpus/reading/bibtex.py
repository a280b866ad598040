"""BibTeX files as records: here is a file, give me its entries one after another.

Braces are counted as BibTeX counts them, even behind a backslash.  What stands outside of entries is a
comment by the rules of the format.  A broken entry is a `Failure` of its line, and the next one is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from corpus.reading.references import reference_row
from corpus.reading.rows import encoding_of, numbered_lines
from corpus.reading.types import DEFAULT_LIMITS, Failure, Limits, Origin, Records, TableRow, problem

_ROLES: Mapping[str, str] = MappingProxyType(
    {
        "author": "authors", "title": "title", "subtitle": "subtitle", "journal": "source",
        "journaltitle": "source", "newspaper": "source", "booktitle": "source", "keywords": "tags",
        "keyword": "tags", "abstract": "text", "date": "date", "year": "year", "month": "month",
        "ID": "id",
    }
)  # fmt: skip
_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*([{(])")
_FIELD = re.compile(r"\s*([^\s=,{}()\"]+)\s*=\s*")
_WORD = re.compile(r"[^\s,#{}()\"]+")
_SPACE = re.compile(r"\s*")
_AND = re.compile(r"\s+and\s+(?![^{]*\})", re.IGNORECASE)
_COMMAS = re.compile(r"\s*[,，;；]+\s*")
_NAMED = {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~",
    "textasciicircum": "^", "ss": "ß", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "l": "ł", "L": "Ł",
}  # fmt: skip
_COMMAND = re.compile(r"\\(" + "|".join(sorted(_NAMED, key=len, reverse=True)) + r")(?:\{\}|\b\s?)")
_ACCENT = re.compile(r"\\([\"'`^~=.])\s*\{?\\?([A-Za-z])\}?|\\([uvHck])\s*\{\\?([A-Za-z])\}")
_MARKS = "\u0308\u0301\u0300\u0302\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0328"
_ACCENTS = dict(zip("\"'`^~=.uvHck", _MARKS, strict=True))
_BRACES, _BRACES_AND_QUOTES = re.compile("[{}]"), re.compile('[{}"]')
_HIDDEN = {"\\": "\ue000", "{": "\ue001", "}": "\ue002"}
"""Signs that a command stands for, while the braces around them are taken away."""


class _Broken(Exception):
    """An entry that cannot be read on."""


def read_bibtex(name: str, origin: Origin, limits: Limits = DEFAULT_LIMITS) -> Records:
    """Entries of a BibTeX file.  Raises `CorpusError` where it is too large to be held, or no text."""
    encoding = encoding_of(name, origin)
    if origin.size() > limits.text:
        most = limits.text / 2**20
        raise problem(
            name, f"文件超过 {most:,.0f} MB，请分成几个", f"more than {most:,.0f} MB: split the file"
        )
    return Records(name, "bibtex", lambda: _entries(name, origin, encoding, limits))


def _entries(name: str, origin: Origin, encoding: str, limits: Limits) -> Iterator[TableRow | Failure]:
    lines = []
    for _, line in numbered_lines(name, origin, encoding, limits.row):
        if isinstance(line, Failure):
            yield line
        lines.append("\n" if isinstance(line, Failure) else line)
    text = "".join(lines)
    macros: dict[str, str] = {}
    at = counted = 0
    start = 1
    while found := _ENTRY.search(text, at):
        kind, at = found[1].lower(), found.end()
        start += text.count("\n", counted, found.start())
        counted = found.start()
        try:
            if kind in ("comment", "preamble"):
                at = _closed(text, at - 1)
            elif kind == "string":
                fields, at = _fields(text, at, macros)
                macros.update((key.lower(), value) for key, value in fields)
            else:
                row, at = _entry(text, at, kind, start, macros)
                yield row
        except _Broken:
            yield Failure(
                name,
                problem(
                    name,
                    "这一条括号或引号不完整，已跳过；请核对后重新收入",
                    "an entry with an open brace or quote was left out: mend it and take the file in again",
                    start,
                ),
            )
            following = text.find("\n@", found.end())
            at = len(text) if following < 0 else following


def _entry(text: str, at: int, kind: str, start: int, macros: Mapping[str, str]) -> tuple[TableRow, int]:
    end = min((i for i in (text.find(",", at), text.find("}", at)) if i >= 0), default=-1)
    if end < 0:
        raise _Broken
    key = text[at:end].strip()
    written, at = _fields(text, end + (text[end] == ","), macros)
    fields = [("ID", key), ("entry type", kind)]
    for name, value in ((name.lower(), value) for name, value in written):
        role = _ROLES.get(name)
        parts = _AND.split(value) if role == "authors" else (value,)
        for part in parts:
            plain = " ".join(plain_text(part).split())
            fields.extend((name, one) for one in (_COMMAS.split(plain) if role == "tags" else (plain,)))
    return reference_row(start, fields, _ROLES), at


def _fields(text: str, at: int, macros: Mapping[str, str]) -> tuple[list[tuple[str, str]], int]:
    """The fields of an entry from here, and where it ends."""
    fields: list[tuple[str, str]] = []
    while True:
        at = _after_space(text, at)
        if at >= len(text):
            raise _Broken
        if text[at] in "})":
            return fields, at + 1
        if text[at] == ",":
            at += 1
            continue
        found = _FIELD.match(text, at)
        if found is None:
            raise _Broken
        value, at = _value(text, found.end(), macros)
        fields.append((found[1], value))


def _value(text: str, at: int, macros: Mapping[str, str]) -> tuple[str, int]:
    parts = []
    while True:
        sign = text[at : at + 1]
        if sign == "{":
            end = _closed(text, at)
            parts.append(text[at + 1 : end - 1])
        elif sign == '"':
            end = _quoted(text, at)
            parts.append(text[at + 1 : end - 1])
        elif found := _WORD.match(text, at):
            end = found.end()
            parts.append(macros.get(found[0].lower(), found[0]))
        else:
            raise _Broken
        at = _after_space(text, end)
        if text[at : at + 1] != "#":
            return "".join(parts), at
        at = _after_space(text, at + 1)


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _closed(text: str, at: int) -> int:
    """Behind the brace that closes the one here; a parenthesis closes at the next one."""
    if text[at] == "(":
        end = text.find(")", at)
        return _found(end) + 1
    depth = 0
    for sign in _BRACES.finditer(text, at):
        depth += 1 if sign[0] == "{" else -1
        if depth == 0:
            return sign.end()
    raise _Broken


def _quoted(text: str, at: int) -> int:
    """Behind the quotation mark that ends the value here."""
    depth = 0
    for sign in _BRACES_AND_QUOTES.finditer(text, at + 1):
        depth += {"{": 1, "}": -1, '"': 0}[sign[0]]
        if sign[0] == '"' and depth == 0:
            return sign.end()
    raise _Broken


def _found(at: int) -> int:
    if at < 0:
        raise _Broken
    return at


def plain_text(written: str) -> str:
    r"""A value as it is read: commands for signs and accents resolved (\&, {\"u}), braces taken away."""
    text = _COMMAND.sub(lambda m: _HIDDEN.get(_NAMED[m[1]], _NAMED[m[1]]), written)
    text = _ACCENT.sub(_accented, text)
    text = re.sub(r"\\([&%$#_{}])", lambda m: _HIDDEN.get(m[1], m[1]), text)
    text = text.replace("{", "").replace("}", "")
    for sign, hidden in _HIDDEN.items():
        text = text.replace(hidden, sign)
    return text


def _accented(found: re.Match[str]) -> str:
    accent, letter = (found[1], found[2]) if found[1] else (found[3], found[4])
    return unicodedata.normalize("NFC", letter + _ACCENTS[accent])
