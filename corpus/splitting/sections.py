"""Here is a page of evidence, give me the rows that are section heads, by name.

Brackets and rules (【行业动态】) speak for themselves.  Any other short row is weighed: its words, its
mark or ordinal, a headline below it, a finished article above it, its place in the table of contents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.language.names import name_likeness
from corpus.splitting.page import Page
from corpus.splitting.series import MARK, bare_headline
from corpus.splitting.series import ordinal as ordinal_of
from corpus.splitting.unwrap import ENUMERATED
from corpus.splitting.wording import SUBTITLE, is_list_item, squeeze
from corpus.traditional import simplified

_ORDINAL = re.compile(
    r"^((?:[一二三四五六七八九十]{1,3}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{1,4})\s*[、.．:：]|第[一二三四五六七八九十]{1,3}(?:部分|章|版)\s*[:：、]?)\s*(\S.*)$"
)
_PAGE_HEAD = re.compile(
    r"^(?:(?:第\s*[A-Z]?[一二三四五六七八九十\d]{1,3}|[A-Z]?\d{1,2})\s*版\s*[:：、·•|｜]?\s*|[一二三四五六七八九十]{1,2}版[\s:：·•|｜]+)"
    r"(?P<name>[\u4e00-\u9fff·\s]{2,12})$"
)
_MARKS = "★☆※◎◆◇■□●○▲△▼▌▍▎►▶✦❖◈⊙♦▷▸▹▪▫➤➢☞✧✩◦‣•—－-=＝~～ "
_THRESHOLD = 3.5
_LISTED_MAX = 8  # characters of the name of a section in the contents
_SET_OFF = 6  # columns of indent beyond that of a paragraph
_RULED_MAX = 10  # characters of a name between two rules


@dataclass(frozen=True, slots=True)
class _Candidate:
    at: int
    name: str
    kind: str  # the mark, "ordinal", or "" for a bare line
    named: bool  # ends like the name of a section
    opens: bool
    worth: float


def bracketed(page: Page, text: str) -> str | None:
    """The section that a line opens by its brackets or rules; None for any other line."""
    for pattern in page.profile.section_patterns:
        if match := pattern.match(text):
            name = squeeze(match["name"])
            if name not in page.profile.section_not and not name.endswith(("摄", "报道")):
                return name
    return None


def between_rules(page: Page, at: int) -> str | None:
    """The section that a short row names between two rules of its own; None for any other row."""
    if at + 1 >= len(page.rows) or not (page.rows[at].ruled and page.rows[at + 1].ruled):
        return None
    name = squeeze(page.rows[at].text)
    plain = 2 <= len(name) <= _RULED_MAX and not re.search(r"[，。：；、！？“”《》（）\d]", name)
    return name if plain and page.bylines[at] is None else None


def _nothing_but_sections(page: Page, first: int, last: int, contents: Sequence[str]) -> frozenset[str]:
    """The entries of contents that list sections only: short, and rows of their own above a headline."""
    names = frozenset(squeeze(entry) for entry in contents if 2 <= len(squeeze(entry)) <= _LISTED_MAX)
    if len(names) < 3 or len(names) < 0.8 * len(contents):
        return frozenset()
    rows = [at for at in range(first, last - 2) if squeeze(bare_headline(page.rows[at].text)) in names]
    above = [at for at in rows if not page.running[at + 1] and not page.info[at + 1]]
    back = {squeeze(bare_headline(page.rows[at].text)) for at in rows}
    sure = [at for at in above if page.running[at + 2] or page.bylines[at + 2] or page.info[at + 2]]
    return names if len(back) >= 0.8 * len(names) and len(sure) >= 0.5 * len(rows) else frozenset()


def _signs(page: Page, at: int) -> bool:
    """A row in brackets that signs the text above it: 〔地环院〕, set off, and no section's name."""
    byline, text = page.bylines[at], page.rows[at].text
    if byline is None or not (byline.authors or byline.credit) or text[0] not in "〔[［【":
        return False
    if page.profile.names_section(squeeze(text.strip("〔〕[]［］【】"))) and not byline.roles:
        return False
    finished = page.ends[at - 1] or page.tabular[at - 1] or is_list_item(page.rows[at - 1].text)
    return byline.roles or (
        text[0] != "【" and finished and page.rows[at].indent > page.base_indent + _SET_OFF
    )


def find_sections(
    page: Page,
    first: int,
    last: int,
    contents: Sequence[str],
    headlines: frozenset[int],
    listed: frozenset[str] = frozenset(),
) -> dict[int, str]:
    """Row → section name, for the rows [first, last).

    headlines: rows whose mark opens a headline; listed: names that the contents list as sections.
    """
    found, named, persons = dict[int, str](), dict[int, str](), dict[int, str]()
    listed |= _nothing_but_sections(page, first, last, contents)
    for at in range(first, last):
        text = page.rows[at].text
        name = bracketed(page, text) or between_rules(page, at)
        if name is not None and at > first and _signs(page, at):
            name = None
        elif name is None and (head := _PAGE_HEAD.match(text)) is not None:
            named[at] = squeeze(head["name"])
        elif name is None and listed and (bare := squeeze(bare_headline(text))) in listed:
            named[at] = bare
        if name is not None:
            (persons if _person(name) else found)[at] = name
    if len(found) > len(
        persons
    ):  # 【家书】 among 【要闻】 and 【来信】 is no signature, whatever it looks like
        free = (at for at in persons if at == first or page.bylines[at - 1] or not page.ends[at - 1])
        found |= {at: persons[at] for at in free if opens_article(page, at + 1, last, headlines)}
        found = dict(sorted(found.items()))
    if found and _are_headlines(page, found, last):
        found = {}
    if len(found) >= 2:
        return found | named
    rows = [at for at in range(first, last - 1) if at not in headlines]
    candidates = [c for at in rows if (c := _candidate(page, at, first, last, contents, headlines))]
    kept = _kept_for_names(page, candidates, first, last)
    chosen = [c for c in candidates if c.worth + _of_its_kind(c, candidates, len(named), kept) >= _THRESHOLD]
    if len({squeeze(c.name) for c in chosen}) + len(found) + len(named) < 2:
        return found
    return found | {c.at: c.name for c in _counting_on(page, chosen, candidates)} | named


