"""Here is a topic and what somebody wants of it; keep the change, take it back, tell who did what.

Most changes of two people stand beside each other (one takes in an article, another files one).  What one
would overwrite unseen (a cover, a name, a note, a search, a section's name) is a `Conflict`, and nothing is
written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.persons import Person
from corpus.desk.refusals import Conflict, NotFound, Refused
from corpus.store.database import Database
from corpus.topics.changes import ACTIONS, TopicChange, TopicState, replay
from corpus.topics.rows import Made, append, changes_of, in_force, mark_undone
from corpus.topics.shelf import TopicHead, TopicShelf, changeable_head, head_of, touch, usable_name

LONGEST_TEXT = 100_000
_OVERWRITING = ("rename", "cover", "ask", "ask_no_more", "note", "section_rename", "section_drop")
"""Actions with which a later person would silently undo what an earlier one has just written."""


@dataclass(frozen=True, slots=True)
class KeptTopic:
    """A topic as it stands.  version: the number of its last change or undo, to be named by whoever
    changes it."""

    head: TopicHead
    state: TopicState
    version: int
    changes: tuple[Made, ...]

    @property
    def id(self) -> str:
        """The topic's id."""
        return self.head.id


class TopicKeeper:
    """What is in the topics of one archive."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.shelf = TopicShelf(database)

    def topic(self, topic: str, person: Person | None) -> KeptTopic:
        """Raises NotFound where there is none that this person may read."""
        with self.database.read() as conn:
            return kept_topic(conn, head_of(conn, topic, person))

    def in_force(self, topic: str) -> tuple[int, ...]:
        """The numbers of the changes that make the topic what it is; the same as long as it is the same."""
        with self.database.read() as conn:
            return in_force(conn, topic)

    def upto(self, topic: str, change: int, person: Person | None) -> TopicState:
        """What the topic was after change number `change`, without what has been taken back since."""
        kept = self.topic(topic, person)
        return replay(one.change for one in kept.changes if one.in_force and one.id <= change)

    def change(
        self, topic: str, changes: Sequence[TopicChange], version: int, by: Person, reason: str = ""
    ) -> KeptTopic:
        """Make changes upon a version, all or none.

        Raises NotFound, NotAllowed, Refused; Conflict (mine: the changes; theirs: the topic as it is) where
        somebody has written since what one of these would overwrite.
        """
        for one in changes:
            if one.action not in ACTIONS:
                raise Refused(f"没有操作 {one.action} / no such action; use one of {', '.join(ACTIONS)}")
            if len(one.text) > LONGEST_TEXT:
                raise Refused(
                    f"文字超过 {LONGEST_TEXT} 字 / the text is longer than {LONGEST_TEXT} characters"
                )
        with self.database.write() as conn:
            kept = kept_topic(conn, changeable_head(conn, topic, by))
            since = {_target(one.change) for one in kept.changes if one.id > version and one.account != by.id}
            if since & {_target(one) for one in changes} - {None}:
                raise Conflict(
                    f"{kept.changes[-1].who} 刚刚改过同一处，请看过后再改 / "
                    f"{kept.changes[-1].who} has just changed the same: look at it, then change it",
                    tuple(changes), kept,
                )  # fmt: skip
            for one in changes:
                if one.action == "rename":
                    usable_name(conn, one.text, but=topic)
            append(conn, topic, changes, by, reason)
            return _noted(conn, kept, by, [one.action for one in changes])

    def undo(self, topic: str, ids: Sequence[int], by: Person) -> KeptTopic:
        """Take changes back.  Raises NotFound, NotAllowed, Refused where the topic would have no name."""
        return self._mark(topic, ids, by, undo=True)

    def redo(self, topic: str, ids: Sequence[int], by: Person) -> KeptTopic:
        """Put changes that were taken back into force again.  Raises NotFound, NotAllowed."""
        return self._mark(topic, ids, by, undo=False)

    def copy(self, topic: str, name: str, by: Person) -> TopicHead:
        """A topic of one's own with everything that is in this one, and none of its history."""
        return self.shelf.begin(name, by, restated(self.topic(topic, by).state))

    def merge(self, into: str, other: str, by: Person) -> KeptTopic:
        """Everything of `other` into `into`; `other` is put away.  Raises NotFound, NotAllowed."""
        theirs, mine = self.topic(other, by), self.topic(into, by)
        kept = self.change(into, list(_added(mine.state, theirs.state)), mine.version, by, theirs.head.name)
        self.shelf.set_standing(other, "archived", by)
        return kept

    def split(self, topic: str, articles: Sequence[str], name: str, by: Person) -> TopicHead:
        """A new topic with these articles put in by hand; they leave this one.

        Raises NotFound, NotAllowed, Refused.
        """
        with self.database.read() as conn:
            kept = kept_topic(conn, changeable_head(conn, topic, by))
        moving = [one for one in kept.state.listed if one in set(articles)]
        if not moving:
            raise Refused("请先选出要分出的文章 / choose the articles that are to be split off first")
        away = set(kept.state.listed) - set(moving)
        put_in = TopicChange("pin", tuple(moving))  # no search of the new topic finds them
        rest = [one for one in restated(kept.state) if one.action != "ask"]
        head = self.shelf.begin(name, by, [*rest, TopicChange("drop", tuple(away)), put_in])
        gone = TopicChange("exclude", tuple(moving), text=f"分入“{head.name}” / moved to {head.name}")
        self.change(topic, [gone], kept.version, by)
        return head

    def _mark(self, topic: str, ids: Sequence[int], by: Person, *, undo: bool) -> KeptTopic:
        with self.database.write() as conn:
            kept = kept_topic(conn, changeable_head(conn, topic, by))
            there = {one.id for one in kept.changes if one.in_force == undo}
            if missing := set(ids) - there:
                raise NotFound(f"没有这项修改 {min(missing)} / there is no such change {min(missing)}")
            mark_undone(conn, sorted(set(ids)), by if undo else None)
            if not kept_topic(conn, kept.head).state.name:
                raise Refused("专题要有名称 / a topic wants a name")
            return _noted(conn, kept, by, ["undo" if undo else "redo"])


