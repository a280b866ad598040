"""Here is a draft, show what was understood of it, line by line; change it, undo, redo.

An edit is a value (`corpus.desk.draft_edits`), kept in order with who and when, and replayed over what the
rules make of the source: nothing that a person did is written over the source or lost when rules change.
Every change names the version it was made upon; who comes second is shown both (`Conflict`).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import sqlalchemy as sa

from corpus.desk.draft_edits import DraftEdit, SetIssue, checked
from corpus.desk.edit_rows import Edited, EditHistory, add_edit, edits_of, set_place
from corpus.desk.persons import Person, require
from corpus.desk.refusals import Conflict, Refused
from corpus.desk.replaying import Annotator, PreviewLine, Reading
from corpus.errors import IssueNotFound
from corpus.model import Document, ParsedIssue
from corpus.reading import Failure, Records, Source, read_bytes
from corpus.splitting import Profile
from corpus.store import schema
from corpus.store.store import Store
from corpus.store.writing import IssueState

_issue = schema.issue
_HELD = 8
"""Documents kept ready to be edited."""


class ArticleParser(Protocol):
    """How contents become articles; `corpus.intake.ingest.Parser` is one."""

    @property
    def recognizer(self) -> Annotator | None: ...

    @property
    def profiles(self) -> Sequence[Profile] | None: ...

    def document(self, content: Document) -> ParsedIssue: ...


@dataclass(frozen=True, slots=True)
class Draft:
    """What a source is understood to be, with the edits in force.

    version: to be named by whoever changes it; edits: all, in order; place: how many are in force (the
    others were undone and can be redone); lines: the source, line by line, with what each line is;
    refused: (number of an edit, why) of those that have no meaning any more.
    """

    issue_id: str
    state: IssueState
    version: int
    edits: tuple[Edited, ...]
    place: int
    parsed: ParsedIssue
    lines: tuple[PreviewLine, ...]
    refused: tuple[tuple[int, str], ...]


class Drafts:
    """The drafts of one archive.  parser: how its sources are understood now; read: what reads a source of a
    name and contents (in a child with bounds, where it is given)."""

    def __init__(
        self,
        store: Store,
        parser: Callable[[], ArticleParser],
        read: Callable[[str, bytes], Iterable[Source | Failure]] = read_bytes,
    ) -> None:
        self.store = store
        self.database = store.database
        self._parser = parser
        self._read = read
        self._held: OrderedDict[str, Reading] = OrderedDict()
        self._lock = threading.Lock()

    def draft(self, issue_id: str) -> Draft:
        """Raises IssueNotFound; Refused for records, which have no lines (correct them instead)."""
        with self.database.read() as conn:
            digest, state = _source(conn, issue_id)
            kept = edits_of(conn, digest)
        return self._draft(issue_id, digest, state, kept)

    def change(self, issue_id: str, edit: DraftEdit, version: int, by: Person) -> Draft:
        """Make an edit upon a version of the draft.

        Raises NotAllowed, IssueNotFound, Refused where the issue is no draft or the edit has no meaning,
        CorrectionRefused for a value the field cannot have, Conflict (mine: the edit; theirs: the Draft as
        it is) where somebody changed it since.
        """
        require(by, "bring_in")
        edit = checked(edit)
        with self.database.read() as conn:
            digest, state = _source(conn, issue_id)
            kept = edits_of(conn, digest)
        self._expect(issue_id, digest, state, kept, version, edit)
        reading = self._reading(issue_id, digest)
        if not isinstance(edit, SetIssue) and not edit.anchor:
            edit = replace(edit, anchor=reading.reader.text(edit.line))
        made = reading.replay([*kept.in_force, edit])
        if made.refused and made.refused[-1][0] == kept.place:
            raise Refused(made.refused[-1][1])
        if not made.parsed.articles:
            raise Refused("至少要留一篇文章 / one article must be left")
        return self._write(
            issue_id, digest, version, edit, made.parsed, lambda conn: add_edit(conn, digest, kept, edit, by)
        )

    def undo(self, issue_id: str, version: int, by: Person) -> Draft:
        """Take the last edit in force back.  Raises as `change` does; Refused where there is none."""
        return self._step(issue_id, version, by, -1)

    def redo(self, issue_id: str, version: int, by: Person) -> Draft:
        """Make the edit again that was undone last.  Raises as `change` does; Refused where there is none."""
        return self._step(issue_id, version, by, 1)

    # ------------------------------------------------------------------------------------------------

    def _step(self, issue_id: str, version: int, by: Person, step: int) -> Draft:
        require(by, "bring_in")
        with self.database.read() as conn:
            digest, state = _source(conn, issue_id)
            kept = edits_of(conn, digest)
        self._expect(issue_id, digest, state, kept, version, None)
        place = kept.place + step
        if not 0 <= place <= len(kept.edits):
            raise Refused("没有可撤销或重做的修改 / there is nothing to undo or redo")
        edits = [one.edit for one in kept.edits[:place]]
        made = self._reading(issue_id, digest).replay(edits)
        return self._write(
            issue_id, digest, version, None, made.parsed, lambda conn: set_place(conn, digest, version, place)
        )

    def _write(
        self,
        issue_id: str,
        digest: str,
        version: int,
        edit: DraftEdit | None,
        parsed: ParsedIssue,
        keep: Callable[[sa.Connection], None],
    ) -> Draft:
        with self.database.write() as conn:
            found, state = _source(conn, issue_id)
            now = edits_of(conn, found)
            fresh = (found, state, now.version) == (digest, "draft", version)
            if fresh:
                keep(conn)
                self.store.refill(conn, issue_id, parsed)
        if not fresh:
            self._expect(issue_id, found, state, now, version, edit)
        return self.draft(issue_id)

    def _expect(
        self,
        issue_id: str,
        digest: str,
        state: IssueState,
        kept: EditHistory,
        version: int,
        edit: DraftEdit | None,
    ) -> None:
        if state != "draft":
            raise Refused("这一期已不是草稿，请更正文章 / it is no draft any more: correct its articles")
        if kept.version != version:
            theirs = self._draft(issue_id, digest, state, kept)
            who = kept.edits[-1].who if kept.edits else ""
            raise Conflict(
                f"{who} 刚修改了这份草稿，请看过再改 / {who} has changed this draft: look at it first",
                edit,
                theirs,
            )

    def _draft(self, issue_id: str, digest: str, state: IssueState, kept: EditHistory) -> Draft:
        made = self._reading(issue_id, digest).replay(kept.in_force)
        return Draft(
            issue_id, state, kept.version, kept.edits, kept.place, made.parsed, made.lines, made.refused
        )

    def _reading(self, issue_id: str, digest: str) -> Reading:
        parser = self._parser()
        with self._lock:
            held = self._held.get(digest)
            if held is not None and held.recognizer is parser.recognizer:
                self._held.move_to_end(digest)
                return held
        document = self._document(issue_id, digest)
        reading = Reading(document, parser.document(document), parser.profiles, parser.recognizer)
        with self._lock:
            self._held[digest] = reading
            while len(self._held) > _HELD:
                self._held.popitem(last=False)
        return reading

    def _document(self, issue_id: str, digest: str) -> Document:
        name = self.store.whole.issue(issue_id).source_file
        kept = self.store.readings.get(digest, name)
        if kept is not None:
            return kept
        for source in self._read(name, self.store.sources.get(digest)):
            if isinstance(source, Failure):
                raise source.error
            if not isinstance(source.content, Records):
                self.store.readings.put(digest, source.content)
                return source.content
        raise Refused(
            "记录没有版面可看，请逐篇更正 / records have no page to look at: correct them one by one"
        )


def _source(conn: sa.Connection, issue_id: str) -> tuple[str, IssueState]:
    row = conn.execute(
        sa.select(_issue.c.digest, _issue.c.state).where(_issue.c.id == issue_id)
    ).one_or_none()
    if row is None:
        raise IssueNotFound(issue_id)
    return row.digest, row.state
