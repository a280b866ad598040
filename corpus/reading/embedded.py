"""Here is a web page that shows no text, give me the article that its scripts or text areas hold.

Pages saved before their scripts ran carry the text as a string of JSON or JavaScript, or in a text area.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Callable, Iterable

from lxml import etree, html

_LITERAL = re.compile(
    r'"((?:[^"\\]|\\.){60,})"|\'((?:[^\'\\]|\\.){60,})\'|`((?:[^`\\]|\\.){60,})`', re.DOTALL
)
_LEAST = 40
"""Characters in sentences that a text area which is the page's text holds at least."""
_HEX = re.compile(r"\\x([0-9a-fA-F]{2})")
_TAG = re.compile(r"<[^>]{0,2000}>")
_HAN = re.compile(r"[\u4e00-\u9fff，。、；：？！“”]")
_STRAY = re.compile(r"\\(?![\"\\/bfnrtu])")


def hidden_in_scripts(scripts: Iterable[str], least: int) -> etree._Element | None:
    """The longest text of more than `least` characters among the strings of scripts, as a tree."""
    best, size = "", least
    for script in scripts:
        for match in _LITERAL.finditer(script):
            text = _unescaped(match[1] or match[2] or match[3])
            shown = _TAG.sub("", text)
            letters = len(_HAN.findall(shown))
            if letters > size and letters >= 0.5 * len(shown) and "。" in shown:
                best, size = text, letters
    if not best:
        return None
    return _tree(best)


def open_text_areas(root: etree._Element, prose: Callable[[etree._Element], int]) -> None:
    """Put what a text area holds in its place where that is the page's text: an article to be read there, or
    to be shown by a script.

    prose: characters of an element that stand in sentences.
    """
    whole = prose(root)
    for area in list(root.iter("textarea")):
        text = area.text_content() if isinstance(area, html.HtmlElement) else "".join(area.itertext())
        inside = prose(_tree(text)) if text.strip() else 0
        if inside < _LEAST or inside < (whole - prose(area)):
            continue
        parent, tree = area.getparent(), _tree(text)
        if parent is not None:
            tree.tail = area.tail
            parent.replace(area, tree)


def _tree(text: str) -> etree._Element:
    """A text or a piece of a page as a tree."""
    whole = text if "<" in text else "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return html.fragment_fromstring(whole, create_parent="div", parser=html.HTMLParser(huge_tree=True))


def _unescaped(literal: str) -> str:
    """The string that a literal of JSON or JavaScript stands for; entities that hide tags are undone too."""
    text = _STRAY.sub("", _HEX.sub(lambda found: f"\\u00{found[1]}", literal))
    text = re.sub(r'(?<!\\)"', '\\"', text)
    try:
        value = json.loads(f'"{text}"', strict=False)
    except ValueError:
        return ""
    said = value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
    return entities.unescape(said) if "&lt;" in said else said
