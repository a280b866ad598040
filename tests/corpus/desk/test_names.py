"""Organisations, people and words: changed, told beforehand, followed by the articles, taken back."""

from __future__ import annotations

import contextlib

import pytest

from corpus.desk import (
    Codes,
    Names,
    NotAllowed,
    NotFound,
    People,
    Person,
    Refused,
    Register,
    Words,
    reread_names,
    similar_names,
)
from corpus.desk.similar import pairs
from corpus.entities import Gazetteer, Recognizer
from corpus.entities.gazetteer import Action, Edit
from corpus.model import Article, Issue, Organization, Provenance
from corpus.store import Store, open_shelf
from tests.corpus.desk.people import EDITOR, READER
from tests.corpus.store_samples import article, parsed

BASE = Gazetteer.of(
    [
        Organization("青川联合电信", ("青川联电",), kind="company"),
        Organization("云州市通信学会", kind="association"),
        Organization("青川联合电信北岭分公司", parent="青川联合电信", kind="branch"),
    ]
)


@pytest.fixture
def names(store: Store) -> Names:
    return Names(store.database, lambda: BASE)


def named(number: int, body: str, *organizations: str, **changes: object) -> Article:
    return article(
        number, title=f"题{number}", subtitle="", body=body, organizations=organizations, subjects=(),
        provenance={"organizations": Provenance("gazetteer", 0.9)}, **changes,
    )  # fmt: skip


@pytest.fixture
def ids(store: Store) -> tuple[str, ...]:
    done = store.add_issue(
        parsed(
            named(0, "青川联合电信开通山区基站。", "青川联合电信"),
            named(1, "青川电信集团召开会议，青川联电作了发言。", "青川电信集团", "青川联合电信"),
            named(2, "云州市通信学会换届。", "云州市通信学会"),
        ),
        b"source",
    )
    store.acknowledge(store.pending()[-1].seq)
    return done.added


def test_merge_told_beforehand_made_and_undone(store: Store, names: Names, ids: tuple[str, ...]) -> None:
    merge = Edit("merge", "青川电信集团", "青川联合电信")
    effect = names.effect(merge)
    assert effect.named == (ids[1],) and effect.articles == (ids[1],)
    assert effect.before == (("青川电信集团", 1), ("青川联合电信", 2))
    assert effect.after == (("青川电信集团", 0), ("青川联合电信", 2))
    with pytest.raises(NotAllowed):
        names.change([merge], READER)
    (done,) = names.change([merge], EDITOR, "同一家")
    assert (done.who, done.reason, done.in_force) == ("陆行舟", "同一家", True)
    found = names.gazetteer().find("青川电信集团")
    assert found is not None and found.name == "青川联合电信"
    recognizer = Recognizer(names.gazetteer())
    changed = dict(reread_names(store, effect.articles, recognizer))
    assert list(changed.values()) == [(ids[1],)] and store.article(ids[1]).organizations == ("青川联合电信",)
    assert [row.article_id for row in store.pending()] == [ids[1]]
    again = dict(reread_names(store, [*ids, "nothing"], recognizer))
    assert ids[1] not in next(iter(again.values()))  # twice is once
    reach = names.effect_of_undo([done.id])
    assert ids[1] in reach
    names.undo([done.id], EDITOR)
    dict(reread_names(store, reach, Recognizer(names.gazetteer())))
    assert "青川联合电信" in store.article(ids[1]).organizations
    assert names.gazetteer().find("青川电信集团") is None
    assert [one.undone_by for one in names.history()] == ["陆行舟"]
    with pytest.raises(NotFound):
        names.undo([done.id], EDITOR)


@pytest.mark.parametrize(
    ("action", "value", "reaches"),
    [("rename", "青川电信", (0, 1)), ("remove", "", (0, 1)), ("alias", "山区", (0,)),
     ("unalias", "青川联电", (1,)), ("split", "青川联电", (1,)), ("kind", "other", ()), ("parent", "", ())],
)  # fmt: skip
def test_what_each_change_reaches(
    names: Names, ids: tuple[str, ...], action: Action, value: str, reaches: tuple[int, ...]
) -> None:
    effect = names.effect(Edit(action, "青川联合电信", value))
    assert effect.articles == tuple(ids[at] for at in reaches)
    names.change([Edit(action, "青川联合电信", value)], EDITOR)


