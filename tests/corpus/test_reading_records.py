"""Records: rows stream, keys are known by their many names, a bad row costs only itself."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.reading import Failure, Limits, Records, Source, TableRow, article_from_record, read, read_bytes


def rows(name: str, data: bytes, limits: Limits | None = None) -> list[TableRow | Failure]:
    (source,) = read_bytes(name, data, limits or Limits())
    assert isinstance(source, Source), source
    assert isinstance(source.content, Records)
    return list(source.content.rows)


def test_a_record_becomes_an_article() -> None:
    values = {
        "id": "A1",
        "title": "白羊岭煤矿\n万兆专网开通",
        "date": "2021-09-03",
        "section": "会员消息",
        "author": "周文博 杜鹃",
        "organizations": ["岚川远讯"],
        "people": "石广林、罗远帆",
        "source": "岚川通信",
        "credit": "",
        "tags": "5G,矿山",
        "text": "第一段。\r\n第二段。\n",
        "clicks": 7,
    }
    article = article_from_record(TableRow(3, values), "a.jsonl")
    assert article.title == "白羊岭煤矿 万兆专网开通"
    assert article.body == "第一段。\n第二段。"
    assert (article.date, article.date_basis) == (dt.date(2021, 9, 3), "stated")
    assert article.authors == ("周文博", "杜鹃")
    assert article.people == ("石广林", "罗远帆")
    assert article.tags == ("5G", "矿山")
    assert article.credit is None
    assert article.extra == {"id": "A1", "clicks": 7}
    assert article.lines == (3, 3)
    assert article.provenance["body"].how == "record"


@pytest.mark.parametrize("data", [b'{"title":"a\\ud83d","text":"b"}\n', b'[{"title":"a\\uD83D","text":"b"}]'])
def test_half_a_character_costs_only_itself(data: bytes) -> None:
    (row,) = rows("a.jsonl", data)
    assert isinstance(row, TableRow) and article_from_record(row, "a.jsonl").title == "a?"


def test_a_table_of_headings_alone_is_not_passed_over() -> None:
    (row,) = rows("a.csv", "会议,内容,日期\n".encode())
    assert isinstance(row, Failure) and "no record" in str(row.error)


def test_a_whole_character_in_two_halves_is_kept() -> None:
    (row,) = rows("a.jsonl", b'{"title":"\\ud83d\\ude00","text":"b"}\n')
    assert isinstance(row, TableRow) and row.values["title"] == "\U0001f600"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2021-9-3", dt.date(2021, 9, 3)),
        ("2021年9月3日", dt.date(2021, 9, 3)),
        ("20210903", dt.date(2021, 9, 3)),
        ("2021-09-03T08:00:00+08:00", dt.date(2021, 9, 3)),
        ("2021.09", dt.date(2021, 9, 1)),
        (None, None),
        ("", None),
    ],
)
def test_dates_as_people_write_them(written: str | None, read_as: dt.date | None) -> None:
    assert article_from_record({"title": "甲", "date": written}, "a").date == read_as


@pytest.mark.parametrize(
    "values",
    [{}, {"title": " ", "text": ""}, {"title": "甲", "date": "昨天"}, {"title": "甲", "date": "2021-13-01"}],
)
def test_a_record_that_says_nothing_names_its_line(values: dict[str, object]) -> None:
    with pytest.raises(CorpusError) as caught:
        article_from_record(TableRow(12, values), "a.jsonl")
    assert caught.value.line == 12
    assert str(caught.value).startswith("a.jsonl:12: ")


def test_text_without_a_title_is_called_by_its_first_sentence() -> None:
    assert article_from_record({"正文": "岚州今日大雪。高速封闭。"}, "a").title == "岚州今日大雪。"


names = st.sampled_from(["林晓舟", "何静", "Anna Lee", "省通信管理局"])


@given(
    st.lists(st.fixed_dictionaries({"title": st.text(min_size=1), "authors": st.lists(names, max_size=3)}))
)
def test_json_lines_round_trip(values: list[dict[str, object]]) -> None:
    data = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)
    if data:
        assert [row.values for row in rows("a.jsonl", data.encode()) if isinstance(row, TableRow)] == values


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_as_spreadsheets_save_it(encoding: str, delimiter: str) -> None:
    stored = io.StringIO()
    writer = csv.writer(stored, delimiter=delimiter)
    writer.writerow(["标题", "作者", "正文"])
    writer.writerow(["甲，乙", "何静、林晓舟", "第一段。\n第二段，含“引号”。"])
    writer.writerow(["丙", "", "末段。"])
    first, second = rows("a.csv", stored.getvalue().encode(encoding))
    assert isinstance(first, TableRow)
    assert isinstance(second, TableRow)
    article = article_from_record(first, "a.csv")
    assert article.authors == ("何静", "林晓舟")
    assert article.body == "第一段。\n第二段，含“引号”。"
    assert (first.line, second.line) == (2, 4)


def test_csv_rows_with_too_many_cells_are_named() -> None:
    found = rows("a.csv", "title,text\n甲,乙,丙\n丁,戊\n".encode())
    assert [row.line if isinstance(row, TableRow) else row.error.line for row in found] == [2, 3]
    assert isinstance(found[0], Failure)
    assert "quote text" in str(found[0].error)


def test_bad_lines_cost_only_themselves() -> None:
    good = json.dumps({"title": "甲"}, ensure_ascii=False).encode()
    data = b"\n".join([good, b'{"title": "\xff\xfe\xfd"}', b"nonsense", b'"text"', b"[" * 100_000, good, b""])
    found = rows("a.jsonl", data)
    assert [isinstance(row, TableRow) for row in found] == [True, False, False, False, False, True]
    assert [row.error.line for row in found if isinstance(row, Failure)] == [2, 3, 4, 5]


def test_a_boundless_line_is_skipped_and_the_next_is_read() -> None:
    data = b'{"title": "' + b"x" * 5000 + b'"}\n{"title": "b"}\n'
    long, row = rows("a.jsonl", data, Limits(row=1000))
    assert isinstance(long, Failure)
    assert isinstance(row, TableRow)
    assert row.line == 2


def test_an_array_of_objects_is_taken_too() -> None:
    assert [
        row.values for row in rows("a.json", b'[{"title": "a"}, {"title": "b"}]') if isinstance(row, TableRow)
    ] == [
        {"title": "a"},
        {"title": "b"},
    ]
    (bad,) = rows("a.json", b'[{"title": ')
    assert isinstance(bad, Failure)


def test_many_records_are_never_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    line = json.dumps({"title": "岚州" * 8, "text": "通信" * 800}, ensure_ascii=False) + "\n"
    path.write_text(line * 8000, encoding="utf-8")  # 39 MB
    tracemalloc.start()
    (source,) = read(path)
    assert isinstance(source, Source)
    assert isinstance(source.content, Records)
    stream: Iterator[TableRow | Failure] = source.content.rows
    assert sum(1 for _ in stream) == 8000
    assert len(source.digest()) == 64
    assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
    tracemalloc.stop()
