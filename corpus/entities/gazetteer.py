"""Here is what is known of organisations, as one immutable value; give me a name and I say whose it is.

The shipped list is `corpus/data/organizations.csv` (name,kind,parent,aliases).  A user's changes are
`Edit` values kept by the store and applied with `merged`; the shipped file is never touched.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from corpus.entities.forms import key
from corpus.errors import CorpusError
from corpus.language.data import DATA, parts
from corpus.model import Organization

Action = Literal["add", "remove", "merge", "rename", "split", "alias", "unalias", "parent", "kind"]
ACTIONS: tuple[Action, ...] = get_args(Action)
KINDS = ("company", "branch", "government", "association", "institute", "media", "other")
COLUMNS = ("name", "kind", "parent", "aliases")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to the gazetteer.

    add: `name` is an organisation (value: its kind or ""); remove: `name` is none;
    merge: `name` is only another name of `value`; rename: `name` is called `value` from now on;
    split: `value`, so far another name of `name`, is an organisation of its own;
    alias, unalias: `value` is (not) another name of `name`; parent: `name` belongs to `value` ("" = to
    none); kind: `name` is of the kind `value`.
    """

    action: Action
    name: str
    value: str = ""


@dataclass(frozen=True)
class Gazetteer:
    """Organisations by canonical name.  Every operation returns a new value."""

    organizations: Mapping[str, Organization]
    removed: frozenset[str] = frozenset()
    _by_key: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key: dict[str, str] = {}
        for organization in self.organizations.values():
            for alias in organization.aliases:
                by_key.setdefault(key(alias), organization.name)
        for name in self.organizations:
            by_key[key(name)] = name
        object.__setattr__(self, "_by_key", by_key)

    @classmethod
    def load(cls, path: Path | None = None) -> Gazetteer:
        """The shipped gazetteer, with the organisations of a CSV file laid over it."""
        shipped = _shipped()
        return shipped if path is None else shipped.imported(path.read_text(encoding="utf-8-sig"), path.name)

    @classmethod
    def of(cls, organizations: Iterable[Organization]) -> Gazetteer:
        """A gazetteer of these organisations alone."""
        return cls({one.name: replace(one, aliases=_unique(one.aliases, one.name)) for one in organizations})

    def find(self, name: str) -> Organization | None:
        """The organisation of this name under any of its recorded forms."""
        found = self._by_key.get(key(name))
        return None if found is None else self.organizations[found]

    def names(self) -> Mapping[str, str]:
        """Compared form (`forms.key`) of every name and alias → canonical name."""
        return self._by_key

    def children(self, name: str) -> tuple[Organization, ...]:
        """The organisations whose parent this is, in order of name."""
        return tuple(
            sorted((o for o in self.organizations.values() if o.parent == name), key=lambda o: o.name)
        )

    # ---------------------------------------------------------------- edits
    def added(self, organization: Organization) -> Gazetteer:
        """With this organisation; one of the same name gains its aliases, kind and parent."""
        old = self.organizations.get(organization.name)
        if old is not None:
            organization = Organization(
                organization.name,
                _unique((*old.aliases, *organization.aliases), organization.name),
                organization.parent if organization.parent is not None else old.parent,
                organization.kind if organization.kind != "other" else old.kind,
            )
        else:
            organization = replace(organization, aliases=_unique(organization.aliases, organization.name))
        removed = self.removed - {key(organization.name)}
        return replace(
            self, organizations={**self.organizations, organization.name: organization}, removed=removed
        )

    def without(self, name: str) -> Gazetteer:
        """Without it: recognised no longer, neither from the list nor by the grammar of names."""
        kept = {
            other.name: replace(other, parent=None) if other.parent == name else other
            for other in self.organizations.values()
            if other.name != name
        }
        return replace(self, organizations=kept, removed=self.removed | {key(name)})

    def united(self, name: str, into: str) -> Gazetteer:
        """`name` and all its aliases become aliases of `into`; its children change their parent."""
        old = self.organizations.get(name, Organization(name))
        target = self.organizations.get(into, Organization(into, kind=old.kind))
        aliases = _unique((*target.aliases, name, *old.aliases), into)
        kept = {
            other.name: replace(other, parent=into) if other.parent == name else other
            for other in self.organizations.values()
            if other.name != name
        }
        kept[into] = replace(target, aliases=aliases, parent=None if target.parent == name else target.parent)
        return replace(self, organizations=kept)

    def renamed(self, name: str, value: str) -> Gazetteer:
        """Called `value`; `name` stays one of its other names, and it keeps its kind and parent."""
        old = self.organizations.get(name, Organization(name))
        united = self.united(name, value)
        return replace(
            united,
            organizations={
                **united.organizations,
                value: replace(united.organizations[value], parent=old.parent),
            },
        )

    def divided(self, name: str, value: str) -> Gazetteer:
        """`value` is no other name of `name` but an organisation of its own, of the same kind."""
        old = self.organizations.get(name, Organization(name))
        return self.unaliased(name, value).added(Organization(value, kind=old.kind))

    def aliased(self, name: str, alias: str) -> Gazetteer:
        """With another name; whoever had the alias before loses it."""
        wanted = key(alias)
        changed = {
            other.name: replace(other, aliases=tuple(a for a in other.aliases if key(a) != wanted))
            for other in self.organizations.values()
            if other.name != name and any(key(a) == wanted for a in other.aliases)
        }
        base = replace(self, organizations={**self.organizations, **changed}) if changed else self
        return base.added(Organization(name, _unique((alias,), name)))

    def unaliased(self, name: str, alias: str) -> Gazetteer:
        """Without this other name."""
        old = self.organizations.get(name)
        if old is None:
            return self
        aliases = tuple(a for a in old.aliases if key(a) != key(alias))
        return replace(self, organizations={**self.organizations, name: replace(old, aliases=aliases)})

    def adopted(self, name: str, parent: str | None) -> Gazetteer:
        """With this parent.  A circle is refused: ValueError."""
        above = parent
        while above is not None:
            if above == name:
                raise ValueError(f"{name} 不能隶属于自身 / {name} cannot be its own ancestor")
            above = self.organizations[above].parent if above in self.organizations else None
        old = self.organizations.get(name, Organization(name))
        return replace(self, organizations={**self.organizations, name: replace(old, parent=parent or None)})

    def classed(self, name: str, kind: str) -> Gazetteer:
        """With this kind (one of `KINDS`, else ValueError)."""
        if kind not in KINDS:
            raise ValueError(f"没有类别 {kind}，可用：{'、'.join(KINDS)} / no kind {kind}; use one of these")
        old = self.organizations.get(name, Organization(name))
        return replace(self, organizations={**self.organizations, name: replace(old, kind=kind)})

    def edited(self, edit: Edit) -> Gazetteer:
        """With one edit applied.  ValueError where it cannot be."""
        name, value = edit.name, edit.value
        match edit.action:
            case "add":
                added = self.added(Organization(name))
                return added.classed(name, value) if value else added
            case "remove":
                return self.without(name)
            case "merge":
                return self if name == value else self.united(name, value)
            case "rename":
                return self if name == value else self.renamed(name, value)
            case "split":
                return self.divided(name, value)
            case "alias":
                return self.aliased(name, value)
            case "unalias":
                return self.unaliased(name, value)
            case "parent":
                return self.adopted(name, value or None)
            case "kind":
                return self.classed(name, value)

    def merged(self, edits: Iterable[Edit]) -> Gazetteer:
        """With a user's edits applied in order.  ValueError for one that cannot be."""
        result = self
        for edit in edits:
            result = result.edited(edit)
        return result

    # ---------------------------------------------------------------- CSV
    def imported(self, text: str, source: str = "CSV") -> Gazetteer:
        """With the organisations of a CSV text (columns `COLUMNS`) laid over; CorpusError names the line."""
        result = dict(self.organizations)
        for organization in read_csv(text, source):
            result[organization.name] = organization
        gone = self.removed - {key(name) for name in result}
        return replace(self, organizations=result, removed=gone)

    def exported(self) -> str:
        """The organisations as CSV with a header; `imported` reads it back."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for name in sorted(self.organizations):
            one = self.organizations[name]
            writer.writerow((one.name, one.kind, one.parent or "", ";".join(one.aliases)))
        return stream.getvalue()


def read_csv(text: str, source: str = "CSV") -> list[Organization]:
    """The organisations of a CSV text.  CorpusError for a missing column, an empty name, an unknown kind."""
    kept = [line for line in text.splitlines() if line and not line.startswith("#")]
    reader = csv.DictReader(kept)
    if "name" not in (reader.fieldnames or ()):
        message = f"首行须为 {','.join(COLUMNS)} / the first line must name these columns"
        raise CorpusError(source, message, 1)
    found = []
    for row in reader:
        name, kind = (row["name"] or "").strip(), (row.get("kind") or "other").strip()
        if not name:
            raise CorpusError(
                source, "机构名为空，请补上或删去该行 / no name: fill it in or drop the line", reader.line_num
            )
        if kind not in KINDS:
            message = f"没有类别 {kind}，可用：{'、'.join(KINDS)} / unknown kind, use one of these"
            raise CorpusError(source, message, reader.line_num)
        aliases = _unique(parts(row.get("aliases") or ""), name)
        found.append(Organization(name, aliases, (row.get("parent") or "").strip() or None, kind))
    return found


@lru_cache(maxsize=1)
def _shipped() -> Gazetteer:
    path = DATA / "organizations.csv"
    return Gazetteer.of(read_csv(path.read_text(encoding="utf-8"), path.name))


def _unique(names: Iterable[str], own: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name != own))
