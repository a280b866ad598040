"""The array engine's parts, each against the plainest Python that says the same."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from search.engine import topk
from search.engine.cache import ArrayCache
from search.engine.docset import DENSE, DocSet, intersect, union

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
    dates = np.array([date for _, date in rows], np.int32)
    ids = [f"{(i * 7919) % 100003:06d}" for i in range(len(rows))]
    order = sorted(range(len(rows)), key=lambda i: (-rows[i][0], -rows[i][1], ids[i]))
    wanted = [i for i in order if rows[i][0] > -np.inf]
    assert topk.best(scores, dates, k, chosen(ids)).tolist() == wanted[:k]


@given(st.lists(st.integers(0, 4), max_size=60), st.integers(1, 70))
def test_dates_and_titles_are_ordered_undated_last(dates: list[int], k: int) -> None:
    ids = [f"{(i * 7919) % 100003:06d}" for i in range(len(dates))]
    days = np.array(dates, np.int32)
    order = range(len(dates))
    newest = sorted(order, key=lambda i: (-dates[i], ids[i]))
    oldest = sorted(order, key=lambda i: (dates[i] or 99, ids[i]))
    titles = np.array([date % 2 for date in dates], np.int32)
    by_title = sorted(order, key=lambda i: (dates[i] % 2, -dates[i], ids[i]))
    assert topk.newest(days, k, chosen(ids)).tolist() == newest[:k]
    assert topk.oldest(days, k, chosen(ids)).tolist() == oldest[:k]
    assert topk.ascending(titles, days, k, chosen(ids)).tolist() == by_title[:k]


def chosen(ids: Sequence[str]) -> topk.IdsOf:
    def of(places: npt.NDArray[np.intp]) -> Sequence[str]:
        return [ids[place] for place in places]

    return of


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
