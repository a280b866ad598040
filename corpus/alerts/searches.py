"""Here is a person, give me the searches they saved; save one, change it, remove it, bring it back."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.persons import LOCAL_ADMIN, Person, require
from corpus.desk.refusals import NotFound, Refused
from corpus.store.alert_tables import arrival as _arrival
from corpus.store.alert_tables import digest as _digest
from corpus.store.alert_tables import saved_search as _saved
from corpus.store.alert_tables import search_find as _find
from corpus.store.database import Database
from corpus.store.desk_tables import account as _account
from corpus.store.rows import clean
from corpus.store.writing import now

Kind = Literal["query", "list"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Frequency = Literal["never", "at_once", "daily", "weekly"]
FREQUENCIES: tuple[Frequency, ...] = get_args(Frequency)
FREQUENCY_NAMES: Mapping[Frequency, tuple[str, str]] = {
    "never": ("不发邮件", "no mail"),
    "at_once": ("有新文章就发", "at once"),
    "daily": ("每天一封", "daily"),
    "weekly": ("每周一封", "weekly"),
}
"""What each is called, in Chinese and English."""

LANGUAGES = ("zh", "en")
LONGEST_NAME = 200
MOST_LINES = 2_000
"""Lines of a saved list."""
MOST_SEARCHES = 1_000
"""Searches one person may keep."""

_ADDRESS = re.compile(r"[^@\s<>,;:\"'\\\x00-\x1f\x7f]{1,64}@[^@\s<>,;:\"'\\\x00-\x1f\x7f]{1,255}")


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """Something somebody wants to hear of.

    content: of a query its URL parameters, of a list its lines; owner: id of an account; email: "" = none;
    created, changed, seen_at: UTC, ISO 8601; evaluated, seen, mailed: numbers of arrivals: the last that was
    looked at, that the owner has seen, that a digest was made of; mailed_at: seconds since the epoch; needs:
    what an article must have to be found, as `search.alerts.needs` writes it, "" = not worked out yet.
    """

    id: str
    owner: str
    who: str
    name: str
    kind: Kind
    content: str
    frequency: Frequency
    language: str
    email: str
    standing: Literal["current", "removed"]
    created: str
    changed: str
    evaluated: int
    seen: int
    seen_at: str
    mailed: int
    mailed_at: float
    needs: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of a list; of a query, none."""
        return tuple(self.content.split("\n")) if self.kind == "list" else ()


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants to hear.  None: as it is."""

    name: str | None = None
    frequency: Frequency | None = None
    email: str | None = None
    language: str | None = None


class SavedSearches:
    """The saved searches of one archive.  Everybody sees their own only.  clock: seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self.database = database
        self._clock = clock

    def save(self, kind: Kind, content: str, by: Person, wish: Wish | None = None) -> SavedSearch:
        """Keep a search; what comes in from now on is new to it.

        content: URL parameters of a query, or the lines of a list.  Raises NotAllowed, Refused.
        """
        require(by, "topics")
        wish, content = wish or Wish(), _content(kind, content)
        at, fresh = now(), secrets.token_hex(6)
        with self.database.write() as conn:
            mine = sa.and_(_saved.c.owner == by.id, _saved.c.standing == "current")
            many = int(conn.execute(sa.select(sa.func.count()).where(mine)).scalar_one())
            if many >= MOST_SEARCHES:
                raise Refused(
                    f"最多保存 {MOST_SEARCHES} 个检索，请先移除一些 / "
                    f"at most {MOST_SEARCHES} searches are kept: remove some first"
                )
            newest = newest_arrival(conn)
            saved = SavedSearch(
                fresh, by.id, clean(by.name), "", kind, content, "never", "zh", "", "current", at, at,
                newest, newest, at, newest, self._clock(),
            )  # fmt: skip
            saved = _wished(saved, wish)
            conn.execute(_saved.insert(), _row(saved))
            note(conn, by, "search.save", fresh, saved.name)
        return saved

    def searches(self, by: Person, standing: str = "current") -> list[SavedSearch]:
        """This person's, the newest first."""
        query = sa.select(*COLUMNS).where(_saved.c.owner == by.id, _saved.c.standing == standing)
        with self.database.read() as conn:
            rows = conn.execute(query.order_by(_saved.c.created.desc(), _saved.c.name, _saved.c.id)).all()
        return [SavedSearch(*row) for row in rows]

    def search(self, search: str, by: Person) -> SavedSearch:
        """One of this person's.  Raises NotFound."""
        with self.database.read() as conn:
            return _own(conn, search, by)

    def change(self, search: str, wish: Wish, by: Person) -> SavedSearch:
        """Another name, frequency, address or language.  Raises NotAllowed, NotFound, Refused."""
        require(by, "topics")
        with self.database.write() as conn:
            old = _own(conn, search, by)
            new = _wished(old, wish)
            if old.frequency == "never" != new.frequency:  # what came in meanwhile is on the page
                new = replace(new, mailed=newest_arrival(conn), mailed_at=self._clock())
            elif old.email != new.email:
                new = replace(new, mailed=_told(conn, old))
            if new != old:
                _put(conn, replace(new, changed=now()))
                before = {
                    one: getattr(old, one) for one in _CHANGED if getattr(old, one) != getattr(new, one)
                }
                after = {one: getattr(new, one) for one in before}
                note(conn, by, "search.change", search, new.name, {"from": before, "to": after})
            return _own(conn, search, by)

    def set_standing(self, search: str, standing: Literal["current", "removed"], by: Person) -> SavedSearch:
        """Remove it, or bring it back: what came in meanwhile is found then.  Raises NotAllowed, NotFound."""
        require(by, "topics")
        with self.database.write() as conn:
            old = _own(conn, search, by)
            if old.standing != standing:
                _put(conn, replace(old, standing=standing, changed=now()))
                action = "search.remove" if standing == "removed" else "search.bring_back"
                note(conn, by, action, search, old.name)
            return _own(conn, search, by)

    def look(self, search: str, upto: int, by: Person) -> SavedSearch:
        """The owner has looked at what came in up to this arrival; a smaller one than before takes it back.

        Raises NotAllowed, NotFound.
        """
        require(by, "topics")
        with self.database.write() as conn:
            old = _own(conn, search, by)
            seen = max(0, min(upto, newest_arrival(conn)))
            _put(conn, replace(old, seen=seen, seen_at=now()))
            return _own(conn, search, by)

    def named(self, name: str, by: Person, standing: str = "current") -> SavedSearch:
        """This person's newest of this name or id.  Raises NotFound, which lists those there are."""
        mine = self.searches(by, standing)
        for one in mine:
            if name in (one.id, one.name):
                return one
        known = "、".join(one.name for one in mine) or "–"
        raise NotFound(
            f"没有保存过检索“{name}”，现有：{known} / no saved search {name!r}; there are: {known}"
        )


