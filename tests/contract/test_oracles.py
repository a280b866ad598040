"""Vector searcher and Whoosh's matchers: the same hits, the same order, scores within 1e-5."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.model import Article
from index.writer import IndexWriter
from search.query import Query
from search.searcher import open_searcher
from tests.contract.queries import articles, queries


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
        vector = open_searcher(Path(name), "vector", budget=1 << 24)
        whoosh = open_searcher(Path(name), "whoosh")
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
        vector.close()