def test_rename_and_split(names: Names) -> None:
    names.change([Edit("rename", "青川联合电信", "青川电信")], EDITOR)
    gazetteer = names.gazetteer()
    renamed = gazetteer.organizations["青川电信"]
    assert renamed.aliases == ("青川联合电信", "青川联电") and renamed.kind == "company"
    assert gazetteer.organizations["青川联合电信北岭分公司"].parent == "青川电信"
    names.change([Edit("split", "青川电信", "青川联电")], EDITOR)
    gazetteer = names.gazetteer()
    assert gazetteer.organizations["青川联电"].kind == "company"
    found = gazetteer.find("青川联合电信")
    assert found is not None and found.name == "青川电信" and found.aliases == ("青川联合电信",)


@pytest.mark.parametrize(
    "edit",
    [Edit("parent", "青川联合电信", "青川联合电信北岭分公司"), Edit("kind", "青川联合电信", "bank"),
     Edit("merge", "青川联合电信", ""), Edit("add", " "), Edit("burn", "青川联合电信"),  # type: ignore[arg-type]
     Edit("split", "青川联合电信", "不是它的别名")],
)  # fmt: skip
def test_refused(names: Names, edit: Edit) -> None:
    for deed in (names.effect, lambda one: names.change([Edit("add", "新机构"), one], EDITOR)):
        with pytest.raises(Refused):
            deed(edit)
    assert names.history() == []  # all or none


def test_an_undo_that_later_changes_rest_on(names: Names) -> None:
    branch = "青川联合电信北岭分公司"
    free, under = names.change(
        [Edit("parent", branch, ""), Edit("parent", "青川联合电信", branch)], EDITOR, "改隶"
    )
    with pytest.raises(Refused, match="以此为前提"):
        names.undo([free.id], EDITOR)
    assert names.gazetteer().organizations[branch].parent is None  # nothing was undone
    names.undo([under.id, free.id], EDITOR)
    assert names.gazetteer().organizations[branch].parent == "青川联合电信"


def test_readers_of_the_list_see_what_is_in_force(store: Store, names: Names) -> None:
    first, second = names.change(
        [Edit("alias", "青川联合电信", "青联"), Edit("add", "临川数据中心", "company")], EDITOR
    )
    names.undo([first.id], EDITOR)
    assert [one.seq for one in store.gazetteer_edits()] == [second.id]
    if store.database.sqlite:
        shelf = open_shelf(store.directory / "archive.sqlite3")
        assert shelf is not None and shelf.gazetteer_edits() == store.gazetteer_edits()
        shelf.close()


def test_where_each_form_occurs(names: Names, ids: tuple[str, ...]) -> None:
    assert names.where("青川联电") == {"青川联合电信": (ids[0],), "青川联电": (ids[1],)}


def test_stated_names_and_corrections_stay(store: Store) -> None:
    rows = [
        article(0, id="r", organizations=("甲机构",), provenance={"organizations": Provenance("record", 1.0)})
    ]
    store.add_records(Issue("r"), "r.jsonl", b"r", rows)
    done = store.add_issue(parsed(named(1, "青川联合电信开会。", "青川联合电信"), source="x"), b"x")
    store.correct(done.added[0], "organizations", ["乙机构"], "编辑")
    dict(reread_names(store, ["r", *done.added], Recognizer(Gazetteer.of([]))))
    assert store.article("r").organizations == ("甲机构",)
    assert store.article(done.added[0]).organizations == ("乙机构",)


