"""Newsletters published as web pages: rows of labels under headlines, controls, sections between rules."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.splitting.bylines import BylineReader
from corpus.splitting.infoline import info_row
from corpus.splitting.profile import load_profiles
from corpus.splitting.webcontrols import is_control
from tests.corpus.splitting.test_layouts import apart, issue_of, signed, titles

LOCK = """\
　　8月11日，河湾船闸更换闸门止水，停航六小时，过往船只提前在上游锚地等候。

　　船闸所所长陶然说，停得早一点，才开得快一点。"""
FERRY = """\
　　连日高温，南渡口给乘客备下凉茶和草帽，摆渡工每两小时轮换一班，没有一人中暑。

　　“人凉快了，船也稳。”老船工孔令仪说。"""
DAY = dt.date(2021, 8, 12)
READER = BylineReader(load_profiles()[0])


@pytest.mark.parametrize(
    ("row", "day", "source", "authors"),
    [
        ("时间：2021-08-12   来源：船闸所   作者：方一舟   浏览：326 次", DAY, "船闸所", ("方一舟",)),
        ("发布时间：2021-08-12 09:30　信息来源：船闸所　点击数：77", DAY, "船闸所", ()),
        ("发布日期：2021年8月12日 | 稿源：《河湾晚报》 | 责编：米朵", DAY, "《河湾晚报》", ()),
        ("[日期：2021-8-12] [作者：米 朵] [阅读次数：9]", DAY, "", ("米朵",)),
        ("2021-08-12　供稿单位：船闸所　字体：【大 中 小】", DAY, "船闸所", ()),
        ("来源：船闸所  录入：管理员  人气：1024", None, "船闸所", ()),
        ("阅读（88）", None, "", ()),
    ],
)  # fmt: skip
def test_a_row_of_labels_says_day_source_and_author(
    row: str, day: dt.date | None, source: str, authors: tuple[str, ...]
) -> None:
    said = info_row(row, READER)
    assert said is not None
    assert (said.day, said.source, said.named().authors) == (day, source, authors)


@pytest.mark.parametrize(
    "row",
    [
        "时间：8月3日上午九点　地点：三楼会议室",
        "来源：船闸所",
        "作者：方一舟",
        "来源：老船工的一本旧日记，他写了三十年。",
        "浏览次数最多的一天是8月12日",
        "编辑部的时间：从清晨到深夜",
    ],
)
def test_what_only_looks_like_labels_is_text(row: str) -> None:
    assert info_row(row, READER) is None


@pytest.mark.parametrize(
    "row",
    ["【打印】【关闭】", "[打印本页] [关闭窗口]", "返回顶部", "打印 | 收藏 | 分享到：微信 微博",
     "上一篇：船闸检修公告", "下一条：没有了", "当前位置：首页 > 河湾新闻 > 正文",
     "字号：大 中 小", "↑回到顶部"],
)  # fmt: skip
def test_controls_of_a_web_page_are_known(row: str) -> None:
    assert is_control(row)


@pytest.mark.parametrize(
    "row", ["关闭三号闸门", "大中小", "打印", "当前位置：三号闸", "上一篇日记", "分享会在船上举行。", "推荐"]
)
def test_words_of_a_text_are_no_controls(row: str) -> None:
    assert is_control(row) is (row == "打印")


@pytest.mark.parametrize("blank", ["", "\n"])
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("时间：2021-08-12   来源：船闸所   作者：方一舟   浏览：326 次", "【打印】【关闭】"),
        (
            "发布日期：2021-08-12 信息来源：船闸所 撰稿人：方一舟 字号：大 中 小",
            "返回顶部\n上一篇：无\n下一篇：渡口",
        ),
    ],
)
def test_a_web_edition_is_read_without_its_controls(above: str, below: str, blank: str) -> None:
    rule = "=" * 30
    parsed = issue_of(
        f"河湾水运（电子版）\n2021年8月号（总第9期）\n\n{rule}\n水 上 新 闻\n{rule}\n\n"
        f"船闸更换止水\n{above}\n{blank}{LOCK}\n{below}\n\n"
        f"{rule}\n服务窗口\n{rule}\n\n"
        f"南渡口备下凉茶\n时间：2021-08-20   浏览：41 次\n{blank}{FERRY}\n{below}\n\n"
        "主办：河湾航道处    网站维护：米朵\nCopyright © 2021 河湾水运 版权所有\n"
    )
    lock, ferry = parsed.articles
    assert titles(parsed) == ["船闸更换止水", "南渡口备下凉茶"]
    assert [lock.section, ferry.section] == ["水上新闻", "服务窗口"]
    assert lock.body.startswith("8月11日") and lock.body.endswith("才开得快一点。")
    assert ferry.body.startswith("连日高温") and ferry.body.endswith("孔令仪说。")
    assert signed(lock) == (("方一舟",), "船闸所")
    assert (lock.date, ferry.date) == (dt.date(2021, 8, 11), dt.date(2021, 8, 20))
    assert ferry.date_basis == "stated"
    assert set(below.split("\n")) <= set("\n".join(apart(parsed, "web page control")).split("\n"))


@pytest.mark.parametrize("mark", ["·{}·", "• {} •", "· {} ·"])
def test_dots_on_either_side_mark_a_section(mark: str) -> None:
    parsed = issue_of(
        f"河湾水运\n2021年第8期\n{mark.format('身边事')}\n船闸更换止水\n{LOCK}\n"
        f"{mark.format('大家谈')}\n南渡口备下凉茶\n{FERRY}\n"
    )
    assert [article.section for article in parsed.articles] == ["身边事", "大家谈"]
    assert titles(parsed) == ["船闸更换止水", "南渡口备下凉茶"]


@pytest.mark.parametrize("head", ["【本期要目】", "[本 期 看 点]", "◎ 本期内容", "今日导读", "—本刊目录—"])
def test_contents_are_known_whatever_is_round_their_heading(head: str) -> None:
    parsed = issue_of(
        f"河湾水运\n2021年第8期\n\n{head}\n1. 河湾船闸更换闸门止水\n2. 南渡口给乘客备下凉茶\n\n"
        f"1. 河湾船闸更换闸门止水\n{LOCK}\n\n2. 南渡口给乘客备下凉茶\n{FERRY}\n"
    )
    assert titles(parsed) == ["河湾船闸更换闸门止水", "南渡口给乘客备下凉茶"]
    assert [article.section for article in parsed.articles] == [None, None]
    assert head in "\n".join(apart(parsed, "contents"))


def test_contents_end_with_their_last_numbered_entry() -> None:
    parsed = issue_of(
        "河湾水运周报\n2021年8月20日  第8期\n\n"
        "今日导读\n▲河湾船闸更换闸门止水　>>>1版\n▲南渡口给乘客备下凉茶　>>>2版\n\n"
        f"第1版\n【要闻】\n\n停得早一点\n河湾船闸更换闸门止水\n{LOCK}\n\n第2版\n【渡口】\n\n南渡口给乘客备下凉茶\n{FERRY}\n"
    )
    assert [article.section for article in parsed.articles] == ["要闻", "渡口"]
    assert parsed.articles[0].title == "停得早一点 河湾船闸更换闸门止水"
    assert parsed.articles[0].body.endswith("才开得快一点。")
