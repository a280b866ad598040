"""Any form of an organisation's name is the same organisation."""

from __future__ import annotations

import pytest

from corpus.entities import Gazetteer, Recognizer


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer(Gazetteer.load())


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("山西联通", "山西联通"),
        ("联通山西", "山西联通"),
        ("山西聯通", "山西联通"),
        ("山西省联通公司", "山西联通"),
        ("山西省联通", "山西联通"),
        ("中国联合网络通信有限公司山西省分公司", "山西联通"),
        ("中国移动通信集团山西有限公司", "山西移动"),
        ("中国移动（山西）公司", "山西移动"),
        ("中国电信股份有限公司浙江分公司", "浙江电信"),
        ("中移铁通山西分公司", "山西铁通"),
        ("太原联通", "太原联通"),
        ("联通太原分公司", "太原联通"),
        ("山西联通太原市分公司", "太原联通"),
        ("贵州省通管局", "贵州省通信管理局"),
        ("内蒙古通信管理局", "内蒙古自治区通信管理局"),
        ("山西通信行协", "山西省通信行业协会"),
        ("工业和信息化部", "工信部"),
        ("国家发展和改革委员会", "国家发改委"),
        ("国网山西省电力公司", "国网山西电力"),
        ("太原供电公司", "国网太原供电公司"),
        ("中国工商银行股份有限公司浙江省分行", "工商银行浙江省分行"),
        ("安徽省工业和信息化厅", "安徽省工信厅"),
    ],
)
def test_every_form_is_the_same_organization(recognizer: Recognizer, printed: str, canonical: str) -> None:
    found = recognizer.resolve(printed)
    assert found is not None
    assert found.name == canonical


@pytest.mark.parametrize("printed", ["", "山西", "联通", "山西电信用户", "5G生活节", "数字经济", "作者:王婧"])
def test_what_names_no_organization_is_none(recognizer: Recognizer, printed: str) -> None:
    assert recognizer.resolve(printed) is None
