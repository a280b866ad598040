"""Automatic numbers of a DOCX: here is a paragraph's list and level, give me the number that Word prints.

The text of such a paragraph does not hold its number (一、, （二）, 3.), so a reader who leaves it out loses
what is on the page.  ECMA-376, part 1, 17.9: a paragraph, or its style, names a list and a level; the
list's definition says how each level counts and how its number is written (%1 is the count of the first
level).  Lists with one definition count on from one another unless one says where it starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from corpus.numerals import digits_han, to_han
from corpus.reading.wordpackage import W, is_on, value

_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    }
)
_DIGITS = frozenset({"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"})
_LEGAL = frozenset({"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"})
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_CIRCLES = ((36, 0x32B1), (21, 0x3251), (1, 0x2460))
"""Where runs of circled numbers begin: the first number, its character."""
_SERIES: Mapping[str, str] = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
}
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    *(("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50)),
    *(("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)),
)
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level counts.  format: Word's name of the number format; pattern: such as "%1、"; restarts:
    begins anew below a higher one; decimal: writes all counts in digits; style: that stands for it."""

    format: str
    pattern: str
    start: int
    restarts: bool = True
    decimal: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """kind: name of its definition; starts: by level, where it says so itself."""

    kind: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


@dataclass
class Numbering:
    """Counts through a document; ask for its paragraphs in order."""

    lists: dict[str, _List] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """From the root of word/numbering.xml; None where the document has none."""
        if root is None:
            return cls()
        kinds: dict[str, dict[int, _Level]] = {}
        links: dict[str, str] = {}
        styled: dict[str, str] = {}
        for kind in root.iter(f"{W}abstractNum"):
            name = kind.get(f"{W}abstractNumId") or ""
            kinds[name] = _levels(kind)
            links[name] = value(kind, "numStyleLink")
            if value(kind, "styleLink"):
                styled[value(kind, "styleLink")] = name
        lists: dict[str, _List] = {}
        for entry in root.iter(f"{W}num"):
            name = value(entry, "abstractNumId")
            name = styled.get(links.get(name, ""), name)
            levels, starts = dict(kinds.get(name, {})), {}
            for change in entry.iter(f"{W}lvlOverride"):
                depth = _whole(change.get(f"{W}ilvl"))
                levels.update(_levels(change))
                if value(change, "startOverride"):
                    starts[depth] = _whole(value(change, "startOverride"))
            lists[entry.get(f"{W}numId") or ""] = _List(name, levels, starts)
        return cls(lists)

    def number(self, name: str, level: str = "", style: str = "") -> str:
        """The next number of the list at this level, "" for a bullet; counts it.

        style: the paragraph style that gave the list, which may stand for one of its levels.
        """
        entry = self.lists.get(name)
        if entry is None:
            return ""
        depth = _whole(level)
        if not level and style:
            depth = next((at for at, one in entry.levels.items() if one.style == style), 0)
        if depth not in entry.levels:
            return ""
        counts = self.counts.setdefault(entry.kind, {})
        if depth in entry.starts and (name, depth) not in self.begun:
            counts[depth] = entry.starts[depth] - 1
        self.begun.add((name, depth))
        counts[depth] = counts.get(depth, entry.levels[depth].start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            if deeper not in entry.levels or entry.levels[deeper].restarts:
                del counts[deeper]
        own = entry.levels[depth]
        if own.format in ("bullet", "none"):
            return ""
        text = own.pattern
        for index, one in entry.levels.items():
            count = counts.get(index, one.start)
            text = text.replace(f"%{index + 1}", written(count, "decimal" if own.decimal else one.format))
        return text


def _levels(element: etree._Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in element.findall(f"{W}lvl"):
        depth = _whole(level.get(f"{W}ilvl"))
        if depth < _LEVELS:
            start = value(level, "start")
            found[depth] = _Level(
                value(level, "numFmt") or "decimal",
                value(level, "lvlText"),
                _whole(start) if start else 1,
                value(level, "lvlRestart") != "0",
                is_on(level, "isLgl"),
                value(level, "pStyle"),
            )
    return found


def _whole(text: str | None) -> int:
    """A whole number as Word writes it; 0 for what is none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else 0


def written(count: int, style: str) -> str:
    """A count as Word writes it: 12 is 十二 in Chinese counting, and 乙 after 癸 in a series of stems."""
    if count < 1:
        return str(count)
    series = _SERIES.get(style)
    if series is not None:
        turns = style in ("ideographTraditional", "ideographZodiac")
        return series[(count - 1) % len(series)] if turns or count <= len(series) else str(count)
    if style in _DIGITS:
        return digits_han(str(count))
    if style in _CHINESE and count < 100:
        return to_han(count)
    if style in _LEGAL and count < 100:
        return to_han(count).translate(_FORMAL)
    if style in _CIRCLED and count <= 50:
        first, code = next(pair for pair in _CIRCLES if count >= pair[0])
        return chr(code + count - first)
    if style in ("upperLetter", "lowerLetter"):
        letter = chr((65 if style == "upperLetter" else 97) + (count - 1) % 26)
        return letter * ((count - 1) // 26 + 1) if count <= 260 else str(count)
    if style in ("upperRoman", "lowerRoman") and count < 4000:
        return _roman(count) if style == "upperRoman" else _roman(count).lower()
    if style == "decimalZero":
        return f"{count:02}"
    if style.startswith("decimalFullWidth"):
        return str(count).translate(_FULL)
    return str(count)


def _roman(count: int) -> str:
    text = ""
    for sign, number in _ROMAN:
        text += sign * (count // number)
        count %= number
    return text
