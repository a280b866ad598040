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
