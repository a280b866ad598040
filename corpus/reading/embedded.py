"""Here are the scripts of a web page that shows no text, give me the article that they would have shown.

Pages saved before their scripts ran carry the text as a string of JSON or JavaScript.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterable

from lxml import etree, html

_LITERAL = re.compile(r'"((?:[^"\\]|\\.){120,})"|\'((?:[^\'\\]|\\.){120,})\'', re.DOTALL)
_HEX = re.compile(r"\\x([0-9a-fA-F]{2})")
_TAG = re.compile(r"<[^>]{0,2000}>")
_HAN = re.compile(r"[\u4e00-\u9fff，。、；：？！“”]")
_STRAY = re.compile(r"\\(?![\"\\/bfnrtu])")


def hidden_in_scripts(scripts: Iterable[str], least: int) -> etree._Element | None:
    """The longest text of more than `least` characters among the strings of scripts, as a tree."""
    best, size = "", least
    for script in scripts:
        for match in _LITERAL.finditer(script):
            text = _unescaped(match[1] or match[2])
            shown = _TAG.sub("", text)
            letters = len(_HAN.findall(shown))
            if letters > size and letters >= 0.5 * len(shown) and "。" in shown:
                best, size = text, letters
    if not best:
        return None
    whole = best if "<" in best else "".join(f"<p>{line}</p>" for line in best.split("\n"))
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
