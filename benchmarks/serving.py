"""`python -m benchmarks.serving ARCHIVE`: what a reader waits while others are rude; pages a second.

The server runs as `xunzhang serve` does.  A reader asks one page after another; beside it
50 exports of everything, or 130 connections that send a byte a second, or a crowd of readers.  Times are
milliseconds of whole answers over fresh connections.
"""

from __future__ import annotations

import argparse
import http.client
import random
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WORDS = (
    "会议",
    "企业",
    "发展",
    "工作",
    "通信",
    "人员",
    "建设",
    "服务",
    "项目",
    "技术",
    "报道",
    "学会",
    "网络",
    "农村",
)
SECONDS = 15.0


def get(port: int, path: str) -> tuple[int, float]:
    """(status, milliseconds) of one answer read to its end."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status, (time.perf_counter() - began) * 1000
    finally:
        connection.close()


def page(chance: random.Random) -> str:
    """A page of results nobody asked for just now: two words, with facets and passages."""
    return (
        "/search?q=" + urllib.parse.quote(" ".join(chance.sample(WORDS, 2))) + f"&page={chance.randint(1, 3)}"
    )


def reading(port: int, seconds: float, readers: int = 1) -> str:
    """Read for so long; a line of figures."""
    took: list[float] = []
    failed: list[object] = []
    end = time.monotonic() + seconds

    def read(seed: int) -> None:
        chance = random.Random(seed)
        while time.monotonic() < end:
            try:
                status, milliseconds = get(port, page(chance))
            except OSError as error:
                failed.append(error)
                continue
            took.append(milliseconds)
            if status != 200:
                failed.append(status)

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(readers)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    took.sort()
    middle, late, last = (took[min(len(took) - 1, int(len(took) * part))] for part in (0.5, 0.95, 0.99))
    rate = len(took) / seconds
    return f"{rate:7.1f}/s  p50 {middle:6.0f}  p95 {late:6.0f}  p99 {last:6.0f}  failed {len(failed)}"


@contextmanager
def served(archive: Path, processes: int) -> Iterator[int]:
    """The port of a server of its own over the archive."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = archive / "config.toml"
    before = settings.read_bytes() if settings.is_file() else None
    settings.write_text(f"[serve]\nprocesses = {processes}\n", encoding="utf-8")
    command = [sys.executable, "-m", "web.main", "--archive", str(archive), "serve", "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            with suppress(OSError):
                if get(port, "/readyz")[0] == 200:
                    break
            time.sleep(0.2)
        for seed in range(8):
            get(port, page(random.Random(seed)))
        yield port
    finally:
        server.terminate()
        server.wait(60)
        settings.unlink() if before is None else settings.write_bytes(before)


@contextmanager
def exporting(port: int) -> Iterator[None]:
    """50 at a time who each want everything, again and again."""
    done = threading.Event()

    def export() -> None:
        while not done.is_set():
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)) as one:
                one.sendall(b"GET /export?format=xlsx HTTP/1.1\r\nHost: localhost\r\n\r\n")
                one.settimeout(0.5)
                while not done.is_set():
                    with suppress(TimeoutError):
                        if not one.recv(2**16):
                            break
            done.wait(0.5)

    threads = [threading.Thread(target=export, daemon=True) for _ in range(50)]
    for each in threads:
        each.start()
    yield
    done.set()


@contextmanager
def dribbling(port: int) -> Iterator[None]:
    """130 connections that send a byte a second, and begin anew when they are hung up on."""
    done = threading.Event()

    def dribble() -> None:
        while not done.is_set():
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)) as one:
                one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ")
                while not done.wait(1.0):
                    one.sendall(b"a")

    threads = [threading.Thread(target=dribble, daemon=True) for _ in range(130)]
    for each in threads:
        each.start()
    time.sleep(1)
    yield
    done.set()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("archive", type=Path)
    asked.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    asked.add_argument("--seconds", type=float, default=SECONDS)
    given = asked.parse_args()
    beside: dict[str, Callable[[int], object]] = {"130 dribbling": dribbling, "50 exports": exporting}
    for processes in given.processes:
        with served(given.archive, processes) as port:
            print(f"{processes} processes, a reader alone   {reading(port, given.seconds)}", flush=True)
            print(f"{processes} processes, 16 readers       {reading(port, given.seconds, 16)}", flush=True)
            for name, rude in beside.items():
                with rude(port):  # type: ignore[attr-defined]
                    line = reading(port, given.seconds)
                print(f"{processes} processes, {name:17} {line}", flush=True)


if __name__ == "__main__":
    main()
