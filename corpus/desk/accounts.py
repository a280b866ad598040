"""Here is a name and a password, tell me whose account that is; and keep the accounts.

Passwords are hashed with argon2id and never stored, shown or logged.  There is no default password: the
first administrator is made by `first_administrator`, for whoever can reach the archive's own machine.
"""

from __future__ import annotations

import secrets
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from corpus.desk.activity import note
from corpus.desk.passwords import check_fit
from corpus.desk.persons import PROGRAM, ROLES, Person, Role, require
from corpus.desk.refusals import NotFound, NotSignedIn, Refused
from corpus.desk.throttle import Throttle
from corpus.store.database import Database
from corpus.store.desk_tables import account as _account
from corpus.store.desk_tables import login_session as _session
from corpus.store.rows import clean
from corpus.store.writing import now


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in.  shown: the name others read; created: UTC, ISO 8601."""

    id: str
    name: str
    shown: str
    role: Role
    active: bool
    created: str

    @property
    def person(self) -> Person:
        """Who acts when this account does."""
        return Person(self.id, self.shown, self.role)


COLUMNS = tuple(_account.c[name] for name in Account.__dataclass_fields__)


class Accounts:
    """The accounts of one archive.  hasher: argon2's parameters; clock: seconds since the epoch."""

    def __init__(
        self,
        database: Database,
        hasher: PasswordHasher | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.database = database
        self._hasher = hasher or PasswordHasher()
        self._throttle = Throttle(database, clock)
        self._nobody = self._hasher.hash(secrets.token_hex())

    # -- reading -----------------------------------------------------------------------------------

    def has_administrator(self) -> bool:
        """Whether anybody could keep this archive from another machine."""
        with self.database.read() as conn:
            return _administrators(conn) > 0

    def accounts(self, by: Person) -> list[Account]:
        """All, by name.  Raises NotAllowed."""
        require(by, "administer")
        with self.database.read() as conn:
            return [Account(*row) for row in conn.execute(sa.select(*COLUMNS).order_by(_account.c.folded))]

    def account(self, account_id: str) -> Account:
        """Raises NotFound."""
        with self.database.read() as conn:
            return account_in(conn, account_id)

    # -- signing in --------------------------------------------------------------------------------

    def sign_in(self, name: str, password: str, address: str = "") -> Account:
        """The account of this name and password.

        address: where the request comes from, for throttling.  Raises TooManyAttempts with the seconds to
        wait, NotSignedIn: the same for a wrong name, a wrong password and an account that is closed, and
        as slow.
        """
        self._throttle.attempt(folded(name), address)
        with self.database.read() as conn:
            query = sa.select(*COLUMNS, _account.c.password).where(_account.c.folded == folded(name))
            row = conn.execute(query).one_or_none()
        known = row is not None and row.active and bool(row.password)
        hashed = row.password if row is not None and row.password else self._nobody
        if not self._fits(hashed, password) or row is None or not known:
            with self.database.write(alone=False) as conn:
                who = Person(row.id if row else "", name, "reader")
                note(conn, who, "account.refused", row.id if row else "", name, {"address": address})
            raise NotSignedIn("用户名或密码不对 / wrong name or password")
        account = Account(*row[:-1])
        self._throttle.forget(folded(name), address)
        with self.database.write(alone=False) as conn:
            if self._hasher.check_needs_rehash(hashed):
                _set(conn, account.id, {"password": self._hasher.hash(password)})
            note(conn, account.person, "account.sign_in", account.id, account.name, {"address": address})
        return account

    # -- keeping -----------------------------------------------------------------------------------

    def first_administrator(self, name: str, password: str, shown: str = "") -> Account:
        """The first who may do everything.  Raises Refused where there is one already."""
        with self.database.write() as conn:
            if _administrators(conn):
                raise Refused(
                    "已有管理员，请由管理员添加账号 / there is an administrator: let them add accounts"
                )
            return self._add(conn, name, password, "administrator", shown, PROGRAM)

    def add(self, name: str, password: str, role: Role, by: Person, shown: str = "") -> Account:
        """A new account.  Raises NotAllowed, Refused (the name is taken, the password too weak)."""
        require(by, "administer")
        with self.database.write() as conn:
            return self._add(conn, name, password, role, shown, by)

    def change(
        self,
        account_id: str,
        by: Person,
        *,
        role: Role | None = None,
        shown: str | None = None,
        active: bool | None = None,
    ) -> Account:
        """Give another role or name, close or open again.  What is closed is signed out everywhere.

        Raises NotAllowed, NotFound, Refused where no administrator would be left.
        """
        require(by, "administer")
        with self.database.write() as conn:
            old = account_in(conn, account_id)
            new: dict[str, object] = {}
            if role is not None and _role(role) != old.role:
                new["role"] = role
            if shown is not None and clean(shown.strip()) != old.shown:
                new["shown"] = clean(shown.strip()) or old.name
            if active is not None and active != old.active:
                new["active"] = active
            if not new:
                return old
            _set(conn, account_id, new)
            if not _administrators(conn):
                raise Refused(
                    "至少要留一位管理员；请先任命另一位 / "
                    "one administrator must be left: appoint another first"
                )
            if new.get("active") is False:
                conn.execute(_session.delete().where(_session.c.account == account_id))
            note(conn, by, "account.change", account_id, old.name, new)
            return account_in(conn, account_id)

    def change_password(self, account_id: str, old: str, new: str, keep: str = "", address: str = "") -> None:
        """Somebody changes their own password; every session of theirs ends but the one with this digest.

        Raises TooManyAttempts, NotSignedIn where `old` is wrong; Refused where `new` is too weak.
        """
        account = self.account(account_id)
        self._throttle.attempt(folded(account.name), address)
        with self.database.read() as conn:
            query = sa.select(_account.c.password).where(_account.c.id == account_id)
            hashed = conn.execute(query).scalar() or self._nobody
        if not self._fits(hashed, old):
            raise NotSignedIn("原密码不对 / the old password is wrong")
        self._throttle.forget(folded(account.name), address)
        self._new_password(account, new, account.person, keep)

    def reset_password(self, account_id: str, new: str, by: Person) -> None:
        """An administrator gives a new password; all sessions of the account end.  Raises NotAllowed,
        NotFound, Refused."""
        require(by, "administer")
        self._new_password(self.account(account_id), new, by, "")

    # ------------------------------------------------------------------------------------------------

    def _new_password(self, account: Account, new: str, by: Person, keep: str) -> None:
        check_fit(new, account.name)
        hashed = self._hasher.hash(new)
        with self.database.write() as conn:
            _set(conn, account.id, {"password": hashed})
            others = sa.and_(_session.c.account == account.id, _session.c.digest != keep)
            ended = conn.execute(_session.delete().where(others)).rowcount
            note(conn, by, "account.password", account.id, account.name, {"sessions ended": ended})

    def _add(
        self, conn: sa.Connection, name: str, password: str, role: Role, shown: str, by: Person
    ) -> Account:
        name = clean(" ".join(name.split()))
        if not name or len(name) > 100:
            raise Refused("用户名应有 1–100 个字 / a name has 1 to 100 characters")
        check_fit(password, name)
        if conn.execute(sa.select(_account.c.id).where(_account.c.folded == folded(name))).first():
            raise Refused(f"已有用户 {name}，请换一个名字 / there is a user {name}: use another name")
        row = {
            "id": secrets.token_hex(8), "name": name, "folded": folded(name),
            "shown": clean(shown.strip()) or name, "role": _role(role),
            "password": self._hasher.hash(password), "active": True, "created": now(),
        }  # fmt: skip
        conn.execute(_account.insert(), row)
        note(conn, by, "account.add", str(row["id"]), name, {"role": role})
        return account_in(conn, str(row["id"]))

    def _fits(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except VerificationError:
            return False


def folded(name: str) -> str:
    """A name without case, width and outer space: one that looks the same is the same."""
    return unicodedata.normalize("NFKC", clean(" ".join(name.split()))).casefold()


def account_in(conn: sa.Connection, account_id: str) -> Account:
    """The account as this transaction sees it.  Raises NotFound."""
    row = conn.execute(sa.select(*COLUMNS).where(_account.c.id == account_id)).one_or_none()
    if row is None:
        raise NotFound(f"没有账号 {account_id} / there is no account {account_id}")
    return Account(*row)


def _administrators(conn: sa.Connection) -> int:
    counted = sa.select(sa.func.count()).select_from(_account)
    able = sa.and_(_account.c.role == "administrator", _account.c.active, _account.c.password != "")
    return int(conn.execute(counted.where(able)).scalar_one())


def _set(conn: sa.Connection, account_id: str, values: dict[str, Any]) -> None:
    conn.execute(_account.update().where(_account.c.id == account_id), values)


def _role(role: str) -> str:
    if role not in ROLES:
        raise Refused(f"没有角色 {role}，可用：{'、'.join(ROLES)} / no role {role}; use one of these")
    return role
