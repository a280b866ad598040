"""Automatic numbers of a DOCX: here is a paragraph, give me the number that Word prints before it.

The text of such a paragraph does not hold its number (一、, （二）, 3.), so a reader who leaves it out loses
what is on the page.  ECMA-376, part 1, 17.9: a paragraph names a list and a level; the list's definition
says how each level counts and how its number is written (%1 is the count of the first level).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from corpus.numerals import digits_han, to_han

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"})
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level counts.  format: Word's name of the number format; pattern: such as "%1、"."""

    format: str
    pattern: str
    start: int


@dataclass
class Numbering:
    """Counts through a document; ask for its paragraphs in order."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """From the root of word/numbering.xml; None where the document has none."""
        if root is None:
            return cls()
        kinds = {
            _value(kind, "abstractNumId", own=True): {
                int(_value(level, "ilvl", own=True) or 0): _level(level) for level in kind.iter(f"{_W}lvl")
            }
            for kind in root.iter(f"{_W}abstractNum")
        }
        lists = {}
        for entry in root.iter(f"{_W}num"):
            kind = entry.find(f"{_W}abstractNumId")
            if kind is not None:
                lists[_value(entry, "numId", own=True)] = kinds.get(_value(kind, "val", own=True), {})
        return cls(lists)

    def number(self, properties: etree._Element) -> str:
        """The number of the paragraph with this `w:numPr`, "" for a bullet; counts it."""
        name, depth = _value(properties, "numId"), int(_value(properties, "ilvl") or 0)
        levels = self.lists.get(name, {})
        if depth not in levels:
            return ""
        counts = self.counts.setdefault(name, {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if levels[depth].format in ("bullet", "none"):
            return ""
        text = levels[depth].pattern
        for index, level in levels.items():
            text = text.replace(f"%{index + 1}", written(counts.get(index, level.start), level.format))
        return text


def _level(element: etree._Element) -> _Level:
    start = _value(element, "start")
    return _Level(_value(element, "numFmt") or "decimal", _value(element, "lvlText"), int(start or 1))


def _value(element: etree._Element, name: str, own: bool = False) -> str:
    """An attribute of the element, or the value of its child of that name; "" where there is none."""
    if own:
        return str(element.get(f"{_W}{name}") or "")
    child = element.find(f"{_W}{name}")
    return str(child.get(f"{_W}val") or "") if child is not None else ""


def written(count: int, style: str) -> str:
    """A count as Word writes it: 12 is 十二 in Chinese counting."""
    if style in _CHINESE and 0 < count < 100:
        return digits_han(str(count)) if style == "ideographDigital" else to_han(count)
    if style in _CIRCLED and 0 < count <= 20:
        return chr(0x2460 + count - 1)
    if style in ("upperLetter", "lowerLetter") and 0 < count <= 26:
        return chr((65 if style == "upperLetter" else 97) + count - 1)
    return str(count)
