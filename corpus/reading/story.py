"""Here are the blocks of a web page, give me the story on it: headline, what is printed under it, text; pure.

A page of one story has a headline (a heading or what `<title>` says), and prose under it.  What follows the
prose — lists of related items, links to the next page, comments — is set aside with its reason.  Where this
room and the extractor disagree about a block of prose, it stays: a menu entry too many is better than a
paragraph too few.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from lxml import etree

from corpus.reading.blocks import TextBlock, size_of
from corpus.reading.markers import (
    COMMENTS,
    CRUMB,
    DISCLAIMER,
    FOOTER,
    INFO,
    ISSUE_NUMBER,
    RELATED,
    SIGNED,
    WEB_FOOTER,
    before,
    heads,
    is_prose,
    marker,
    squeezed,
)
from corpus.reading.webmeta import headlines

_NAMED_TITLE = re.compile(r"title|headline|biaoti|bt\b", re.IGNORECASE)
_INLINE = ("span", "b", "strong", "font", "em", "a")
_MOST = 0.55
"""Share of the prose whose box is the story's home."""
_LONG = 100
"""Characters of a paragraph that is the story's even under a heading of related items."""


@dataclass(frozen=True, slots=True)
class Story:
    """The page read as one story: its blocks, every one with its reason, and the headline's place (None:
    only the page's title says it)."""

    blocks: tuple[TextBlock, ...]
    headline: int | None


def find_story(blocks: Sequence[TextBlock], said: dict[str, str], kept: str) -> Story | None:
    """The one story of a page; None for a page that holds several, or that nothing marks as a story.

    said: the page's metadata; kept: the extractor's text without white space ("" where there is none).
    """
    at = [i for i, block in enumerate(blocks) if block.reason is None]
    text = [blocks[i] for i in at]
    prose = [i for i, block in enumerate(text) if is_prose(block) and not DISCLAIMER.search(block.text)]
    if not prose or holds_several(text):
        return None
    head = _headline(text, prose, headlines(said))
    if head is None and not any(len(title) >= 6 for title in headlines(said)):
        return None
    reasons = _reasons(text, head, kept)
    result = list(blocks)
    for i, reason in zip(at, reasons, strict=True):
        result[i] = replace(blocks[i], reason=reason)
    return Story(tuple(result), at[head] if head is not None else None)


def holds_several(text: Sequence[TextBlock]) -> bool:
    """Whether the page is an issue: several headings over prose, and a masthead, bylines or datelines that
    say so."""
    signed = sum(bool(SIGNED.search(block.text)) for block in text)
    masthead = any(ISSUE_NUMBER.search(block.text) and len(block.text) < 60 for block in text[:12])
    if signed >= 2 and (masthead or signed >= 3):
        return True
    for level in ("heading1", "heading2", "heading3", "heading4"):
        here = [i for i, block in enumerate(text) if block.style == level]
        ends = [*here[1:], len(text)]
        over = [
            i for i, end in zip(here, ends, strict=False) if any(map(is_prose, text[i + 1 : min(end, i + 5)]))
        ]
        if len(over) < 2:
            continue
        if masthead or signed >= 2 or (level == "heading1" and not _numbered(text, over)):
            return True
        dated = sum(
            bool(_DATELINE.search("".join(block.text for block in text[i + 1 : i + 3])[:60])) for i in over
        )
        if len(over) >= 3 and dated >= 0.7 * len(over) and not _numbered(text, over):
            return True
    return False


_DATELINE = re.compile(r"\d{1,2}\s*月\s*\d{1,2}\s*日|^(?:近日|日前|连日来)|本[报刊网]讯")
_NUMBER = re.compile(
    r"^[（(]?(?:[一二三四五六七八九十]+|\d{1,2})\s*[)）、.．]|^第[一二三四五六七八九十\d]+[章节部条]"
)


def _numbered(text: Sequence[TextBlock], rows: Sequence[int]) -> bool:
    return sum(bool(_NUMBER.match(text[i].text)) for i in rows) >= 0.5 * len(rows)


def _headline(text: Sequence[TextBlock], prose: Sequence[int], titles: Sequence[str]) -> int | None:
    """The block that is the headline: what the page's title says again, a heading, one that is called so."""
    best, found = 1.5, None
    last = prose[min(len(prose) - 1, 3)]
    wanted = [squeezed(title) for title in titles]
    for i, block in enumerate(text[: last + 1]):
        bare = squeezed(block.text)
        if (
            i + 1 < len(text)
            and text[i + 1].element is block.element
            and block.style
            and squeezed(bare + text[i + 1].text) in wanted
        ):
            bare = squeezed(bare + text[i + 1].text)
        if (
            not 4 <= len(bare) <= 90
            or CRUMB.search(block.text)
            or FOOTER.search(block.text)
            or RELATED.match(block.text)
        ):
            continue
        score = 0.0
        if bare in wanted:
            score += 3.0
        elif any(
            len(bare) >= 8 and (title.startswith(bare) or (bare.startswith(title) and len(title) >= 8))
            for title in wanted
        ):
            score += 2.0
        level = block.style[7:] if block.style and block.style.startswith("heading") else ""
        score += {"1": 2.0, "2": 1.6, "3": 1.2}.get(level, 0.0)
        score += 1.6 if _NAMED_TITLE.search(_names(block.element)) and not level else 0.0
        if score and (block.text[-1] in "。；" or block.linked >= len(bare)):
            score -= 1.5
        follows = text[i + 1 : i + 5]
        score += 1.6 if not score and _over_its_day(block, follows) else 0.0
        score += 0.5 * any(INFO.search(one.text) and len(one.text) < 120 for one in follows) if score else 0.0
        score += 0.3 * any(is_prose(one) for one in text[i + 1 : i + 8]) if score else 0.0
        if score > best:
            best, found = score, i
    return found


