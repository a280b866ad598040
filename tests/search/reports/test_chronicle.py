"""大事记草稿: who did what where, on what day, every event once with all its sources."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.model import Article
from search.application.archive import Archive
from search.reports.chronicle import draft
from search.reports.leading import event_of
from search.reports.registry import make_report
from search.request import from_query_string

DAY = dt.date(2023, 9, 8)


def told(body: str, title: str = "南川通信举行演练", day: dt.date = DAY, **fields: object) -> Article:
    known = {"date_basis": "inferred", "organizations": ("南川通信",), **fields}
    return Article(title, body, date=day, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "when", "text"),
    [
        ("9月8日，南川通信在白水县举行应急演练。演练历时两天。", "9月8日", "南川通信在白水县举行应急演练。"),
        ("南川通信9月8日举行应急演练。", "9月8日", "南川通信举行应急演练。"),
        ("9 月 8 日上午10时许，南川通信举行应急演练。", "9月8日", "南川通信举行应急演练。"),
        ("9月8日至10日，南川通信举行应急演练。", "9月8日至10日", "南川通信举行应急演练。"),
        ("9月8日—10月2日，南川通信举行应急演练。", "9月8日至10月2日", "南川通信举行应急演练。"),
        ("为做好防汛工作，提升能力，9月8日，南川通信举行应急演练。", "9月8日", "南川通信举行应急演练。"),
        ("“准备好了吗？”9月8日，南川通信举行应急演练。", "9月8日", "南川通信举行应急演练。"),
        ("继8月2日走访之后，9月8日，南川通信举行应急演练。", "9月8日", "南川通信举行应急演练。"),
        ("年会将于9月8日在白水举行。", "9月8日", "年会将在白水举行。"),
        ("9月8日是全国通信日。当天，南川通信举行应急演练。", "9月8日", "南川通信举行应急演练。"),
        ("9月8日，它发现一处故障，自动报警。", "9月8日", "南川通信举行演练。"),
        ("9月8日，南川通信（以下简称“南通”）召开年会，部署工作。", "9月8日", "南川通信召开年会，部署工作。"),
    ],
)
def test_the_leading_event(body: str, when: str, text: str) -> None:
    event = event_of(told(body))
    assert event is not None
    assert (event.when, event.text, event.known) == (when, text, True)


@pytest.mark.parametrize(
    ("body", "when"),
    [
        ("近日，南川通信举行应急演练。", "9月（近日）"),
        ("8月中旬，南川通信举行应急演练。", "8月中旬"),
        ("8月底至9月初，南川通信举行应急演练。", "8月底至9月初"),
        ("月底，南川通信举行应急演练。", "9月底"),
        ("自6月启动以来，南川通信举行多次演练。", "9月"),
        ("南川通信将工作列入6月的计划。", "9月"),
    ],
)
def test_days_that_are_not_known_stay_as_they_are_printed(body: str, when: str) -> None:
    event = event_of(told(body, day=dt.date(2023, 9, 1), date_basis="issue"))
    assert event is not None and event.when == when and not event.known


def test_verses_are_no_events() -> None:
    assert event_of(told("月亮圆了，照着晾晒的衣裳。", organizations=(), date_basis="issue")) is None
    assert event_of(Article("无日期", "南川通信举行演练。")) is None


def test_long_sentences_are_cut_where_a_clause_ends() -> None:
    event = event_of(
        told("9月8日，南川通信召开年会，" + "、".join(["部署各项重点工作"] * 9) + "，要求落实。")
    )
    assert event is not None and event.text == "南川通信召开年会。"


def test_one_event_of_two_issues_is_one_line() -> None:
    body = "9月8日，南川通信在白水县举行应急演练，十支队伍参加。"
    one = told(body, "南川通信在白水举行应急演练", id="a", issue_id="1")
    two = told(body.replace("十支", "10支"), "南川通信白水应急演练举行", id="b", issue_id="2")
    same_issue = told(body, "南川通信在白水举行应急演练", id="c", issue_id="1")
    other = told("9月8日，北岭矿业在白水县举行应急演练。", "北岭矿业在白水举行应急演练", id="d", issue_id="3",
                 organizations=("北岭矿业",))  # fmt: skip
    lines, _ = draft([one, two, same_issue, other], {})
    assert [[each.id for each in line.articles] for line in lines] == [["a", "b"], ["c"], ["d"]]
    lines, _ = draft([one, other], {"a": ("a", "d"), "d": ("a", "d")})
    assert len(lines) == 1


@pytest.fixture(scope="module")
def archive(sample_archive_directory: Path) -> Iterator[Archive]:
    with Archive.open(sample_archive_directory) as opened:
        yield opened


def test_every_article_is_a_source_once_or_left_out(archive: Archive) -> None:
    asked = from_query_string("from=2021&to=2022")
    report = make_report(archive, "chronicle", asked)
    sources = Counter(part.article for row in report.table("events").rows for part in row[2].parts)
    left = Counter(row[0].article for row in report.table("left").rows)
    assert sources + left == Counter(hit.article.id for hit in archive.all_hits(asked))
    opened = "白羊岭煤矿万兆专网全线开通"
    lines = [row for row in report.table("events").rows if opened in str(row[1].value)]
    assert len(lines) == 1 and lines[0][0].value == "2021年9月3日" and len(lines[0][2].parts) == 2
    assert all(row[1].said for row in report.table("events").rows)


def test_the_days_are_in_order(archive: Archive) -> None:
    report = make_report(archive, "chronicle", from_query_string("from=2021-09&to=2021-09"))
    days = [str(row[0].value) for row in report.table("events").rows]
    assert days.index("2021年9月9日至11日") < days.index("2021年9月中旬") < days.index("2021年9月22日")
    assert days.index("2021年9月22日") < days.index("2021年9月（日前）")


def test_an_office_has_its_own_columns(archive: Archive) -> None:
    asked = from_query_string("from=2021-09&to=2021-09")
    table = make_report(archive, "chronicle", asked, {"columns": "序号、时间、大事内容、备注、出处"}).table(
        "events"
    )
    assert [head.words[0] for head in table.columns] == ["序号", "时间", "大事内容", "备注", "出处"]
    assert [table.rows[0][at].value for at in (0, 3)] == ["1", ""]
    assert str(table.rows[0][1].value).startswith("2021年9月")
