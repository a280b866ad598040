"""Here is a web page as a tree, give me the numbers that a browser prints before the items of its lists.

They stand in no text node, so that a reader who leaves them out loses what is on the page (3. of a notice).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from corpus.reading.numbering import written

_STYLES: Mapping[str, str] = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NAMED: Mapping[str, str] = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "cjk-heavenly-stem": "ideographTraditional",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?([a-z]+(?:-[a-z]+)*)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"[（(〔\[]?\s*(?:[\d０-９]{1,3}|[a-zA-Z]|[一二三四五六七八九十]{1,3})\s*[.．、)）〕\]:：]|第[\d一二三四五六七八九十]+|[①-⑳⑴-⒛㈠-㈩]"
)


def print_numbers(root: etree._Element) -> None:
    """Put the number of each item before its text.

    A list that prints none (`list-style: none`), whose items carry their own, or that is made of links keeps
    its text as it is.
    """
    for listed in root.iter("ol"):
        items = [item for item in listed if item.tag == "li"]
        style = _style(listed)
        if style is None or not items or _is_menu(listed) or any(map(_has_number, items)):
            continue
        step = -1 if listed.get("reversed") is not None else 1
        count = _whole(listed.get("start"), len(items) if step < 0 else 1)
        for item in items:
            count = _whole(item.get("value"), count)
            _put(
                item,
                written(count, style)
                + ("、" if style in ("chineseCounting", "ideographTraditional") else ". "),
            )
            count += step


def _style(listed: etree._Element) -> str | None:
    """How the list counts, in the words of `numbering.written`; None where it prints nothing."""
    said = _LIST_STYLE.search(listed.get("style") or "")
    if said is not None and said[1].lower() in ("none", "disc", "circle", "square"):
        return None
    if said is not None and said[1].lower() in _NAMED:
        return _NAMED[said[1].lower()]
    return _STYLES.get(listed.get("type") or "", "decimal")


def _is_menu(listed: etree._Element) -> bool:
    linked = sum(len("".join(link.itertext()).strip()) for link in listed.iter("a"))
    return 2 * linked >= len("".join(listed.itertext()).strip())


def _has_number(item: etree._Element) -> bool:
    return _NUMBERED.match("".join(item.itertext()).strip()) is not None


def _whole(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise


def _put(item: etree._Element, number: str) -> None:
    """Set a number before the first text of an item."""
    for event, element in etree.iterwalk(item, events=("start", "end")):
        if event == "start" and (element.text or "").strip():
            element.text = number + element.text.lstrip()
            return
        if event == "end" and element is not item and (element.tail or "").strip():
            element.tail = number + element.tail.lstrip()
            return
