"""Rows become articles in other processes just as in this one, whatever happens to those processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.intake import ingest as ingesting
from corpus.intake import workers
from corpus.intake.ingest import Parser, ingest_bytes
from corpus.intake.workers import convert, convert_parallel, cores
from corpus.model import Article, Issue
from corpus.reading import Failure, TableRow
from corpus.store import Store
from tests.corpus.odd_parser import Odd, rows
from tests.corpus.test_ingest import jsonl, record

ISSUE = Issue("i")
ROOT = Path(__file__).resolve().parents[2]


def plain(results: Iterator[Article | CorpusError]) -> list[Article | str]:
    return [str(one) if isinstance(one, CorpusError) else one for one in results]


@pytest.mark.parametrize("processes", [1, 2])
def test_the_same_in_order(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CHUNK", 7)
    given = rows(*(f"第{n}条" for n in range(100)))
    given[5:8] = [*rows("refuse", "fail"), Failure("n", CorpusError("n", "坏行 / bad line", 9))]
    expected = plain(convert(Odd(), given, "n", ISSUE))
    assert plain(convert_parallel(Odd(), given, "n", ISSUE, processes)) == expected
    assert len(expected) == 100 and "n:9" in str(expected[7])


def test_no_rows() -> None:
    assert list(convert_parallel(Odd(), [], "n", ISSUE, 1)) == []


def test_a_worker_that_dies_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CHUNK", 4)
    given = rows(*(["a"] * 10 + ["die"] + ["b"] * 30))
    results = list(convert_parallel(Odd(os.getpid()), given, "n", ISSUE, 2))
    assert [one.title for one in results if isinstance(one, Article)] == [
        str(one.values["title"]) for one in given if isinstance(one, TableRow)
    ]


def test_leaving_early_leaves_no_process() -> None:
    results = convert_parallel(Odd(), rows(*["a"] * 500), "n", ISSUE, 2)
    next(results)
    results.close()  # type: ignore[attr-defined]
    found = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True, check=False)
    assert "corpus.intake.workers" not in found.stdout


class Names:
    """A recognizer that says it was there."""

    def annotate(self, article: Article, issue: Issue) -> Article:
        return replace(article, people=("某人",))


def test_ingest_uses_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingesting, "ENOUGH", 100)
    monkeypatch.setattr(ingesting, "cores", lambda: 2)
    data = jsonl([record(number) for number in range(1500)]) + b"{bad\n"
    with Store.open(tmp_path) as store:
        report = ingest_bytes([("n.jsonl", data)], store, Parser(Names()))
        assert store.count() == 1500 and len(report.failed) == 1
        assert [one.id for one in store.iter_articles()] == [f"N{number:04}" for number in range(1500)]
        assert {one.people for one in store.iter_articles()} == {("某人",)}


SLOW = """
import sys, time
sys.path.insert(0, {root!r})
from corpus.intake.workers import convert_parallel
from corpus.model import Issue
from tests.corpus.odd_parser import Odd, rows
for result in convert_parallel(Odd(), rows(*["a"] * 10**5), "n", Issue("i"), 2):
    print(flush=True)
    time.sleep(0.001)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="children are looked up in /proc")
def test_killing_the_parent_ends_the_workers() -> None:
    parent = subprocess.Popen([sys.executable, "-c", SLOW.format(root=str(ROOT))], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    parent.stdout.readline()
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    assert len(children) == 2
    parent.send_signal(signal.SIGKILL)
    parent.stdout.close()
    parent.wait()
    until = time.monotonic() + 20
    while any(_runs(child) for child in children):
        assert time.monotonic() < until
        time.sleep(0.05)


def _runs(child: str) -> bool:
    try:
        return "corpus.intake.workers" in Path(f"/proc/{child}/cmdline").read_text()
    except OSError:
        return False


def strange_folder(tmp_path: Path) -> Path:
    """A folder with packages of our names, each of which leaves a mark when it is imported."""
    folder = tmp_path / "strange"
    for package in ("corpus", "index", "search", "web"):
        (folder / package).mkdir(parents=True)
        mark = f"from pathlib import Path\nPath({str(tmp_path / 'marked')!r}).touch()\n"
        for module in ("__init__", "workers", "children", "main", "reading", "ingest"):
            (folder / package / f"{module}.py").write_text(mark)
    return folder


@pytest.mark.parametrize("environment", [{}, {"PYTHONPATH": "."}])
def test_a_child_is_ours_wherever_it_is_started(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(strange_folder(tmp_path))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    given = rows(*(f"第{n}条" for n in range(10)))
    results = list(convert_parallel(Odd(), given, "n", ISSUE, 1))
    assert [one.title for one in results if isinstance(one, Article)] == [f"第{n}条" for n in range(10)]
    assert not (tmp_path / "marked").exists()


def test_the_program_runs_in_a_folder_with_packages_of_our_names(tmp_path: Path) -> None:
    lines = [record(number) for number in range(workers.ENOUGH + 100)]
    folder = strange_folder(tmp_path)
    (folder / "n.jsonl").write_bytes(jsonl(lines))
    program = Path(sys.executable).with_name("xunzhang")
    done = subprocess.run(
        [program, "--archive", tmp_path / "archive", "ingest", "n.jsonl"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "marked").exists()
    with Store.open(tmp_path / "archive") as store:
        assert store.count() == len(lines)


def test_there_is_a_core() -> None:
    assert cores() >= 1
