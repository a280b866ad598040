"""The site over the sample archive, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.application.archive import Archive
from web.serving.app import create_app


@pytest.fixture(scope="session")
def archive(sample_archive_directory: Path) -> Iterator[Archive]:
    with Archive.open(sample_archive_directory) as opened:
        yield opened


@pytest.fixture(scope="session")
def app(archive: Archive) -> Flask:
    return create_app(archive, TESTING=True)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
