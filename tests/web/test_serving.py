"""Serving as a person runs it: rude clients keep nobody waiting, processes come and go unnoticed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from flask import Flask

from search.application.archive import Archive
from tests.web.test_serve import command, free_port
from web.serving import bounded
from web.serving.app import create_app
from web.serving.bounded import LONG, WAITING, Stopping, serve_socket
from web.serving.manners import LONG as LONG_WORK
from web.serving.manners import Manners
from web.serving.processes import how_many, listening

unix = pytest.mark.skipif(sys.platform == "win32", reason="only Unix can hand a socket to another process")


def until(there: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@contextmanager
def serving(app: Flask) -> Iterator[int]:
    """The port of a server over the application, in a thread of this process."""
    stopping = Stopping()
    with listening("127.0.0.1", 0) as shared:
        thread = threading.Thread(target=serve_socket, args=(app, Manners(app), shared, stopping))
        thread.start()
        try:
            yield shared.getsockname()[1]
        finally:
            stopping.set()
            thread.join(timeout=40)
        assert not thread.is_alive()


def get(port: int, path: str, timeout: float = 30.0) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=timeout) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def connected(port: int, sent: bytes) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=30)
    made.sendall(sent)
    return made


def closed(connection: socket.socket) -> bool:
    """Whether the other side has hung up."""
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: "
BODY = b"POST /batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nnames="


def test_slow_clients_keep_nobody_waiting_and_are_hung_up_on(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "HEADERS", 3.0)
    monkeypatch.setattr(bounded, "BODY", 3.0)
    with serving(create_app(archive, LOCAL=True)) as port:
        assert get(port, "/search?q=5G")[0] == 200
        slow = [connected(port, (HEAD, BODY)[number % 2]) for number in range(200)]
        until_closed, took = time.monotonic() + 15, []
        while not all(map(closed, slow)):
            assert time.monotonic() < until_closed
            for one in slow:
                with suppress(OSError):  # hung up on already
                    one.send(b"a")  # it never stops, and never gets anywhere
            began = time.monotonic()
            assert get(port, "/search?q=5G")[0] == 200
            took.append(time.monotonic() - began)
        assert sorted(took)[len(took) // 2] < 1.0
        for one in slow:
            one.close()


def test_when_there_are_too_many_the_one_that_waited_longest_goes(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "most_connections", lambda: 50)
    with serving(create_app(archive, LOCAL=True)) as port:
        slow = [connected(port, HEAD) for _ in range(120)]
        assert get(port, "/syntax")[0] == 200
        assert all(map(closed, slow[:50])) and not any(map(closed, slow[-20:]))
        for one in slow:
            one.close()


@pytest.mark.parametrize("path", ["/search", "/batch", "/desk/bring-in", "/no/such/page", "/api/v1/search"])
def test_a_body_that_is_too_large_is_refused_before_it_comes(archive: Archive, path: str) -> None:
    """800 MB: by name nobody signed in, so that not even an upload may be that large."""
    with serving(create_app(archive, LOCAL=False)) as port:
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {800 * 2**20}\r\n\r\n"
        one = connected(port, head.encode())
        answer = one.recv(4096).decode()
        assert answer.startswith("HTTP/1.1 413") and "请分几次" in answer and "in parts" in answer
        until(lambda: closed(one))
        one.close()
        chunked = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        one, sent = connected(port, chunked.encode()), 0
        with suppress(OSError):
            while sent < 64 * 2**20 and not closed(one):
                one.setblocking(True)
                one.sendall(b"100000\r\n" + b"a" * 2**20 + b"\r\n")
                sent += 2**20
        assert sent < 16 * 2**20
        one.close()


def test_an_upload_of_somebody_who_may_is_taken(archive: Archive) -> None:
    with serving(create_app(archive, LOCAL=True)) as port:
        size = 8 * 2**20  # more than a form may have
        head = f"POST /desk/bring-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n"
        one = connected(port, head.encode())
        one.sendall(b"a" * size)
        assert not one.recv(64).startswith(b"HTTP/1.1 413")
        one.close()


def test_long_work_has_its_own_threads_and_a_bound(archive: Archive) -> None:
    app, go, running = create_app(archive, LOCAL=True), threading.Event(), []

    def slow() -> str:
        running.append(1)
        go.wait(60)
        return "done"

    app.view_functions["exports.whole"] = slow
    with serving(app) as port:
        answers: list[int] = []

        def ask() -> None:
            answers.append(get(port, "/export?q=5G", 90)[0])

        asking = [threading.Thread(target=ask) for _ in range(50)]
        for each in asking:
            each.start()
        until(lambda: len(answers) == 50 - LONG - WAITING)
        assert set(answers) == {503} and len(running) == LONG
        began = time.monotonic()
        assert all(get(port, "/search?q=5G")[0] == 200 for _ in range(10))
        assert time.monotonic() - began < 5
        go.set()
        for each in asking:
            each.join()
        assert answers.count(200) == LONG + WAITING


def test_what_is_called_long_work_is_there(app: Flask) -> None:
    assert set(app.view_functions) >= LONG_WORK
    manners = Manners(app)
    assert manners.is_long("GET", "/export") and not manners.is_long("GET", "/search")
    assert not manners.is_long("GET", "/\xff%") and not manners.is_long("BREW", "/export")


def test_who_hangs_up_is_not_worked_for(archive: Archive) -> None:
    app = create_app(archive, LOCAL=True)
    body = ("names=" + "%0A".join(f"5G {n}" for n in range(2000))).encode()
    head = (
        f"POST /batch/table HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        "Origin: http://localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    ended: list[float] = []
    table = app.view_functions["batch.table"]

    def watched() -> object:
        try:
            return table()
        finally:
            ended.append(time.monotonic())

    app.view_functions["batch.table"] = watched
    with serving(app) as port:
        one = connected(port, head.encode() + body)
        time.sleep(0.3)
        one.close()
        left = time.monotonic()
        until(lambda: bool(ended), 20)
        assert ended[0] - left < 3


# -- several processes -----------------------------------------------------------------------------


def children(pid: int, called: bytes) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(each) for each in task.read_text().split()]
    return [each for each in found if called in _called(each)]


def _called(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@contextmanager
def office(directory: Path, processes: int) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    (directory / "config.toml").write_text(f"[serve]\nprocesses = {processes}\n", encoding="utf-8")
    port = free_port()
    server = subprocess.Popen(command(directory, port), stderr=subprocess.DEVNULL)

    def up() -> bool:
        assert server.poll() is None, "the server stopped"
        with suppress(OSError):
            return get(port, "/healthz")[0] == 200
        return False

    try:
        until(up)
        until(lambda: len(children(server.pid, b"serving.child")) == processes)
        yield server, port
    finally:
        if server.poll() is None:
            server.terminate()
        server.wait(timeout=60)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "n.txt").write_text("南川通航\n\n　　渡口今日通航，往来方便。（林见山）\n", encoding="utf-8")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest([tmp_path / "n.txt"])
    return tmp_path / "archive"


@pytest.mark.slow
@unix
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="children are found in /proc")
def test_processes_are_renewed_and_stopped_without_a_failed_answer(small: Path) -> None:
    with office(small, 2) as (server, port):
        assert len(children(server.pid, b"application.worker")) == 1  # however many serve
        before, answers, done = set(children(server.pid, b"serving.child")), [], threading.Event()

        def read() -> None:
            while not done.is_set():
                try:
                    answers.append(get(port, "/api/v1/search?q=%E6%B8%A1%E5%8F%A3")[0])
                except OSError as error:
                    answers.append(error)

        readers = [threading.Thread(target=read) for _ in range(4)]
        for each in readers:
            each.start()
        server.send_signal(signal.SIGHUP)
        until(lambda: not before & set(children(server.pid, b"serving.child")), 90)
        victim = children(server.pid, b"serving.child")[0]
        served = len(answers)
        done.set()
        for each in readers:
            each.join()
        assert set(answers) == {200} and served > 20
        os.kill(victim, signal.SIGKILL)  # what dies is started again
        until(lambda: len(set(children(server.pid, b"serving.child")) - {victim}) == 2)
        assert get(port, "/healthz")[0] == 200
        answer: list[tuple[int, bytes]] = []
        asked = connected(port, b"GET /search?q=%E6%B8%A1%E5%8F%A3 HTTP/1.1\r\nHost: localhost\r\n")
        stopping = threading.Thread(target=server.terminate)
        time.sleep(0.2)
        stopping.start()
        time.sleep(0.3)
        asked.sendall(b"\r\n")  # begun before the order to stop, finished after it
        with asked.makefile("rb") as answered:
            answer.append((int(answered.readline().split()[1]), answered.read()))
        asked.close()
        assert answer[0][0] == 200 and "南川通航" in answer[0][1].decode()
        assert server.wait(timeout=60) == 0
    with pytest.raises(OSError):
        get(port, "/healthz")


@pytest.mark.slow
@unix
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="children are found in /proc")
def test_processes_end_with_their_parent(small: Path) -> None:
    with office(small, 2) as (server, port):
        left = children(server.pid, b"serving.child") + children(server.pid, b"application.worker")
        server.kill()
        server.wait()
        until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() and _called(pid) for pid in left))
        with pytest.raises(OSError):
            get(port, "/healthz", 2)


@pytest.mark.slow
@unix
def test_a_change_made_in_one_process_shows_in_all(small: Path, tmp_path: Path) -> None:
    with office(small, 2) as (_, port):
        with Archive.open(small) as archive:
            (tmp_path / "m.txt").write_text("云岭修桥\n\n　　大桥今日动工。（林见山）\n", encoding="utf-8")
            archive.ingest([tmp_path / "m.txt"])
        answers = [get(port, "/api/v1/search?q=%E5%A4%A7%E6%A1%A5&soft=0")[1] for _ in range(20)]
        assert {json.loads(answer)["total"] for answer in answers} == {1}


@pytest.mark.slow
@unix
def test_one_process_alone_outlives_a_reload_and_finishes_what_it_answers(small: Path) -> None:
    (small / "config.toml").write_text("[serve]\nprocesses = 1\n", encoding="utf-8")
    port = free_port()
    server = subprocess.Popen(command(small, port), stderr=subprocess.DEVNULL)

    def up() -> bool:
        with suppress(OSError):
            return get(port, "/healthz")[0] == 200
        return False

    until(up)
    server.send_signal(signal.SIGHUP)
    assert get(port, "/healthz")[0] == 200 and server.poll() is None
    server.terminate()
    assert server.wait(timeout=60) == 0


def test_how_many_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert how_many(3) == (1 if sys.platform == "win32" else 3)
    assert 1 <= how_many(0) <= 4
