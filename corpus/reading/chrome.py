"""Here is a web page as a tree, tell me which of its elements are no text of an article, and why.

Tags, roles, names of classes and the share of links speak; an element that holds prose outside links is
believed only when it is hidden, and a hidden one only while the page shows more prose than it does: pages
hide their article until a script has run, and fold its second half away.
"""

from __future__ import annotations

import re

from lxml import etree

from corpus.reading.blocks import size_of

_UNSEEN = [
    "script",
    "style",
    "head",
    "title",
    "link",
    "meta",
    "iframe",
    "object",
    "canvas",
    "video",
    "audio",
    "map",
    "param",
    "source",
    "track",
    "base",
]
_TAGS = {
    "nav": "navigation",
    "button": "control",
    "select": "control",
    "textarea": "control",
    "datalist": "control",
    "svg": "picture",
    "dialog": "dialog",
    "noscript": "hidden",
    "template": "hidden",
    "rt": "ruby",
    "rp": "ruby",
}
_ROLES = {
    "navigation": "navigation",
    "dialog": "dialog",
    "search": "search form",
    "contentinfo": "site footer",
}
_NAMES = (
    (
        "breadcrumb",
        r"bread-?crumbs?|crumbs?|cur-?pos\w*|current-?pos\w*|position|location|weizhi|dqwz|wei-?zhi|"
        r"site-?path",
    ),
    ("share bar", r"shares?|share-?\w*|bdshare\w*|bds\w*|social\w*|weixin-?share|fenxiang"),
    ("comments", r"comments?|comment-?\w+|pinglun|cmts?|discuss"),
    (
        "related list",
        r"relat\w*|recommend\w*|rec-?list|tuijian|xiangguan|xgyd|xgxw|hot-?\w*|rank\w*|paihang|"
        r"more-?news|about-?news|"
        r"side-?bar|aside|right-?\w*bar",
    ),
    ("pager", r"pagination|pager|prev-?next|pre-?next|page-?nav|page-?turn|shangxia|sxp"),
    ("site footer", r"copyright|foot|footer|site-?foot\w*|bottom-?nav|page-?footer"),
    ("advertisement", r"advert\w*|ads?|ad-?box|guanggao|gg"),
    ("navigation", r"nav|nav-?\w+|navbar|menus?|top-?bar|site-?nav|header-?nav|quick-?links?|friend-?links?"),
    (
        "toolbar",
        r"tool-?bar|tools?|font-?size|print\w*|login|search-?\w*|cookie\w*|qr-?code\w*|ewm|reward\w*|"
        r"like-?box",
    ),
)
_NAMED = tuple(
    (reason, re.compile(rf"(?:^|[\s_]|-(?!-))(?:{names})(?:$|[\s_-])", re.IGNORECASE))
    for reason, names in _NAMES
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![\w-])opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)", re.IGNORECASE
)
_POPS_UP = re.compile(
    r"dialog|modal|popup|pop-|login|cookie|privacy|toast|tips?\b|template|qr", re.IGNORECASE
)
_HOLDS_TEXT = re.compile(
    r"content|article|story|detail|body|full|more|fold|collapse|text|zhengwen", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^。！？]{6,}[。！？]")
_ABOVE = ("navigation", "toolbar", "share bar")
"""Bars that may carry the day and the source of the story."""
_DATED = re.compile(r"(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}")
_ATTACHED = re.compile(r"附件|附表|附录")
_BOXES = ["div", "ul", "ol", "section", "header", "footer", "aside", "table", "p", "td", "dl", "form", "span"]
PAGE_FURNITURE = frozenset(
    (
        *_TAGS.values(),
        *_ROLES.values(),
        *(reason for reason, _ in _NAMES),
        *("links", "form", "page head", "disclaimer"),
    )
) - {"hidden", "ruby"}
"""Reasons that name what every page of a site has: nobody need look at it."""
PROSE = 60
"""Characters in sentences, outside links, from which a block is not set aside for its name alone."""


def without_unseen(root: etree._Element) -> None:
    """Remove what no browser shows as text: scripts, styles, comments, embedded media."""
    for element in list(root.iter()):
        if element is not root and (not isinstance(element.tag, str) or element.tag in _UNSEEN):
            drop(element)


