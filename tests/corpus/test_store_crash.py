"""Killed at any moment, out of room at any moment: nothing committed is lost, nothing is corrupt."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.store import DATABASE, Store
from tests.corpus.store_samples import article, parsed

resource = pytest.importorskip("resource", reason="limits on files are a matter of Unix")

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
    import sys
    from pathlib import Path
    from corpus.model import Issue
    from corpus.store import Store
    from tests.corpus.store_samples import article, parsed

    store = Store.open(Path(sys.argv[1]))
    for number in range(10**6):
        if number % 3:
            name = f"issue {number}"
            one = parsed(*(article(n, title=f"{number}-{n}") for n in range(12)), source=name, month=None,
                         publication=name)
            store.add_issue(one, name.encode() * 500)
            print(f"issue {number}", flush=True)
        else:
            rows = (article(n, id=f"{number}:{n}") for n in range(60))
            store.add_records(Issue("r"), f"r{number}", f"r{number}".encode(), rows, batch=20,
                              progress=lambda done: print("batch", number, done, flush=True))
"""


def run(code: str, *arguments: str, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload,no-any-return]


def intact(directory: Path) -> None:
    with sqlite3.connect(directory / DATABASE) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
    conn.close()


@pytest.mark.parametrize("seed", range(4))
def test_kill_9(tmp_path: Path, seed: int) -> None:
    Store.open(tmp_path).close()
    process = run(WRITER, str(tmp_path))
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.05, 0.6))
    process.send_signal(signal.SIGKILL)
    said = process.stdout.read().splitlines()
    process.stdout.close()
    process.wait()
    intact(tmp_path)
    with Store.open(tmp_path) as store:
        issues = {issue.source_file: issue for issue in store.issues()}
        for line in said:
            kind, number, *done = line.split()
            if kind == "issue":
                assert len(store.issue_articles(issues[f"issue {number}"].id)) == 12
                assert store.source_bytes(issues[f"issue {number}"].id) == f"issue {number}".encode() * 500
            else:
                assert len(store.issue_articles(issues[f"r{number}"].id)) >= int(done[0])
        ids = [one.id for one in store.iter_articles()]
        assert {row.article_id for row in store.pending()} == set(ids)
        complete = [len(store.issue_articles(one.id)) for name, one in issues.items() if name[0] == "i"]
        assert set(complete) <= {12}


FILLER = """
    import resource, sys
    from pathlib import Path
    from corpus.errors import StoreError
    from corpus.store import Store
    from tests.corpus.store_samples import article, parsed

    store = Store.open(Path(sys.argv[1]))
    if sys.argv[2] != "-":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
    for number in range(10**4):
        one = parsed(*(article(n, title=f"{number}-{n}", body=f"{number}字" * 3000) for n in range(12)),
                     source=str(number), publication=str(number))
        try:
            store.add_issue(one, str(number).encode() * 1000)
        except StoreError as error:
            print("refused", error, flush=True)
            break
        print(number, flush=True)
"""


def fill(directory: Path, limit: str) -> None:
    """Write until the disk refuses; then everything that was confirmed must be there."""
    process = run(FILLER, str(directory), limit)
    said = process.communicate(timeout=120)[0].splitlines()
    assert process.returncode == 0
    assert "磁盘已满" in said[-1] and "free some space" in said[-1]
    intact(directory)
    with Store.open(directory) as store:
        assert {issue.source_file for issue in store.issues()} >= set(said[:-1])
        assert all(len(store.issue_articles(issue.id)) == 12 for issue in store.issues())


def test_file_size_limit(tmp_path: Path) -> None:
    fill(tmp_path, str(4 * 2**20))
    with Store.open(tmp_path) as store:  # with room again, work goes on
        assert store.add_issue(parsed(source="后来", month=9), b"later").kind == "added"


def test_full_disk(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("a disk of our own to fill can be mounted by root only")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"no disk of our own can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        fill(tmp_path, "-")
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_full_disk_leaves_no_half_source(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, hard))
        try:
            with pytest.raises(StoreError, match="磁盘已满"):
                store.add_issue(parsed(article(0)), b"x" * 2**21)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert list(store.sources) == [] and store.count() == 0
        assert [path for path in store.sources.root.rglob("*") if path.is_file()] == []
