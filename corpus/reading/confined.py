"""Reading within bounds: here is a file, give me what is in it, read by a child that can be killed.

A parser may take all memory or time, or end its process (PDFium and lxml are no Python); so files are read
by a child program with bounds on memory, processor time, time and output (`Limits`).  A child reads file
after file; where it is ended, that file is a `CorpusError` that says why and what to do, and the next one
gets a new child.  The answer is unpickled by what knows nothing but the plain values of a document.
"""

from __future__ import annotations

import io
import logging
import pickle
import shutil
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any

from corpus.children import Child, ChildEnded
from corpus.errors import CorpusError
from corpus.model import Document
from corpus.reading.archives import Member
from corpus.reading.types import DEFAULT_LIMITS, Failure, Limits, Origin, Records, TableRow, problem

_LOG = logging.getLogger("xunzhang.reading")
_LATE = 15
"""Seconds after which the parent ends a child that did not end itself."""
_IDLE = 2
"""Children that are kept while nothing is asked of them."""
_VALUES = frozenset(
    {
        ("corpus.model", "Document"),
        ("corpus.model", "Line"),
        ("corpus.model", "Aside"),
        ("corpus.reading.types", "TableRow"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("decimal", "Decimal"),
    }
)
"""What an answer may consist of besides numbers, texts and collections."""
_NO_ANSWER = (
    pickle.UnpicklingError,
    EOFError,
    AttributeError,
    IndexError,
    ImportError,
    TypeError,
    ValueError,
)
"""What unpickling raises for anything but an answer."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a child is asked to do.  kind: "read" | "attached" | "sizes" | "picture"; place: as in `Origin`;
    suffix, head: what the file is; page, width: of a picture; processor, seconds: what it may take."""

    kind: str
    name: str
    place: Path | bytes
    suffix: str = ""
    head: bytes = b""
    page: int = 0
    width: int = 0
    processor: float = 0.0
    seconds: float = 0.0


_WHY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "time": (
            "读取超过 {} 秒，已中止，未收入；请把文件分成几份，或提高设置 reading.seconds",
            "took more than {} s, stopped, not taken in: split the file, or raise reading.seconds",
        ),
        "processor": (
            "读取要占用处理器 {} 秒以上，已中止，未收入；请另存为较简单的文件，"
            "或提高设置 reading.processor_seconds",
            "takes more than {} s of processor time, stopped, not taken in: save it as a simpler file, "
            "or raise reading.processor_seconds",
        ),
        "memory": (
            "读取要占用内存 {} MB 以上，已中止，未收入；请把文件分成几份，或提高设置 reading.memory_mb",
            "takes more than {} MB of memory, stopped, not taken in: split the file, "
            "or raise reading.memory_mb",
        ),
        "output": (
            "读出的内容超过 {} MB，未收入；请把文件分成几份，或提高设置 reading.output_mb",
            "holds more than {} MB of text, not taken in: split the file, or raise reading.output_mb",
        ),
        "died": (
            "读取程序意外中止（{}），文件可能已损坏，或所需内存超过 reading.memory_mb，未收入；"
            "请用原来的软件另存一份再导入",
            "the reading program ended ({}); the file may be damaged, or take more memory than "
            "reading.memory_mb, not taken in: save it again from the program that made it",
        ),
    }
)
"""Why a child was ended → what to say, with {} for the bound in force or the exit code."""


