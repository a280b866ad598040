"""References as records: RIS, BibTeX and NoteExpress, in the encodings that people have them in."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.characters import mend
from corpus.errors import CorpusError
from corpus.model import Article
from corpus.reading import DEFAULT_LIMITS, Failure, Records, TableRow, article_from_record, read_bytes
from corpus.reading.bibtex import plain_text
from search.application.archive import Archive
from search.exports import bibtex, ris
from search.exports.types import Context
from search.request import from_params

RIS = """TY  - NEWS
AU  - 周, 小舟
AU  - Lee, Anna
TI  - 渡口改造完工
T2  - 河阳日报
PY  - 2031
DA  - 2031/04/05/
SP  - 3
SE  - 要闻
KW  - 渡口
KW  - 交通
N2  - 渡口改造昨日完工，
两岸居民往来更便捷。
UR  - http://example.org/1
ER  -

TY  - JOUR
AU  - 林野
TI  - 渡口史话
JO  - 河阳文史
PY  - 2030
IS  - 2
ER  -
"""

NOTEEXPRESS = """{Reference Type}: Newspaper Article
{Title}: 渡口改造完工
{Author}: 周小舟;林野
{Author Address}: 河阳日报社;
{Journal}: 河阳日报
{Year}: 2031
{Date}: 2031-04-05
{Pages}: 003
{Keywords}: 渡口;;交通；航运
{Abstract}: 渡口改造昨日完工。
{Database Provider}: 题录库

