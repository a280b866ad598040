"""Where a row stands tells more than its width: headlines, notices, verse, contents, signatures."""

from __future__ import annotations

import pytest

from tests.corpus.splitting.test_layouts import MORE, NEWS, issue_of, signed, titles

PLAIN = """\
　　8月3日，河湾农场召开夏收总结会，场长陶然主持会议，
各生产队负责人共四十二人参加，会议开到中午才散。
　　会议指出，今年夏粮亩产比去年高出三十一公斤，仓库
全部装满，多出来的粮食已经联系好买主。"""
NOTICE = """\
　　因水渠清淤，农场浴室自8月12日起停用三天，请大家
互相转告，恢复时间不变。"""


@pytest.mark.parametrize("notice", ["河湾农场办公室关于调整收割机油料领取办法的通知", "启　事", "更  正"])
def test_a_row_that_is_not_set_in_above_one_that_is_heads_a_text(notice: str) -> None:
    parsed = issue_of(f"河湾农场夏收总结\n{PLAIN}\n{notice}\n{NOTICE}\n维修班雨天检修农机\n{PLAIN}")
    assert titles(parsed) == ["河湾农场夏收总结", notice, "维修班雨天检修农机"]


def test_the_last_row_of_a_paragraph_heads_nothing() -> None:
    rows = "　　孔令仪说：“机器和牲口一样，喂饱了油才肯出力气。”\n他的话逗笑了大家。\n"
    parsed = issue_of(f"河湾农场夏收总结\n{PLAIN}\n{rows}{NOTICE}\n维修班雨天检修农机\n{PLAIN}")
    assert titles(parsed) == ["河湾农场夏收总结", "维修班雨天检修农机"]


def test_verse_ends_where_the_next_headline_has_an_author() -> None:
    verse = "风从垄上走过\n把一百个黄昏\n交给镰刀\n\n我们坐在田埂\n等月亮\n落进水缸"
    news = f"河湾农场夏收总结\n{PLAIN}（方一舟）\n【农场副刊】"
    parsed = issue_of(f"{news}\n麦田\n初三2班  陶然\n{verse}\n灶台\n初三1班  米朵\n{PLAIN}")
    assert titles(parsed) == ["河湾农场夏收总结", "麦田", "灶台"]
    assert [article.authors for article in parsed.articles] == [("方一舟",), ("陶然",), ("米朵",)]


def test_a_numbered_headline_goes_below_a_full_row() -> None:
    rows = "　　第一生产队：方一舟、米朵、陶然、孔令仪、唐小棠、秦岚\n"
    one = f"一、河湾农场召开夏收总结会\n{PLAIN}\n二、农场表扬夏收先进个人\n{PLAIN}\n{rows}"
    parsed = issue_of(f"{one}三、人事任免\n{NOTICE}\n四、维修班雨天检修农机\n{PLAIN}")
    assert titles(parsed)[2:] == ["人事任免", "维修班雨天检修农机"]


@pytest.mark.parametrize("head", ["本　期　导　读", "目录 CONTENTS", "目  录"])
@pytest.mark.parametrize("entry", ["P{}  {}", "第{}版 {}", "{}．{}"])
def test_contents_under_a_heading_drawn_apart_with_pages_in_front(head: str, entry: str) -> None:
    names = ["河湾农场夏收总结", "维修班雨天检修农机", "农场食堂改建完工"]
    listed = "\n".join(entry.format(n, name) for n, name in enumerate(names, 1))
    body = "\n".join(f"{name}\n{text}" for name, text in zip(names, (NEWS, MORE, NEWS), strict=True))
    assert titles(issue_of(f"河湾农场场报\n2021年第8期\n\n{head}\n{listed}\n\n{body}")) == names


def test_a_full_row_that_ends_with_a_body_signs_nothing() -> None:
    text = (
        "　　本报讯　8月3日，粮仓二期交付使用，新增容量六千吨。\n"
        "该工程由云岭省第三建筑安装工程公司临江分公司\n"
        "承建，农场基建科全程监督，历时四个月。（方一舟）"
    )
    more = f"维修班雨天检修农机\n{PLAIN}（米朵）\n河湾农场夏收总结\n{PLAIN}（秦岚）"
    parsed = issue_of(f"粮仓二期交付使用\n{text}\n{more}")
    assert len(parsed.articles) == 3
    assert signed(parsed.articles[0]) == (("方一舟",), None)


def test_the_editors_of_a_periodical_sign_by_its_name() -> None:
    parsed = issue_of(
        f"更　正\n{NOTICE}\n{'　' * 16}《河湾农场场报》编辑部\n\n报：云岭省农垦局\n发：各生产队"
    )
    assert [article.credit for article in parsed.articles] == ["《河湾农场场报》编辑部"]


def test_who_stands_in_a_bracket_before_all_else_wrote_the_text() -> None:
    first = NEWS.replace("　　8月", "　　（宣传科　方一舟）8月", 1)
    second = MORE.replace("　　8月", "　　（机务科）8月", 1)
    parsed = issue_of(f"河湾农场夏收总结\n{first}\n维修班雨天检修农机\n{second}")
    assert [signed(article) for article in parsed.articles] == [(("方一舟",), "宣传科"), ((), "机务科")]


def test_rows_of_honoured_people_with_their_units_are_no_headlines() -> None:
    honoured = (
        "方一舟（机务队）    米  朵（仓库）\n陶  然（食堂）    孔令仪（维修班）\n"
        "唐小棠（水利组）    秦  岚（第一生产队）"
    )
    parsed = issue_of(f"河湾农场夏收总结\n{PLAIN}\n表扬夏收先进个人\n{PLAIN}\n先进个人（6名）\n{honoured}")
    assert titles(parsed) == ["河湾农场夏收总结", "表扬夏收先进个人"]
    assert all(name in parsed.articles[1].body for name in ("方一舟", "孔令仪", "第一生产队"))
