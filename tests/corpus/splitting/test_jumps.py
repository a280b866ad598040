"""Texts that go on elsewhere in a paper: 下转第二版 here, 上接第一版 there, one article in all."""

from __future__ import annotations

import pytest

from corpus.desk.blocks import state_of
from corpus.model import Document, Line
from corpus.splitting import split
from corpus.splitting.rereading import Rereader
from tests.corpus.splitting.conservation import missing
from tests.corpus.splitting.test_layouts import apart, issue_of, titles

HEAD = "河湾工人\n2021年8月20日    第8期\n【要闻】\n"
LOCK = """\
三十年的渡口要搬家
本报记者  方一舟
    8月11日，河湾渡口开始搬迁，三十年的老趸船慢慢离开岸边，
岸上站满了人，谁也没有说话。
    渡口主任陶然说，水位低了，船靠不上来，早晚要走这一步。
"""
REST = """\
    新渡口在下游两公里，候船室里有空调和热水，栈桥比过去宽
出一半，轮椅可以一直推到船边。
    最后一班船开走时，老船工拉响了汽笛。
"""
OTHER = """\
凉茶送到摆渡船上
    8月14日，航道处工会把凉茶和草帽送到十一条摆渡船上，船工
们每两小时轮换一班，没有一人中暑。
"""
MARKS = [
    ("（下转第二版）", "（上接第一版）"),
    ("▶下转2版", "◀上接1版"),
    ("下转二、三版", "（紧接第一版）"),
    ("(转入第2版)", "上接第一版《三十年的渡口要搬家》"),
]


@pytest.mark.parametrize(("leaves", "resumes"), MARKS)
@pytest.mark.parametrize("between", ["", OTHER])
@pytest.mark.parametrize("beside", [False, True])
def test_the_rest_of_a_text_belongs_to_it_wherever_it_stands(
    leaves: str, resumes: str, between: str, beside: bool
) -> None:
    mark = f"    {resumes}" if beside else f"{resumes}\n    "
    parsed = issue_of(
        f"{HEAD}{LOCK}{' ' * 30}{leaves}\n{between}\n第二版        河湾工人        2021年8月20日\n\n"
        f"{mark}{REST.lstrip()}【渡口】\n秋汛前检查缆绳\n{OTHER.split(chr(10), 1)[1]}"
    )
    assert titles(parsed) == [
        "三十年的渡口要搬家",
        *(["凉茶送到摆渡船上"] if between else []),
        "秋汛前检查缆绳",
    ]
    first = parsed.articles[0]
    assert first.authors == ("方一舟",)
    assert first.body.startswith("8月11日") and first.body.endswith("拉响了汽笛。")
    assert "早晚要走这一步。\n新渡口在下游" in first.body
    assert "转" not in first.body and "接" not in first.body
    where = apart(parsed, "jump line") + apart(parsed, "jump mark")
    assert sorted(where) == sorted([leaves, resumes])


def test_a_sentence_that_the_page_cuts_is_one_sentence() -> None:
    parsed = issue_of(
        f"{HEAD}三十年的渡口要搬家\n    8月11日，河湾渡口开始搬迁，三十年的老趸船慢慢离开岸边，\n"
        "岸上站满了人，老船工拉响（下转第二版）\n"
        f"{OTHER}第二版\n（上接第一版）汽笛，对岸的渔船也跟着响成一片，像从前送亲的队伍。\n"
        "    新渡口在下游两公里。\n"
    )
    assert "老船工拉响汽笛，对岸的渔船" in parsed.articles[0].body
    assert titles(parsed) == ["三十年的渡口要搬家", "凉茶送到摆渡船上"]


def test_a_headline_printed_again_above_the_rest_opens_no_article() -> None:
    parsed = issue_of(
        f"{HEAD}{LOCK}（下转第二版）\n{OTHER}第二版\n三十年的渡口要搬家\n（上接第一版）\n{REST}"
    )
    assert titles(parsed) == ["三十年的渡口要搬家", "凉茶送到摆渡船上"]
    assert parsed.articles[0].body.endswith("拉响了汽笛。")
    assert parsed.articles[1].body.endswith("没有一人中暑。")


def test_two_texts_that_go_on_are_taken_up_in_their_order() -> None:
    parsed = issue_of(
        f"{HEAD}{LOCK}（下转第二版）\n{OTHER}（下转第三版）\n第二版\n（上接第一版）\n{REST}"
        "第三版\n（上接第一版）\n    工会主席米朵说，凉茶不贵，贵在天天有人送，船工们才记得住。\n"
    )
    lock, tea = parsed.articles
    assert lock.body.endswith("拉响了汽笛。") and tea.body.endswith("才记得住。")


def test_who_signs_above_the_jump_signs_the_whole() -> None:
    parsed = issue_of(
        f"{HEAD}{OTHER}{' ' * 30}（工会  孔令仪）\n{' ' * 30}（下转第二版）\n第二版\n（上接第一版）\n{REST}"
    )
    (article,) = parsed.articles
    assert (article.authors, article.credit) == (("孔令仪",), "工会")
    assert article.body.endswith("拉响了汽笛。")


@pytest.mark.parametrize("mark", ["（下转第四版）", "（上接第一版）"])
def test_a_mark_without_its_fellow_joins_nothing_and_is_no_text(mark: str) -> None:
    parsed = issue_of(
        f"{HEAD}{LOCK}{mark if '下' in mark else ''}\n{OTHER}{mark if '上' in mark else ''}\n{REST}"
    )
    assert titles(parsed)[:2] == ["三十年的渡口要搬家", "凉茶送到摆渡船上"]
    assert apart(parsed, "jump line") == [mark]


def test_the_desk_knows_the_lines_of_the_rest() -> None:
    text = f"{HEAD}{LOCK}（下转第二版）\n{OTHER}第二版\n（上接第一版）{REST.lstrip()}"
    lines = tuple(Line(line, number) for number, line in enumerate(text.split("\n"), 1))
    document = Document("a.txt", "txt", lines)
    parsed = split(document)
    assert missing(document, parsed) == ("", "")
    state = state_of(parsed, Rereader(document))
    assert [aside.reason for aside in state.frame.values() if aside.reason == "not read"] == []
    lock, tea = state.blocks
    assert max(lock.lines) > max(tea.lines)