{Reference Type}: Journal Article
{Title}: 渡口史话
{Author}: 林野
{Journal}: 河阳文史
{Year}: 2030
{Issue}: 02
"""

BIBTEX = r"""A comment of the format.
@string{hy = "河阳日报"}
@comment{ {TY} nothing }
@article{dukou2031,
  author = {周小舟 and {Ford and Sons} and M{\"u}ller, Karl},
  title = "{渡口}改造 100\% 完工",
  journal = hy # {（晨版）},
  year = 2031,
  month = apr,
  keywords = {渡口, 交通},
  abstract = {两岸 \& 居民\textbraceleft{}甲\textbraceright{}},
  number = 7,
}
@article(second,
  title = {渡口史话}, date = {2030-11-02}, publisher = {河阳书局}
)
"""


def rows(name: str, data: bytes) -> list[TableRow | Failure]:
    (source,) = read_bytes(name, data)
    assert not isinstance(source, Failure), source
    assert isinstance(source.content, Records)
    return list(source.content.rows)


def articles(name: str, data: bytes) -> list[Article]:
    found = []
    for row in rows(name, data):
        assert isinstance(row, TableRow), row
        found.append(article_from_record(row, name))
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["a.ris", "a.RIS", "a.txt"])
def test_ris(name: str, encoding: str) -> None:
    if (name, encoding) == ("a.txt", "utf-16"):
        pytest.skip("a text file in UTF-16 is told by its suffix alone")
    first, second = articles(name, RIS.replace("\n", "\r\n").encode(encoding))
    assert (first.title, first.source, first.section) == ("渡口改造完工", "河阳日报", "要闻")
    assert first.authors == ("周小舟", "Lee, Anna")
    assert (first.date, first.date_basis) == (dt.date(2031, 4, 5), "stated")
    assert first.tags == ("渡口", "交通")
    assert first.body == "渡口改造昨日完工，\n两岸居民往来更便捷。"
    assert first.extra == {"TY": "NEWS", "SP": "3", "UR": "http://example.org/1"}
    assert (second.title, second.date) == ("渡口史话", None)
    assert second.extra == {"TY": "JOUR", "IS": "2", "PY": "2030"}


def test_a_year_alone_is_said_and_kept() -> None:
    (row,) = [row for row in rows("a.ris", RIS.encode()) if isinstance(row, TableRow) and row.notice]
    assert row.line == 17 and "2030" in row.notice and "渡口史话" in row.notice


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["题录.net", "CNKI-20310405.txt"])
def test_noteexpress(name: str, encoding: str) -> None:
    first, second = articles(name, NOTEEXPRESS.encode(encoding))
    assert (first.title, first.source, first.date) == ("渡口改造完工", "河阳日报", dt.date(2031, 4, 5))
    assert first.authors == ("周小舟", "林野") and first.tags == ("渡口", "交通", "航运")
    assert first.body == "渡口改造昨日完工。"
    assert first.extra == {
        "Reference Type": "Newspaper Article", "Author Address": "河阳日报社;", "Pages": "003",
        "Database Provider": "题录库",
    }  # fmt: skip
    assert second.extra == {"Reference Type": "Journal Article", "Year": "2030", "Issue": "02"}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_bibtex(encoding: str) -> None:
    text = BIBTEX if encoding == "utf-8" else BIBTEX.replace("ü", "u")
    first, second = articles("a.bib", text.encode(encoding))
    assert first.title == "渡口改造 100% 完工" and first.source == "河阳日报（晨版）"
    assert first.authors == ("周小舟", "Ford and Sons", "Müller, Karl")
    assert first.date == dt.date(2031, 4, 1) and first.tags == ("渡口", "交通")
    assert first.body == "两岸 & 居民{甲}"
    assert first.extra == {"id": "dukou2031", "entry type": "article", "number": "7"}
    assert second.date == dt.date(2030, 11, 2) and second.extra["publisher"] == "河阳书局"


def test_one_broken_entry_costs_itself_alone() -> None:
    broken = BIBTEX + "@article{third,\n title = {开着的\n}\n\n@article{fourth,\n title = {后一条}\n}\n"
    found = rows("a.bib", broken.encode())
    assert [type(row) for row in found] == [TableRow, TableRow, Failure, TableRow]
    assert isinstance(found[2], Failure) and found[2].error.line == 17
    last = found[3]
    assert isinstance(last, TableRow) and last.values["title"] == "后一条" and last.line == 21


def test_text_outside_of_references_is_said() -> None:
    found = rows("a.ris", ("导出自某库\n共 2 条\n" + RIS).encode())
    assert [type(row) for row in found] == [Failure, TableRow, TableRow]
    with pytest.raises(CorpusError, match="RIS"):
        (source,) = read_bytes("a.net", "没有标记的文字".encode())
        raise source.error if isinstance(source, Failure) else AssertionError


def test_a_field_that_the_archive_would_misread_is_kept_beside() -> None:
    (article,) = articles("a.bib", "@misc{k, title={题}, title={另题}, date={某年春}}".encode())
    assert article.title == "题" and article.date is None
    assert article.extra["reference title"] == "另题" and article.extra["reference date"] == "某年春"


_SIGNS = st.characters(min_codepoint=33, max_codepoint=0x9FFF, exclude_categories=("C", "Z", "M"))
WORDS = st.text(_SIGNS, min_size=1, max_size=12)
DATED = Article("", "", id="a1", authors=("周小舟",), date=dt.date(2031, 4, 5), date_basis="stated")


@given(title=WORDS, body=WORDS, tags=st.lists(st.sampled_from(["渡口", "交通", "航运"]), unique=True))
def test_what_goes_out_as_bibtex_comes_in_again(title: str, body: str, tags: list[str]) -> None:
    article = Article(
        title,
        body,
        id="a1",
        source="河阳日报",
        tags=tuple(tags),
        date=dt.date(2031, 4, 5),
        date_basis="stated",
    )
    out = io.BytesIO()
    bibtex.write(iter([article]), out, Context())
    (again,) = articles("a.bib", out.getvalue())
    assert (again.title, again.body, again.source) == (mend(title), mend(body), "河阳日报")
    assert (again.tags, again.date, again.extra["id"]) == (tuple(tags), article.date, "a1")


@given(title=WORDS, body=WORDS)
def test_what_goes_out_as_ris_comes_in_again(title: str, body: str) -> None:
    article = Article(
        title,
        body,
        id="a1",
        section="要闻",
        authors=("周小舟",),
        date=dt.date(2031, 4, 5),
        date_basis="stated",
    )
    out = io.BytesIO()
    ris.write(iter([article]), out, Context())
    (again,) = articles("a.ris", out.getvalue())
    assert (again.title, again.body, again.section) == (mend(title), mend(body), "要闻")
    assert (again.authors, again.date, again.extra["ID" if "ID" in again.extra else "id"]) == (
        ("周小舟",),
        article.date,
        "a1",
    )


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers(text: str) -> None:
    assert isinstance(plain_text(text), str)
    for name, start in (
        ("a.bib", "@a{k, t = "),
        ("a.ris", "TY  - NEWS\n"),
        ("a.net", "{Reference Type}: X\n"),
    ):
        for source in read_bytes(name, (start + text).encode("utf-8", "replace"), DEFAULT_LIMITS):
            if not isinstance(source, Failure):
                assert isinstance(source.content, Records)
                assert all(isinstance(row, (TableRow, Failure)) for row in source.content.rows)


def test_references_are_taken_in_and_found(tmp_path: Path) -> None:
    for name, text in (("a.ris", RIS), ("b.bib", BIBTEX), ("cnki.txt", NOTEEXPRESS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        report = archive.ingest([tmp_path / name for name in ("a.ris", "b.bib", "cnki.txt")])
        assert not report.failed
        assert archive.stats().articles == 6
        said = " ".join(notice for account in report.accounts for notice in account.notices)
        assert "2030" in said
        assert archive.count(from_params({"q": "渡口改造"})) == 3
