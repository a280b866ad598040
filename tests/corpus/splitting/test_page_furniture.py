"""What a paper prints around its pages: heads with the day and the page, the editors of a page, mastheads."""

from __future__ import annotations

import pytest

from tests.corpus.splitting.test_layouts import MORE, NEWS, apart, issue_of, titles

FRONT = "河湾农场报\n河湾农场办公室主办　　国内统一刊号：NC12-0034\n2021年8月20日　星期五　第8期\n\n"

OPENING = f"{FRONT}河湾农场夏收总结\n{NEWS}"
SECOND = f"维修班雨天检修农机\n{MORE}"


@pytest.mark.parametrize(
    "head",
    [
        "河湾农场报　　第{}版　　2021年8月20日",
        "2021年8月20日　星期五　　河湾农场报　　第{}版",
        "第{}版 | 河湾农场报 | 2021年8月20日",
    ],
)
def test_the_head_of_a_page_names_the_day_and_the_page(head: str) -> None:
    heads = [head.format(n) for n in "二三"]
    text = f"{OPENING}（方一舟）\n{heads[0]}\n{SECOND}\n{heads[1]}\n农场食堂改建完工\n{NEWS}"
    parsed = issue_of(text)
    assert titles(parsed) == ["河湾农场夏收总结", "维修班雨天检修农机", "农场食堂改建完工"]
    assert apart(parsed, "running head") == heads


def test_a_bare_number_heads_a_page_where_such_rows_come_back() -> None:
    heads = [f"{n}  河湾农场报              2021年8月20日" for n in (2, 3)]
    text = f"{OPENING}（方一舟）\n{heads[0]}\n{SECOND}\n{heads[1]}\n农场食堂改建完工\n{NEWS}"
    assert apart(issue_of(text), "running head") == heads


def test_where_a_text_is_taken_from_is_no_head_of_a_page() -> None:
    text = f"{OPENING}\n（原载《云岭日报》2021年8月2日第3版）\n{SECOND}（米朵）"
    parsed = issue_of(text)
    assert apart(parsed, "running head") == []
    assert parsed.articles[0].byline == "（原载《云岭日报》2021年8月2日第3版）"


@pytest.mark.parametrize(
    "editors",
    [
        "责任编辑：方一舟　　电话：2311458",
        "本版责编　方一舟　　新闻热线　0571-2311458",
        "编辑 方一舟  版式 唐小棠  校对 米朵",
    ],
)
@pytest.mark.parametrize("under", [True, False])
def test_the_editors_of_a_page_stand_in_no_article(editors: str, under: bool) -> None:
    head = "河湾农场报　　第二版　　2021年8月20日"
    edge = f"{head}\n{editors}" if under else f"{editors}\n{head}"
    parsed = issue_of(f"{OPENING}\n{edge}\n{SECOND}（米朵）")
    assert titles(parsed) == ["河湾农场夏收总结", "维修班雨天检修农机"]
    assert apart(parsed, "editors of a page") == [editors]
    assert all("方一舟" not in article.body + article.byline for article in parsed.articles)


@pytest.mark.parametrize(
    "tail", ["编辑 方一舟  版式 唐小棠  校对 米朵", "主　　编：方一舟\n印　　刷：临江印刷厂"]
)
def test_an_imprint_without_colons_or_with_labels_drawn_apart(tail: str) -> None:
    parsed = issue_of(f"{OPENING}\n{SECOND}（米朵）\n\n{tail}")
    assert titles(parsed) == ["河湾农场夏收总结", "维修班雨天检修农机"]
    assert apart(parsed, "imprint") == [tail]


def test_a_masthead_with_its_name_in_two_languages_and_a_registration() -> None:
    parsed = issue_of(
        FRONT.replace("报\n", "报\nHEWAN FARM NEWS\n", 1) + f"河湾农场夏收总结\n{NEWS}\n{SECOND}（米朵）"
    )
    assert titles(parsed) == ["河湾农场夏收总结", "维修班雨天检修农机"]


def test_a_section_in_brackets_may_have_a_dot_in_its_name() -> None:
    parsed = issue_of(f"{FRONT}[农场要闻]\n河湾农场夏收总结\n{NEWS}\n[副刊·麦香]\n{SECOND}（米朵）")
    assert [article.section for article in parsed.articles] == ["农场要闻", "副刊·麦香"]
