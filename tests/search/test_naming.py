"""Organisations and people by the lists that an archive's people keep: old articles follow, new ones obey."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.desk import LOCAL_ADMIN, Job, Jobs
from corpus.entities.gazetteer import Action, Edit
from corpus.intake.ingest import reparse
from search.application.archive import Archive
from search.application.naming import names_of, ordering, people_of
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
