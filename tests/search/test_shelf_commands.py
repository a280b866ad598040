"""Drafts, publishing, withdrawing and removing on the command line: what is done and what is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from search.commands import group
from web.main import TABLE

PAPER = """石桥月报
2041年第5期

【要闻】
石桥镇修好旧水车
5月6日，石桥镇把停了多年的旧水车修好，村民又用它磨面，镇上的孩子们都来看热闹。
（苏映）
山口小学添了图书
5月9日，山口小学添了三百册图书，家长代表和学生一起布置了新的阅览室，并选出管理员。
（何望山）
"""
SHORT = PAPER[: PAPER.index("山口小学添了图书")]


class Line:
    """The command line over one archive."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, fails: int = 0, typed: str | None = None) -> str:
        wanted = ["--archive", str(self.folder / "a"), *words]
        done = CliRunner().invoke(group(TABLE), wanted, input=typed)
        assert done.exit_code == fails, done.output
        return done.output

    def file(self, text: str) -> str:
        path = self.folder / "石桥.txt"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def only(self, state: str) -> dict[str, object]:
        (row,) = self("drafts", "--state", state, "--json").splitlines()
        found: dict[str, object] = json.loads(row)
        return found

    def found(self) -> int:
        return int(json.loads(self("search", "旧水车", "--json"))["total"])


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path)


def test_from_draft_to_published_withdrawn_back_and_gone(line: Line) -> None:
    said = line("ingest", "-q", "--draft", line.file(PAPER))
    draft = line.only("draft")
    issue = str(draft["issue"])
    assert issue in said and "草稿 / draft" in said and draft["articles"] == 2
    assert issue in line("drafts") and line.found() == 0
    assert "这个文件已于" in line("ingest", "-q", "--draft", line.file(PAPER))
    assert "2 篇" in line("publish", issue) and line.found() == 1
    assert line("drafts").startswith("没有这样的期")
    line("withdraw", issue, "--reason", "印错了")
    assert line.found() == 0 and line.only("withdrawn")["issue"] == issue
    line("restore-issue", issue)
    assert line.found() == 1
    line("remove", issue, typed="n\n", fails=1)
    assert line.found() == 1, "who does not confirm loses nothing"
    line("remove", issue, "--yes")
    assert line.found() == 0 and line("drafts", "--state", "published").startswith("没有这样的期")


def test_a_new_printing_says_what_it_replaced(line: Line) -> None:
    line("ingest", "-q", line.file(PAPER))
    issue = str(line.only("published")["issue"])
    said = line("ingest", "-q", line.file(SHORT))
    assert f"替换了期 {issue}，2→1 篇" in said and "去掉 1" in said
    again = json.loads(line("ingest", "-q", "--json", line.file(PAPER)))
    (row,) = again["issues"]
    assert (row["kind"], row["issue"], row["before"], row["articles"], row["removed"]) == (
        "replaced", issue, 1, 2, 0)  # fmt: skip


def test_a_draft_that_replaces_says_so_before_and_after(line: Line) -> None:
    line("ingest", "-q", line.file(PAPER))
    assert "将替换它" in line("ingest", "-q", "--draft", line.file(SHORT))
    draft = str(line.only("draft")["issue"])
    assert "2→1 篇" in line("publish", draft)
    assert line.only("published")["articles"] == 1


def test_a_draft_is_dropped_and_what_is_none_is_refused(line: Line) -> None:
    line("ingest", "-q", "--draft", line.file(PAPER))
    draft = str(line.only("draft")["issue"])
    assert "草稿" in line("withdraw", draft, fails=1)
    line("discard", draft, typed="n\n", fails=1)
    assert line.only("draft")["issue"] == draft
    line("discard", draft, "--yes")
    line("publish", draft, fails=4)
