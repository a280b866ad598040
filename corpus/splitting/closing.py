"""Here are the rows of a page, give me the closings in it: who signs a notice or a letter, and its day.

    弋阳社区居民委员会
        2021年4月2日

A closing (落款) is a structure of its own at the end of a text: one to three short rows of signers and a row
that is nothing but a day.  Its day dates the text; a deadline in the text does not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.language.names import is_han, name_likeness
from corpus.splitting.bylines import Byline
from corpus.splitting.figures import plain_dates
from corpus.splitting.unwrap import ENUMERATED, ends_sentence
from corpus.traditional import simplified

_DAY = re.compile(
    r"(?P<who>\D{0,30}?)[\s（(]*(?:(?P<year>(?:19|20)\d\d)\s*[-年/.．]\s*)?(?P<month>1[0-2]|0?[1-9])\s*[-月/.．]\s*"
    r"(?P<day>3[01]|[12]\d|0?[1-9])\s*[日号]?\s*[)）]?\s*[。.]?"
)
_HOUR = re.compile(r"(?<=日)\s*(?:凌晨|清晨|早晨|上午|中午|下午|傍晚|晚上|深夜|[夜晚晨])$")
_MAY_END_DAY = re.compile(r"[\d一二三四五六七八九十][\s日号號)）。.]*$")
_LABEL = re.compile(
    r"^(?:[（(]?(?:总|\d{4}年)?第?\s*[\d一二三四五六七八九十]+\s*期|此致|敬礼|特此|附|报名|联系|电话|地址|时间|日期|发布|来源|编辑|主编|责任)|[:：。；，]"
)
_NOTE = re.compile(
    r"[【\[〔（(]?(?:编者|编后|编辑|回音|答复|回复|附记|本刊|本报|记者|[\u4e00-\u9fff]{2,4}(?:回复|答复|回音|附记))"
    r"[\u4e00-\u9fff]{0,4}(?:[】\]〕）)]|\s*[:：])"
)
_KINSHIP = re.compile(
    "家属|职工|员工|工人|会员|队员|^[夫妻父母儿女子弟妹兄姐友]$|病友|患者|读者|学生|家长|校友|村民|居民|业主|代表|一位|全体"
)
_NO_SIGNATURE = re.compile(r"[，。；：:！？“”《》\d]|^[★☆※▌▍▎►▶✦❖◈◆◇]")
_PERIODICAL = re.compile(r"^《[^《》]{2,12}》(?=\S)")  # 《…》编辑部
_DASHED = re.compile(r"^[—－―-]{1,3}\s*\S")
_DRAWN = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_NAME = 4  # characters
_SIGNERS = 3
_SIGNATURE_MAX = 24  # characters
_SIGNER_MAX = 30  # characters
_FLOWS = 25  # characters from which on a row is rather text than a headline


@dataclass(frozen=True, slots=True)
class Closing:
    """Rows [first, last] sign a text.  credit: the body that signs; authors: people that do; day: its day,
    (month, day) where the year is not printed."""

    first: int
    last: int
    authors: tuple[str, ...]
    credit: str | None
    day: dt.date | tuple[int, int]


def day_of(text: str) -> tuple[str, dt.date | tuple[int, int]] | None:
    """(what stands before it, the day) of a row that ends with a date and holds little else.

    The day is (month, day) where the row leaves out the year (4月21日).
    """
    text = _HOUR.sub("", text)
    if len(text) > 48 or _MAY_END_DAY.search(text) is None:
        return None
    match = _DAY.fullmatch(plain_dates(text))
    if match is None:
        return None
    if match["year"] is None:
        spelt = "月" in text and text.rstrip("）)。. ")[-1] in "日号號"
        return (match["who"].strip(), (int(match["month"]), int(match["day"]))) if spelt else None
    try:
        return match["who"].strip(), dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def closings(
    texts: Sequence[str], set_right: Callable[[int], bool], is_body: Callable[[str], bool]
) -> dict[int, Closing]:
    """Last row → closing.  set_right: the row stands far from the left edge; is_body: it names a body."""
    found = {}
    for at, text in enumerate(texts):
        dated = day_of(text)
        if dated is None:
            continue
        who, day = dated
        signers = [who] if who else []
        first = at
        while len(signers) < _SIGNERS and first and _may_sign(texts[first - 1]):
            signers.insert(0, texts[first - 1])
            first -= 1
        below = texts[at + 1] if at + 1 < len(texts) else ""
        flows = len(below) >= _FLOWS or ends_sentence(below)
        may_be_headline = flows and not opens_note(below)  # a day under a headline, then text
        while signers and not _signs(signers[0], set_right(first) and not may_be_headline, is_body):
            signers.pop(0)  # the end of the text rather than a signer
            first += 1
        if signers and 0 < first <= at and _ends_text(texts[first - 1]):
            authors, credit = _who(signers, is_body)
            if authors or credit:
                found[at] = Closing(first, at, authors, credit, day)
    return found


def opens_note(text: str) -> bool:
    """The row opens what an editor adds to a text that is signed: 【回音】…, 编者附记：…"""
    return _NOTE.match(simplified(text)) is not None


def _ends_text(text: str) -> bool:
    """Something stands above that can be signed: a sentence, a list, a table, no masthead."""
    listed = ENUMERATED.match(text) or _LABEL.search(text) or len(text.split()) >= 3
    return ends_sentence(text) or bool(listed) or len(text) >= _FLOWS


def signatures(
    texts: Sequence[str],
    set_right: Callable[[int], bool],
    read: Callable[[str], Byline | None],
    is_frame: Callable[[str], bool],
    runs_on: Callable[[int], bool],
    habit: bool,
) -> dict[int, Byline]:
    """Row → who signs there without a bracket and without a day: a row of its own after a finished text.

    It is set right, or the section, the imprint or the page ends below it, or the issue signs on rows of
    their own (habit): elsewhere a short row is rather a headline.  runs_on: the row reaches the right edge.
    """
    found = {}
    for at in range(1, len(texts)):
        text, above = texts[at], texts[at - 1]
        if (
            not 2 <= len(text) <= _SIGNATURE_MAX
            or is_frame(text)
            or _NO_SIGNATURE.search(_PERIODICAL.sub("", text))
        ):
            continue
        if runs_on(at) and not set_right(at):
            continue
        listed = len(above.split()) >= 3
        if not (ends_sentence(above) or listed) or len(text.split()) > (1 if listed else 4):
            continue
        below = texts[at + 1] if at + 1 < len(texts) else ""
        apart = set_right(at) or not below or is_frame(below) or _DASHED.match(text) is not None
        habitual = habit and len(below) < _FLOWS and not ends_sentence(below)
        if not (apart or habitual):
            continue
        byline = read(text)
        if byline is None or not (byline.authors or byline.credit):
            continue
        if byline.confidence >= (0.7 if apart or byline.authors else 0.85):
            kin = byline.authors and byline.credit and _KINSHIP.search(byline.credit)
            found[at] = replace(byline, credit=None) if kin else byline
    return found


def _may_sign(text: str) -> bool:
    return len(text) <= _SIGNER_MAX and not (
        ends_sentence(text) or _LABEL.search(text) or ENUMERATED.match(text) or day_of(text)
    )


def _signs(text: str, right: bool, is_body: Callable[[str], bool]) -> bool:
    last = text.split()[-1] if text.split() else ""
    return right or is_body(_squeezed(text)) or is_body(last) or _named(last) or _named(_squeezed(text))


def _named(token: str) -> bool:
    return name_likeness(simplified(token)) >= 0.9


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _who(signers: Sequence[str], is_body: Callable[[str], bool]) -> tuple[tuple[str, ...], str | None]:
    """(people, bodies) that sign, as printed."""
    authors: list[str] = []
    credits: list[str] = []
    for text in signers:
        text = _DRAWN.sub(r"\1\2", text)
        whole = _squeezed(text)
        if _named(whole):
            authors.append(whole)
            continue
        tokens = text.split()
        people = [token for token in tokens if _named(token)]
        if not people and len(tokens) > 1 and not any(map(is_body, tokens[-2:])):
            kin = _KINSHIP.search(simplified(tokens[-2])) is not None
            people = [tokens[-1]] if kin and is_han(tokens[-1]) and len(tokens[-1]) <= _NAME else []
        rest = [token for token in tokens if token not in people]
        if not people:
            rest = [whole] if all(len(token) == 1 for token in tokens) else [" ".join(tokens)]
        authors += people
        kin = bool(people) or any(_KINSHIP.search(simplified(token)) for token in rest)
        credits += [token for token in rest if is_body(token) or not kin]
    return tuple(dict.fromkeys(authors)), "、".join(dict.fromkeys(credits)) or None
