"""A topic over a changing archive: what is new, what left and why, equal to a naive model at every step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.desk import LOCAL_ADMIN, Correcting, Issues
from corpus.topics.changes import TopicChange
from corpus.topics.keeping import KeptTopic, TopicKeeper
from search.application.archive import Archive
from search.topics import making
from search.topics.living import LivingTopic, in_order, living
from search.topics.making import add_search, begin
from search.topics.telling import told

WORDS = ("光缆", "骨干网", "卫星", "补贴")


def records(path: Path, *rows: tuple[str, str, str]) -> Path:
    """A file of records: (id, text, date)."""
    lines = [
        json.dumps({"id": key, "title": f"简讯{key}", "text": text, "date": date}, ensure_ascii=False)
        for key, text, date in rows
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as opened:
        first = records(
            tmp_path / "a.jsonl",
            ("a1", "云岭县开通第一条光缆。", "2024-01-05"),
            ("a2", "骨干网扩容，光缆下海。", "2024-02-05"),
            ("a3", "卫星补贴发放。", "2024-03-05"),
        )
        assert not opened.ingest([first]).failed
        yield opened


def fresh(archive: Archive, kept: KeptTopic) -> LivingTopic:
    keeper = TopicKeeper(archive.store.database)
    return living(archive, keeper.topic(kept.id, LOCAL_ADMIN))


def change(archive: Archive, kept: KeptTopic, *changes: TopicChange) -> LivingTopic:
    keeper = TopicKeeper(archive.store.database)
    version = keeper.topic(kept.id, LOCAL_ADMIN).version
    return living(archive, keeper.change(kept.id, changes, version, LOCAL_ADMIN))


def test_what_comes_later_is_offered_with_its_reason(archive: Archive, tmp_path: Path) -> None:
    kept = begin(archive, "光缆建设", "q=光缆", LOCAL_ADMIN)
    assert set(fresh(archive, kept).entries) == {"a1", "a2"} and fresh(archive, kept).new == ()
    archive.ingest([records(tmp_path / "b.jsonl", ("b1", "又一条光缆通车。", "2024-05-01"),
                            ("b2", "无关的话。", "2024-05-02"))])  # fmt: skip
    topic = fresh(archive, kept)
    assert topic.new == ("b1",) and "b1" not in topic.entries
    (offered,) = told(archive, topic)["new"]
    assert offered["because"] == ["光缆"] and offered["queries"] == ["1"]
    assert change(archive, kept, TopicChange("later", ("b1",))).later == ("b1",)
    accepted = change(archive, kept, TopicChange("accept", ("b1",)))
    assert "b1" in accepted.entries and accepted.new == accepted.later == ()
    out = change(archive, kept, TopicChange("exclude", ("a1",), text="不相干"))
    assert "a1" not in out.entries and "a1" not in out.new and out.left == ()


def test_what_left_says_why_and_can_be_held(archive: Archive, tmp_path: Path) -> None:
    kept = begin(archive, "光缆建设", "q=光缆", LOCAL_ADMIN)
    correcting = Correcting(archive.store)
    at = correcting.article("a1")
    correcting.correct("a1", {"body": "云岭县开通第一条电缆。"}, at.version, LOCAL_ADMIN)
    archive.repair()
    topic = fresh(archive, kept)
    (gone,) = topic.left
    assert (gone.article, gone.cause, gone.who) == ("a1", "corrected", LOCAL_ADMIN.name)
    assert told(archive, topic)["left"][0]["title"] == "简讯a1" and topic.entries == ("a2",)
    held = change(archive, kept, TopicChange("hold", ("a1",)))
    assert held.left == () and set(held.entries) == {"a1", "a2"}
    swapped = change(archive, kept, TopicChange("ask", key="1", text="q=卫星"))
    assert [(one.article, one.cause) for one in swapped.left] == [("a2", "searches")]
    assert swapped.new == ("a3",) and swapped.entries == ("a1",)
    both = add_search(
        archive, TopicKeeper(archive.store.database).topic(kept.id, LOCAL_ADMIN), "q=光缆", LOCAL_ADMIN
    )
    again = fresh(archive, both)
    assert set(again.entries) == {"a1", "a2"} and again.new == ("a3",)
    issues = Issues(archive.store)
    (issue,) = archive.issues()
    issues.withdraw(issue.id, LOCAL_ADMIN, "误发")
    archive.repair()
    away = fresh(archive, kept)
    assert away.entries == () and {one.cause for one in away.left} == {"withdrawn"}
    issues.restore(issue.id, LOCAL_ADMIN, "")
    archive.repair()
    assert set(fresh(archive, kept).entries) == {"a1", "a2"}
    issues.remove(issue.id, LOCAL_ADMIN, "")
    archive.repair()
    ended = fresh(archive, kept)
    assert {one.cause for one in ended.left} == {"removed"} and told(archive, ended)["left"][0]["title"] == ""


def test_a_topic_nothing_was_taken_into_shows_what_it_finds(archive: Archive) -> None:
    keeper = TopicKeeper(archive.store.database)
    head = keeper.shelf.begin("旧专题", LOCAL_ADMIN, [TopicChange("ask", key="1", text="q=光缆")])
    topic = living(archive, keeper.topic(head.id, LOCAL_ADMIN))
    assert not topic.settled and topic.entries == ("a2", "a1") and topic.new == ()


def test_order_and_sections(archive: Archive) -> None:
    kept = begin(archive, "光缆建设", "q=光缆 OR 卫星", LOCAL_ADMIN)
    topic = change(
        archive, kept, TopicChange("place", ("a2",), "a3"), TopicChange("section_add", text="进展"),
        TopicChange("file", ("a1",), "进展"), TopicChange("section_add", text="空"),
    )  # fmt: skip
    sections = topic.by_section()
    assert [name for name, _ in sections] == ["", "进展", "空"]
    assert sections[0][1] == ("a2", "a3") and sections[1][1] == ("a1",) and sections[2][1] == ()
    newest = change(archive, kept, TopicChange("order", text="newest"))
    assert newest.entries == ("a3", "a2", "a1")
    assert [one.id for one in in_order(archive.articles(["a3", "a1", "a2"]), "title")] == ["a1", "a2", "a3"]


def test_a_query_that_is_none_finds_nothing(archive: Archive) -> None:
    kept = begin(archive, "坏", "", LOCAL_ADMIN)
    assert change(archive, kept, TopicChange("ask", key="1", text="q=（没有")).found == {}


def test_what_no_search_finds_is_taken_in_by_hand(archive: Archive) -> None:
    kept = begin(archive, "光缆建设", "q=光缆", LOCAL_ADMIN)
    taken = living(archive, making.change(archive, kept, [TopicChange("accept", ("a3", "a2"))], LOCAL_ADMIN))
    assert "a3" in taken.entries and taken.left == ()
    assert taken.kept.state.pinned == {"a3"}
    both = [
        TopicChange("ask", key="2", text="q=卫星"),
        TopicChange("drop", ("a3",)),
        TopicChange("accept", ("a3",)),
    ]
    asked = living(archive, making.change(archive, taken.kept, both, LOCAL_ADMIN))
    assert "a3" in asked.entries and asked.kept.state.pinned == frozenset(), "its search came with it"
