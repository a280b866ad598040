"""The archive: here is a directory, give me the one object that the command line and the web use.

It only connects: `corpus.store` keeps, `index` inverts, `search.answer` answers.  Nothing here holds a writer
longer than one call.

    archive/
        archive.sqlite3, sources/    the store, see `corpus.store`
        index/, lexicon/, reprints.* made from the store at any time (`reindex`)
        config.toml                  settings, see `corpus.settings`
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ArchiveError, IndexBusy, IndexMissing, IndexStale, QuerySyntaxError, StoreError
from corpus.model import Article, Issue, Organization
from search.application.collaborators import Collaborators
from search.application.keeping import Patience, wait_for_others
from search.application.reader import OpenEngine, embedded
from search.model import ArchiveSize, FacetCount, Hit, ResultPage, SearchRequest

if TYPE_CHECKING:
    from corpus.entities import Recognizer
    from corpus.intake.ingest import Parser
    from corpus.intake.report import IngestReport
    from corpus.intake.report import Progress as IngestProgress
    from corpus.settings import Settings
    from corpus.store import CheckReport, Shelf, Store
    from index.writing.writer import Progress as IndexProgress
    from search.answer.answering import Answering
    from search.answer.batch import BatchRow
    from search.answer.dossier import Dossier, Kind
    from search.answer.lists import Question
    from search.answer.view import View
    from search.engine.explain import Explanation
    from search.names.lexicon import Entry
    from search.names.suggest import Suggester


class Archive:
    """One archive on disk.  Make it with `Archive.open`, close it when done; safe under threads.

    Each question reads the newest generation; `pinned` gives the same archive for one request, all of whose
    questions read one generation.
    """

    def __init__(
        self, parts: Collaborators, today: Callable[[], dt.date], view: Callable[[], View] | None = None
    ) -> None:
        self.parts = parts
        self.directory = parts.directory
        self._today = today
        self.view = view or parts.view

    @classmethod
    def open(
        cls,
        directory: Path,
        *,
        create: bool = False,
        today: Callable[[], dt.date] = dt.date.today,
        open_engine: OpenEngine = embedded,
    ) -> Archive:
        """Open the archive in `directory`; create: begin one where there is none, and finish what a crash
        left between store and index.

        Raises ArchiveError where there is no archive, StoreError where the directory refuses.
        """
        archive = cls(Collaborators(directory, open_engine), today)
        if not create and not archive.exists:
            raise ArchiveError(
                f"{directory} 中还没有档案，请先运行 xunzhang ingest 文件… / "
                f"no archive in {directory}: begin with `xunzhang ingest FILES`"
            )
        if create:
            with suppress(IndexBusy, StoreError, OSError):  # later; reading needs no lock and no room
                archive.repair(patience=lambda _: False)
            archive.parts.sweep()
        return archive

    def pinned(self) -> Archive:
        """The same archive for one request.  The generation is chosen when the first question is asked."""
        held: list[View] = []

        def view() -> View:
            if not held:
                held.append(self.parts.view())
            return held[0]

        return Archive(self.parts, self._today, view)

    @contextmanager
    def steady(self) -> Iterator[Archive]:
        """The same archive for one request that reads long: texts, too, stay as they are now."""
        with ExitStack() as stack:
            steady = self
            with suppress(IndexMissing):
                view = stack.enter_context(self.parts.steady())
                steady = Archive(self.parts, self._today, lambda: view)
            yield steady

    def close(self) -> None:
        """Let go of files."""
        self.parts.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- what it consists of -----------------------------------------------------------------------

    @property
    def exists(self) -> bool:
        """Whether there is a database."""
        return self.parts.exists

    @property
    def settings(self) -> Settings:
        """What `config.toml` says.  Raises SettingsError."""
        return self.parts.settings

    @property
    def store(self) -> Store:
        """The system of record."""
        return self.parts.store

    @property
    def shelf(self) -> Shelf | Store:
        """What reads articles."""
        return self.parts.shelf

    @property
    def recognizer(self) -> Recognizer:
        """Who knows organisations and people, by the gazetteer as it stands."""
        return self.parts.recognizer

    @property
    def suggester(self) -> Suggester:
        """Completions, pinyin and spelling.  Raises IndexMissing."""
        return self.view().suggester()

    @property
    def answering(self) -> Answering:
        """The way from question to answer.  Raises IndexMissing, IndexStale."""
        from search.answer.answering import Answering

        return Answering(self.view(), self._today)

    def parser(self) -> Parser:
        """What makes articles of files, with this archive's gazetteer, people and profiles."""
        from corpus.intake.ingest import Parser
        from corpus.splitting import load_profiles

        return Parser(self.parts.annotator, load_profiles(self.settings.profiles), self.parts.limits)

    def resolve(self, name: str) -> Organization | None:
        """The organisation of this name in any form."""
        try:
            return self.view().resolve(name)
        except IndexMissing:
            return self.recognizer.resolve(name)

    # -- questions ---------------------------------------------------------------------------------

    def search(self, request: SearchRequest) -> ResultPage:
        """The answer to a request.  Raises QuerySyntaxError; an archive without articles answers empty."""
        try:
            return self.answering.page(request)
        except IndexMissing:
            if self.shelf.count():
                raise
            return ResultPage(request, 0, (), dict.fromkeys(request.facets, ()), 0.0)

    def count(self, request: SearchRequest) -> int:
        """How many articles the request finds strictly; what is no query finds none."""
        try:
            return self.search(request).total
        except QuerySyntaxError:
            return 0

    def all_hits(self, request: SearchRequest) -> Iterator[Hit]:
        """Every strict hit, for exports; no passages.  An archive without articles has none."""
        try:
            yield from self.answering.all_hits(request)
        except IndexMissing:
            if self.shelf.count():
                raise

    def facet(self, request: SearchRequest, field: str) -> tuple[FacetCount, ...]:
        """All values of a facet field with their counts; an archive without articles has none."""
        try:
            return self.parts.derived.counted(self.answering, request, field)
        except IndexMissing:
            if self.shelf.count():
                raise
            return ()

    def dossier(
        self, kind: Kind, name: str, within: SearchRequest | None = None, all_branches: bool = False
    ) -> Dossier:
        """Everything about one name; an organisation under any of its names, with its branches.

        within, all_branches: see `make_dossier`.
        """
        from search.answer.dossier import make_dossier

        known = self.resolve(name) if kind == "organization" else None
        branches = self.branches(known.name) if known else ()
        name, within = known.name if known else name, within or SearchRequest()
        return make_dossier(kind, name, self.search, within, known, branches, all_branches)

    def branches(self, name: str) -> tuple[Organization, ...]:
        """What belongs to an organisation: what the gazetteer lists, of a chain what the archive names."""
        named = self.facet(SearchRequest(), "organization")
        return self.recognizer.branches(name, (count.value for count in named))

    def explain(self, request: SearchRequest, article_id: str) -> Explanation | None:
        """Why the article is found and what counted, or which part excludes it; None where the index does
        not hold it.  Raises QuerySyntaxError."""
        return self.answering.explanation(request, article_id)

    def why_not(self, request: SearchRequest, article_id: str) -> tuple[str, ...]:
        """The parts of the query and the filters that the article fails, as lines of the query language."""
        found = self.explain(request, article_id)
        tried = (*found.parts, *found.filters) if found else ()
        return tuple(part.query for part in tried if not part.matched)

    def related(self, article: Article, limit: int = 6) -> list[Article]:
        """Other articles on the same matter, the likeliest first; reprints of this one left out."""
        from search.answer.around import related

        return related(self.view(), article, limit)

    def prints(self, article: Article) -> list[Article]:
        """All prints of the article's text, the original first; empty where it is printed once."""
        from search.answer.around import prints

        return prints(self.view(), article)

    def marks(
        self, request: SearchRequest, article: Article
    ) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
        """(spans in the title, spans in the body) to mark; nothing for what is no query."""
        try:
            return self.answering.marks(request, article)
        except QuerySyntaxError:
            return (), ()

    def suggest(self, typed: str, limit: int = 10) -> list[Entry]:
        """What the archive can answer that begins so, in characters, pinyin or initials."""
        try:
            return self.suggester.complete(typed, limit)
        except IndexMissing:
            return []

    def batch(
        self, questions: Iterable[str | Question], limit: int = 3, base: SearchRequest | None = None
    ) -> Iterator[BatchRow]:
        """One row a question, the same as the search box would say; base: what holds for all of them."""
        from search.answer.batch import batch
        from search.answer.lists import numbered

        return batch(numbered(questions), self.search, limit=limit, base=base)

    def ranking(
        self, text: str, limit: int, base: SearchRequest | None = None
    ) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """(ids, scores) of the best `limit` articles, partial matches after the strict ones.

        What is no query is searched as its plain words: this never fails for a text.
        """
        return self.answering.ranking(text, limit, base)

    # -- what is kept ------------------------------------------------------------------------------

    def article(self, article_id: str) -> Article:
        """Raises ArticleNotFound."""
        return self.shelf.article(article_id)

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """In their order.  Raises ArticleNotFound."""
        return self.shelf.articles(ids)

    def issue(self, issue_id: str) -> Issue:
        """Raises ArchiveError where there is none."""
        return self.store.issue(issue_id)

    def issues(self) -> list[Issue]:
        """Every issue, newest first; undated ones last."""
        return sorted(self.store.issues(), key=lambda one: (one.year or 0, one.month or 0), reverse=True)

    def issue_articles(self, issue_id: str, start: int = 0, most: int | None = None) -> list[Article]:
        """The articles of an issue in printed order, from number `start`, at most `most`."""
        return self.store.issue_articles(issue_id, start, most)

    def neighbours(self, article: Article) -> tuple[Article | None, Article | None]:
        """The articles printed before and after this one in its issue."""
        before, after = self.store.neighbours(article.id)
        found = {one.id: one for one in self.articles([each for each in (before, after) if each])}
        return found.get(before or ""), found.get(after or "")

    def generation(self) -> int:
        """Grows whenever the index changes; 0 while there is none that this release reads."""
        try:
            return self.view().searcher.number
        except (IndexMissing, IndexStale):
            return 0

    # -- keeping -----------------------------------------------------------------------------------

    def ingest(
        self,
        paths: Iterable[Path],
        progress: Callable[[IngestProgress], None] | None = None,
        indexing: IndexProgress | None = None,
        patience: Patience = wait_for_others,
        draft: bool = False,
        say: Callable[[str], None] | None = None,
    ) -> IngestReport:
        """Take in files, folders and archives of them, then index what is new.

        progress, indexing, say: told how it goes; patience: with another writer; draft: unseen by readers.
        """
        keep = self.parts.keeper.ingest
        return keep(paths, self.parser(), progress, indexing, patience, draft=draft, say=say)

    def repair(self, progress: IndexProgress | None = None, patience: Patience = wait_for_others) -> int:
        """Index what the store has noted; how many changes.  Raises IndexBusy where `patience` ends."""
        return self.parts.keeper.repair(progress, patience)

    def reindex(self, progress: IndexProgress | None = None, patience: Patience = wait_for_others) -> int:
        """Build the index anew from the store; how many articles it holds then.  Raises IndexBusy."""
        return self.parts.keeper.reindex(progress, patience)

    def stats(self) -> ArchiveSize:
        """A few figures, quickly; `health.figures` has them all."""
        return ArchiveSize(self.store.count(), len(self.store.issues()), self.generation())

    def check(self, progress: Callable[[int, int], None] | None = None) -> CheckReport:
        """Whether store and index are whole and agree."""
        from search.application.health import check

        return check(self.parts, progress)
