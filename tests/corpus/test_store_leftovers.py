"""What a killed program leaves behind is named and swept away; what somebody is writing is left alone."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from corpus.store import Store, backup, check, left_over, restore, sweep
from search.application.archive import Archive
from tests.corpus.store_samples import parsed
from tests.corpus.test_store_replaced import run

HALF = """
    import sys, tempfile, time
    from pathlib import Path
    from corpus.store import Store
    from corpus.store.sources import replacing

    with Store.open(Path(sys.argv[1])) as store, store.occupied():
        with replacing(store.sources.root) as (file, move):
            file.write(b"half a source")
            file.flush()
            print("begun", flush=True)
            time.sleep(60)
"""
LATER = 2 * 3600.0


def long_ago(path: Path) -> None:
    for each in (*path.rglob("*"), path):
        os.utime(each, (time.time() - LATER,) * 2)


def test_what_a_killed_writer_left_is_named_and_swept(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.add_issue(parsed(), b"1")
    program = run(HALF, tmp_path)
    assert program.stdout is not None and program.stdout.readline() == "begun\n"
    (left,) = left_over(tmp_path)
    long_ago(left)
    assert sweep(tmp_path) == () and left.exists()  # its writer lives, however long it has been silent
    program.send_signal(signal.SIGKILL)
    program.communicate()
    with Store.open(tmp_path) as store:
        report = check(store)
        assert [(one.kind, one.subject) for one in report.problems] == [("left over", f"sources/{left.name}")]
        assert (
            report.sound and "中断" in report.problems[0].remedy and "cut short" in report.problems[0].remedy
        )
    assert list(sweep(tmp_path)) == [left] and left_over(tmp_path) == []
    with Store.open(tmp_path) as store:
        assert check(store).problems == ()


def test_what_is_young_is_left_alone(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    (tmp_path / ".restore-abc" / "sources").mkdir(parents=True)
    (tmp_path / ".restore-abc" / "archive.sqlite3").write_bytes(b"half")
    assert sweep(tmp_path) == ()
    long_ago(tmp_path / ".restore-abc")
    (tmp_path / ".restore-abc" / "sources" / "ab").write_bytes(b"just now")
    assert sweep(tmp_path) == ()
    long_ago(tmp_path / ".restore-abc")
    with Archive.open(tmp_path, create=True):
        assert not (tmp_path / ".restore-abc").exists()


@pytest.mark.parametrize("name", [".backup-abc", ".backup-xyz"])
def test_a_backup_sweeps_what_backups_before_it_left(tmp_path: Path, name: str) -> None:
    kept, left = tmp_path / "kept", tmp_path / "kept" / name
    (left if name == ".backup-abc" else kept).mkdir(parents=True)
    (left / "archive.sqlite3" if left.is_dir() else left).write_bytes(b"half")
    with Store.open(tmp_path / "a") as store:
        backup(store, kept / "a.zip")
        assert left.exists()
        for each in (*left.rglob("*"), left):
            os.utime(each, (time.time() - 2 * 86400,) * 2)
        backup(store, kept / "a.zip")
    assert [one.name for one in kept.iterdir()] == ["a.zip"]


def test_a_restore_that_was_cut_short_is_begun_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a") as store:
        store.add_issue(parsed(), b"1")
        backup(store, tmp_path / "a.zip")
    (tmp_path / "b" / ".restore-abc").mkdir(parents=True)
    (tmp_path / "b" / ".restore-abc" / "archive.sqlite3").write_bytes(b"half")
    assert restore(tmp_path / "a.zip", tmp_path / "b").articles == 4
