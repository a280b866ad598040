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


@pytest.mark.parametrize(
    "head",
    ["2版 河湾警讯  2021年8月20日  责任编辑：方一舟  版式：米 朵", "2021年8月20日 星期五 | 河湾警讯 | 第二版",
     "A2版　副刊　2021.8.20　主编 方一舟"],
)  # fmt: skip
def test_a_row_with_page_and_day_heads_the_page_whatever_else_it_names(head: str) -> None:
    parsed = issue_of(
        f"河湾警讯\n2021年第8期\n\n【要闻】\n渡口装上新灯\n{NEWS}\n（方一舟）\n\n{head}\n\n【副刊】\n夜航人\n{NEWS}\n"
    )
    assert parsed.articles[0].body.endswith("全部装满。") and parsed.articles[0].authors == ("方一舟",)
    assert apart(parsed, "running head") == [head]


@pytest.mark.parametrize("label", ["A2版·副刊", "第2版：副刊", "二版  副刊", "02版|副 刊"])
def test_a_page_may_name_its_section(label: str) -> None:
    parsed = issue_of(
        f"河湾警讯\n2021年第8期\n\n第1版：要闻\n渡口装上新灯\n{NEWS}\n\n{label}\n夜航人\n{NEWS}\n"
    )
    assert [article.section for article in parsed.articles] == ["要闻", "副刊"]
