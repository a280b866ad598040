"""The array engine's parts, each against the plainest Python that says the same."""

from __future__ import annotations

import datetime as dt
import tempfile
import threading
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Article
from index.opening import open_segments
from index.segments.interface import Generation
from index.writing.writer import IndexWriter
from search.engine.postings.cache import LEAST, ArrayCache, default_budget
from search.engine.postings.docset import DENSE, DocSet, intersect, union
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking import orders, topk
from search.engine.vector_engine import VectorEngine
from search.language.tree import Text

SPACE = 200
SETS = st.sets(st.integers(0, SPACE - 1))
SPARSE = st.sets(st.integers(0, SPACE - 1), max_size=SPACE // DENSE)


def docset(docs: set[int]) -> DocSet:
    return DocSet.of(np.array(sorted(docs), np.int32), SPACE)


def held(found: DocSet) -> set[int]:
    docs = found.docs()
    assert docs.tolist() == sorted(docs.tolist()) == found.indices().tolist()
    assert found.size == len(docs) == int(found.mask().sum())
    assert found.dense == (found.size * DENSE > SPACE)
    return set(docs.tolist())


@given(SETS | SPARSE, SETS | SPARSE, SETS | SPARSE)
def test_sets_of_documents_are_sets(a: set[int], b: set[int], c: set[int]) -> None:
    assert held(docset(a) & docset(b)) == a & b
    assert held(docset(a) | docset(b)) == a | b
    assert held(docset(a) - docset(b)) == a - b
    assert held(intersect([docset(a), docset(b), docset(c)], SPACE)) == a & b & c
    assert held(union([docset(a), docset(b), docset(c)], SPACE)) == a | b | c
    asked = np.array([3, 1, 199, 0])
    assert docset(a).among(asked).tolist() == [doc in a for doc in asked.tolist()]
    assert (7 in docset(a)) == (7 in a)


@given(
    st.lists(st.tuples(st.sampled_from([0.0, 0.5, 1.0, 2.5, -np.inf]), st.integers(0, 3)), max_size=60),
    st.integers(0, 70),
    st.integers(1, 40),
)
def test_the_best_are_those_of_a_whole_sort(rows: list[tuple[float, int]], k: int, copies: int) -> None:
    rows = rows * copies
    scores = np.array([score for score, _ in rows], np.float32)
    newest = np.array([(i * 7919) % 100003 for i in range(len(rows))], np.int32)
    order = sorted(range(len(rows)), key=lambda i: (-rows[i][0], newest[i]))
    wanted = [i for i in order if rows[i][0] > -np.inf]
    assert topk.best(scores, k, newest.take).tolist() == wanted[:k]


@given(st.lists(st.integers(0, 9), max_size=3000), st.integers(1, 30))
def test_what_reaches_the_best_holds_all_of_them(values: list[int], k: int) -> None:
    counts = np.array(values * 3, np.int64)
    chosen = set(topk.reaching(counts, k).tolist())
    best = sorted(range(len(counts)), key=lambda i: -counts[i])[:k]
    assert all(i in chosen or counts[i] == counts[best[-1]] for i in best)
    assert len(chosen) >= min(k, len(counts))


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["甲", "乙", "Z"])), max_size=8), max_size=4
    ),
    st.integers(1, 70),
    st.sets(st.integers(0, 31)),
)
@settings(max_examples=30)
def test_orders_that_no_score_decides(commits: list[list[tuple[int, str]]], k: int, wanted: set[int]) -> None:
    rows = [row for commit in commits for row in commit]
    ids = [f"{(i * 7919) % 100003:06d}" for i in range(len(rows))]
    with tempfile.TemporaryDirectory() as name:
        snapshot = snapshot_of(Path(name), commits, ids)
        number = {article_id: doc for doc, article_id in enumerate(snapshot.ids(np.arange(snapshot.space)))}
        found = DocSet.of(
            np.array(sorted(number[ids[i]] for i in wanted if i < len(ids)), np.int32), len(ids)
        )
        chosen = [i for i in range(len(ids)) if number[ids[i]] in found]
        for sort, key in (
            ("newest", lambda i: (-rows[i][0], ids[i])),
            ("oldest", lambda i: (rows[i][0] or 99, ids[i])),
            ("title", lambda i: (["Z", "甲", "乙"].index(rows[i][1]), -rows[i][0], ids[i])),
        ):
            first = orders.first(snapshot, found, sort, k)  # type: ignore[arg-type]
            assert snapshot.ids(first) == [ids[i] for i in sorted(chosen, key=key)[:k]], sort


def snapshot_of(directory: Path, commits: list[list[tuple[int, str]]], ids: list[str]) -> Snapshot:
    """One segment a commit; a row is the day of the month, 0 = undated, and the title."""
    left = iter(ids)
    writer = IndexWriter(directory, processes=1)
    for commit in commits:
        articles = [
            Article(title, "文", next(left), date=dt.date(2021, 1, day) if day else None)
            for day, title in commit
        ]
        if articles:
            writer.apply(articles)
    generation = open_segments(directory) if ids else Generation(0, ())
    return Snapshot(generation, ArrayCache())


def test_a_cache_keeps_its_budget_and_what_was_used_last() -> None:
    cache = ArrayCache(10_000)
    for number in range(10):
        cache.get(number, lambda: np.zeros(1500, np.uint8))
        cache.get(0, lambda: np.zeros(1500, np.uint8))
    assert cache.used <= 10_000
    misses = cache.misses
    cache.get(0, lambda: np.zeros(1500, np.uint8))
    cache.get(9, lambda: np.zeros(1500, np.uint8))
    assert cache.misses == misses
    cache.get(1, lambda: np.zeros(1500, np.uint8))
    assert cache.misses == misses + 1
    cache.drop(lambda key: key == 9)
    cache.get("large", lambda: np.zeros(9_000, np.uint8))
    assert cache.used < 9_000


def test_a_searcher_keeps_the_budget_it_is_given(tmp_path: Path) -> None:
    articles = [Article(f"第{i}号", "会议" * (i + 1), f"a{i}") for i in range(200)]
    IndexWriter(tmp_path, processes=1).apply(articles)
    small = VectorEngine.open(tmp_path, budget=3_000)
    for i in range(50):
        assert small.newest().search(Text(f"第{i}号")).total >= 1
    assert 0 < small.cache.used <= small.cache.budget == 3_000
    free = VectorEngine.open(tmp_path)
    assert free.cache.budget == default_budget(sum(f.stat().st_size for f in tmp_path.glob("*.xzs")))
    assert default_budget(1 << 60) > default_budget(1 << 28) == 5 << 26 > default_budget(0) == LEAST


def test_a_cache_is_safe_under_threads() -> None:
    cache = ArrayCache(50_000)
    wrong: list[int] = []

    def work(seed: int) -> None:
        chance = np.random.default_rng(seed)
        for number in chance.integers(0, 60, 2000).tolist():
            found = cache.get(number, lambda n=number: np.full(500, n, np.int32))  # type: ignore[misc]
            if int(found[0]) != number:
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert 0 < cache.used <= 50_000
