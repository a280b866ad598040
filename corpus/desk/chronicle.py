"""Here is a line of the chronicle; keep what the office made of it: accepted, edited, dropped, merged, moved.

A line is named by an article that tells of it, so that what was decided holds when the draft is made anew.
`search.reports.chronicle` lays the changes over the draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from corpus.desk.activity import note
from corpus.desk.edit_lists import Change, add_change, changes_in, undo_changes
from corpus.desk.persons import Person, require
from corpus.desk.refusals import NotFound, Refused
from corpus.errors import ArticleNotFound
from corpus.store.desk_tables import chronicle_edit as _edit
from corpus.store.store import Store

LineAction: TypeAlias = Literal["accept", "edit", "drop", "reopen", "merge", "before"]
LINE_ACTIONS: tuple[LineAction, ...] = get_args(LineAction)
"""accept: it stands; edit: value is the event, place the date as it is printed; drop: it is none; reopen:
neither accepted nor dropped; merge: into the line of article `value`; before: stands before the line of
article `value`, at the end for ""."""

LONGEST = 500
"""Characters of an event."""


class Chronicle:
    """The changes of one archive's chronicle."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def changes(self, *, undone: bool = False) -> list[Change]:
        """Those in force (undone: all), oldest first."""
        with self.store.database.read() as conn:
            return changes_in(conn, _edit, undone=undone)

    def change(
        self, action: str, article: str, by: Person, value: str = "", place: str = "", reason: str = ""
    ) -> Change:
        """One more change of the line that an article tells of.  Raises NotAllowed, Refused, NotFound."""
        require(by, "correct")
        value, place = " ".join(value.split()), " ".join(place.split())
        if action not in LINE_ACTIONS:
            known = ", ".join(LINE_ACTIONS)
            raise Refused(f"没有操作 {action}，可用：{known} / no action {action}; there are: {known}")
        if action == "edit" and not (0 < len(value) <= LONGEST and 0 < len(place) <= LONGEST):
            raise Refused(
                f"日期和事件都要填写，不超过 {LONGEST} 字 / "
                f"give both the date and the event, of at most {LONGEST} characters"
            )
        if action == "merge" and value == article:
            raise Refused("不能并入自身 / a line is not merged into itself")
        self._known(article)
        if action in ("merge", "before") and value:
            self._known(value)
        with self.store.database.write() as conn:
            made = add_change(conn, _edit, by, action, article, value, place, reason)
            note(conn, by, "chronicle.change", article, value or article, {"action": action})
        return made

    def undo(self, ids: Sequence[int], by: Person) -> list[Change]:
        """Take changes back.  Raises NotAllowed, NotFound."""
        require(by, "correct")
        with self.store.database.write() as conn:
            done = undo_changes(conn, _edit, ids, by)
            note(
                conn,
                by,
                "chronicle.undo",
                done[0].name,
                done[0].action,
                {"changes": [one.id for one in done]},
            )
        return done

    def _known(self, article: str) -> None:
        try:
            self.store.article(article)
        except ArticleNotFound:
            raise NotFound(f"没有文章 {article} / there is no article {article}") from None
