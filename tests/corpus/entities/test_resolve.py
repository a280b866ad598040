"""Any form of an organisation's name is the same organisation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.entities import Gazetteer, Recognizer
from corpus.entities.forms import key, plain
from corpus.language.data import rows

PROVINCES = [row["name"] for row in rows("places.csv")]
CITIES = sorted({city for row in rows("places.csv") for city in row["cities"].split() if "=" not in city})
LEGAL = {"移动": "中国移动通信集团{}有限公司", "联通": "中国联合网络通信有限公司{}分公司",
         "电信": "中国电信股份有限公司{}分公司", "铁塔": "中国铁塔股份有限公司{}分公司"}  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("山西聯通", "山西联通"),
        ("山西省联通", "山西联通"),
        ("山西 联通", "山西联通"),
        ("中国移动（山西）公司", "山西移动"),
        ("中移铁通山西分公司", "山西铁通"),
        ("山西联通太原市分公司", "太原联通"),
        ("贵州省通管局", "贵州省通信管理局"),
        ("内蒙古通信管理局", "内蒙古自治区通信管理局"),
        ("广西通信行协", "广西壮族自治区通信行业协会"),
        ("工业和信息化部", "工信部"),
        ("国家发展和改革委员会", "国家发改委"),
        ("国网山西省电力公司", "国网山西电力"),
        ("太原供电公司", "国网太原供电公司"),
        ("国网江西省电力有限公司上饶供电公司", "国网上饶供电公司"),
        ("中国工商银行股份有限公司浙江省分行", "工商银行浙江省分行"),
        ("安徽省工信厅", "安徽省工业和信息化厅"),
        ("安徽省人社厅", "安徽省人力资源和社会保障厅"),
        ("合肥市卫健委", "合肥市卫生健康委员会"),
        ("长丰县卫健局", "长丰县卫生健康局"),
        ("邮政公司重庆市分公司", "重庆邮政公司"),
        ("俄外交部", "俄罗斯外交部"),
        ("美国国防部", "美国国防部"),
    ],
)
def test_every_form_is_the_same_organization(recognizer: Recognizer, printed: str, canonical: str) -> None:
    found = recognizer.resolve(printed)
    assert found is not None
    assert found.name == canonical


@pytest.mark.parametrize(
    "printed",
    ["", " ", "山西", "联通", "省通管局", "山西电信用户", "5G生活节", "数字经济", "作者:王婧", "（）"],
)
def test_what_names_no_organization_is_none(recognizer: Recognizer, printed: str) -> None:
    assert recognizer.resolve(printed) is None


@given(st.sampled_from(sorted(LEGAL)), st.sampled_from(PROVINCES[:-3]))
@settings(max_examples=60)
def test_orders_of_a_province(recognizer: Recognizer, network: str, place: str) -> None:
    forms = [place + network, network + place, place + network + "公司", LEGAL[network].format(place)]
    forms.append(f"中国{network}{place}分公司")
    assert {_name(recognizer, form) for form in forms} == {place + network}


@given(st.sampled_from(sorted(LEGAL)), st.sampled_from(CITIES))
@settings(max_examples=60)
def test_branches_are_not_their_parent(recognizer: Recognizer, network: str, city: str) -> None:
    forms = [city + network, f"{network}{city}分公司", f"{city}市{network}公司"]
    found = {_name(recognizer, form) for form in forms}
    assert len(found) == 1
    one = recognizer.resolve(forms[0])
    assert one is not None and one.kind == "branch"
    assert one.parent is not None and one.parent != one.name and one.parent.endswith(network)
    assert _name(recognizer, one.name) == one.name


@given(st.text(max_size=80) | st.text("山西省联通移动公司分（）()市太原委局《》、", max_size=30))
@settings(max_examples=200)
def test_find_slices_back_and_never_fails(recognizer: Recognizer, text: str) -> None:
    last = 0
    for span in recognizer.find(text):
        assert last <= span.start < span.end <= len(text)
        last = span.end
        assert recognizer.resolve(span.name) is not None
    assert len(plain(text)) == len(text)
    assert key(key(text)) == key(text)


def test_find_in_a_question(recognizer: Recognizer) -> None:
    text = "去年山西省联通公司和工信部有哪些合作"
    assert [(text[s.start : s.end], s.name) for s in recognizer.find(text)] == [
        ("山西省联通公司", "山西联通"),
        ("工信部", "工信部"),
    ]


def test_legal_names_of_branches_are_built_not_listed() -> None:
    recognizer = Recognizer(Gazetteer.load())
    for city in CITIES:
        found = recognizer.resolve(f"中国联合网络通信有限公司{city}市分公司")
        assert found is not None and found.name == f"{city}联通"


def _name(recognizer: Recognizer, form: str) -> str | None:
    found = recognizer.resolve(form)
    return None if found is None else found.name


def test_a_chain_is_not_its_own_parent_and_its_branches_are_those_that_are_named(
    recognizer: Recognizer,
) -> None:
    named = ("云南移动", "昆明移动", "云南联通", "移动互联", "中国移动", "大理移动", "云南大学")
    whole = recognizer.resolve("中国移动")
    assert whole is not None and whole.parent != whole.name
    below = [one.name for one in recognizer.branches("中国移动", named)]
    assert "云南移动" in below and "中国移动" not in below and "云南联通" not in below
    assert [one.name for one in recognizer.branches("云南移动", named)] == ["大理移动", "昆明移动"]
    assert recognizer.branches("云南大学", named) == ()


def test_a_short_name_is_not_found_within_other_words(recognizer: Recognizer) -> None:
    assert recognizer.find("县长庄仕华为牧民解决困难") == []
    assert [span.name for span in recognizer.find("华为发布新机")] == ["华为"]
