"""Here are an article's mentions; give me its organisations in order, and those it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.entities.organizations import Mention

_LEAD_END = re.compile(r"[。！？\n]")


def ranked(found: Sequence[Mention], head: int) -> tuple[str, ...]:
    """Canonical names, most prominent first: in the headline, then by number of mentions, then by place."""
    counts = Counter(mention.name for mention in found)
    first: dict[str, int] = {}
    for mention in found:
        first.setdefault(mention.name, mention.start)
    return tuple(sorted(counts, key=lambda name: (first[name] >= head, -counts[name], first[name])))


def _end_of(found: Sequence[Mention], name: str, head: int) -> int:
    """Where the first mention of a name in the body ends: 受…委托 makes it the mandator, not the actor."""
    return next(mention.end for mention in found if mention.name == name and mention.start >= head)


def subjects_of(
    found: Sequence[Mention], text: str, head: int, organizations: Sequence[str]
) -> tuple[str, ...]:
    """What the article is about: those in the headline; else the first of the lead or the one named most.

    head: length of title and subtitle with their line ends.
    """
    allowed = set(organizations)
    titled = [mention.name for mention in found if mention.start < head and mention.name in allowed]
    if titled:
        return tuple(dict.fromkeys(titled))
    end = _LEAD_END.search(text, head)
    lead = [
        m.name
        for m in found
        if m.start >= head and (end is None or m.end <= end.start()) and m.name in allowed
    ]
    counts = Counter(mention.name for mention in found if mention.name in allowed)
    if not counts:
        return ()
    most = max(counts.values())
    lead = [name for name in lead if not text.startswith("委托", _end_of(found, name, head))] or lead
    if lead:
        return (lead[0],)
    return tuple(name for name in organizations if counts[name] == most and most >= 2)[:1]
