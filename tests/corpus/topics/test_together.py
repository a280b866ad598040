"""Several people at one topic: nothing that somebody wrote is lost, and nothing is overwritten unseen."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.desk import Conflict, Person
from corpus.store.database import Database, sqlite_url
from corpus.topics.changes import TopicChange, TopicState
from corpus.topics.keeping import KeptTopic, TopicKeeper

PEOPLE = tuple(Person(name, name, "editor") for name in ("li", "wang", "zhao"))
ARTICLES = ("a", "b", "c", "d")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(sqlite_url(tmp_path / "a.sqlite3"))
    yield opened
    opened.close()


@dataclass(frozen=True)
class Written:
    """A change that was kept, and the version that its author had before their eyes."""

    who: Person
    change: TopicChange
    seen: int


def target(change: TopicChange) -> tuple[str, ...] | None:
    """The one place that a text of this kind has."""
    if change.action in ("cover", "rename"):
        return (change.action,)
    return ("note", *change.articles) if change.action == "note" else None


def nothing_is_lost(kept: KeptTopic, written: list[Written]) -> None:
    made = kept.changes[1:]
    assert sorted((one.who, repr(one.change)) for one in made) == sorted(
        (one.who.name, repr(one.change)) for one in written
    ), "what was answered with yes is there, once, and nothing else is"
    seen = {(one.who.name, one.change): one.seen for one in written}
    last: dict[tuple[str, ...], tuple[int, str]] = {}
    for one in made:
        place = target(one.change)
        if place is None:
            continue
        before = last.get(place)
        if before is not None and before[1] != one.who:
            assert seen[one.who, one.change] >= before[0], "overwritten by somebody who had not seen it"
        last[place] = one.id, one.who
    finally_is(kept.state, written, {one.id: one.change for one in made}, last)


def finally_is(
    state: TopicState,
    written: list[Written],
    by_id: dict[int, TopicChange],
    last: dict[tuple[str, ...], tuple[int, str]],
) -> None:
    for place, (number, _who) in last.items():
        text = by_id[number].text
        if place == ("cover",):
            assert state.cover == text
        elif place[0] == "note":
            assert all(state.notes.get(one, "") == text for one in place[1:])
    for one in written:
        if one.change.action == "pin":
            assert {*one.change.articles} <= {*state.listed}
        if one.change.action == "section_add":
            assert one.change.text in state.sections


def a_change(chance: random.Random, number: str) -> TopicChange:
    kind = chance.choice(["cover", "note", "note", "pin", "section_add"])
    some = (chance.choice(ARTICLES),)
    if kind == "pin":
        return TopicChange("pin", (f"{some[0]}{number}",))
    return TopicChange(kind, some if kind == "note" else (), text=f"写于{number}")


def test_three_windows_at_once(database: Database) -> None:
    keeper = TopicKeeper(database)
    topic = keeper.shelf.begin("共用", PEOPLE[0], access="editors").id
    written: list[Written] = []
    refused: list[TopicChange] = []
    lock = threading.Lock()

    def write(who: Person) -> None:
        chance, own = random.Random(who.id), TopicKeeper(database)
        for number in range(12):
            seen = own.topic(topic, who).version
            for part in range(2):  # the second from a page that is no longer fresh
                change = a_change(chance, f"{who.id}{number}{part}")
                try:
                    own.change(topic, [change], seen, who)
                except Conflict as error:
                    with lock:
                        refused.extend(error.mine)
                else:
                    with lock:
                        written.append(Written(who, change, seen))

    windows = [threading.Thread(target=write, args=(who,)) for who in PEOPLE]
    for one in windows:
        one.start()
    for one in windows:
        one.join()
    assert len(written) + len(refused) == 12 * 2 * len(PEOPLE)
    nothing_is_lost(keeper.topic(topic, PEOPLE[0]), written)


_STEPS = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.integers(0, 2**16), st.booleans()), min_size=2, max_size=14
)


@settings(max_examples=25)
@given(_STEPS)
def test_whatever_comes_before_what(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Person, int, bool]]
) -> None:
    """Each writes upon the page that they opened last; some open it anew, some do not."""
    database = Database(sqlite_url(tmp_path_factory.mktemp("together") / "a.sqlite3"))
    try:
        keeper = TopicKeeper(database)
        topic = keeper.shelf.begin("共用", PEOPLE[0], access="editors").id
        first = keeper.topic(topic, PEOPLE[0]).version
        seen = {who.id: first for who in PEOPLE}
        written: list[Written] = []
        for number, (who, seed, reloads) in enumerate(steps):
            if reloads:
                seen[who.id] = keeper.topic(topic, who).version
            change = a_change(random.Random(seed), str(number))
            try:
                keeper.change(topic, [change], seen[who.id], who)
            except Conflict as error:
                assert error.mine == (change,) and not reloads, "a fresh page is never refused"
                assert error.theirs.version > seen[who.id]
            else:
                written.append(Written(who, change, seen[who.id]))
        nothing_is_lost(keeper.topic(topic, PEOPLE[0]), written)
    finally:
        database.close()


def test_an_undo_of_one_keeps_what_another_wrote(database: Database) -> None:
    li, wang, _zhao = PEOPLE
    keeper = TopicKeeper(database)
    topic = keeper.shelf.begin("共用", li, access="editors").id
    start = keeper.topic(topic, li).version
    pinned = keeper.change(topic, [TopicChange("pin", ("a", "b"))], start, li)
    keeper.change(topic, [TopicChange("note", ("a",), text="核过")], start, wang)
    keeper.undo(topic, [pinned.version], li)
    kept = keeper.topic(topic, wang)
    assert not kept.state.listed and kept.state.notes == {"a": "核过"}
    assert [*keeper.redo(topic, [pinned.version], wang).state.listed] == ["a", "b"]
