"""`xunzhang export`, `topics`, `backup`, `restore`, `reparse`, `review`, `correct`, `undo`, as typed."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
import rispy
from click.testing import CliRunner

from corpus.desk import LOCAL_ADMIN, Activity
from corpus.store import Store
from search.commands import COMMANDS, group
from search.exports import FORMATS
from tests.search.conftest import RECORDS
from tests.search.test_commands import run


@pytest.fixture
def own(archive_directory: Path, tmp_path: Path) -> Path:
    """A copy of the archive that may be changed."""
    return Path(shutil.copytree(archive_directory, tmp_path / "own"))


def test_export_is_complete_and_in_order(archive_directory: Path) -> None:
    out = run(archive_directory, "export", "-f", "csv", "--sort", "oldest", "云岭").stdout_bytes
    rows = list(csv.DictReader(io.StringIO(out.decode("utf-8-sig"), newline="")))
    assert [row["编号"] for row in rows] == ["a3", "a1", "a2"]
    everything = run(archive_directory, "export", "-f", "jsonl", "*").stdout.splitlines()
    assert {json.loads(line)["id"] for line in everything} == {row["id"] for row in RECORDS}


@pytest.mark.parametrize("form", FORMATS)
def test_export_to_a_file_named_for_its_format(archive_directory: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"结果{FORMATS[form].suffix}"
    options = ["--format", form] if form == "gbt7714" else []
    said = run(archive_directory, "export", "5G", "-o", str(path), *options)
    assert "1 篇" in said.stderr and path.stat().st_size > 0
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    if form == "xlsx":
        assert openpyxl.load_workbook(path).active["B2"].value == RECORDS[1]["title"]
    if form == "ris":
        assert rispy.loads(path.read_text("utf-8"))[0]["authors"] == RECORDS[1]["authors"]


def test_export_wants_to_know(archive_directory: Path, tmp_path: Path) -> None:
    assert "--topic" in run(archive_directory, "export", code=2).output
    assert "--topic" in run(archive_directory, "export", "5G", "--topic", "x", code=2).output
    assert "gbt7714" in run(archive_directory, "export", "5G", "-o", str(tmp_path / "x.doc"), code=2).output
    run(archive_directory, "export", "（没有", "-f", "csv", code=2)
    run(archive_directory, "export", "5G", "-o", str(tmp_path / "no" / "x.csv"), code=1)
    assert list(tmp_path.iterdir()) == []


def test_topics(own: Path) -> None:
    assert "2 篇" in run(own, "topics", "add", "演练", "防汛 OR 消防", "--note", "年终用").stdout
    assert "已有专题" in run(own, "topics", "add", "演练", "别的", code=1).output
    assert run(own, "topics", "list").stdout == "演练\t2\t防汛 OR 消防\t年终用\n"
    assert json.loads(run(own, "topics", "list", "--json").stdout)[0]["articles"] == 2
    assert "新收入" in run(own, "topics", "ask", "演练", "云岭").stdout
    shown = json.loads(run(own, "topics", "show", "演练", "--json").stdout)
    ids = [one["id"] for section in shown["sections"] for one in section["articles"]]
    run(own, "topics", "exclude", "演练", *ids[2:], "--reason", "另列")
    assert run(own, "topics", "list").stdout.startswith("演练\t2\t防汛 OR 消防；云岭\t")
    listed = run(own, "export", "--topic", "演练", "-f", "gbt7714", "--sort", "oldest").stdout.splitlines()
    assert [line[:4] for line in listed] == ["[1] ", "[2] "] and "协会开展消防培训" in listed[0]
    last = run(own, "topics", "history", "演练").stdout.splitlines()[0].split("\t")
    assert "排除" in last[3] and "另列" in last[4]
    run(own, "topics", "undo", "演练", last[0])
    assert run(own, "topics", "list").stdout.split("\t")[1] != "2"
    for action in ("accept", "pin", "hold"):
        run(own, "topics", action, "演练", ids[0])
    assert "没有" in run(own, "topics", "pin", "演练", "nothing", code=4).output
    assert ids[0] in run(own, "topics", "show", "演练").stdout
    run(own, "topics", "remove", "演练")
    run(own, "topics", "bring-back", "演练")
    run(own, "topics", "bring-back", "演练", code=1)
    run(own, "topics", "remove", "演练")
    assert "没有专题" in run(own, "export", "--topic", "演练", "-f", "csv", code=1).output


def test_a_topic_is_kept_frozen_and_shared_as_typed(own: Path, tmp_path: Path) -> None:
    run(own, "topics", "add", "演练", "防汛 OR 消防")
    shown = json.loads(run(own, "topics", "show", "演练", "--json").stdout)
    one, two = (article["id"] for article in shown["sections"][0]["articles"])
    run(own, "topics", "do", "演练", "section_add", "--text", "年终")
    run(own, "topics", "do", "演练", "file", two, "--key", "年终")
    run(own, "topics", "do", "演练", "note", one, "--text", "核过")
    assert "没有操作" in run(own, "topics", "do", "演练", "fly", code=1).output
    assert "“送审”，2 篇" in run(own, "topics", "freeze", "演练", "送审").stdout
    run(own, "topics", "exclude", "演练", two)
    run(own, "topics", "do", "演练", "note", one, "--text", "又改")
    out = tmp_path / "送审.md"
    run(own, "export", "--topic", "演练", "--edition", "送审", "-o", str(out))
    text = out.read_text("utf-8")
    assert text.startswith("# 演练 送审") and "*核过*" in text and "又改" not in text and "# 年终" in text
    assert (
        len(run(own, "export", "--topic", "演练", "--edition", "送审", "-f", "gbt7714").stdout.splitlines())
        == 2
    )
    assert "现有：送审" in run(own, "export", "--topic", "演练", "--edition", "无", code=1).output
    (taken,) = json.loads(run(own, "topics", "editions", "演练", "--json").stdout)
    assert [article["article"] for article in taken["articles"]] == [one, two]
    link, address = run(own, "topics", "share", "演练").stdout.split()
    assert "/shared/" in address
    assert "1 个链接" in run(own, "topics", "unshare", "演练", link).stdout
    assert "0 个链接" in run(own, "topics", "unshare", "演练").stdout
    run(own, "topics", "copy", "演练", "副本")
    run(own, "topics", "split", "副本", "另列", one)
    run(own, "topics", "merge", "演练", "另列")
    names = {row["name"] for row in json.loads(run(own, "topics", "list", "--json").stdout)}
    assert names == {"演练", "副本"}


def test_backup_and_restore(own: Path, tmp_path: Path) -> None:
    file = tmp_path / "备份.zip"
    assert "5 篇" in run(own, "backup", str(file)).stdout
    new = tmp_path / "new"
    assert "5 篇" in run(new, "restore", str(file)).stdout
    assert "5 篇可检索" in run(tmp_path / "none", "drill", str(file)).stdout
    assert not (tmp_path / "none").exists()
    assert json.loads(run(new, "search", "防汛", "--json").stdout)["total"] == 1
    run(new, "check")
    assert "--force" in run(new, "restore", str(file), code=1).output
    run(new, "restore", "--force", str(file))
    run(new, "check")
    file.write_bytes(file.read_bytes()[:-100])
    assert "whole" in run(tmp_path / "other", "restore", str(file), code=1).output


def test_a_correction_is_searchable_at_once_and_can_be_undone(own: Path) -> None:
    said = run(
        own, "correct", "a4", "title", "协会开展烽火台培训", "--who", "编辑甲", "--reason", "来信"
    ).stdout
    number = said.split()[0]
    found = json.loads(run(own, "search", "烽火台", "--json").stdout)
    assert [hit["title"] for hit in found["hits"]] == ["协会开展烽火台培训"]
    run(own, "correct", "a4", "authors", "甲某", "乙某")
    assert json.loads(run(own, "search", "--filter", "author=乙某", "*", "--json").stdout)["total"] == 1
    assert "编辑甲" in run(own, "corrections").stdout
    assert json.loads(run(own, "corrections", "a4", "--json").stdout.splitlines()[0])["reason"] == "来信"
    with Store.open(own) as store:
        deeds = Activity(store.database).deeds(LOCAL_ADMIN, action="article.correct")
    assert [(one.who, one.target) for one in deeds][-1] == ("编辑甲", "a4")
    run(own, "reparse")
    assert json.loads(run(own, "search", "烽火台", "--json").stdout)["total"] == 1
    run(own, "undo", number, "--who", "编辑乙")
    assert json.loads(run(own, "search", "--strict", "烽火台", "--json").stdout)["total"] == 0
    kept = [json.loads(line) for line in run(own, "corrections", "a4", "--json").stdout.splitlines()]
    assert [one["undone_by"] for one in kept] == ["编辑乙", None]
    run(own, "correct", "nothing", "title", "x", code=4)
    run(own, "undo", "99", code=1)


def test_what_a_crash_left_is_found_by_the_next_command(own: Path) -> None:
    with Store.open(own) as store:
        store.correct("a5", "title", "沧浪亭赛事记", "编辑")
        assert store.waiting() == 1
    assert json.loads(run(own, "search", "沧浪亭", "--json").stdout)["total"] == 1
    with Store.open(own) as store:
        assert store.waiting() == 0


def test_review(own: Path) -> None:
    listed = run(own, "review", "--below", "1", "--json", "-n", "3").stdout.splitlines()
    assert len(listed) == 3 and all(
        {"id", "field", "confidence"} <= json.loads(line).keys() for line in listed
    )
    row = json.loads(listed[0])
    assert row["id"] in run(own, "review", "--below", "1").stdout


def test_help_of_every_topic_command() -> None:
    for name in ("add", "list", "remove"):
        assert CliRunner().invoke(group(COMMANDS), ["topics", name, "--help"]).exit_code == 0
