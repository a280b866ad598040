"""CSV and workbooks of offices: no record is swallowed, no heading missed, nothing mended in silence."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import Failure, Limits, Records, Source, TableRow, article_from_record, read_bytes

HEADINGS = "标题,日期,作者,正文"
FIRST = "镇卫生院开设夜间门诊,2024-03-05,方晓,3月4日起，白沙镇卫生院每晚八点到十点开设门诊。"
SECOND = "渡口村的第一座图书角,2024-03-09,叶知秋,村里把旧粮仓改成图书角，收书四百多册。"
THIRD = "县城公交换上新站牌,2024-03-12,毛立诚,新站牌标出末班车时间，字比原来大一倍。"


def rows(name: str, data: bytes | str, limits: Limits | None = None) -> list[TableRow | Failure]:
    (source,) = read_bytes(name, data.encode() if isinstance(data, str) else data, limits or Limits())
    assert isinstance(source, Source), source
    assert isinstance(source.content, Records)
    return list(source.content.rows)


def titles(found: list[TableRow | Failure]) -> list[str]:
    return [article_from_record(row, "a").title for row in found if isinstance(row, TableRow)]


def quoted(line: str, cell: int, *, opened: bool = True, closed: bool = False) -> str:
    cells = line.split(",")
    cells[cell] = ('"' if opened else "") + cells[cell] + ('"' if closed else "")
    return ",".join(cells)


@pytest.mark.parametrize("cell", range(4))
@pytest.mark.parametrize("at", range(3))
def test_a_quotation_mark_that_is_never_closed_swallows_nothing(at: int, cell: int) -> None:
    lines = [FIRST, SECOND, THIRD]
    lines[at] = quoted(lines[at], cell)
    found = rows("a.csv", "\n".join([HEADINGS, *lines]) + "\n")
    assert titles(found) == ["镇卫生院开设夜间门诊", "渡口村的第一座图书角", "县城公交换上新站牌"]
    notices = [row.notice for row in found if isinstance(row, TableRow) and row.notice]
    assert [f"第 {at + 2} 行" in notice for notice in notices] == ([] if at == 2 and cell == 3 else [True])


@pytest.mark.parametrize("cell", range(3))
def test_a_mark_that_is_missing_where_every_cell_is_quoted(cell: int) -> None:
    lines = [",".join(f'"{part}"' for part in line.split(",")) for line in (HEADINGS, FIRST, SECOND, THIRD)]
    parts = lines[2].split(",")
    parts[cell] = parts[cell][:-1]
    lines[2] = ",".join(parts)
    found = rows("a.csv", "\n".join(lines))
    assert titles(found) == ["镇卫生院开设夜间门诊", "渡口村的第一座图书角", "县城公交换上新站牌"]
    assert [article_from_record(row, "a").date for row in found if isinstance(row, TableRow)][1] == dt.date(
        2024, 3, 9
    )


def test_a_mark_opened_in_one_record_and_closed_in_the_next() -> None:
    lines = [HEADINGS, quoted(FIRST, 3), quoted(SECOND, 3, closed=True), THIRD]
    found = rows("a.csv", "\n".join(lines))
    assert titles(found) == ["镇卫生院开设夜间门诊", "渡口村的第一座图书角", "县城公交换上新站牌"]
    lines = [HEADINGS, quoted(FIRST, 3), SECOND + '"', THIRD]
    assert len(titles(rows("a.csv", "\n".join(lines)))) == 3


def test_texts_of_several_paragraphs_stay_whole() -> None:
    text = "第一段，有逗号。\n第二段，a, b, c。\n\n第三段说“好”。"
    data = f'{HEADINGS}\n甲,2024-03-05,方晓,"{text}"\n乙,2024-03-06,方晓,"他说""行""。"\n'
    found = rows("a.csv", data)
    assert [article_from_record(row, "a").body for row in found if isinstance(row, TableRow)] == [
        text,
        '他说"行"。',
    ]
    assert [row.line for row in found if isinstance(row, TableRow)] == [2, 6]
    assert not any(row.notice for row in found if isinstance(row, TableRow))


def test_a_text_that_goes_on_without_quotes_is_joined_and_said() -> None:
    found = rows("a.csv", f"{HEADINGS}\n{FIRST}\n第二段没有加引号。\n{SECOND}\n")
    first, second = (row for row in found if isinstance(row, TableRow))
    assert str(first.values["正文"]).endswith("\n第二段没有加引号。")
    assert "3" in first.notice
    assert not second.notice


def test_a_line_that_cannot_be_mended_is_named() -> None:
    found = rows("a.csv", f'{HEADINGS}\n甲,"乙\n{SECOND}\n{THIRD}\n')
    assert titles(found) == ["渡口村的第一座图书角", "县城公交换上新站牌"]
    assert [failure.error.line for failure in found if isinstance(failure, Failure)] == [2]


@pytest.mark.parametrize("said", ["sep=;", '"sep=;"', "SEP=;", "\ufeffsep=;"])
def test_a_line_that_names_the_separator(said: str) -> None:
    data = f"{said}\r\n" + "\r\n".join(line.replace(",", ";") for line in (HEADINGS, FIRST, SECOND))
    found = rows("a.csv", data)
    assert titles(found) == ["镇卫生院开设夜间门诊", "渡口村的第一座图书角"]
    assert [row.line for row in found if isinstance(row, TableRow)] == [3, 4]


@pytest.mark.parametrize(
    "above",
    ["白沙县报道目录,,,", "白沙县报道目录", "白沙县报道目录\n,,,\n制表：宣传科,,,2024年", '"目录，一,二",,,'],
)
def test_titles_above_the_headings_are_said_and_no_records(above: str) -> None:
    found = rows("a.csv", "\n".join([above, HEADINGS, FIRST, SECOND]))
    assert titles(found) == ["镇卫生院开设夜间门诊", "渡口村的第一座图书角"]
    first = found[0]
    assert isinstance(first, TableRow)
    assert "目录" in first.notice


@pytest.mark.parametrize(
    "headings",
    [
        "文章标题,发布时间,作者姓名,文章内容",
        "标 题,日期（年月日）,作者：,正文*",
        "TITLE,Date,Author,Text",
        "题名,刊发日期,撰稿人,全文",
    ],
)
def test_headings_by_other_names(headings: str) -> None:
    (row,) = rows("a.csv", f"{headings}\n{FIRST}\n")
    assert isinstance(row, TableRow)
    article = article_from_record(row, "a")
    assert (article.title, article.date, article.authors) == (
        "镇卫生院开设夜间门诊",
        dt.date(2024, 3, 5),
        ("方晓",),
    )
    assert article.body


def test_empty_cells_beyond_the_headings_are_nothing() -> None:
    assert len(titles(rows("a.csv", f"{HEADINGS},,\n{FIRST},,\n{SECOND},,,,\n"))) == 2


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("45356", dt.date(2024, 3, 5)),
        ("45356.5", dt.date(2024, 3, 5)),
        ("2024/3/5 0:00", dt.date(2024, 3, 5)),
        ("2024.3.5", dt.date(2024, 3, 5)),
        ("２０２４年３月５日", dt.date(2024, 3, 5)),
        ("二〇二四年三月五日", dt.date(2024, 3, 5)),
        ("二○二四年三月十五日", dt.date(2024, 3, 15)),
        ("民国113年3月5日", dt.date(2024, 3, 5)),
        ("民國113年3月5日", dt.date(2024, 3, 5)),
        ("民國113/03/05", dt.date(2024, 3, 5)),
        ("民國一一三年三月五日", dt.date(2024, 3, 5)),
        ("113年3月5日", dt.date(2024, 3, 5)),
        ("20240305", dt.date(2024, 3, 5)),
        ("2024-03-05T08:30:00+08:00", dt.date(2024, 3, 5)),
    ],
)
def test_days_as_people_and_programs_write_them(written: str, day: dt.date) -> None:
    assert article_from_record({"title": "甲", "date": written}, "a").date == day


def test_a_column_without_a_heading_or_with_that_of_another_loses_no_cell() -> None:
    text = "标题,日期,正文,,正文,\n新站牌,2024-03-05,一路公交换了站牌。,甲,夜班车延长。,乙\n"
    (row,) = rows("a.csv", text)
    assert isinstance(row, TableRow)
    article = article_from_record(row, "a")
    assert (article.title, article.body) == ("新站牌", "一路公交换了站牌。")
    assert list(article.extra.values()) == ["甲", "夜班车延长。", "乙"]


def test_radicals_and_compatibility_forms_are_mended_in_records() -> None:
    (row,) = rows("a.csv", f"{HEADINGS}\n⽩沙镇卫⽣院,2024-03-05,⽅晓,⻅到⼈来。\n")
    assert isinstance(row, TableRow)
    article = article_from_record(row, "a")
    assert (article.title, article.authors, article.body) == ("白沙镇卫生院", ("方晓",), "见到人来。")


CELLS = st.text(alphabet='甲乙丙丁,，"\n 。12', max_size=12)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=5))
def test_a_well_written_table_reads_as_it_was_written(table: list[list[str]]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in cells) for cells in table]
    found = rows("a.csv", HEADINGS + "\n" + "\n".join(lines) + "\n")
    wanted = [[cell for cell in cells if cell.strip()] for cells in table if any(map(str.strip, cells))]
    assert [list(row.values.values()) for row in found if isinstance(row, TableRow)] == wanted


@given(st.integers(0, 2), st.data())
def test_a_stray_mark_anywhere_loses_no_record(at: int, data: st.DataObject) -> None:
    lines = [FIRST, SECOND, THIRD]
    place = data.draw(st.integers(0, len(lines[at])))
    lines[at] = lines[at][:place] + '"' + lines[at][place:]
    found = rows("a.csv", "\n".join([HEADINGS, *lines]) + "\n")
    bodies = ["夜间门诊", "图书角", "新站牌"]
    read = "".join(str(value) for row in found if isinstance(row, TableRow) for value in row.values.values())
    named = [failure.error.line for failure in found if isinstance(failure, Failure)]
    for i, body in enumerate(bodies):
        assert body in read.replace('"', "") or i + 2 in named
    assert len([row for row in found if isinstance(row, TableRow)]) + len(named) == 3


def book(**sheets: list[list[object]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, lines in sheets.items():
        sheet = made.create_sheet(title)
        for line in lines:
            sheet.append(line)
    stored = io.BytesIO()
    made.save(stored)
    return stored.getvalue()


def records(*lines: str) -> list[list[object]]:
    return [list(line.split(",")) for line in lines]


def test_a_workbook_is_records() -> None:
    lines = records(HEADINGS, FIRST, SECOND)
    lines[1][1] = dt.datetime(2024, 3, 5)
    lines[2][1] = 45360
    found = rows("a.xlsx", book(一=lines))
    articles = [article_from_record(row, "a.xlsx") for row in found if isinstance(row, TableRow)]
    assert [article.date for article in articles] == [dt.date(2024, 3, 5), dt.date(2024, 3, 9)]
    assert [article.authors for article in articles] == [("方晓",), ("叶知秋",)]
    assert [row.line for row in found if isinstance(row, TableRow)] == [2, 3]


def test_titles_and_blank_rows_above_the_headings_of_a_sheet_and_several_sheets() -> None:
    first = [["白沙县报道目录"], [], ["制表：宣传科"], *records(HEADINGS, FIRST), [], *records(SECOND)]
    found = rows(
        "a.xlsx", book(一月=first, 二月=records("题名,发布日期,记者,内容", THIRD), 说明=[["只是说明文字"]])
    )
    assert titles(found) == ["镇卫生院开设夜间门诊", "渡口村的第一座图书角", "县城公交换上新站牌"]
    assert isinstance(found[0], TableRow)
    assert "宣传科" in found[0].notice and "“说明”没有表头" in found[0].notice
    beside = {one.reason: one.text for one in found[0].beside}
    assert beside == {
        "a sheet without headings": "说明\n只是说明文字",
        "above the headings": "白沙县报道目录\n制表：宣传科",
    }
    assert not any(row.beside for row in found[1:] if isinstance(row, TableRow))


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.tsv"])
def test_a_table_without_headings_is_taken_by_what_stands_in_its_columns(name: str) -> None:
    lines = [
        line.replace("。", "，第二天又有人来问，说是要给邻村也办一个。").split(",")
        for line in (FIRST, SECOND, THIRD)
    ]
    sep = "\t" if name.endswith("tsv") else ","
    data = book(一=[list(line) for line in lines]) if name.endswith("x") else "\n".join(map(sep.join, lines))
    found = rows(name, data)
    assert titles(found) == ["镇卫生院开设夜间门诊", "渡口村的第一座图书角", "县城公交换上新站牌"]
    first = found[0]
    assert isinstance(first, TableRow) and "没有表头" in first.notice
    article = article_from_record(first, name)
    assert (article.date, article.authors) == (dt.date(2024, 3, 5), ("方晓",))


def test_columns_of_short_words_are_not_guessed_at() -> None:
    assert "headings" in refused("a.xlsx", book(一=[["甲", "乙"], ["丙", "丁"], ["戊", "己"]]))


def strict(data: bytes) -> bytes:
    """A workbook in strict Office Open XML."""
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given_, zipfile.ZipFile(stored, "w") as made:
        for entry in given_.infolist():
            part = given_.read(entry)
            part = re.sub(
                rb"http://schemas\.openxmlformats\.org/(officeDocument|spreadsheetml|drawingml)/2006/",
                rb"http://purl.oclc.org/ooxml/\1/",
                part,
            )
            made.writestr(entry.filename, part)
    return stored.getvalue()


def test_strict_workbooks_and_templates() -> None:
    data = book(一=records(HEADINGS, FIRST))
    assert titles(rows("a.xlsx", strict(data))) == ["镇卫生院开设夜间门诊"]
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(stored, "w") as made:
        for entry in whole.infolist():
            made.writestr(entry.filename, whole.read(entry).replace(b"sheet.main+xml", b"template.main+xml"))
    assert titles(rows("a.xltx", stored.getvalue())) == ["镇卫生院开设夜间门诊"]


@pytest.mark.parametrize("name", ["a.zip", "a", "a.txt", "a.xlsx"])
def test_a_workbook_is_one_by_its_content(name: str) -> None:
    assert titles(rows(name, book(一=records(HEADINGS, FIRST)))) == ["镇卫生院开设夜间门诊"]


def refused(name: str, data: bytes, limits: Limits | None = None) -> str:
    (failure,) = read_bytes(name, data, limits or Limits())
    assert isinstance(failure, Failure), failure
    assert "\n" not in str(failure.error)
    return str(failure.error)


def test_workbooks_that_cannot_be_read_say_so() -> None:
    data = book(一=records(HEADINGS, FIRST))
    assert "headings" in refused("a.xlsx", book(一=[["一", "二"], ["三", "四"]]))
    assert "truncated" in refused("a.xlsx", data[: len(data) // 2])
    assert "zip bomb" in refused("a.xlsx", data, Limits(document=len(data) + 100))


def test_the_sample_tables_of_the_world_end_in_rows_or_one_line(tmp_path: Path) -> None:
    for data in (
        b'"',
        b'"\n"\n"',
        b'a\n"b',
        b"sep=,\n",
        b"sep=,",
        HEADINGS.encode() + b'\n"',
        b"\xef\xbb\xbf\n\n,,\n",
    ):
        for found in read_bytes("a.csv", data):
            if isinstance(found, Source) and isinstance(found.content, Records):
                assert list(found.content.rows)