@pytest.mark.parametrize(
    ("name", "other", "likely"),
    [
        ("青川联合电信有限公司", "青川联合电信股份有限公司", True),
        ("青川联合电信", "青川联台电信", True),  # a slip of the scanner
        ("云州通信学会", "云州市通信学会", True),
        ("云通会", "云州市通信学会", True),
        ("青川联合电信", "青川联合电信北岭分公司", False),  # a unit of it
        ("云州市通信学会", "云州市作家协会", False),
        ("电信", "青川联合电信", False),
        ("云州市第一人民医院", "云州市第二人民医院", False),
    ],
)
def test_two_names_that_may_be_one(name: str, other: str, likely: bool) -> None:
    assert bool(list(pairs({name: 2, other: 1}))) is likely
    assert [one[:2] for one in pairs({name: 1, other: 2})] == ([(other, name)] if likely else [])


def test_similar_names_are_proposed_with_sentences(store: Store) -> None:
    body = "会议在城东举行。青川联台电信派员参加！会后合影。"
    many = [named(n, f"青川联合电信第{n}次扩建机房。", "青川联合电信") for n in range(3)]
    slip = named(3, body, "青川联台电信")
    ids = store.add_issue(parsed(*many, slip), b"source").added
    store.add_issue(parsed(named(5, "草稿。", "青川联合电讯"), source="d"), b"draft", draft=True)
    (found,) = similar_names(store.database, BASE)
    assert (found.name, found.other, found.articles) == ("青川联合电信", "青川联台电信", (3, 1))
    assert [one.text for one in found.sentences if one.name == found.other] == ["青川联台电信派员参加！"]
    assert found.sentences[-1].article_id == ids[3]
    listed = BASE.added(Organization("青川联台电信"))  # somebody says that they are two
    assert similar_names(store.database, listed) == []


# ---------------------------------------------------------------- codes


def test_codes(store: Store) -> None:
    codes = Codes(store.database)
    assert codes.of("青川联合电信").credit == ""
    kept = codes.set("青川联合电信", EDITOR, credit="91350100M000100Y43", stock="600050", wikidata="Q123")
    assert codes.of("青川联合电信") == kept and kept.stock == "600050"
    assert codes.set("青川联合电信", EDITOR, stock="").credit == "91350100M000100Y43"
    assert codes.found("91350100M000100Y43") == ("青川联合电信",) and codes.found("600050") == ()
    for wrong in (
        {"credit": "91350100M000100Y44"},
        {"credit": "1"},
        {"stock": "telecom"},
        {"wikidata": "123"},
    ):
        with pytest.raises(Refused):
            codes.set("青川联合电信", EDITOR, **wrong)
    with pytest.raises(NotAllowed):
        codes.set("青川联合电信", READER, stock="600050")


# ---------------------------------------------------------------- people


def test_one_person_under_two_names_and_two_of_one(store: Store) -> None:
    hospital, school = ("市医院",), ("中心小学",)
    done = store.add_issue(
        parsed(
            article(0, people=("李明",), organizations=hospital),
            article(1, people=("李明", "闻溪"), organizations=school),
            article(2, people=("文溪",)),
            article(3, people=("李明",), organizations=hospital),
        ),
        b"source",
    )
    people = People(store.database)
    (told,) = people.tell("李明", "李明（教师）", [done.added[1]], EDITOR)
    people.tell_where("李明", "李明（医生）", "市医院", EDITOR)
    people.join("文溪", "闻溪", EDITOR, "笔名")
    register = people.register()
    got = [register.applied(one).people for one in store.articles(done.added)]
    assert got == [("李明（医生）",), ("李明（教师）", "闻溪"), ("闻溪",), ("李明（医生）",)]
    assert people.naming(["李明"]) == (done.added[0], done.added[1], done.added[3])
    people.undo([told.id], EDITOR)
    assert people.register().applied(store.article(done.added[1])).people == ("李明", "闻溪")
    with pytest.raises(Refused, match="已归在"):
        people.join("闻溪", "文溪", EDITOR)
    for wrong in (("", "甲"), ("甲", "甲"), ("甲", " ")):
        with pytest.raises(Refused):
            people.join(*wrong, EDITOR)
    with pytest.raises(Refused):
        people.tell("李明", "李明（教师）", [], EDITOR)
    with pytest.raises(NotAllowed):
        people.join("甲", "乙", READER)
    assert people.history()[0].reason == "笔名"


