"""An archive put in the place of another while programs have it open: nothing acknowledged goes nowhere."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.store import DATABASE, BackupError, Store, backup, occupancy, open_shelf, restore
from tests.corpus.store_samples import article, parsed

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
    import sys
    from pathlib import Path
    from corpus.store import Store
    from tests.corpus.store_samples import article, parsed

    with Store.open(Path(sys.argv[1])) as store:
        for number in range(10**6):
            name = f"{number:06}"
            store.add_issue(parsed(article(0), source=name, publication=name), name.encode())
            print(name, flush=True)
"""

INGEST = """
    import sys
    from pathlib import Path
    from corpus.store import Store
    from tests.corpus.store_samples import article, parsed

    with Store.open(Path(sys.argv[1])) as store, store.occupied():
        print("begun", flush=True)
        sys.stdin.readline()
        store.add_issue(parsed(article(1), source="x", publication="x"), b"x")
    print("done", flush=True)
"""


def run(code: str, directory: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), str(directory)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def names(store: Store) -> set[str]:
    return {issue.source_file for issue in store.issues()}


def another(origin: Path, target: Path) -> None:
    """What somebody does who puts the file of another archive in place by hand, and does it right."""
    with occupancy.alone(target):
        for suffix in ("-wal", "-shm"):
            (target / f"{DATABASE}{suffix}").unlink(missing_ok=True)
        (origin / DATABASE).replace(target / DATABASE)


@pytest.mark.parametrize("way", ["restored", "another file"])
def test_what_a_writer_is_told_is_in_the_archive_that_is_there(tmp_path: Path, way: str) -> None:
    other, here = tmp_path / "other", tmp_path / "here"
    with Store.open(other) as store:
        store.add_issue(parsed(article(0), source="kept", publication="kept"), b"kept")
        backup(store, tmp_path / "a.zip")
    Store.open(here).close()
    writer = run(WRITER, here)
    assert writer.stdout is not None and writer.stdin is not None
    told = [writer.stdout.readline().strip() for _ in range(5)]
    if way == "restored":
        restore(tmp_path / "a.zip", here, force=True)
    else:
        another(other, here)
    before = len(told)
    told += [writer.stdout.readline().strip() for _ in range(200)]
    writer.kill()
    told += writer.stdout.read().split()
    for pipe in (writer.stdin, writer.stdout):
        pipe.close()
    writer.wait()
    with Store.open(here) as store, closing(sqlite3.connect(here / DATABASE)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = names(store)
        assert "kept" in found
        first = min((name for name in told if name in found), default="none")
        assert [name for name in told if name not in found] == told[: told.index(first)]  # no gap after it
        assert told[-1] in found and told[before - 1] not in found


def test_what_belongs_together_is_finished_first(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a") as store:
        backup(store, tmp_path / "a.zip")
    program = run(INGEST, tmp_path / "a")
    assert program.stdout is not None and program.stdin is not None
    assert program.stdout.readline() == "begun\n"
    with pytest.raises(StoreError, match=r"正被另一个程序写入.*another program is writing"):
        restore(tmp_path / "a.zip", tmp_path / "a", force=True, patience=lambda waited: waited < 0.2)
    waited: list[float] = []

    def patient(seconds: float) -> bool:
        if not waited:
            program.stdin.write("\n")  # type: ignore[union-attr]
            program.stdin.flush()  # type: ignore[union-attr]
        waited.append(seconds)
        return True

    restore(tmp_path / "a.zip", tmp_path / "a", force=True, patience=patient)
    assert waited and program.communicate()[0] == "done\n"
    with Store.open(tmp_path / "a") as store:
        assert names(store) == set()


def test_a_killed_writer_keeps_nobody_waiting(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a") as store:
        backup(store, tmp_path / "a.zip")
    program = run(INGEST, tmp_path / "a")
    assert program.stdout is not None and program.stdout.readline() == "begun\n"
    program.kill()
    program.communicate()
    restore(tmp_path / "a.zip", tmp_path / "a", force=True, patience=lambda waited: waited < 5)


def test_readers_go_on_with_what_is_there(tmp_path: Path) -> None:
    with Store.open(tmp_path / "one") as one, Store.open(tmp_path / "two") as two:
        one.add_issue(parsed(article(0), source="one"), b"1")
        two.add_issue(parsed(article(1), article(2), source="two"), b"2")
    store, shelf = Store.open(tmp_path / "one"), open_shelf(tmp_path / "one" / DATABASE)
    assert shelf is not None and shelf.count() == store.count() == 1
    with shelf.snapshot() as still:
        another(tmp_path / "two", tmp_path / "one")
        assert shelf.count() == store.count() == 2
        assert still.count() == 1  # who began with the old one ends with it
        assert names(store) == {"two"}
    (tmp_path / "one" / DATABASE).rename(tmp_path / "aside")
    for question in (shelf.count, store.count):
        with pytest.raises(StoreError, match=r"被移走了.*was taken away"):
            question()
    (tmp_path / "aside").rename(tmp_path / "one" / DATABASE)
    assert shelf.count() == store.count() == 2
    shelf.close()
    store.close()


@pytest.mark.parametrize(
    ("version", "says"),
    [("9999", "更新的版本"), ("zz'%s\n", "不是寻章的"), ("0000", "不是寻章的"), ("", "不是寻章的")],
)
def test_tables_of_another_version_are_refused_in_a_line(tmp_path: Path, version: str, says: str) -> None:
    Store.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / DATABASE)) as conn, conn:
        conn.execute("UPDATE alembic_version SET version_num = ?", (version,))
    with pytest.raises(StoreError, match=says) as caught:
        Store.open(tmp_path)
    assert "\n" not in str(caught.value) and " / " in str(caught.value)


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / DATABASE)) as conn, conn:
        conn.execute("CREATE TABLE moz_places (id INTEGER)")
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(StoreError, match="moz_places"):
        Store.open(tmp_path)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as conn:
        assert conn.execute("SELECT name FROM sqlite_master").fetchall() == [("moz_places",)]
    assert len(before) == (tmp_path / DATABASE).stat().st_size


def test_tables_that_changed_under_a_running_program_are_named(tmp_path: Path) -> None:
    """A newer release brought the archive up to date while this one had it open: nothing is written."""
    with Store.open(tmp_path) as store:
        store.add_issue(parsed(), b"1")
        with closing(sqlite3.connect(tmp_path / DATABASE)) as conn, conn:
            conn.execute("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(StoreError, match="更新的版本"):
            store.add_issue(parsed(article(7), source="new", month=9), b"2")
        assert names(store) == {"简报.txt"}


def test_a_damaged_database_gives_way(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a") as store:
        store.add_issue(parsed(), b"1")
        backup(store, tmp_path / "a.zip")
    data = bytearray((tmp_path / "a" / DATABASE).read_bytes())
    data[:100] = os.urandom(100)
    (tmp_path / "a" / DATABASE).write_bytes(data)
    with pytest.raises(BackupError):
        restore(tmp_path / "a.zip", tmp_path / "a")
    restore(tmp_path / "a.zip", tmp_path / "a", force=True)
    with Store.open(tmp_path / "a") as store:
        assert store.count() == 4
