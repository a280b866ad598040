"""What the engine finds in an article is marked in it, and nothing else, for random trees and texts."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.model import Article
from index.text.analyzer import article_texts
from index.text.fold import fold
from index.writing.writer import IndexWriter
from search.answer.highlight import Marker
from search.engine.matching import MEANINGS
from search.engine.opening import open_engine
from search.engine.postings.analysis import Analysis
from search.language.render import render
from search.language.tree import (
    NODES,
    Among,
    And,
    AtLeast,
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    Keyword,
    Near,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Text,
    Wildcard,
    Word,
    leaves,
    map_parts,
    parts,
)
from tests.contract.queries import articles, queries
from tests.contract.queries import leaves as positional
from tests.naive import NaiveSearcher, spans, within

ANALYSIS = Analysis()

ONE_OF_EACH: tuple[Query, ...] = (
    Everything(),
    Nothing(),
    Text("南川"),
    Word("南川"),
    Phrase("南川"),
    Wildcard("南*川"),
    Fuzzy("南川", 1),
    Near((Phrase("南"), Phrase("川"))),
    AtLeast(2, Phrase("南")),
    Keyword("section", ("要闻",)),
    Among(frozenset({"n01"}), Keyword("unit", ("南川公司",))),
    DateRange(None, None),
    And((Text("南"), Text("川"))),
    Or((Text("南"), Text("川"))),
    Not(Text("南")),
    Boost(Text("南"), 2.0),
)


def test_every_node_means_something_everywhere() -> None:
    assert {type(node) for node in ONE_OF_EACH} == set(NODES) == set(MEANINGS)
    for node in ONE_OF_EACH:
        assert render(node) or node == Everything()
        again = map_parts(node, lambda part: part)
        assert again == node and tuple(leaves(node)) == tuple(leaves(again))
        assert all(leaf == node or not isinstance(leaf, (And, Or, Near)) for leaf in leaves(node))
        assert bool(parts(node)) == (hasattr(node, "part") or hasattr(node, "parts"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles(), st.lists(positional(), min_size=6, max_size=6))
def test_a_leaf_is_marked_where_it_is_found_and_nowhere_else(article: Article, asked: list[Query]) -> None:
    naive = NaiveSearcher([article])
    (entry,) = naive.entries
    for leaf in asked:
        marker = Marker.of(leaf, ANALYSIS).on(article.title, article.body)
        for name in ("title", "body"):
            text = getattr(article, name)
            marks = _folded(text, marker, name)
            if isinstance(leaf, Text):
                words = ANALYSIS.wanted(leaf.text)
                longer = [word for word in words if len(word) > 1] or list(words)
                if leaf.field in (None, name) and len(fold(leaf.text).text) > 4:
                    for word in longer:
                        _all_marked(spans(Phrase(word), name, entry.fields[name]), marks)
                inside = entry.fields[name].text
                assert all(any(word in inside[a:b] for word in words) for a, b in marks)
            elif isinstance(leaf, Fuzzy):
                _all_touched(spans(leaf, name, entry.fields[name]), marks)
                inside = entry.fields[name].text
                assert all(_covered(leaf, inside[a:b]) for a, b in marks), leaf
            else:
                found = spans(leaf, name, entry.fields[name])
                _all_marked(found, marks)
                if isinstance(leaf, Phrase):
                    assert _places(marks) == _places(found)
                assert all(any(s < b and a < e for s, e in found) for a, b in marks)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(articles(), min_size=1, max_size=4), st.lists(queries(), min_size=6, max_size=6))
def test_each_leaf_that_the_engine_finds_in_an_article_is_marked(
    shelf: list[Article], asked: list[Query]
) -> None:
    """Whatever the tree; and an article that has none of the wanted leaves carries no mark."""
    with tempfile.TemporaryDirectory() as name:
        IndexWriter(Path(name)).apply(shelf)
        engine = open_engine(Path(name), budget=1 << 24)
        searcher = engine.newest()
        texts = {article.id: article_texts(article) for article in shelf}
        for query in asked:
            wanted = [leaf for leaf in _wanted(query) if isinstance(leaf, POSITIONAL)]
            found = {leaf: set(searcher.search(leaf, limit=100).ids) for leaf in wanted}
            for article_id, fields in texts.items():
                for leaf in wanted:
                    assert article_id not in found[leaf] or _marked(Marker.of(leaf, ANALYSIS), fields), leaf
                partly = any(isinstance(leaf, (Text, Word)) for leaf in _wanted(query))
                if _marked(Marker.of(query, ANALYSIS), fields) and not partly:
                    assert any(article_id in ids for ids in found.values()), query
        engine.close()


POSITIONAL = (Text, Phrase, Fuzzy, Wildcard)


def _marked(marker: Marker, fields: Mapping[str, str]) -> bool:
    return any(marker.on(*fields.values()).spans(text, field) for field, text in fields.items())


def _wanted(query: Query) -> list[Query]:
    """The leaves outside of every Not.  A pattern of gaps alone and a run of nothing have no place."""
    if isinstance(query, Not):
        return []
    if isinstance(query, Wildcard) and not fold(query.pattern.replace("*", "").replace("?", "")).text:
        return []
    if isinstance(query, Near):
        whole = [Phrase(p.text, p.field) if isinstance(p, Text) else p for p in query.parts]
        return [leaf for part in whole for leaf in _wanted(part)]
    inside = parts(query)
    return [leaf for part in inside for leaf in _wanted(part)] if inside else [query]


def _places(found: list[tuple[int, int]]) -> set[int]:
    return {place for start, end in found for place in range(start, end)}


def _covered(leaf: Fuzzy, marked: str) -> bool:
    """Whether every character of a mark is in something within the edits of the run."""
    run = fold(leaf.text).text
    slices = [(s, e) for s in range(len(marked)) for e in range(s + 1, len(marked) + 1)]
    held = [(s, e) for s, e in slices if within(run, leaf.edits, marked[s:e])]
    return _places(held) == set(range(len(marked)))


def _folded(text: str, marker: Marker, field: str) -> list[tuple[int, int]]:
    """Marks in folded positions."""
    folded = fold(text)
    found = []
    for start, end in marker.spans(text, field):
        held = [i for i in range(len(folded.text)) if start <= folded.starts[i] and folded.ends[i] <= end]
        found.append((held[0], held[-1] + 1))
    return found


def _all_marked(found: list[tuple[int, int]], marks: list[tuple[int, int]]) -> None:
    for start, end in found:
        assert any(a <= start and end <= b for a, b in marks), (found, marks)


SLACK = 5
"""An occurrence with edits is counted at the last of its neighbouring ends and marked at the nearest: at most
twice the edits apart."""


def _all_touched(found: list[tuple[int, int]], marks: list[tuple[int, int]]) -> None:
    for start, end in found:
        assert any(a < end and start - SLACK < b for a, b in marks), (found, marks)


DRAGON = "龙年大吉，" * 400 + "会" * 3000 + "。" + "aaaa " * 500 + "龙"
PATTERNS = [
    *("?*" * count + "龙" for count in range(1, 20)),
    *("*?" * count + "会" for count in range(1, 20)),
    *("会*" * count + "龙" for count in range(1, 20)),
    *("?会" * count for count in range(1, 20)),
    "a" * 3900,
    "会" * 3900,
]
SIZES = (2, 5, 20, 60, 100)
RUNS = [*("会" * size for size in SIZES), *("龙会" * (size // 2) for size in SIZES), "a" * 100]


@pytest.mark.parametrize("number", range(3))
def test_hostile_queries_are_marked_in_time_that_grows_with_the_text(number: int) -> None:
    """Eighty-eight queries that made a backtracking pattern of old stand still."""
    import time

    hostile: list[Query] = [
        *(Wildcard(pattern) for pattern in PATTERNS),
        *(Fuzzy(run, edits) for run in RUNS for edits in (1, 2)),
        And(tuple(Text(char) for char in "龙年大吉会" * 60)),
        Text("龙年" * 900),
        Phrase("会" * 2000),
    ]
    for query in hostile[number::3]:
        began = time.perf_counter()
        Marker.of(query, ANALYSIS).spans(DRAGON)
        assert time.perf_counter() - began < 0.3, query
