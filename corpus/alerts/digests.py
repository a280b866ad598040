"""Here is what saved searches found; make mails of it, each once, and keep what became of every mail.

A mail is a row before it is sent.  Whoever sends it takes it for a while (`take`); one that died with a mail
in hand leaves it to be taken again, under the same Message-ID, so that a mail box can tell it is the same.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import sqlalchemy as sa

from corpus.alerts.searches import COLUMNS, Frequency, SavedSearch, reads
from corpus.desk.activity import note
from corpus.desk.persons import Person, may, require
from corpus.desk.refusals import NotFound
from corpus.store.alert_tables import digest as _digest
from corpus.store.alert_tables import saved_search as _saved
from corpus.store.alert_tables import search_find as _find
from corpus.store.database import Database
from corpus.store.rows import clean
from corpus.store.writing import now

State = Literal["waiting", "sent", "failed", "dropped"]
STATES: tuple[State, ...] = get_args(State)
"""To be sent, or sent again; sent; given up; nothing left in it that its reader may read, or ended before."""

STATE_NAMES: Mapping[State, tuple[str, str]] = {
    "waiting": ("待发", "waiting"),
    "sent": ("已发出", "sent"),
    "failed": ("发送失败", "failed"),
    "dropped": ("未发：没有可读的内容", "not sent: nothing left to read"),
}

PAUSES = (60.0, 300.0, 1800.0, 7200.0, 21600.0, 43200.0, 86400.0)
"""Seconds before each further attempt; after the last one the mail has failed."""
LEASE = 600.0
"""Seconds for which whoever sends a mail has it to themselves."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One mail.

    content: saved search → its articles, newest first; message: its Message-ID without brackets; ready: not
    to be sent before, seconds since the epoch; created, ended: UTC, ISO 8601; articles: in the mail once it
    is sent; error: why the last attempt failed.
    """

    id: int
    owner: str
    email: str
    language: str
    content: Mapping[str, tuple[str, ...]]
    message: str
    state: State
    attempts: int
    ready: float
    error: str
    created: str
    ended: str | None
    articles: int


class Digests:
    """The mails of one archive.  clock: seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self.database = database
        self.clock = clock

    def compose(self, due: Mapping[Frequency, float], host: str) -> int:
        """Make the mails that are due: one a person, address and language; how many.

        due: frequency → the moment, seconds since the epoch: who was last written to before it is written to
        now.  host: domain of the Message-IDs.  Searches without anything new stay as they are.
        """
        with self.database.write() as conn:
            groups: dict[tuple[str, str, str], dict[str, list[str]]] = {}
            upto: dict[str, int] = {}
            for saved in _due(conn, due):
                query = sa.select(_find.c.arrival, _find.c.article_id).where(
                    _find.c.search == saved.id, _find.c.arrival > saved.mailed
                )
                found = conn.execute(query.order_by(_find.c.arrival.desc())).all()
                if found:
                    whose = (saved.owner, saved.email, saved.language)
                    groups.setdefault(whose, {})[saved.id] = [one.article_id for one in found]
                    upto[saved.id] = found[0].arrival
            for (owner, email, language), content in groups.items():
                conn.execute(_digest.insert(), self._row(owner, email, language, content, host))
            for search, arrival in upto.items():
                values = {"mailed": arrival, "mailed_at": self.clock()}
                conn.execute(_saved.update().where(_saved.c.id == search), values)
        return len(groups)

    def pending(self, due: Mapping[Frequency, float]) -> bool:
        """Whether a mail is to be made or sent now."""
        with self.database.read() as conn:
            ready = sa.and_(_digest.c.state == "waiting", _digest.c.ready <= self.clock())
            if conn.execute(sa.select(_digest.c.seq).where(ready).limit(1)).first():
                return True
            fresh = sa.exists().where(_find.c.search == _saved.c.id, _find.c.arrival > _saved.c.mailed)
            query = sa.select(_saved.c.id).where(_mailed_before(due), fresh).limit(1)
            return conn.execute(query).first() is not None

    def take(self) -> Digest | None:
        """The next mail to be sent, for LEASE seconds; None where there is none."""
        with self.database.write() as conn:
            ready = sa.and_(_digest.c.state == "waiting", _digest.c.ready <= self.clock())
            row = conn.execute(sa.select(*_COLUMNS).where(ready).order_by(_digest.c.seq).limit(1)).first()
            if row is None:
                return None
            held = {"attempts": row.attempts + 1, "ready": self.clock() + LEASE}
            conn.execute(_digest.update().where(_digest.c.seq == row.seq), held)
            return _from(conn.execute(sa.select(*_COLUMNS).where(_digest.c.seq == row.seq)).one())

    def sent(self, one: Digest, articles: int) -> None:
        """It is on its way."""
        self._end(one, "sent", articles, "")

    def dropped(self, one: Digest) -> None:
        """Nothing is left in it: it is not sent."""
        self._end(one, "dropped", 0, "")

    def refused(self, one: Digest, error: str, *, for_good: bool) -> Digest:
        """It could not be sent.  for_good: trying again would not help."""
        if for_good or one.attempts > len(PAUSES):
            self._end(one, "failed", 0, error)
        else:
            values = {"ready": self.clock() + PAUSES[one.attempts - 1], "error": clean(error)}
            self._set(one, values)
        with self.database.read() as conn:
            return _from(conn.execute(sa.select(*_COLUMNS).where(_digest.c.seq == one.id)).one())

    def postpone(self) -> None:
        """The server is away: what waits is not tried before the first pause is over."""
        now_ready = sa.and_(_digest.c.state == "waiting", _digest.c.ready <= self.clock())
        with self.database.write() as conn:
            conn.execute(_digest.update().where(now_ready), {"ready": self.clock() + PAUSES[0]})

    def searches(self, one: Digest) -> list[SavedSearch]:
        """The saved searches of a mail that are still to be written about to its address, in its order;
        none where its reader's account is closed."""
        with self.database.read() as conn:
            if not reads(conn, one.owner):
                return []
            query = sa.select(*COLUMNS).where(
                _saved.c.id.in_(list(one.content)), _saved.c.standing == "current",
                _saved.c.frequency != "never", _saved.c.email == one.email,
            )  # fmt: skip
            found = {row.id: SavedSearch(*row) for row in conn.execute(query)}
        return [found[search] for search in one.content if search in found]

    def digests(
        self, by: Person, *, everybody: bool = False, states: Sequence[State] = STATES
    ) -> list[Digest]:
        """The newest mails of this person; everybody: of all, for administrators.  Raises NotAllowed."""
        if everybody:
            require(by, "administer")
        query = sa.select(*_COLUMNS).where(_digest.c.state.in_(states))
        query = query if everybody else query.where(_digest.c.owner == by.id)
        with self.database.read() as conn:
            return [_from(row) for row in conn.execute(query.order_by(_digest.c.seq.desc()).limit(200))]

    def retry(self, digest: int, by: Person) -> Digest:
        """Send a mail that waits or has failed now, and as often as a new one.  Raises NotFound."""
        with self.database.write() as conn:
            row = conn.execute(sa.select(*_COLUMNS).where(_digest.c.seq == digest)).one_or_none()
            mine = row is not None and (row.owner == by.id or may(by, "administer"))
            if row is None or not mine or row.state not in ("failed", "waiting"):
                raise NotFound(f"没有待发或失败的邮件 {digest} / no mail {digest} waits or has failed")
            values = {"state": "waiting", "attempts": 0, "ready": self.clock(), "ended": None}
            conn.execute(_digest.update().where(_digest.c.seq == digest), values)
            note(conn, by, "mail.retry", str(digest), row.email)
            return _from(conn.execute(sa.select(*_COLUMNS).where(_digest.c.seq == digest)).one())

    def _row(
        self, owner: str, email: str, language: str, content: Mapping[str, list[str]], host: str
    ) -> dict[str, object]:
        message = f"{secrets.token_hex(12)}@{host or 'xunzhang.local'}"
        return {
            "owner": owner, "email": email, "language": language, "content": json.dumps(content),
            "message": message, "state": "waiting", "attempts": 0, "ready": self.clock(), "error": "",
            "created": now(), "ended": None, "articles": 0,
        }  # fmt: skip

    def _end(self, one: Digest, state: State, articles: int, error: str) -> None:
        self._set(one, {"state": state, "articles": articles, "ended": now(), "error": clean(error)})

    def _set(self, one: Digest, values: Mapping[str, object]) -> None:
        with self.database.write() as conn:
            conn.execute(_digest.update().where(_digest.c.seq == one.id), values)


_COLUMNS = tuple(_digest.c["seq" if name == "id" else name] for name in Digest.__dataclass_fields__)


def _from(row: Sequence[object]) -> Digest:
    values = dict(zip(Digest.__dataclass_fields__, row, strict=True))
    content = {search: tuple(ids) for search, ids in json.loads(str(values["content"])).items()}
    return Digest(**{**values, "content": content})  # type: ignore[arg-type]  # columns in the fields' order


def _mailed_before(due: Mapping[Frequency, float]) -> sa.ColumnElement[bool]:
    times = (
        sa.and_(_saved.c.frequency == frequency, _saved.c.mailed_at < moment)
        for frequency, moment in due.items()
    )
    return sa.and_(_saved.c.standing == "current", _saved.c.email != "", sa.or_(sa.false(), *times))


def _due(conn: sa.Connection, due: Mapping[Frequency, float]) -> list[SavedSearch]:
    query = sa.select(*COLUMNS).where(_mailed_before(due)).order_by(_saved.c.name, _saved.c.id)
    return [SavedSearch(*row) for row in conn.execute(query)]
