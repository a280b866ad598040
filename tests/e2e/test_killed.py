"""`serve` and its worker killed at any moment of what an office does: nothing is lost, nothing is doubled.

A program works at the desk by the API, as a careful one does: it sends again what was not answered, under the
same key, and looks where it is told that somebody was faster.  `XUNZHANG_KILLS` says how often it is
disturbed.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from corpus.desk import LOCAL_ADMIN, RIGHTS, Accounts, Correcting, Issues, Jobs, Tokens
from corpus.store.writing import IssueState
from search.application.archive import Archive
from search.application.bringing import INBOX, REINDEX
from search.application.naming import names_of
from search.model import SearchRequest
from tests.web.test_serve import command, free_port

KILLS = int(os.environ.get("XUNZHANG_KILLS", "5"))
DEEDS = ("ingest", "publish", "correct", "merge", "reindex")
VICTIMS = ("web", "worker", "both")
WAIT = 90.0
LONG_AGO = 2 * 86400.0

PAPER = """{place}月报
2041年第5期

【要闻】
{place}镇修好旧水车
5月6日，{place}供水站会同{place}供水有限公司把停了多年的旧水车修好，村民又用它磨面，孩子们都来看热闹。
（苏映）
{place}小学添了图书
5月9日，{place}小学添了三百册图书，家长代表和学生一起布置了新的阅览室，并选出管理员。
（何望山）
"""


class Unanswered(Exception):
    """The server ended before it said anything."""


class Office:
    """The archive, its server, and what the program at the desk was told is done."""

    def __init__(self, archive: Archive, token: str, chance: random.Random) -> None:
        self.archive, self.token, self.chance = archive, token, chance
        self.server: subprocess.Popen[bytes] | None = None
        self.base = ""
        self.drafts: dict[str, str] = {}
        self.published: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.merged: list[str] = []
        self.midway: Counter[str] = Counter()

    # -- processes ---------------------------------------------------------------------------------

    def open(self) -> None:
        """A server that answers and a worker beside it."""
        if self.server is None or self.server.poll() is not None:
            port = free_port()
            self.base = f"http://127.0.0.1:{port}"
            self.server = subprocess.Popen(
                command(self.archive.directory, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        until(self._answers)
        until(lambda: bool(self.workers()))

    def _answers(self) -> bool:
        assert self.server is not None and self.server.poll() is None, "the server stopped by itself"
        try:
            with urllib.request.urlopen(f"{self.base}/healthz", timeout=5) as answer:
                return bool(json.load(answer)["status"] == "ok")
        except OSError:
            return False

    def workers(self) -> list[int]:
        assert self.server is not None
        found = []
        for task in Path(f"/proc/{self.server.pid}/task").glob("*/children"):
            with suppress(OSError):  # a thread that just ended
                found += [int(pid) for pid in task.read_text().split()]
        return [pid for pid in found if b"application.worker" in called(pid)]

    def close(self) -> None:
        """As Ctrl+C does, so that the next worker is started at once."""
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            self.server.wait(timeout=60)

    def kill(self, victim: str) -> None:
        assert self.server is not None
        workers = self.workers()
        if victim != "worker":
            self.server.kill()
        if victim != "web":
            for pid in workers:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        if victim != "worker":
            self.server.wait()
        self._let_time_pass(victim)

    def _let_time_pass(self, victim: str) -> None:
        """As if the minute of a request that died and the lease of a worker that died had run out."""
        with self.archive.store.database.write(alone=False) as conn:
            if victim != "worker":
                conn.exec_driver_sql("UPDATE api_answer SET at = at - 61 WHERE status IS NULL")
            if victim != "web":
                conn.exec_driver_sql("UPDATE job SET lease = 0 WHERE state = 'running'")

    # -- the program at the desk -------------------------------------------------------------------

    def ask(self, path: str, body: object = None, key: str = "", kind: str = "application/json") -> Any:
        """(status, JSON).  Raises Unanswered."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        if key:
            headers["Idempotency-Key"] = urllib.parse.quote(key)
        asked = urllib.request.Request(f"{self.base}/api/v1{urllib.parse.quote(path)}", data, headers)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)
        except (OSError, HTTPException, json.JSONDecodeError) as error:
            raise Unanswered from error

    def disturbed(self, deed: str, send: Callable[[], Any], victim: str) -> Any:
        """Send, be killed meanwhile, send again until there is an answer."""
        answers: list[Any] = []

        def once() -> None:
            with suppress(Unanswered):
                answers.append(send())

        sender = threading.Thread(target=once)
        sender.start()
        self._wait_for_the_moment()
        jobs = Jobs(self.archive.store.database)
        if not answers:
            self.midway[f"{deed}: unanswered"] += 1
        elif any(not one.over for one in jobs.jobs(limit=20)):
            self.midway[f"{deed}: job at work"] += 1
        self.kill(victim)
        sender.join()
        self.open()
        if not answers:
            answers.append(send())
        self.settle()
        return answers[0]

    def _wait_for_the_moment(self) -> None:
        """Any time at all, or just after one of the commits: the deed is done and nobody was told."""
        if self.chance.random() < 0.4:
            time.sleep(self.chance.uniform(0, 1.2))
            return
        wanted, deadline = self.chance.randint(1, 5), time.monotonic() + 1.5
        with closing(sqlite3.connect(self.archive.directory / "archive.sqlite3")) as watch:

            def seen() -> int:
                return int(watch.execute("PRAGMA data_version").fetchone()[0])

            last = seen()
            while wanted and time.monotonic() < deadline:
                if (new := seen()) != last:
                    last, wanted = new, wanted - 1

    def settle(self) -> None:
        jobs = Jobs(self.archive.store.database)
        until(lambda: all(one.over for one in jobs.jobs(limit=500)))
        assert [(one.kind, one.error) for one in jobs.jobs(limit=500) if one.state != "done"] == []

    def ingest(self, name: str, victim: str) -> None:
        file = FileStorage(io.BytesIO(PAPER.format(place=name).encode()), f"{name}.txt")
        stream, _length, boundary = stream_encode_multipart({"files": file})
        sent, kind = stream.read(), f"multipart/form-data; boundary={boundary}"
        self.disturbed("ingest", lambda: self.ask("/drafts", sent, f"in-{name}", kind), victim)
        drafts = self.shelf("draft")
        (self.drafts[name],) = [id_ for id_, source in drafts.items() if source.endswith(f"{name}.txt")]

    def publish(self, name: str, victim: str) -> None:
        draft = self.drafts.pop(name)
        path = f"/drafts/{draft}/publish"
        status, said = self.disturbed("publish", lambda: self.ask(path, {}, f"out-{name}"), victim)
        assert status == 200 or (status == 422 and draft in self.shelf("published")), said
        self.published[name] = draft

    def correct(self, name: str, victim: str) -> None:
        article = self.archive.store.whole.issue_articles(self.published[name])[0].id
        _, now = self.ask(f"/articles/{article}/correctable")
        title = f"{name}旧水车修成记"
        body = {"version": now["version"], "changes": {"title": title}, "reason": "原稿如此"}
        path = f"/articles/{article}/corrections"
        status, said = self.disturbed("correct", lambda: self.ask(path, body, f"fix-{name}"), victim)
        assert status == 200 or (status == 409 and said["theirs"]["fields"]["title"] == title), said
        self.titles[article] = title

    def merge(self, name: str, victim: str) -> None:
        gone, kept = f"{name}供水站", f"{name}供水有限公司"
        edits = [{"action": "add", "name": kept}, {"action": "add", "name": gone}]
        edits.append({"action": "merge", "name": gone, "value": kept})
        sent = {"edits": edits}
        status, said = self.disturbed(
            "merge", lambda: self.ask("/names/changes", sent, f"one-{name}"), victim
        )
        assert status == 200, said
        self.merged.append(name)

    def reindex(self, name: str, victim: str) -> None:
        jobs = Jobs(self.archive.store.database)
        self.disturbed("reindex", lambda: jobs.enqueue(REINDEX, {}, LOCAL_ADMIN, f"anew-{name}"), victim)

    def shelf(self, state: IssueState) -> dict[str, str]:
        """The files of the issues in this state, by id."""
        found = Issues(self.archive.store).issues(state, limit=500)
        return {one.issue.id: one.issue.source_file for one in found}

    # -- nothing lost, nothing doubled -------------------------------------------------------------

    def count(self) -> None:
        """Everything that was said to be done is there, once; what was not is not."""
        store = self.archive.store
        assert sorted(self.shelf("draft")) == sorted(self.drafts.values())
        assert sorted(self.shelf("published")) == sorted(self.published.values())
        for issue in (*self.drafts.values(), *self.published.values()):
            assert len(store.whole.issue_articles(issue)) == 2
        for article, title in self.titles.items():
            assert [one.new for one in Correcting(store).history(article)] == [title]
            found = self.archive.search(SearchRequest(q=f"title:{title}", facets=()))
            assert [hit.article.id for hit in found.hits if hit.article.title == title] == [article]
        assert self.archive.search(SearchRequest(facets=())).total == 2 * len(self.published)
        made = Counter((one.action, one.name) for one in names_of(self.archive).history())
        assert set(made.values()) <= {1} and len(made) == 3 * len(self.merged), made
        for name in self.merged:
            kept = SearchRequest(q=f"org:{name}供水有限公司", facets=())
            assert self.archive.search(kept).total == 1


