"""Whatever the lines are: no failure, no line twice, no character of the text lost or invented."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Aside, Document, Line
from corpus.reading import Source, read_bytes
from corpus.splitting import split
from corpus.splitting.rows import rows_of
from corpus.splitting.unwrap import join_lines
from tests.corpus.splitting.conservation import characters, missing
from tests.corpus.splitting.press import House, set_issue, squeeze
from tests.corpus.splitting.stories import ASSOCIATION, HOSPITAL, UNIVERSITY

PIECES = [
    "",
    " ",
    "　　",
    "【协会动态】",
    "目 录",
    "第8期（总第96期）",
    "2021年8月15日",
    "—4—",
    "3",
    "（陆知行）",
    "文/陆知行",
    "报：省民政厅",
    "我会组织会员赴江东学习考察",
    "8月3日，云岭省建材协会在临江市召开行业数字化转型推进会，来自全省",
    "42家会员单位的代表参加会议。",
    "一、提高认识",
    "郑大山 青石水泥有限公司 一等奖",
    "来源：云岭日报",
    "▲",
    "……",
    "（",
    "）",
    "【",
    "1.",
    "\f",
    "a b c",
    "\t|\t",
    "😀",
    "𠮷野家",
]
LINES = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=40)), max_size=60)


@settings(max_examples=150, deadline=None)
@given(LINES, st.booleans())
def test_any_lines_are_read(texts: list[str], wrapped: bool) -> None:
    document = Document("any.txt", "txt", tuple(Line(t, n) for n, t in enumerate(texts, 1)), wrapped)
    parsed = split(document)
    assert missing(document, parsed) == ("", "")
    last = 0
    for article in parsed.articles:
        assert article.title and article.body
        assert article.lines is not None
        first, end = article.lines
        assert last < first <= end <= len(texts)
        last = end
        assert all(0.0 <= known.confidence <= 1.0 for known in article.provenance.values())
        printed = squeeze("".join(texts[first - 1 : end]))
        assert all(c in printed for c in squeeze(article.body))


STYLES = st.sampled_from(
    [None, None, "heading1", "heading2", "heading3", "list", "title", "subtitle", "quote"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.one_of(st.sampled_from(PIECES), st.text(max_size=60)), STYLES), max_size=40))
def test_any_styled_lines_are_accounted_for(lines: list[tuple[str, str | None]]) -> None:
    found = tuple(Line(text, n, style=style) for n, (text, style) in enumerate(lines, 1))
    aside = (Aside("furniture", "上一篇 下一篇", "navigation"),)
    document = Document("any.docx", "docx", found, wrapped=False, aside=aside, notices=("一句 / a line",))
    parsed = split(document)
    assert missing(document, parsed) == ("", "")
    assert parsed.asides[: len(aside)] == aside and parsed.notices == document.notices
    assert all(article.title and article.body for article in parsed.articles)


def test_every_character_of_the_stories_is_kept() -> None:
    for stories in (ASSOCIATION, HOSPITAL):
        printed = set_issue(stories, House(width=31, page_rows=24, page_number="—{}—", byline="own"))
        parsed = split(printed.document())
        wanted = [squeeze("".join(story.paragraphs)) for story in printed.stories]
        assert [squeeze(article.body) for article in parsed.articles] == wanted


def test_departments_that_sign_for_their_people() -> None:
    """A department alone is the credit; before a name it is the credit beside the author."""
    lines = [f"（{story.authors[0]}）" for story in UNIVERSITY]
    texts: list[str] = []
    for story, line in zip(UNIVERSITY, lines, strict=True):
        texts += [f"【{story.section}】", story.title, *story.paragraphs, line]
    document = Document("u.docx", "docx", tuple(Line(t, n) for n, t in enumerate(texts, 1)), wrapped=False)
    found = [(article.authors, article.credit) for article in split(document).articles]
    assert found == [((), "党委办公室"), (("唐小棠",), "科技处"), (("车文澜",), "水利学院")]


def test_furniture_is_dropped_and_nothing_else() -> None:
    texts = ["甲乙丙丁戊己庚辛", "—4—", " 第 2 页", "子丑寅卯3", "□", "2021", "。"]
    document = Document("f.txt", "txt", tuple(Line(t, n) for n, t in enumerate(texts, 1)))
    rows, aside = rows_of(document)
    assert [row.text for row in rows] == ["甲乙丙丁戊己庚辛", "子丑寅卯3", "2021", "。"]
    assert [(one.text, one.reason, one.lines) for one in aside] == [
        ("—4—", "page number", (2, 2)),
        ("第 2 页", "page number", (3, 3)),
        ("□", "rule", (5, 5)),
    ]


def test_lines_join_without_spaces_but_between_latin_words() -> None:
    assert join_lines(["建设5", "G基站"]) == "建设5G基站"
    assert join_lines(["Full", "mesh"]) == "Full mesh"
    assert join_lines(["通信", "网络"]) == "通信网络"


INSERTED = [
    "【要闻】",
    "一、综合",
    "目 录",
    "报：某局",
    "—3—",
    "━━━━",
    "责任编辑：李四",
    "1. 小标题",
    "第3期",
    "﹎﹎",
    "\x0b",
]
SETTINGS = [
    set_issue(stories, House(width=31, page_rows=24, page_number="—{}—", byline="own")).document()
    for stories in (ASSOCIATION, HOSPITAL, UNIVERSITY)
]


def mutated(lines: list[str], chance: random.Random) -> list[str]:
    """The lines after some of what copying, converting and pasting do to a text."""
    for _ in range(chance.choice((1, 3, 10, 40))):
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        way, width = chance.randrange(8), chance.randrange(8, 40)
        if way == 0:
            lines[at : at + chance.choice((1, 1, 20))] = []
        elif way == 1:
            lines[at] = "\f" + lines[at]
        elif way == 2:
            lines = [x[n : n + width] for x in lines for n in range(0, max(1, len(x)), width)]
        elif way == 3:
            lines.insert(at, chance.choice(INSERTED))
        elif way == 4:
            lines[at], lines[to] = lines[to], lines[at]
        elif way == 5:
            lines[at:at] = lines[to : to + chance.randrange(1, 12)]
        elif way == 6:
            lines[at : at + 2] = ["".join(lines[at : at + 2])]
        else:
            lines[at] = "　　" + lines[at].strip()
        lines = lines or ["空"]
    return lines


@pytest.mark.parametrize("seed", range(20))
def test_mutated_issues_are_accounted_for_from_the_file_to_the_articles(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(12):
        lines = mutated([line.text for line in chance.choice(SETTINGS).lines], chance)
        text = "\n".join(["刊", *lines])
        (source,) = read_bytes("a.txt", text.encode())
        assert isinstance(source, Source) and isinstance(source.content, Document)
        assert characters([text]) == characters(line.text for line in source.content.lines)
        assert missing(source.content, split(source.content)) == ("", ""), text