COLUMNS = tuple(_saved.c[name] for name in SavedSearch.__dataclass_fields__)
"""What a `SavedSearch` is made of, in its order."""
_CHANGED = ("name", "frequency", "email", "language")


def newest_arrival(conn: sa.Connection) -> int:
    """The number of the article that came in last; 0 where none has."""
    return int(conn.execute(sa.select(sa.func.max(_arrival.c.seq))).scalar() or 0)


def _told(conn: sa.Connection, saved: SavedSearch) -> int:
    """The last arrival that a mail has told of: what one that still waits was to tell goes to another
    address, and not to the old one."""
    waiting = sa.select(_digest.c.content).where(
        _digest.c.owner == saved.owner, _digest.c.email == saved.email, _digest.c.state == "waiting"
    )
    articles = {one for row in conn.execute(waiting) for one in json.loads(row.content).get(saved.id, ())}
    query = sa.select(_find.c.arrival, _find.c.article_id).where(_find.c.search == saved.id)
    untold = [arrival for arrival, article in conn.execute(query) if article in articles]
    return min([saved.mailed, *(int(arrival) - 1 for arrival in untold)])


def reads(conn: sa.Connection, owner: str) -> bool:
    """Whether an account may still read; whoever sits at the machine has none."""
    active = conn.execute(sa.select(_account.c.active).where(_account.c.id == owner)).scalar()
    return owner == LOCAL_ADMIN.id if active is None else bool(active)


def usable_address(email: str) -> str:
    """An e-mail address as it is kept.  Raises Refused where it is none."""
    email = clean(email.strip())
    if email and not _ADDRESS.fullmatch(email):
        raise Refused(f"“{email}”不像邮箱地址，请改正 / {email!r} is no e-mail address: mend it")
    return email


def _own(conn: sa.Connection, search: str, by: Person) -> SavedSearch:
    row = conn.execute(
        sa.select(*COLUMNS).where(_saved.c.id == search, _saved.c.owner == by.id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"您没有保存过这个检索 {search} / you have saved no such search: {search}")
    return SavedSearch(*row)


def _put(conn: sa.Connection, saved: SavedSearch) -> None:
    conn.execute(_saved.update().where(_saved.c.id == saved.id), _row(saved))


def _row(saved: SavedSearch) -> dict[str, object]:
    return {name: cast(object, getattr(saved, name)) for name in SavedSearch.__dataclass_fields__}


def _wished(saved: SavedSearch, wish: Wish) -> SavedSearch:
    """The search as it is wished.  Raises Refused."""
    name = saved.name if wish.name is None else clean(" ".join(wish.name.split()))
    frequency = saved.frequency if wish.frequency is None else wish.frequency
    email = saved.email if wish.email is None else usable_address(wish.email)
    language = saved.language if wish.language is None else wish.language
    if not name or len(name) > LONGEST_NAME:
        raise Refused(
            f"检索要有名称，最多 {LONGEST_NAME} 字 / a saved search wants a name, of at most {LONGEST_NAME}"
        )
    if frequency not in FREQUENCIES:
        raise Refused(f"没有频率 {frequency} / no such frequency; use {', '.join(FREQUENCIES)}")
    if language not in LANGUAGES:
        raise Refused(f"没有语言 {language} / no such language; use {', '.join(LANGUAGES)}")
    if frequency != "never" and not email:
        raise Refused("请填写收邮件的邮箱 / say to which address the mails go")
    return replace(saved, name=name, frequency=frequency, email=email, language=language)


def _content(kind: Kind, content: str) -> str:
    if kind not in KINDS:
        raise Refused(f"没有种类 {kind} / no such kind; use {', '.join(KINDS)}")
    lines: Sequence[str] = [clean(" ".join(line.split())) for line in content.split("\n")]
    kept = list(dict.fromkeys(line for line in lines if line))
    if kind == "query":
        return clean(content)
    if not kept or len(kept) > MOST_LINES:
        raise Refused(
            f"名单要有 1–{MOST_LINES} 行，现有 {len(kept)} 行 / "
            f"a list has 1 to {MOST_LINES} lines, this one {len(kept)}"
        )
    return "\n".join(kept)
