"""Here are the organisations that articles name; tell which two may be one, with sentences that show it.

A proposal is a guess for a person to look at: names that differ in a character or two, and short forms whose
characters stand in a longer name in their order.  A unit of an organisation (its name and more behind) is
never taken for it, nor is what the list already holds as two.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.entities.gazetteer import Gazetteer
from corpus.store import schema
from corpus.store.database import Database

_article, _issue = schema.article, schema.issue
_LEGAL = re.compile(r"(?:股份)?(?:有限)?(?:责任)?公司$")
_LIKE, _SLIP = 0.7, 0.8
_COUNTING = frozenset("一二三四五六七八九十百千0123456789甲乙丙丁东南西北中上下左右ABCDEFGH")
"""Signs that tell the members of a series apart."""
_AMONG = 100
"""Articles among which sentences are looked for, where it is known which print a name."""

Where = Callable[[str], Sequence[str]]
"""A name → ids of articles that print it."""

_COMMON = 40
"""Names that share a pair of characters with more others than this are not compared by that pair."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a name is printed.  text: the sentence."""

    article_id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Similar:
    """Two names that may be one organisation.  articles: how many list each; likeness: 0–1."""

    name: str
    other: str
    articles: tuple[int, int]
    likeness: float
    sentences: tuple[Sentence, ...]


def similar_names(
    database: Database, gazetteer: Gazetteer, limit: int = 50, where: Where | None = None
) -> list[Similar]:
    """The likeliest first.  name is the one that more articles list.

    where: tells which articles print a name, sooner than reading them all does.
    """
    with database.read() as conn:
        counts = _counts(conn)
        found = []
        for name, other, likeness in sorted(pairs(counts), key=lambda each: (-each[2], each[0])):
            if _told_apart(gazetteer, name, other):
                continue
            sentences = [one for each in (name, other) for one in _sentences(conn, each, where)]
            found.append(Similar(name, other, (counts[name], counts[other]), likeness, tuple(sentences)))
            if len(found) == limit:
                break
    return found


def pairs(counts: Mapping[str, int]) -> Iterator[tuple[str, str, float]]:
    """(the more frequent name, the other, likeness) of names that may be one.  Pure."""
    bare = {name: _LEGAL.sub("", name) or name for name in counts}
    by_pair: dict[str, set[str]] = defaultdict(set)
    for name, short in bare.items():
        for at in range(len(short) - 1):
            by_pair[short[at : at + 2]].add(name)
        by_pair[f"{short[0]}…{short[-1]}"].add(name)  # a short form keeps the ends and need not a pair
    seen: set[tuple[str, str]] = set()
    for names in by_pair.values():
        if len(names) > _COMMON:
            continue
        for name in names:
            for other in names:
                key = (name, other)
                if (counts[name], name) <= (counts[other], other) or key in seen:
                    continue
                seen.add(key)
                if (likeness := alike(bare[name], bare[other])) >= _LIKE:
                    yield name, other, likeness


def alike(name: str, other: str) -> float:
    """How likely two names, without their legal form, are one: 0–1."""
    if name == other:
        return 1.0
    short, long = sorted((name, other), key=len)
    if len(short) < 3 or long.startswith(short):
        return 0.0
    if len(long) - len(short) >= 2 and short[0] == long[0] and _in_order(short, long):
        return round(0.7 + 0.3 * len(short) / len(long), 3)
    matcher = difflib.SequenceMatcher(None, short, long, autojunk=False)
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "replace" and set(short[a:b] + long[c:d]) <= _COUNTING:
            return 0.0  # 第一医院, 第二医院
    likeness = matcher.ratio()
    return round(likeness, 3) if likeness >= _SLIP else 0.0


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(sign in rest for sign in short)


def _told_apart(gazetteer: Gazetteer, name: str, other: str) -> bool:
    one, two = gazetteer.organizations.get(name), gazetteer.organizations.get(other)
    related = (one is not None and one.parent == other) or (two is not None and two.parent == name)
    return related or (one is not None and two is not None)


def _counts(conn: sa.Connection) -> Counter[str]:
    """Name → articles of published issues that list it."""
    query = (
        sa.select(_article.c.organizations)
        .join_from(_article, _issue, _article.c.issue_id == _issue.c.id)
        .where(_issue.c.state == "published", _article.c.organizations != "")
    )
    counts: Counter[str] = Counter()
    for (names,) in conn.execute(query):
        counts.update(set(json.loads(names)))
    return counts


def _sentences(
    conn: sa.Connection, name: str, where: Where | None = None, most: int = 2
) -> Iterator[Sentence]:
    query = sa.select(_article.c.id, _article.c.body).where(_article.c.body.contains(name, autoescape=True))
    if where is not None:
        query = query.where(_article.c.id.in_(where(name)[:_AMONG]))
    for id_, body in conn.execute(query.order_by(_article.c.seq).limit(most)):
        at = body.index(name)
        start = max(body.rfind(mark, 0, at) for mark in "。！？\n") + 1
        ends = [end for mark in "。！？\n" if (end := body.find(mark, at + len(name))) >= 0]
        yield Sentence(id_, name, body[start : min(ends, default=len(body)) + 1].strip())
