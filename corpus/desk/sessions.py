"""Here is somebody who signed in, give me an id for the cookie; here is an id, tell me who that is.

The database holds only the id's SHA-256: whoever reads it cannot take a session over.  What the account
may do is looked up at every request, so that a closed account or a lower role counts at once.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.desk.accounts import COLUMNS, Account
from corpus.desk.persons import Person
from corpus.desk.refusals import NotSignedIn
from corpus.store.database import Database
from corpus.store.desk_tables import account as _account
from corpus.store.desk_tables import login_session as _session
from corpus.store.rows import clean

IDLE, WHOLE = 12 * 3600.0, 14 * 86400.0
"""Seconds without a request, and in all, after which a session ends."""

_TOUCH = 300.0


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody is signed in.

    digest: names the session without giving it away; csrf: what every form of this session must carry;
    created, seen: seconds since the epoch; device: what the browser said it is.
    """

    account: Account
    digest: str
    csrf: str
    created: float
    seen: float
    device: str

    @property
    def person(self) -> Person:
        """Who acts."""
        return self.account.person


class Sessions:
    """The sessions of one archive.  clock: seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self.database = database
        self.clock = clock

    def begin(self, account: Account, device: str = "") -> tuple[str, Session]:
        """(id for the cookie, session).  The id is given out this once."""
        secret, moment = secrets.token_urlsafe(32), self.clock()
        row = {"digest": digest(secret), "account": account.id, "created": moment, "seen": moment,
               "device": clean(device[:300])}  # fmt: skip
        with self.database.write(alone=False) as conn:
            conn.execute(_session.delete().where(self._over(moment)))
            conn.execute(_session.insert(), row)
        return secret, self.find(secret)

    def find(self, secret: str) -> Session:
        """Whose session this is.  Raises NotSignedIn where it is none, over, or the account is closed."""
        moment, key = self.clock(), digest(secret)
        query = (
            sa.select(_session.c.created, _session.c.seen, _session.c.device, *COLUMNS)
            .join_from(_session, _account, _session.c.account == _account.c.id)
            .where(_session.c.digest == key, _account.c.active, sa.not_(self._over(moment)))
        )
        with self.database.read() as conn:
            row = conn.execute(query).one_or_none()
        if row is None:
            raise NotSignedIn("请登录 / sign in")
        if moment - row.seen > _TOUCH:
            with self.database.write(alone=False) as conn:
                conn.execute(_session.update().where(_session.c.digest == key), {"seen": moment})
        return Session(Account(*row[3:]), key, csrf(secret), row.created, row.seen, row.device)

    def sessions(self, account_id: str) -> list[Session]:
        """Where an account is signed in, the last seen first; their `csrf` is empty."""
        query = (
            sa.select(_session.c.digest, _session.c.created, _session.c.seen, _session.c.device, *COLUMNS)
            .join_from(_session, _account, _session.c.account == _account.c.id)
            .where(_session.c.account == account_id, sa.not_(self._over(self.clock())))
            .order_by(_session.c.seen.desc())
        )
        with self.database.read() as conn:
            return [Session(Account(*row[4:]), row[0], "", *row[1:4]) for row in conn.execute(query)]

    def end(self, secret: str) -> None:
        """Sign out."""
        with self.database.write(alone=False) as conn:
            conn.execute(_session.delete().where(_session.c.digest == digest(secret)))

    def end_others(self, account_id: str, keep: str = "") -> int:
        """Sign an account out everywhere but in the session with the digest `keep`; how many ended."""
        others = sa.and_(_session.c.account == account_id, _session.c.digest != keep)
        with self.database.write(alone=False) as conn:
            return conn.execute(_session.delete().where(others)).rowcount

    @staticmethod
    def _over(moment: float) -> sa.ColumnElement[bool]:
        return sa.or_(_session.c.seen < moment - IDLE, _session.c.created < moment - WHOLE)


def digest(secret: str) -> str:
    """What the database keeps of a secret of full entropy: SHA-256, hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def csrf(secret: str) -> str:
    """The token that goes with a session's id: made from it, so nothing is stored and no form expires."""
    return hmac.new(secret.encode("utf-8", "replace"), b"xunzhang csrf", hashlib.sha256).hexdigest()
