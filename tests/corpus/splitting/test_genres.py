"""Genres of other publishers: bulletins, government reports, company papers, digests, single articles."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.model import Document, ParsedIssue
from corpus.reading import Source, read_bytes
from corpus.splitting import split
from tests.corpus.splitting import genres
from tests.corpus.splitting.conservation import missing


def parsed(text: str, name: str = "text.txt") -> ParsedIssue:
    (source,) = read_bytes(name, text.encode())
    assert isinstance(source, Source) and isinstance(source.content, Document)
    issue = split(source.content)
    assert missing(source.content, issue) == ("", "")
    return issue


@pytest.mark.parametrize(
    ("text", "name", "titles"),
    [
        (genres.BULLETIN, "b.txt", genres.BULLETIN_TITLES),
        (genres.GOVERNMENT, "g.txt", genres.GOVERNMENT_TITLES),
        (genres.ENTERPRISE, "e.txt", genres.ENTERPRISE_TITLES),
        (genres.DIGEST, "d.md", genres.DIGEST_TITLES),
        (genres.LINKS, "l.md", genres.DIGEST_TITLES),
        (genres.INLINE, "i.txt", genres.INLINE_TITLES),
        (genres.PRESS, "p.txt", ["老窑厂的新生意"]),
        (genres.BRACKETED, "k.txt", genres.BRACKETED_TITLES),
        (genres.NUMBERED, "n.txt", genres.NUMBERED_TITLES),
    ],
    ids=[
        "bulletin",
        "government",
        "company paper",
        "digest",
        "list",
        "inline headlines",
        "single article",
        "bracketed",
        "numbered",
    ],
)
def test_titles(text: str, name: str, titles: list[str]) -> None:
    assert [article.title for article in parsed(text, name).articles] == titles


def test_bulletin_runs_without_separators_and_takes_its_day_from_the_masthead() -> None:
    issue = parsed(genres.BULLETIN)
    assert (issue.issue.publication, issue.issue.year, issue.issue.month) == ("新闻简报", 2021, 8)
    assert [a.section for a in issue.articles] == [None, None, None, "国内联播快讯", "国内联播快讯"]
    assert {(a.date, a.date_basis) for a in issue.articles} == {(dt.date(2021, 8, 15), "issue")}


def test_government_report() -> None:
    issue = parsed(genres.GOVERNMENT)
    assert (issue.issue.publication, issue.issue.number) == ("云岭市优化营商环境工作简报", "第12期")
    assert (issue.issue.year, issue.issue.month, issue.issue.date_basis) == (2022, 4, "masthead")
    assert [a.section for a in issue.articles] == ["综合动态"] * 2 + ["县区传真"] * 2
    first, *_, last = issue.articles
    assert "（一）要在减环节上动真格。" in first.body  # an enumerated paragraph is no headline
    assert last.credit == "北岸区政务服务局"
    assert "抄送" not in last.body and "市委" not in last.body  # the distribution list is no text


def test_numbered_headlines_leave_the_ordinals_to_the_sections() -> None:
    assert [a.section for a in parsed(genres.NUMBERED).articles] == ["工作动态"] * 2 + ["县区信息"] * 2


def test_company_paper_names_reporters_in_the_opening_and_keeps_sub_heads() -> None:
    issue = parsed(genres.ENTERPRISE)
    assert [a.authors for a in issue.articles] == [("孟晓棠", "郝峰"), ("姚青",), ("孟晓棠",)]
    assert "\n小革新解决大问题\n" in issue.articles[1].body
    assert issue.articles[2].body.endswith("整改率100%。")  # the imprint is cut off
    assert issue.issue.number == "第18期（总第402期）"


def test_digest_headings() -> None:
    issue = parsed(genres.DIGEST, "d.md")
    assert [a.section for a in issue.articles] == ["政策", "政策", "市场"]
    assert "支持对象" in issue.articles[0].body  # a heading below the articles' level
    assert issue.articles[2].credit == "建材价格网"


def test_single_article_takes_date_source_and_author_from_the_line_under_its_headline() -> None:
    (article,) = parsed(genres.PRESS).articles
    assert (article.authors, article.credit) == (("钟离秋",), "云岭日报")
    assert (article.date, article.date_basis) == (dt.date(2021, 8, 15), "stated")
    assert article.body.startswith("沿着沧河") and "一群人的回归" in article.body
