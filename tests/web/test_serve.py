"""`xunzhang serve`, run as a person runs it."""

from __future__ import annotations

import gc
import json
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from search.application.archive import Archive
from web.serving.serve import warm


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(directory: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "web.main", "--archive", str(directory), "serve", "--port", str(port)]


def test_the_command_serves_the_archive(sample_archive_directory: Path) -> None:
    port = free_port()
    server = subprocess.Popen(command(sample_archive_directory, port), stderr=subprocess.DEVNULL)
    try:
        for _attempt in range(600):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                    health = json.load(answer)
                break
            except OSError:
                assert server.poll() is None, "the server stopped"
                time.sleep(0.1)
        assert health["status"] == "ok" and health["articles"] > 70
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_a_port_that_is_taken_is_named_with_the_remedy(sample_archive_directory: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = subprocess.run(
            command(sample_archive_directory, port), capture_output=True, text=True, check=False, timeout=120
        )
    assert done.returncode == 1
    assert str(port) in done.stderr and "--port" in done.stderr


def test_an_archive_that_cannot_answer_still_gets_its_server(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive", create=True) as archive:
        (tmp_path / "n.txt").write_text(
            "岚川通信\n\n一篇短文\n\n今天，天气很好，大家都很高兴。\n", encoding="utf-8"
        )
        archive.ingest([tmp_path / "n.txt"])
    (tmp_path / "archive" / "index" / "manifest.json").write_text("{}", encoding="utf-8")
    with Archive.open(tmp_path / "archive") as archive:
        warm(archive)
    gc.unfreeze()
