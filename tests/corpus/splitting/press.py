"""A small printing press: stories and a house style in, an issue out, and what a reader should find.

Tests set the same stories in the habits of many publishers, so that no one paper is what is fitted to.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.model import Document, Line


@dataclass(frozen=True)
class Story:
    """One article as its editor knows it.  printed: its credit as the paper words it, if otherwise."""

    title: str
    paragraphs: tuple[str, ...]
    section: str | None = None
    authors: tuple[str, ...] = ()
    credit: str | None = None
    date: str | None = None
    printed: str = ""


@dataclass(frozen=True)
class House:
    """How a publisher sets an issue; widths in Chinese characters, lengths in lines."""

    width: int = 34
    indent: bool = False
    blank: str = "every"  # "every" line, "paragraph", "article", "none"
    page_rows: int = 0
    page_break: str = " "
    page_number: str = ""
    running_head: str = ""
    section: str = "【{}】"
    title_mark: str = ""
    centred: bool = False
    byline: str = "tail"  # "tail", "ascii", "own", "own-bare", "under", "under-role", "lead", "none"
    masthead: tuple[str, ...] = ()
    contents: str = ""  # "", "leaders", "plain"
    footer: tuple[str, ...] = ()


@dataclass
class Printed:
    """An issue as lines, and the stories in it."""

    lines: list[str] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)

    def document(self, name: str = "issue.txt") -> Document:
        return Document(name, "txt", tuple(Line(text, at + 1) for at, text in enumerate(self.lines)))


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" or c in "“”‘’—…·" else 1 for c in text)


def wrap(text: str, width: int, first: str = "") -> list[str]:
    """Cut at `2 * width` columns, keeping punctuation off the line start, as typesetters do."""
    lines, line = [], first
    for c in text:
        if columns(line + c) > 2 * width and c not in "，。、；：！？”’）》】":
            lines.append(line)
            line = ""
        line += c
    return [*lines, line] if line else lines


def _signature(story: Story, house: House) -> tuple[str, list[str], list[str], str]:
    """(end of the last paragraph, lines after the text, lines under the headline, opening)."""
    names = " ".join(story.authors)
    if story.credit:
        return (
            (f"（{story.printed or story.credit}）", [], [], "")
            if house.byline != "own"
            else ("", [f"（{story.printed or story.credit}）"], [], "")
        )
    if not names or house.byline == "none":
        return "", [], [], ""
    opening = f"本报讯（记者 {names}）" if house.byline == "lead" else ""
    under = {"under": [names], "under-role": [f"文/{names}"], "under-mark": [f"□ {names}"]}.get(
        house.byline, []
    )
    after = {"own": [f"（{names}）"], "own-role": [f"本报记者 {names}"]}.get(house.byline, [])
    tail = {
        "tail": f"（{names}）",
        "ascii": f" ({names})",
        "spaced": f" （{names}）",
        "role": f"（通讯员 {names}）",
    }
    return tail.get(house.byline, ""), after, under, opening


def set_issue(stories: Sequence[Story], house: House) -> Printed:
    """Set the stories; `Printed.stories` are as this house shows them (no authors where it prints none)."""
    blocks: list[tuple[str, list[str]]] = [("masthead", [line]) for line in house.masthead]
    if house.contents:
        blocks.append(("masthead", ["目  录"]))
        for at, story in enumerate(stories):
            dots = "…………" + str(at // 3 + 1) if house.contents == "leaders" else ""
            blocks.append(("contents", [story.title.replace("\n", "") + dots]))
    shown, section = [], None
    count = 0
    for story in stories:
        if story.section != section and story.section and house.section:
            count += 1
            ordinal = "一二三四五六七八九十"[count - 1]
            blocks.append(("section", [house.section.format(story.section, n=ordinal)]))
            section = story.section
        tail, after, under, opening = _signature(story, house)
        titles: list[str] = []
        for part in (house.title_mark + story.title).split("\n"):
            titles += wrap(part, house.width - 2 if len(part) > house.width else house.width)
        blocks.append(("title", [_centre(line, house) for line in titles]))
        blocks += [("under", [_centre(line, house)]) for line in under]
        indent = "\u3000\u3000" if house.indent else ""
        for at, paragraph in enumerate(story.paragraphs):
            text = (
                (opening if at == 0 else "") + paragraph + (tail if at == len(story.paragraphs) - 1 else "")
            )
            blocks.append(("text", wrap(text, house.width, indent)))
        blocks += [("after", [line]) for line in after]
        signed = house.byline != "none"
        body = (opening + story.paragraphs[0], *story.paragraphs[1:])
        shown.append(
            Story(
                story.title,
                body,
                story.section if house.section else None,
                story.authors if signed else (),
                story.credit,
                story.date,
            )
        )
    blocks += [("footer", [line]) for line in house.footer]
    return Printed(_paged(_spaced(blocks, house), house), shown)


def _centre(line: str, house: House) -> str:
    room = 2 * house.width - columns(line)
    return " " * (room // 2) + line if house.centred and room > 8 else line


def _spaced(blocks: list[tuple[str, list[str]]], house: House) -> list[str]:
    lines: list[str] = []
    for at, (kind, block) in enumerate(blocks):
        gap = at > 0 and (
            (house.blank == "paragraph" and blocks[at - 1][0] != kind)
            or (house.blank == "paragraph" and kind == "text")
            or (
                house.blank == "article"
                and kind in ("section", "title", "footer")
                and blocks[at - 1][0] != "section"
            )
        )
        if gap:
            lines.append("")
        for line in block:
            lines.append(line)
            if house.blank == "every":
                lines.append("")
    return lines


def _paged(lines: list[str], house: House) -> list[str]:
    if not house.page_rows:
        return lines
    result: list[str] = []
    printed = page = 0
    broken = False
    for line in lines:
        if line.strip() and printed and printed % house.page_rows == 0 and not broken:
            page += 1
            if house.page_number:
                result.append(house.page_number.format(page))
            if house.running_head:
                result.append(house.page_break + house.running_head)
            broken = True
            line = line if house.running_head else house.page_break + line
        elif line.strip():
            broken = False
        printed += bool(line.strip())
        result.append(line)
    return result


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def random_house(rng: random.Random) -> House:
    """The habits of some publisher."""
    paper = rng.choice(["云岭建材协会通讯", "江北医院院讯", "沧河大学简报", "远山信息", "北岸工作简报"])
    number = rng.randint(1, 60)
    mast = rng.choice(
        [
            (),
            (paper, f"第{number}期（总第{number + 90}期）", "2021年8月15日"),
            (f"{paper} 2021年第{number}期",),
            (paper, f"2021年第{number}期", "云岭市建材协会秘书处编印  2021年8月20日"),
            (paper, f"第 {number} 期", "主办：云岭市建材协会    编辑：办公室"),
        ]
    )
    foot = rng.choice(
        [
            (),
            ("报：云岭市民政局、云岭市工信局", "送：各会员单位", "发：本会各部门"),
            ("责任编辑：秦岚   校对：陶然", "电话：0000-1234567"),
            ("抄送：各区县工作站", "（共印80份）"),
        ]
    )
    page_rows = rng.choice([0, 0, 26, 31, 38])
    return House(
        width=rng.randint(28, 44),
        indent=rng.random() < 0.4,
        blank=rng.choice(["every", "every", "every", "paragraph", "article", "none"]),
        page_rows=page_rows,
        page_break=rng.choice([" ", " ", "\f"]),
        page_number=rng.choice(["", "", "—{}—", "- {} -", "{}", "第 {} 页"]) if page_rows else "",
        running_head=rng.choice(["", "", f"{paper}  2021年第{number}期"]) if page_rows else "",
        section=rng.choice(
            ["【{}】", "【{}】", "★{}★", "◆{}", "{n}、{}", "■ {}", "—— {} ——", "〖{}〗", "{}", ""]
        ),
        title_mark=rng.choice(["", "", "", "", "▲", "● "]),
        centred=rng.random() < 0.3,
        byline=rng.choice(
            [
                "tail",
                "tail",
                "tail",
                "ascii",
                "spaced",
                "role",
                "own",
                "own-role",
                "under",
                "under-role",
                "under-mark",
                "lead",
                "none",
            ]
        ),
        masthead=mast,
        contents=rng.choice(["", "", "leaders", "plain"]) if mast else "",
        footer=foot,
    )
