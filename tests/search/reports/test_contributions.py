"""用稿统计: whose article it is, what it counts, and who sent none."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from corpus.errors import CorpusError
from corpus.model import Article, Organization
from corpus.store.listing import ListedArticle
from search.answer.members import ListedUnit, members_of
from search.answer.submitting import submissions
from search.application.archive import Archive
from search.reports.files.formats import REPORT_FORMATS, write_report
from search.reports.files.types import Setting
from search.reports.points import PointRules, points_of
from search.reports.registry import make_report
from search.request import from_query_string

KNOWN = {
    "南川通信": Organization("南川通信", ("南通公司",), kind="company"),
    "南通公司": Organization("南川通信", ("南通公司",), kind="company"),
    "南川通信白水分公司": Organization("南川通信白水分公司", (), "南川通信", "branch"),
    "北岭矿业": Organization("北岭矿业", kind="company"),
}


def listed(number: int, title: str = "短讯", **fields: object) -> ListedArticle:
    return ListedArticle(Article(title, "", f"n{number}", **fields), 300, number)  # type: ignore[arg-type]


def units(*articles: ListedArticle, members: tuple[ListedUnit, ...] = ()) -> list[tuple[str, str]]:
    made = submissions(articles, KNOWN.get, members)
    return [(made.of(one.id).unit, made.of(one.id).basis) for one in articles]


def test_a_credit_names_the_unit_with_or_without_its_department() -> None:
    assert units(
        listed(1, credit="南通公司综合部", subjects=("北岭矿业",), organizations=("北岭矿业",)),
        listed(2, credit="北岭矿业供稿"),
    ) == [("南川通信", "credit"), ("北岭矿业", "credit")]


def test_an_abbreviation_is_found_in_the_names_of_the_article() -> None:
    whole = "南川省通信行业协会"
    assert units(listed(1, credit="行协", organizations=("北岭矿业", whole))) == [(whole, "credit")]


def test_a_branch_counts_for_what_it_belongs_to() -> None:
    branch = ("南川通信白水分公司",)
    assert units(listed(1, authors=("钱一鸣",), subjects=branch, organizations=branch)) == [
        ("南川通信", "subject")
    ]


def test_a_signature_stands_for_the_unit_it_mostly_writes_of() -> None:
    own = {"authors": ("钱一鸣",), "organizations": ("南川通信", "北岭矿业")}
    found = units(
        listed(1, subjects=("南川通信",), **own),
        listed(2, subjects=("北岭矿业", "南川通信"), **own),
        listed(3, authors=("钱一鸣",)),
    )
    assert found == [("南川通信", "correspondent")] * 3


def test_what_is_taken_over_or_unsigned_is_nobodys() -> None:
    about = {"subjects": ("北岭矿业",), "organizations": ("北岭矿业",)}
    assert units(listed(1, credit="据南川新闻网", **about), listed(2, **about)) == [
        ("", "reprint"),
        ("", "none"),
    ]


def test_the_office_knows_its_correspondents() -> None:
    members = members_of("序号,会员单位,通讯员\n1,北岭矿业,钱一鸣、孙立\n2,南川通信,\n".encode(), "m.csv")
    assert members == (ListedUnit("北岭矿业", ("钱一鸣", "孙立")), ListedUnit("南川通信"))
    about = {"subjects": ("南川通信",), "organizations": ("南川通信",)}
    assert units(listed(1, authors=("孙立",), **about), members=members) == [("北岭矿业", "listed")]


def test_a_list_of_members_without_headings_is_one_a_line() -> None:
    assert [one.unit for one in members_of("北岭矿业\n南川通信\n北岭矿业\n".encode(), "m.csv")] == [
        "北岭矿业",
        "南川通信",
    ]
    with pytest.raises(CorpusError, match="单位"):
        members_of("甲,乙\n丙,丁\n".encode(), "m.csv")


def test_points_follow_the_table() -> None:
    rules = points_of(
        [
            ["项目", "条件", "分"],
            ["每篇", "", "1"],
            ["栏目", "要闻", "3"],
            ["字数", "300", "+1分"],
            ["字数", "800", "2"],
            ["头条", "", "0.5"],
            ["图片", "", "1"],
        ],
        "points.csv",
    )
    plain = ListedArticle(Article("短讯", ""), 299, 4)
    assert rules.of(plain, again=False) == 1
    assert rules.of(plain, again=True) == 0
    long = ListedArticle(Article("通讯", "", section="要闻", byline="（钱一鸣 文/图）"), 900, 0)
    assert rules.of(long, again=False) == 3 + 2 + 0.5 + 1
    with pytest.raises(CorpusError, match="2"):
        points_of([["每篇", "", "1"], ["版面", "", "1"]], "points.csv")
    assert "再刊" in PointRules().said()[0]


@pytest.fixture(scope="module")
def archive(sample_archive_directory: Path) -> Iterator[Archive]:
    with Archive.open(sample_archive_directory) as opened:
        yield opened


def test_units_of_the_samples_by_reading(archive: Archive) -> None:
    """Read in the issues, article by article, before the program was asked."""
    gold = {
        "岚川省通信管理局部署主汛期应急通信保障": "岚川省通信管理局",
        "岚川远讯：白羊岭煤矿井下第一个5G电话打通": "岚川远讯",
        "岚邮建工获评全省安全生产标准化一级企业": "岚邮建工",
        "众恒科技中标雁浦智慧水利项目": "众恒科技",
        "启岳软件通过数据安全管理能力认证": "启岳软件",
        "岚川广联“智慧广电”进乡村学校": "岚川广联",
        "湖心岛上的“云课堂”": "岚川塔桥",
        "老 机 房": "",
        "全省数字经济发展推进会提出 三年建成万兆矿山示范省": "",
        "远讯岚川公司员工勇救落水儿童获表彰": "岚川远讯",
        "白羊岭煤矿万兆专网获行业“绽放杯”一等奖": "岚川远讯",
        "天枢信息打造“一网统管”县级样板": "天枢信息",
        "关于表彰2021年行业劳动竞赛优胜单位和个人的决定": "岚川省信息通信行业协会",
    }
    held = archive.answering.view.submissions()
    found = {
        one.article.title: held.of(one.id).unit for one in held.listed.values() if one.article.title in gold
    }
    assert {title: unit for title, unit in found.items() if gold[title] != unit} == {}
    assert len(found) >= len(gold) - 1


def test_members_without_any_are_named_with_their_last_piece(archive: Archive) -> None:
    asked = from_query_string("from=2021-07&to=2021-07")
    report = make_report(archive, "contributions", asked, {"members": "岚川远讯\n众恒科技\n白云通信\n"})
    rows = {row[0].value: row[1] for row in report.table("silent").rows}
    assert rows.keys() == {"众恒科技", "白云通信"}
    assert rows["众恒科技"].article and rows["众恒科技"].value and not rows["白云通信"].article


def test_the_notice_opens_in_word_and_excel_with_the_same_numbers(archive: Archive) -> None:
    report = make_report(archive, "contributions", from_query_string("from=2021&to=2021"))
    units = report.table("units")
    out = io.BytesIO()
    write_report("docx", report, out)
    tables = docx.Document(io.BytesIO(out.getvalue())).tables
    assert [cell.text for cell in tables[0].rows[1].cells][:3] == [str(cell.value) for cell in units.rows[0]][
        :3
    ]
    assert len(tables[0].rows) == len(units.rows) + 1
    out = io.BytesIO()
    write_report("xlsx", report, out, Setting(address="https://archive.example"))
    sheet = openpyxl.load_workbook(io.BytesIO(out.getvalue())).worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == [cell.value for cell in units.rows[0]][:3]
    assert sheet["C2"].hyperlink.target.startswith("https://archive.example/search?unit=")
    assert len(sheet._charts) == 1


@pytest.mark.parametrize("form", list(REPORT_FORMATS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_format_writes_every_table(archive: Archive, form: str, language: str) -> None:
    report = make_report(archive, "contributions", from_query_string("from=2021&to=2021"))
    out = io.BytesIO()
    write_report(form, report, out, Setting(language))  # type: ignore[arg-type]
    assert len(out.getvalue()) > 1000
    if not REPORT_FORMATS[form].binary:
        text = out.getvalue().decode("utf-8-sig")
        assert all(table.words[0 if language == "zh" else 1] in text for table in report.tables)
