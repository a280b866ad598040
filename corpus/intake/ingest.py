"""Here are paths, put what is in them into the store: read → parse → store, with a report.

One bad file never stops the others; whatever was committed stays, whenever it ends.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from corpus.errors import ArchiveError, CorpusError, StoreError
from corpus.intake.account import TextAccount, account_of, told
from corpus.intake.parse import ArticleAnnotator, parse
from corpus.intake.report import IngestReport, IngestStopped, Progress, line, silent, unheard
from corpus.intake.workers import ENOUGH, convert, convert_parallel, cores, defect
from corpus.model import Article, Aside, Document, Issue, ParsedIssue
from corpus.reading import (
    DEFAULT_LIMITS,
    Confined,
    Failure,
    Limits,
    Records,
    Source,
    TableRow,
    article_from_record,
    read,
    read_bytes,
)
from corpus.splitting import Profile, attribute
from corpus.store import Outcome, Store

if TYPE_CHECKING:
    from corpus.desk import Comparing

logger = logging.getLogger(f"xunzhang.{__name__}")


@dataclass(frozen=True, slots=True)
class Parser:
    """How contents become articles.  recognizer: names organisations and people (None: left out);
    profiles: the genre rules (None: those that come with the program); limits: what reading may take."""

    recognizer: ArticleAnnotator | None = None
    profiles: Sequence[Profile] | None = None
    limits: Limits = DEFAULT_LIMITS

    def document(self, content: Document) -> ParsedIssue:
        """A newsletter or a single text, split and annotated."""
        return parse(content, self.recognizer, self.profiles)

    def record(self, row: TableRow, name: str, issue: Issue) -> Article:
        """One record as an article under its own id.  Raises CorpusError for a row that is none."""
        article = article_from_record(row, name)
        extra = dict(article.extra)
        given = extra.pop("id", None)
        article = replace(article, id="" if given is None else str(given).strip(), extra=extra)
        dated = article.date is not None
        article = attribute(article, issue)
        if not dated:  # a day that running text names does not say when an undated record was printed
            known = {name: how for name, how in article.provenance.items() if name != "date"}
            article = replace(article, date=None, date_basis="issue", provenance=known)
        return article if self.recognizer is None else self.recognizer.annotate(article, issue)


def ingest(
    paths: Iterable[Path],
    store: Store,
    parser: Parser,
    progress: Callable[[Progress], None] = silent,
    *,
    draft: bool = False,
    say: Callable[[str], None] = unheard,
    child: Confined | None = None,
) -> IngestReport:
    """Take in files, folders and archives of them.

    progress: called after every source and every batch of records; whatever it raises cancels the
    ingest, keeping what was committed.  draft: as drafts, which readers do not see; say: told a line for
    every source; child: what reads them (None: one of its own).  Raises IngestStopped when the archive itself
    refuses (disk full); everything else that fails is in the report, which IngestStopped brings along.
    """
    paths = list(paths)
    with Confined(parser.limits) if child is None else nullcontext(child) as reader:
        found = (source for path in paths for source in read(path, parser.limits, reader))
        return _Ingest(store, parser, progress, sum(map(_size, paths)), draft=draft, say=say).run(found)


def ingest_bytes(
    files: Iterable[tuple[str, bytes]],
    store: Store,
    parser: Parser,
    progress: Callable[[Progress], None] = silent,
    *,
    draft: bool = False,
) -> IngestReport:
    """The same for uploaded files: names and contents."""
    files = list(files)
    with Confined(parser.limits) as child:
        found = (source for name, data in files for source in read_bytes(name, data, parser.limits, child))
        total = sum(len(data) for _, data in files)
        return _Ingest(store, parser, progress, total, draft=draft).run(found)


def reparse(store: Store, parser: Parser, progress: Callable[[Progress], None] = silent) -> IngestReport:
    """Read every source of the archive anew, with the rules in force.  Ids, corrections and what an issue
    is (draft, published, withdrawn) stay."""
    issues = store.whole.issues()
    total = sum(store.source_path(issue.id).stat().st_size for issue in issues)
    run = _Ingest(store, parser, progress, total)
    with Confined(parser.limits) as child:
        return run.run_again((issue, source) for issue in issues for source in _reread(store, issue, child))


def _reread(store: Store, issue: Issue, child: Confined) -> Iterator[Source | Failure]:
    yield from read_bytes(issue.source_file, store.source_bytes(issue.id), child.limits, child)


class _Ingest:
    """One run: counts, the clock and the report."""

    def __init__(
        self,
        store: Store,
        parser: Parser,
        progress: Callable[[Progress], None],
        total: int,
        *,
        draft: bool = False,
        say: Callable[[str], None] = unheard,
    ) -> None:
        self.draft = draft
        self.say = say
        self.remarks: dict[str, tuple[str, ...]] = {}
        self.store = store
        self.parser = parser
        self.processes = 1 if parser.recognizer is None else cores()
        self.progress = progress
        self.total = total
        self.done = 0
        self.articles = 0
        self.started = time.monotonic()
        self.outcomes: list[tuple[str, Outcome]] = []
        self.failed: list[tuple[str, ArchiveError]] = []
        self.accounts: list[TextAccount] = []
        self.noted: list[str] = []
        self.beside: list[Aside] = []

    def run(self, sources: Iterable[Source | Failure]) -> IngestReport:
        try:
            for source in sources:
                self._one(source, None)
        except StoreError as error:
            raise IngestStopped(error, self._report()) from error
        return self._report()

    def run_again(self, sources: Iterable[tuple[Issue, Source | Failure]]) -> IngestReport:
        for issue, source in sources:
            self._one(source, issue)
        return self._report()

    def _one(self, source: Source | Failure, again: Issue | None) -> None:
        if isinstance(source, Failure):
            self._fail(source.name, source.error)
            return
        before, size = self.done, source.origin.size()
        try:
            outcome = self._take(source) if again is None else self._retake(again, source)
            if outcome is not None:
                self.outcomes.append((source.name, outcome))
                self.say(line(source.name, outcome, self.remarks.get(source.name, ())))
        except CorpusError as error:
            self._fail(source.name, error)
        self.done = before + size
        self._tell(source.name)

    def _take(self, source: Source) -> Outcome | None:
        if (known := self.store.holds(source.digest(), source.name, draft=self.draft)) is not None:
            same = comparing(self.store).same_file(source.digest())
            self.remarks[source.name] = ((str(same),) if same else ()) + self._mended(source)
            return known
        if isinstance(source.content, Records):
            issue = record_issue(source.name)
            if (articles := _begun(self._articles(source, source.content, issue))) is None:
                return None
            with source.origin.open() as data:
                outcome = self.store.add_records(issue, source.name, data, articles, draft=self.draft)
            return self._kept_beside(outcome)
        parsed = self._document(source.content, source.name)
        if self.draft:  # somebody looks at it next: a scan is not read twice
            self.store.readings.put(source.digest(), source.content)
        if self.draft:
            self.remarks[source.name] = tuple(map(str, comparing(self.store).known(parsed, source.data)))
        return self.store.add_issue(parsed, source.data, draft=self.draft)

    def _mended(self, source: Source) -> tuple[str, ...]:
        """Put back the kept bytes of a known source where they are missing or damaged."""
        if self.store.sources.whole(source.digest()):
            return ()
        with source.origin.open() as data:
            self.store.sources.put(data)
        return ("源文件已补回 / its damaged source was put back",)

    def _retake(self, issue: Issue, source: Source) -> Outcome:
        if isinstance(source.content, Records):
            fresh = record_issue(source.name)
            articles = self._articles(source, source.content, fresh)
            return self._kept_beside(self.store.reparse_records(issue.id, fresh, source.name, articles))
        parsed = self._document(source.content, source.name)
        return self.store.reparse_issue(issue.id, self._edited(issue, source.content, parsed))

    def _kept_beside(self, outcome: Outcome) -> Outcome:
        """Put what a file of records says beside them, and what was said of its rows, with its issue."""
        if outcome.kind != "unchanged" and (self.beside or self.noted or outcome.kind == "replaced"):
            self.store.keep_beside(outcome.issue_id, self.beside, told(self.noted))
        return outcome

    def _edited(self, issue: Issue, content: Document, parsed: ParsedIssue) -> ParsedIssue:
        """With what people changed in the reading of this source."""
        from corpus.desk import draft_edits_of, replay

        edits = draft_edits_of(self.store, issue.id)
        if not edits:
            return parsed
        recognizer, profiles = self.parser.recognizer, self.parser.profiles
        return replay(content, parsed, edits, profiles=profiles, recognizer=recognizer)

    def _document(self, content: Document, name: str) -> ParsedIssue:
        try:
            parsed = self.parser.document(content)
        except CorpusError:
            raise
        except Exception as error:  # a defect met in one file must not lose the others
            raise defect(content.name, error) from error
        if not parsed.articles:
            raise CorpusError(content.name, "没有找到正文，请核对文件 / no article was found: check the file")
        self.articles += len(parsed.articles)
        self.accounts.append(replace(account_of(parsed), name=name))
        return parsed

    def _articles(self, source: Source, records: Records, issue: Issue) -> Iterator[Article]:
        before, size, lines = self.done, source.origin.size(), _count_lines(source)
        name = records.name
        self.noted, self.beside = notices, beside = list[str](), list[Aside]()
        rows = _noted(records.rows, notices, beside)
        if self.processes > 1 and lines >= ENOUGH:
            results = convert_parallel(self.parser, rows, name, issue, self.processes)
        else:
            results = convert(self.parser, rows, name, issue)
        count = characters = 0
        for number, result in enumerate(results):
            if number % 500 == 499:
                self.done = before + size * min(number, lines) // lines
                self._tell(source.name)
            if isinstance(result, CorpusError):
                self._fail(result.source, result)
            else:
                self.articles += 1
                count, characters = count + 1, characters + len("".join(result.body.split()))
                yield result
        if notices:
            self.accounts.append(TextAccount(name, issue.title, count, characters, notices=told(notices)))

    def _fail(self, name: str, error: ArchiveError) -> None:
        self.failed.append((name, error))
        self.say(line(name, error))
        if trace := getattr(error, "trace", ""):
            logger.error("%s\n%s", error, trace)

    def _tell(self, name: str) -> None:
        elapsed = max(time.monotonic() - self.started, 1e-9)
        total = max(self.total, self.done)
        self.progress(Progress(name, self.done, total, self.articles, self.articles / elapsed))

    def _report(self) -> IngestReport:
        seconds = time.monotonic() - self.started
        failed, accounts = tuple(self.failed), tuple(self.accounts)
        return IngestReport(tuple(self.outcomes), failed, seconds, accounts, self.remarks)


def comparing(store: Store) -> Comparing:
    """What knows why a file is not new; imported when a file is not new."""
    from corpus.desk import Comparing

    return Comparing(store)


def _noted(
    rows: Iterable[TableRow | Failure], notices: list[str], beside: list[Aside]
) -> Iterator[TableRow | Failure]:
    """The same rows; what was mended in them and what stands beside them is added to the lists."""
    for row in rows:
        if isinstance(row, TableRow):
            notices += [row.notice] if row.notice else []
            beside += row.beside
            row = replace(row, beside=()) if row.beside else row
        yield row


def record_issue(name: str) -> Issue:
    """The issue that stands for a file of records."""
    return Issue(PurePosixPath(name).stem, date_basis="record", source_file=name)


def _begun(articles: Iterator[Article]) -> Iterator[Article] | None:
    """The same articles; None where there is none."""
    for first in articles:
        return _chain(first, articles)
    return None


def _chain(first: Article, rest: Iterator[Article]) -> Iterator[Article]:
    yield first
    yield from rest


def _count_lines(source: Source) -> int:
    """Line feeds in the file, at least 1: an estimate of its records, for the progress bar."""
    with source.origin.open() as stream:
        return max(1, sum(block.count(b"\n") for block in iter(lambda: stream.read(2**20), b"")))


def _size(path: Path) -> int:
    """Bytes at a path; 0 where it cannot be told."""
    try:
        if path.is_dir():
            return sum(inner.stat().st_size for inner in path.rglob("*") if inner.is_file())
        return path.stat().st_size
    except OSError:
        return 0
