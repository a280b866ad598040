"""`xunzhang report`: the same report on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from search.commands import COMMANDS, group
from search.reports.registry import REPORTS


def run(archive: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(group(COMMANDS), ["--archive", str(archive), "report", *arguments])
    return result.exit_code, result.output


def test_the_list_of_reports(sample_archive_directory: Path) -> None:
    code, text = run(sample_archive_directory)
    assert code == 0 and all(name in text for name in REPORTS)


def test_a_table_as_csv_and_json(sample_archive_directory: Path, tmp_path: Path) -> None:
    asked = ("contributions", "--from", "2021", "--to", "2021", "--table", "units")
    path = tmp_path / "units.csv"
    assert run(sample_archive_directory, *asked, "--out", str(path))[0] == 0
    rows = path.read_text("utf-8-sig").splitlines()
    code, text = run(sample_archive_directory, *asked, "--format", "json")
    table = json.loads(text)["tables"][0]
    assert code == 0 and len(rows) == len(table["rows"]) + 1
    assert rows[1].split(",")[1] == table["rows"][0][1]["value"]


def test_what_cannot_be_read_is_said(sample_archive_directory: Path, tmp_path: Path) -> None:
    assert run(sample_archive_directory, "contributions", "--from", "一会儿")[0] == 2
    assert "contributions" in run(sample_archive_directory, "hours")[1]
    assert run(sample_archive_directory, "contributions", "--out", str(tmp_path / "a.odt"))[0] == 2
    assert "no table" in run(sample_archive_directory, "contributions", "--table", "x")[1]
