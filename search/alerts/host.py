"""What saved searches need of an archive; `search.application.archive.Archive` is one."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from corpus.settings import Settings
from corpus.store import Shelf, Store
from search.answer.answering import Answering


class Host(Protocol):
    """An archive: its store, its texts, its answers."""

    @property
    def directory(self) -> Path: ...

    @property
    def settings(self) -> Settings: ...

    @property
    def store(self) -> Store: ...

    @property
    def shelf(self) -> Shelf | Store: ...

    @property
    def answering(self) -> Answering: ...

    def pinned(self) -> Host: ...

    def repair(self) -> int: ...
