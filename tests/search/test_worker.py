"""Jobs done by real worker processes; writers of the index queue instead of failing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.children import command
from corpus.desk import LOCAL_ADMIN, Accounts, Claims, Issues, Job, Jobs
from corpus.desk import work as go
from corpus.errors import ArchiveError
from corpus.intake.report import IngestStopped
from index.whoosh_format.storage import write_lock
from search.application import bringing
from search.application.archive import Archive
from search.application.bringing import INBOX, INDEX, INGEST, REINDEX
from search.application.jobs import order_index
from search.application.worker import Workers
from search.application.worker import work as keep_working
from search.commands import group
from search.model import SearchRequest
from web.loopback import is_loopback
from web.main import TABLE
from web.serving.commands import guarded

STORY = "渡口停航通知\n\n　　因水位上涨，南川渡口自今日起停航三天，请绕行云岭大桥。（林见山）\n"
WAIT = 60.0


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as archive:
        yield archive


def uploaded(archive: Archive, name: str, **files: str) -> Job:
    folder = archive.directory / INBOX / name
    folder.mkdir(parents=True)
    for stem, text in files.items():
        (folder / f"{stem}.txt").write_text(text, encoding="utf-8")
    return Jobs(archive.store.database).enqueue(INGEST, {"folder": name}, LOCAL_ADMIN)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def over(archive: Archive, job: Job) -> Job:
    jobs = Jobs(archive.store.database)
    until(lambda: jobs.job(job.id).over)
    return jobs.job(job.id)


def total(archive: Archive) -> int:
    return archive.search(SearchRequest(q="渡口")).total


def test_what_was_uploaded_is_taken_in_by_a_worker_and_found(archive: Archive) -> None:
    job = uploaded(archive, "first", 渡口=STORY)
    with Workers(archive.directory):
        done = over(archive, job)
    assert done.state == "done" and done.result["added"] == ["渡口.txt"], done.error
    assert total(archive) == 1
    assert not (archive.directory / INBOX / "first").exists()
    again = uploaded(archive, "second", 渡口=STORY)
    outcome = CliRunner().invoke(group(TABLE), ["--archive", str(archive.directory), "work", "--once"])
    assert outcome.exit_code == 0 and "1" in outcome.output
    assert Jobs(archive.store.database).job(again.id).result["unchanged"] == ["渡口.txt"]


def test_an_upload_survives_the_death_of_its_workers(archive: Archive) -> None:
    stories = {f"n{number}": STORY.replace("三天", f"{number}小时") for number in range(40)}
    job = uploaded(archive, "many", **stories)
    jobs = Jobs(archive.store.database)
    line = [*command("search.application.worker:main"), str(archive.directory)]
    killed = 0
    for delay in (0.3, 0.6, 0.2):
        if jobs.job(job.id).over:
            break
        with archive.store.database.write(alone=False) as conn:  # as if the lease of the dead one had run out
            conn.exec_driver_sql("UPDATE job SET lease = 0 WHERE state = 'running'")
        child = subprocess.Popen(line, stdin=subprocess.PIPE)
        until(lambda: jobs.job(job.id).state != "queued")
        time.sleep(delay)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert child.stdin is not None
        child.stdin.close()
        killed += 1
    if not jobs.job(job.id).over:
        with archive.store.database.write(alone=False) as conn:
            conn.exec_driver_sql("UPDATE job SET lease = 0, attempts = 1 WHERE state = 'running'")
        with Workers(archive.directory):
            assert over(archive, job).state == "done"
    assert killed and archive.store.count() == len(stories)
    archive.repair()
    assert total(archive) == len(stories) and archive.check().sound


def test_an_upload_whose_server_died_is_taken_in_without_a_restart(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server was killed between keeping the files and ordering the job; the worker goes on."""
    monkeypatch.setattr(bringing, "GRACE", 0.3)
    stopped = threading.Event()
    with Archive.open(archive.directory) as other:
        worker = threading.Thread(target=keep_working, args=(other, stopped))
        worker.start()
        try:
            time.sleep(0.1)  # the worker has looked once
            folder = archive.directory / INBOX / "orphan"
            folder.mkdir(parents=True)
            (folder / "渡口.txt").write_text(STORY, encoding="utf-8")
            until(lambda: not folder.exists() and not Jobs(archive.store.database).jobs(states=("running",)))
        finally:
            stopped.set()
            worker.join()
    assert Issues(archive.store).counts()["draft"] == 1
    (job,) = Jobs(archive.store.database).jobs(kinds=(INGEST,))
    assert job.state == "done" and job.result["added"] == ["渡口.txt"]


def test_a_worker_ends_with_its_server_and_one_that_dies_is_replaced(archive: Archive) -> None:
    def children() -> list[int]:
        found = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True, check=False)
        return [int(pid) for pid in found.stdout.split() if "search.application.worker" in called(pid)]

    def called(pid: str) -> str:
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
        except FileNotFoundError:  # it ended meanwhile
            return ""

    if not sys.platform.startswith("linux"):
        pytest.skip("looks processes up in /proc")
    with Workers(archive.directory):
        until(lambda: len(children()) == 1)
        (first,) = children()
        os.kill(first, signal.SIGKILL)
        until(lambda: children() not in ([], [first]))
        assert over(archive, Jobs(archive.store.database).enqueue(REINDEX, {}, LOCAL_ADMIN)).state == "done"
    assert not children()


