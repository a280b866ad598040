"""Here is the list of organisations before and after a change; tell which articles are to be read again.

What matters is whose a form is: of an organisation that is gone, the articles that list it; of a form that is
somebody else's now, the articles that print it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.entities.forms import key
from corpus.entities.gazetteer import Gazetteer
from corpus.model import Organization
from corpus.store import schema
from corpus.store.database import Database

_article = schema.article
_FORMS_AT_ONCE = 100
"""Forms looked for in one statement."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a change of names concerns.  listed: organisations under which articles are listed; printed: forms
    that articles print; people: persons listed or printed.  All sorted."""

    listed: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.listed or self.printed or self.people)


def reach(before: Gazetteer, after: Gazetteer, said: Iterable[str] = ()) -> Reach:
    """What the way from one list to another concerns.  Pure.

    said: the names that the changes speak of; one that is nobody's in either list may be no organisation now.
    """
    old, new = before.organizations, after.organizations
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    forms = {form for name in changed for one in (old.get(name), new.get(name)) for form in _forms(one)}
    owners = {form: (_owner(before, form), _owner(after, form)) for form in forms}
    moved = {form for form, (was, now) in owners.items() if was != now}
    gone = {name for name in changed if name not in new}
    back = {was for name in changed if name not in old and (was := _owner(before, name)) is not None}
    none = {name for name in said if (key(name) in before.removed) != (key(name) in after.removed)}
    return Reach(tuple(sorted(gone | back | none)), tuple(sorted(moved | none)))


def _owner(gazetteer: Gazetteer, form: str) -> str | None:
    found = gazetteer.find(form)
    return None if found is None else found.name


def _forms(one: Organization | None) -> tuple[str, ...]:
    return () if one is None else (one.name, *one.aliases)


def reached(database: Database, what: Reach) -> tuple[str, ...]:
    """The articles that it concerns, each once; those of drafts and withdrawn issues too."""
    with database.read() as conn:
        found = [*listing(conn, what.listed), *printing(conn, [*what.printed, *what.people])]
        found += listing(conn, what.people, "people")
    return tuple(dict.fromkeys(found))


def listing(conn: sa.Connection, names: Iterable[str], column: str = "organizations") -> list[str]:
    """The articles that list one of these names, as parsed."""
    listed = _article.c[column]
    return _where(
        conn,
        [listed.contains(json.dumps(name, ensure_ascii=False), autoescape=True) for name in names],
    )


def printing(conn: sa.Connection, forms: Iterable[str]) -> list[str]:
    """The articles whose title, subtitle or text prints one of these forms."""
    fields = (_article.c.title, _article.c.subtitle, _article.c.body)
    return _where(conn, [column.contains(form, autoescape=True) for form in forms for column in fields])


def _where(conn: sa.Connection, tests: Sequence[sa.ColumnElement[bool]]) -> list[str]:
    found: dict[str, None] = {}
    for at in range(0, len(tests), _FORMS_AT_ONCE):
        query = sa.select(_article.c.id).where(sa.or_(*tests[at : at + _FORMS_AT_ONCE]))
        found |= dict.fromkeys(conn.execute(query.order_by(_article.c.seq)).scalars())
    return list(found)
