"""Here are rows of one text, give me its paragraphs: wrapped lines joined, nothing lost, nothing invented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.language.tagging import known, tag

TERMINAL = frozenset("。！？!?…”’》）)】」』；;：:")
SENTENCE_END = frozenset("。！？!?…")
ENUMERATED = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十百\d]{1,3}[,，、:：章节条部]|[（(]\s*\d{1,2}\s*[)）]|\d{1,2}\s*[、.．](?!\d)|[①-⑳⑴-⒇❶-❿]|[（(]?[甲乙丙丁戊己庚辛壬癸][)）、.．]|[一二三四五六七八九十]是|其[一二三四五六七八九十]$)"
)
_LATIN = re.compile(r"[A-Za-z]")


def join_lines(parts: Iterable[str]) -> str:
    """Physical lines as one string: a space only between two Latin letters."""
    result = ""
    for part in parts:
        if result and part and _LATIN.fullmatch(result[-1]) and _LATIN.fullmatch(part[0]):
            result += " "
        result += part
    return result


def join_title(parts: Sequence[str], full: Sequence[bool]) -> str:
    """Headline lines as one: with one space, unless the line above ran full or broke a bracket."""
    result = parts[0]
    for at, part in enumerate(parts[1:]):
        broken = full[at] or is_open(result) or len(part) == 1 or _cuts_word(result, part)
        result = join_lines((result, part)) if broken else f"{result} {part}"
    return result


def _cuts_word(above: str, below: str) -> bool:
    """The line break between the two cuts a word of the dictionary in two."""
    joined = above[-6:] + below[:6]
    return _known_across(joined, len(above[-6:]))


def _known_across(text: str, at: int) -> bool:
    """A word of the dictionary stands across position `at` of `text`."""
    starts = tag(text)
    if starts.starts[starts.at(at)] == at:
        return False
    word = starts.words[starts.at(at) - 1]
    return len(word) <= 4 and known(word)


def is_open(text: str) -> bool:
    """A bracket or quotation mark in `text` is still open."""
    pairs = ("（）", "()", "《》", "“”", "【】", "「」", "『』", "〈〉")
    return any(text.count(pair[0]) > text.count(pair[1]) for pair in pairs)


def ends_sentence(text: str) -> bool:
    """The last character that is no closing bracket or quotation mark ends a sentence."""
    bare = text.rstrip("”’》）)】」』\"' ")
    return bool(bare) and bare[-1] in SENTENCE_END
