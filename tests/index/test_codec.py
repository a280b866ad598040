"""Our codec holds what Whoosh's own would, and stock Whoosh searches it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.query import And, Every, Or, Prefix, Term

from corpus.model import Article
from index.opening import open_segments
from index.segments.interface import Positions, Segment
from index.text.analyzer import PARAGRAPH
from index.text.fields import KEYWORD_FIELDS, TEXT_FIELDS
from index.text.fold import fold_text
from index.whoosh_format.storage import open_index
from index.writing.writer import IndexWriter
from tests.index.articles import SAMPLES, articles
from tests.index.stock_index import write_stock_index

FIELDS = (*KEYWORD_FIELDS, *(f + kind for f in TEXT_FIELDS for kind in ("", "_chars", "_bigrams")))


@contextmanager
def both(written: list[Article]) -> Iterator[tuple[Path, Path]]:
    """The same articles in our index and in a stock one."""
    with tempfile.TemporaryDirectory() as directory:
        ours, stock = Path(directory, "ours"), Path(directory, "stock")
        IndexWriter(ours).apply(written)
        write_stock_index(stock, written)
        yield ours, stock


def distinct(written: list[Article]) -> list[Article]:
    return list({article.id: article for article in written}.values())


def assert_same(ours: Segment, stock: Segment) -> None:
    assert list(ours.ids) == list(stock.ids)
    assert ours.dates().tolist() == stock.dates().tolist()
    for field in FIELDS:
        terms = list(ours.terms(field))
        assert sorted(terms) == sorted(stock.terms(field)), field
        for term in terms:
            mine, theirs = ours.postings(field, term), stock.postings(field, term)
            assert mine.docs.tolist() == theirs.docs.tolist(), (field, term)
            assert mine.freqs.tolist() == theirs.freqs.tolist(), (field, term)
            if field.endswith(("_bigrams", "_chars")):
                here, there = ours.positions(field, term), stock.positions(field, term)
                assert here.docs.tolist() == there.docs.tolist(), (field, term)
                assert here.offsets.tolist() == there.offsets.tolist(), (field, term)
                assert here.positions.tolist() == there.positions.tolist(), (field, term)
                assert_same_places(ours, stock, field, term)
    docs = np.arange(ours.doc_count)[::-2]
    assert ours.ids_of(docs) == stock.ids_of(docs) == [ours.ids[doc] for doc in docs.tolist()]
    assert ours.id_order().tolist() == stock.id_order().tolist()


def assert_same_places(ours: Segment, stock: Segment, field: str, term: str) -> None:
    """All of them, and those of every second document; let go of in between."""
    mine, theirs = ours.places(field, term), stock.places(field, term)
    assert mine.keys().tolist() == theirs.keys().tolist(), (field, term)
    ours.release()
    for within in (
        np.arange(0, ours.doc_count, 2, np.int32),
        np.arange(0, min(1, ours.doc_count), 1, np.int32),
    ):
        assert mine.keys(within).tolist() == theirs.keys(within).tolist(), (field, term)


def test_the_samples_are_indexed_as_stock_whoosh_does() -> None:
    with both(list(SAMPLES)) as (ours, stock):
        (mine,), (theirs,) = open_segments(ours).segments, open_segments(stock).segments
        assert_same(mine, theirs)
        for field in KEYWORD_FIELDS:
            column, other = mine.keyword(field), theirs.keyword(field)
            assert list(column.values) == list(other.values)
            assert column.offsets.tolist() == other.offsets.tolist()
            assert sorted(column.codes.tolist()) == sorted(other.codes.tolist())


@given(st.lists(articles(), max_size=6))
@settings(max_examples=15, deadline=None)
def test_random_articles_are_indexed_as_stock_whoosh_does(written: list[Article]) -> None:
    with both(distinct(written)) as (ours, stock):
        mine, theirs = open_segments(ours).segments, open_segments(stock).segments
        assert len(mine) == len(theirs) == (1 if written else 0)
        for one, other in zip(mine, theirs, strict=True):
            assert_same(one, other)


def test_lengths_count_the_tokens() -> None:
    with both(list(SAMPLES)) as (ours, _):
        (segment,) = open_segments(ours).segments
        for field in TEXT_FIELDS:
            for name in (field, f"{field}_chars", f"{field}_bigrams"):
                counted = np.zeros(segment.doc_count)
                for term in segment.terms(name):
                    found = segment.postings(name, term)
                    counted[found.docs] += found.freqs
                assert segment.lengths(name).tolist() == counted.tolist()
                assert segment.total_length(name) == counted.sum()


def test_stock_whoosh_searches_our_segments() -> None:
    queries = [
        Term("body", "南川"),
        Term("body_chars", "会"),
        Term("section", "要闻"),
        Term("id", "a2"),
        And([Term("title", "南川"), Term("author", "赵小满")]),
        Or([Term("body_bigrams", "会议"), Term("body_bigrams", "基地")]),
        Prefix("body_bigrams", "数"),
        Every(),
    ]
    with ExitStack() as stack:
        ours, stock = stack.enter_context(both(list(SAMPLES)))
        mine = stack.enter_context(open_index(ours).searcher())
        theirs = stack.enter_context(open_index(stock).searcher())
        for query in queries:
            found = {hit["id"] for hit in mine.search(query, limit=None)}
            assert found == {hit["id"] for hit in theirs.search(query, limit=None)}, query
            assert found, query
        matcher = mine.postings("body_bigrams", "会议")
        assert matcher.value_as("positions") == [4, 7]
        assert mine.reader().frequency("body_chars", "会") == 7


def test_a_stock_writer_may_add_to_our_index_and_merge_it(tmp_path: Path) -> None:
    IndexWriter(tmp_path).apply(SAMPLES[:2])
    index = open_index(tmp_path)
    with index.writer() as writer:
        writer.add_document(id="w3", title="云岭", title_chars="云岭", title_bigrams="云岭")
        writer.merge = False
    generation = open_segments(tmp_path)
    assert [list(segment.ids) for segment in generation.segments] == [["a1", "a2"], ["w3"]]
    assert generation.df("title_bigrams", "云岭") == 2
    IndexWriter(tmp_path).apply([], ["w3"])
    assert open_segments(tmp_path).doc_count == 2
    index.writer().commit(optimize=True)
    (merged,) = open_segments(tmp_path).segments
    IndexWriter(tmp_path / "again").apply(SAMPLES[:2])
    (packed,) = open_segments(tmp_path / "again").segments
    assert_same(packed, merged)


def test_paragraphs_and_prefixes() -> None:
    with both(list(SAMPLES)) as (ours, _):
        (segment,) = open_segments(ours).segments
        assert segment.positions("body_bigrams", PARAGRAPH).docs.tolist() == [0, 1, 3]
        assert list(segment.terms("body_bigrams", "会议")) == ["会议"]
        found = set(segment.terms("body_bigrams", "会"))
        assert found == {"会" + char for char in "上务召后期议"}
        assert "𠀀𠀁" in segment.terms("body_bigrams", "𠀀")
        assert list(segment.terms("section", "会")) == ["会议"]
        assert segment.terms("body")[0] == segment.terms("body")[0:1][0]
        assert list(segment.terms("nonsense")) == []


@given(st.lists(articles(), min_size=1, max_size=5), st.data())
@settings(max_examples=25, deadline=None)
def test_every_part_of_every_text_is_a_chain_of_pairs(written: list[Article], data: st.DataObject) -> None:
    kept = distinct(written)
    bodies = [fold_text(article.body) for article in kept]
    source = data.draw(st.sampled_from(bodies))
    start = data.draw(st.integers(0, len(source)))
    part = source[start : data.draw(st.integers(start, len(source)))]
    with tempfile.TemporaryDirectory() as directory:
        IndexWriter(Path(directory)).apply(kept)
        (segment,) = open_segments(Path(directory)).segments
        found = _places(segment, part) if part else set()
    expected = {
        (doc, at) for doc, body in enumerate(bodies) for at in range(len(body)) if body.startswith(part, at)
    }
    assert not part or found == expected


def _places(segment: Segment, part: str) -> set[tuple[int, int]]:
    """(document, position) at which a run of characters begins, from the index alone."""
    if len(part) == 1:
        return _of(segment.positions("body_chars", part))
    chains = [
        {(doc, at - i) for doc, at in _of(segment.positions("body_bigrams", part[i : i + 2]))}
        for i in range(len(part) - 1)
    ]
    return set.intersection(*chains)


def _of(where: Positions) -> set[tuple[int, int]]:
    docs = np.repeat(where.docs, np.diff(where.offsets)).tolist()
    return set(zip(docs, where.positions.tolist(), strict=True))
