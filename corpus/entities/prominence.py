"""Here are an article's mentions; give me its organisations in order, and those it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.entities.mention import Mention

_LEAD = 3
"""So many sentences are looked through for the actor; newsletters open with 为贯彻…，and name nobody yet."""
_SENTENCE_END = re.compile(r"[。！？\n]")
_ON_BEHALF = re.compile(r"落实|贯彻|按照|根据|响应|遵照|围绕|依据|在$")
_JOINED = frozenset(("、", "和", "与", "及", "，", "联合"))


def ranked(found: Sequence[Mention], head: int) -> tuple[str, ...]:
    """Canonical names, most prominent first: in the headline, then by number of mentions, then by place."""
    counts = Counter(mention.name for mention in found)
    first: dict[str, int] = {}
    for mention in found:
        first.setdefault(mention.name, mention.start)
    return tuple(sorted(counts, key=lambda name: (first[name] >= head, -counts[name], first[name])))


def subjects_of(
    found: Sequence[Mention], text: str, head: int, organizations: Sequence[str]
) -> tuple[str, ...]:
    """What the article is about: those in the headline; else the actors of the lead; else the one named most.

    head: length of title and subtitle with their line ends.
    """
    allowed = set(organizations)
    known = [mention for mention in found if mention.name in allowed]
    titled = [mention.name for mention in known if mention.start < head]
    if titled:
        return tuple(dict.fromkeys(titled))
    lead = _actors([mention for mention in known if mention.start >= head], text, head)
    if lead:
        return lead
    counts = Counter(mention.name for mention in known)
    return tuple(name for name in organizations if counts[name] >= 2)[:1]


def _actors(body: Sequence[Mention], text: str, head: int) -> tuple[str, ...]:
    """Who acts in the first sentence that names an actor, with those joined to it."""
    at = head
    for _ in range(_LEAD):
        end = _SENTENCE_END.search(text, at)
        stop = end.start() if end is not None else len(text)
        here = [mention for mention in body if at <= mention.start and mention.end <= stop]
        here = [mention for mention in here if not _behind(text, at, mention)]
        if here:
            row = [here[0]]
            for mention in here[1:]:
                if text[row[-1].end : mention.start] not in _JOINED:
                    break
                row.append(mention)
            return tuple(dict.fromkeys(mention.name for mention in row))
        if end is None:
            break
        at = end.end()
    return ()


def _behind(text: str, sentence: int, mention: Mention) -> bool:
    """Whether it stands behind the act and does not do it: 受甲委托, 为落实甲部署, 根据甲要求."""
    if text.startswith("委托", mention.end):
        return True
    clause = text[sentence : mention.start].rpartition("，")[2]
    return _ON_BEHALF.search(clause) is not None
