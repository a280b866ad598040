"""Here is a plain text; give me the people of its lists: set apart to one width, in rolls, in rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.entities.cues import OFFICE, Cues
from corpus.language.names import NameModel, ordinary
from corpus.language.tagging import known

_ROLL = 4
"""So many lines that begin with a name make a roll; fewer are a coincidence."""
_PARTED = re.compile(r"(?<![一-鿿])([一-鿿])[ \u00a0\u3000]{1,2}([一-鿿])(?![一-鿿])")
_PARTED_IN_TEXT = re.compile(r"(?<=[一-鿿])([一-鿿])[ \u00a0\u3000]{1,2}([一-鿿])")
_LINE = re.compile(r"^[ \u3000]*([\u4e00-\u9fff]{2,4})[ \u3000]+\S", re.M)
_ITEM = re.compile(r"[\u4e00-\u9fff]{2,8}(?:·[\u4e00-\u9fff]{2,8})?")
_ROW = re.compile(
    r"(?<![\u4e00-\u9fff·])[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{2,8})?"
    r"(?:(?:、|[ \u3000\n]{1,8})[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{2,8})?){2,}(?![\u4e00-\u9fff·])"
)

Named = tuple[int, int, str, float]
"""text[start:end] names a person called so, with a confidence of 0–1."""


def listed(text: str, names: NameModel, cues: Cues) -> Iterator[Named]:
    """The people of a text's lists, those set apart first; one may come twice."""
    yield from _parted(text, names, cues)
    yield from _rolls(text, names)


def _parted(text: str, names: NameModel, cues: Cues) -> Iterator[Named]:
    """徐 媛: two characters set apart to the width of three, in lists and bylines."""
    for match in _PARTED.finditer(text):
        name = match.group(1) + match.group(2)
        if names.shape(name) >= 0:
            yield match.start(), match.end(), name, 0.8
    for match in _PARTED_IN_TEXT.finditer(text):
        name = match.group(1) + match.group(2)
        titled = cues.title(text, match.start()) >= OFFICE
        if titled and match.group(1) in names.firsts and names.shape(name) >= 0:
            yield match.start(), match.end(), name, 0.8


def _rolls(text: str, names: NameModel) -> Iterator[Named]:
    """Names that begin the lines of a roll, and names in rows: three or more that all look like names."""
    lines = [match for match in _LINE.finditer(text) if names.shape(match.group(1)) > -4]
    if len(lines) >= _ROLL:
        for match in lines:
            yield match.start(1), match.end(1), match.group(1), 0.8
    for match in _ROW.finditer(text):
        items = [*_ITEM.finditer(text, match.start(), match.end())]
        shapes = [_likeness(item.group(), names) for item in items]
        told = [shape for shape in shapes if shape is not None]
        if len(told) > 1 and sum(shape >= 0 for shape in told) >= 0.8 * len(told):
            for item, shape in zip(items, shapes, strict=True):
                if shape is None or shape > -4:
                    yield item.start(), item.end(), item.group(), 0.75


def _likeness(item: str, names: NameModel) -> float | None:
    """How name-like an item of a row is; None where only the others can tell: 扎西次仁, no word and no name
    with a surname.  A dot or a double surname makes a good one."""
    if "·" in item or names.surname(item, 0) == len(item) - 1 == 2:
        return 0.0
    return None if len(item) == 4 and not _known_within(item) else names.shape(item)


def _known_within(item: str) -> bool:
    """Whether two characters of an item are an ordinary word: 先进集体."""
    return any(ordinary(item[at : at + 2]) for at in (0, 2)) or known(item)