def drop(element: etree._Element) -> None:
    """Remove an element, keeping the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def prose_of(element: etree._Element) -> int:
    """Characters that stand in sentences outside links."""
    return sum(len(found) for text in _outside_links(element) for found in _SENTENCE.findall(text))


def _outside_links(element: etree._Element) -> list[str]:
    """The text outside links, cut at blocks by nothing finer than text nodes joined within a paragraph."""
    parts: list[str] = []
    inside = 0
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            inside += inner.tag == "a"
            if inner.tag in ("p", "div", "li", "td", "br", "section"):
                parts.append("\n")
            if inner.text and not inside:
                parts.append(inner.text)
        else:
            inside -= inner.tag == "a"
            if inner is not element and inner.tail and not inside:
                parts.append(inner.tail)
    return [text for text in "".join(parts).split("\n\n") if text.strip()]


def set_aside(root: etree._Element) -> dict[etree._Element, str]:
    """Elements under `root` whose text is no article's, each with its reason; without_unseen has run."""
    found = _hidden(root)
    whole = size_of(root)
    for element in root.iter():
        if element is root or element in found:
            continue
        tag = str(element.tag)
        reason = _TAGS.get(tag) or _ROLES.get((element.get("role") or "").lower())
        if (
            reason in ("ruby", "picture", "control")
            or (reason and prose_of(element) < PROSE)
            or (tag in _BOXES and (reason := _by_looks(element, whole)) is not None)
        ):
            found[element] = reason
    return found


def _by_looks(element: etree._Element, whole: int) -> str | None:
    """The reason that the names or the links of a box give; None for a box of text."""
    size = size_of(element)
    if not size:
        return None
    names = _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")
    named = next((reason for reason, pattern in _NAMED if pattern.search(names)), None)
    if element.tag in ("footer", "aside") and named is None:
        named = "site footer" if element.tag == "footer" else "related list"
    if named in _ABOVE and _DATED.search("".join(element.itertext())):
        named = None
    if (
        named is not None
        and size < 0.5 * whole
        and element.find(".//h1") is None
        and prose_of(element) < PROSE
    ):
        return named
    links = [size_of(link) for link in element.iter("a")]
    if len(links) >= 3 and sum(links) >= 0.7 * size and max(links) < 60 and prose_of(element) < PROSE:
        text = "".join(element.itertext())
        return None if _ATTACHED.search(text) else "links"
    if element.tag == "form" and size < 60 and element.find(".//input") is not None:
        return "form"
    return None


def _hidden(root: etree._Element) -> dict[etree._Element, str]:
    """Hidden elements, without those that hold the article."""
    found: dict[etree._Element, str] = {}
    outer: list[etree._Element] = []
    for element in root.iter():
        if element is root or element.tag in ("html", "body") or not _is_hidden(element):
            continue
        if not any(above in found for above in element.iterancestors()):
            outer.append(element)
            found[element] = "hidden"
    if not outer:
        return found
    hidden = {element: prose_of(element) for element in outer}
    shown = prose_of(root) - sum(hidden.values())
    visible = "".join("".join(root.itertext()).split())
    for element, prose in hidden.items():
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        text = "".join("".join(element.itertext()).split())
        twice = len(text) > 20 and visible.count(text[: len(text) // 2][-20:]) > 1
        if prose < 20 or twice or _POPS_UP.search(names):
            continue
        if prose >= 0.5 * max(shown, 1) or (prose >= PROSE and _HOLDS_TEXT.search(names)):
            del found[element]
            within = (inner for inner in element.iterdescendants() if _is_hidden(inner))
            found.update((inner, "hidden") for inner in within if prose_of(inner) < 0.5 * prose)
    return found


def _is_hidden(element: etree._Element) -> bool:
    if element.tag in ("noscript", "template"):
        return True
    return (
        "hidden" in element.attrib
        or (element.get("aria-hidden") == "true" and element.tag not in ("p", "article", "main"))
        or bool(_HIDDEN.search(element.get("style") or ""))
    )
