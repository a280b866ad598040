"""The child of `confined`: here are bounds, then one task after another, give what is in each file.

An answer is ((kind, value), spent): "value" what was asked for, "error" the parts of a `CorpusError`, "ended"
why it was given up, "defect" what went wrong and the trace; spent: let this child go, another is cheaper.
"""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias, cast

from corpus import bounds
from corpus.children import serve
from corpus.errors import CorpusError
from corpus.model import Document
from corpus.reading.confined import Task
from corpus.reading.types import Failure, Limits, Origin, TableRow

Answer: TypeAlias = "tuple[tuple[str, object], bool]"


def main() -> None:
    """Answer until the end of the input."""
    serve(_reader)


def _reader(opening: object) -> Callable[[object], object]:
    from corpus.reading import picture, sources  # noqa: F401 - so that what they map is not counted

    limits, tempfile.tempdir = cast("tuple[Limits, str]", opening)
    bounds.confine(2 * limits.memory)  # what is mapped need not be used: that is watched
    start = _Start(bounds.resident(), bounds.claimed(), limits)
    watch = bounds.Watch(start.resident + limits.memory)

    def answer(request: object) -> Answer:
        task = cast(Task, request)
        bounds.allow(task.processor, task.seconds)
        watch.allow(task.processor)
        try:
            return _tried(task, start)
        finally:
            watch.rest()
            bounds.at_rest()

    return answer


@dataclass(frozen=True, slots=True)
class _Start:
    """What the child held before it read anything, in bytes, and what it may take."""

    resident: int
    claimed: int
    limits: Limits

    @property
    def swollen(self) -> bool:
        """Whether more was asked for than one file may take; a library may have called that damage."""
        return bounds.claimed() - self.claimed > self.limits.memory

    @property
    def spent(self) -> bool:
        """Whether so much is held that a new child is cheaper."""
        return self.swollen or bounds.resident() - self.resident > self.limits.memory // 4


def _tried(task: Task, start: _Start) -> Answer:
    try:
        return ("value", _done(task, start.limits)), start.spent
    except CorpusError as error:
        if start.swollen:
            return ("ended", "memory"), True
        return ("error", (error.source, error.message, error.line)), start.spent
    except MemoryError:
        return ("ended", "memory"), True
    except TimeoutError:
        return ("ended", "time"), True
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"读取失败（{reason}），请重试 / reading failed ({reason}): try again"
        return ("error", (task.name, message, None)), True
    except Exception as error:  # noqa: BLE001 - a defect that one file brings out must not lose the others
        what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return ("defect", (what, traceback.format_exc())), True


def _done(task: Task, limits: Limits) -> object:
    from corpus.reading import mail, picture, sources

    origin = Origin(task.place)
    if task.kind == "picture":
        return picture.page_picture(task.name, origin.read(), task.page, task.width)
    if task.kind == "sizes":
        return picture.page_sizes(task.name, origin.read())
    if task.kind == "attached":
        return [(member.name, member.data) for member in mail.attachments(task.name, origin)]
    found = sources.content(task.name, task.suffix, task.head, origin, limits)
    if isinstance(found, Document):
        return replace(found, meta=dict(found.meta))
    return found.format, _sent(found.rows)


def _sent(rows: Iterable[TableRow | Failure]) -> list[object]:
    """Rows, and what errors are made of, for errors themselves do not pickle."""
    return [
        replace(row, values=dict(row.values))
        if isinstance(row, TableRow)
        else (row.error.source, row.error.message, row.error.line)
        for row in rows
    ]
