"""What the server says of itself: figures for Prometheus, and a warning before the disk is full."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.application import room
from search.application.archive import Archive
from web.serving import metrics
from web.serving.app import create_app

prometheus = pytest.importorskip("prometheus_client", reason="figures need the extra `metrics`")


def figures(client: FlaskClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    from prometheus_client.parser import text_string_to_metric_families

    answer = client.get("/metrics")
    assert answer.status_code == 200 and answer.mimetype == "text/plain"
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_figures_say_what_was_asked_and_how_the_archive_is(archive: Archive) -> None:
    client = create_app(archive, TESTING=True, LOCAL=True).test_client()
    for _ in range(3):
        client.get("/search?q=5G")
    client.get("/articles/none")
    found = figures(client)
    asked = (("endpoint", "search.results"), ("method", "GET"), ("status", "200"))
    assert found["xunzhang_requests_total", asked] == 3
    assert found["xunzhang_request_seconds_count", (("endpoint", "search.results"),)] == 3
    missing = (("endpoint", "articles.article"), ("method", "GET"), ("status", "404"))
    assert found["xunzhang_requests_total", missing] == 1
    assert found["xunzhang_up", ()] == 1
    assert found["xunzhang_articles", ()] == archive.store.count()
    assert found["xunzhang_generation", ()] == archive.generation()
    assert found["xunzhang_disk_free_bytes", ()] > 0
    assert found["xunzhang_cache_hits", ()] > 0
    assert found["xunzhang_jobs", (("state", "queued"),)] == 0
    assert not any("5G" in str(key) for key in found)  # what people ask is nobody's business


def test_without_the_extra_it_says_what_to_install(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "find_spec", lambda _: None)
    answer = create_app(archive, TESTING=True, LOCAL=True).test_client().get("/metrics")
    assert answer.status_code == 501 and 'pip install "xunzhang[metrics]"' in answer.json["detail"]
    with metrics.together() as environment:
        assert metrics.FOLDER not in environment


def test_a_disk_that_is_nearly_full_is_told_before_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with Archive.open(tmp_path / "archive", create=True) as archive:
        client = create_app(archive, TESTING=True, LOCAL=True).test_client()
        assert client.get("/readyz").json["status"] == "ok"
    (tmp_path / "archive" / "config.toml").write_text("[serve]\ndisk_mb = 999999999\n", encoding="utf-8")
    with Archive.open(tmp_path / "archive") as archive:
        answer = create_app(archive, TESTING=True, LOCAL=True).test_client().get("/readyz")
        assert answer.status_code == 200 and answer.json["status"] == "degraded"
        assert "磁盘只剩" in answer.json["why"] and "left on the disk" in answer.json["why"]
        monkeypatch.setattr(room, "LOOK", 0.01)
        stopped = threading.Event()
        thread = threading.Thread(target=room.watch, args=(archive, stopped))
        with caplog.at_level("WARNING"):
            thread.start()
            stopped.wait(0.2)
            stopped.set()
            thread.join()
        assert [one.levelname for one in caplog.records if "磁盘只剩" in one.getMessage()] == ["WARNING"]