def restated(state: TopicState) -> list[TopicChange]:
    """Changes that make an empty topic of the same content: `replay(restated(s))` is `s` but for its name."""
    changes = [TopicChange("cover", text=state.cover)] if state.cover else []
    changes += [TopicChange("order", text=state.order)] if state.order != "hand" else []
    changes += [TopicChange("section_add", text=one) for one in state.sections]
    done: frozenset[str] = frozenset()
    for asked in dict.fromkeys(state.listed.values()):
        changes += [TopicChange("ask_no_more", key=one) for one in sorted(done - asked)]
        changes += [TopicChange("ask", key=one, text=one) for one in sorted(asked - done)]
        taken = tuple(one for one, then in state.listed.items() if then == asked)
        changes.append(TopicChange("accept", taken))
        done = asked
    changes += [TopicChange("ask_no_more", key=one) for one in sorted(done)]
    changes += [TopicChange("ask", key=key, text=text) for key, text in state.queries.items()]
    changes.append(TopicChange("place", tuple(state.listed)))
    changes.append(TopicChange("pin", tuple(one for one in state.listed if one in state.pinned)))
    changes.append(TopicChange("hold", tuple(one for one in state.listed if one in state.held)))
    changes += [TopicChange("file", (one,), key=name) for one, name in state.section_of.items()]
    changes += [TopicChange("exclude", (one,), text=why) for one, why in state.excluded.items()]
    changes.append(TopicChange("later", tuple(sorted(state.later))))
    changes += [TopicChange("note", (one,), text=text) for one, text in state.notes.items()]
    return [one for one in changes if one.articles or one.action not in _OF_ARTICLES]


_OF_ARTICLES = ("accept", "pin", "exclude", "drop", "later", "hold", "let_go", "note", "file", "place")


def _added(mine: TopicState, theirs: TopicState) -> Iterable[TopicChange]:
    """What makes one topic hold the other too; what either excluded and the other lists stays listed."""
    fresh = tuple(one for one in theirs.listed if one not in mine.listed)
    known = set(mine.queries.values())
    keys = (f"m{number}" for number in range(1, 10**6) if f"m{number}" not in mine.queries)
    for text in theirs.queries.values():
        if text not in known:
            yield TopicChange("ask", key=next(keys), text=text)
    for name in theirs.sections:
        yield TopicChange("section_add", text=name)
    yield TopicChange("accept", fresh)
    yield TopicChange("pin", tuple(one for one in fresh if one in theirs.pinned))
    yield TopicChange("hold", tuple(one for one in fresh if one in theirs.held))
    for one in fresh:
        if name := theirs.section_of.get(one, ""):
            yield TopicChange("file", (one,), key=name)
    for one, text in theirs.notes.items():
        if one not in mine.notes:
            yield TopicChange("note", (one,), text=text)
    for one, why in theirs.excluded.items():
        if one not in mine.listed and one not in mine.excluded:
            yield TopicChange("exclude", (one,), text=why)


def _target(change: TopicChange) -> tuple[str, tuple[str, ...], str] | None:
    """What a change overwrites; None where it stands beside any other."""
    if change.action not in _OVERWRITING:
        return None
    kind = change.action.partition("_")[0]
    return kind, change.articles if kind == "note" else (), change.key


def kept_topic(conn: sa.Connection, head: TopicHead) -> KeptTopic:
    """What is in a topic, inside a transaction."""
    changes = tuple(changes_of(conn, head.id))
    state = replay(one.change for one in changes if one.in_force)
    return KeptTopic(head, state, changes[-1].id if changes else 0, changes)


def _noted(conn: sa.Connection, before: KeptTopic, by: Person, actions: Sequence[str]) -> KeptTopic:
    """The topic after what was just written, with the deed in the log."""
    kept = kept_topic(conn, before.head)
    touch(conn, before.id, kept.state.name)
    note(conn, by, "topic.change", before.id, kept.state.name, {"actions": list(dict.fromkeys(actions))})
    return KeptTopic(head_of(conn, before.id, by), kept.state, kept.version, kept.changes)
