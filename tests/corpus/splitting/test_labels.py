"""Rows of labels and names, and what an editor adds below a letter."""

from __future__ import annotations

import pytest

from corpus.splitting.bylines import BylineReader
from corpus.splitting.labelled import people_of_imprint
from corpus.splitting.profile import load_profiles
from tests.corpus.splitting.test_layouts import issue_of, signed

READER = BylineReader(load_profiles()[0])
TALK = """\
　　问：渡口的灯是谁点的？
　　答：谁最后一个走，谁点。点了三十年，没有一晚是黑的，船工们都记着这件事。"""


@pytest.mark.parametrize(
    ("row", "authors"),
    [
        ("访谈人：成 功    受访人：解放", ("成功",)),
        ("口述：展大江　整理：冒小舟", ("展大江", "冒小舟")),
        ("文/乌日娜其木格  图/海安", ("乌日娜其木格", "海安")),
        ("文、图 / 海  安", ("海安",)),
        ("记者：温和　编辑：明白", ("温和",)),
        ("文／古丽·买买提　图／海安", ("古丽·买买提", "海安")),
    ],
)
def test_after_a_label_a_name_is_a_name_whatever_word_it_is(row: str, authors: tuple[str, ...]) -> None:
    byline = READER.line(row, bare=True)
    assert byline is not None and byline.authors == authors


@pytest.mark.parametrize(
    "row", ["记者：您累吗？", "记者：好的", "时间：明天　地点：渡口", "文/图并茂的一本老账，翻了三十年才翻完"]
)
def test_a_speaker_or_a_sentence_is_no_row_of_labels(row: str) -> None:
    byline = READER.line(row, bare=True)
    assert byline is None or not byline.authors


def test_an_imprint_names_people_the_issue_knows() -> None:
    row = "总编辑：海安　本期执行主编：米朵　责编：申港、成功　美编：江上　投稿：a@b.example"
    assert list(people_of_imprint([row])) == ["海安", "米朵", "申港", "成功", "江上"]


def test_an_author_under_a_headline_is_known_from_the_imprint() -> None:
    parsed = issue_of(
        f"河湾水运\n2021年第8期\n【人物】\n三十年的灯\n海安\n{TALK}\n"
        f"【副刊】\n船歌\n方一舟\n{TALK}\n\n主编：海安　编辑：方一舟\n"
    )
    assert [signed(article)[0] for article in parsed.articles] == [("海安",), ("方一舟",)]
    assert parsed.articles[0].title == "三十年的灯"


@pytest.mark.parametrize(
    "note",
    ["【回音】渡口的灯已经修好，每晚六点自动点亮，乘客不必再摸黑走下码头。",
     "编者附记：渡口的灯已经修好，每晚六点自动点亮，乘客不必再摸黑走下码头。",
     "【航道处回复】渡口的灯已经修好，每晚六点自动点亮，乘客不必再摸黑走下码头。"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("signer", "author"),
    [("退休职工  过家和", "过家和"), ("船厂工人  党  娟", "党娟"), ("北街居民  方一舟", "方一舟")],
)
def test_a_letter_is_signed_above_the_note_below_it(note: str, signer: str, author: str) -> None:
    parsed = issue_of(
        "河湾水运\n2021年第8期\n【来信】\n渡口的灯不亮了\n编辑同志：\n"
        "　　南渡口的灯已经坏了半个月，夜里下船全靠手机照亮，老人走得心慌。\n"
        f"　　盼望有人修一修。\n{' ' * 30}{signer}\n{' ' * 34}2021年8月3日\n　　{note}\n"
        f"【渡口】\n三十年的灯\n{TALK}\n"
    )
    assert len(parsed.articles) == 2
    letter = parsed.articles[0]
    assert signed(letter) == ((author,), None)
    assert letter.body.endswith("走下码头。") and str(letter.date) == "2021-08-03"


@pytest.mark.parametrize(
    ("row", "authors", "credit"),
    [
        ("〔通讯员  陶  然〕", ("陶然",), None),
        ("〔第二车间  锡  山〕", ("锡山",), "第二车间"),
        ("［维修站］", (), "维修站"),
        ("〔办公室 供稿〕", (), "办公室"),
        ("（柳沟乡）", (), "柳沟乡"),
        ("（乌兰河镇）", (), "乌兰河镇"),
        ("（作者单位：民二庭  方一舟）", ("方一舟",), "民二庭"),
        ("（1.河湾学院水利系；2.河湾船闸管理所）", (), "河湾学院水利系;河湾船闸管理所"),
    ],
)
def test_a_bracket_names_people_units_and_places(
    row: str, authors: tuple[str, ...], credit: str | None
) -> None:
    byline = READER.line(row, bare=True)
    assert byline is not None and (byline.authors, byline.credit) == (authors, credit)


@pytest.mark.parametrize("mark", ["¹", "①", "*", "＊"])
def test_signs_of_notes_are_no_part_of_a_name(mark: str) -> None:
    byline = READER.line(f"方一舟{mark}  孔令仪{mark}", bare=True)
    assert byline is not None and byline.authors == ("方一舟", "孔令仪")


@pytest.mark.parametrize("row", ["“河湾三号”船长  海  安", "南渡口站长  海  安"])
def test_a_post_tells_the_name_beside_it(row: str) -> None:
    byline = READER.from_place(row)
    assert byline is not None and byline.authors == ("海安",)


LETTER = "　　渡口的灯亮了，夜里下船不用再摸黑。老人们说，这盏灯比什么都暖和，谢谢点灯的人。\n"


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("8月3日", "2021-08-03"),
        ("8月3日夜", "2021-08-03"),
        ("12月30日", "2020-12-30"),
        ("2021年7月30日", "2021-07-30"),
    ],
)
def test_a_letter_is_of_the_day_that_closes_it(when: str, day: str) -> None:
    parsed = issue_of(
        f"河湾水运\n2021年第8期  2021年8月20日\n【来信】\n写给点灯的人\n点灯的同志：\n"
        f"{LETTER}{' ' * 30}妻  方一舟\n{' ' * 32}{when}\n"
        f"【渡口】\n三十年的灯\n{TALK}\n"
    )
    letter = parsed.articles[0]
    assert signed(letter) == (("方一舟",), None) and str(letter.date) == day


