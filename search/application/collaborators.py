"""Here is an archive's directory; give me what works on it: settings, store, index, names, what is derived.

Everything is made when it is first needed and held once, however many requests are pinned to it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from corpus.model import Article
from search.application.reader import OpenEngine, Reader, embedded

if TYPE_CHECKING:
    from corpus.desk import RegisteredRecognizer
    from corpus.entities import Recognizer
    from corpus.intake.parse import ArticleAnnotator
    from corpus.reading.confined import Confined
    from corpus.reading.types import Limits
    from corpus.settings import Settings
    from corpus.store import Shelf, Store
    from search.answer.submitting import Submissions
    from search.answer.view import View
    from search.application.derived import Derived
    from search.application.keeping import Keeper
    from search.engine.searcher import Searcher

DATABASE = "archive.sqlite3"
INDEX = "index"


class Texts(Protocol):
    """What a view needs of the store."""

    def held(self, ids: Sequence[str]) -> Mapping[str, Article]: ...

    def removed(self) -> frozenset[str]: ...


class Collaborators:
    """What one archive consists of.  Safe under threads."""

    def __init__(self, directory: Path, open_engine: OpenEngine = embedded) -> None:
        self.directory = directory
        self._recognizer: tuple[object, Recognizer] | None = None
        self._annotator: RegisteredRecognizer | None = None
        self._submitted: tuple[Searcher, Recognizer, Submissions] | None = None
        self._counting = threading.Lock()
        self.reader = Reader(
            directory / INDEX,
            lambda: self.recognizer,
            lambda: self.settings.search.cache_mb,
            open_engine,
            self.named_by,
            lambda: self.shelf.identity(),
        )

    def close(self) -> None:
        """Let go of files."""
        self.reader.close()
        for name in ("shelf", "store", "confined"):
            if name in self.__dict__:
                getattr(self, name).close()

    def sweep(self) -> None:
        """Remove what programs that were cut short left behind, where nobody is writing."""
        from corpus.store import sweep

        sweep(self.directory)

    @property
    def exists(self) -> bool:
        """Whether there is a database."""
        return (self.directory / DATABASE).exists() or bool(self.settings.store.url)

    @cached_property
    def settings(self) -> Settings:
        """What `config.toml` says.  Raises SettingsError."""
        from corpus.settings import load

        return load(self.directory)

    @cached_property
    def store(self) -> Store:
        """The system of record."""
        from corpus.store import Store

        return Store.open(self.directory, self.settings.store.url or None)

    @cached_property
    def confined(self) -> Confined:
        """What reads sources and draws their pages, within the bounds of the settings."""
        from corpus.reading.confined import Confined

        return Confined(self.limits)

    @property
    def limits(self) -> Limits:
        """What reading a file may take."""
        from corpus.reading.types import Limits

        return Limits.of(**asdict(self.settings.reading))

    @cached_property
    def shelf(self) -> Shelf | Store:
        """What reads articles: without SQLAlchemy where that is possible, else the store itself."""
        from corpus.store import open_shelf

        light = None if self.settings.store.url else open_shelf(self.directory / DATABASE)
        return light or self.store

    @property
    def recognizer(self) -> Recognizer:
        """Who knows organisations and people, by the gazetteer as it stands."""
        from corpus.entities import Gazetteer, Recognizer
        from corpus.entities.gazetteer import Action, Edit

        edits = self.named_by()
        held = self._recognizer
        if held is None or held[0] != edits:
            changes = (Edit(cast(Action, action), name, value) for action, name, value in edits)
            made = Recognizer(Gazetteer.load(self.settings.gazetteer).merged(changes))
            self._recognizer = held = edits, made
        return held[1]

    def named_by(self) -> tuple[tuple[str, str, str], ...]:
        """The changes to the list of organisations that are in force."""
        return tuple((e.action, e.name, e.value) for e in self.shelf.gazetteer_edits())

    @property
    def annotator(self) -> ArticleAnnotator:
        """Who names the organisations and people of what is taken in: the recognizer, with the people that
        somebody told apart or joined under the names decided on."""
        from corpus.desk import People, RegisteredRecognizer

        recognizer, register = self.recognizer, People(self.store.database).register()
        held = self._annotator
        if held is None or held.recognizer is not recognizer or held.register != register:
            self._annotator = held = RegisteredRecognizer(recognizer, register)
        return held

    def settle(self) -> int:
        """Lay what was told of people in single articles over what was read anew; how many changed.

        Sources are read before their articles have ids, and what is told goes by them.
        """
        from corpus.desk import People, reread_names

        register = People(self.store.database).register()
        ids = sorted({article for article, _ in register.told})
        found = reread_names(self.store, ids, self.recognizer, people=register.applied) if ids else ()
        return sum(len(changed) for _, changed in found)

    @cached_property
    def derived(self) -> Derived:
        """The lexicon and the groups of reprints."""
        from search.application.derived import Derived

        return Derived(
            self.directory, self.directory / INDEX, lambda: self.store, lambda: self.reader.newest()[0]
        )

    def submitted(self, searcher: Searcher) -> Submissions:
        """Every article without its text, and who submitted it; read once for a generation."""
        from search.answer.members import read_members
        from search.answer.submitting import submissions

        recognizer = self.recognizer
        with self._counting:
            held = self._submitted
            if held is None or held[0] is not searcher or held[1] is not recognizer:
                path = self.settings.reports.members
                members = read_members(self.directory / path) if path else ()
                made = submissions(self.store.listed(), recognizer.resolve, members)
                self._submitted = held = searcher, recognizer, made
        return held[2]

    @cached_property
    def keeper(self) -> Keeper:
        """What takes in and indexes."""
        from corpus.desk import Words
        from search.application.cutting import cutter, holding
        from search.application.keeping import Keeper

        memory = lambda: self.settings.index.memory_mb  # noqa: E731
        return Keeper(
            self.directory / INDEX,
            lambda: self.store,
            memory,
            lambda ids: self.derived.renew(ids),
            lambda: cutter(Words(self.store.database).dictionary()),
            lambda words: holding(self.reader.newest()[0], words),
            self.settle,
            lambda: self.confined,
        )

    def view(self) -> View:
        """The newest generation of everything, for one request.  Raises IndexMissing, IndexStale."""
        return self._view(self.shelf)

    @contextmanager
    def steady(self) -> Iterator[View]:
        """The same with the texts as they are now, for a request that reads long.

        The index is asked before and after the store's snapshot: unchanged, it is the one of that moment.
        """
        while True:
            number = self.reader.newest()[0].number
            with self.shelf.snapshot() as still:
                view = self._view(still)
                if view.searcher.number == number:
                    yield view
                    return

    def _view(self, shelf: Texts) -> View:
        from search.answer.view import View

        gone = shelf.removed()  # before the index: what it takes over meanwhile is left out all the same
        searcher, vocabulary = self.reader.newest()
        return View(
            searcher,
            vocabulary,
            shelf.held,
            gone,
            lambda: self.derived.reprints(searcher),
            lambda: self.submitted(searcher),
            lambda: self.derived.suggester(searcher),
        )
