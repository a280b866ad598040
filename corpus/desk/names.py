"""Here is a change to the list of organisations; tell what it would do, make it, take it back.

The list itself is `corpus.entities.Gazetteer`: what is bundled with the changes in force laid over it.  What
the articles already name follows by `Rereading`, article by article, as a job.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.edit_lists import Change, add_change, changes_in, undo_changes
from corpus.desk.persons import Person, require
from corpus.desk.reaching import Reach, listing, printing, reach
from corpus.desk.refusals import Refused
from corpus.entities.gazetteer import ACTIONS, Action, Edit, Gazetteer
from corpus.model import Organization
from corpus.store import schema
from corpus.store.database import Database

_edit = schema.gazetteer_edit

Order = Callable[[sa.Connection, Reach], object]
"""Orders the work that a change makes, in the transaction of the change."""

_NOBODY = Organization("")
_LISTED = ("merge", "rename", "remove")
_PRINTED = ("add", "alias", "unalias", "split")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would reach.

    named: articles that are listed under the name and would be listed otherwise; printed: articles whose
    text has the form, which would be read again; before, after: the organisations concerned (name, number
    of articles listed under it) as they are, and as far as is known without reading the texts again.
    """

    named: tuple[str, ...]
    printed: tuple[str, ...]
    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """All that are to be read again."""
        return tuple(dict.fromkeys((*self.named, *self.printed)))


class Names:
    """The list of organisations of one archive.  base: the list with no change of this archive's."""

    def __init__(self, database: Database, base: Callable[[], Gazetteer]) -> None:
        self.database = database
        self._base = base

    def gazetteer(self) -> Gazetteer:
        """The list as it stands."""
        with self.database.read() as conn:
            return self._merged(changes_in(conn, _edit))

    def history(self) -> list[Change]:
        """All changes, newest first, undone ones too."""
        with self.database.read() as conn:
            return changes_in(conn, _edit, undone=True)[::-1]

    def change(
        self, edits: Sequence[Edit], by: Person, reason: str = "", order: Order | None = None
    ) -> tuple[Change, ...]:
        """Make changes, all or none.

        What would change nothing is left out, and so is a list that ends where it began: a program that sends
        it twice has it done once.

        Raises NotAllowed, Refused where one cannot be made (a circle of parents, an unknown kind, a name
        that is nobody's).  The articles they reach are to be read again: `order` is told, where there are
        any changes.
        """
        require(by, "names")
        with self.database.write() as conn:
            before = gazetteer = self._merged(changes_in(conn, _edit))
            telling = []
            for edit in edits:
                former, gazetteer = gazetteer, _edited(gazetteer, edit)
                if gazetteer != former:
                    telling.append(edit)
            done = []
            for edit in telling if gazetteer != before else ():
                done.append(add_change(conn, _edit, by, edit.action, edit.name, edit.value, reason=reason))
                detail = {"value": edit.value, "action": edit.action}
                note(conn, by, "names.change", edit.name, edit.name, detail)
            if done and order is not None:
                order(conn, reach(before, gazetteer, (edit.name for edit in telling)))
        return tuple(done)

    def undo(self, ids: Sequence[int], by: Person, order: Order | None = None) -> tuple[Change, ...]:
        """Take changes back.  Raises NotAllowed, NotFound, Refused where later ones rest on them."""
        require(by, "names")
        with self.database.write() as conn:
            before = self._merged(changes_in(conn, _edit))
            done = undo_changes(conn, _edit, ids, by)
            try:
                after = self._merged(changes_in(conn, _edit))
            except ValueError as error:
                raise Refused(f"后来的修改以此为前提：{error} / later changes rest on it: {error}") from None
            for one in done:
                note(conn, by, "names.undo", one.name, one.name, {"action": one.action, "value": one.value})
            if order is not None:
                order(conn, reach(before, after, (one.name for one in done)))
        return tuple(done)

    def reach(self, edits: Sequence[Edit] = (), undone: Sequence[int] = ()) -> Reach:
        """What these changes would concern once made, or taken back.  Raises Refused."""
        with self.database.read() as conn:
            changes = changes_in(conn, _edit)
        before = self._merged(changes)
        try:
            after = self._merged(one for one in changes if one.id not in {*undone})
        except ValueError as error:
            raise Refused(f"后来的修改以此为前提：{error} / later changes rest on it: {error}") from None
        for edit in edits:
            after = _edited(after, edit)
        said = [edit.name for edit in edits] + [one.name for one in changes if one.id in {*undone}]
        return reach(before, after, said)

    def effect(self, edit: Edit) -> Effect:
        """What a change would reach, before it is made.  Raises Refused as `change` does."""
        gazetteer = self.gazetteer()
        _edited(gazetteer, edit)
        concerned = [edit.name, *([edit.value] if edit.action in ("merge", "rename", "split") else [])]
        with self.database.read() as conn:
            listed = {name: listing(conn, [name]) for name in dict.fromkeys(filter(None, concerned))}
            named = listed[edit.name] if edit.action in _LISTED else ()
            forms: list[str] = []
            if edit.action in _PRINTED:
                forms = [edit.value or edit.name] if edit.action != "add" else [edit.name]
            printed = tuple(printing(conn, forms))
        before = tuple((name, len(ids)) for name, ids in listed.items())
        after = dict(before)
        if edit.action in ("merge", "rename") and edit.name != edit.value:
            after[edit.value] = len({*listed[edit.value], *named})
            after[edit.name] = 0
        elif edit.action == "remove":
            after[edit.name] = 0
        return Effect(tuple(named), printed, before, tuple(after.items()))

    def effect_of_undo(self, ids: Sequence[int]) -> tuple[str, ...]:
        """The articles that name, or print, what these changes speak of: to be read again once undone."""
        with self.database.read() as conn:
            wanted = [one for one in changes_in(conn, _edit) if one.id in set(ids)]
            found: dict[str, None] = {}
            for one in wanted:
                for name in filter(None, (one.name, one.value if one.action != "kind" else "")):
                    found |= dict.fromkeys((*listing(conn, [name]), *printing(conn, [name])))
        return tuple(found)

    def where(self, name: str) -> dict[str, tuple[str, ...]]:
        """Every form of an organisation → the articles whose title or text prints it."""
        found = self.gazetteer().find(name)
        forms = (found.name, *found.aliases) if found is not None else (name,)
        with self.database.read() as conn:
            return {form: tuple(printing(conn, [form])) for form in forms}

    def _merged(self, changes: Iterable[Change]) -> Gazetteer:
        return self._base().merged(Edit(cast(Action, one.action), one.name, one.value) for one in changes)


def _edited(gazetteer: Gazetteer, edit: Edit) -> Gazetteer:
    if edit.action not in ACTIONS:
        raise Refused(
            f"没有操作 {edit.action}，可用：{'、'.join(ACTIONS)} / no such action; use one of these"
        )
    if not edit.name.strip():
        raise Refused("机构名为空 / the name is empty")
    if edit.action in ("merge", "rename", "split", "alias", "unalias") and not edit.value.strip():
        raise Refused("还要另一个名称 / another name is needed")
    if edit.action == "split" and edit.value not in gazetteer.organizations.get(edit.name, _NOBODY).aliases:
        raise Refused(f"{edit.value} 不是 {edit.name} 的别名 / {edit.value} is no other name of {edit.name}")
    try:
        return gazetteer.edited(edit)
    except ValueError as error:
        raise Refused(str(error)) from None