def _over_its_day(block: TextBlock, follows: Sequence[TextBlock]) -> bool:
    """A label outside links that stands right over the line of day and source: a headline on pages that mark
    none."""
    if not follows or block.linked or len(block.text) < 8 or is_prose(block) or INFO.search(block.text):
        return False
    said = follows[0].text
    return len(said) < 120 and INFO.search(said) is not None and not is_prose(follows[0])


def _names(element: etree._Element) -> str:
    """The classes and ids of a block's element, and of the inline elements that hold all of its text."""
    names = ""
    whole = size_of(element)
    for inner in element.iter():
        if inner is not element and (str(inner.tag) not in _INLINE or size_of(inner) < whole):
            break
        names += f" {inner.get('class') or ''} {inner.get('id') or ''}"
    return names


def _reasons(text: Sequence[TextBlock], head: int | None, kept: str) -> list[str | None]:
    """Why each block stands outside the story; None for those of the story."""
    start = head if head is not None else _first_of_story(text, kept)
    home, lone = _home(text[start:]), _lone_article(text)
    reasons: list[str | None] = [None] * len(text)
    tail: str | None = None
    begun = False
    for i, block in enumerate(text):
        if i < start:
            near = start - i <= 3 and bool(INFO.search(block.text)) and len(block.text) < 80
            reasons[i] = None if near and not FOOTER.search(block.text) else before(block)
            continue
        if i == head or (
            head is not None and i == head + 1 and block.element is text[head].element and block.style
        ):
            continue
        prose = is_prose(block)
        told = len(block.text) >= 12 and squeezed(block.text) in kept
        said = marker(block, begun)
        if said is not None and not (prose and told and said not in ("disclaimer", "site footer")):
            if said not in ("toolbar", "disclaimer"):
                tail = said
            reasons[i] = said
            continue
        inside = block.element in home
        resumes = prose and tail != "comments" and (inside or (told and block.plain >= _LONG))
        if tail is not None and not resumes:
            reasons[i] = tail
            continue
        if prose:
            tail, begun = None, True
        if not inside and not told and ((begun and not prose) or (lone and block.element not in lone)):
            reasons[i] = None if not begun and heads(block) else "beside the story"
    return _resigned(text, reasons)


def _resigned(text: Sequence[TextBlock], reasons: list[str | None]) -> list[str | None]:
    """What is signed or dated right after the story's last paragraph belongs to it."""
    last = max((i for i, reason in enumerate(reasons) if reason is None), default=-1)
    for i in range(last + 1, min(last + 5, len(text))):
        if reasons[i] != "beside the story" or not (len(text[i].text) < 40 and INFO.search(text[i].text)):
            break
        reasons[i] = None
    return reasons


def _first_of_story(text: Sequence[TextBlock], kept: str) -> int:
    """Where the story begins on a page that prints no headline: its first printed date or prose that is
    told."""
    told = (i for i, block in enumerate(text) if is_prose(block) and squeezed(block.text) in kept)
    first = next(told, next((i for i, block in enumerate(text) if is_prose(block)), 0))
    while first > 0 and INFO.search(text[first - 1].text) and len(text[first - 1].text) < 120:
        first -= 1
    return first


def _home(text: Sequence[TextBlock]) -> set[etree._Element]:
    """Elements of the deepest box that holds most of the prose, as far as comments."""
    weights: dict[etree._Element, int] = {}
    depth: dict[etree._Element, int] = {}
    whole = 0
    for block in takewhile(lambda block: not COMMENTS.search(block.text), text):
        if not is_prose(block) or DISCLAIMER.search(block.text):
            continue
        whole += block.plain
        chain = [block.element, *block.element.iterancestors()]
        for i, element in enumerate(chain):
            weights[element] = weights.get(element, 0) + block.plain
            depth[element] = len(chain) - i
    homes = [element for element, weight in weights.items() if weight >= _MOST * whole]
    if not homes:
        return set()
    box = max(homes, key=depth.__getitem__)
    parent = box.getparent()
    if str(box.tag) in ("p", "span", "h1", "h2", "h3", "li", "blockquote") and parent is not None:
        box = parent
    return set(box.iter())


def _lone_article(text: Sequence[TextBlock]) -> set[etree._Element]:
    """Elements of the only `<article>` or `<main>` of the page, if it holds most of the prose."""
    root = text[0].element.getroottree() if text else None
    whole = sum(block.plain for block in text if is_prose(block))
    for path in ("//main", "//*[@role='main']", "//article") if root is not None else ():
        found = root.xpath(path) if root is not None else []
        if len(found) == 1:
            inside = set(found[0].iter())
            if sum(b.plain for b in text if is_prose(b) and b.element in inside) >= max(_MOST * whole, 1):
                return inside
    return set()


def trailing(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """The blocks of a page that is no single story, without the path above its text and the lists below
    it."""
    at = [i for i, block in enumerate(blocks) if block.reason is None]
    prose = [i for i in at if is_prose(blocks[i])]
    result = list(blocks)
    tail: str | None = None
    lone = _lone_article([blocks[i] for i in at])
    for i in at:
        block = blocks[i]
        said = marker(block, begun=True)
        if lone and block.element not in lone and not heads(block):
            result[i] = replace(block, reason="beside the article")
        elif prose and i < prose[0] and said == "breadcrumb":
            result[i] = replace(block, reason=said)
        elif prose and i > prose[-1]:
            if said in ("related list", "pager", "comments"):
                tail = said
            elif said == "site footer" and not WEB_FOOTER.search(block.text):
                said = None
            if said is not None or tail is not None:
                result[i] = replace(block, reason=said or tail)
    return result if any(block.reason is None for block in result) else list(blocks)
