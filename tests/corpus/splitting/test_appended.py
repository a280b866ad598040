"""How papers set what they print: each habit in a small issue of its own, and what a reader makes of it."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent

import pytest

from corpus.model import Article, Document, ParsedIssue
from corpus.reading import Source, read_bytes
from corpus.splitting import split
from tests.corpus.printing import print_lines
from tests.corpus.splitting.conservation import missing


def issue_of(text: str, name: str = "issue.txt") -> ParsedIssue:
    (source,) = read_bytes(name, dedent(text).strip("\n").encode())
    assert isinstance(source, Source) and isinstance(source.content, Document)
    parsed = split(source.content)
    assert missing(source.content, parsed) == ("", "")
    return parsed


def titles(parsed: ParsedIssue) -> list[str]:
    return [article.title for article in parsed.articles]


def signed(article: Article) -> tuple[tuple[str, ...], str | None]:
    return article.authors, article.credit


def apart(parsed: ParsedIssue, reason: str) -> list[str]:
    return [aside.text for aside in parsed.asides if aside.reason == reason]


NEWS = """\
　　8月3日，河湾农场召开夏收总结会，场长陶然主持会议，各生产队负责人共四十二人参加。
　　会议指出，今年夏粮亩产比去年高出三十一公斤，仓库全部装满。"""
MORE = """\
　　8月9日，农场维修班利用雨天检修收割机十六台，更换刀片二百余片，保证秋收不误农时。
　　班长孔令仪说，机器喂饱了油，人心里才踏实。"""


@pytest.mark.parametrize("crew", ["生产队", "农场", "施工队", "文工团"])
def test_a_crew_that_signs_is_no_name_of_a_person(crew: str) -> None:
    parsed = issue_of(
        f"河湾农场夏收总结\n{NEWS}\n（{crew}　方一舟）\n\n维修班雨天检修农机\n{MORE}\n（{crew}　米朵）"
    )
    assert [signed(article) for article in parsed.articles] == [(("方一舟",), crew), (("米朵",), crew)]


def test_a_headed_text_below_a_list_of_readers_is_an_article_however_short() -> None:
    parsed = issue_of(f"""
        河湾农场场报
        2021年第8期

        河湾农场夏收总结
        {NEWS.strip()}
        （方一舟）

        报：县农业局
        发：各生产队
        河湾农场办公室　　2021年8月20日印发

        晒谷场让路给救护车
        　　8月15日，村口堵车，晒谷的乡亲三分钟就腾出了路。
        （米朵）
        """)
    assert titles(parsed) == ["河湾农场夏收总结", "晒谷场让路给救护车"]
    assert "河湾农场办公室　　2021年8月20日印发" in "".join(apart(parsed, "imprint"))


def test_a_note_to_contributors_below_a_list_of_readers_stays_with_it() -> None:
    parsed = issue_of(
        f"河湾农场夏收总结\n{NEWS}\n（方一舟）\n\n报：县农业局\n发：各生产队\n编后\n欢迎各队来稿，稿件请交到农场办公室编辑部米朵处。"
    )
    assert titles(parsed) == ["河湾农场夏收总结"]


@pytest.mark.parametrize("caption", ["附表", "表1："])
def test_the_caption_of_a_table_below_a_byline_belongs_to_the_table(caption: str) -> None:
    table = "机型　　台数　　班次\n收割机　　16　　两班\n拖拉机　　9　　一班"
    parsed = issue_of(
        f"河湾农场夏收总结\n{NEWS}\n（方一舟）\n{caption}\n{table}\n维修班雨天检修农机\n{MORE}\n（米朵）"
    )
    assert titles(parsed) == ["河湾农场夏收总结", "维修班雨天检修农机"]
    assert parsed.articles[0].authors == ("方一舟",)
    assert caption in parsed.articles[0].body


@pytest.mark.parametrize("year", ["二O二一年", "二0二一年", "二〇二一年", "２Ｏ２１年"])
def test_a_zero_of_whatever_sign_in_the_year_of_a_masthead(year: str) -> None:
    parsed = issue_of(
        f"河湾农场场报\n第8期\n河湾农场办公室编　　{year}８月２０日\n\n河湾农场夏收总结\n{NEWS}\n（方一舟）"
    )
    assert (parsed.issue.year, parsed.issue.month) == (2021, 8)
    assert parsed.articles[0].date == dt.date(2021, 8, 3)


@pytest.mark.parametrize("columns", [2, 3])
def test_a_paragraph_that_begins_in_a_narrow_column_is_no_headline(columns: int) -> None:
    """Its first row stops short of the edge by no more than any other; only its indent makes it shorter."""
    width = (595 - 120 - (columns - 1) * 24) / columns
    rows: list[str] = []
    for title, text in (("麦收总结会开到地头", NEWS), ("维修班雨天检修农机", MORE)):
        rows.append(title)
        for paragraph in text.split("\n"):
            rest = paragraph
            size = int(width / 10)
            while rest:
                rows.append(rest[:size])
                rest = rest[size:]
        rows.append("（方一舟）")
    printed = print_lines(rows, size=10.0, columns=columns, number="")
    (source,) = read_bytes("narrow.pdf", printed)
    assert isinstance(source, Source) and isinstance(source.content, Document)
    parsed = split(source.content)
    assert titles(parsed) == ["麦收总结会开到地头", "维修班雨天检修农机"]
    assert missing(source.content, parsed) == ("", "")
