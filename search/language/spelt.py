"""Here is a query, give me the same with neighbouring Latin words and numbers also as one: NB IoT, nbiot.

What is typed with a space may be printed without it, where each run by itself would be inside a longer word.
"""

from __future__ import annotations

import re
from itertools import groupby

from search.language.build import all_of, any_of
from search.language.tree import And, Phrase, Query, Text, is_plain

_SPELT = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ.+#-]+")
_MOST = 4
"""Runs of a query up to which it may be a name; longer lines are speech."""


def joined(query: Query) -> Query:
    """The tree with every two and more neighbouring runs of letters and digits also as they read in one."""
    if not isinstance(query, And) or len(query.parts) > _MOST:
        return query
    found: list[Query] = []
    for spelt, group in groupby(query.parts, _is_spelt):
        parts = list(group)
        if spelt and len(parts) > 1:
            line = " ".join(part.text for part in parts if isinstance(part, Text))
            found.append(any_of([all_of(parts), Phrase(line)]))
        else:
            found += parts
    return all_of(found)


def _is_spelt(part: Query) -> bool:
    return is_plain(part) and _SPELT.fullmatch(part.text) is not None
