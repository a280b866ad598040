"""Here is somebody whom another service vouches for; give me their account.

The account's id is made of the service and of the id that the service never gives to anybody else, so that a
name that changes there, or is one of ours by chance, opens no other account.  It has no password.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.desk.accounts import Account, account_in, folded
from corpus.desk.activity import note
from corpus.desk.persons import Person, Role
from corpus.desk.refusals import NotSignedIn
from corpus.store.database import Database
from corpus.store.desk_tables import account as _account
from corpus.store.rows import clean
from corpus.store.writing import now

_LONGEST = 100
"""Characters of a name, as for every account."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """Who signed in elsewhere.

    issuer: URL of the service; subject: their id there; name: to be listed under; shown: the name others
    read, "" = the same.
    """

    issuer: str
    subject: str
    name: str
    shown: str = ""

    @property
    def account_id(self) -> str:
        """The id of their account here: 24 hexadecimal digits of a SHA-256."""
        return hashlib.sha256(f"{self.issuer}\n{self.subject}".encode()).hexdigest()[:24]


def sign_in_vouched(database: Database, who: Vouched, role: Role | None, address: str = "") -> Account:
    """Their account, made at the first time.

    role: of a new account; None = it waits, closed, until an administrator opens it.  address: where the
    request comes from, for the log.  Raises NotSignedIn where the account is closed.
    """
    with database.write(alone=False) as conn:
        known = sa.select(_account.c.id).where(_account.c.id == who.account_id)
        if conn.execute(known).first() is None:
            _open_account(conn, who, role)
        account = account_in(conn, who.account_id)
        action = "account.sign_in" if account.active else "account.refused"
        note(conn, account.person, action, account.id, account.name, {"address": address})
    if not account.active:
        raise NotSignedIn(
            "账号已登记，请管理员在“账号”页启用 / the account is listed: ask an administrator to open it"
        )
    return account


def _open_account(conn: sa.Connection, who: Vouched, role: Role | None) -> None:
    name = _free_name(conn, clean(" ".join(who.name.split()))[:_LONGEST] or who.account_id)
    row = {
        "id": who.account_id, "name": name, "folded": folded(name), "shown": clean(who.shown.strip()) or name,
        "role": role or "reader", "password": "", "active": role is not None, "created": now(),
    }  # fmt: skip
    conn.execute(_account.insert(), row)
    by = Person(who.account_id, str(row["shown"]), "reader")
    note(conn, by, "account.add", who.account_id, name, {"role": row["role"], "address": who.issuer})


def _free_name(conn: sa.Connection, name: str) -> str:
    """The name, with a number behind it where somebody else has it."""
    tried, number = name, 1
    while conn.execute(sa.select(_account.c.id).where(_account.c.folded == folded(tried))).first():
        number += 1
        tried = f"{name} {number}"
    return tried