@pytest.mark.parametrize(("left", "right"), ["〔〕", "［］", "[]"])
@pytest.mark.parametrize("unit", ["维修站", "第二车间  锡  山", "办公室 供稿", "通讯员  陶  然"])
def test_a_bracket_that_signs_a_text_opens_no_section(left: str, right: str, unit: str) -> None:
    signer = f"{' ' * 30}{left}{unit}{right}"
    parsed = issue_of(
        f"河湾水运\n2021年第8期\n\n一、水上要闻\n\n三十年的灯还亮着\n{TALK}\n{signer}\n\n渡口换了新灯泡\n{LETTER}{signer}\n\n"
        f"二、船工之家\n\n凉茶送到船上\n{TALK}\n{signer}\n"
    )
    assert [article.section for article in parsed.articles] == ["水上要闻", "水上要闻", "船工之家"]
    assert all(article.authors or article.credit for article in parsed.articles)
    assert all(left not in article.body for article in parsed.articles)


def test_contents_that_list_sections_tell_them_wherever_they_stand() -> None:
    parsed = issue_of(
        "河湾馆讯\n2021年第8期\n\n◎ 本期内容\n  ▷ 卷首语 ........ 1\n  ▷ 馆务 ........ 2\n"
        "  ▷ 书评 ........ 7\n  ▷ 公告栏 ........ 9\n\n"
        f"卷首语\n\n留一盏灯\n方一舟\n{TALK}\n\n馆务\n\n渡口换了新灯泡\n{LETTER}\n书评\n\n灯塔之外\n——读《点灯的人》\n孔令仪\n{TALK}\n\n"
        f"公告栏\n\n关于领取新证的通知\n{LETTER}"
    )
    assert [article.section for article in parsed.articles] == ["卷首语", "馆务", "书评", "公告栏"]
    assert [len(article.authors) for article in parsed.articles] == [1, 0, 1, 0]


@pytest.mark.parametrize("name", ["季 风", "岸　英", "成  功"])
def test_two_characters_drawn_apart_under_a_headline_are_its_author(name: str) -> None:
    parsed = issue_of(
        f"河湾水运\n2021年第8期\n【副刊】\n夜航人\n{name}\n船灯切开夜色\n河水一直流到星星底下\n一声汽笛\n惊醒了芦苇\n"
        f"【渡口】\n三十年的灯\n{name}\n{TALK}\n"
    )
    assert [article.title for article in parsed.articles] == ["夜航人", "三十年的灯"]
    assert {article.authors for article in parsed.articles} == {("".join(name.split()),)}


def test_the_headline_of_a_second_poem_is_no_author() -> None:
    verse = "船灯切开夜色\n河水一直流到星星底下\n一声汽笛\n惊醒了芦苇\n"
    parsed = issue_of(
        f"河湾水运\n2021年第8期\n【副刊】\n夜航人（外一首）\n方一舟\n{verse}\n　　　码　头\n{verse}"
        f"【渡口】\n三十年的灯\n孔令仪\n{TALK}\n"
    )
    assert [article.title for article in parsed.articles] == ["夜航人（外一首）", "三十年的灯"]
    assert parsed.articles[0].authors == ("方一舟",) and "码" in parsed.articles[0].body


def test_a_notice_drawn_apart_is_a_headline_and_no_author() -> None:
    parsed = issue_of(
        f"河湾水运\n2021年第8期\n【渡口】\n三十年的灯\n{TALK}\n启　事\n{LETTER}"
        f"【公告】\n河湾航道处\n公　告\n{LETTER}"
    )
    assert all(not article.authors for article in parsed.articles)
