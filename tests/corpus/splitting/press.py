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
    """One article as its editor knows it.

    printed: its credit as the paper words it, if otherwise; closing: rows set right at its end, which
    sign it.
    """

    title: str
    paragraphs: tuple[str, ...]
    section: str | None = None
    authors: tuple[str, ...] = ()
    credit: str | None = None
    date: str | None = None
    printed: str = ""
    closing: tuple[str, ...] = ()


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
    number: str = ""  # in front of every headline: "{n}、" Chinese, "{d}. " decimal
    rule: str = ""  # a row between articles
    unit: str = ""  # printed before the author's name, credited
    appendix: tuple[str, ...] = ()  # rows after the footer
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


def numeral(number: int) -> str:
    """1–19 in Chinese."""
    return "十" * (number > 9) + ("" if number == 10 else "一二三四五六七八九"[(number - 1) % 10])


def wrap(text: str, width: int, first: str = "") -> list[str]:
    """Cut at `2 * width` columns, keeping punctuation off the line start, as typesetters do."""
    lines, line = [], first
    for c in text:
        if columns(line + c) > 2 * width and c not in "，。、；：！？”’）》】":
            lines.append(line)
            line = ""
        line += c
    return [*lines, line] if line else lines


_LABELS = {
    "sent in by": "（供稿：{}）",
    "sent in by, bare": "供稿：{}",
    "handled": "                    （撰稿：{}   审核：秦岚）",
    "set right": "                              {}",
    "bracketed right": "                              （{}）",
}


def _signature(story: Story, house: House) -> tuple[str, list[str], list[str], str]:
    """(end of the last paragraph, lines after the text, lines under the headline, opening)."""
    names = " ".join(story.authors)
    if story.closing:
        return "", [], [], ""
    if story.credit and house.byline in _LABELS:
        return "", [_LABELS[house.byline].format(story.printed or story.credit)], [], ""
    if story.credit:
        return (
            (f"（{story.printed or story.credit}）", [], [], "")
            if house.byline != "own"
            else ("", [f"（{story.printed or story.credit}）"], [], "")
        )
    if not names or house.byline == "none":
        return "", [], [], ""
    if house.unit:
        names = f"{house.unit} {names}"
    if house.byline in _LABELS:
        return "", [_LABELS[house.byline].format(names)], [], ""
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
            front = house.title_mark + house.number.format(n=numeral(at + 1), d=at + 1)
            blocks.append(("contents", [front + story.title.replace("\n", "") + dots]))
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
        ordinal, decimal = numeral(len(shown) + 1), len(shown) + 1
        front = house.title_mark + house.number.format(n=ordinal, d=decimal)
        if house.rule and shown:
            blocks.append(("rule", [house.rule]))
        for part in (front + story.title).split("\n"):
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
        blocks += [("after", [" " * (2 * house.width - columns(line) - 2) + line]) for line in story.closing]
        signed = house.byline != "none" or bool(story.closing)
        body = (opening + story.paragraphs[0], *story.paragraphs[1:], *story.closing)
        unit = house.unit if signed and story.authors and not story.closing else None
        shown.append(
            Story(
                story.title,
                body,
                story.section if house.section else None,
                story.authors if signed else (),
                story.credit or unit or None,
                story.date,
            )
        )
    blocks += [("footer", [line]) for line in (*house.footer, *house.appendix)]
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


_WILD = ("tail", "own", "role", "under", *_LABELS, "sent in by", "none")


def wild_house(rng: random.Random) -> House:
    """The habits of a publisher who numbers, rules, labels and appends as he likes."""
    paper = rng.choice(
        ["柳溪街道工作简报", "临江律师简讯", "远山农商行动态", "北岸校友通讯", "云岭合作社信息"]
    )
    number = rng.randint(1, 60)
    line = rng.choice(["", "━" * 20, "———————————————", "※※※※※※※※", "═══════════", "* * * * * *"])
    page_rows = rng.choice([0, 0, 24, 30, 37])
    headed = rng.choice(["", f"{paper}", f"{paper}  第{number}期"]) if page_rows else ""
    ordinals = rng.choice(["", "", "{n}、", "{d}. ", "{d}、", "（{n}）"])
    return House(
        width=rng.randint(26, 42),
        indent=rng.random() < 0.6,
        blank=rng.choice(["every", "paragraph", "article", "article", "none"]),
        page_rows=page_rows,
        page_break=rng.choice(["", "", "\f"]),
        page_number=rng.choice(["", "- {} -", "· {} ·", "第 {} 页"]) if page_rows else "",
        running_head=headed,
        section="" if ordinals else rng.choice(["", "【{}】", "{}", "◎{}", "=== {} ===", "〔{}〕"]),
        title_mark="" if ordinals else rng.choice(["", "", "■ ", "◆", "★ "]),
        number=ordinals,
        rule=rng.choice(["", line]),
        byline=rng.choice(_WILD),
        unit=rng.choice(["", "", "综合科", "办公室", "柳溪基层社"]),
        masthead=rng.choice(
            [
                (paper, f"第{number}期", f"{paper[:2]}办公室编　　２０２１年８月２０日"),
                (paper, f"（总第{number}期）", "二〇二一年八月二十日"),
                (" ".join(paper), f"2021年第{number}期", line, "主办：云岭市司法局    编辑：综合科"),
                (),
            ]
        ),
        contents=rng.choice(["", "", "plain", "leaders"]),
        footer=rng.choice(
            [(), ("报：市委办公室", "送：各成员单位", "（共印80份）"), ("责任编辑：秦岚  校对：陶然",)]
        ),
    )
