"""Lists of questions, as people keep them."""

from __future__ import annotations

import io
from functools import cache

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from search.answer.lists import ColumnWanted, lines_of, pasted, questions_of

NAMES = ["云岭联通", "清溪通信公司", "5G基站"]


def text_of(lines: list[str]) -> bytes:
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    "mark", ["{}、", "{}. ", "{}．", "({})", "（{}） ", "{})", "【{}】", "第{}、", "{}: ", "  {}、 "]
)
def test_numbers_of_a_list_are_no_part_of_its_questions(mark: str) -> None:
    numbered = [mark.format(number) + name for number, name in enumerate(NAMES, start=1)]
    assert lines_of(text_of(numbered), "名单.txt") == NAMES


@pytest.mark.parametrize("marks", ["①②③", "一二三", "•••", "···", "***"])
def test_other_marks_of_a_list(marks: str) -> None:
    joint = "、" if marks == "一二三" else " "
    assert (
        lines_of(text_of([mark + joint + name for mark, name in zip(marks, NAMES, strict=True)]), "a.txt")
        == NAMES
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["3.5GHz频段", "2.6GHz频段"],
        ["2021年工作", "2022年工作"],
        ["5G 演练", "6G"],
        ["-消防 演练", "-防汛 演练"],
        ["12345热线", "110报警"],
        ["（某省）联通", "（某市）联通"],
        ["3、5号机组", "1、2号机组"],
    ],
)
def test_what_is_no_numbering_stays(lines: list[str]) -> None:
    assert lines_of(text_of(lines), "名单.txt") == lines


@pytest.mark.parametrize("sign", ["\t", ";", ","])
def test_a_table_is_parted_by_what_every_line_has(sign: str) -> None:
    rows = [["名称", "所在地"], ["云岭联通", "云岭"], ["清溪通信公司", "清溪"]]
    assert lines_of(text_of([sign.join(row) for row in rows]), "名单.csv") == ["云岭联通", "清溪通信公司"]
    if sign != ";":
        assert lines_of(text_of([sign.join(row) for row in rows]), "名单.txt") == ["云岭联通", "清溪通信公司"]
    with pytest.raises(ColumnWanted):
        questions_of(text_of([sign.join(row) for row in rows[1:]]), "名单.csv")
    assert lines_of(text_of(["演练;消防", "防汛"]), "名单.csv") == ["演练;消防", "防汛"]


def test_one_line_that_lists_names_is_a_list() -> None:
    assert lines_of(text_of(["、".join(NAMES)]), "名单.txt") == NAMES
    for line in ("演练、培训", "云岭 联通、清溪、基站", "开会、“讲话”、总结"):
        assert lines_of(text_of([line]), "名单.txt") == [line]


@given(st.lists(st.text("云岭联通5G.、（1）) \t", min_size=1, max_size=12), max_size=6))
def test_no_list_breaks_and_no_line_is_lost(lines: list[str]) -> None:
    try:
        found = pasted("\n".join(lines))
    except ColumnWanted as wanted:
        assert len(wanted.columns) > 1
    else:
        wordy = [line for line in lines if any(char in "云岭联通G" for char in line)]
        assert len(found) >= len(wordy)


def test_the_first_line_of_a_table_without_headings_keeps_its_case() -> None:
    assert lines_of(b"AI AND 5G\n5G NOT AI\n", "a.csv") == ["AI AND 5G", "5G NOT AI"]


@pytest.mark.parametrize("heading", ["公司", "单位名称", "姓名", "Query", "检索式", "name"])
def test_a_heading_says_which_column(heading: str) -> None:
    assert lines_of(f"城市,{heading}\n甲市,云岭联通\n乙市,清溪\n".encode(), "a.csv") == ["云岭联通", "清溪"]


def test_a_column_of_numbers_is_no_question() -> None:
    rows = questions_of("7\t云岭联通\n8\t清溪\n".encode(), "a.txt")
    assert [(row.id, row.text) for row in rows] == [("7", "云岭联通"), ("8", "清溪")]
    assert lines_of("云岭联通,120\n清溪,33\n".encode(), "a.csv") == ["云岭联通", "清溪"]


@pytest.mark.parametrize(("name", "joint"), [("a.txt", "\t"), ("a.tsv", "\t"), ("a.csv", ",")])
def test_of_several_columns_of_words_the_person_says_which(name: str, joint: str) -> None:
    data = text_of([joint.join(row) for row in (("云岭联通", "甲市"), ("清溪", "乙市"))])
    with pytest.raises(ColumnWanted) as caught:
        questions_of(data, name)
    assert [number for number, _ in caught.value.columns] == [1, 2]
    assert "云岭联通" in str(caught.value) and "--column" in str(caught.value)
    assert lines_of(data, name, "2") == ["甲市", "乙市"]
    with pytest.raises(CorpusError, match="共 2 列"):
        lines_of(data, name, "3")


def test_a_column_is_named_by_its_heading_too() -> None:
    assert lines_of("甲方,乙方\n云岭联通,清溪\n".encode(), "a.csv", "乙方") == ["清溪"]


def test_a_comma_in_one_question_is_no_second_column() -> None:
    assert lines_of("云岭联通\n演练,消防\n清溪\n".encode(), "a.csv") == ["云岭联通", "演练,消防", "清溪"]


@cache  # a workbook carries the time of its making: one is damaged again and again, not another each time
def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["序号", "名称"], [1, "云岭联通"], [2, "清溪"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook() -> None:
    assert [(q.id, q.text) for q in questions_of(workbook(), "a.xlsx")] == [("1", "云岭联通"), ("2", "清溪")]


@given(st.data())
def test_a_damaged_workbook_is_one_error_or_a_list(data: st.DataObject) -> None:
    whole = workbook()
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = whole[:at] + data.draw(st.binary(max_size=40)) + whole[at + data.draw(st.integers(0, 200)) :]
    try:
        questions_of(broken, "a.xlsx")
    except CorpusError as error:
        assert "\n" not in str(error)
