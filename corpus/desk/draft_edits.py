"""What can be done to a draft: each edit a value, which goes to JSON and comes back the same.

A line is named by its number in the source and by what it says (`anchor`), so that an edit still finds its
line when a later version of the reader counts differently.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, get_args

from corpus.desk.refusals import Refused
from corpus.store.corrections import checked_article, checked_issue

MarkRole = Literal["title", "subtitle", "section", "byline", "furniture", "body"]
MARK_ROLES: tuple[MarkRole, ...] = get_args(MarkRole)


@dataclass(frozen=True, slots=True)
class Split:
    """An article begins at this line."""

    line: int
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Join:
    """The article in which this line stands goes on from the one before it."""

    line: int
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The lines first to last are this.

    title: exactly they are the headline of the article they stand in; subtitle, byline: of it as well;
    section: they head a section, which the articles below belong to; furniture: no reader misses them;
    body: text of the article they stand in, or of the one above where they stand in none.
    """

    line: int
    last: int
    role: MarkRole
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Resection:
    """The article in which this line stands belongs to the section `name` ("" = to none)."""

    line: int
    name: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class SetField:
    """One field (as in `corpus.store.ARTICLE_FIELDS`) of the article in which this line stands."""

    line: int
    field: str
    value: Any
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class SetIssue:
    """One field (as in `corpus.store.ISSUE_FIELDS`) of the issue; inferred dates follow year and month."""

    field: str
    value: Any


DraftEdit: TypeAlias = Split | Join | Mark | Resection | SetField | SetIssue

_KINDS: Mapping[str, type[Any]] = MappingProxyType(
    {"split": Split, "join": Join, "mark": Mark, "section": Resection, "set": SetField, "issue": SetIssue}
)
_NAMES = {kind: name for name, kind in _KINDS.items()}


def edit_json(edit: DraftEdit) -> dict[str, Any]:
    """{"edit": "split" | "join" | "mark" | "section" | "set" | "issue", …} with the edit's own fields."""
    values = asdict(edit)
    if isinstance(values.get("value"), tuple):
        values["value"] = list(values["value"])
    return {"edit": _NAMES[type(edit)], **values}


def edit_from(values: Mapping[str, Any]) -> DraftEdit:
    """The edit of that JSON; `last` may be left out for one line.  Raises Refused, naming what would do."""
    kind = _KINDS.get(str(values.get("edit")))
    if kind is None:
        known = "、".join(_KINDS)
        raise Refused(f"没有这种修改，可用：{known} / no such edit; there are: {known}")
    wanted = {one.name: one for one in fields(kind)}
    given = {key: value for key, value in values.items() if key != "edit"}
    if kind is Mark:
        given.setdefault("last", given.get("line"))
    missing = set(wanted) - set(given) - {"anchor"}
    unknown = set(given) - set(wanted)
    if missing or unknown:
        listed = "、".join(sorted(missing | unknown))
        raise Refused(f"字段缺少或多余：{listed} / missing or unknown: {listed}")
    for name in ("line", "last"):
        if name in given and (isinstance(given[name], bool) or not isinstance(given[name], int)):
            raise Refused(f"{name} 应为行号 / {name} is the number of a line")
    for name in ("name", "anchor", "field"):
        if name in given and not isinstance(given[name], str):
            raise Refused(f"{name} 应为文字 / {name} is text")
    edit: DraftEdit = kind(**given)
    return checked(edit)


def checked(edit: DraftEdit) -> DraftEdit:
    """The edit with its value in the form the field has.  Raises Refused, CorrectionRefused."""
    if isinstance(edit, Mark):
        if edit.role not in MARK_ROLES:
            known = "、".join(MARK_ROLES)
            raise Refused(f"没有这种标记，可用：{known} / no such mark; there are: {known}")
        if edit.last < edit.line:
            return replace(edit, line=edit.last, last=edit.line)
    if isinstance(edit, SetField):
        value = checked_article(edit.field, edit.value)
        return replace(edit, value=value.isoformat() if isinstance(value, dt.date) else value)
    if isinstance(edit, SetIssue):
        return replace(edit, value=checked_issue(edit.field, edit.value))
    return edit
