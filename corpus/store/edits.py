"""Here is what a user changed in the gazetteer: kept in order, given back in order."""

from __future__ import annotations

import sqlalchemy as sa

from corpus.store import schema
from corpus.store.database import Database
from corpus.store.rows import GazetteerEdit, clean
from corpus.store.writing import now

_edit = schema.gazetteer_edit
_COLUMNS = tuple(_edit.c[name] for name in GazetteerEdit._fields)


class Edits:
    """The part of the store that remembers changes to the gazetteer."""

    database: Database

    def edit_gazetteer(self, action: str, name: str, value: str, who: str) -> GazetteerEdit:
        """Remember one change.  Whether it can be applied is for the gazetteer to say, beforehand."""
        row = {"action": action, "name": clean(name), "value": clean(value), "who": clean(who), "at": now()}
        with self.database.write() as conn:
            return GazetteerEdit(*conn.execute(_edit.insert().returning(*_COLUMNS), row).one())

    def gazetteer_edits(self) -> list[GazetteerEdit]:
        """All changes in force, oldest first."""
        query = sa.select(*_COLUMNS).where(_edit.c.undone_at.is_(None)).order_by(_edit.c.seq)
        with self.database.read() as conn:
            return [GazetteerEdit(*row) for row in conn.execute(query)]

    def forget_gazetteer_edit(self, seq: int, who: str = "") -> bool:
        """Undo one change, which stays on record; False where none of this number is in force."""
        undone = {"undone_by": clean(who), "undone_at": now()}
        with self.database.write() as conn:
            change = _edit.update().where(_edit.c.seq == seq, _edit.c.undone_at.is_(None))
            return conn.execute(change, undone).rowcount > 0
