"""The gazetteer is a value: every edit gives a new one, CSV brings it out and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.entities import Gazetteer, Recognizer
from corpus.entities.gazetteer import KINDS, Edit, read_csv
from corpus.entities.proposals import core, edits_for
from corpus.errors import CorpusError
from corpus.model import Organization

A, B, C = (
    Organization("甲公司", ("甲",)),
    Organization("乙公司", ("乙", "乙厂"), "甲公司"),
    Organization("丙社"),
)

names = st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=4)
organizations = st.builds(
    Organization,
    names,
    st.lists(names, max_size=3, unique=True).map(tuple),
    st.none() | names,
    st.sampled_from(KINDS),
)
edits = st.builds(Edit, st.sampled_from(("remove", "merge", "alias", "unalias")), names, names)


def test_shipped_gazetteer_is_sound() -> None:
    gazetteer = Gazetteer.load()
    seen: dict[str, str] = {}
    for one in gazetteer.organizations.values():
        assert one.kind in KINDS
        for form in (one.name, *one.aliases):
            assert seen.setdefault(form, one.name) == one.name, form
    parents = {one.parent for one in gazetteer.organizations.values() if one.parent}
    unknown = {name for name in parents if Recognizer(gazetteer).resolve(name) is None}
    assert unknown == set()


def test_operations_are_pure() -> None:
    before = Gazetteer.of((A, B, C))
    after = before.united("乙公司", "甲公司").aliased("丙社", "丙").adopted("丙社", "甲公司")
    assert before == Gazetteer.of((A, B, C))
    assert after.find("乙厂") == after.organizations["甲公司"]
    assert after.organizations["甲公司"].aliases == ("甲", "乙公司", "乙", "乙厂")
    assert [child.name for child in after.children("甲公司")] == ["丙社"]


def test_an_alias_belongs_to_one() -> None:
    after = Gazetteer.of((A, B)).aliased("甲公司", "乙厂")
    assert after.organizations["乙公司"].aliases == ("乙",)
    found = after.find("乙厂")
    assert found is not None and found.name == "甲公司"
    assert after.unaliased("甲公司", "乙厂").find("乙厂") is None


def test_a_removed_name_is_recognised_no_longer() -> None:
    gazetteer = Gazetteer.load()
    assert Recognizer(gazetteer.without("浙江联通")).resolve("联通浙江") is None
    assert Recognizer(gazetteer.without("浙江联通").edited(Edit("add", "浙江联通"))).resolve("浙江联通")


def test_circles_and_unknown_kinds_are_refused() -> None:
    gazetteer = Gazetteer.of((A, B))
    with pytest.raises(ValueError, match="自身"):
        gazetteer.adopted("甲公司", "乙公司")
    with pytest.raises(ValueError, match="没有类别"):
        gazetteer.classed("甲公司", "工厂")


def test_a_merge_reaches_members_of_chains() -> None:
    edits_ = [Edit("alias", "浙江联通", "浙联通讯"), Edit("merge", "嘉兴联通", "浙江联通")]
    recognizer = Recognizer(Gazetteer.load().merged(edits_))
    for form in ("浙联通讯", "联通嘉兴分公司", "嘉兴联通", "浙江省联通公司"):
        found = recognizer.resolve(form)
        assert found is not None and found.name == "浙江联通", form


def test_a_users_file_is_laid_over(tmp_path: Path) -> None:
    path = tmp_path / "orgs.csv"
    path.write_text("﻿name,kind,parent,aliases\n青川电子,company,,青电;青川电子厂\n", encoding="utf-8")
    gazetteer = Gazetteer.load(path)
    found = gazetteer.find("青川电子厂")
    assert found == Organization("青川电子", ("青电", "青川电子厂"), None, "company")
    assert gazetteer.find("工业和信息化部") is not None


@pytest.mark.parametrize(
    ("text", "said"), [("a,b\n", "首行"), ("name\n\n,\n", "机构名为空"), ("name,kind\n甲,工厂\n", "没有类别")]
)
def test_a_bad_file_names_the_line(text: str, said: str) -> None:
    with pytest.raises(CorpusError, match=said) as caught:
        read_csv(text, "表.csv")
    assert caught.value.source == "表.csv" and caught.value.line is not None


@given(st.lists(organizations, max_size=6))
def test_csv_brings_everything_back(found: list[Organization]) -> None:
    gazetteer = Gazetteer.of(found)
    again = Gazetteer.of(read_csv(gazetteer.exported()))
    for name, one in gazetteer.organizations.items():
        wanted = tuple(alias for alias in one.aliases if alias != name)
        assert again.organizations[name] == Organization(name, wanted, one.parent, one.kind)


@given(st.lists(organizations, max_size=4), st.lists(edits, max_size=8))
@settings(max_examples=60)
def test_any_edits_leave_a_sound_value(found: list[Organization], changes: list[Edit]) -> None:
    gazetteer = Gazetteer.of(found).merged(changes)
    for name, one in gazetteer.organizations.items():
        assert one.name == name and name not in one.aliases
        assert gazetteer.find(name) == one
    if changes and changes[-1].action == "remove":
        assert changes[-1].name not in gazetteer.organizations


@given(
    st.lists(organizations, max_size=3),
    st.lists(organizations.filter(lambda o: o.parent is None), max_size=3),
)
@settings(max_examples=40)
def test_edits_for_a_file_bring_it_in(held: list[Organization], wanted: list[Organization]) -> None:
    gazetteer = Gazetteer.of(held)
    after = gazetteer.merged(edits_for(gazetteer, wanted))
    assert {one.name for one in wanted} <= set(after.organizations)
    for one in wanted[-1:]:
        assert set(one.aliases) - {one.name} <= set(after.organizations[one.name].aliases)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("浙江清禾数字科技有限公司", "清禾数字科技"),
        ("清禾数字科技公司", "清禾数字科技"),
        ("山西公司", "山西公司"),
        ("浙江大学", "浙江大学"),
    ],
)
def test_core(name: str, wanted: str) -> None:
    assert core(name) == wanted
