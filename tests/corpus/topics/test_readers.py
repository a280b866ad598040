"""What an account keeps for itself: its selection, and what it has opened."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import StoreError
from corpus.store.database import Database, sqlite_url
from corpus.topics import ticked
from corpus.topics.opened import OpenedArticles
from corpus.topics.ticked import Ticked


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(sqlite_url(tmp_path / "a.sqlite3"))
    yield opened
    opened.close()


def test_ticks_come_back_in_their_order_and_each_once(database: Database) -> None:
    mine = Ticked(database)
    assert mine.change("li", ["b", "a", "b"]) == 0
    mine.change("li", ["c", "a"], ["b"])
    mine.change("wang", ["z"])
    assert mine.articles("li") == ("a", "c") and mine.articles("wang") == ("z",)


def test_what_was_cleared_comes_back_beside_what_was_ticked_since(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Ticked(database)
    mine.change("li", ["a", "b"])
    mine.clear("li")
    assert mine.articles("li") == () and mine.cleared("li") == ("a", "b")
    mine.change("li", ["b", "c"])
    mine.bring_back("li")
    assert mine.articles("li") == ("a", "b", "c")
    assert mine.cleared("li") == ()
    mine.clear("li")
    mine.clear("li")  # nothing is there to be cleared: what was can still be brought back
    assert set(mine.cleared("li")) == {"a", "b", "c"}
    monkeypatch.setattr(ticked, "UNDO", ticked.UNDO * 0)
    assert mine.cleared("li") == ()
    mine.bring_back("li")
    assert mine.articles("li") == ()


def test_what_does_not_fit_is_counted(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticked, "MOST", 3)
    mine = Ticked(database)
    assert mine.change("li", ["a", "b"]) == 0
    assert mine.change("li", ["b", "c", "d", "e"]) == 2
    assert mine.articles("li") == ("a", "b", "c")


def test_two_windows_lose_no_tick(database: Database) -> None:
    def tick(name: str) -> None:
        for number in range(10):
            Ticked(database).change("li", [f"{name}{number}"])

    windows = [threading.Thread(target=tick, args=(name,)) for name in "xyz"]
    for one in windows:
        one.start()
    for one in windows:
        one.join()
    assert len(Ticked(database).articles("li")) == 30


_DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["change", "clear", "bring_back"]),
        st.lists(st.sampled_from("abcde"), max_size=3),
        st.lists(st.sampled_from("abcde"), max_size=2),
    ),
    max_size=12,
)


@settings(max_examples=20)
@given(_DEEDS)
def test_a_selection_is_what_a_set_would_be(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, list[str], list[str]]]
) -> None:
    database = Database(sqlite_url(tmp_path_factory.mktemp("ticked") / "a.sqlite3"))
    held: set[str] = set()
    before: set[str] = set()
    try:
        mine = Ticked(database)
        for deed, adding, dropping in deeds:
            if deed == "change":
                mine.change("li", adding, dropping)
                held = (held - {*dropping}) | {*adding}
                before -= {*adding, *dropping}
            elif deed == "clear":
                mine.clear("li")
                before = held or before
                held = set()
            else:
                mine.bring_back("li")
                held, before = held | before, set()
            assert set(mine.articles("li")) == held and set(mine.cleared("li")) == before
    finally:
        database.close()


def test_what_was_opened_is_known_until_it_is_cleared_or_switched_off(database: Database) -> None:
    mine = OpenedArticles(database)
    for article in ("a", "b", "a"):
        mine.note("li", article)
    assert mine.among("li", ["a", "c"]) == {"a"} and mine.among("wang", ["a"]) == frozenset()
    assert mine.count("li") == 2
    mine.switch("li", False)
    mine.note("li", "c")
    assert not mine.remembers("li") and mine.among("li", ["a", "c"]) == frozenset()
    mine.switch("li", True)
    assert mine.among("li", ["a", "b", "c"]) == {"a", "b"}
    assert mine.clear("li") == 2 and mine.count("li") == 0


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    mine = OpenedArticles(database)
    with database.write(), pytest.raises(StoreError, match="稍候重试"):
        mine.note("li", "a")
    mine.note("li", "a")
    assert mine.among("li", ["a"]) == {"a"}
