"""Here is a link's secret; end the mails it came with, or show the feed it opens, without signing in.

A secret is shown once, in a mail or on a page, and kept as SHA-256.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from corpus.alerts.searches import COLUMNS, SavedSearch, reads
from corpus.desk.activity import note
from corpus.desk.persons import Person, require
from corpus.desk.refusals import NotFound
from corpus.store.alert_tables import alert_link as _link
from corpus.store.alert_tables import saved_search as _saved
from corpus.store.database import Database
from corpus.store.writing import now


@dataclass(frozen=True, slots=True)
class MailEnd:
    """What a link in a mail ends: the mails to an address about these searches."""

    owner: str
    email: str
    searches: tuple[SavedSearch, ...]


class AlertLinks:
    """The links of one archive."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def end_of(self, owner: str, email: str) -> str:
        """The secret of a link that ends all mails of this person to this address."""
        return self._make("end", owner, email)

    def mails(self, secret: str) -> MailEnd:
        """What a link would end; no searches where that has been done.  Raises NotFound."""
        with self.database.read() as conn:
            owner, email = _opened(conn, secret, "end")
            return MailEnd(owner, email, tuple(_written_about(conn, owner, email)))

    def end(self, secret: str, only: str = "") -> MailEnd:
        """No mails go to the address any more; only: about this one search.  What was ended.

        The searches themselves stay.  Raises NotFound.
        """
        with self.database.write() as conn:
            owner, email = _opened(conn, secret, "end")
            wanted = [one for one in _written_about(conn, owner, email) if only in ("", one.id)]
            for one in wanted:
                values = {"frequency": "never", "changed": now()}
                conn.execute(_saved.update().where(_saved.c.id == one.id), values)
                who = Person(owner, one.who, "reader")
                note(conn, who, "mail.end", one.id, one.name, {"email": email, "from": one.frequency})
        return MailEnd(owner, email, tuple(wanted))

    def open_feed(self, search: str, by: Person) -> str:
        """The secret of the feed of a saved search; the one before opens nothing any more.

        Raises NotAllowed, NotFound.
        """
        require(by, "topics")
        self.close_feed(search, by)
        return self._make("feed", by.id, search)

    def close_feed(self, search: str, by: Person) -> bool:
        """The feed opens no more; whether there was one.  Raises NotAllowed, NotFound."""
        require(by, "topics")
        with self.database.write() as conn:
            query = sa.select(_saved.c.name).where(_saved.c.id == search, _saved.c.owner == by.id)
            name = conn.execute(query).scalar()
            if name is None:
                raise NotFound(f"您没有保存过这个检索 {search} / you have saved no such search: {search}")
            there = (_link.c.kind == "feed", _link.c.target == search, _link.c.ended.is_(None))
            ended = conn.execute(_link.update().where(*there), {"ended": now()}).rowcount
            note(conn, by, "search.feed", search, name, {"ended": ended})
        return ended > 0

    def has_feed(self, search: str) -> bool:
        """Whether a link to its feed is open."""
        there = (_link.c.kind == "feed", _link.c.target == search, _link.c.ended.is_(None))
        with self.database.read() as conn:
            return conn.execute(sa.select(_link.c.at).where(*there)).first() is not None

    def feed(self, secret: str) -> SavedSearch:
        """The search whose feed a secret opens.  Raises NotFound, also where the search was removed or its
        owner's account is closed."""
        with self.database.read() as conn:
            _, search = _opened(conn, secret, "feed")
            query = sa.select(*COLUMNS).where(_saved.c.id == search, _saved.c.standing == "current")
            row = conn.execute(query).one_or_none()
            if row is None or not reads(conn, row.owner):
                raise _none()
            return SavedSearch(*row)

    def _make(self, kind: Literal["end", "feed"], owner: str, target: str) -> str:
        secret = secrets.token_urlsafe(24)
        row = {"digest": _hash(secret), "kind": kind, "owner": owner, "target": target, "at": now()}
        with self.database.write() as conn:
            conn.execute(_link.insert(), row)
        return secret


def _opened(conn: sa.Connection, secret: str, kind: str) -> tuple[str, str]:
    query = sa.select(_link.c.owner, _link.c.target).where(
        _link.c.digest == _hash(secret), _link.c.kind == kind, _link.c.ended.is_(None)
    )
    row = conn.execute(query).one_or_none()
    if row is None:
        raise _none()
    return row.owner, row.target


def _written_about(conn: sa.Connection, owner: str, email: str) -> list[SavedSearch]:
    query = sa.select(*COLUMNS).where(
        _saved.c.owner == owner, _saved.c.email == email, _saved.c.frequency != "never",
        _saved.c.standing == "current",
    )  # fmt: skip
    return [SavedSearch(*row) for row in conn.execute(query.order_by(_saved.c.name, _saved.c.id))]


def _none() -> NotFound:
    return NotFound("这个链接已停用或不存在 / this link has ended or never was one")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