def test_writers_queue_and_reading_needs_no_lock(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "渡口.txt").write_text(STORY, encoding="utf-8")
    archive.ingest([tmp_path / "渡口.txt"])
    waited: list[float] = []
    with write_lock(archive.directory / "index"):
        with Archive.open(archive.directory, create=True) as other:
            assert total(other) == 1
        (tmp_path / "又.txt").write_text(STORY.replace("三天", "五天"), encoding="utf-8")
        with pytest.raises(IngestStopped, match="索引"):
            archive.ingest([tmp_path / "又.txt"], patience=lambda seconds: seconds < 0.2)
        assert archive.store.count() == 2  # what was kept is kept
        writer = threading.Thread(target=lambda: archive.repair(patience=lambda s: not waited.append(s)))
        writer.start()
        until(lambda: len(waited) > 2)
        assert total(archive) == 1
    writer.join()
    assert total(archive) == 2


def test_a_job_that_indexes_can_be_called_off_while_it_waits(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "渡口.txt").write_text(STORY, encoding="utf-8")
    jobs = Jobs(archive.store.database)
    (archive.directory / "index").mkdir()
    with write_lock(archive.directory / "index"), Workers(archive.directory):
        with pytest.raises(IngestStopped, match="索引"):
            archive.ingest([tmp_path / "渡口.txt"], patience=lambda _: False)
        job = jobs.enqueue(INDEX, {}, LOCAL_ADMIN)
        until(lambda: jobs.job(job.id).state == "running")
        jobs.cancel(job.id, LOCAL_ADMIN)
        assert over(archive, job).state == "cancelled"


def test_an_inbox_that_leads_elsewhere_is_refused(archive: Archive) -> None:
    jobs = Jobs(archive.store.database)
    (archive.directory / "kept").mkdir()
    job = jobs.enqueue(INGEST, {"folder": "../kept"}, LOCAL_ADMIN)
    CliRunner().invoke(group(TABLE), ["--archive", str(archive.directory), "work", "--once"])
    assert jobs.job(job.id).state == "failed" and (archive.directory / "kept").is_dir()


def test_only_a_machine_with_an_administrator_listens_to_others(archive: Archive) -> None:
    assert all(map(is_loopback, ("127.0.0.1", "::1", "localhost", "127.8.9.1")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "10.0.0.8", "archive.lan")))
    guarded(archive, "127.0.0.1")
    with pytest.raises(ArchiveError, match="accounts add") as refused:
        guarded(archive, "0.0.0.0")
    assert f"--archive {archive.directory} accounts add" in str(refused.value)
    line = ["--archive", str(archive.directory), "accounts"]
    typed = "云岭湖边那座很旧的码头\n云岭湖边那座很旧的码头\n"
    made = CliRunner().invoke(group(TABLE), [*line, "add", "lin", "--role", "administrator"], input=typed)
    assert made.exit_code == 0, made.output
    guarded(archive, "0.0.0.0")
    assert "lin" in CliRunner().invoke(group(TABLE), [*line, "list"]).output
    account = Accounts(archive.store.database).sign_in("lin", "云岭湖边那座很旧的码头")
    assert account.role == "administrator"
    refused = CliRunner().invoke(group(TABLE), [*line, "close", "lin"])
    assert refused.exit_code == 1  # an administrator is always left
    CliRunner().invoke(group(TABLE), [*line, "add", "zhao"], input=typed)
    assert CliRunner().invoke(group(TABLE), [*line, "role", "zhao", "editor"]).exit_code == 0
    assert CliRunner().invoke(group(TABLE), [*line, "close", "zhao"]).exit_code == 0
    assert CliRunner().invoke(group(TABLE), [*line, "close", "zhao", "--reopen"]).exit_code == 0
    assert CliRunner().invoke(group(TABLE), [*line, "password", "nobody"], input=typed).exit_code == 1


def test_a_job_that_was_ordered_wakes_its_worker(archive: Archive) -> None:
    """With a pause of a minute nothing but being woken can make it quick."""
    stopped, woken = threading.Event(), threading.Event()
    claims, seen = Claims(Jobs(archive.store.database)), threading.Event()
    order_index(archive, LOCAL_ADMIN)
    order_index(archive, LOCAL_ADMIN)
    assert len(claims.jobs.jobs(kinds=(INDEX,))) == 1, "one that waits finds both changes"
    worker = threading.Thread(
        target=lambda: go(claims, {INDEX: lambda _: seen.set()}, "w", stopped, pause=60.0, woken=woken)
    )
    worker.start()
    assert seen.wait(WAIT)
    seen.clear()
    order_index(archive, LOCAL_ADMIN)
    woken.set()
    assert seen.wait(WAIT / 2)
    stopped.set()
    woken.set()
    worker.join(WAIT / 2)
    assert not worker.is_alive()
