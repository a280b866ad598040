"""Bodies told by number, task, host or a seat that no list has; names keep the characters of print."""

from __future__ import annotations

import pytest

from tests.corpus.entities.conftest import Read


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("第四分公司、第二项目部受到表彰。", {"第四分公司", "第二项目部"}),
        ("铸造分公司完成了全年任务。", {"铸造分公司"}),
        ("中国驻丹麦大使馆派人到会祝贺。", {"中国驻丹麦大使馆"}),
        ("中华人民共和国驻清迈总领事馆来信。", {"中华人民共和国驻清迈总领事馆"}),
        ("有昆明市第三中学退休教师十二人。", {"昆明市第三中学"}),
        ("青禾市总工会派来了指导员。", {"青禾市总工会"}),
        ("云阳区消防救援大队参谋现场讲解。", {"云阳区消防救援大队"}),
        ("马士基和必和必拓的代表到场。", {"马士基", "必和必拓"}),
        ("石坝派出所和石坝人民法庭的干警走进田间。", {"石坝派出所", "石坝人民法庭"}),
    ],
)
def test_what_makes_a_body_one_of_its_kind(read: Read, body: str, names: set[str]) -> None:
    assert set(read(body).organizations) == names


@pytest.mark.parametrize(
    "body",
    [
        "全省11个市分公司、各县分公司参加。",
        "老家派出所门口停着一辆车。",
        "第三大队员工资单。",
        "要联合县直部门开展检查。",
        "第一中队长姓王。",
    ],
)
def test_what_names_no_single_body(read: Read, body: str) -> None:
    assert read(body).organizations == ()


def test_names_keep_the_characters_of_print(read: Read) -> None:
    article = read("行長麴文河與會長黃慶章出席，永豐商會致賀。麴文河说，路修好了。", issue="僑訊")
    assert set(article.people) == {"麴文河", "黃慶章"}
    assert article.organizations == ("永豐商會",)
