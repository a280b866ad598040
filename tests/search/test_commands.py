"""The command line over a small archive."""

from __future__ import annotations

import csv
import io
import itertools
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from corpus.errors import CorpusError
from search.answer.lists import Question, lines_of, questions_of
from search.commands import COMMANDS, group
from search.commands.group import EXIT_CODES
from tests.search.conftest import RECORDS

NEWS = "海棠街道办好社区食堂\n\n三月一日，海棠街道的社区食堂开张，老人都说好。（林见山）\n"


def run(directory: Path, *words: str, code: int = 0, given: str | None = None) -> Result:
    result = CliRunner().invoke(group(COMMANDS), ["--archive", str(directory), *words], input=given)
    assert result.exit_code == code, (result.exit_code, result.output, result.exception)
    return result


def test_every_command_is_there_and_says_what_it_does() -> None:
    listed = CliRunner().invoke(group(COMMANDS), ["--help"])
    assert listed.exit_code == 0
    for name in COMMANDS:
        assert name in listed.output
        assert CliRunner().invoke(group(COMMANDS), [name, "--help"]).exit_code == 0


def test_search_for_people(archive_directory: Path) -> None:
    out = run(archive_directory, "search", "防汛", "演练", "--facet", "year").stdout
    assert "云岭省举办防汛应急演练" in out and "year: 2023 1" in out and "\x1b" not in out


def test_search_marks_in_a_terminal(archive_directory: Path) -> None:
    words = ["--archive", str(archive_directory), "search", "防汛"]
    assert "\x1b[31m\x1b[1m防汛\x1b[0m" in CliRunner().invoke(group(COMMANDS), words, color=True).stdout


def test_search_as_json_is_the_shape_of_the_api(archive_directory: Path) -> None:
    answer = json.loads(run(archive_directory, "search", "5G", "--json", "--facet", "author").stdout)
    assert answer["total"] == 1 and answer["hits"][0]["id"] == "a2" and answer["suggestion"] is None
    assert answer["hits"][0]["snippets"][0]["spans"]
    assert {each["value"] for each in answer["facets"]["author"]} == {"林见山", "苏晚"}


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--sort", "oldest", "--limit", "2"], ["a3", "a4"]),
        (["--sort", "newest", "--limit", "2", "--page", "2"], ["a4", "a3"]),
        (["--filter", "section=要闻", "--sort", "newest"], ["a1", "a3"]),
        (["--filter", "section=要闻", "--exclude", "author=苏晚"], ["a1"]),
        (["--from", "2023", "--to", "2023-08"], ["a1"]),
    ],
)
def test_search_options(archive_directory: Path, options: list[str], wanted: list[str]) -> None:
    answer = json.loads(run(archive_directory, "search", "--json", *options).stdout)
    assert [hit["id"] for hit in answer["hits"]] == wanted


def test_names_and_dates_can_be_switched_off(archive_directory: Path) -> None:
    words = ("search", "云岭省通信协会", "--json", "--strict")
    assert json.loads(run(archive_directory, *words).stdout)["total"] == 2
    assert json.loads(run(archive_directory, *words, "--no-aliases").stdout)["total"] == 1
    words = ("search", "2022年5月 培训", "--json", "--strict")
    assert [n["kind"] for n in json.loads(run(archive_directory, *words).stdout)["notices"]] == ["date"]
    assert json.loads(run(archive_directory, *words, "--no-dates").stdout)["notices"] == []


def test_a_mistake_is_one_line_with_the_remedy(archive_directory: Path, tmp_path: Path) -> None:
    result = run(archive_directory, "search", "标题:(演练", code=2)
    assert result.stdout == "" and "是不是: 标题:(演练)" in result.stderr
    assert " / " not in result.stderr  # one language
    assert "字段" in run(archive_directory, "search", "--filter", "colour=red", code=2).stderr
    assert "xunzhang ingest" in run(tmp_path / "none", "search", "演练", code=1).stderr


def test_a_date_that_is_none_is_not_passed_over(archive_directory: Path) -> None:
    assert "2021-13" in run(archive_directory, "search", "--from", "2021-13", "演练", code=2).stderr


def test_a_file_that_cannot_be_written_is_one_line_with_the_remedy(
    archive_directory: Path, tmp_path: Path
) -> None:
    (tmp_path / "问题.txt").write_text("演练\n", "utf-8")
    nowhere = str(tmp_path / "nowhere" / "x.csv")
    for command in (["export", "演练", "-o", nowhere], ["batch", str(tmp_path / "问题.txt"), "-o", nowhere]):
        said = run(archive_directory, *command, code=1).stderr
        assert "no such folder" in said and "Traceback" not in said and len(said.splitlines()) == 1