def called(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it ended meanwhile
        return b""


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Archive.open(tmp_path / "archive", create=True) as archive:
        database = archive.store.database
        owner = Accounts(database).first_administrator("guan", "渡口的老槐树今年开花")
        token, _ = Tokens(database).issue(owner.id, "试", list(RIGHTS), owner.person, 1)
        office = Office(archive, token, random.Random(KILLS))
        yield office
        if office.server is not None:
            office.server.kill()
            office.server.wait()


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks processes up in /proc")
def test_nothing_is_lost_or_doubled_whoever_is_killed(office: Office) -> None:
    places = [stem + branch for stem in "松柏桐槐榆桂梧" for branch in "溪岭湾坪"]
    for number in range(KILLS):
        office.open()
        name = places[number // len(DEEDS)]
        victim = office.chance.choice(VICTIMS)
        getattr(office, DEEDS[number % len(DEEDS)])(name, victim)
        office.count()
        if victim == "worker":
            office.close()
    for folder in (office.archive.directory / INBOX).glob("*"):  # uploads whose request died: two days later
        os.utime(folder, (time.time() - LONG_AGO,) * 2)
    office.close()
    office.open()
    until(lambda: not list((office.archive.directory / INBOX).glob("*")))
    office.settle()
    office.count()
    assert office.archive.check().sound
    print(dict(office.midway))
    assert office.midway, "nothing was disturbed"
