"""`xunzhang words` and `people`: what the desk does, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from search.commands import group
from web.main import TABLE


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    rows = [
        {"id": "a", "title": "座谈", "people": ["闻溪"], "text": "会上谈低空经济。"},
        {"id": "b", "title": "又谈", "people": ["闻小溪"], "text": "再谈低空经济。"},
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert run(tmp_path / "archive", "ingest", str(file)).exit_code == 0
    return tmp_path / "archive"


def run(directory: Path, *line: str) -> Result:
    return CliRunner().invoke(group(TABLE), ["--archive", str(directory), *line])


def test_a_word_is_looked_at_added_listed_and_rolled_back(directory: Path, tmp_path: Path) -> None:
    seen = run(directory, "words", "effect", "低空经济")
    assert "2 篇含有这些词" in seen.output and "+ 会上/谈/低空/经济/低空经济" in seen.output
    added = run(directory, "words", "add", "低空经济")
    assert "1  + 低空经济" in added.output and "2 篇重新切词" in added.output
    assert run(directory, "words", "list").output.splitlines() == ["+ 低空经济"]
    (tmp_path / "w.txt").write_text("# 说明\n会上谈 3 n\n", encoding="utf-8")
    assert "1 篇重新切词" in run(directory, "words", "import", str(tmp_path / "w.txt")).output
    assert "1 篇重新切词" in run(directory, "words", "log", "--state", "1").output
    assert "2 篇重新切词" in run(directory, "words", "log", "--undo", "1").output
    assert run(directory, "words", "list").output == ""
    refused = run(directory, "words", "add", "低")
    assert refused.exit_code == 1 and "不能作为一个词" in refused.output
    assert "0 篇重新切词" in run(directory, "words", "apply").output
    assert run(directory, "words", "propose").exit_code == 0


def test_people_are_joined_told_apart_and_taken_back(directory: Path) -> None:
    before = run(directory, "people", "list").output
    assert "闻溪" in before and "闻小溪" in before
    assert run(directory, "people", "join", "闻小溪", "闻溪").exit_code == 0
    assert run(directory, "people", "tell", "闻溪", "闻溪（甲）").exit_code == 1
    assert run(directory, "people", "tell", "闻溪", "闻溪（甲）", "zzz").exit_code == 4
    log = run(directory, "people", "log").output
    assert "join  闻小溪 → 闻溪" in log
    assert run(directory, "people", "log", "--undo", log.split()[0]).exit_code == 0


def test_organisations_are_renamed_split_coded_and_compared(directory: Path) -> None:
    later = ("--later",)
    run(directory, "orgs", "add", "青川联电", "青联", *later)
    assert "改名" in run(directory, "orgs", "rename", "青川联电", "青川联合电信", *later).output
    assert "分出" in run(directory, "orgs", "split", "青川联合电信", "青联", *later).output
    assert "rename" in run(directory, "orgs", "log").output
    assert "600050" in run(directory, "orgs", "codes", "青川联合电信", "--stock", "600050").output
    assert "600050" in run(directory, "orgs", "codes", "青川联合电信").output
    assert run(directory, "orgs", "codes", "青川联合电信", "--credit", "1").exit_code == 1
    assert run(directory, "orgs", "similar").exit_code == 0
