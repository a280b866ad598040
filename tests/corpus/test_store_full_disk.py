"""A disk without a free byte: reading goes on, writing says what to do; with room all is as before."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.intake import report
from corpus.intake.ingest import Parser, ingest
from corpus.store import DATABASE, Store, open_shelf
from corpus.store.connecting import StillConnection, connected
from tests.corpus.store_samples import article, parsed

PAPER = "南川通航\n\n　　渡口今日通航，两岸居民往来方便。（林见山）\n"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of our own."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a disk of our own to fill can be mounted by root only")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"no disk of our own can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path) -> None:
    """Leave not a byte."""
    with (disk / "filler").open("wb", buffering=0) as file:
        for size in (2**16, 2**10, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    assert shutil.disk_usage(disk).free == 0


def run(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "web.main", "--archive", str(directory), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_reading_needs_no_free_byte(disk: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "b.txt").write_text(PAPER.replace("南川", "云岭"), encoding="utf-8")
    here = disk / "archive"
    assert run(here, "ingest", "-q", str(tmp_path / "a.txt")).returncode == 0
    fill(disk)
    found = json.loads(run(here, "search", "渡口", "--json").stdout)
    assert [hit["title"] for hit in found["hits"]] == ["南川通航"]
    for command in (["list"], ["stats"], ["check"], ["export", "渡口", "--format", "csv"]):
        done = run(here, *command)
        assert done.returncode == 0, done.stderr
    refused = run(here, "ingest", "-q", str(tmp_path / "b.txt"))
    assert refused.returncode == 1 and "磁盘已满" in refused.stderr and "Traceback" not in refused.stderr
    (disk / "filler").unlink()
    assert run(here, "ingest", "-q", str(tmp_path / "b.txt")).returncode == 0
    assert json.loads(run(here, "search", "渡口", "--json").stdout)["total"] == 2


def test_a_program_that_began_on_a_full_disk_goes_on_with_room(disk: Path) -> None:
    with Store.open(disk / "archive") as store:
        store.add_issue(parsed(article(0), source="a"), b"a")
    fill(disk)
    with Store.open(disk / "archive") as store:
        shelf = open_shelf(disk / "archive" / DATABASE)
        assert shelf is not None and shelf.count() == store.count() == 1
        with pytest.raises(StoreError, match="磁盘已满"):
            store.edit_gazetteer("alias", "甲", "乙", "编辑")
        (disk / "filler").unlink()
        store.add_issue(parsed(article(1), source="b", publication="b"), b"b")
        assert shelf.count() == store.count() == 2
        shelf.close()


def test_an_ingest_that_is_stopped_says_what_it_took_in(disk: Path, tmp_path: Path) -> None:
    """Of what the archive refuses, no word of what it has accepted is lost."""
    for number in range(200):
        (tmp_path / f"{number:03}.txt").write_text(
            f"第{number}号\n\n　　{'渡口今日通航' * 3000}{number}。\n", encoding="utf-8"
        )
    with Store.open(disk / "archive") as store:
        with pytest.raises(report.IngestStopped, match="磁盘已满") as caught:
            ingest([tmp_path], store, Parser())
        told = caught.value.report
        assert told.added and {one.source_file for one in store.issues()} == set(told.added)


def test_a_log_that_holds_something_is_not_left_out(tmp_path: Path) -> None:
    """Where the file alone is not the whole database it is not read alone."""
    with Store.open(tmp_path) as store:
        store.add_issue(parsed(article(0), source="a"), b"a")
        plain = connected(tmp_path / DATABASE)
        assert not isinstance(plain, StillConnection)
        plain.close()