class Confined:
    """Reads files in children, which start when they are needed.  Safe under threads."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self._idle: list[_ReadingChild] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Confined:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the children that wait."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def content(self, name: str, suffix: str, head: bytes, origin: Origin) -> Document | Records:
        """What a file holds.  Raises `CorpusError` where it cannot be read, or not within the bounds."""
        answer = self._ask("read", name, origin, suffix=suffix, head=head)
        if isinstance(answer, Document):
            return answer
        form, sent = answer
        rows = [row if isinstance(row, TableRow) else Failure(row[0], CorpusError(*row)) for row in sent]
        return Records(name, form, lambda: iter(rows))

    def attached(self, name: str, origin: Origin) -> list[Member]:
        """The files attached to a message.  Raises `CorpusError`."""
        return [Member(inner, data) for inner, data in self._ask("attached", name, origin)]

    def sizes(self, name: str, origin: Origin) -> list[tuple[float, float]]:
        """(width, height) in points of every page of a PDF or picture.  Raises `CorpusError`."""
        return [(float(across), float(down)) for across, down in self._ask("sizes", name, origin)]

    def picture(self, name: str, origin: Origin, page: int, width: int) -> bytes | None:
        """A page (1-based) of a PDF or picture as PNG; None where there is none.  Raises `CorpusError`."""
        answer = self._ask("picture", name, origin, page=page, width=width)
        return answer if isinstance(answer, bytes) else None

    def _ask(self, kind: str, name: str, origin: Origin, **more: Any) -> Any:
        processor = self.limits.processor * max(1.0, origin.size() / 2**20) ** 0.5
        with origin.to_send() as place:
            return self._answer(
                Task(kind, name, place, processor=processor, seconds=self.limits.seconds, **more)
            )

    def _answer(self, task: Task) -> Any:
        limits, name = self.limits, task.name
        child = self._child()
        try:
            child.send(task)
            answer, spent = _Plain(child.receive(limits.seconds + _LATE, limits.output)).load()
        except ChildEnded as ended:
            child.end()
            _LOG.warning("reading %s ended its child: %s, exit code %s", name, ended.why, ended.code)
            raise self._ended(task, ended.why, ended.code) from None
        except _NO_ANSWER as error:
            child.end()
            _LOG.warning("reading %s gave no answer: %s", name, error)
            raise self._ended(task, "died", type(error).__name__) from None
        except BaseException:
            child.end()  # an answer half read would be taken for the next one's
            raise
        self._release(child, spent=bool(spent))
        return self._unwrapped(task, answer)

    def _unwrapped(self, task: Task, answer: Any) -> Any:
        """The value of an answer.  Raises what went wrong in the child."""
        kind, value = answer
        if kind == "error":
            raise CorpusError(*value)
        if kind == "ended":
            raise self._ended(task, value, "")
        if kind == "defect":
            what, trace = value
            _LOG.error("reading %s failed:\n%s", task.name, trace)
            raise problem(
                task.name,
                f"读取此文件时程序出错（{what}），未收入；请报告此问题，或另存为别的格式",
                f"a defect in the program ({what}), not taken in: report it, or save it in another format",
            )
        return value

    def _ended(self, task: Task, why: str, code: object) -> CorpusError:
        bounds = {
            "time": self.limits.seconds,
            "processor": round(task.processor),
            "memory": self.limits.memory // 2**20,
            "output": self.limits.output // 2**20,
        }
        zh, en = _WHY[why]
        bound = bounds.get(why, code)
        return problem(task.name, zh.format(bound), en.format(bound))

    def _child(self) -> _ReadingChild:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return _ReadingChild(self.limits)

    def _release(self, child: _ReadingChild, *, spent: bool) -> None:
        with self._lock:
            if not spent and len(self._idle) < _IDLE:
                self._idle.append(child)
                return
        child.end()


class _ReadingChild(Child):
    """A child with a folder for what it writes while it reads."""

    def __init__(self, limits: Limits) -> None:
        self._folder = tempfile.mkdtemp(prefix="xunzhang-")
        super().__init__("corpus.reading.confinedchild:main", quiet=True)
        self.send((limits, self._folder))

    def end(self) -> None:
        """Kill it, with what it has started and written."""
        self.kill()
        self.__exit__()
        shutil.rmtree(self._folder, ignore_errors=True)


class _Plain(pickle.Unpickler):
    """Unpickles plain values only: a child that a file has taken over cannot make this process run code."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _VALUES:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)