def _are_headlines(page: Page, found: Mapping[int, str], last: int) -> bool:
    """The bracketed rows stand right above text and are as long as headlines: this paper brackets those."""
    below = [at + 1 for at in found if at + 1 < last]
    direct = sum(page.running[at] and (page.ends[at] or _leads(page, at)) for at in below)
    return direct >= 0.7 * len(found) and median(map(len, found.values())) >= 8


def _candidate(
    page: Page, at: int, first: int, last: int, contents: Sequence[str], headlines: frozenset[int]
) -> _Candidate | None:
    text = page.rows[at].text
    mark, ordinal = MARK.match(text), _ORDINAL.match(text)
    kind = mark[1] if mark else "ordinal" if ordinal else ""
    name = squeeze((mark or ordinal)[2] if mark or ordinal else text).strip(_MARKS)  # type: ignore[index]
    if (
        not 2 <= len(name) <= 12
        or page.ends[at]
        or page.full[at]
        or re.search(r"[，。：；、“”《》（）\d]", name)
    ):
        return None
    if page.bylines[at] is not None or _person(name) or (not kind and len(name) > 8):
        return None
    if SUBTITLE.match(page.rows[at + 1].text):  # what has a sub-title is a headline
        return None
    opens = opens_article(page, at + 1, last, headlines)
    worth = 1.5 if opens else -3.0
    named = page.profile.names_section(name)
    worth += 2.0 if named else 0.0
    worth += 1.0 if kind else 0.0
    if at == first or page.bylines[at - 1] is not None:
        worth += 1.0
    else:
        worth += 0.5 if page.ends[at - 1] or is_list_item(page.rows[at - 1].text) else -1.5
    worth += 1.5 if page.relative_size(at) > 1.07 else 0.0
    worth += 0.5 if page.centred(at) else 0.0
    worth += 2.0 if name in contents or squeeze(text) in contents else 0.0
    return _Candidate(at, name, kind, named, opens, worth)


def _kept_for_names(page: Page, candidates: Sequence[_Candidate], first: int, last: int) -> frozenset[str]:
    """Marks that this issue sets before names of sections and nothing else, one of them beyond doubt."""
    marks = (MARK.match(page.rows[at].text) for at in range(first, last))
    used = Counter(mark[1] for mark in marks if mark)
    kept = set()
    for mark, count in used.items():
        kin = [c for c in candidates if c.kind == mark]
        most = sum(c.opens for c in kin) >= 0.6 * count
        if count == len(kin) >= 3 and most and any(c.named and c.worth >= _THRESHOLD for c in kin):
            kept.add(mark)
    return frozenset(kept)


def _of_its_kind(
    candidate: _Candidate, candidates: Sequence[_Candidate], named: int, kept: frozenset[str]
) -> float:
    """Rows with the same mark or ordinals speak for one another: all above headlines, or mostly not."""
    if candidate.kind in kept:
        return 3.0
    if not candidate.kind:
        alike = named + sum(not c.kind and c.worth >= _THRESHOLD for c in candidates)
        return 2.0 if alike >= 4 else 1.0 if alike >= 2 else 0.0
    kin = [c for c in candidates if c.kind == candidate.kind and (c.named or not candidate.named)]
    share = sum(c.opens for c in kin) / len(kin)
    if share < 0.6 or len(kin) < 2:
        return -0.5
    return 1.0 if candidate.opens else 3.0  # below it a headline that runs full: its kin vouch for it


def _counting_on(page: Page, chosen: list[_Candidate], candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The chosen, and those whose number goes on from theirs: a section of one text without a headline."""
    numbers = {c.at: ordinal_of(page.rows[c.at].text) for c in candidates if c.kind == "ordinal"}
    last = max((c for c in chosen if c.at in numbers), key=lambda c: c.at, default=None)
    if last is None:
        return chosen
    expected = numbers[last.at]
    for candidate in candidates:
        number = numbers.get(candidate.at)
        if candidate.at > last.at and number and expected and number[:2] == (expected[0], expected[1] + 1):
            chosen, expected = [*chosen, candidate], number
    return chosen


def _person(name: str) -> bool:
    return name_likeness(simplified(name)) >= 0.9


def _leads(page: Page, at: int) -> bool:
    """The row begins like an article or is set in like a paragraph."""
    return page.indented[at] or page.profile.leads_in(page.rows[at].text)


def opens_article(page: Page, at: int, last: int, headlines: frozenset[int]) -> bool:
    """Row `at` could be a headline over text: short, no sentence, running text one to three rows below."""
    if at >= last or page.ends[at] or page.bylines[at] is not None:
        return False
    text = page.rows[at].text
    enumerated = ENUMERATED.match(text) and at not in headlines
    if text[-1] in "，、；：" or enumerated or is_list_item(text):
        return False
    named = page.reader.line(text, bare=True) or page.reader.from_place(text)
    if named is not None and named.authors:
        return False
    for below in range(at + 1, min(at + 5, last)):
        if page.ends[below - 1] and not page.own_bylines[below - 1]:
            return False
        if page.running[below] and (not page.full[below - 1] or _leads(page, below)):
            return True
    return False
