"""Topics: every change kept and undoable, two people beside each other, links that end, editions."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.desk import Activity, Conflict, NotAllowed, NotFound, Refused
from corpus.store import Store
from corpus.topics.changes import ACTIONS, TopicChange, TopicState, replay
from corpus.topics.editions import Editions, FrozenArticle, differing
from corpus.topics.keeping import TopicKeeper, restated
from corpus.topics.sharing import TopicLinks
from tests.corpus.desk.people import ADMIN, EDITOR, READER

IDS = tuple("abcdef")
SECTIONS = ("背景", "进展", "各地")
OTHER_READER = dataclasses.replace(READER, id="other", name="旁人")


@pytest.fixture
def keeper(store: Store) -> TopicKeeper:
    return TopicKeeper(store.database)


def ids() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(IDS), max_size=4, unique=True).map(tuple)


CHANGES = st.one_of(
    st.builds(TopicChange, st.sampled_from(["accept", "drop", "later", "hold", "let_go"]), ids()),
    st.builds(TopicChange, st.just("pin"), ids(), st.sampled_from(["", *SECTIONS])),
    st.builds(TopicChange, st.just("exclude"), ids(), text=st.sampled_from(["", "重复"])),
    st.builds(TopicChange, st.just("note"), ids(), text=st.sampled_from(["", "要核实"])),
    st.builds(TopicChange, st.just("file"), ids(), st.sampled_from(["", *SECTIONS])),
    st.builds(TopicChange, st.just("place"), ids(), st.sampled_from(["", *IDS])),
    st.builds(TopicChange, st.just("ask"), key=st.sampled_from("12"), text=st.sampled_from(["q=5G", "q=6G"])),
    st.builds(TopicChange, st.just("ask_no_more"), key=st.sampled_from("12")),
    st.builds(TopicChange, st.just("section_add"), text=st.sampled_from(SECTIONS)),
    st.builds(TopicChange, st.just("section_drop"), key=st.sampled_from(SECTIONS)),
    st.builds(
        TopicChange, st.just("section_rename"), key=st.sampled_from(SECTIONS), text=st.sampled_from(SECTIONS)
    ),
    st.builds(
        TopicChange, st.just("section_place"), key=st.sampled_from(SECTIONS), text=st.sampled_from(SECTIONS)
    ),
    st.builds(TopicChange, st.just("cover"), text=st.sampled_from(["", "# 题解"])),
    st.builds(TopicChange, st.just("order"), text=st.sampled_from(["hand", "newest", "oldest"])),
)


def whole(state: TopicState) -> None:
    """What holds for every topic."""
    assert not set(state.listed) & (set(state.excluded) | state.later)
    assert not set(state.excluded) & state.later
    assert state.pinned <= set(state.listed) and state.held <= set(state.listed)
    assert set(state.section_of.values()) <= set(state.sections)
    assert len(set(state.sections)) == len(state.sections)


@given(st.lists(CHANGES, max_size=25))
def test_any_changes_leave_a_whole_topic_that_can_be_restated(changes: Sequence[TopicChange]) -> None:
    state = replay(changes)
    whole(state)
    again = replay(restated(state))
    assert again == state and list(again.listed) == list(state.listed)


@given(st.lists(CHANGES, min_size=1, max_size=25), st.data())
def test_any_change_can_be_missing(changes: list[TopicChange], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(changes) - 1))
    whole(replay(changes[:gone] + changes[gone + 1 :]))


def test_what_is_moved_stands_before_what_was_named() -> None:
    state = replay([TopicChange("accept", tuple("abcd")), TopicChange("place", ("d", "c"), "b")])
    assert list(state.listed) == ["a", "d", "c", "b"]
    assert list(replay([TopicChange("accept", tuple("abc")), TopicChange("place", ("a",))]).listed) == [
        *"bca"
    ]


def test_every_action_has_its_names() -> None:
    for names in ACTIONS.values():
        assert len(names) == 2 and all(names)
    with pytest.raises(ValueError, match="fly"):
        replay([TopicChange("fly")])


def test_changes_undo_and_redo(keeper: TopicKeeper) -> None:
    head = keeper.shelf.begin("  山区 基站 ", READER, [TopicChange("ask", key="1", text="q=基站")])
    assert head.name == "山区 基站" and head.access == "private"
    kept = keeper.topic(head.id, READER)
    kept = keeper.change(
        head.id, [TopicChange("accept", ("a", "b")), TopicChange("exclude", ("c",), text="不相干")],
        kept.version, READER, "初选",
    )  # fmt: skip
    assert [*kept.state.listed] == ["a", "b"] and kept.state.excluded == {"c": "不相干"}
    accepted = next(one for one in kept.changes if one.change.action == "accept")
    assert (accepted.who, accepted.reason) == (READER.name, "初选")
    before = kept.version
    kept = keeper.undo(head.id, [accepted.id], READER)
    assert (
        not kept.state.listed
        and kept.state.excluded
        and not kept.changes[accepted.id - kept.changes[0].id].in_force
    )
    assert [*keeper.redo(head.id, [accepted.id], READER).state.listed] == ["a", "b"]
    assert keeper.upto(head.id, accepted.id - 1, READER).listed == {}
    with pytest.raises(NotFound):
        keeper.undo(head.id, [before + 100], READER)
    with pytest.raises(Refused, match="名称"):
        keeper.undo(head.id, [kept.changes[0].id], READER)
    assert keeper.topic(head.id, READER).state.name == "山区 基站"
    deeds = Activity(keeper.database).deeds(ADMIN, action="topic")
    assert {one.action for one in deeds} == {"topic.begin", "topic.change"}


def test_names_are_one_topics(keeper: TopicKeeper) -> None:
    first = keeper.shelf.begin("甲", READER)
    with pytest.raises(Refused, match="甲"):
        keeper.shelf.begin(" 甲", EDITOR)
    with pytest.raises(Refused, match="名称"):
        keeper.shelf.begin(" ", READER)
    second = keeper.shelf.begin("乙", READER)
    with pytest.raises(Refused, match="甲"):
        keeper.change(second.id, [TopicChange("rename", text="甲")], 0, READER)
    keeper.shelf.set_standing(first.id, "removed", READER)
    renamed = keeper.change(second.id, [TopicChange("rename", text="甲")], 0, READER)
    assert (renamed.head.name, keeper.shelf.named("甲", READER).id) == ("甲", second.id)
    with pytest.raises(Refused, match="甲"):
        keeper.shelf.set_standing(first.id, "current", READER)
    assert [one.id for one in keeper.shelf.topics(READER, "removed")] == [first.id]
    with pytest.raises(NotFound, match="甲"):
        keeper.shelf.named("丙", READER)


def test_who_sees_and_who_changes(keeper: TopicKeeper) -> None:
    topic = keeper.shelf.begin("内部", READER, [TopicChange("pin", ("a",))]).id
    for stranger in (OTHER_READER, EDITOR, None):
        with pytest.raises(NotFound):
            keeper.topic(topic, stranger)
    assert keeper.topic(topic, ADMIN).state.pinned == {"a"}
    keeper.shelf.set_access(topic, "readable", READER)
    assert keeper.topic(topic, None).state.name == "内部"
    for stranger in (OTHER_READER, EDITOR):
        with pytest.raises(NotAllowed):
            keeper.change(topic, [TopicChange("accept", ("b",))], 0, stranger)
    keeper.shelf.set_access(topic, "editors", READER)
    assert "b" in keeper.change(topic, [TopicChange("accept", ("b",))], 0, EDITOR).state.listed
    with pytest.raises(NotAllowed):
        keeper.change(topic, [TopicChange("accept", ("c",))], 0, OTHER_READER)
    with pytest.raises(NotAllowed):
        keeper.shelf.set_access(topic, "private", EDITOR)
    scoped = dataclasses.replace(READER, scopes=frozenset({"read"}))
    with pytest.raises(NotAllowed):
        keeper.change(topic, [TopicChange("accept", ("c",))], 0, scoped)


def test_two_people_lose_nothing(keeper: TopicKeeper) -> None:
    topic = keeper.shelf.begin("共用", READER, access="editors").id
    version = keeper.topic(topic, READER).version
    keeper.change(
        topic, [TopicChange("cover", text="甲的说明"), TopicChange("accept", ("a",))], version, READER
    )
    kept = keeper.change(topic, [TopicChange("accept", ("b",))], version, EDITOR)
    assert [*kept.state.listed] == ["a", "b"]
    mine = [TopicChange("cover", text="乙的说明")]
    with pytest.raises(Conflict) as caught:
        keeper.change(topic, mine, version, EDITOR)
    assert caught.value.mine == tuple(mine) and caught.value.theirs.state.cover == "甲的说明"
    assert keeper.topic(topic, EDITOR).state.cover == "甲的说明"
    assert keeper.change(topic, mine, caught.value.theirs.version, EDITOR).state.cover == "乙的说明"
    keeper.change(topic, [TopicChange("note", ("a",), text="甲")], kept.version, READER)
    beside = [TopicChange("note", ("b",), text="乙")]
    assert keeper.change(topic, beside, kept.version, EDITOR).state.notes == {"a": "甲", "b": "乙"}


def test_copy_merge_and_split(keeper: TopicKeeper) -> None:
    first = keeper.shelf.begin(
        "甲", READER,
        [TopicChange("section_add", text="背景"), TopicChange("ask", key="1", text="q=5G"),
         TopicChange("accept", ("a", "b")), TopicChange("file", ("a",), "背景"),
         TopicChange("note", ("b",), text="b 的备注")],
    )  # fmt: skip
    copied = keeper.topic(keeper.copy(first.id, "甲（副本）", READER).id, READER)
    assert dataclasses.replace(copied.state, name="甲") == keeper.topic(first.id, READER).state
    second = keeper.shelf.begin(
        "乙", READER, [TopicChange("ask", key="1", text="q=6G"), TopicChange("pin", ("c",)),
                      TopicChange("exclude", ("a", "d"), text="不要")],
    )  # fmt: skip
    merged = keeper.merge(first.id, second.id, READER)
    assert set(merged.state.queries.values()) == {"q=5G", "q=6G"} and [*merged.state.listed] == [
        "a",
        "b",
        "c",
    ]
    assert merged.state.excluded == {"d": "不要"} and merged.state.pinned == {"c"}
    assert keeper.shelf.head(second.id, READER).standing == "archived"
    away = keeper.split(first.id, ["a"], "背景专题", READER)
    assert [*keeper.topic(away.id, READER).state.listed] == ["a"]
    assert keeper.topic(away.id, READER).state.section_of == {"a": "背景"}
    assert "a" not in keeper.topic(first.id, READER).state.listed
    with pytest.raises(Refused):
        keeper.split(first.id, ["z"], "空", READER)


def test_links_open_until_they_end(keeper: TopicKeeper) -> None:
    topic = keeper.shelf.begin("给外人看", READER, [TopicChange("pin", ("a",))]).id
    links = TopicLinks(keeper.database)
    with pytest.raises(NotFound):
        links.share(topic, EDITOR)
    secret, link = links.share(topic, READER)
    other, _ = links.share(topic, READER)
    assert links.opened(secret).state.pinned == {"a"}
    assert {one.id for one in links.links(topic, READER)} >= {link.id} and secret not in repr(link)
    links.end(topic, link.id, READER)
    for gone in (secret, "nothing", ""):
        with pytest.raises(NotFound):
            links.opened(gone)
    with pytest.raises(NotFound):
        links.end(topic, link.id, READER)
    keeper.shelf.set_standing(topic, "removed", READER)
    with pytest.raises(NotFound):
        links.opened(other)
    keeper.shelf.set_access(topic, "readable", READER)
    with pytest.raises(NotAllowed):
        links.share(topic, EDITOR)


def test_editions_stay_as_they_were(keeper: TopicKeeper) -> None:
    kept = keeper.topic(keeper.shelf.begin("年鉴", READER, [TopicChange("accept", ("a", "b"))]).id, READER)
    editions = Editions(keeper.database)
    was = (FrozenArticle("a", "甲", "2024-01-02"), FrozenArticle("b", "乙"))
    taken = editions.take(kept.id, " 2024 年 稿 ", was, kept.version, READER)
    keeper.change(kept.id, [TopicChange("drop", ("a",))], kept.version, READER)
    assert editions.edition(taken.id, READER) == taken and taken.name == "2024 年 稿"
    assert editions.editions(kept.id, READER) == [taken]
    found = differing(was, (FrozenArticle("b", "乙（改）"), FrozenArticle("c", "丙")))
    assert [one.article for one in found.added] == ["c"] and [one.article for one in found.gone] == ["a"]
    assert [(a.title, b.title) for a, b in found.changed] == [("乙", "乙（改）")]
    for stranger in (EDITOR, None):
        with pytest.raises(NotFound):
            editions.edition(taken.id, stranger)
    with pytest.raises(NotFound):
        editions.edition("nothing", READER)
