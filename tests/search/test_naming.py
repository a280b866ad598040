"""Organisations and people by the lists that an archive's people keep: old articles follow, new ones obey."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.desk import LOCAL_ADMIN, Claims, Job, Jobs, Refused, Running
from corpus.desk.claims import Claim
from corpus.entities.gazetteer import ACTIONS, Action, Edit, Gazetteer
from corpus.intake.ingest import reparse
from search.application.archive import Archive
from search.application.naming import (
    edit_people,
    names_of,
    ordering,
    people_of,
    reread,
    undo_people,
)
from search.application.worker import work_off
from search.model import SearchRequest

ONE = (
    "青川联合电信有限公司开通基站\n\n　　8月2日，青川联合电信有限公司在北岭开通基站。"
    "公司经理闻溪说，闻溪小组月底完工。\n"
)
TWO = "青川电信集团招聘\n\n　　青川电信集团今年招聘四十人，由沈知秋负责。沈知秋说，报名截至月底。\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as archive:
        listed = [Edit("add", "青川联合电信有限公司"), Edit("add", "青川电信集团")]
        names_of(archive).change(listed, LOCAL_ADMIN)
        for name, text in (("一", ONE), ("二", TWO)):
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
            archive.ingest([tmp_path / f"{name}.txt"])
        yield archive


def change(archive: Archive, action: Action, name: str, value: str = "") -> int:
    ordered: list[Job] = []
    [done] = names_of(archive).change(
        [Edit(action, name, value)], LOCAL_ADMIN, order=ordering(LOCAL_ADMIN, ordered)
    )
    assert [job.kind for job in ordered] == ["names"]
    work_off(archive)
    return done.id


def undo(archive: Archive, number: int) -> None:
    names_of(archive).undo([number], LOCAL_ADMIN, ordering(LOCAL_ADMIN, []))
    work_off(archive)


def counted(archive: Archive, field: str = "organization") -> dict[str, int]:
    return {count.value: count.count for count in archive.facet(SearchRequest(), field)}


def test_a_merge_reaches_old_articles_new_ones_and_questions_and_is_taken_back(
    archive: Archive, tmp_path: Path
) -> None:
    before = counted(archive)
    assert before["青川联合电信有限公司"] == before["青川电信集团"] == 1
    done = change(archive, "merge", "青川电信集团", "青川联合电信有限公司")
    assert counted(archive)["青川联合电信有限公司"] == 2 and "青川电信集团" not in counted(archive)
    assert archive.search(SearchRequest(q="org:青川电信集团")).total == 2
    (tmp_path / "三.txt").write_text(TWO.replace("招聘", "扩招"), encoding="utf-8")
    archive.ingest([tmp_path / "三.txt"])
    assert counted(archive)["青川联合电信有限公司"] == 3
    job = Jobs(archive.store.database).jobs(kinds=["names"])[0]
    assert job.result == {"read": 1, "changed": 1}
    undo(archive, done)
    assert counted(archive) == {**before, "青川电信集团": 2}


def test_what_is_removed_comes_back_with_the_undo(archive: Archive) -> None:
    change(archive, "alias", "青川联合电信有限公司", "北岭基站")
    before = counted(archive)
    done = change(archive, "remove", "青川联合电信有限公司")
    assert "青川联合电信有限公司" not in counted(archive)
    undo(archive, done)
    assert counted(archive) == before


def test_a_name_that_no_list_has_can_be_none(archive: Archive, tmp_path: Path) -> None:
    """The rules found it; it is said not to be an organisation, and only what names it is read."""
    text = "石桥供水公司通水\n\n　　8月9日，石桥供水公司给山上的人家通了水，供水公司的师傅来了六位。\n"
    (tmp_path / "三.txt").write_text(text, encoding="utf-8")
    archive.ingest([tmp_path / "三.txt"])
    before = counted(archive)
    assert before["石桥供水公司"] == 1
    done = change(archive, "remove", "石桥供水公司")
    assert "石桥供水公司" not in counted(archive)
    assert Jobs(archive.store.database).jobs(kinds=["names"])[0].result == {"read": 1, "changed": 1}
    undo(archive, done)
    assert counted(archive) == before


def test_a_new_name_is_known_to_questions_at_once(archive: Archive) -> None:
    """Whether or not an article changes by it."""
    names_of(archive).change([Edit("alias", "青川电信集团", "青信")], LOCAL_ADMIN)
    assert archive.search(SearchRequest(q="org:青信")).total == 1


def test_what_changes_nothing_is_no_change(archive: Archive) -> None:
    ordered: list[Job] = []
    edit = Edit("alias", "青川电信集团", "青信")
    assert len(names_of(archive).change([edit, edit], LOCAL_ADMIN, order=ordering(LOCAL_ADMIN, ordered))) == 1
    assert names_of(archive).change([edit], LOCAL_ADMIN, order=ordering(LOCAL_ADMIN, ordered)) == ()
    assert len(ordered) == 1 and len(names_of(archive).history()) == 3


def test_people_joined_and_told_apart_stay_so_when_sources_are_read_anew(
    archive: Archive, tmp_path: Path
) -> None:
    people = people_of(archive)
    assert counted(archive, "person") == {"闻溪": 1, "沈知秋": 1}
    told = people.listing("沈知秋")
    people.join("闻溪", "闻溪生", LOCAL_ADMIN, order=ordering(LOCAL_ADMIN, []))
    people.tell("沈知秋", "沈知秋（招聘处）", told, LOCAL_ADMIN, order=ordering(LOCAL_ADMIN, []))
    work_off(archive)
    wanted = {"闻溪生": 1, "沈知秋（招聘处）": 1}
    assert counted(archive, "person") == wanted
    reparse(archive.store, archive.parser())
    archive.parts.settle()
    archive.repair()
    assert counted(archive, "person") == wanted
    (tmp_path / "四.txt").write_text(ONE.replace("8月2日", "8月3日"), encoding="utf-8")
    archive.ingest([tmp_path / "四.txt"])
    assert counted(archive, "person")["闻溪生"] == 2
    people.undo([one.id for one in people.history()], LOCAL_ADMIN, ordering(LOCAL_ADMIN, []))
    work_off(archive)
    assert counted(archive, "person") == {"闻溪": 2, "沈知秋": 1}


ROWS = [
    {
        "id": "r1",
        "title": "甲",
        "organizations": ["青川联合电信有限公司"],
        "people": ["闻溪"],
        "text": "正文一。",
    },
    {"id": "r2", "title": "乙", "organizations": ["青川电信集团"], "people": ["闻小溪"], "text": "正文二。"},
    {"title": "丙", "organizations": ["青川电信集团", "北岭县"], "text": "没有编号的一条。"},
]


def test_what_a_record_states_comes_back_as_it_was_stated(archive: Archive, tmp_path: Path) -> None:
    rows = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)
    (tmp_path / "r.jsonl").write_text(rows, encoding="utf-8")
    archive.ingest([tmp_path / "r.jsonl"])
    before, people = counted(archive), counted(archive, "person")
    done = change(archive, "merge", "青川电信集团", "青川联合电信有限公司")
    joined = edit_people(archive, "join", "闻溪", "闻小溪", [""], LOCAL_ADMIN)
    work_off(archive)
    assert "青川电信集团" not in counted(archive) and counted(archive, "person")["闻小溪"] == 3
    undo(archive, done)
    undo_people(archive, [one.id for one in joined.changes], LOCAL_ADMIN)
    work_off(archive)
    assert (counted(archive), counted(archive, "person")) == (before, people)


NAMES = ("青川联合电信有限公司", "青川电信集团", "北岭基站", "青信")
EDITS = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.sampled_from(NAMES), st.sampled_from((*NAMES, "company", ""))),
    max_size=6,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=EDITS, data=st.data())
def test_random_changes_and_undos_are_the_naive_list(
    tmp_path_factory: pytest.TempPathFactory,
    wanted: list[tuple[Action, str, str]],
    data: st.DataObject,
) -> None:
    with Archive.open(tmp_path_factory.mktemp("names") / "archive", create=True) as archive:
        names = names_of(archive)
        made: list[tuple[int, Edit]] = []
        for edit in (Edit(*one) for one in wanted):
            try:
                done = names.change([edit], LOCAL_ADMIN)
            except Refused:
                continue
            made += [(one.id, edit) for one in done]
            if made and data.draw(st.booleans()):
                number, gone = data.draw(st.sampled_from(made))
                try:
                    names.undo([number], LOCAL_ADMIN)
                except Refused:
                    continue  # later changes rest on it, and nothing was taken back
                made.remove((number, gone))
        naive = Gazetteer.load().merged(edit for _, edit in made)
        assert names.gazetteer() == naive == archive.recognizer.gazetteer
        assert {one.id for one in names.history() if one.in_force} == {number for number, _ in made}


def test_a_job_that_was_killed_is_begun_again_and_doubles_nothing(archive: Archive) -> None:
    """Stopped after the first issue was committed, and before the index heard of it."""
    names_of(archive).change([Edit("merge", "青川联合电信有限公司", "青川电信"),
                              Edit("merge", "青川电信集团", "青川电信")], LOCAL_ADMIN,
                             order=ordering(LOCAL_ADMIN, []))  # fmt: skip
    [job] = Jobs(archive.store.database).jobs()

    class Killed(Running):
        def progress(self, done: int, total: int | None = None, line: str | None = None) -> None:
            if done == 1:
                raise KeyboardInterrupt

        def check(self) -> None:
            """Nobody called it off."""

    claims = Claims(Jobs(archive.store.database))
    with pytest.raises(KeyboardInterrupt):
        reread(archive, Killed(claims, Claim(job, "killed", 1), 30.0))
    assert work_off(archive) == 1
    assert counted(archive)["青川电信"] == 2
    assert Jobs(archive.store.database).job(job.id).state == "done" and archive.check().sound
