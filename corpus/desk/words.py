"""Here is a word the dictionary lacks, or should not have; keep it, with any earlier state to go back to.

What is in force (`Words.dictionary`) is what the tokenizer is to know beside its own dictionary; the articles
that hold a changed word (`holding`) are to be indexed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.edit_lists import Change, add_change, changes_in, undo_changes
from corpus.desk.persons import Person, require
from corpus.desk.refusals import NotFound, Refused
from corpus.store import schema
from corpus.store.database import Database
from corpus.store.desk_tables import word_edit as _edit

_article = schema.article
_LONGEST = 40

Order = Callable[[sa.Connection], object]


def _nothing(_: sa.Connection) -> None:
    """No work is ordered."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Words beside the tokenizer's own dictionary.

    state: number of the last change, 0 = none yet; added: words to be known; removed: words of the
    tokenizer's own that are to be cut.  Both sorted.
    """

    state: int
    added: tuple[str, ...]
    removed: tuple[str, ...]


class Words:
    """The user dictionary of one archive."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def dictionary(self) -> Dictionary:
        """As it stands."""
        with self.database.read() as conn:
            return _dictionary(conn)

    def history(self) -> list[Change]:
        """All changes, newest first, undone ones too; action: "add" | "remove"."""
        with self.database.read() as conn:
            return changes_in(conn, _edit, undone=True)[::-1]

    def add(
        self, words: Iterable[str], by: Person, reason: str = "", order: Order = _nothing
    ) -> tuple[Change, ...]:
        """Words to be known; those that are already are left out.  Raises NotAllowed, Refused.

        order: orders the work that the change makes, in its transaction; not called where nothing changes.
        """
        return self._change("add", words, by, reason, order)

    def remove(
        self, words: Iterable[str], by: Person, reason: str = "", order: Order = _nothing
    ) -> tuple[Change, ...]:
        """Words to be known no more.  Raises NotAllowed, Refused."""
        return self._change("remove", words, by, reason, order)

    def undo(self, ids: Sequence[int], by: Person, order: Order = _nothing) -> tuple[Change, ...]:
        """Take changes back.  Raises NotAllowed, NotFound."""
        require(by, "names")
        with self.database.write() as conn:
            return self._undo(conn, ids, by, order)

    def roll_back(self, state: int, by: Person, order: Order = _nothing) -> tuple[Change, ...]:
        """Go back to the state after change number `state` (0: before any), taking back all later ones.

        Raises NotAllowed, NotFound where there was no such state.
        """
        require(by, "names")
        with self.database.write() as conn:
            every = changes_in(conn, _edit, undone=True)
            if state and state not in {one.id for one in every}:
                raise NotFound(f"没有状态 {state} / there was no state {state}")
            return self._undo(conn, [one.id for one in every if one.id > state and one.in_force], by, order)

    def holding(self, words: Iterable[str]) -> tuple[str, ...]:
        """The articles in whose title, subtitle or text one of these words stands."""
        fields = (_article.c.title, _article.c.subtitle, _article.c.body)
        has = [column.icontains(word, autoescape=True) for word in words for column in fields]
        if not has:
            return ()
        query = sa.select(_article.c.id).where(sa.or_(*has)).order_by(_article.c.seq)
        with self.database.read() as conn:
            return tuple(conn.execute(query).scalars())

    def _change(
        self, action: str, words: Iterable[str], by: Person, reason: str, order: Order
    ) -> tuple[Change, ...]:
        require(by, "names")
        wanted = list(dict.fromkeys(word.strip() for word in words if word.strip()))
        for word in wanted:
            if len(word.split()) != 1 or len(word) > _LONGEST:
                raise Refused(f"“{word}”不是一个词 / {word!r} is not one word")
        if not wanted:
            raise Refused("没有给出词 / no word was given")
        with self.database.write() as conn:
            known = _dictionary(conn)
            there = known.added if action == "add" else known.removed
            fresh = [word for word in wanted if word not in there]
            done = tuple(add_change(conn, _edit, by, action, word, reason=reason) for word in fresh)
            if done:
                note(conn, by, "words.change", fresh[0], fresh[0], {"action": action, "words": fresh})
                order(conn)
        return done

    def _undo(self, conn: sa.Connection, ids: Sequence[int], by: Person, order: Order) -> tuple[Change, ...]:
        done = tuple(undo_changes(conn, _edit, ids, by))
        if done:
            words = [one.name for one in done]
            note(conn, by, "words.undo", words[0], words[0], {"words": words})
            order(conn)
        return done


def _dictionary(conn: sa.Connection) -> Dictionary:
    return dictionary_of(changes_in(conn, _edit))


def dictionary_of(changes: Iterable[Change]) -> Dictionary:
    """The words that these changes make, oldest first.  Pure."""
    state, known = 0, dict[str, str]()
    for one in changes:
        state = one.id
        known[one.name] = one.action
    sides = {
        action: tuple(sorted(word for word, last in known.items() if last == action))
        for action in ("add", "remove")
    }
    return Dictionary(state, sides["add"], sides["remove"])
