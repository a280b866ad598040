"""Here is the office's table of member units; give me the units with their correspondents.

CSV or XLSX.  One column holds the unit (单位, 会员单位, name …), another, where there is one, the people who
write for it (通讯员, 联系人, correspondents), several in one cell with marks between them or a row each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CorpusError
from search.answer.lists import rows_of

UNIT = ("单位", "会员单位", "单位名称", "会员", "名称", "机构", "unit", "member", "name")
PEOPLE = ("通讯员", "作者", "联系人", "撰稿人", "correspondents", "correspondent", "author")

_BETWEEN = re.compile(r"[、，,;；/\n]+")


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit as the office lists it, with its correspondents."""

    unit: str
    correspondents: tuple[str, ...] = ()


def read_members(path: Path) -> tuple[ListedUnit, ...]:
    """The units of a table on disk.  Raises CorpusError naming the file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(
            str(path), "会员名单无法打开，请核对 config.toml / the list of members cannot be opened"
        ) from error
    return members_of(data, path.name)


def members_of(data: bytes, name: str) -> tuple[ListedUnit, ...]:
    """The units of a table, each once, in its order.  Raises CorpusError where no column holds them."""
    rows = [[" ".join(cell.split()) for cell in row] for row in rows_of(data, name) if any(row)]
    if not rows:
        return ()
    head = [cell.casefold() for cell in rows[0]]
    unit = next((head.index(one) for one in UNIT if one in head), None)
    if unit is None:
        if len(rows[0]) > 1:
            raise CorpusError(
                name, f"请给单位一列加上标题“{UNIT[0]}” / head the column of units with {UNIT[0]}"
            )
        unit, rows = 0, [[], *rows]
    people = next((head.index(one) for one in PEOPLE if one in head), None)
    found: dict[str, dict[str, None]] = {}
    for row in rows[1:]:
        if len(row) > unit and row[unit]:
            held = found.setdefault(row[unit], {})
            if people is not None and len(row) > people:
                held.update(dict.fromkeys(one.strip() for one in _BETWEEN.split(row[people]) if one.strip()))
    return tuple(ListedUnit(name, tuple(held)) for name, held in found.items())
