"""What is reduced to one line for a person leaves its traceback in the log; what was asked does not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus import logs
from corpus.settings import LogSettings
from corpus.splitting import splitter
from search.application.archive import Archive
from search.commands import group
from search.model import SearchRequest
from web.main import TABLE
from web.serving.app import create_app

SECRET = "某厂偷排污水"


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    logs.silence()


def written(directory: Path) -> str:
    return (directory / "log" / "xunzhang.log").read_text(encoding="utf-8")


def test_a_defect_in_the_program_is_one_line_with_its_traceback_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(splitter, "_issue", broken)
    (tmp_path / "one.txt").write_text("工会换届\n\n　　工会昨日换届，选出新一届委员会。\n", encoding="utf-8")
    done = CliRunner().invoke(
        group(TABLE), ["--archive", str(tmp_path / "a"), "ingest", str(tmp_path / "one.txt"), "-q"]
    )
    assert done.exit_code == 3 and "ZeroDivisionError" in done.output and "Traceback" not in done.output
    log = written(tmp_path / "a")
    assert "Traceback" in log and "in broken" in log and "one.txt" in log


@pytest.mark.parametrize("allowed", [False, True])
def test_what_was_asked_is_logged_only_where_the_settings_say_so(
    archive: Archive, tmp_path: Path, allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = LogSettings(level="debug", queries=allowed)
    object.__setattr__(archive.settings, "log", settings)
    logs.to_file(tmp_path, settings)
    client = create_app(archive).test_client()
    for url in (f"/search?q={SECRET}", f"/api/v1/search?q={SECRET}", f"/search?q=({SECRET}"):
        client.get(url)
    monkeypatch.setattr(Archive, "search", lambda *_: 1 / 0)
    assert client.get(f"/search?q={SECRET}").status_code == 500
    object.__setattr__(archive.settings, "log", LogSettings())
    log = written(tmp_path)
    assert log.count("GET /search") == 4 and "ZeroDivisionError" in log
    assert (SECRET in log or "%E6%9F%90" in log) is allowed


def test_the_log_is_put_aside_and_a_disk_that_refuses_stops_nothing(tmp_path: Path) -> None:
    logs.to_file(tmp_path, LogSettings(size_mb=1, files=2))
    for _ in range(40):
        logging.getLogger("xunzhang.tests").info("长" * 40_000)
    kept = sorted(path.name for path in (tmp_path / "log").iterdir())
    assert kept == ["xunzhang.log", "xunzhang.log.1", "xunzhang.log.2"]
    (tmp_path / "file").write_text("no folder")
    logs.to_file(tmp_path / "file", LogSettings())


def test_log_level_shows_records_in_the_terminal(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        archive.search(SearchRequest(q="x"))
    done = CliRunner().invoke(group(TABLE), ["--archive", str(tmp_path), "--log-level", "debug", "list"])
    assert done.exit_code == 0
    assert any(handler.level == logging.DEBUG for handler in logging.getLogger("xunzhang").handlers)
