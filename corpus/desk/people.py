"""Here is the name of a person in an article, tell me who that is: two of one name apart, one under two
names together.

Only what somebody decided is kept, as changes in order:

    join    `name` is the same person as `value`, everywhere
    tell    `name` in the article `place` is the person `value` (闻溪 → 闻溪（市医院）)
    where   `name` in articles that name the organisation `place` is the person `value`
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

import sqlalchemy as sa

from corpus.desk.activity import note
from corpus.desk.edit_lists import Change, add_change, changes_in, undo_changes
from corpus.desk.names import Order
from corpus.desk.persons import Person, require
from corpus.desk.reaching import Reach, listing
from corpus.desk.refusals import Refused
from corpus.model import Article
from corpus.store import schema
from corpus.store.database import Database
from corpus.store.desk_tables import person_edit as _edit

_article = schema.article

PersonAction = Literal["join", "tell", "where"]
PERSON_ACTIONS: tuple[PersonAction, ...] = get_args(PersonAction)


@dataclass(frozen=True)
class Register:
    """Who is who, by the changes in force.  joined: name → name; told: (article, name) → person;
    by_organization: name → (organisation, person), the latest first."""

    joined: dict[str, str] = field(default_factory=dict)
    told: dict[tuple[str, str], str] = field(default_factory=dict)
    by_organization: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Iterable[Change]) -> Register:
        """The register that these changes make, oldest first."""
        register = cls()
        for one in changes:
            if one.action == "join":
                register.joined[one.name] = one.value
            elif one.action == "tell":
                register.told[one.place, one.name] = one.value
            else:
                register.by_organization.setdefault(one.name, []).insert(0, (one.place, one.value))
        return register

    def person(self, article: Article, name: str) -> str:
        """Who `name` is in this article."""
        person = self.told.get((article.id, name))
        if person is None:
            listed = self.by_organization.get(name, ())
            person = next((who for place, who in listed if place in article.organizations), name)
        return self.called(person)

    def called(self, name: str) -> str:
        """The name under which a person goes, through whatever was joined."""
        seen: set[str] = set()
        while name in self.joined and name not in seen:
            seen.add(name)
            name = self.joined[name]
        return name

    def applied(self, article: Article) -> Article:
        """The article with its people as persons."""
        people = tuple(dict.fromkeys(self.person(article, name) for name in article.people))
        return article if people == article.people else replace(article, people=people)


class People:
    """The register of one archive."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def register(self) -> Register:
        """As it stands."""
        with self.database.read() as conn:
            return Register.of(changes_in(conn, _edit))

    def history(self) -> list[Change]:
        """All changes, newest first, undone ones too."""
        with self.database.read() as conn:
            return changes_in(conn, _edit, undone=True)[::-1]

    def join(self, name: str, into: str, by: Person, reason: str = "", order: Order | None = None) -> Change:
        """One person under two names: `name` goes under `into`.  Raises NotAllowed, Refused."""
        return self._change("join", name, into, [""], by, reason, order)[0]

    def tell(
        self,
        name: str,
        person: str,
        articles: Sequence[str],
        by: Person,
        reason: str = "",
        order: Order | None = None,
    ) -> tuple[Change, ...]:
        """Two of one name: in these articles `name` is `person`, a name that tells them apart.

        Raises NotAllowed, Refused.
        """
        return self._change("tell", name, person, articles, by, reason, order)

    def tell_where(
        self,
        name: str,
        person: str,
        organization: str,
        by: Person,
        reason: str = "",
        order: Order | None = None,
    ) -> Change:
        """The same for every article that names this organisation, later ones too."""
        return self._change("where", name, person, [organization], by, reason, order)[0]

    def listing(self, name: str) -> tuple[str, ...]:
        """The articles that list this person, as parsed."""
        with self.database.read() as conn:
            return tuple(listing(conn, [name], "people"))

    def undo(self, ids: Sequence[int], by: Person, order: Order | None = None) -> tuple[Change, ...]:
        """Take changes back.  Raises NotAllowed, NotFound."""
        require(by, "names")
        with self.database.write() as conn:
            done = undo_changes(conn, _edit, ids, by)
            if order is not None:
                order(conn, Reach(people=_concerned(done)))
            for one in done:
                note(conn, by, "people.undo", one.name, one.name, {"action": one.action, "value": one.value})
        return tuple(done)

    def naming(self, names: Iterable[str]) -> tuple[str, ...]:
        """The articles that list one of these people or print the name: to be read again after a change."""
        has: list[sa.ColumnElement[bool]] = []
        for name in filter(None, names):
            has.append(_article.c.people.contains(json.dumps(name, ensure_ascii=False), autoescape=True))
            has.append(_article.c.body.contains(name, autoescape=True))
        if not has:
            return ()
        query = sa.select(_article.c.id).where(sa.or_(*has)).order_by(_article.c.seq)
        with self.database.read() as conn:
            return tuple(conn.execute(query).scalars())

    def _change(
        self,
        action: PersonAction,
        name: str,
        value: str,
        places: Sequence[str],
        by: Person,
        reason: str,
        order: Order | None,
    ) -> tuple[Change, ...]:
        require(by, "names")
        name, value = " ".join(name.split()), " ".join(value.split())
        if not name or not value or not places or (action != "join" and not all(places)):
            raise Refused("姓名不能为空，并要指明文章或机构 / a name, and where it holds, are needed")
        if name == value:
            raise Refused("两个名字相同 / the two names are the same")
        with self.database.write() as conn:
            changes = changes_in(conn, _edit)
            register = Register.of(changes)
            if action == "join" and register.called(value) == name:
                raise Refused(f"{value} 已归在 {name} 之下 / {value} goes under {name} already")
            latest = {one.place: one.value for one in changes if (one.action, one.name) == (action, name)}
            fresh = [place for place in dict.fromkeys(places) if latest.get(place) != value]
            if not fresh:
                raise Refused(f"{name} 在这里已称为 {value} / {name} goes under {value} there already")
            done = tuple(add_change(conn, _edit, by, action, name, value, place, reason) for place in fresh)
            detail = {"action": action, "value": value, "places": len(fresh)}
            note(conn, by, "people.change", name, name, detail)
            if order is not None:
                order(conn, Reach(people=_concerned(done)))
        return done


def _concerned(changes: Sequence[Change]) -> tuple[str, ...]:
    """The names under which articles of these changes are listed before or after."""
    return tuple(sorted({name for one in changes for name in (one.name, one.value)}))