def test_joined_in_a_chain() -> None:
    assert Register(joined={"甲": "乙", "乙": "丙"}).called("甲") == "丙"
    assert Register(joined={"甲": "乙", "乙": "甲"}).called("甲") in ("甲", "乙")  # never for ever


def test_the_register_is_laid_over_what_is_read_again(store: Store) -> None:
    known = {"people": Provenance("names in context", 0.8)}
    body = "市医院主任李明出席会议并讲话。李明说，医院将扩建。"
    done = store.add_issue(parsed(article(0, body=body, people=("李明",), provenance=known)), b"source")
    people = People(store.database)
    people.join("李明", "李明（医生）", EDITOR)
    dict(reread_names(store, done.added, Recognizer(BASE), people=people.register().applied))
    assert "李明（医生）" in store.article(done.added[0]).people


# ---------------------------------------------------------------- words


def test_words_and_any_earlier_state(store: Store, ids: tuple[str, ...]) -> None:
    words = Words(store.database)
    assert words.dictionary().state == 0
    first = words.add(["山区基站", "联合电信", "山区基站"], EDITOR, "新词")
    assert [one.name for one in first] == ["山区基站", "联合电信"]
    second = words.remove(["开通"], EDITOR)
    third = words.add(["开通"], EDITOR)
    assert words.dictionary().added == ("山区基站", "开通", "联合电信") and words.dictionary().removed == ()
    assert words.add(["开通"], EDITOR) == ()
    assert words.holding(["山区基站"]) == (ids[0],) and words.holding([]) == ()
    assert [one.id for one in words.roll_back(second[0].id, EDITOR)] == [third[0].id]
    assert words.dictionary().removed == ("开通",) and words.dictionary().state == second[0].id
    words.undo([first[1].id], EDITOR)
    assert words.dictionary().added == ("山区基站",)
    words.roll_back(0, EDITOR)
    assert (words.dictionary().added, words.dictionary().removed) == ((), ())
    assert len(words.history()) == 4
    with pytest.raises(NotFound):
        words.roll_back(999, EDITOR)
    for wrong in ([], ["两 个"], ["长" * 41]):
        with pytest.raises(Refused):
            words.add(wrong, EDITOR)
    with pytest.raises(NotAllowed):
        words.add(["词"], Person("x", "某", "editor", frozenset({"read"})))


@pytest.mark.parametrize(
    "edits",
    [
        [Edit("add", "甲社"), Edit("add", "乙社"), Edit("merge", "乙社", "甲社")],
        [Edit("add", "甲社"), Edit("alias", "甲社", "甲合作社"), Edit("unalias", "甲社", "甲合作社")],
        [Edit("parent", "青川联合电信", "云州市通信学会"), Edit("kind", "青川联合电信", "association")],
        [Edit("add", "甲社"), Edit("rename", "甲社", "甲合作社")],
        [Edit("remove", "云州市通信学会"), Edit("add", "云州市通信学会")],
    ],
)
def test_a_list_that_is_sent_twice_is_done_once(names: Names, edits: list[Edit]) -> None:
    """A program that heard no answer sends again: what was carried out stays, and nothing is noted twice."""
    names.change(edits, EDITOR)
    made, listed = names.history(), names.gazetteer()
    with contextlib.suppress(Refused):  # what has another name by now cannot be given it again
        assert names.change(edits, EDITOR) == ()
    assert names.history() == made and names.gazetteer() == listed


def test_a_person_told_apart_twice_is_told_apart_once(store: Store) -> None:
    people = People(store.database)
    people.tell_where("李明", "李明（医生）", "市医院", EDITOR)
    for _again in range(2):
        with pytest.raises(Refused, match="已称为"):
            people.tell_where("李明", "李明（医生）", "市医院", EDITOR)
    people.tell_where("李明", "李明（院长）", "市医院", EDITOR)
    people.tell_where("李明", "李明（医生）", "市医院", EDITOR)
    assert [one.value for one in people.history()] == ["李明（医生）", "李明（院长）", "李明（医生）"]
