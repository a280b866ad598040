"""References against cases made by hand after the standards' own examples."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs

import pytest

from corpus.model import Article, Issue
from search.exports.citations import STYLES, cite, coins, csl, meta
from search.exports.work import Work, issue_number, newspaper_named, published, work_of

PRESS = Article(
    "数字乡村与山区的竞争",
    "正文",
    authors=("丁 文",),
    date=dt.date(2030, 11, 20),
    date_basis="stated",
    source="云州青年报",
    page_no=15,
)
ISSUE = Issue(
    "云州通信 2031年第7期", "i", "云州通信", "第7期（总第35期）", 2031, 7, "masthead", "云州通信.txt"
)
LETTER = Article(
    "基站进山记",
    "正文",
    subtitle="北岭县见闻",
    authors=("闻 溪", "陆行舟", "白 川", "石小雨"),
    date=dt.date(2031, 6, 28),
    date_basis="inferred",
    source="云州通信",
    issue_id="i",
    page_no=3,
)


def text(style: str, article: Article, issue: Issue | None = None) -> str:
    return cite(style, work_of(article, issue)).text


def test_newspaper() -> None:
    assert text("gbt7714-2015", PRESS) == "丁文. 数字乡村与山区的竞争[N]. 云州青年报, 2030-11-20(15)."
    assert text("apa", PRESS) == "丁文. (2030, November 20). 数字乡村与山区的竞争. 云州青年报, 15."
    assert text("mla", PRESS) == "丁文. “数字乡村与山区的竞争.” 云州青年报, 20 Nov. 2030, p. 15."
    assert text("chicago", PRESS) == "丁文. “数字乡村与山区的竞争.” 云州青年报, November 20, 2030."


def test_serial_with_more_than_three_authors() -> None:
    assert text("gbt7714-2015", LETTER, ISSUE) == (
        "闻溪, 陆行舟, 白川, 等. 基站进山记: 北岭县见闻[J]. 云州通信, 2031(7): 3."
    )
    assert text("apa", LETTER, ISSUE) == (
        "闻溪, 陆行舟, 白川, & 石小雨. (2031, July). 基站进山记: 北岭县见闻. 云州通信, (7), 3."
    )
    assert (
        text("mla", LETTER, ISSUE)
        == "闻溪, et al. “基站进山记: 北岭县见闻.” 云州通信, no. 7, July 2031, p. 3."
    )
    assert text("chicago", LETTER, ISSUE) == (
        "闻溪, 陆行舟, 白川, and 石小雨. “基站进山记: 北岭县见闻.” 云州通信, no. 7 (July 2031): 3."
    )


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (("闻溪", "陆行舟"), "闻溪, 陆行舟. 题[N]."),
        (("闻溪", "陆行舟", "白川"), "闻溪, 陆行舟, 白川. 题[N]."),
        (("John Paul Smith", "Jane Doe"), "SMITH J P, DOE J. 题[N]."),
        (("Smith, John", "B Roe", "C Poe", "D Coe"), "SMITH J, ROE B, POE C, et al. 题[N]."),
        (("闻溪", "B Roe", "C Poe", "D Coe"), "闻溪, ROE B, POE C, 等. 题[N]."),
    ],
)
def test_gbt7714_authors(authors: tuple[str, ...], expected: str) -> None:
    assert cite("gbt7714-2015", Work("newspaper", "题", authors)).text == expected


def test_the_edition_of_2025_sets_full_width_marks_and_names_in_full() -> None:
    assert text("gbt7714", PRESS) == "丁文. 数字乡村与山区的竞争[N]. 云州青年报，2030-11-20（15）."
    assert text("gbt7714", LETTER, ISSUE) == (
        "闻溪，陆行舟，白川，等. 基站进山记：北岭县见闻[J]. 云州通信，2031（7）：3."
    )
    mixed = Work("newspaper", "题", ("John Paul Smith", "Doe, Jane"), container="报", year=2031)
    assert cite("gbt7714", mixed).text == "Smith John Paul，Doe Jane. 题[N]. 报，2031."
    english = Work("serial", "On Hills", ("J Roe",), container="Hill News", year=2031, number="2", page=4)
    assert cite("gbt7714", english).text == "Roe J. On Hills[J]. Hill News, 2031(2): 4."
    assert cite("gbt7714", Work("newspaper", "题")).text == "题[N]."


def test_a_name_given_once_stands_where_the_issue_states_none() -> None:
    unnamed = Issue("扫描0012", "i", "", None, 2031, 5, "inferred", "扫描0012.txt")
    work = work_of(Article("题", "", page_no=6), unnamed, publication="云州通讯")
    assert cite("gbt7714", work).text == "题[J]. 云州通讯，2031（5）：6."
    assert work_of(LETTER, ISSUE, publication="别的刊").container == "云州通信"


@pytest.mark.parametrize(
    ("name", "newspaper"),
    [
        ("云州日报", True),
        ("青年报", True),
        ("Yunzhou Daily", True),
        ("云州大学学报", False),
        ("工作简报", False),
        ("情况通报", False),
        ("云州通信", False),
        ("", False),
    ],
)
def test_newspapers_by_their_names(name: str, newspaper: bool) -> None:
    assert newspaper_named(name) is newspaper


def test_an_issue_of_a_daily_is_cited_by_its_day() -> None:
    issue = Issue("云州日报 2031-07-05", "i", "云州日报", None, 2031, 7, "masthead", "云州日报20310705.pdf")
    article = Article("题", "", page_no=2, issue_id="i")
    assert text("gbt7714", article, issue) == "题[N]. 云州日报，2031-07-05（2）."


def test_csl_json() -> None:
    item = csl(work_of(LETTER, ISSUE), "a7", "https://x.example/articles/a7")
    assert item["type"] == "article-journal" and item["issued"] == {"date-parts": [[2031, 7]]}
    assert item["author"] == [{"literal": name} for name in ("闻溪", "陆行舟", "白川", "石小雨")]
    assert (item["id"], item["issue"], item["page"]) == ("a7", "7", "3") and str(item["URL"]).endswith("a7")
    assert csl(Work("newspaper", "题", ("Jane Doe",)), "k")["author"] == [{"family": "Doe", "given": "Jane"}]


def test_latin_names_in_the_other_styles() -> None:
    two = Work("newspaper", "题", ("John Paul Smith", "Jane Doe"))
    assert cite("apa", two).text == "Smith, J. P., & Doe, J. (n.d.). 题."
    assert cite("mla", two).text == "Smith, John Paul, and Jane Doe. “题.”"
    assert cite("chicago", two).text == "Smith, John Paul, and Jane Doe. “题.”"
    assert cite("chicago", Work("newspaper", "题", ("闻溪", "陆行舟"))).text == "闻溪 and 陆行舟. “题.”"


def test_very_many_authors() -> None:
    names = tuple(f"作者{number}" for number in range(21))
    assert "作者18, … 作者20. (" in cite("apa", Work("newspaper", "题", names)).text
    assert cite("chicago", Work("newspaper", "题", names)).text.startswith(
        "作者0, 作者1, 作者2, 作者3, 作者4, 作者5, 作者6, et al."
    )


def test_no_author_and_organisation_as_author() -> None:
    nobody = Article("无署名的消息", "正文", date=dt.date(2030, 5, 1), date_basis="stated", source="云州日报")
    assert text("gbt7714-2015", nobody) == "无署名的消息[N]. 云州日报, 2030-05-01."
    assert text("apa", nobody) == "无署名的消息. (2030, May 1). 云州日报."
    assert text("mla", nobody) == "“无署名的消息.” 云州日报, 1 May 2030."
    assert text("chicago", nobody) == "“无署名的消息.” 云州日报, May 1, 2030."
    office = Article("通知", "正文", credit="云州市通信学会秘书处", source="云州通信", issue_id="i")
    assert text("gbt7714-2015", office, ISSUE) == "云州市通信学会秘书处. 通知[J]. 云州通信, 2031(7)."
    assert text("apa", office, ISSUE) == "云州市通信学会秘书处. (2031, July). 通知. 云州通信, (7)."
    reprint = Article("转载", "正文", credit="据云州日报", source="云州通信")
    assert text("gbt7714-2015", reprint) == "转载[N]. 云州通信."


def test_a_file_name_is_no_serial() -> None:
    unnamed = Issue("扫描0012", "i", "", None, 2031, 7, "inferred", "夹/扫描0012.txt")
    assert text("gbt7714-2015", Article("题", ""), unnamed) == "题[J]. 2031(7)."
    assert text("apa", Article("题", ""), unnamed) == "题. (2031, July)."
    titled = Issue("云州通信特刊", "i", "", None, 2031, 7, "masthead", "扫描0012.txt")
    assert text("gbt7714-2015", Article("题", ""), titled) == "题[J]. 云州通信特刊, 2031(7)."


def test_dates_as_far_as_they_are_known() -> None:
    month = Article("题", "", date=dt.date(2031, 7, 1), date_basis="issue", source="云州报")
    assert text("gbt7714-2015", month) == "题[N]. 云州报, 2031-07."
    assert text("mla", month) == "“题.” 云州报, July 2031."
    assert text("chicago", month) == "“题.” 云州报, July 2031."
    assert cite("gbt7714-2015", Work("serial", "题", container="刊", year=2031)).text == "题[J]. 刊, 2031."
    unnumbered = Work("serial", "题", container="刊", year=2031, month=7)
    assert cite("gbt7714-2015", unnumbered).text == "题[J]. 刊, 2031(7)."
    assert cite("apa", unnumbered).text == "题. (2031, July). 刊."
    assert cite("gbt7714-2015", Work("newspaper", "题")).text == "题[N]."


def test_titles_that_end_in_a_mark_take_no_stop() -> None:
    asked = Work("newspaper", "路在何方？", ("闻溪",), container="报", year=2031)
    assert cite("apa", asked).text == "闻溪. (2031). 路在何方？ 报."
    assert cite("mla", asked).text == "闻溪. “路在何方？” 报, 2031."


def test_spaced_letters_and_spaced_clauses() -> None:
    assert work_of(Article("初 见 云 州", "")).title == "初见云州"
    assert work_of(Article("守正创新  砥砺前行", "")).title == "守正创新 砥砺前行"


def test_the_container_slants() -> None:
    runs = cite("apa", work_of(PRESS)).runs
    assert [run for run, italic in runs if italic] == ["云州青年报"]
    assert set(STYLES) == {"gbt7714", "gbt7714-2015", "apa", "mla", "chicago"}
    with pytest.raises(KeyError):
        cite("vancouver", work_of(PRESS))


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("7", "7"),
        ("第7期", "7"),
        ("第 07 期", "7"),
        ("总第35期 第7期", "7"),
        ("总第35期", "总第35期"),
        ("第七期", "七"),
        ("2031年第7期（总第35期）", "7"),
        ("", ""),
        ("增刊", "增刊"),
    ],
)
def test_issue_numbers(printed: str, number: str) -> None:
    assert issue_number(printed) == number


def test_what_zotero_reads() -> None:
    work = work_of(LETTER, ISSUE)
    said = parse_qs(coins(work))
    assert said["rft.atitle"] == ["基站进山记: 北岭县见闻"] and said["rft.jtitle"] == ["云州通信"]
    assert said["rft.au"] == ["闻溪", "陆行舟", "白川", "石小雨"]
    assert (said["rft.date"], said["rft.issue"], said["rft.pages"]) == (["2031-07"], ["7"], ["3"])
    named = meta(work_of(PRESS))
    assert ("citation_publication_date", "2030/11/20") in named and ("citation_author", "丁文") in named
    assert ("citation_firstpage", "15") in named
    assert published(work_of(PRESS)) == dt.date(2030, 11, 20) and published(work) is None
