"""Here is an organisation, give me the codes it goes by elsewhere; here is a code, give me the organisation.

Optional, one row an organisation: the unified social credit code (统一社会信用代码, GB 32100—2015), a stock
code, a Wikidata item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.persons import Person, require
from corpus.desk.refusals import Refused
from corpus.store.database import Database
from corpus.store.desk_tables import organization_code as _code
from corpus.store.rows import clean
from corpus.store.writing import now

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_STOCK = re.compile(r"\d{5,6}(?:\.(?:SH|SZ|BJ|HK))?|[A-Z]{1,6}(?:\.[A-Z]{1,3})?")
_WIKIDATA = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True, slots=True)
class OrganizationCodes:
    """ "" where none is known.  who, at: of the last change (UTC, ISO 8601)."""

    name: str
    credit: str = ""
    stock: str = ""
    wikidata: str = ""
    who: str = ""
    at: str = ""


_COLUMNS = tuple(_code.c[name] for name in OrganizationCodes.__dataclass_fields__)


class Codes:
    """The codes of one archive's organisations."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, name: str) -> OrganizationCodes:
        """The codes of an organisation, by its canonical name."""
        with self.database.read() as conn:
            return _codes(conn, name)

    def all(self) -> list[OrganizationCodes]:
        """All that are known, by name."""
        with self.database.read() as conn:
            return [
                OrganizationCodes(*row) for row in conn.execute(sa.select(*_COLUMNS).order_by(_code.c.name))
            ]

    def found(self, code: str) -> tuple[str, ...]:
        """The organisations of a code of any kind."""
        code = code.strip().upper()
        if not code:
            return ()
        same = sa.or_(_code.c.credit == code, _code.c.stock == code, _code.c.wikidata == code)
        with self.database.read() as conn:
            return tuple(conn.execute(sa.select(_code.c.name).where(same).order_by(_code.c.name)).scalars())

    def set(
        self,
        name: str,
        by: Person,
        *,
        credit: str | None = None,
        stock: str | None = None,
        wikidata: str | None = None,
    ) -> OrganizationCodes:
        """Set some of the codes ("" takes one away, None leaves it).  Raises NotAllowed, Refused."""
        require(by, "names")
        given = {"credit": credit, "stock": stock, "wikidata": wikidata}
        values = {kind: _checked(kind, value) for kind, value in given.items() if value is not None}
        if not name.strip():
            raise Refused("机构名为空 / the name is empty")
        with self.database.write() as conn:
            old = _codes(conn, name)
            row = {"credit": old.credit, "stock": old.stock, "wikidata": old.wikidata, **values,
                   "name": clean(name), "who": clean(by.name), "at": now()}  # fmt: skip
            conn.execute(_code.delete().where(_code.c.name == row["name"]))
            conn.execute(_code.insert(), row)
            note(conn, by, "names.codes", name, name, values)
            return _codes(conn, name)


def _codes(conn: sa.Connection, name: str) -> OrganizationCodes:
    row = conn.execute(sa.select(*_COLUMNS).where(_code.c.name == name)).one_or_none()
    return OrganizationCodes(name) if row is None else OrganizationCodes(*row)


def _checked(kind: str, value: str) -> str:
    value = value.strip().upper()
    if not value:
        return ""
    if kind == "credit" and not credit_code(value):
        raise Refused(
            "统一社会信用代码为 18 位，末位是校验码，请核对 / "
            "a unified social credit code has 18 characters, the last of which checks: look again"
        )
    if kind == "stock" and not _STOCK.fullmatch(value):
        raise Refused(
            "股票代码如 600050、600050.SH、00762.HK / a stock code looks like 600050.SH or 00762.HK"
        )
    if kind == "wikidata" and not _WIKIDATA.fullmatch(value):
        raise Refused("维基数据编号如 Q42 / a Wikidata item looks like Q42")
    return value


def credit_code(code: str) -> bool:
    """Whether this is a unified social credit code: 18 of its 31 signs, and the last fits the others.

    GB 32100—2015: weights are powers of 3 modulo 31; the check value is 31 minus the sum modulo 31.
    """
    if len(code) != 18 or not set(code) <= set(_SIGNS):
        return False
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return _SIGNS.index(code[17]) == (31 - total % 31) % 31
