"""Here is a name or a text as printed; give me the form in which names are compared.

`plain` maps one character to one character, so that offsets into its result are offsets into the
text; `key` also drops white space and quotation marks and is what names are looked up by.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.traditional import to_simplified

_DROPPED = re.compile(r"[\s“”\"'‘’「」·•]+")


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """Full width → ASCII, bracket variants → one, traditional → simplified; one to one."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for mark in ("，", "：", "；", "！", "？"):  # Chinese punctuation stays Chinese: it ends names
        del table[ord(mark)]
    table[0x3000] = " "
    table.update({ord(a): b for a, b in to_simplified().items()})
    table.update({ord(a): b for a, b in zip("〔［【〕］】•‧・", "([[)]]···", strict=True)})
    return table


def plain(text: str) -> str:
    """The text with equal characters made one; `len(plain(text)) == len(text)`."""
    return text.translate(_table())


def key(name: str) -> str:
    """What a name is looked up by: plain, without white space and quotation marks, lower case."""
    return _DROPPED.sub("", plain(name)).lower()
