"""Vector searcher and Whoosh's matchers: the same hits, the same order, scores within 1e-5."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.model import Article
from index.opening import open_segments
from index.writing.writer import IndexWriter
from search.engine.opening import open_engine
from search.engine.postings.analysis import Analysis
from search.engine.postings.cache import ArrayCache
from search.engine.postings.snapshot import Snapshot
from search.engine.vector_searcher import VectorSearcher
from search.language.tree import Query
from tests.contract.queries import articles, queries
from tests.index.stock_index import write_stock_index
from tests.oracle.whoosh_searcher import WhooshEngine


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(articles(), min_size=1, max_size=6, unique_by=lambda each: each.id),
    st.lists(queries(), min_size=6),
)
def test_stock_segments_are_searched_as_our_own(shelf: list[Article], asked: list[Query]) -> None:
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as stock:
        IndexWriter(Path(ours)).apply(shelf)
        write_stock_index(Path(stock), shelf)
        generations = open_segments(Path(ours)), open_segments(Path(stock))
        own, other = (VectorSearcher(Snapshot(g, ArrayCache(1 << 22)), Analysis()) for g in generations)
        for query in asked:
            found = own.search(query, limit=100, facets=["section", "year"])
            again = other.search(query, limit=100, facets=["section", "year"])
            assert (found.total, set(found.ids), found.facets) == (
                again.total,
                set(again.ids),
                again.facets,
            ), query


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(articles(), min_size=1, max_size=6), min_size=1, max_size=2),
    st.lists(queries(), min_size=6, max_size=6),
    st.booleans(),
)
def test_engines_agree(batches: list[list[Article]], asked: list[Query], soft: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        for batch in batches:
            IndexWriter(Path(name)).apply(batch)
        engine = open_engine(Path(name), budget=1 << 24)
        vector = engine.newest()
        whoosh = WhooshEngine(Path(name)).newest()
        for query in asked:
            fast = vector.search(query, limit=100, soft=soft, facets=["section", "person"])
            slow = whoosh.search(query, limit=100, soft=soft, facets=["section", "person"])
            assert (fast.total, fast.soft_total) == (slow.total, slow.soft_total), query
            assert fast.facets == slow.facets, query
            wanted = dict(zip(slow.ids, slow.scores, strict=True))
            assert set(fast.ids) == set(wanted), query
            np.testing.assert_allclose(
                fast.scores, [wanted[each] for each in fast.ids], rtol=1e-5, atol=1e-5, err_msg=repr(query)
            )
        engine.close()
