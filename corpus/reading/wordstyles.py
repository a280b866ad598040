"""Styles of a DOCX: here is a paragraph, give me what its style says: heading, list, number, hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.reading.wordpackage import W, is_on, value

_HEADING = re.compile(r"(?:heading|标题)\s*(\d)|^(title|标题|subtitle|副标题)$", re.IGNORECASE)
_DEEPEST = 12
"""Styles based on one another, at most."""


@dataclass(frozen=True, slots=True)
class Style:
    """One style.  based: id of the style it is based on; number: (list, level) of its `w:numPr`."""

    name: str
    based: str = ""
    outline: str = ""
    number: tuple[str, str] = ("", "")
    hidden: bool = False


@dataclass(frozen=True)
class Styles:
    """All styles by id."""

    known: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """From the root of word/styles.xml; None where the document has none."""
        found: dict[str, Style] = {}
        for element in root.iter(f"{W}style") if root is not None else ():
            properties = element.find(f"{W}pPr")
            numbered = properties.find(f"{W}numPr") if properties is not None else None
            found[element.get(f"{W}styleId") or ""] = Style(
                value(element, "name"),
                value(element, "basedOn"),
                value(properties, "outlineLvl"),
                (value(numbered, "numId"), value(numbered, "ilvl")),
                is_on(element.find(f"{W}rPr"), "vanish"),
            )
        return cls(found)

    def chain(self, identifier: str) -> Iterator[tuple[str, Style]]:
        """The style and those it is based on, nearest first; unknown ones by their id."""
        for _ in range(_DEEPEST):
            if not identifier:
                return
            style = self.known.get(identifier, Style(identifier))
            yield identifier, style
            identifier = style.based

    def structure(self, paragraph: etree._Element) -> str | None:
        """What the paragraph is by its format: "heading1", …, "list", "quote", or None."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None
        level = value(properties, "outlineLvl")
        if level and level < "9":
            return f"heading{int(level) + 1}"
        for _, style in self.chain(value(properties, "pStyle")):
            found = _HEADING.search(style.name)
            if found:
                return f"heading{found[1] or (2 if 'sub' in found[0].lower() or '副' in found[0] else 1)}"
            if style.outline.isdigit() and style.outline < "9":
                return f"heading{int(style.outline) + 1}"
            if "quote" in style.name.lower():
                return "quote"
            if "list" in style.name.lower():
                return "list"
        return "list" if properties.find(f"{W}numPr") is not None else None

    def number(self, paragraph: etree._Element) -> tuple[str, str, str]:
        """(list, level, style that gave the list) of an automatic number; the list is "" where none is."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return "", "", ""
        own = properties.find(f"{W}numPr")
        name, level = value(own, "numId"), value(own, "ilvl")
        giver = ""
        if not name:
            for identifier, style in self.chain(value(properties, "pStyle")):
                if style.number[0]:
                    name, giver = style.number[0], identifier
                    level = level or style.number[1]
                    break
        return ("", "", "") if name == "0" else (name, level, giver)

    def is_hidden(self, run: etree._Element) -> bool:
        """Whether a run is formatted as hidden, by itself or by its style."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        if properties.find(f"{W}vanish") is not None:
            return is_on(properties, "vanish")
        return any(style.hidden for _, style in self.chain(value(properties, "rStyle")))
