"""A real server with the bundled samples and a real Chromium before it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from search.application.archive import Archive
from web.serving.app import create_app
from web.serving.bounded import Stopping, serve_socket
from web.serving.manners import Manners
from web.serving.processes import listening

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def serving(archive: Archive, **config: Any) -> Iterator[str]:
    """Base URL of a server over the archive, on a port the system chose, as `xunzhang serve` runs it."""
    app, stopping = create_app(archive, **config), Stopping()
    with listening("127.0.0.1", 0) as shared:
        server = (app, Manners(app), shared, stopping)
        thread = threading.Thread(target=serve_socket, args=server, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{shared.getsockname()[1]}"
        stopping.set()
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def site(sample_archive_directory: Path) -> Iterator[str]:
    """The reading room over the sample archive."""
    with Archive.open(sample_archive_directory) as archive, serving(archive) as base:
        yield base


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed, and this is the machine that must have it")
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A fresh window at the reading room; the test fails if a script on a page does."""
    yield from window(browser, site)


def window(browser: Browser, base: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=base, viewport={"width": 1280, "height": 900}, accept_downloads=True, locale="zh-CN"
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    yield opened
    context.close()
    assert failures == [], "the page's own script failed"
