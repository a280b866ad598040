"""An issue set again as PDF, DOCX, HTML and Markdown reads the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.model import Article, Document, Line, ParsedIssue
from corpus.reading import Source, read, read_bytes
from corpus.splitting import split
from tests.corpus.splitting import typeset
from tests.corpus.splitting.conservation import missing
from tests.corpus.splitting.press import House, set_issue, squeeze
from tests.corpus.splitting.stories import ASSOCIATION

SAMPLES = Path(__file__).resolve().parents[3] / "corpus" / "samples"
FORMATS = {
    "pdf": typeset.as_pdf,
    "docx": typeset.as_docx,
    "html": typeset.as_html,
    "htm": typeset.as_plain_html,
    "md": typeset.as_markdown,
}


def read_again(name: str, data: bytes) -> ParsedIssue:
    (source,) = read_bytes(name, data)
    assert isinstance(source, Source) and isinstance(source.content, Document)
    return split(source.content)


def key(article: Article) -> tuple[object, ...]:
    return (
        article.section,
        squeeze(article.title),
        article.authors,
        article.credit,
        article.date,
        squeeze(article.body),
    )


@pytest.mark.parametrize(("suffix", "typesetter"), FORMATS.items())
def test_own_stories(suffix: str, typesetter: Callable[[ParsedIssue], bytes]) -> None:
    wanted = split(set_issue(ASSOCIATION, House(byline="own")).document("2021-08.txt"))
    again = read_again(f"2021-08.{suffix}", typesetter(wanted))
    assert list(map(key, again.articles)) == list(map(key, wanted.articles))


@pytest.mark.parametrize(("suffix", "typesetter"), FORMATS.items())
def test_gold_texts(shared: Path, suffix: str, typesetter: Callable[[ParsedIssue], bytes]) -> None:
    for path in sorted((shared / "newsletters").glob("*.txt")):
        wanted = read_again(path.name, path.read_bytes())
        again = read_again(f"{path.stem}.{suffix}", typesetter(wanted))
        assert list(map(key, again.articles)) == list(map(key, wanted.articles)), path.name
        assert (again.issue.year, again.issue.month) == (wanted.issue.year, wanted.issue.month)


def as_lines(text: str) -> Document:
    lines = tuple(Line(line, at) for at, line in enumerate(text.split("\n"), start=1))
    return Document("a.docx", "docx", lines, wrapped=False)


def test_a_table_after_a_text_is_no_headline_of_the_next() -> None:
    issue = split(
        as_lines(
            "【会员消息】\n云岭电信召开会议\n9月15日，云岭电信在临江召开会议，部署全年工作。（方一舟）\n"
            "指标    本月    累计\n用户    12    340\n云岭移动开展活动\n"
            "9月16日，云岭移动在临江开展活动，取得良好效果。（米朵）"
        )
    )
    assert [(a.title, a.authors) for a in issue.articles] == [
        ("云岭电信召开会议", ("方一舟",)),
        ("云岭移动开展活动", ("米朵",)),
    ]
    assert issue.articles[0].body.endswith("部署全年工作。\n指标    本月    累计\n用户    12    340")


def test_a_salutation_opens_the_text() -> None:
    issue = split(
        as_lines(
            "【通知】\n关于举办2021年技能竞赛的通知\n各会员单位：\n为提高技能，协会定于10月举办技能竞赛。"
        )
    )
    (notice,) = issue.articles
    assert notice.title == "关于举办2021年技能竞赛的通知" and notice.body.startswith("各会员单位：")


def test_a_short_headline_counts_on_from_longer_ones() -> None:
    issue = split(
        as_lines(
            "一、会员动态\n1. 云岭电信在临江召开会议\n9月15日，云岭电信在临江召开全年工作会议。（方一舟）\n"
            "2. 云岭移动在青川开展活动\n9月16日，云岭移动在青川开展读书活动。（米朵）\n二、读者园地\n"
            "3. 光缆\n9月的山里，光缆是一条看不见的河，流向每一扇窗。（秦岚）"
        )
    )
    assert [a.title for a in issue.articles][-1] == "光缆"


def test_every_sample_and_every_setting_of_it_is_accounted_for() -> None:
    """Characters read are characters in articles and asides, whatever the format."""
    read_from = [source for source in read(SAMPLES) if isinstance(source, Source)]
    documents = [source.content for source in read_from if isinstance(source.content, Document)]
    wanted = split(set_issue(ASSOCIATION, House(byline="own")).document("2021-08.txt"))
    for suffix, typesetter in FORMATS.items():
        (source,) = read_bytes(f"a.{suffix}", typesetter(wanted))
        assert isinstance(source, Source) and isinstance(source.content, Document)
        documents.append(source.content)
    assert len(documents) >= len(FORMATS) + 2
    for document in documents:
        assert missing(document, split(document)) == ("", ""), document.name