def test_a_full_disk_is_one_line_with_the_remedy(
    archive_directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    from search.commands import export

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(export, "export", full)
    said = run(archive_directory, "export", "演练", "-o", str(tmp_path / "x.csv"), code=1).stderr
    assert "the disk is full" in said and list(tmp_path.iterdir()) == []


def test_of_a_file_with_many_bad_lines_the_first_are_shown(tmp_path: Path) -> None:
    (tmp_path / "坏.jsonl").write_text('{"title":"题","text":"文"}\n' + "nonsense\n" * 500, "utf-8")
    result = run(tmp_path / "a", "ingest", str(tmp_path / "坏.jsonl"), code=3)
    assert len(result.stderr.splitlines()) == 11 and "490 more" in result.stderr


def test_exit_codes_cover_every_error() -> None:
    from corpus import errors

    for name in dir(errors):
        kind = getattr(errors, name)
        if isinstance(kind, type) and issubclass(kind, errors.ArchiveError):
            assert any(issubclass(kind, listed) for listed, _ in EXIT_CODES)


def test_ingest_list_and_report(tmp_path: Path) -> None:
    (tmp_path / "甲报.txt").write_text(NEWS, "utf-8")
    (tmp_path / "空.txt").write_bytes(b"")
    (tmp_path / "乙.jsonl").write_text('{"id":"r1","title":"题","text":"文"}\nnonsense\n', "utf-8")
    files = [str(tmp_path / name) for name in ("甲报.txt", "空.txt", "乙.jsonl", "不在.txt")]
    result = run(tmp_path / "a", "ingest", *files, code=3)
    assert "新增 2" in result.stdout and "失败 3" in result.stdout
    assert all(name in result.stderr for name in ("空.txt", "乙.jsonl:2", "不在.txt"))
    report = json.loads(run(tmp_path / "a", "ingest", "--json", files[0]).stdout)
    assert report["unchanged"] == ["甲报.txt"] and report["articles"] == 2
    rows = json.loads(run(tmp_path / "a", "list", "--json").stdout)
    assert [row["source_file"] for row in rows] == ["甲报.txt", "乙.jsonl"] and rows[1]["id"] == "r1"
    assert set(rows[0]) >= {"id", "title", "date", "section", "issue", "source_file"}
    assert "海棠街道办好社区食堂" in run(tmp_path / "a", "list").stdout
    assert json.loads(run(tmp_path / "a", "stats", "--json").stdout)["indexed"] == 2
    assert "2" in run(tmp_path / "a", "stats").stdout
    assert "all is well" in run(tmp_path / "a", "check").stdout
    assert "2 articles" in run(tmp_path / "a", "reindex").stdout


def test_check_names_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "甲报.txt").write_text(NEWS, "utf-8")
    run(tmp_path / "a", "ingest", str(tmp_path / "甲报.txt"))
    for path in sorted((tmp_path / "a" / "index").iterdir()):
        path.unlink()
    assert "xunzhang reindex" in run(tmp_path / "a", "check", code=1).stderr
    assert "xunzhang reindex" in run(tmp_path / "a", "search", "食堂", code=5).stderr
    run(tmp_path / "a", "reindex")
    assert "海棠" in run(tmp_path / "a", "search", "食堂").stdout


def test_parse_stores_nothing(tmp_path: Path) -> None:
    (tmp_path / "甲报.txt").write_text(NEWS, "utf-8")
    (tmp_path / "乙.jsonl").write_text('{"id":"r1","title":"题","text":"文","date":"2021-03-01"}\n', "utf-8")
    files = [str(tmp_path / "甲报.txt"), str(tmp_path / "乙.jsonl")]
    result = run(tmp_path / "a", "parse", *files, "--json")
    first, second = [json.loads(line) for line in result.stdout.splitlines()]
    assert first["source"] == "甲报.txt" and first["articles"][0]["title"] == "海棠街道办好社区食堂"
    assert second["articles"][0]["date"] == "2021-03-01"
    apart = {"head", "imprint", "sections", "furniture"}
    assert set(first) == {"source", "issue", "articles", "notices", *apart}
    assert "海棠街道办好社区食堂" in run(tmp_path / "a", "parse", files[0]).stdout
    assert not (tmp_path / "a").exists()
    assert "不在" in run(tmp_path / "a", "parse", files[0], str(tmp_path / "不在.txt"), code=3).stderr


QUERIES = ["防汛演练", "云岭省通信协会", '标题:("', "没有的词语"]


