"""Records, streamed: here is a JSON Lines file, give me its rows one after another.

A row that cannot be read becomes a `Failure` with its line number; the rows after it still come.
"""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from corpus.reading.encoding import SAMPLE, detect
from corpus.reading.types import DEFAULT_LIMITS, Failure, Limits, Origin, Records, TableRow, problem


def read_json_lines(name: str, origin: Origin, limits: Limits = DEFAULT_LIMITS) -> Records:
    """Records of a JSON Lines file (or of one JSON array).  Raises `CorpusError` where it is no text."""
    encoding = encoding_of(name, origin)
    if _is_array(origin, encoding):
        return Records(name, "jsonl", lambda: _json_array(name, origin, encoding, limits))
    return Records(name, "jsonl", lambda: _json_rows(name, origin, encoding, limits))


def encoding_of(name: str, origin: Origin) -> str:
    """The codec of a file of rows, told from its head.  Raises `CorpusError` where it is no text."""
    head = origin.head(4 * SAMPLE)
    if not head.strip(b"\0 \t\r\n"):
        raise problem(name, "文件是空的，请换一个有内容的文件", "the file is empty: give one with content")
    return "utf-8" if _mostly_utf8(head) else detect(name, head)


def _mostly_utf8(head: bytes) -> bool:
    """Whether most lines with other than ASCII characters are UTF-8: one bad line must not decide."""
    good = bad = 0
    for line in head.split(b"\n"):
        if not line.isascii():
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
    return good > bad and b"\0" not in head and not head.startswith(codecs.BOM_UTF8)


def numbered_lines(
    name: str, origin: Origin, encoding: str, limit: int
) -> Iterator[tuple[int, str | Failure]]:
    """Numbered lines as text, or a failure for one that is too long or cannot be decoded."""
    with origin.open() as stream:
        for number, raw in enumerate(_raw_lines(stream, encoding, limit), start=1):
            if raw is None:
                error = problem(
                    name, "这一行太长，已跳过；请分成多条记录", "line too long: split it into records", number
                )
                yield number, Failure(name, error)
                continue
            try:
                text = raw.decode("utf-8" if encoding == "utf-8-sig" else encoding)
            except UnicodeDecodeError:
                error = problem(
                    name,
                    f"这一行不是 {encoding} 编码，已跳过；请改为 UTF-8",
                    f"line is not {encoding}: save it as UTF-8",
                    number,
                )
                yield number, Failure(name, error)
                continue
            yield number, text.lstrip("﻿")


def _raw_lines(stream: BinaryIO, encoding: str, limit: int) -> Iterator[bytes | None]:
    """Lines in bytes; None for one longer than `limit`, which is skipped without being held."""
    if encoding.startswith(("utf-16", "utf-32")):
        for text in io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n"):
            yield text.encode(encoding)
        return
    while raw := stream.readline(limit):
        if len(raw) < limit or raw.endswith(b"\n"):
            yield raw
            continue
        while raw and not raw.endswith(b"\n"):
            raw = stream.readline(limit)
        yield None


def _json_rows(name: str, origin: Origin, encoding: str, limits: Limits) -> Iterator[TableRow | Failure]:
    for number, line in numbered_lines(name, origin, encoding, limits.row):
        if isinstance(line, Failure):
            yield line
        elif line.strip():
            yield _json_row(name, number, line)


def _json_row(name: str, number: int, line: str) -> TableRow | Failure:
    try:
        value = _loads(line)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
        return Failure(
            name,
            problem(
                name,
                f"这一行不是完整的 JSON（{reason}），已跳过；请一行写一个对象",
                f"not valid JSON ({reason}): write one object on each line",
                number,
            ),
        )
    return _object(name, number, value)


def _loads(text: str) -> Any:
    """The JSON value.  Half a character (\\ud83d alone, of a cut emoji) cannot be kept: it becomes ?."""
    value: Any = json.loads(text)
    if "\\ud" in text.lower():
        value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    return value


def _object(name: str, number: int, value: object) -> TableRow | Failure:
    if isinstance(value, dict):
        return TableRow(number, {str(key): item for key, item in value.items()})
    kind = type(value).__name__
    return Failure(
        name,
        problem(
            name,
            f"这一行是 {kind} 而不是 JSON 对象，已跳过；请写成 {{…}}",
            f"a JSON {kind}, not an object: write {{…}}",
            number,
        ),
    )


def _is_array(origin: Origin, encoding: str) -> bool:
    head = origin.head(1024).decode(encoding, "ignore").lstrip("﻿ \t\r\n")
    return head.startswith("[")


def _json_array(name: str, origin: Origin, encoding: str, limits: Limits) -> Iterator[TableRow | Failure]:
    """One JSON array of objects; it is read whole, so it is bounded as a document is."""
    try:
        if origin.size() > limits.document:
            raise ValueError("array too large")
        values = _loads(origin.read().decode(encoding).lstrip("﻿"))
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:80]
        yield Failure(
            name,
            problem(
                name,
                f"不是完整的 JSON（{reason}），请改为一行一个对象",
                f"not valid JSON ({reason}): use JSON Lines",
            ),
        )
        return
    for number, value in enumerate(values, start=1):
        yield _object(name, number, value)
