"""Here is the office's table of points; give me what a piece counts, and why.

A table in CSV or XLSX with the columns 项目, 条件, 分.  Items: 每篇 (every piece), 栏目 (condition: a
section, instead of 每篇), 字数 (condition: at least so many characters), 头条 (the first of an issue), 图片
(its byline names a picture), 转载 (the text was printed before: instead of all others).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import CorpusError
from corpus.store.listing import ListedArticle
from search.answer.lists import rows_of

ITEMS = ("每篇", "栏目", "字数", "头条", "图片", "转载")
_ENGLISH = {
    "piece": "每篇",
    "section": "栏目",
    "length": "字数",
    "lead": "头条",
    "picture": "图片",
    "reprint": "转载",
}
_PICTURE = re.compile(r"图|摄")
_NUMBER = re.compile(r"[+＋]?(-?\d+(?:\.\d+)?)分?")


@dataclass(frozen=True, slots=True)
class PointRules:
    """piece: points of a piece; sections: instead of it, by section; lengths: (characters from, points
    beside); lead, picture: points beside; reprint: instead of everything."""

    piece: float = 1.0
    sections: Mapping[str, float] = field(default_factory=dict)
    lengths: tuple[tuple[int, float], ...] = ()
    lead: float = 0.0
    picture: float = 0.0
    reprint: float = 0.0

    def of(self, one: ListedArticle, again: bool) -> float:
        """Points of an article.  again: its text was printed before."""
        if again:
            return self.reprint
        points = self.sections.get(one.article.section or "", self.piece)
        points += max((more for least, more in self.lengths if one.length >= least), default=0.0)
        points += self.lead if one.position == 0 else 0.0
        return points + (self.picture if _PICTURE.search(one.article.byline) else 0.0)

    def said(self) -> tuple[str, str]:
        """The rules in words."""
        chinese = [
            f"每篇 {self.piece:g} 分",
            *(f"“{name}”每篇 {n:g} 分" for name, n in self.sections.items()),
        ]
        english = [f"{self.piece:g} a piece", *(f"{n:g} in {name}" for name, n in self.sections.items())]
        for least, more in self.lengths:
            chinese.append(f"{least} 字以上加 {more:g} 分")
            english.append(f"+{more:g} from {least} characters")
        for more, words in (
            (self.lead, ("头条", "the first of an issue")),
            (self.picture, ("配图", "pictures")),
        ):
            if more:
                chinese.append(f"{words[0]}加 {more:g} 分")
                english.append(f"+{more:g} for {words[1]}")
        chinese.append(f"同文再刊 {self.reprint:g} 分")
        english.append(f"{self.reprint:g} for a text printed again")
        return "；".join(chinese) + "。", "; ".join(english) + "."


def read_points(path: Path) -> PointRules:
    """The rules of a table on disk.  Raises CorpusError naming file and line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(
            str(path), "积分规则无法打开，请核对 config.toml / the table of points cannot be opened"
        ) from error
    return points_of(rows_of(data, path.name), path.name)


def points_of(rows: Sequence[Sequence[str]], name: str) -> PointRules:
    """The rules of a table's rows.  Raises CorpusError naming file and line."""
    plain: dict[str, float] = {}
    sections: dict[str, float] = {}
    lengths: list[tuple[int, float]] = []
    for number, row in enumerate(rows, start=1):
        item, condition, points = [*(cell.strip() for cell in row[:3]), "", "", ""][:3]
        item = _ENGLISH.get(item.casefold(), item)
        if not item or (number == 1 and item not in ITEMS):
            continue
        value = _NUMBER.fullmatch(points.replace("－", "-"))
        if item not in ITEMS or value is None:
            raise CorpusError(
                name,
                f"应为 项目,条件,分，项目可为 {'、'.join(ITEMS)} / write item, condition, points",
                number,
            )
        if item == "栏目":
            sections[condition] = float(value[1])
        elif item == "字数":
            if not condition.isdecimal():
                raise CorpusError(name, "字数的条件应为整数 / length wants a whole number", number)
            lengths.append((int(condition), float(value[1])))
        else:
            plain[item] = float(value[1])
    return PointRules(
        plain.get("每篇", 1.0), sections, tuple(sorted(lengths)), plain.get("头条", 0.0),
        plain.get("图片", 0.0), plain.get("转载", 0.0),
    )  # fmt: skip