def test_batch_table(archive_directory: Path, tmp_path: Path) -> None:
    asked, out = tmp_path / "q.txt", tmp_path / "t.csv"
    asked.write_text("\n".join(QUERIES) + "\n\n", "utf-8")
    run(archive_directory, "batch", str(asked), "-o", str(out))
    rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == QUERIES
    assert rows[1][1:4] == ["1", "2023-07-05", "2023-07-05"] and rows[2][1:4] == [
        "2",
        "2022-05-10",
        "2022-05-20",
    ]
    assert rows[4][1] == "0" and "引号" in rows[3][6]
    jsonl = run(archive_directory, "batch", str(asked), "--format", "jsonl", "--limit", "1").stdout
    assert [json.loads(line)["total"] for line in jsonl.splitlines()][:2] == [1, 2]
    run(archive_directory, "batch", str(asked), "--format", "xlsx", "-o", str(tmp_path / "t.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert sheet is not None and sheet.max_row == 5 and sheet["A2"].value == "防汛演练"


def test_batch_for_the_judges(archive_directory: Path, tmp_path: Path) -> None:
    asked = tmp_path / "q.jsonl"
    rows = [{"id": f"t {n}", "text": text} for n, text in enumerate(["演练与培训是什么？", *QUERIES])]
    asked.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    out = run(archive_directory, "batch", str(asked), "--format", "trec", "--limit", "2").stdout
    lines = [line.split() for line in out.splitlines()]
    assert all(len(line) == 6 and line[1] == "Q0" and line[5] == "xunzhang" for line in lines)
    first = [line for line in lines if line[0] == "t_0"]
    assert [line[3] for line in first] == ["1", "2"] and {line[2] for line in first} == {"a1", "a4"}
    for query in {line[0] for line in lines}:
        scores = [float(line[4]) for line in lines if line[0] == query]
        assert all(a > b for a, b in itertools.pairwise(scores))


def test_a_run_obeys_the_range_of_dates(archive_directory: Path, tmp_path: Path) -> None:
    asked = tmp_path / "q.txt"
    asked.write_text("云岭\n", "utf-8")
    dates = {row["id"]: row.get("date", "") for row in RECORDS}

    def found(*options: str) -> set[str]:
        lines = run(archive_directory, "batch", str(asked), "--format", "trec", *options).stdout.splitlines()
        return {line.split()[2] for line in lines}

    whole = found()
    first = min(dates[one] for one in whole)
    later = found("--from", str(int(first[:4]) + 1))
    assert later < whole and all(dates[one] > first for one in later)


def test_a_question_without_text_is_left_out() -> None:
    data = '{"id": 7, "text": null}\n{"id": 8, "query": "甲"}\n"乙"\n'.encode()
    assert questions_of(data, "q.jsonl") == [Question("8", "甲"), Question("2", "乙")]
    assert lines_of("编号,查询\n9,甲\n".encode("gb18030"), "q.csv") == ["甲"]
    assert questions_of("甲,x\n乙\n".encode(), "q.csv") == [Question("1", "甲,x"), Question("2", "乙")]
    with pytest.raises(CorpusError, match=r"q\.jsonl:1"):
        questions_of(b"[1]\n", "q.jsonl")


def test_a_list_in_a_workbook() -> None:
    book = openpyxl.Workbook()
    for row in (["编号", "名称"], [7, "甲公司"], [None, "乙公司"], [9, None], [2021, 5]):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    assert questions_of(data.getvalue(), "名单.xlsx") == [
        Question("7", "甲公司"),
        Question("2", "乙公司"),
        Question("2021", "5"),
    ]
    bomb = io.BytesIO(data.getvalue())
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/large.xml", bytes(40 * 2**20))
    for broken in (bomb.getvalue(), b"", b"PK\x03\x04rest", data.getvalue()[:900]):
        with pytest.raises(CorpusError, match="xlsx"):
            questions_of(broken, "名单.xlsx")


def test_batch_from_the_standard_input(archive_directory: Path) -> None:
    assert '"total": 1' in run(archive_directory, "batch", "-", "--format", "jsonl", given="防汛\n").stdout


def test_a_cold_search_imports_only_what_it_needs(archive_directory: Path) -> None:
    code = (
        "import sys; from search.commands import COMMANDS, group; "
        "group(COMMANDS)(['--archive', sys.argv[1], 'search', '演练'], standalone_mode=False); "
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(archive_directory)], capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.splitlines()[-1].split())
    assert not loaded & {"flask", "docx", "pypdfium2", "lxml", "openpyxl", "alembic", "tqdm", "pypinyin"}
