"""Here is a program that acts for somebody, give it a token; here is a token, tell me who acts.

A token is shown once and kept as its SHA-256.  It allows what its scopes and its owner's role both allow.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.desk.accounts import COLUMNS, Account, account_in
from corpus.desk.activity import note
from corpus.desk.persons import RIGHTS, Person, Right, require
from corpus.desk.refusals import NotAllowed, NotFound, NotSignedIn, Refused
from corpus.desk.sessions import digest
from corpus.store.database import Database
from corpus.store.desk_tables import account as _account
from corpus.store.desk_tables import api_token as _token
from corpus.store.rows import clean
from corpus.store.writing import now

PREFIX = "xz_"
"""How every token begins, so that one which slipped into a file is recognised."""

_TOUCH = 60.0


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token.  account: its owner's id; created, revoked: UTC, ISO 8601; expires, used:
    seconds since the epoch."""

    id: int
    account: str
    label: str
    scopes: tuple[Right, ...]
    created: str
    expires: float | None
    used: float | None
    revoked: str | None


_OWN = tuple(_token.c["seq" if name == "id" else name] for name in Token.__dataclass_fields__)


class Tokens:
    """The tokens of one archive.  clock: seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self.database = database
        self.clock = clock

    def issue(
        self, owner: str, label: str, scopes: Iterable[Right], by: Person, days: int | None = None
    ) -> tuple[str, Token]:
        """(the token, what is known of it).  The token itself is given out this once.

        owner: an account's id; days: until it expires, None = never.  A token cannot make tokens.
        Raises NotAllowed for another's account unless `by` is an administrator, Refused.
        """
        wanted = tuple(one for one in RIGHTS if one in set(scopes))
        unknown = set(scopes) - set(RIGHTS)
        if unknown or not wanted:
            known = "、".join(RIGHTS)
            raise Refused(f"权限范围应取自：{known} / scopes are some of these: {known}")
        if not label.strip():
            raise Refused("请写明令牌的用途 / say what the token is for")
        if days is not None and days < 1:
            raise Refused("有效期至少一天 / a token is good for a day at least")
        _own(owner, by)
        secret = PREFIX + secrets.token_urlsafe(32)
        row = {
            "digest": digest(secret), "account": owner, "label": clean(label.strip()[:200]),
            "scopes": json.dumps(wanted), "created": now(),
            "expires": None if days is None else self.clock() + days * 86400.0,
        }  # fmt: skip
        with self.database.write(alone=False) as conn:
            account = account_in(conn, owner)
            made = conn.execute(_token.insert().returning(*_OWN), row).one()
            detail = {"label": row["label"], "scopes": wanted, "days": days}
            note(conn, by, "token.add", str(made.seq), account.name, detail)
        return secret, _from(made)

    def find(self, secret: str) -> Person:
        """Who acts with this token.  Raises NotSignedIn where it is none, over, revoked, or its owner's
        account is closed."""
        moment = self.clock()
        query = (
            sa.select(*_OWN, *COLUMNS)
            .join_from(_token, _account, _token.c.account == _account.c.id)
            .where(_token.c.digest == digest(secret), _token.c.revoked.is_(None), _account.c.active)
            .where(sa.or_(_token.c.expires.is_(None), _token.c.expires > moment))
        )
        with self.database.read() as conn:
            row = conn.execute(query).one_or_none()
        if row is None:
            raise NotSignedIn("令牌无效、过期或已吊销 / the token is none, expired or revoked")
        token, account = _from(row[: len(_OWN)]), Account(*row[len(_OWN) :])
        if token.used is None or moment - token.used > _TOUCH:
            with self.database.write(alone=False) as conn:
                conn.execute(_token.update().where(_token.c.seq == token.id), {"used": moment})
        return Person(account.id, account.shown, account.role, frozenset(token.scopes))

    def tokens(self, owner: str, by: Person) -> list[Token]:
        """An account's tokens, newest first, revoked ones too.  Raises NotAllowed for another's."""
        _own(owner, by)
        query = sa.select(*_OWN).where(_token.c.account == owner).order_by(_token.c.seq.desc())
        with self.database.read() as conn:
            return [_from(row) for row in conn.execute(query)]

    def revoke(self, token_id: int, by: Person) -> Token:
        """It is good for nothing any more.  Raises NotFound, NotAllowed."""
        with self.database.write(alone=False) as conn:
            row = conn.execute(sa.select(*_OWN).where(_token.c.seq == token_id)).one_or_none()
            if row is None:
                raise NotFound(f"没有令牌 {token_id} / there is no token {token_id}")
            token = _from(row)
            _own(token.account, by)
            if token.revoked is None:
                conn.execute(_token.update().where(_token.c.seq == token_id), {"revoked": now()})
                note(conn, by, "token.revoke", str(token_id), token.label)
            return _from(conn.execute(sa.select(*_OWN).where(_token.c.seq == token_id)).one())


def _own(owner: str, by: Person) -> None:
    if by.scopes is not None:
        raise NotAllowed("令牌不能管理令牌，请登录 / a token cannot keep tokens: sign in")
    if owner != by.id:
        require(by, "administer")


def _from(row: Any) -> Token:
    seq, account, label, scopes, *rest = row
    return Token(seq, account, label, tuple(json.loads(scopes)), *rest)
