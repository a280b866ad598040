"""Names and stops: what every style of reference makes of its parts."""

from __future__ import annotations

import re

from search.exports.work import CJK


def joined(*parts: str) -> str:
    """The parts that there are, a space between them."""
    return " ".join(part for part in parts if part)


def stopped(text: str) -> str:
    """With a full stop, unless a mark ends it already."""
    return text if not text or text[-1] in ".。?？!！…" else text + "."


def latin(name: str) -> bool:
    """Whether nothing in it is Chinese."""
    return re.search(f"[{CJK}]", name) is None


def parts_of(name: str) -> tuple[str, list[str]]:
    """(surname, given names) of a name in Latin letters."""
    if "," in name:
        surname, given = name.split(",", 1)
        return surname.strip(), given.split()
    *given_names, surname = name.split()
    return surname, given_names
