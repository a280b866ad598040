"""Every format is whole, and opens in the programs it is meant for."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import bibtexparser
import docx
import openpyxl
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from corpus.intake.ingest import Parser, ingest_bytes
from corpus.model import Article, Issue
from corpus.store import Store
from search.exports import FORMATS, Context, UnknownFormat, export
from search.exports import workbook as xlsx

ISSUE = Issue("云州通信 第7期", "i1", "云州通信", "第7期", 2031, 7, "masthead", "云州通信.txt")
CONTEXT = Context("基站 & <山区>", "共 3 篇", {"i1": ISSUE})
ARTICLES = (
    Article(
        "山区基站 100% 开通_{记}",
        "第一段，含“引号”与 <标记> & 符号。\n第二段，逗号,分号;制表\t都有。",
        "a1",
        "副题",
        "行业动态",
        ("闻 溪", "陆行舟"),
        None,
        dt.date(2031, 7, 5),
        "inferred",
        ("青川联合电信", "云州市通信学会"),
        ("青川联合电信",),
        ("闻溪",),
        ("基站",),
        (1, 9),
        3,
        "i1",
        "云州通信 第7期",
        "云州通信",
        "云州通信.txt",
    ),
    Article(
        "=1+1", "+cmd|' /C calc'!A0", "N-2", date=dt.date(2030, 1, 2), date_basis="stated", source="云州日报"
    ),
    Article(
        "# 井号开头",
        "1. 数字开头\n- 短横开头\n* 星号 *强调* _下划_",
        "N 3",
        credit="学会秘书处",
        extra={"edition": 2},
    ),
)


def written(format: str, *articles: Article, context: Context = CONTEXT) -> bytes:
    out = io.BytesIO()
    assert export(format, articles or ARTICLES, out, context) == len(articles or ARTICLES)
    return out.getvalue()


def test_the_table() -> None:
    assert list(FORMATS) == [
        "csv", "xlsx", "ris", "bibtex", "csljson", "gbt7714", "gbt7714-2015", "markdown", "html", "docx",
        "jsonl",
    ]  # fmt: skip
    with pytest.raises(UnknownFormat, match="gbt7714"):
        export("pdf", ARTICLES, io.BytesIO())


@pytest.mark.parametrize("format", FORMATS)
def test_streams_and_counts(format: str) -> None:
    seen: list[int] = []
    given_out: list[int] = []

    def articles() -> Iterator[Article]:
        for number in range(30):
            given_out.append(number)
            yield replace(ARTICLES[0], id=f"a{number}")

    out = io.BytesIO()
    assert export(format, articles(), out, CONTEXT, seen.append) == 30
    assert seen == list(range(1, 31)) and not out.closed and out.tell() > 0


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_is_a_file_too(format: str) -> None:
    assert export(format, [], io.BytesIO()) == 0


def test_csv() -> None:
    data = written("csv")
    assert data.startswith("\ufeff编号,标题".encode()) and b"\r\n" in data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0]["正文"] == ARTICLES[0].body and rows[0]["作者"] == "闻 溪、陆行舟"
    assert rows[0]["日期"] == "2031-07-05" and rows[0]["版"] == "3"
    assert (rows[1]["标题"], rows[1]["正文"]) == ("'=1+1", "'+cmd|' /C calc'!A0")
    assert not any(cell[:1] in "=+-@\t\r＝＋－＠" for row in rows for cell in row.values() if cell)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=20),
        min_size=1,
    )
)
@settings(max_examples=60)
def test_csv_of_any_text(titles: list[str]) -> None:
    data = written("csv", *(Article(title, title) for title in titles))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row[1].removeprefix("'") for row in rows[1:]] == [title.removeprefix("'") for title in titles]


def test_month_only() -> None:
    one = Article("题", "文", "x", date=dt.date(2031, 7, 1), date_basis="issue")
    assert b",2031-07," in written("csv", one)
    assert json.loads(written("jsonl", one))["date"] == "2031-07"


def test_xlsx() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx")))
    rows = list(book.active.iter_rows())
    assert [cell.value for cell in rows[0]][:2] == ["编号", "标题"] and book.active.freeze_panes == "A2"
    assert rows[1][1].value == ARTICLES[0].title and rows[1][4].value == dt.datetime(2031, 7, 5)
    assert (rows[2][1].value, rows[2][1].data_type) == ("=1+1", "s")
    assert rows[1][16].value == ARTICLES[0].body


def test_xlsx_of_long_and_strange_bodies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 3)
    body = "云" * 40_000 + "𠮷" * 20_000
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", *[Article("t\x07", body)] * 5)))
    assert [sheet.max_row for sheet in book] == [3, 3, 2]
    cells = [cell.value for cell in list(book.worksheets[2].iter_rows())[1]]
    assert cells[1] == "t" and "".join(part for part in cells[15:] if part) == body
    assert max(len(str(part).encode("utf-16-le")) // 2 for part in cells if part) <= 32_767


def test_ris() -> None:
    records = rispy.loads(written("ris").decode())
    assert [one["type_of_reference"] for one in records] == ["JOUR", "NEWS", "NEWS"]
    first = records[0]
    assert first["title"] == "山区基站 100% 开通_{记}: 副题" and first["authors"] == ["闻溪", "陆行舟"]
    assert (first["year"], first["number"], first["start_page"]) == ("2031", "7", "3")
    assert first["secondary_title"] == "云州通信" and "基站" in first["keywords"]
    assert records[1]["date"] == "2030/01/02/" and records[2]["authors"] == ["学会秘书处"]
    assert "第二段" in first["notes_abstract"]


def test_bibtex() -> None:
    text = written(
        "bibtex", *ARTICLES, replace(ARTICLES[0], id="A1"), replace(ARTICLES[2], id="N-3")
    ).decode()
    parser = bibtexparser.bparser.BibTexParser(common_strings=True)
    entries = bibtexparser.loads(text, parser).entries
    assert [one["ID"] for one in entries] == ["a1", "N-2", "N-3", "A1-2", "N-3-2"]
    first = entries[0]
    assert first["author"] == "闻溪 and 陆行舟" and first["journal"] == "云州通信"
    assert first["title"] == r"{山区基站 100\% 开通\_\textbraceleft{}记\textbraceright{}: 副题}"
    assert (first["year"], first["number"], first["month"].lower()) == ("2031", "7", "july")
    assert entries[2]["author"] == "{学会秘书处}"


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_bibtex_braces_always_balance(title: str) -> None:
    text = written("bibtex", Article(title or "题", title, "k"), context=Context()).decode()
    assert text.count("{") == text.count("}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert len(bibtexparser.loads(text).entries) == 1


LINKED = replace(CONTEXT, address="https://archive.example")


@pytest.mark.parametrize("format", ["csv", "ris", "bibtex", "csljson", "jsonl"])
def test_every_record_links_to_its_article(format: str) -> None:
    text = written(format, context=LINKED).decode()
    assert all(f"https://archive.example/articles/{id}" in text for id in ("a1", "N-2", "N%203"))
    assert "/articles/" not in written(format).decode()


def test_xlsx_links_and_names_what_an_article_is_about() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", context=LINKED)))
    heads, first, *_ = list(book.active.iter_rows(values_only=True))
    row = dict(zip(heads, first, strict=False))
    assert row["链接"] == "https://archive.example/articles/a1" and row["主要报道对象"] == "青川联合电信"


def test_csl_json_is_one_array() -> None:
    items = json.loads(written("csljson", context=LINKED))
    assert [one["id"] for one in items] == ["a1", "N-2", "N 3"]
    assert items[0]["container-title"] == "云州通信" and "第二段" in items[0]["abstract"]


def test_gbt7714_2025() -> None:
    assert written("gbt7714").decode().splitlines() == [
        "[1] 闻溪，陆行舟. 山区基站 100% 开通_{记}：副题[J]. 云州通信，2031（7）：3.",
        "[2] =1+1[N]. 云州日报，2030-01-02.",
        "[3] 学会秘书处. # 井号开头[N].",
    ]


def test_the_style_of_the_context_stands_in_texts() -> None:
    older = replace(CONTEXT, style="gbt7714-2015")
    assert "云州通信, 2031(7): 3." in written("markdown", context=older).decode()
    assert "云州通信，2031（7）：3." in written("markdown").decode()
    assert (
        "云州通信，2031" in written("gbt7714", context=older).decode()
    )  # a format of its own style keeps it


def test_gbt7714_2015() -> None:
    assert written("gbt7714-2015").decode().splitlines() == [
        "[1] 闻溪, 陆行舟. 山区基站 100% 开通_{记}: 副题[J]. 云州通信, 2031(7): 3.",
        "[2] =1+1[N]. 云州日报, 2030-01-02.",
        "[3] 学会秘书处. # 井号开头[N].",
    ]


def test_markdown() -> None:
    tokens = MarkdownIt().parse(written("markdown").decode())
    shown = [
        "".join(child.content for child in token.children or () if child.type in ("text", "text_special"))
        for token in tokens
        if token.type == "inline"
    ]
    assert shown[0] == "基站 & <山区>" and "# 井号开头" in shown
    for line in (*ARTICLES[2].body.split("\n"), "+cmd|' /C calc'!A0"):
        assert line in shown
    assert [t.tag for t in tokens if t.type == "heading_open"] == ["h1", "h2", "h2", "h2"]
    assert not any(t.type in ("list_item_open", "em_open", "html_block") for t in tokens)


def test_docx() -> None:
    document = docx.Document(io.BytesIO(written("docx")))
    shown = [(one.style.name, one.text) for one in document.paragraphs]
    assert shown[0] == ("Title", "基站 & <山区>")
    assert [text for style, text in shown if style == "Heading 1"] == [one.title for one in ARTICLES]
    assert ("Normal", "第二段，逗号,分号;制表\t都有。") in shown
    bad = docx.Document(io.BytesIO(written("docx", Article("a\x00b\x0bc\ud800", "文"))))
    assert "abc" in [one.text for one in bad.paragraphs]


def test_jsonl_comes_in_again(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        report = ingest_bytes([("out.jsonl", written("jsonl"))], store, Parser())
        assert not report.failed
        again = store.articles([one.id for one in ARTICLES])
    for one, other in zip(ARTICLES, again, strict=True):
        for name in (
            "id",
            "title",
            "body",
            "section",
            "organizations",
            "subjects",
            "people",
            "tags",
            "source",
            "credit",
            "date",
        ):
            assert getattr(one, name) == getattr(other, name), name
    assert again[2].extra["edition"] == 2


def test_csv_comes_in_again(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        ingest_bytes([("out.csv", written("csv", ARTICLES[0]))], store, Parser())
        again = store.article("a1")
    for name in ("title", "section", "organizations", "subjects", "people", "tags", "source", "date"):
        assert getattr(ARTICLES[0], name) == getattr(again, name), name


def test_an_abandoned_workbook_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def endless() -> Iterator[Article]:
        yield from ARTICLES
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export("xlsx", endless(), io.BytesIO(), CONTEXT)
    assert list(tmp_path.iterdir()) == []
