"""Here is an application, measure what it answers, in the form that Prometheus reads.

prometheus-client is an extra.  Several processes write their figures to files in a folder that their parent
names (PROMETHEUS_MULTIPROC_DIR), so that whichever is asked answers for all; what the archive itself says is
read when it is asked for.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

from flask import Blueprint, Flask, Response, current_app, g, request

from corpus.errors import ArchiveError
from search.application.archive import Archive
from search.application.room import room
from web.archive import archive
from web.errors import problem

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

blueprint = Blueprint("metrics", __name__)

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)


class Measured:
    """Requests and their times of this process."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self.registry = CollectorRegistry()
        labels = ("endpoint", "method", "status")
        self.requests = Counter("xunzhang_requests", "Requests answered", labels, registry=self.registry)
        self.seconds = Histogram(
            "xunzhang_request_seconds",
            "Seconds to an answer",
            ("endpoint",),
            registry=self.registry,
            buckets=_SECONDS,
        )

    def count(self, response: Response) -> Response:
        """Count an answer."""
        name = request.endpoint or "none"
        self.requests.labels(name, request.method, response.status_code).inc()
        self.seconds.labels(name).observe(time.perf_counter() - g.get("began", time.perf_counter()))
        return response

    def written(self) -> bytes:
        """All figures, of all processes, with those of the archive."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        own = self.registry
        if os.environ.get(FOLDER):
            own = CollectorRegistry()
            MultiProcessCollector(own)  # type: ignore[no-untyped-call]
        return generate_latest(own) + generate_latest(_state(archive()))


def _state(now: Archive) -> CollectorRegistry:
    """What the archive says of itself; without what cannot be read while its database fails."""
    from prometheus_client import CollectorRegistry, Gauge

    from corpus.desk import Jobs

    registry = CollectorRegistry()

    def gauge(name: str, help_text: str, value: float) -> None:
        Gauge(f"xunzhang_{name}", help_text, registry=registry).set(value)

    gauge("disk_free_bytes", "Room on the archive's disk", room(now.directory, 0).free)
    up = Gauge("xunzhang_up", "Whether the archive's database answers", registry=registry)
    with suppress(ArchiveError):
        size, jobs = now.stats(), Jobs(now.store.database)
        gauge("articles", "Articles", size.articles)
        gauge("issues", "Issues", size.issues)
        gauge("generation", "Number of the index's newest generation", size.generation)
        gauge("index_waiting", "Changes that the index has not taken over", now.shelf.waiting())
        queue = Gauge("xunzhang_jobs", "Jobs that wait or run", ("state",), registry=registry)
        for state in ("queued", "running"):
            queue.labels(state).set(len(jobs.jobs(states=(state,), limit=10_000)))
        cache = now.parts.reader.cache()
        for name, value in cache.items():
            gauge(f"cache_{name}", f"Decoded postings of this process: {name}", value)
        up.set(1)
    return registry


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.extensions["metrics"] = None
    if find_spec("prometheus_client"):
        measured = app.extensions["metrics"] = Measured()
        app.after_request(measured.count)


@blueprint.get("/metrics")
def metrics() -> Response:
    measured = cast("Measured | None", current_app.extensions["metrics"])
    if measured is None:
        return problem(
            HTTPStatus.NOT_IMPLEMENTED,
            '要用指标请先安装：pip install "xunzhang[metrics]" / '
            'install what measures first: pip install "xunzhang[metrics]"',
        )
    return Response(measured.written(), mimetype="text/plain; version=0.0.4")


@contextmanager
def together() -> Iterator[dict[str, Any]]:
    """The environment of processes whose figures are to be added up."""
    if find_spec("prometheus_client") is None:
        yield {**os.environ}
        return
    with tempfile.TemporaryDirectory(prefix="xunzhang-metrics-", ignore_cleanup_errors=True) as folder:
        yield {**os.environ, FOLDER: folder}
